import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Profile } from '../identity/contract.ts';
import { doctor as doctorItem } from '../identity/items.ts';
import { payment } from '../payments/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { receipt } from '../shared/table/receipt.ts';
import type { Account, Reply } from '../shared/testing/caller.ts';
import { type CalendarDate, type Instant, later, type Paise } from '../shared/values.ts';
import { type AvailabilityFields, CONSENT_WORDING } from './contract.ts';
import { availability, lastVisit } from './items.ts';
import { type Clinic, everyDay, openClinic, slotAt } from './testing/clinic.ts';
import { WatchedTable } from './testing/watched-table.ts';

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

const receiptOf = async (caller: Account, action: string) =>
  (await clinic.all())
    .filter(receipt.is)
    .map((item) => receipt.parse(item))
    .find((each) => each.callerId === caller.accountId && each.action === action);
const dueOf = async (appointmentId: string) =>
  (await clinic.due())
    .filter(({ event }) => event.data.appointmentId === appointmentId)
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
    .map(({ dueAt, event }) => ({ dueAt, name: event.name, ...event.data }));

describe('a time that costs something', () => {
  test('is kept for five minutes, and all that goes with it is written in one transaction', async () => {
    const [doctor, asha] = [await clinic.addDoctor(), await clinic.addPatient()];
    const watched = new WatchedTable(clinic.store);
    clinic.use(watched);
    const startsAt = slotAt(3);
    const reply = await clinic.book(asha, doctor, startsAt);
    const heldUntil = later(START, 300);

    expect(reply).toMatchObject({
      status: 201,
      body: {
        data: {
          status: 'REQUESTED',
          startsAt,
          endsAt: later(startsAt, 1_200),
          mode: 'video',
          feePaise: 50_000,
          visitType: 'first',
          paymentStatus: 'waiting',
          holdSecondsLeft: 300,
          reason: 'A cough for two weeks',
          consent: { type: 'implied', startedBy: 'patient', wording: CONSENT_WORDING, givenAt: START },
          location: '12 Tank Road',
          actions: ['pay', 'cancel'],
          revision: 1,
        },
      },
    });
    expect(watched.transactions).toEqual([
      ['put receipt', ...Array(4).fill('put claim'), 'put appointment', 'put payment', 'put patient-calendar', 'put due-item'],
    ]);

    const { appointmentId } = reply.body.data;
    expect((await clinic.claims(doctor)).map(({ cell, ...claim }) => [cell, claim.appointmentId, claim.heldUntil])).toEqual(
      [0, 5, 10, 15].map((minute) => [later(startsAt, minute * 60), appointmentId, heldUntil]),
    );
    expect(await clinic.calendarOf(asha)).toEqual({
      entries: [{ appointmentId, startsAt, endsAt: later(startsAt, 1_200), heldUntil }],
      revision: 1,
    });
    expect(await clinic.store.table.find(payment, { appointmentId })).toMatchObject({
      amountPaise: 50_000,
      status: 'waiting',
      capturedPaise: 0,
      visitAt: startsAt,
      receiptNumber: expect.stringMatching(/^AR-20261120-[2-9A-HJ-NP-Z]{8}$/),
    });
    expect(await dueOf(appointmentId)).toEqual([{ dueAt: heldUntil, name: 'payment-check-due', appointmentId, round: 0 }]);

    const kept = await receiptOf(asha, 'appointments.book');
    const ids = { appointmentId, doctorId: doctor.accountId, patientId: asha.accountId };
    expect(kept?.events.map(({ name, data }) => [name, data])).toEqual([
      ['appointment-booked', { ...ids, status: 'REQUESTED' }],
      ['payment-order-requested', { appointmentId }],
      ['free-times-changed', { doctorId: doctor.accountId }],
    ]);
    expect(kept?.accesses).toEqual([
      {
        subjectId: asha.accountId,
        actorId: asha.accountId,
        actorRole: 'patient',
        action: 'appointments.book',
        kind: 'write',
        resource: `appointment#${appointmentId}`,
      },
    ]);
    expect(JSON.stringify(kept?.events), 'an event has ids only').not.toMatch(/Asha|cough/);
  });

  test('can be booked by somebody else the second the five minutes end, though nobody has tidied up', async () => {
    const doctor = await clinic.addDoctor();
    const [asha, ravi] = [await clinic.addPatient(), await clinic.addPatient()];
    const first = await clinic.book(asha, doctor, slotAt(0));
    clinic.pass(299);
    expect(await clinic.book(ravi, doctor, slotAt(0))).toMatchObject({ status: 409, body: { error: { code: 'slot-taken' } } });
    expect((await clinic.change(asha, 'get', first.body.data.appointmentId)).body.data).toMatchObject({
      holdSecondsLeft: 1,
      actions: ['pay', 'cancel'],
    });
    clinic.pass(1);
    const second = await clinic.book(ravi, doctor, slotAt(0));
    expect(second.status).toBe(201);
    expect(new Set((await clinic.claims(doctor)).map(({ appointmentId }) => appointmentId))).toEqual(
      new Set([second.body.data.appointmentId]),
    );
    expect((await clinic.change(asha, 'get', first.body.data.appointmentId)).body.data).toMatchObject({
      status: 'REQUESTED',
      holdSecondsLeft: 0,
      actions: ['cancel'],
    });
    // Whoever is late to give back what has ended takes nothing from the one who has it now.
    expect((await clinic.change(asha, 'cancel', first.body.data.appointmentId)).status).toBe(200);
    expect(await clinic.claims(doctor)).toHaveLength(4);
    expect(await clinic.book(asha, doctor, slotAt(0))).toMatchObject({ status: 409 });
  });

  test('whose five minutes are over keeps its patient from nothing: neither another time at that hour nor a third hold', async () => {
    const [doctor, other] = [await clinic.addDoctor(), await clinic.addDoctor()];
    const asha = await clinic.addPatient();
    await clinic.book(asha, doctor, slotAt(0));
    await clinic.book(asha, doctor, slotAt(1));
    expect((await clinic.book(asha, other, slotAt(2))).body.error.code).toBe('too-many-holds');
    expect((await clinic.book(asha, other, slotAt(0))).body.error.code).toBe('overlapping-appointment');
    clinic.pass(300);
    expect((await clinic.book(asha, other, slotAt(2))).status).toBe(201);
    expect((await clinic.book(asha, other, slotAt(0))).status).toBe(201);
  });
});

