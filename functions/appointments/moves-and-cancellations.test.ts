import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { payment } from '../payments/items.ts';
import { receipt } from '../shared/table/receipt.ts';
import type { Account } from '../shared/testing/caller.ts';
import { type CalendarDate, type Instant, later, type Paise } from '../shared/values.ts';
import { availability } from './items.ts';
import { type Clinic, everyDay, openClinic, slotAt } from './testing/clinic.ts';
import { withConflicts } from './testing/conflicts.ts';
import { MeetingTable, WatchedTable } from './testing/watched-table.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const free = { practice: { feePaise: 0 as Paise } };

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => {
  clinic.at(START);
  clinic.use(clinic.store.table);
});
afterAll(() => clinic.stop());

/** An appointment that is paid for and confirmed. */
const paidVisit = async (startsAt = slotAt(0), over: Parameters<Clinic['addDoctor']>[0] = {}) => {
  const [doctor, patient] = [await clinic.addDoctor(over), await clinic.addPatient()];
  const { body } = await clinic.book(patient, doctor, startsAt);
  const { appointmentId } = body.data as { appointmentId: string };
  await clinic.tell(appointmentId, 'captured');
  return { doctor, patient, appointmentId };
};
const paymentOf = (appointmentId: string) => clinic.store.table.find(payment, { appointmentId });
const cellsOf = async (doctor: Account) => (await clinic.claims(doctor)).map(({ cell, appointmentId }) => `${cell} ${appointmentId}`);
const claimed = (startsAt: Instant, appointmentId: string, cells = 4) =>
  Array.from({ length: cells }, (_, index) => `${later(startsAt, index * 300)} ${appointmentId}`);
const remindersOf = async (appointmentId: string) =>
  (await clinic.due())
    .filter(({ event }) => event.data.appointmentId === appointmentId)
    .map(({ dueAt, event }) => `${dueAt} ${event.name} ${event.data.startsAt ?? ''} ${event.data.minutesBefore ?? ''}`)
    .sort();
const eventsOf = async (appointmentId: string, name: string) =>
  (await clinic.events()).filter((event) => event.name === name && event.data.appointmentId === appointmentId).map(({ data }) => data);

