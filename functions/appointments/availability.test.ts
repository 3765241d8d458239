import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { accountState } from '../shared/auth/account-state.ts';
import { receipt } from '../shared/table/receipt.ts';
import type { Account } from '../shared/testing/caller.ts';
import type { Instant, Paise } from '../shared/values.ts';
import type { Slot } from './contract.ts';
import { type Clinic, everyDay, openClinic, slotAt } from './testing/clinic.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const free = { practice: { feePaise: 0 as Paise } };

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => clinic.at(START));
afterAll(() => clinic.stop());

const newDoctor = (): Account => ({ accountId: randomUUID(), roles: ['doctor'] });
const save = (doctor: Account, body: object) => clinic.call(doctor).call('saveMyAvailability', { body });
const mine = async (doctor: Account) => (await clinic.call(doctor).call('getMyAvailability')).body.data;
const slots = (who: Account, doctor: Account, from: string, to: string) =>
  clinic.call(who).call('listSlots', { params: { doctorId: doctor.accountId }, query: { from, to } });
const startsOf = async (doctor: Account, from: string, to = from): Promise<string[]> =>
  (await slots(doctor, doctor, from, to)).body.data.map(({ startsAt }: Slot) => startsAt);

const morning = { days: ['mon'], from: '09:00', to: '10:00', slotMinutes: 20, bufferMinutes: 0, modes: ['video'] };
const hours = (over: object = {}) => ({ weekly: [morning], exceptions: [], windowDays: 60, noticeMinutes: 0, revision: 0, ...over });

describe('a doctor’s hours', () => {
  test('are nothing until they are saved, then what was saved', async () => {
    const doctor = newDoctor();
    expect(await mine(doctor)).toEqual({ weekly: [], exceptions: [], windowDays: 30, noticeMinutes: 60, revision: 0 });
    const leave = { kind: 'off', fromDate: '2026-12-24', toDate: '2026-12-31' };
    const body = hours({ weekly: [{ ...morning, location: 'Room 4' }], exceptions: [leave] });
    expect(await save(doctor, body)).toMatchObject({ status: 200, body: { data: { ...body, revision: 1 } } });
    expect(await mine(doctor)).toEqual({ ...body, revision: 1 });
  });

  test('have the doctor’s line in the directory made anew, and are in the audit trail', async () => {
    const doctor = newDoctor();
    await save(doctor, hours());
    const written = (await clinic.all())
      .filter(receipt.is)
      .map((item) => receipt.parse(item))
      .find((each) => each.callerId === doctor.accountId);
    expect(written?.events.map(({ name, data }) => [name, data])).toEqual([['free-times-changed', { doctorId: doctor.accountId }]]);
    expect(written?.accesses).toMatchObject([{ subjectId: doctor.accountId, action: 'appointments.saveMyAvailability', kind: 'write' }]);
  });

  test('when two windows save at once, one is told and nothing is overwritten', async () => {
    const doctor = newDoctor();
    await save(doctor, hours());
    const replies = await Promise.all([30, 40].map((windowDays) => save(doctor, hours({ windowDays, revision: 1 }))));
    expect(replies.map(({ status, body }) => `${status} ${body.error?.code ?? ''}`.trim()).sort()).toEqual([
      '200',
      '409 changed-elsewhere',
    ]);
    expect(await mine(doctor)).toMatchObject({
      windowDays: replies.find(({ status }) => status === 200)?.body.data.windowDays,
      revision: 2,
    });
    expect((await save(doctor, hours())).body.error.code, 'an old revision').toBe('changed-elsewhere');
    expect((await save(doctor, hours({ revision: 5 }))).body.error.code, 'one that never was').toBe('changed-elsewhere');
  });

  test('saved twice by one key are saved once', async () => {
    const doctor = newDoctor();
    const request = { body: hours(), idempotencyKey: randomUUID() };
    const call = () => clinic.call(doctor).call('saveMyAvailability', request);
    const [first, again] = [await call(), await call()];
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(await mine(doctor)).toMatchObject({ revision: 1 });
  });

  test.each([
    ['a clock time off the five minutes', { weekly: [{ ...morning, from: '09:03' }] }, 'body.weekly.0.from', 'multiple of five minutes'],
    ['an end before the start', { weekly: [{ ...morning, to: '08:00' }] }, 'body.weekly.0.to', 'must be later than from'],
    ['a stretch in which no slot fits', { weekly: [{ ...morning, to: '09:10' }] }, 'body.weekly.0.to', 'at least 20 minutes after from'],
    [
      'a slot of seven minutes',
      { weekly: [{ ...morning, slotMinutes: 7 }] },
      'body.weekly.0.slotMinutes',
      'must be a multiple of 5 minutes',
    ],
    ['a slot of two hours', { weekly: [{ ...morning, slotMinutes: 120 }] }, 'body.weekly.0.slotMinutes', 'must be at most 60 minutes'],
    ['no mode', { weekly: [{ ...morning, modes: [] }] }, 'body.weekly.0.modes', 'must name at least one mode'],
    [
      'two stretches that overlap on a day',
      {
        weekly: [
          { ...morning, days: ['mon', 'tue'] },
          { ...morning, days: ['tue'], from: '09:40', to: '11:00' },
        ],
      },
      'body.weekly.1.from',
      'must not overlap weekly.0 on tue',
    ],
    [
      'a leave that ends before it begins',
      { exceptions: [{ kind: 'off', fromDate: '2026-12-02', toDate: '2026-12-01' }] },
      'body.exceptions.0.toDate',
      'must not be before fromDate',
    ],
    [
      'half a leave’s clock',
      { exceptions: [{ kind: 'off', fromDate: '2026-12-01', toDate: '2026-12-01', from: '09:00' }] },
      'body.exceptions.0.to',
      'must come with from',
    ],
    [
      'a day that does not exist',
      { exceptions: [{ kind: 'extra', date: '2027-02-29', ...morning, days: undefined }] },
      'body.exceptions.0.date',
      'must be a day that exists',
    ],
    ['a window of no day', { windowDays: 0 }, 'body.windowDays', ''],
    ['a field that is not known', { weekly: [{ ...morning, price: 1 }] }, 'body.weekly.0.price', 'is not a field of this request'],
  ])('with %s are refused by field and rule, and not saved', async (_, over, field, rule) => {
    const doctor = newDoctor();
    const reply = await save(doctor, hours(over));
    expect(reply).toMatchObject({ status: 422, body: { error: { code: 'invalid-request' } } });
    expect(reply.body.error.details.problems).toContainEqual({ field, rule: expect.stringContaining(rule) });
    expect((await mine(doctor)).revision).toBe(0);
  });

  test('are for doctors: nobody else has any', async () => {
    const asha = await clinic.addPatient();
    expect((await clinic.call(asha).call('getMyAvailability')).status).toBe(403);
    expect((await save(asha, hours())).status).toBe(403);
  });
});

