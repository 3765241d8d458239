import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { profile } from '../identity/items.ts';
import { put } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { later } from '../shared/values.ts';
import type { Reminder, ReminderSettings } from './contract.ts';
import { MOST_REMINDERS } from './contract.ts';
import { type Household, openHousehold } from './testing/household.ts';

let home: Household;
let asha: Account;
beforeAll(async () => {
  home = await openHousehold();
});
afterAll(() => home.stop());
beforeEach(async () => {
  await home.newWeek();
  asha = await home.addPerson();
});

const dayOf = (day: number) => later(home.clockIn('12:00', day), 0).slice(0, 10);
const of = ({ reminderId }: Pick<Reminder, 'reminderId'>) => ({ params: { reminderId } });
const clockAt = (...times: string[]) => ({
  kind: 'clock',
  intakes: times.map((at, index) => ({ intakeId: `a${index + 1}`, at, amount: 1 })),
});
const everySixHours = () => ({ kind: 'interval', everyHours: 6, firstAt: home.clockIn('09:00'), amount: 1 });
const asNeeded = { kind: 'as-needed', amount: 1, minimumGapMinutes: 240, dailyMaximum: 3 };

describe('a reminder', () => {
  test('shows what it says, when the next dose is, and how long the stock lasts', async () => {
    const made = await home.create(asha, { stock: { left: 9, warnAt: 4 } });
    expect(made).toMatchObject({ medicine: 'Metformin', status: 'running', nextAt: home.clockIn('08:00'), daysLeft: 4, revision: 1 });
    expect(await home.ask(asha, 'get', of(made))).toEqual(made);
    expect(await home.ask(asha, 'list')).toEqual([made]);
    for (const hidden of ['progress', 'turn', 'patientId']) expect(made).not.toHaveProperty(hidden);
    expect((await home.dueOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('08:00')]);
  });

  test('is made once by a command that is sent twice', async () => {
    const body = home.twiceDaily();
    const idempotencyKey = randomUUID();
    const [one, two] = await Promise.all([1, 2].map(() => home.ask<Reminder>(asha, 'create', { body, idempotencyKey }, 201)));
    expect(one).toEqual(two);
    expect(await home.dueOf(asha)).toHaveLength(1);
  });

  test('is nobody else’s: not to see, change, stop, resume or take', async () => {
    const made = await home.create(asha);
    const ravi = await home.addPerson('Ravi Rao');
    const [{ doseId } = { doseId: '' }] = await home.today(asha);
    const tries = [
      ['get', of(made)],
      ['change', { ...of(made), body: { revision: 1, changes: { medicine: 'Other' } } }],
      ['stop', of(made)],
      ['resume', of(made)],
      ['takeAsNeeded', of(made)],
      ['take', { params: { doseId } }],
      ['skip', { params: { doseId }, body: { reason: 'forgot' } }],
      ['snooze', { params: { doseId }, body: { minutes: 10 } }],
      ['undo', { params: { doseId } }],
    ] as const;
    for (const [name, request] of tries) expect((await home.call(ravi).call(name, request)).status, name).toBe(404);
    expect(await home.ask(ravi, 'list')).toEqual([]);
    expect(await home.today(ravi)).toEqual([]);
  });

  test.each([
    ['an end before its start', { startsOn: '2027-06-02', endsOn: '2027-06-01' }, 'body.endsOn must not be before startsOn'],
    ['an end in the past', { startsOn: '2020-01-01', endsOn: '2020-06-01' }, 'body.endsOn must not be in the past'],
    ['a start in three years', { startsOn: '2030-01-01' }, 'body.startsOn must be within a year from now'],
    ['a start in another age', { startsOn: '9999-12-31' }, 'body.startsOn must be from the year 2000 to 2199'],
    ['no time', { schedule: { kind: 'clock', intakes: [] } }, 'body.schedule.intakes must have at least one time'],
    ['one time twice', { schedule: clockAt('08:00', '08:00') }, 'body.schedule.intakes.1.at must be another time than the others'],
    [
      'one name twice',
      { schedule: { kind: 'clock', intakes: ['08:00', '09:00'].map((at) => ({ intakeId: 'a1', at, amount: 1 })) } },
      'body.schedule.intakes.1.intakeId must be another one than those of the other times',
    ],
    [
      'one weekday twice',
      { schedule: { ...clockAt('08:00'), weekdays: ['mon', 'mon'] } },
      'body.schedule.weekdays.1 must be another day than the others',
    ],
    ['a clock time that is none', { schedule: clockAt('24:00') }, 'body.schedule.intakes.0.at must be a time like 08:00'],
    ['a third of a tablet', { schedule: { ...asNeeded, amount: 1 / 3 } }, 'body.schedule.amount must be whole, a half or a quarter'],
    ['a zone that is none', { zone: 'Asia/Atlantis' }, 'body.zone must be a time zone like Asia/Kolkata'],
    ['no medicine', { medicine: ' ' }, 'body.medicine must not be empty'],
    [
      'an alert for what is taken as needed',
      { schedule: asNeeded, alertCaregiversAfterMinutes: 30 },
      'body.alertCaregiversAfterMinutes must be left out of a medicine that is taken as needed',
    ],
    ['a note of somebody else', { noteId: 'n-1' }, 'body.noteId must be a signed note about you'],
    [
      'a taper that is over',
      { startsOn: '2020-01-01', schedule: { ...clockAt('08:00'), taper: [{ days: 3, amount: 1 }] } },
      'body.schedule.taper must not be over already',
    ],
  ])('with %s is refused, naming the field', async (_, over, message) => {
    const { status, body } = await home.call(asha).call('create', { body: { ...home.twiceDaily(), ...over } });
    expect(status).toBe(422);
    expect(body.error).toMatchObject({ code: 'invalid-request', message });
    expect(await home.ask(asha, 'list', { query: { show: 'all' } })).toEqual([]);
  });

  test('that would never remind is refused: today is its last day and its times are over', async () => {
    home.at(home.clockIn('21:00'));
    const { status, body } = await home.call(asha).call('create', { body: { ...home.twiceDaily(), endsOn: dayOf(0) } });
    expect(status).toBe(422);
    expect(body.error.message).toBe('body.schedule must have a dose that is still to come');
  });

  test('is one of at most fifty that run, even if two are made at the same moment', async () => {
    for (let n = 1; n < MOST_REMINDERS; n += 1) await home.create(asha, { schedule: asNeeded });
    const last = await Promise.all([1, 2, 3].map(() => home.call(asha).call('create', { body: home.twiceDaily() })));
    expect(last.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(last.find(({ status }) => status === 409)?.body.error.code).toBe('too-many-reminders');
    const [first] = await home.ask<Reminder[]>(asha, 'list');
    if (!first) throw new Error('there is one');
    await home.ask(asha, 'stop', of(first));
    await home.create(asha);
    expect((await home.call(asha).call('resume', of(first))).body.error.code).toBe('too-many-reminders');
  });

  test('is ended after its last day, and can neither be changed nor resumed', async () => {
    const made = await home.create(asha, { endsOn: dayOf(0) });
    await home.runUntil(home.clockIn('00:30', 1));
    expect(await home.ask(asha, 'get', of(made))).toMatchObject({ status: 'ended' });
    expect(await home.ask(asha, 'list')).toEqual([]);
    const change = await home.call(asha).call('change', { ...of(made), body: { revision: 1, changes: { medicine: 'Other' } } });
    expect(change.body.error.code).toBe('reminder-not-running');
    expect((await home.call(asha).call('resume', of(made))).body.error.code).toBe('reminder-over');
    expect((await home.dueOf(asha)).filter(({ event }) => event.name === 'dose-due')).toEqual([]);
  });
});

describe('a change', () => {
  test('moves the next dose, and leaves one due item', async () => {
    const made = await home.create(asha);
    const moved = await home.change(asha, made, { schedule: clockAt('09:30', '20:00'), note: 'With water' });
    expect(moved).toMatchObject({ nextAt: home.clockIn('09:30'), note: 'With water', revision: 2 });
    expect((await home.dueOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('09:30')]);
    const back = await home.change(asha, moved, { note: null });
    expect(back).not.toHaveProperty('note');
    expect(back.schedule).toEqual(moved.schedule);
  });

  test('on an old look is refused; that a dose came due in between is no change', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:05'));
    const changed = await home.change(asha, made, { medicine: 'Metformin SR' });
    const { status, body } = await home.call(asha).call('change', { ...of(made), body: { revision: 1, changes: { medicine: 'Other' } } });
    expect([status, body.error.code]).toEqual([409, 'changed-elsewhere']);
    expect(await home.ask(asha, 'get', of(made))).toMatchObject({ medicine: 'Metformin SR', revision: changed.revision });
  });

  test.each([
    ['an end before its start', { endsOn: '2020-01-01' }, 'body.changes.endsOn'],
    [
      'times of one name',
      { schedule: { kind: 'clock', intakes: ['08:00', '09:00'].map((at) => ({ intakeId: 'a1', at, amount: 1 })) } },
      'body.changes.schedule.intakes.1.intakeId',
    ],
    ['a field that it has not', { dose: 2 }, 'body.changes.dose'],
    ['an end of null where there must be a start', { startsOn: null }, 'body.changes.startsOn'],
  ])('to %s is refused, naming the field', async (_, changes, field) => {
    const made = await home.create(asha);
    const { status, body } = await home.call(asha).call('change', { ...of(made), body: { revision: 1, changes } });
    expect(status).toBe(422);
    expect(body.error.details.problems[0].field).toBe(field);
  });

  test('a minute after a dose’s time, before anything ran, leaves that dose as it was, once', async () => {
    const made = await home.create(asha);
    home.at(later(home.clockIn('08:00'), 30));
    await home.change(asha, made, { schedule: clockAt('10:00', '20:00') });
    await home.runUntil(home.clockIn('10:30'));
    expect((await home.dosesOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('08:00')]);
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
  });

  test('a minute before a dose’s time moves it: announced at the new time and never at the old', async () => {
    const made = await home.create(asha);
    home.at(later(home.clockIn('08:00'), -30));
    await home.change(asha, made, { schedule: clockAt('10:00', '20:00') });
    await home.runUntil(home.clockIn('09:59'));
    expect(await home.noticesTo(asha)).toEqual([]);
    await home.runUntil(home.clockIn('10:30'));
    expect((await home.dosesOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('10:00')]);
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
  });

  test('into the past makes today’s dose due at once, in time or late', async () => {
    const made = await home.create(asha);
    home.at(home.clockIn('07:50'));
    await home.change(asha, made, { schedule: clockAt('07:30', '20:00') });
    await home.runUntil(home.clockIn('07:55'));
    expect((await home.dosesOf(asha)).map(({ dueAt, status }) => [dueAt, status])).toEqual([[home.clockIn('07:30'), 'due']]);
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
  });

  test('while its dose is in the queue already makes nothing of it', async () => {
    const made = await home.create(asha);
    home.goTo(home.clockIn('08:00'));
    await home.sweptUntil(home.clockIn('07:59'));
    await home.sweepAs();
    expect(home.queues.waiting()).toHaveLength(1);
    home.at(later(home.clockIn('08:00'), -60));
    await home.change(asha, made, { schedule: clockAt('11:00', '20:00') });
    home.goTo(home.clockIn('08:01'));
    await home.work();
    expect(await home.dosesOf(asha)).toEqual([]);
    expect(home.queues.waiting()).toEqual([]);
    await home.runUntil(home.clockIn('11:30'));
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
  });

  test('after a long stop of ours that left more than fifty doses behind still settles each once', async () => {
    const made = await home.create(asha, { schedule: { kind: 'interval', everyHours: 1, firstAt: home.clockIn('08:00'), amount: 1 } });
    home.at(home.clockIn('13:20', 2));
    await home.change(asha, made, { medicine: 'Paracetamol' });
    const doses = await home.dosesOf(asha);
    expect(doses).toHaveLength(54);
    expect(new Set(doses.map(({ doseId }) => doseId)).size).toBe(54);
    const notices = await home.noticesTo(asha);
    expect(new Set(notices.map(({ noticeId }) => noticeId)).size).toBe(2);
    expect(notices.filter(({ kind }) => kind === 'dose-due')).toHaveLength(1);
  });
});

