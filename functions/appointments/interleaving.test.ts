import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ledgerLine } from '../payments/items.ts';
import { put } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { callerOf } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Instant, Paise } from '../shared/values.ts';
import { appointmentRoutes, CONSENT_WORDING } from './contract.ts';
import { appointmentsApi } from './handler.ts';
import { appointment } from './items.ts';
import { settlePayments } from './on-payment-reported.ts';
import { deliver, openClinic } from './testing/clinic.ts';
import { expectInvariants, wasSomebodys } from './testing/invariants.ts';
import { type Fault, turnstile } from './testing/turnstile.ts';

/** `npm run test:deep` sets more. */
const SCHEDULES = Number(process.env.AROGYA_SCHEDULES ?? 1_000);

const SLOTS = 4;
const PATIENTS = 3;

const fault = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Fault>('none') },
  { weight: 1, arbitrary: fc.constantFrom<Fault>('killed-before', 'killed-after', 'timed-out-before', 'timed-out-after') },
  { weight: 2, arbitrary: fc.constantFrom<Fault>('conflict', 'throttled') },
);

/** The state in which an operation has its effect. */
const meantFor = { pay: 'REQUESTED', start: 'CONFIRMED', complete: 'IN_PROGRESS', 'no-show': 'CONFIRMED', reschedule: 'CONFIRMED' };

const operation = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('book' as const) },
    { weight: 5, arbitrary: fc.constant('pay' as const) },
    { weight: 2, arbitrary: fc.constant('hold-ends' as const) },
    { weight: 2, arbitrary: fc.constant('cancel' as const) },
    { weight: 3, arbitrary: fc.constant('reschedule' as const) },
    { weight: 1, arbitrary: fc.constantFrom('doctor-cancels' as const, 'refund' as const, 'pay-again' as const) },
    { weight: 4, arbitrary: fc.constant('no-show' as const) },
    { weight: 6, arbitrary: fc.constantFrom('start' as const, 'complete' as const) },
  ),
  who: fc.nat(PATIENTS - 1),
  slot: fc.nat(SLOTS - 1),
  which: fc.nat(5),
  faults: fc.array(fault, { maxLength: 6 }),
  /** A phone that heard nothing asks again, with the same key. */
  again: fc.boolean(),
});
type Operation = Parameters<Parameters<typeof fc.property<[typeof operation extends fc.Arbitrary<infer T> ? T : never]>>[1]>[0];

const step = fc.record({
  /** Seconds that pass before: around the hold's end, to the start of the visits, past their end. */
  pass: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: fc.constantFrom(1, 60, 299, 300, 301) },
    { weight: 5, arbitrary: fc.constantFrom(900, 1_500, 3_600) },
  ),
  together: fc.array(operation, { minLength: 1, maxLength: 3 }),
});

let engine: TestTable;
beforeAll(async () => {
  engine = await startTestTable();
});
afterAll(() => engine.stop());

/** Plays one schedule on a table of its own and looks at everything after each step. */