describe('an appointment that is moved', () => {
  test('takes its time, its patient’s calendar and its reminders with it, in one transaction, at the same fee', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    const to = slotAt(2, '2026-11-25');
    const watched = new WatchedTable(clinic.store);
    clinic.use(watched);
    const reply = await clinic.change(patient, 'reschedule', appointmentId, { startsAt: to, mode: 'phone' });
    expect(reply).toMatchObject({
      status: 200,
      body: {
        data: { status: 'CONFIRMED', startsAt: to, endsAt: later(to, 1_200), mode: 'phone', feePaise: 50_000, movedFrom: [slotAt(0)] },
      },
    });
    expect(watched.transactions).toHaveLength(1);
    expect(watched.transactions[0]?.toSorted()).toEqual(
      [
        'put receipt',
        ...Array(4).fill('put claim'),
        ...Array(4).fill('delete claim'),
        'put appointment',
        'put payment',
        'put patient-calendar',
        ...Array(3).fill('put due-item'),
        ...Array(3).fill('delete due'),
      ].sort(),
    );
    expect(await cellsOf(doctor)).toEqual(claimed(to, appointmentId));
    expect((await clinic.calendarOf(patient))?.entries).toEqual([{ appointmentId, startsAt: to, endsAt: later(to, 1_200) }]);
    expect(await remindersOf(appointmentId)).toEqual([
      `2026-11-24T04:10:00Z appointment-reminder-due ${to} 1440`,
      `2026-11-25T03:10:00Z appointment-reminder-due ${to} 60`,
      `2026-11-25T03:55:00Z appointment-reminder-due ${to} 15`,
    ]);
    // The doctor's earnings go by the day of the visit.
    expect(await paymentOf(appointmentId)).toMatchObject({ visitAt: to, status: 'paid', capturedPaise: 50_000 });
    expect(await eventsOf(appointmentId, 'appointment-rescheduled')).toMatchObject([{ from: slotAt(0), to }]);
    expect((await clinic.book(await clinic.addPatient(), doctor, slotAt(0))).status, 'the old time is free').toBe(201);
  });

  test('by ten minutes keeps the cells that both times share', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    const { accountId: doctorId } = doctor;
    const tenPast = { ...everyDay, weekly: everyDay.weekly.map((hours) => ({ ...hours, from: '09:10' })), revision: 2 };
    await clinic.save(availability.make({ doctorId }, tenPast));
    const to = later(slotAt(0), 600);
    expect((await clinic.change(patient, 'reschedule', appointmentId, { startsAt: to })).status).toBe(200);
    expect(await cellsOf(doctor)).toEqual(claimed(to, appointmentId));
    // And back, under the hours that offer it again.
    await clinic.save(availability.make({ doctorId }, { ...everyDay, revision: 3 }));
    expect((await clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(0) })).status).toBe(200);
    expect(await cellsOf(doctor)).toEqual(claimed(slotAt(0), appointmentId));
  });

  test('to where it is stays there, once more told', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    const before = [await cellsOf(doctor), await remindersOf(appointmentId), await clinic.calendarOf(patient)];
    expect((await clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(0), mode: 'phone' })).body.data.mode).toBe(
      'phone',
    );
    expect([await cellsOf(doctor), await remindersOf(appointmentId), await clinic.calendarOf(patient)]).toEqual(before);
  });

  test('is refused when it is taken, not offered, too near or where its patient is already, and stays as it was', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    await clinic.book(await clinic.addPatient(), doctor, slotAt(1));
    await clinic.book(patient, await clinic.addDoctor(free), slotAt(5));
    const before = await clinic.all();
    for (const [startsAt, status, code] of [
      [slotAt(1), 409, 'slot-taken'],
      [slotAt(24), 422, 'slot-not-offered'],
      [slotAt(0, '2026-11-20'), 422, 'too-short-notice'],
      [slotAt(5), 409, 'overlapping-appointment'],
    ] as const)
      expect(await clinic.change(patient, 'reschedule', appointmentId, { startsAt })).toMatchObject({ status, body: { error: { code } } });
    expect(await clinic.all()).toEqual(before);
  });

  test('moves for its patient only while cancelling would cost nothing; for its doctor until it begins', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    const to = { startsAt: slotAt(9, '2026-11-24') };
    clinic.at(later(slotAt(0), -24 * 3_600));
    expect((await clinic.change(patient, 'get', appointmentId)).body.data.actions).toEqual(['cancel', 'reschedule']);
    clinic.pass(1);
    expect((await clinic.change(patient, 'get', appointmentId)).body.data.actions).toEqual(['cancel']);
    expect(await clinic.change(patient, 'reschedule', appointmentId, to)).toMatchObject({
      status: 409,
      body: { error: { code: 'too-late', details: { fullHours: 24 } } },
    });
    clinic.at(slotAt(0));
    expect((await clinic.change(doctor, 'reschedule', appointmentId, to)).body.error.code).toBe('too-late');
    clinic.pass(-1);
    expect((await clinic.change(doctor, 'reschedule', appointmentId, to)).status).toBe(200);
  });

  test('and not paid yet is no appointment that could be moved', async () => {
    const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
    const { appointmentId } = (await clinic.book(patient, doctor, slotAt(0))).body.data;
    expect(await clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(1) })).toMatchObject({
      status: 409,
      body: { error: { code: 'illegal-transition', details: { from: 'REQUESTED', to: 'CONFIRMED' } } },
    });
  });

  test.each(['in a row', 'with conflicts'])(
    'when two want one free time, one gets it and the other keeps what they had (%s)',
    async (engine) => {
      const doctor = await clinic.addDoctor(free);
      const visits = await Promise.all(
        [0, 1].map(async (index) => {
          const patient = await clinic.addPatient();
          return {
            patient,
            startsAt: slotAt(index),
            appointmentId: (await clinic.book(patient, doctor, slotAt(index))).body.data.appointmentId,
          };
        }),
      );
      const { table } = withConflicts(clinic.store.table.name, clinic.store.client);
      clinic.use(engine === 'in a row' ? new MeetingTable(clinic.store) : table);
      const replies = await Promise.all(
        visits.map(({ patient, appointmentId }) => clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(10) })),
      );
      expect(replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim()).sort()).toEqual(['200', '409 slot-taken']);
      const lost = visits[replies.findIndex(({ status }) => status === 409)];
      const won = visits[replies.findIndex(({ status }) => status === 200)];
      if (!lost || !won) throw new Error('one of each');
      expect(await cellsOf(doctor)).toEqual([...claimed(lost.startsAt, lost.appointmentId), ...claimed(slotAt(10), won.appointmentId)]);
      expect((await clinic.calendarOf(lost.patient))?.entries).toMatchObject([{ startsAt: lost.startsAt }]);
    },
  );
});

