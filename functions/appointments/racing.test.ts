import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Clinic, openClinic, slotAt } from './testing/clinic.ts';
import { withConflicts } from './testing/conflicts.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic.stop());

const inBatches = async <T>(work: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> => {
  const done: T[] = [];
  const queue = [...work];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = queue.shift(); next; next = queue.shift()) done.push(await next());
    }),
  );
  return done;
};

/** DynamoDB refuses transactions that meet on an item; the embedded engine puts them in a row. Both must come out the same. */
const engines = ['in a row', 'with conflicts'] as const;
const useEngine = (engine: (typeof engines)[number]) => {
  const { table, conflicts } = withConflicts(clinic.store.table.name, clinic.store.client);
  clinic.use(engine === 'in a row' ? clinic.store.table : table);
  return conflicts;
};

// Ten thousand bookings, on whatever machine: the limit is there to end a hanging run.
describe('a race for a doctor’s time', { timeout: 300_000 }, () => {
  test.each(engines)('of 500 people who ask for one time at once, one gets it and 499 are told that it is taken (%s)', async (engine) => {
    const conflicts = useEngine(engine);
    const doctor = await clinic.addDoctor();
    const patients = await inBatches(
      Array.from({ length: 500 }, () => () => clinic.addPatient()),
      50,
    );
    const replies = await Promise.all(patients.map((patient) => clinic.book(patient, doctor, slotAt(0))));
    const told = Object.groupBy(replies, ({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim());
    expect(Object.fromEntries(Object.entries(told).map(([what, all]) => [what, all?.length]))).toEqual({ 201: 1, '409 slot-taken': 499 });

    const items = await clinic.all();
    const of = (type: string) => items.filter((item) => item.type === type && JSON.stringify(item).includes(doctor.accountId));
    expect(of('appointment')).toHaveLength(1);
    expect(of('payment')).toHaveLength(1);
    expect(await clinic.claims(doctor)).toHaveLength(4);
    expect(conflicts() > 0).toBe(engine === 'with conflicts');
  });

  test('of 50 times with 200 people after each, every time goes to exactly one, and nobody is refused a free one', async () => {
    useEngine('with conflicts');
    const doctor = await clinic.addDoctor({
      hours: { weekly: [{ days: ['mon', 'tue', 'wed'], from: '09:00', to: '17:00', slotMinutes: 20, bufferMinutes: 0, modes: ['video'] }] },
    });
    const slots = Array.from({ length: 50 }, (_, index) =>
      slotAt(index % 24, ['2026-11-23', '2026-11-24', '2026-11-25'][Math.floor(index / 24)]),
    );
    const patients = await inBatches(
      Array.from({ length: 200 }, () => () => clinic.addPatient()),
      50,
    );
    const outcomes = new Map(slots.map((slot) => [slot, [] as string[]]));
    // Each person wants every time, in an order of their own; who holds two already is told so and that is no answer about the time.
    await inBatches(
      slots.flatMap((slot, index) =>
        patients.map((_, turn) => async () => {
          const patient = patients[(turn * 7 + index * 13) % patients.length];
          if (!patient) throw new Error('no such patient');
          const { status, body } = await clinic.book(patient, doctor, slot);
          outcomes.get(slot)?.push(`${status} ${body.error?.code ?? ''}`.trim());
        }),
      ),
      200,
    );
    for (const [slot, told] of outcomes) {
      expect(
        told.filter((each) => each === '201'),
        slot,
      ).toHaveLength(1);
      expect(new Set(told), slot).toEqual(new Set(['201', '409 slot-taken', ...told.filter((each) => each === '409 too-many-holds')]));
    }
    const booked = (await clinic.appointments()).filter(({ doctorId }) => doctorId === doctor.accountId);
    expect(booked.map(({ startsAt }) => startsAt).sort()).toEqual([...slots].sort());
  });

  test('people who ask for different times never stand in each other’s way', async () => {
    const doctor = await clinic.addDoctor();
    const patients = await inBatches(
      Array.from({ length: 24 }, () => () => clinic.addPatient()),
      24,
    );
    const conflicts = useEngine('with conflicts');
    const replies = await Promise.all(patients.map((patient, index) => clinic.book(patient, doctor, slotAt(index))));
    expect(replies.map(({ status }) => status)).toEqual(patients.map(() => 201));
    expect(conflicts()).toBe(0);
  });
});
