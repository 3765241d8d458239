import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { carePatient } from '../identity/items.ts';
import { payment } from '../payments/items.ts';
import type { Account } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { later } from '../shared/values.ts';
import { AppointmentStatus } from './contract.ts';
import { lastVisit } from './items.ts';
import { type Clinic, openClinic, slotAt } from './testing/clinic.ts';
import { withConflicts } from './testing/conflicts.ts';
import { MeetingTable } from './testing/watched-table.ts';

let store: TestTable;
beforeAll(async () => {
  store = await startTestTable();
});
afterAll(() => store.stop());

type Visit = { clinic: Clinic; doctor: Account; patient: Account; appointmentId: string };

/** A visit of its own, with a clock of its own, brought by calls of the API to where it is wanted. */
const visitThatIs = async (status: AppointmentStatus): Promise<Visit> => {
  const clinic = await openClinic(store);
  const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
  const { appointmentId } = (await clinic.book(patient, doctor, slotAt(0))).body.data as { appointmentId: string };
  if (status !== 'REQUESTED') await clinic.tell(appointmentId, 'captured');
  if (status === 'CANCELLED') await clinic.change(patient, 'cancel', appointmentId);
  if (status === 'NO_SHOW') {
    clinic.at(later(slotAt(0), 1_200));
    await clinic.change(doctor, 'markNoShow', appointmentId);
  }
  if (status === 'IN_PROGRESS' || status === 'COMPLETED') {
    clinic.at(later(slotAt(0), -1_800));
    await clinic.change(doctor, 'start', appointmentId);
  }
  if (status === 'COMPLETED') await clinic.change(doctor, 'complete', appointmentId);
  expect((await clinic.change(patient, 'get', appointmentId)).body.data.status).toBe(status);
  return { clinic, doctor, patient, appointmentId };
};

/** The command that leads to each state; none leads back to the first. */
const leadingTo = {
  CONFIRMED: 'reschedule',
  IN_PROGRESS: 'start',
  COMPLETED: 'complete',
  CANCELLED: 'cancel',
  NO_SHOW: 'markNoShow',
} as const;
/** As the issue says it; a doctor may cancel what has begun, and a move leaves a confirmed appointment confirmed. */
const legal = new Set([
  'CONFIRMED → CONFIRMED',
  'CONFIRMED → IN_PROGRESS',
  'CONFIRMED → CANCELLED',
  'CONFIRMED → NO_SHOW',
  'IN_PROGRESS → COMPLETED',
  'IN_PROGRESS → CANCELLED',
  'REQUESTED → CANCELLED',
]);
const pairs = AppointmentStatus.options.flatMap((from) => AppointmentStatus.options.map((to) => [from, to] as const));