describe('an appointment that is cancelled', () => {
  test.each([
    ['its patient a day before', 'patient', -24 * 3_600, 'full', 50_000],
    ['its patient a second later than that', 'patient', -24 * 3_600 + 1, 'partial', 25_000],
    ['its patient four hours before', 'patient', -4 * 3_600, 'partial', 25_000],
    ['its patient a second later than that', 'patient', -4 * 3_600 + 1, 'none', 0],
    ['its doctor a minute before', 'doctor', -60, 'full', 50_000],
    ['its doctor after it was to begin', 'doctor', 60, 'full', 50_000],
  ] as const)('by %s (%s) gives back what was shown before', async (_, by, after, kind, paise) => {
    const visit = await paidVisit();
    const { appointmentId } = visit;
    clinic.at(later(slotAt(0), after));
    expect((await clinic.change(visit[by], 'get', appointmentId)).body.data.refundIfCancelled).toEqual({ kind, paise });
    const reply = await clinic.change(visit[by], 'cancel', appointmentId);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        data: {
          status: 'CANCELLED',
          cancelReason: `by-${by}`,
          cancelledAt: later(slotAt(0), after),
          refundDuePaise: paise,
          paymentStatus: paise > 0 ? 'refund-due' : 'paid',
          actions: [],
        },
      },
    });
    const providerPaymentId = 'pay_A1b2C3d4E5f6G7';
    expect(await eventsOf(appointmentId, 'refund-requested')).toEqual(
      paise > 0 ? [{ appointmentId, providerPaymentId, refundId: `${providerPaymentId}-r1` }] : [],
    );
    expect(await eventsOf(appointmentId, 'appointment-cancelled')).toMatchObject([{ reason: `by-${by}` }]);
    expect(await remindersOf(appointmentId)).toEqual([]);
    // What the provider tells again changes nothing of it.
    await clinic.report(appointmentId);
    expect(await paymentOf(appointmentId)).toMatchObject({ refundDuePaise: paise });
    if (paise > 0) {
      await clinic.tell(appointmentId, 'refunded', { paise });
      expect(await paymentOf(appointmentId)).toMatchObject({
        status: paise === 50_000 ? 'refunded' : 'partly-refunded',
        refundedPaise: paise,
        refundDuePaise: 0,
      });
    }
    expect(await eventsOf(appointmentId, 'refund-requested')).toHaveLength(paise > 0 ? 1 : 0);
  });

  test('gives its time back at once, to whoever asks next, and its patient that hour', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    const watched = new WatchedTable(clinic.store);
    clinic.use(watched);
    await clinic.change(patient, 'cancel', appointmentId);
    expect(watched.transactions).toHaveLength(1);
    expect(await cellsOf(doctor)).toEqual([]);
    expect((await clinic.calendarOf(patient))?.entries).toEqual([]);
    expect((await clinic.book(await clinic.addPatient(), doctor, slotAt(0))).status).toBe(201);
    expect((await clinic.book(patient, await clinic.addDoctor(), slotAt(0))).status).toBe(201);
  });

  test('before it is paid owes nobody anything', async () => {
    const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
    const { appointmentId } = (await clinic.book(patient, doctor, slotAt(0))).body.data;
    expect((await clinic.change(patient, 'cancel', appointmentId)).body.data).toMatchObject({
      status: 'CANCELLED',
      paymentStatus: 'void',
      refundDuePaise: 0,
    });
    expect(await remindersOf(appointmentId), 'nothing is asked at the end of the hold').toEqual([]);
    expect(await cellsOf(doctor)).toEqual([]);
  });

  test('in the moment between the provider’s message and its settling gives the payment back by the same terms', async () => {
    const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
    const { appointmentId } = (await clinic.book(patient, doctor, slotAt(0))).body.data;
    await clinic.tell(appointmentId, 'captured', { settle: false });
    await clinic.change(patient, 'cancel', appointmentId);
    await clinic.report(appointmentId);
    expect(await paymentOf(appointmentId)).toMatchObject({ status: 'refund-due', refundDuePaise: 50_000 });
    expect(await eventsOf(appointmentId, 'refund-requested')).toHaveLength(1);
  });

  test('and paid twice gives the second payment back whole, whatever the terms say of the first', async () => {
    const { patient, appointmentId } = await paidVisit();
    await clinic.tell(appointmentId, 'captured', { payment: 'pay_B', settle: false });
    clinic.at(later(slotAt(0), -5 * 3_600));
    await clinic.change(patient, 'cancel', appointmentId);
    await clinic.report(appointmentId);
    expect((await paymentOf(appointmentId))?.refunds.map(({ providerPaymentId, paise }) => [providerPaymentId, paise])).toEqual([
      ['pay_A1b2C3d4E5f6G7', 25_000],
      ['pay_B', 50_000],
    ]);
    expect(await eventsOf(appointmentId, 'refund-requested')).toHaveLength(2);
  });

  test('of which a part went back by hand before gives back the rest', async () => {
    const { patient, appointmentId } = await paidVisit();
    await clinic.tell(appointmentId, 'refunded', { paise: 20_000, id: 'rfnd_by_hand' });
    expect((await clinic.change(patient, 'get', appointmentId)).body.data).toMatchObject({
      status: 'CONFIRMED',
      refundIfCancelled: { paise: 30_000 },
    });
    expect((await clinic.change(patient, 'cancel', appointmentId)).body.data).toMatchObject({
      refundedPaise: 20_000,
      refundDuePaise: 30_000,
    });
    await clinic.tell(appointmentId, 'refunded', { paise: 30_000 });
    expect(await paymentOf(appointmentId)).toMatchObject({ status: 'refunded', refundedPaise: 50_000, refundDuePaise: 0 });
  });

  test('twice, by two keys at once, is cancelled and refunded once', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    clinic.use(new MeetingTable(clinic.store));
    const replies = await Promise.all([doctor, patient].map((who) => clinic.change(who, 'cancel', appointmentId)));
    expect(replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim()).sort()).toEqual([
      '200',
      '409 illegal-transition',
    ]);
    expect(await eventsOf(appointmentId, 'refund-requested')).toHaveLength(1);
  });
});