const play = async (steps: readonly { pass: number; together: readonly Operation[] }[], lots: readonly number[]): Promise<string[]> => {
  const clinic = await openClinic(await engine.another());
  const doctor = await clinic.addDoctor({
    practice: { cancellation: { fullHours: 0, partialHours: 0, partialPercent: 0 } },
    hours: { weekly: [{ days: ['fri'], from: '13:10', to: '15:10', slotMinutes: 20, bufferMinutes: 5, modes: ['video'] }] },
  });
  const patients = await Promise.all(Array.from({ length: PATIENTS }, () => clinic.addPatient()));
  // 13:10 in India, forty minutes after the clinic's clock; the buffer makes the next time 25 minutes later.
  const times = Array.from({ length: SLOTS }, (_, index) =>
    new Date(Date.parse('2026-11-20T07:40:00Z') + index * 25 * 60_000).toISOString().replace('.000', ''),
  );
  let drawn = 0;
  const lot = () => lots[drawn++ % lots.length] ?? 0;
  const process = turnstile(clinic.store.client, clinic.store.table.name, lot);
  const outcomes: string[] = [];
  let refused: Instant[] = [];
  let keys = 0;

  const inOrder = (items: Awaited<ReturnType<typeof clinic.all>>) =>
    items
      .filter(appointment.is)
      .map((item) => appointment.parse(item))
      .sort((a, b) => (a.createdAt + a.appointmentId < b.createdAt + b.appointmentId ? -1 : 1));
  const known = async () => inOrder(await clinic.all());
  const told = new Set<string>();

  const run = async ({ what, who, slot, which, faults, again }: Operation, booked: Awaited<ReturnType<typeof known>>): Promise<void> => {
    const patient = patients[who] as Account;
    // Mostly one that the operation is meant for, else few visits would ever come to their end.
    const fitting = booked.filter(({ status }) => which < 4 && status === (meantFor as Record<string, string>)[what]);
    const pool = fitting.length > 0 ? fitting : booked;
    const chosen = pool[which % Math.max(1, pool.length)];
    const startsAt = times[slot];
    keys += 1;
    const idempotencyKey = `k${keys}`;
    const options = (of: readonly Fault[]) => {
      const table = process(of);
      return { surroundings: clinic.surroundings, table: () => table };
    };
    const ask = async (by: Account, name: 'book' | 'cancel' | 'reschedule' | 'start' | 'complete' | 'markNoShow', request: object) => {
      const first = await callerOf(appointmentRoutes, appointmentsApi(options(faults)))(by).call(name, { ...request, idempotencyKey });
      const heard =
        again && first.status >= 500
          ? await callerOf(appointmentRoutes, appointmentsApi(options([])))(by).call(name, { ...request, idempotencyKey })
          : first;
      outcomes.push(`${name} ${heard.status} ${heard.body?.error?.code ?? ''}`.trim());
      if (heard.body?.error?.code === 'slot-taken') refused.push(heard.body.error.details.startsAt);
    };
    const report = async (appointmentId: string) => {
      const event = { id: `e${keys}`, name: 'payment-reported', version: 1, at: clinic.now(), correlationId: 'c', data: { appointmentId } };
      const failed = await deliver(settlePayments(options(faults)) as never, event);
      if (failed.batchItemFailures.length > 0) await deliver(settlePayments(options([])) as never, event);
    };
    const tell = async (kind: 'captured' | 'refunded', nth: string) => {
      if (!chosen) return;
      const { appointmentId } = chosen;
      const providerPaymentId = `pay_${appointmentId}_${nth}`;
      const line = {
        kind,
        providerId: kind === 'refunded' ? `rfnd_${providerPaymentId}` : providerPaymentId,
        providerPaymentId,
        amountPaise: 50_000 as Paise,
        at: clinic.now(),
      };
      await clinic.store.table.transact([put(ledgerLine.make({ appointmentId, ...line }, line))]);
      outcomes.push(kind);
      told.add(appointmentId);
      await report(appointmentId);
    };
    if (what === 'book') {
      const body = { doctorId: doctor.accountId, startsAt, mode: 'video', reason: 'Cough', consent: { wording: CONSENT_WORDING } };
      return ask(patient, 'book', { body });
    }
    if (!chosen) return;
    const params = { appointmentId: chosen.appointmentId };
    const owner = patients.find(({ accountId }) => accountId === chosen.patientId) as Account;
    switch (what) {
      case 'pay':
        return tell('captured', 'first');
      case 'pay-again':
        return tell('captured', 'second');
      case 'refund':
        return tell('refunded', 'first');
      case 'hold-ends':
        return report(chosen.appointmentId);
      case 'cancel':
        return ask(owner, 'cancel', { params });
      case 'doctor-cancels':
        return ask(doctor, 'cancel', { params });
      case 'reschedule':
        return ask(owner, 'reschedule', { params, body: { startsAt } });
      case 'start':
        return ask(doctor, 'start', { params });
      case 'complete':
        return ask(doctor, 'complete', { params });
      case 'no-show':
        return ask(doctor, 'markNoShow', { params });
    }
  };

  let booked = await known();
  for (const { pass, together } of steps) {
    clinic.pass(pass);
    const before = booked;
    refused = [];
    told.clear();
    await Promise.all(together.map((each) => run(each, before)));
    // A ledger line whose settling was cut off is settled by the event's next delivery.
    for (const appointmentId of told) await clinic.report(appointmentId);
    const items = await clinic.all();
    expectInvariants(items, clinic.now());
    booked = inOrder(items);
    // Nobody is refused a time that is free, be it since a second.
    for (const startsAt of refused)
      expect(wasSomebodys({ before, after: booked }, startsAt, clinic.now()), `${startsAt} was refused`).toBe(true);
  }
  clinic.store.stop();

  return outcomes;
};

describe('whatever people do at once, and whatever breaks in between', () => {
  test(
    `slot, appointment, payment and due items agree (${SCHEDULES} schedules)`,
    async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 4, maxLength: 10 }),
          fc.array(fc.nat(11), { minLength: 5, maxLength: 30 }),
          async (steps, lots) => {
            for (const outcome of await play(steps, lots)) seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
          },
        ),
        { numRuns: SCHEDULES },
      );
      if (SCHEDULES < 500) return;
      // A run that never came to the interesting places would prove nothing.
      for (const outcome of [
        'book 201',
        'book 409 slot-taken',
        'cancel 200',
        'reschedule 200',
        'reschedule 409 slot-taken',
        'start 200',
        'complete 200',
        'markNoShow 200',
      ])
        expect(seen.get(outcome) ?? 0, outcome).toBeGreaterThan(0);
    },
    SCHEDULES * 3_000,
  );
});