describe('a stopped reminder', () => {
  test('has nothing due, keeps its history, and runs again from then on', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:05'));
    const stopped = await home.ask<Reminder>(asha, 'stop', of(made));
    expect(stopped).toMatchObject({ status: 'stopped', stoppedAt: home.now() });
    expect(stopped).not.toHaveProperty('nextAt');
    expect(await home.ask(asha, 'stop', of(made))).toEqual(stopped);
    expect((await home.dueOf(asha)).filter(({ event }) => event.name === 'dose-due')).toEqual([]);
    await home.runUntil(home.clockIn('12:00', 1));
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
    expect(await home.ask(asha, 'list')).toEqual([]);
    expect(await home.ask(asha, 'list', { query: { show: 'all' } })).toHaveLength(1);
    const resumed = await home.ask<Reminder>(asha, 'resume', of(made));
    expect(resumed).toMatchObject({ status: 'running', nextAt: home.clockIn('20:00', 1) });
    expect(resumed).not.toHaveProperty('stoppedAt');
    await home.runUntil(home.clockIn('20:05', 1));
    expect((await home.dosesOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('08:00'), home.clockIn('20:00', 1)]);
  });

  test('in the very minute of a dose tells nothing of it, but the day shows that it was due', async () => {
    const made = await home.create(asha);
    home.at(later(home.clockIn('08:00'), 5));
    await home.ask(asha, 'stop', of(made));
    await home.runUntil(home.clockIn('13:00'));
    expect(await home.noticesTo(asha)).toEqual([]);
    expect((await home.today(asha)).map(({ dueAt, status }) => [dueAt, status])).toEqual([[home.clockIn('08:00'), 'missed']]);
  });
});