describe('a time that is free of charge', () => {
  test('is confirmed at once, with its reminders', async () => {
    const [doctor, asha] = [await clinic.addDoctor(free), await clinic.addPatient()];
    const startsAt = slotAt(0);
    const reply = await clinic.book(asha, doctor, startsAt);
    expect(reply.body.data).toMatchObject({ status: 'CONFIRMED', feePaise: 0, paymentStatus: 'not-needed', videoUrl: expect.any(String) });
    expect(reply.body.data).not.toHaveProperty('holdSecondsLeft');
    const { appointmentId } = reply.body.data;
    expect((await clinic.claims(doctor)).map(({ heldUntil }) => heldUntil)).toEqual(Array(4).fill(undefined));
    expect(
      (await dueOf(appointmentId)).map(({ dueAt, name, minutesBefore }: Record<string, unknown>) => [dueAt, name, minutesBefore]),
    ).toEqual([
      ['2026-11-22T03:30:00Z', 'appointment-reminder-due', 1440],
      ['2026-11-23T02:30:00Z', 'appointment-reminder-due', 60],
      ['2026-11-23T03:15:00Z', 'appointment-reminder-due', 15],
    ]);
    const kept = await receiptOf(asha, 'appointments.book');
    expect(kept?.events.map(({ name }) => name)).toEqual(['appointment-booked', 'appointment-confirmed', 'free-times-changed']);
    // It stays: nothing about it ends after five minutes.
    clinic.pass(3_600);
    expect((await clinic.book(await clinic.addPatient(), doctor, startsAt)).body.error.code).toBe('slot-taken');
  });

  test('is no hold: a patient may have many, and two unpaid ones besides', async () => {
    const [doctor, asha] = [await clinic.addDoctor(free), await clinic.addPatient()];
    for (const index of [0, 1, 2, 3]) expect((await clinic.book(asha, doctor, slotAt(index))).status).toBe(201);
    const paid = await clinic.addDoctor();
    for (const index of [4, 5]) expect((await clinic.book(asha, paid, slotAt(index))).status).toBe(201);
  });

  test('and begins in 50 minutes is reminded of once', async () => {
    const [doctor, asha] = [await clinic.addDoctor(free), await clinic.addPatient()];
    const { body } = await clinic.book(asha, doctor, slotAt(13, '2026-11-20'));
    expect((await dueOf(body.data.appointmentId)).map(({ dueAt }) => dueAt)).toEqual(['2026-11-20T07:35:00Z']);
  });
});