describe('free times', () => {
  test('are what the hours offer, less what somebody has, and say where and how', async () => {
    const doctor = await clinic.addDoctor({
      ...free,
      hours: { weekly: [{ ...everyDay.weekly[0], ...morning, location: 'Room 4' } as never] },
    });
    const asha = await clinic.addPatient();
    const day = '2026-11-23';
    expect((await slots(asha, doctor, day, day)).body.data).toEqual(
      [0, 1, 2].map((index) => ({ startsAt: slotAt(index), endsAt: slotAt(index + 1), modes: ['video'], location: 'Room 4' })),
    );
    const { appointmentId } = (await clinic.book(asha, doctor, slotAt(1))).body.data;
    expect(await startsOf(doctor, day)).toEqual([slotAt(0), slotAt(2)]);
    await clinic.change(asha, 'reschedule', appointmentId, { startsAt: slotAt(2) });
    expect(await startsOf(doctor, day)).toEqual([slotAt(0), slotAt(1)]);
    await clinic.change(asha, 'cancel', appointmentId);
    expect(await startsOf(doctor, day)).toEqual([slotAt(0), slotAt(1), slotAt(2)]);
  });

  test('come back the second that an unpaid one’s five minutes end, and stay gone when it is paid', async () => {
    const doctor = await clinic.addDoctor({ hours: { weekly: [morning as never] } });
    const asha = await clinic.addPatient();
    await clinic.book(asha, doctor, slotAt(0));
    const { appointmentId } = (await clinic.book(asha, doctor, slotAt(1))).body.data;
    await clinic.tell(appointmentId, 'captured');
    clinic.pass(299);
    expect(await startsOf(doctor, '2026-11-23')).toEqual([slotAt(2)]);
    clinic.pass(1);
    expect(await startsOf(doctor, '2026-11-23')).toEqual([slotAt(0), slotAt(2)]);
  });

  test('are every one that can be booked, and no other', async () => {
    const doctor = await clinic.addDoctor({
      ...free,
      hours: {
        weekly: [{ ...morning, days: ['mon'], bufferMinutes: 10, to: '12:00' } as never],
        exceptions: [
          { kind: 'extra', date: '2026-11-23', from: '12:00', to: '13:00', slotMinutes: 15, bufferMinutes: 0, modes: ['phone'] } as never,
        ],
      },
    });
    await clinic.book(await clinic.addPatient(), doctor, slotAt(0));
    // The break after the morning's last slot reaches to 12:00 and no further.
    const shown = await startsOf(doctor, '2026-11-23');
    const every5 = Array.from({ length: 60 }, (_, index) =>
      new Date(Date.parse(slotAt(0)) + index * 300_000).toISOString().replace('.000Z', 'Z'),
    );
    const tried: string[] = [];
    for (const startsAt of every5) {
      const reply = await clinic.book(await clinic.addPatient(), doctor, startsAt, {
        body: { mode: shown.includes(startsAt) && startsAt >= slotAt(9) ? 'phone' : 'video' },
      });
      if (reply.status === 201) tried.push(startsAt);
    }
    expect(shown).toHaveLength(9);
    expect(tried).toEqual(shown);
    expect(await startsOf(doctor, '2026-11-23')).toEqual([]);
  });

  test('go over the end of a month, of a year and over a leap day, each on its weekday', async () => {
    const doctor = await clinic.addDoctor({ hours: { weekly: [{ ...morning, days: ['mon', 'thu'] } as never], windowDays: 90 } });
    const first = (starts: string[]) =>
      starts.filter((startsAt) => startsAt.endsWith('T03:30:00Z')).map((startsAt) => startsAt.slice(0, 10));
    expect(first(await startsOf(doctor, '2026-11-26', '2026-12-03'))).toEqual(['2026-11-26', '2026-11-30', '2026-12-03']);
    expect(first(await startsOf(doctor, '2026-12-28', '2027-01-07'))).toEqual(['2026-12-28', '2026-12-31', '2027-01-04', '2027-01-07']);
    clinic.at('2028-02-20T07:00:00Z');
    expect(first(await startsOf(doctor, '2028-02-24', '2028-03-06'))).toEqual(['2028-02-24', '2028-02-28', '2028-03-02', '2028-03-06']);
    const leapDay = await clinic.addDoctor({ hours: { weekly: [{ ...morning, days: ['tue'] } as never], windowDays: 90 } });
    expect(first(await startsOf(leapDay, '2028-02-28', '2028-03-01'))).toEqual(['2028-02-29']);
    expect((await slots(doctor, doctor, '2027-02-29', '2027-03-01')).body.error.details.problems).toEqual([
      { field: 'query.from', rule: 'must be a day that exists' },
    ]);
  });

  test('begin and end with the day in India, an hour before midnight in London', async () => {
    const night = { ...morning, days: ['mon'], from: '00:00', to: '24:00', slotMinutes: 60 };
    const doctor = await clinic.addDoctor({ hours: { weekly: [night as never] } });
    const starts = await startsOf(doctor, '2026-11-23');
    expect([starts.length, starts[0], starts.at(-1)]).toEqual([24, '2026-11-22T18:30:00Z', '2026-11-23T17:30:00Z']);
    expect(await startsOf(doctor, '2026-11-22')).toEqual([]);
  });

  test('are shown within notice and window only', async () => {
    const doctor = await clinic.addDoctor({ hours: { noticeMinutes: 120, windowDays: 3 } });
    // Today 12:30, so from 14:30 on; the window's last day is the 22nd.
    const today = await startsOf(doctor, '2026-11-20');
    expect(today[0]).toBe('2026-11-20T09:10:00Z');
    expect(await startsOf(doctor, '2026-11-19', '2026-11-19')).toEqual([]);
    expect((await startsOf(doctor, '2026-11-22')).length).toBe(24);
    expect(await startsOf(doctor, '2026-11-23')).toEqual([]);
  });

  test('are asked for 31 days at most', async () => {
    const doctor = await clinic.addDoctor();
    expect((await slots(doctor, doctor, '2026-12-01', '2026-12-31')).status).toBe(200);
    for (const [from, to] of [
      ['2026-12-01', '2027-01-01'],
      ['2026-12-02', '2026-12-01'],
    ] as const)
      expect((await slots(doctor, doctor, from, to)).body.error.details.problems).toEqual([
        { field: 'query.to', rule: 'must be from query.from to 30 days later' },
      ]);
    expect((await clinic.call(doctor).call('listSlots', { params: { doctorId: doctor.accountId } })).body.error.details.problems).toEqual([
      { field: 'query.from', rule: 'is required' },
      { field: 'query.to', rule: 'is required' },
    ]);
  });

  test('of a doctor who is not there or not listed any more are 404', async () => {
    const asha = await clinic.addPatient();
    expect((await slots(asha, newDoctor(), '2026-11-23', '2026-11-23')).status).toBe(404);
    const { accountId } = await clinic.addDoctor();
    await clinic.save(accountState.make({ accountId }, { accountId, deactivatedAt: START }));
    expect((await slots(asha, { accountId, roles: ['doctor'] }, '2026-11-23', '2026-11-23')).status).toBe(404);
  });
});