describe('a zone', () => {
  const settings = (who = asha) => home.ask<ReminderSettings>(who, 'getSettings');
  const moveTo = (zone: string, revision = 0) => home.ask<ReminderSettings>(asha, 'changeSettings', { body: { zone, revision } });

  test('is India’s unless chosen, and is not overwritten from an old look', async () => {
    expect(await settings()).toEqual({ zone: 'Asia/Kolkata', revision: 0 });
    expect(await moveTo('Europe/London')).toEqual({ zone: 'Europe/London', revision: 1 });
    const { status, body } = await home.call(asha).call('changeSettings', { body: { zone: 'Asia/Tokyo', revision: 0 } });
    expect([status, body.error.code]).toEqual([409, 'changed-elsewhere']);
    const wrong = await home.call(asha).call('changeSettings', { body: { zone: 'Mars', revision: 1 } });
    expect(wrong.body.error.message).toBe('body.zone must be a time zone like Asia/Kolkata');
  });

  test('that changes moves every clock time of the day to come, each dose once; intervals and own zones stay', async () => {
    await home.create(asha);
    await home.create(asha, { medicine: 'Insulin', zone: 'Asia/Kolkata' });
    await home.create(asha, { medicine: 'Amoxicillin', schedule: everySixHours() });
    await home.runUntil(home.clockIn('08:10'));
    await moveTo('Asia/Dubai');
    for (const event of (await home.events()).filter(
      ({ name, data }) => name === 'reminder-zone-changed' && data.patientId === asha.accountId,
    ))
      expect((await home.deliver('dose-due', event)).batchItemFailures).toEqual([]);
    await home.runUntil(home.clockIn('08:00', 1));
    const times = (await home.dosesOf(asha)).map(({ medicine, dueAt }) => `${medicine} ${dueAt}`);
    expect(times.filter((text) => text.startsWith('Metformin'))).toEqual([
      `Metformin ${home.clockIn('08:00')}`,
      // 20:00 in Dubai.
      `Metformin ${home.clockIn('21:30')}`,
    ]);
    expect(times.filter((text) => text.startsWith('Insulin'))).toEqual(
      ['08:00', '20:00'].map((clock) => `Insulin ${home.clockIn(clock)}`).concat(`Insulin ${home.clockIn('08:00', 1)}`),
    );
    expect(times.filter((text) => text.startsWith('Amoxicillin'))).toHaveLength(4);
  });

  test('that changes over a dose that nothing had announced yet announces it by the old clock', async () => {
    await home.create(asha);
    home.at(later(home.clockIn('08:00'), 40));
    await moveTo('Europe/London');
    expect((await home.dosesOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('08:00')]);
    await home.runUntil(home.clockIn('14:00'));
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
  });
});

test('whoever has no name yet can have reminders', async () => {
  const nameless = await home.addPerson();
  await home.store.table.transact([put(profile.make(nameless, { email: 'nobody@arogya.example', revision: 1 }))]);
  expect(await home.create(nameless)).toMatchObject({ status: 'running' });
});