describe('a follow-up', () => {
  const withFollowUp = { practice: { followUp: { feePaise: 20_000 as Paise, days: 7 } } };

  test('costs less from the last completed visit to the doctor’s last day, and the full fee after it', async () => {
    const [doctor, asha] = [await clinic.addDoctor(withFollowUp), await clinic.addPatient()];
    const { appointmentId } = (await clinic.book(asha, doctor, slotAt(0))).body.data;
    await clinic.tell(appointmentId, 'captured');
    clinic.at(slotAt(0));
    expect((await clinic.change(doctor, 'start', appointmentId)).status).toBe(200);
    expect((await clinic.book(asha, doctor, slotAt(10))).body.data, 'begun is not completed').toMatchObject({
      feePaise: 50_000,
      visitType: 'first',
    });
    expect((await clinic.change(doctor, 'complete', appointmentId)).status).toBe(200);
    const lastTime = later(slotAt(0), 7 * 86_400);
    const again = await clinic.book(asha, doctor, lastTime);
    expect(again.body.data).toMatchObject({ feePaise: 20_000, visitType: 'follow-up' });
    expect(await clinic.store.table.find(payment, again.body.data)).toMatchObject({ amountPaise: 20_000 });
    clinic.pass(300);
    expect((await clinic.book(asha, doctor, later(lastTime, 1_200))).body.data).toMatchObject({ feePaise: 50_000, visitType: 'first' });
  });

  test('is one with the same doctor, and only of the same person', async () => {
    const [doctor, other] = [await clinic.addDoctor(withFollowUp), await clinic.addDoctor(withFollowUp)];
    const [asha, ravi] = [await clinic.addPatient(), await clinic.addPatient()];
    const visit = { patientId: asha.accountId, doctorId: doctor.accountId };
    await clinic.save(lastVisit.make(visit, { appointmentId: 'earlier', completedAt: START }));
    expect((await clinic.book(asha, other, slotAt(0))).body.data.visitType).toBe('first');
    expect((await clinic.book(ravi, doctor, slotAt(1))).body.data.visitType).toBe('first');
    expect((await clinic.book(asha, doctor, slotAt(2))).body.data.visitType).toBe('follow-up');
  });

  test('that is free of charge is confirmed at once', async () => {
    const doctor = await clinic.addDoctor({ practice: { followUp: { feePaise: 0 as Paise, days: 7 } } });
    const asha = await clinic.addPatient();
    const visit = { patientId: asha.accountId, doctorId: doctor.accountId };
    await clinic.save(lastVisit.make(visit, { appointmentId: 'earlier', completedAt: START }));
    expect((await clinic.book(asha, doctor, slotAt(0))).body.data).toMatchObject({
      status: 'CONFIRMED',
      feePaise: 0,
      paymentStatus: 'not-needed',
    });
  });
});

type Refused = {
  hours?: Partial<AvailabilityFields>;
  profile?: Partial<Profile>;
  startsAt?: string;
  body?: object;
  /** What has happened before, and perhaps who asks. */
  before?: (doctor: Account, patient: Account) => Promise<Account | unknown>;
  status: number;
  code: string;
  /** What the message names. */
  named?: string;
  details?: object;
};