describe('a doctor who changes their hours', () => {
  const halfHours = { ...everyDay, weekly: everyDay.weekly.map((hours) => ({ ...hours, slotMinutes: 30, bufferMinutes: 5 })) };

  test('keeps what is booked, and the new times that touch it can be booked by nobody', async () => {
    const doctor = await clinic.addDoctor(free);
    const { accountId: doctorId } = doctor;
    const booked = [slotAt(0), slotAt(4), slotAt(11)];
    for (const startsAt of booked) expect((await clinic.book(await clinic.addPatient(), doctor, startsAt)).status).toBe(201);
    const saved = await clinic.call(doctor).call('saveMyAvailability', { body: { ...halfHours, revision: 1 } });
    expect(saved.status).toBe(200);

    const day = '2026-11-23' as CalendarDate;
    const asha = await clinic.addPatient();
    const shown = (await clinic.call(asha).call('listSlots', { params: { doctorId }, query: { from: day, to: day } })).body.data;
    // 9:00, 9:35, 10:10 … each 30 minutes with 5 after it.
    const grid = Array.from({ length: 13 }, (_, index) => later(slotAt(0), index * 35 * 60));
    const replies = await Promise.all(grid.map(async (startsAt) => clinic.book(await clinic.addPatient(), doctor, startsAt)));
    const got = grid.filter((_, index) => replies[index]?.status === 201);
    expect(shown.map(({ startsAt }: { startsAt: string }) => startsAt)).toEqual(got);
    expect(replies.filter(({ status }) => status !== 201).map(({ body }) => body.error.code)).toEqual(
      Array(grid.length - got.length).fill('slot-taken'),
    );
    expect(got.length).toBeGreaterThan(5);

    const all = (await clinic.appointments())
      .filter((each) => each.doctorId === doctorId)
      .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
    expect(all.map(({ startsAt }) => startsAt)).toEqual([...booked, ...got].sort());
    for (const [index, each] of all.entries()) {
      const next = all[index + 1];
      if (next) expect(later(each.endsAt, each.bufferMinutes * 60) <= next.startsAt, `${each.startsAt} and ${next.startsAt}`).toBe(true);
    }
  });

  test('does not move or cancel anything: an appointment in a new leave goes on', async () => {
    const { doctor, patient, appointmentId } = await paidVisit();
    const leave = { kind: 'off', fromDate: '2026-11-01', toDate: '2026-11-30' };
    const saved = await clinic
      .call(doctor)
      .call('saveMyAvailability', { body: { ...everyDay, weekly: [], exceptions: [leave], revision: 1 } });
    expect(saved.status).toBe(200);
    expect((await clinic.change(patient, 'get', appointmentId)).body.data).toMatchObject({ status: 'CONFIRMED', startsAt: slotAt(0) });
    clinic.at(slotAt(0));
    expect((await clinic.change(doctor, 'start', appointmentId)).status).toBe(200);
    expect((await clinic.change(doctor, 'complete', appointmentId)).status).toBe(200);
  });
});

test('each change is in the audit trail of the patient, with who did it', async () => {
  const { doctor, patient, appointmentId } = await paidVisit();
  await clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(1) });
  await clinic.change(doctor, 'cancel', appointmentId);
  const accesses = (await clinic.all())
    .filter(receipt.is)
    .flatMap((item) => receipt.parse(item).accesses)
    .filter(({ resource }) => resource === `appointment#${appointmentId}`);
  expect(new Set(accesses.map(({ action, actorRole, subjectId }) => `${action} ${actorRole} ${subjectId}`))).toEqual(
    new Set([
      `appointments.book patient ${patient.accountId}`,
      `appointments-on-payment-reported arogya ${patient.accountId}`,
      `appointments.reschedule patient ${patient.accountId}`,
      `appointments.cancel doctor ${patient.accountId}`,
    ]),
  );
});