describe('an appointment', () => {
  test.each(pairs)('that is %s: what would make it %s', async (from, to) => {
    const { clinic, doctor, appointmentId } = await visitThatIs(from);
    if (to === 'REQUESTED') {
      // No call of the API asks for it, and what the provider tells again does not lead back.
      await clinic.report(appointmentId);
      expect((await clinic.change(doctor, 'get', appointmentId)).body.data.status).toBe(from);
      return;
    }
    // A move is for what has not begun; all else is tried when nothing but the state can stand in its way.
    clinic.at(to === 'CONFIRMED' ? later(slotAt(0), -3_600) : later(slotAt(0), 1_200));
    const before = await clinic.all();
    const reply = await clinic.change(doctor, leadingTo[to], appointmentId, to === 'CONFIRMED' ? { startsAt: slotAt(6) } : undefined);
    if (legal.has(`${from} → ${to}`)) {
      expect(reply).toMatchObject({ status: 200, body: { data: { status: to } } });
      expect((await clinic.change(doctor, 'get', appointmentId)).body.data.status).toBe(to);
      return;
    }
    expect(reply).toMatchObject({ status: 409, body: { error: { code: 'illegal-transition', details: { from, to } } } });
    expect(reply.body.error.message).toContain(from);
    expect(reply.body.error.message).toContain(to);
    expect(await clinic.all()).toEqual(before);
  });

  test.each(AppointmentStatus.options)('that is %s, and a payment of it', async (from) => {
    const { clinic, doctor, appointmentId } = await visitThatIs(from);
    await clinic.tell(appointmentId, 'captured', { payment: 'pay_B' });
    expect((await clinic.change(doctor, 'get', appointmentId)).body.data.status).toBe(from === 'REQUESTED' ? 'CONFIRMED' : from);
  });

  test('that has begun is the doctor’s to end: the patient cannot cancel it', async () => {
    const { clinic, patient, appointmentId } = await visitThatIs('IN_PROGRESS');
    expect(await clinic.change(patient, 'cancel', appointmentId)).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal-transition', details: { from: 'IN_PROGRESS', to: 'CANCELLED' } } },
    });
  });

  test('begins half an hour before its time at the earliest, to the second', async () => {
    const { clinic, doctor, appointmentId } = await visitThatIs('CONFIRMED');
    clinic.at(later(slotAt(0), -1_801));
    expect(await clinic.change(doctor, 'start', appointmentId)).toMatchObject({
      status: 409,
      body: { error: { code: 'too-early', details: { from: later(slotAt(0), -1_800) } } },
    });
    clinic.pass(1);
    expect((await clinic.change(doctor, 'start', appointmentId)).body.data.status).toBe('IN_PROGRESS');
  });

  test('was missed only once it is over, to the second', async () => {
    const { clinic, doctor, appointmentId } = await visitThatIs('CONFIRMED');
    clinic.at(later(slotAt(0), 1_199));
    expect(await clinic.change(doctor, 'markNoShow', appointmentId)).toMatchObject({
      status: 409,
      body: { error: { code: 'too-early', details: { from: later(slotAt(0), 1_200) } } },
    });
    clinic.pass(1);
    expect((await clinic.change(doctor, 'markNoShow', appointmentId)).body.data.status).toBe('NO_SHOW');
  });

  test('that begins brings its patient into the doctor’s care, and once completed is remembered for the follow-up', async () => {
    const { clinic, doctor, patient, appointmentId } = await visitThatIs('CONFIRMED');
    const ids = { doctorId: doctor.accountId, patientId: patient.accountId };
    expect(await store.table.find(carePatient, ids)).toBeUndefined();
    clinic.at(slotAt(0));
    await clinic.change(doctor, 'start', appointmentId);
    expect(await store.table.find(carePatient, ids)).toMatchObject({ name: 'Asha Verma', since: slotAt(0) });
    expect(await store.table.find(lastVisit, ids)).toBeUndefined();
    clinic.pass(600);
    await clinic.change(doctor, 'complete', appointmentId);
    expect(await store.table.find(lastVisit, ids)).toEqual({ appointmentId, completedAt: later(slotAt(0), 600) });
    expect((await clinic.calendarOf(patient))?.entries, 'the patient is free again').toEqual([]);
    expect(await clinic.claims(doctor), 'the doctor’s time was used').toHaveLength(4);
  });
});

describe('two commands that contradict each other, sent at once', () => {
  const engines = ['both have looked before one writes', 'they meet on an item'] as const;
  const cases = engines.flatMap((engine) => [
    [engine, 'IN_PROGRESS', ['doctor', 'complete'], ['doctor', 'cancel']] as const,
    [engine, 'CONFIRMED', ['doctor', 'start'], ['patient', 'cancel']] as const,
    [engine, 'CONFIRMED', ['doctor', 'start'], ['doctor', 'markNoShow']] as const,
    [engine, 'CONFIRMED', ['doctor', 'cancel'], ['patient', 'cancel']] as const,
    [engine, 'IN_PROGRESS', ['doctor', 'complete'], ['doctor', 'complete']] as const,
  ]);

  test.each(cases)('%s: of %s, by %j and %j, one is done', async (engine, from, ...commands) => {
    const visit = await visitThatIs(from);
    const { clinic, appointmentId } = visit;
    clinic.at(later(slotAt(0), 1_200));
    clinic.use(engine === engines[0] ? new MeetingTable(store) : withConflicts(store.table.name, store.client).table);
    const replies = await Promise.all(commands.map(([by, command]) => clinic.change(visit[by], command, appointmentId)));
    const answers = replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim());
    // Whoever is later looks again, and what they want may be legal still: a visit that has begun can be missed by nobody.
    expect(answers.toSorted()).toEqual(['200', '409 illegal-transition']);
    const won = replies.find(({ status }) => status === 200)?.body.data;
    const now = (await clinic.change(visit.doctor, 'get', appointmentId)).body.data;
    expect([now.status, now.cancelReason]).toEqual([won.status, won.cancelReason]);
    const refunds = (await clinic.events()).filter(({ name, data }) => name === 'refund-requested' && data.appointmentId === appointmentId);
    const stored = await store.table.find(payment, { appointmentId });
    const goesBack = now.cancelReason === 'by-doctor' ? 50_000 : 0;
    expect([refunds.length, stored?.refundDuePaise], 'money goes with the state that won').toEqual([goesBack > 0 ? 1 : 0, goesBack]);
  });
});