const child = { dateOfBirth: '2008-11-24' as CalendarDate };
const refusals: Record<string, Refused> = {
  'a time that somebody has': {
    before: async (doctor) => clinic.book(await clinic.addPatient(), doctor, slotAt(0)),
    status: 409,
    code: 'slot-taken',
    details: { startsAt: slotAt(0) },
  },
  'a mode that is not offered then': {
    hours: { weekly: everyDay.weekly.map((hours) => ({ ...hours, modes: ['in-person', 'phone'] })) },
    status: 422,
    code: 'slot-not-offered',
    named: 'body.mode must be one that this doctor offers at this time: in-person, phone',
    details: { startsAt: slotAt(0), modes: ['in-person', 'phone'] },
  },
  'a start beside the grid': {
    startsAt: later(slotAt(0), 300),
    status: 422,
    code: 'slot-not-offered',
    named: 'body.startsAt must be a time that this doctor offers',
  },
  'a start half a minute into a slot': { startsAt: later(slotAt(0), 30), status: 422, code: 'slot-not-offered', named: 'body.startsAt' },
  'a time in the doctor’s leave': {
    hours: { exceptions: [{ kind: 'off', fromDate: '2026-11-23' as CalendarDate, toDate: '2026-11-23' as CalendarDate }] },
    status: 422,
    code: 'slot-not-offered',
    named: 'body.startsAt',
  },
  'a time after the last one of the day': { startsAt: slotAt(24), status: 422, code: 'slot-not-offered', named: 'body.startsAt' },
  'a time nearer than the doctor’s notice': {
    hours: { noticeMinutes: 60 },
    startsAt: slotAt(13, '2026-11-20'),
    status: 422,
    code: 'too-short-notice',
    details: { noticeMinutes: 60 },
  },
  'a time that is past': { startsAt: slotAt(0, '2026-11-19'), status: 422, code: 'too-short-notice' },
  'a day after the doctor’s window': { hours: { windowDays: 3 }, status: 422, code: 'slot-not-offered', named: 'body.startsAt' },
  'a time at which the patient is with another doctor': {
    before: async (_, patient) => clinic.book(patient, await clinic.addDoctor(free), slotAt(0)),
    status: 409,
    code: 'overlapping-appointment',
    details: { appointmentId: expect.any(String), startsAt: slotAt(0) },
  },
  'a third unpaid time': {
    before: async (_, patient) => {
      const other = await clinic.addDoctor();
      await clinic.book(patient, other, slotAt(5));
      await clinic.book(patient, other, slotAt(6));
    },
    status: 409,
    code: 'too-many-holds',
    details: { appointmentIds: [expect.any(String), expect.any(String)] },
  },
  'a person of whom nothing is known': {
    profile: { name: undefined, dateOfBirth: undefined, phone: undefined, email: undefined },
    status: 422,
    code: 'profile-incomplete',
    named: 'profile.name is required',
    details: {
      problems: ['profile.name', 'profile.dateOfBirth', 'profile.phone'].map((field) => ({
        field,
        rule: expect.stringMatching(/^is required/),
      })),
    },
  },
  'a person without a date of birth': {
    profile: { dateOfBirth: undefined },
    status: 422,
    code: 'profile-incomplete',
    named: 'profile.dateOfBirth',
    details: { problems: [{ field: 'profile.dateOfBirth', rule: 'is required before you book' }] },
  },
  'a person who is 18 the day after the appointment, without an adult': {
    profile: child,
    status: 422,
    code: 'invalid-request',
    named: 'body.accompaniedBy is required for a person under 18',
  },
  'an adult without a name': {
    profile: child,
    body: { accompaniedBy: { name: ' ', relation: 'mother' } },
    status: 422,
    code: 'invalid-request',
    named: 'body.accompaniedBy.name must not be empty',
  },
  'a doctor who asks for their own time': {
    before: async (doctor) => doctor,
    status: 422,
    code: 'invalid-request',
    named: 'body.doctorId must be another person than you',
  },
  'a doctor who was deactivated': {
    before: ({ accountId }) => clinic.save(accountState.make({ accountId }, { accountId, deactivatedAt: START })),
    status: 404,
    code: 'not-found',
  },
  'a doctor whom nobody knows': { body: { doctorId: 'nobody' }, status: 404, code: 'not-found' },
  'a fee of the browser’s own': {
    body: { feePaise: 100 },
    status: 422,
    code: 'invalid-request',
    named: 'body.feePaise is not a field of this request',
  },
  'consent to other words': {
    body: { consent: { wording: 'booking-0' } },
    status: 422,
    code: 'invalid-request',
    named: 'body.consent.wording',
  },
  'no consent': { body: { consent: undefined }, status: 422, code: 'invalid-request', named: 'body.consent is required' },
  'no reason': { body: { reason: '  ' }, status: 422, code: 'invalid-request', named: 'body.reason must not be empty' },
  'a reason that is too long': {
    body: { reason: 'a'.repeat(1_001) },
    status: 422,
    code: 'invalid-request',
    named: 'body.reason must have at most 1000 characters',
  },
  'a start that is no instant': {
    startsAt: '2026-11-23 09:00',
    status: 422,
    code: 'invalid-request',
    named: 'body.startsAt must be an instant in UTC',
  },
};

describe('a booking is refused', () => {
  test.each(Object.entries(refusals))('for %s, by name and rule, and nothing is written', async (_, refused) => {
    const doctor = await clinic.addDoctor({ hours: refused.hours ?? {} });
    const patient = await clinic.addPatient(refused.profile ?? {});
    const known = await refused.before?.(doctor, patient);
    const asking = known === doctor ? doctor : patient;
    const before = await clinic.all();
    const reply: Reply = await clinic.book(asking, doctor, refused.startsAt ?? slotAt(0), { body: refused.body ?? {} });
    const { error } = reply.body;
    expect([reply.status, error?.code, error?.message]).toEqual([
      refused.status,
      refused.code,
      expect.stringContaining(refused.named ?? ''),
    ]);
    if (refused.named?.startsWith('body.') && refused.code === 'invalid-request')
      expect(error.details.problems).toContainEqual({ field: refused.named.split(' ')[0], rule: expect.any(String) });
    if (refused.details) expect(error.details).toEqual(refused.details);
    expect(await clinic.all()).toEqual(before);
  });

  test('by a doctor who has said no fee yet: as if there were no such doctor', async () => {
    const doctorId = randomUUID();
    const { name, ...rest } = {
      name: 'Dr Kavya Nair',
      registrationNumber: 'KL 1',
      council: 'Kerala',
      qualification: 'MBBS',
      specialty: 'ENT',
    };
    await clinic.save(
      doctorItem.make({ doctorId }, { doctorId, name, ...rest, languages: ['ml'] }),
      availability.make({ doctorId }, { ...everyDay, revision: 1 }),
    );
    const asha = await clinic.addPatient();
    expect((await clinic.book(asha, { accountId: doctorId, roles: ['doctor'] }, slotAt(0))).status).toBe(404);
  });

  test('by nobody: a child with an adult, on its birthday an adult alone', async () => {
    const doctor = await clinic.addDoctor();
    const grown = await clinic.addPatient({ dateOfBirth: '2008-11-23' });
    expect((await clinic.book(grown, doctor, slotAt(0))).status).toBe(201);
    const small = await clinic.addPatient(child);
    const adult = { name: 'Sunita Verma', relation: 'mother' };
    const booked = await clinic.book(small, doctor, slotAt(1), { body: { accompaniedBy: adult } });
    expect(booked.status).toBe(201);
    expect((await clinic.change(doctor, 'get', booked.body.data.appointmentId)).body.data).toMatchObject({
      accompaniedBy: adult,
      patientAge: 17,
    });
  });

  test('without a key, before anything is looked at', async () => {
    const [doctor, asha] = [await clinic.addDoctor(), await clinic.addPatient()];
    expect((await clinic.book(asha, doctor, slotAt(0), { idempotencyKey: 'with a space' })).body.error.code).toBe(
      'missing-idempotency-key',
    );
  });
});

describe('one booking, sent again and again', () => {
  test('books once and is answered byte for byte alike: 100 times at once, and after the five minutes', async () => {
    const [doctor, asha] = [await clinic.addDoctor(), await clinic.addPatient()];
    const idempotencyKey = randomUUID();
    const send = () => clinic.book(asha, doctor, slotAt(0), { idempotencyKey });
    const replies = await Promise.all(Array.from({ length: 100 }, send));
    clinic.pass(600);
    replies.push(await send());
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers['idempotency-replayed'] !== 'true')).toHaveLength(1);
    const booked = (await clinic.appointments()).filter(({ doctorId }) => doctorId === doctor.accountId);
    expect(booked.map(({ appointmentId }) => appointmentId)).toEqual([replies[0]?.body.data.appointmentId]);
    expect((await clinic.calendarOf(asha))?.entries).toHaveLength(1);
  });

  test('is refused when it asks for something else under the same key', async () => {
    const [doctor, asha] = [await clinic.addDoctor(), await clinic.addPatient()];
    const idempotencyKey = randomUUID();
    await clinic.book(asha, doctor, slotAt(0), { idempotencyKey });
    expect(await clinic.book(asha, doctor, slotAt(1), { idempotencyKey })).toMatchObject({
      status: 422,
      body: { error: { code: 'idempotency-key-reused' } },
    });
    expect(await clinic.claims(doctor)).toHaveLength(4);
  });
});

test('two doctors’ times at one hour, asked for at once by one person, are not both booked', async () => {
  const doctors = await Promise.all(Array.from({ length: 6 }, () => clinic.addDoctor(free)));
  const asha = await clinic.addPatient();
  const replies = await Promise.all(doctors.map((doctor) => clinic.book(asha, doctor, slotAt(0))));
  expect(replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim()).sort()).toEqual([
    '201',
    ...Array(5).fill('409 overlapping-appointment'),
  ]);
});

test('of six unpaid times that one person asks for at once, two are kept', async () => {
  const [doctor, asha] = [await clinic.addDoctor(), await clinic.addPatient()];
  const replies = await Promise.all([0, 1, 2, 3, 4, 5].map((index) => clinic.book(asha, doctor, slotAt(index))));
  expect(replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim()).sort()).toEqual([
    '201',
    '201',
    ...Array(4).fill('409 too-many-holds'),
  ]);
});
