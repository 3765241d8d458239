import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { noticeToken, tokenKey } from '../notifications/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { receipt } from '../shared/table/receipt.ts';
import { put } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { later, ttlAfter } from '../shared/values.ts';
import type { AdherenceWeek, Dose, Reminder } from './contract.ts';
import { type Household, openHousehold } from './testing/household.ts';

const HOUR = 3_600;

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

const stockOf = async ({ reminderId }: Pick<Reminder, 'reminderId'>) =>
  (await home.ask<Reminder>(asha, 'get', { params: { reminderId } })).stock?.left;
const refused = async (name: 'take' | 'skip' | 'snooze' | 'undo', doseId: string, body?: object) => {
  const reply = await home.call(asha).call(name, { params: { doseId }, ...(body ? { body } : {}) });
  return [reply.status, reply.body.error.code as string, reply.body.error.message as string] as const;
};
const idOf = ({ reminderId }: Pick<Reminder, 'reminderId'>, name = 'a1', day = 0) =>
  `${reminderId}.${home.clockIn('12:00', day).slice(0, 10)}.${name}`;
const skip = (doseId: string) => home.ask<Dose>(asha, 'skip', { params: { doseId }, body: { reason: 'felt-unwell' } });
const snooze = (doseId: string, minutes: number) => home.ask<Dose>(asha, 'snooze', { params: { doseId }, body: { minutes } });
const undo = (doseId: string) => home.ask<Dose>(asha, 'undo', { params: { doseId } });
const looksOf = async () => (await home.dueOf(asha)).filter(({ event }) => event.name === 'dose-check-due');

describe('a day', () => {
  test('has its doses by time: upcoming, due, taken, skipped, snoozed, missed', async () => {
    const made = await home.create(asha, {
      schedule: {
        kind: 'clock',
        intakes: ['07:05', '07:10', '07:15', '07:20', '20:00'].map((at, n) => ({ intakeId: `a${n}`, at, amount: 1 })),
      },
    });
    await home.runUntil(home.clockIn('07:16'));
    await home.take(asha, idOf(made, 'a0'));
    await skip(idOf(made, 'a1'));
    await home.runUntil(home.clockIn('07:25'));
    const today = await home.today(asha);
    expect(today.map(({ dueAt, status }) => [dueAt, status])).toEqual([
      [home.clockIn('07:05'), 'taken'],
      [home.clockIn('07:10'), 'skipped'],
      [home.clockIn('07:15'), 'missed'],
      [home.clockIn('07:20'), 'due'],
      [home.clockIn('20:00'), 'upcoming'],
    ]);
    expect(today[0]).toMatchObject({ medicine: 'Metformin', strength: '500 mg', form: 'tablet', instruction: 'after-food', amount: 1 });
    for (const hidden of ['looks', 'patientId', 'revision', 'snoozes']) expect(today[0]).not.toHaveProperty(hidden);
    const tomorrow = await home.call(asha).call('listDoses', { query: { date: home.clockIn('12:00', 1).slice(0, 10) } });
    expect(tomorrow.body.data).toHaveLength(5);
    expect(tomorrow.body.meta).toEqual({ zone: 'Asia/Kolkata', date: home.clockIn('12:00', 1).slice(0, 10) });
    expect((await home.call(asha).call('listDoses', { query: { date: '9999-12-31' } })).body.error.message).toContain('query.date');
    expect((await home.call(asha).call('listDoses', { query: { date: '2026-02-30' } })).body.error.message).toContain('query.date');
  });

  test('has doses of an interval on the day on which they are here, not in Greenwich', async () => {
    await home.create(asha, { schedule: { kind: 'interval', everyHours: 8, firstAt: home.clockIn('12:00'), amount: 1 } });
    await home.runUntil(home.clockIn('23:00', 1));
    const dates = [0, 1].map((day) => home.clockIn('12:00', day).slice(0, 10));
    const times = await Promise.all(dates.map(async (date) => (await home.today(asha, date)).map(({ dueAt }) => dueAt)));
    expect(times).toEqual([
      [home.clockIn('12:00'), home.clockIn('20:00')],
      [home.clockIn('04:00', 1), home.clockIn('12:00', 1), home.clockIn('20:00', 1)],
    ]);
  });
});

describe('a dose that is taken', () => {
  test('reduces the stock, is late after an hour, and asks nothing more', async () => {
    const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
    await home.runUntil(home.clockIn('09:30'));
    const dose = await home.take(asha, idOf(made));
    expect(dose).toMatchObject({ status: 'taken', takenAt: home.clockIn('09:30'), late: true, dueAt: home.clockIn('08:00') });
    expect(await stockOf(made)).toBe(9);
    expect(await looksOf()).toEqual([]);
    expect((await refused('take', idOf(made)))[1]).toBe('dose-answered');
    expect((await refused('skip', idOf(made), { reason: 'forgot' }))[1]).toBe('dose-answered');
    expect((await refused('snooze', idOf(made), { minutes: 10 }))[1]).toBe('dose-answered');
  });

  test('by two devices at once is taken once: one wins, and the stock goes down once', async () => {
    const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
    await home.runUntil(home.clockIn('08:01'));
    const replies = await Promise.all(Array.from({ length: 4 }, () => home.call(asha).call('take', { params: { doseId: idOf(made) } })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await stockOf(made)).toBe(9);
  });

  test('on one device and skipped on another at once is one of both', async () => {
    for (let day = 0; day < 4; day += 1) {
      await home.newWeek();
      asha = await home.addPerson();
      const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
      await home.runUntil(home.clockIn('08:01'));
      const params = { doseId: idOf(made) };
      const [took, skipped] = await Promise.all([
        home.call(asha).call('take', { params }),
        home.call(asha).call('skip', { params, body: { reason: 'other' } }),
      ]);
      expect([took.status, skipped.status].sort()).toEqual([200, 409]);
      const [dose] = await home.today(asha);
      expect(dose?.status).toBe(took.status === 200 ? 'taken' : 'skipped');
      expect(await stockOf(made)).toBe(took.status === 200 ? 9 : 10);
    }
  });

  test.each(['before', 'after', 'at the same time as'] as const)('%s the worker announces it is taken once', async (order) => {
    const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
    home.goTo(home.clockIn('08:00'));
    await home.sweptUntil(home.clockIn('07:59'));
    await home.sweepAs();
    const announce = (meanwhile?: () => Promise<unknown>) => home.workAs('dose-due', meanwhile ? { meanwhile } : {});
    const take = () => home.take(asha, idOf(made));
    if (order === 'before') await announce(take);
    if (order === 'after') {
      home.beforeNextLook(() => announce());
      await take();
    }
    if (order === 'at the same time as') await Promise.all([announce(), take()]);
    await home.laterOn();
    expect((await home.dosesOf(asha)).map(({ status }) => status)).toEqual(['taken']);
    expect(await stockOf(made)).toBe(9);
    const notices = await home.kindsTo(asha);
    if (order !== 'at the same time as') expect(notices).toEqual(order === 'after' ? ['dose-due'] : []);
    expect(notices.length).toBeLessThanOrEqual(1);
    expect(await looksOf()).toEqual([]);
    expect((await home.dueOf(asha)).map(({ dueAt }) => dueAt)).toEqual([home.clockIn('20:00')]);
  });

  test('early on its day is not announced any more; that of tomorrow is too early', async () => {
    const made = await home.create(asha);
    expect(await home.take(asha, idOf(made))).toMatchObject({ status: 'taken', takenAt: home.clockIn('07:00') });
    expect((await refused('take', idOf(made, 'a1', 1)))[1]).toBe('too-early');
    expect((await refused('snooze', idOf(made, 'a2'), { minutes: 10 }))[1]).toBe('too-early');
    await home.runUntil(home.clockIn('19:00'));
    expect(await home.noticesTo(asha)).toEqual([]);
    await home.runUntil(home.clockIn('20:05'));
    expect((await home.noticesTo(asha)).map(({ about }) => about.doseId)).toEqual([idOf(made, 'a2')]);
  });

  test('can be of an hour ago, but not of the future or of two days ago', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('10:00'));
    for (const [takenAt, rule] of [
      [later(home.now(), HOUR), 'body.takenAt must not be in the future'],
      [later(home.now(), -25 * HOUR), 'body.takenAt must be within the last 24 hours'],
      ['yesterday', 'body.takenAt must be an instant in UTC to the second, like 2026-11-20T07:05:00Z; body.takenAt must be a real instant'],
    ] as const)
      expect(await refused('take', idOf(made), { takenAt })).toEqual([422, 'invalid-request', rule]);
    const dose = await home.take(asha, idOf(made), { takenAt: home.clockIn('08:30') });
    expect(dose).toMatchObject({ takenAt: home.clockIn('08:30') });
    expect(dose).not.toHaveProperty('late');
  });

  test('late counts though it was missed, for a week', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('13:00'));
    expect((await home.today(asha))[0]?.status).toBe('missed');
    expect(await home.take(asha, idOf(made))).toMatchObject({ status: 'taken', late: true });
    await home.runUntil(home.clockIn('21:00'));
    home.at(home.clockIn('21:00', 7));
    expect((await refused('take', idOf(made, 'a2')))[1]).toBe('too-late');
  });

  test('that there is not is 404', async () => {
    const made = await home.create(asha);
    const ids = [
      'nothing',
      `${made.reminderId}.2026-13-45.a1`,
      `${made.reminderId}.yesterday`,
      idOf(made, 'a9'),
      `${randomUUID()}.2026-11-23.a1`,
    ];
    for (const doseId of ids) for (const name of ['take', 'undo'] as const) expect((await refused(name, doseId))[0], doseId).toBe(404);
  });
});

describe('the stock', () => {
  test('warns once when it goes below its line', async () => {
    const made = await home.create(asha, { stock: { left: 4, warnAt: 2 } });
    for (const [index, left] of [3, 2, 1, 0, 0].entries()) {
      await home.runUntil(home.clockIn(index % 2 === 0 ? '08:05' : '20:05', Math.floor(index / 2)));
      await home.take(asha, idOf(made, index % 2 === 0 ? 'a1' : 'a2', Math.floor(index / 2)));
      expect(await stockOf(made)).toBe(left);
    }
    expect((await home.kindsTo(asha)).filter((kind) => kind === 'refill-soon')).toHaveLength(1);
  });
});

describe('a snooze', () => {
  test('reminds again after its minutes, as often as it is wanted, and keeps the dose’s time', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:05'));
    const first = await snooze(idOf(made), 10);
    expect(first).toMatchObject({ status: 'snoozed', dueAt: home.clockIn('08:00'), snoozedUntil: home.clockIn('08:15') });
    await home.runUntil(home.clockIn('08:20'));
    expect((await home.today(asha))[0]).toMatchObject({ status: 'due' });
    await snooze(idOf(made), 30);
    await snooze(idOf(made), 15);
    await home.runUntil(home.clockIn('12:30'));
    expect((await home.noticesTo(asha)).map(({ noticeId }) => noticeId).sort()).toEqual([
      `dose-again.${idOf(made)}.1`,
      `dose-again.${idOf(made)}.3`,
      `dose-due.${idOf(made)}`,
    ]);
    expect((await home.today(asha))[0]?.status).toBe('missed');
    expect((await refused('snooze', idOf(made), { minutes: 10 }))[1]).toBe('too-late');
  });

  test('cannot outlast the dose, and has only the minutes that are offered', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('11:30'));
    expect((await refused('snooze', idOf(made), { minutes: 60 }))[1]).toBe('too-late');
    expect((await refused('snooze', idOf(made), { minutes: 7 }))[2]).toContain('body.minutes');
    expect(await snooze(idOf(made), 10)).toMatchObject({ status: 'snoozed' });
  });

  test('before anything announced the dose is all that is told of it', async () => {
    const made = await home.create(asha);
    home.at(later(home.clockIn('08:00'), 2));
    await snooze(idOf(made), 10);
    await home.runUntil(home.clockIn('12:30'));
    expect(await home.kindsTo(asha)).toEqual(['dose-due-again']);
    expect((await home.dosesOf(asha)).map(({ status }) => status)).toEqual(['missed']);
  });
});

describe('an answer that is taken back', () => {
  test('within an hour leaves the dose due and the stock as it was', async () => {
    const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
    await home.runUntil(home.clockIn('08:05'));
    expect((await refused('undo', idOf(made)))[1]).toBe('dose-not-answered');
    await home.take(asha, idOf(made));
    const due = await undo(idOf(made));
    expect(due).toMatchObject({ status: 'due', dueAt: home.clockIn('08:00') });
    for (const gone of ['takenAt', 'late', 'skipReason']) expect(due).not.toHaveProperty(gone);
    expect(await stockOf(made)).toBe(10);
    await skip(idOf(made));
    home.pass(HOUR + 1);
    expect((await refused('undo', idOf(made)))[1]).toBe('too-late');
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
  });

  test('lets the dose be missed at its time, or at once when that is over', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:05'));
    await home.take(asha, idOf(made));
    await undo(idOf(made));
    await home.runUntil(home.clockIn('12:10'));
    expect((await home.today(asha))[0]?.status).toBe('missed');
    await home.take(asha, idOf(made));
    expect(await undo(idOf(made))).toMatchObject({ status: 'missed' });
  });

  test('before the dose’s time lets it come as if nothing had been', async () => {
    const made = await home.create(asha, { stock: { left: 0.5, warnAt: 0.25 } });
    await home.take(asha, idOf(made));
    expect(await stockOf(made)).toBe(0);
    expect(await undo(idOf(made))).toMatchObject({ status: 'upcoming' });
    expect(await stockOf(made)).toBe(0.5);
    await home.runUntil(home.clockIn('08:05'));
    expect((await home.kindsTo(asha)).filter((kind) => kind === 'dose-due')).toHaveLength(1);
    expect((await home.dosesOf(asha)).map(({ status }) => status)).toEqual(['due']);
  });
});

describe('a medicine as needed', () => {
  const asNeeded = { kind: 'as-needed', amount: 2, minimumGapMinutes: 240, dailyMaximum: 3 };
  const takeIt = ({ reminderId }: Pick<Reminder, 'reminderId'>) => home.call(asha).call('takeAsNeeded', { params: { reminderId } });

  test('is not taken before its gap is over, nor more often than its maximum in any 24 hours', async () => {
    const made = await home.create(asha, { schedule: asNeeded, stock: { left: 20, warnAt: 1 } });
    const first = await takeIt(made);
    expect([first.status, first.body.data]).toMatchObject([201, { status: 'taken', asNeeded: true, amount: 2, takenAt: home.now() }]);
    home.pass(4 * HOUR - 1);
    const soon = await takeIt(made);
    expect([soon.status, soon.body.error.code]).toEqual([409, 'too-soon']);
    expect(soon.body.error.details.nextAllowedAt).toBe(home.clockIn('11:00'));
    home.pass(1);
    expect((await takeIt(made)).status).toBe(201);
    home.pass(4 * HOUR);
    expect((await takeIt(made)).status).toBe(201);
    home.pass(4 * HOUR);
    const fourth = await takeIt(made);
    expect([fourth.status, fourth.body.error.code]).toEqual([409, 'daily-maximum']);
    const [shown] = await home.ask<Reminder[]>(asha, 'list');
    expect(shown).toMatchObject({ nextAllowedAt: home.clockIn('07:00', 1), stock: { left: 14 } });
    home.at(home.clockIn('07:00', 1));
    expect((await takeIt(made)).status).toBe(201);
    expect(await home.dueOf(asha)).toEqual([]);
    expect(await home.today(asha)).toHaveLength(1);
  });

  test('on two phones at once is taken once', async () => {
    const made = await home.create(asha, { schedule: asNeeded });
    const replies = await Promise.all([1, 2, 3].map(() => takeIt(made)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await home.dosesOf(asha)).toHaveLength(1);
  });

  test('can be taken back, and then taken', async () => {
    const made = await home.create(asha, { schedule: asNeeded, stock: { left: 20, warnAt: 1 } });
    const { body } = await takeIt(made);
    await undo((body.data as Dose).doseId);
    expect(await stockOf(made)).toBe(20);
    expect(await home.dosesOf(asha)).toEqual([]);
    expect((await takeIt(made)).status).toBe(201);
  });

  test('has its own way: one with times, a stopped one and one of next week are refused', async () => {
    const timed = await home.create(asha);
    expect((await takeIt(timed)).body.error.code).toBe('not-as-needed');
    const stopped = await home.create(asha, { schedule: asNeeded });
    await home.ask(asha, 'stop', { params: { reminderId: stopped.reminderId } });
    expect((await takeIt(stopped)).body.error.code).toBe('reminder-not-running');
    const ahead = await home.create(asha, { schedule: asNeeded, startsOn: home.clockIn('12:00', 3).slice(0, 10) });
    expect((await takeIt(ahead)).body.error.code).toBe('reminder-not-running');
  });
});

describe('history and adherence', () => {
  test('list doses newest first, page by page, of all medicines or of one', async () => {
    const made = await home.create(asha);
    const other = await home.create(asha, {
      medicine: 'Aspirin',
      schedule: { kind: 'clock', intakes: [{ intakeId: 'z', at: '12:00', amount: 1 }] },
    });
    await home.runUntil(home.clockIn('21:00', 2));
    const all: Dose[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await home.call(asha).call('listDoseHistory', { query: { limit: '4', ...(cursor ? { cursor } : {}) } });
      all.push(...(body.data as Dose[]));
      cursor = body.meta.nextCursor as string | undefined;
    } while (cursor);
    expect(all).toHaveLength(9);
    expect(all.map(({ dueAt }) => dueAt)).toEqual(
      all
        .map(({ dueAt }) => dueAt)
        .sort()
        .reverse(),
    );
    const ofOne = await home.ask<Dose[]>(asha, 'listDoseHistory', { query: { reminderId: other.reminderId } });
    expect(ofOne.map(({ medicine }) => medicine)).toEqual(['Aspirin', 'Aspirin', 'Aspirin']);
    expect((await home.call(asha).call('listDoseHistory', { query: { limit: '0' } })).body.error.message).toContain('query.limit');
    expect(made.reminderId).not.toBe(other.reminderId);
  });

  test('say what was taken of what was due, by week', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:05'));
    await home.take(asha, idOf(made));
    await home.runUntil(home.clockIn('20:05'));
    await skip(idOf(made, 'a2'));
    await home.runUntil(home.clockIn('07:00', 2));
    const weeks = await home.ask<AdherenceWeek[]>(asha, 'listAdherence');
    expect(weeks).toEqual([
      {
        reminderId: made.reminderId,
        medicine: 'Metformin',
        weekOf: home.clockIn('12:00').slice(0, 10),
        taken: 1,
        late: 0,
        skipped: 1,
        missed: 2,
        percent: 25,
      },
    ]);
    home.at(home.clockIn('12:00', 14));
    expect(await home.ask(asha, 'listAdherence', { query: { weeks: '2' } })).toEqual([]);
    expect(await home.ask(asha, 'listAdherence', { query: { weeks: '3' } })).toHaveLength(1);
    expect((await home.call(asha).call('listAdherence', { query: { weeks: '14' } })).body.error.message).toBe(
      'query.weeks must be 1 to 13',
    );
  });
});

describe('an answer from a notification', () => {
  const tokenFor = async (doseId: string, over: object = {}, accountId = asha.accountId) => {
    const token = randomUUID();
    const goodUntil = later(home.now(), 24 * HOUR);
    const about = { patientId: asha.accountId, doseId };
    const item = {
      accountId,
      notificationId: 'n',
      may: 'confirm-and-answer' as const,
      about,
      goodUntil,
      expiresAt: ttlAfter(goodUntil, 1),
    };
    await home.store.table.transact([put(noticeToken.make(tokenKey(token), { ...item, ...over }))]);
    return token;
  };
  const answerBy = (token: string, answer: string) => home.call(undefined).call('answerFromNotification', { body: { token, answer } });

  test('takes the dose as the person, with the person’s trace, and again is no conflict', async () => {
    const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
    await home.runUntil(home.clockIn('08:01'));
    const token = await tokenFor(idOf(made));
    const replies = await Promise.all([answerBy(token, 'take'), answerBy(token, 'take')]);
    expect(replies.map(({ status, body }) => [status, body.data])).toEqual([1, 2].map(() => [200, { status: 'taken' }]));
    expect(await stockOf(made)).toBe(9);
    const traces = (await home.store.all())
      .filter(receipt.is)
      .map((item) => receipt.parse(item))
      .filter(({ action, callerId }) => action === 'reminders.answerFromNotification' && callerId === asha.accountId);
    expect(traces.flatMap(({ accesses }) => accesses)).toEqual([
      {
        subjectId: asha.accountId,
        resource: `dose#${idOf(made)}`,
        actorId: asha.accountId,
        actorRole: 'patient',
        action: 'reminders.answerFromNotification',
        kind: 'write',
      },
    ]);
    expect((await answerBy(token, 'snooze')).body.error.code).toBe('dose-answered');
  });

  test('snoozes it for ten minutes', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:01'));
    expect((await answerBy(await tokenFor(idOf(made)), 'snooze')).body.data).toEqual({ status: 'snoozed' });
    expect((await home.today(asha))[0]).toMatchObject({ snoozedUntil: later(home.now(), 600) });
  });

  test('is refused to a token that is none, over, of another kind, or a caregiver’s; and to a closed account', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:01'));
    const doseId = idOf(made);
    const tokens = [
      randomUUID(),
      await tokenFor(doseId, { goodUntil: home.now() }),
      await tokenFor(doseId, { may: 'stop-email' }),
      await tokenFor(doseId, {}, randomUUID()),
      await tokenFor(doseId, { about: { patientId: asha.accountId } }),
    ];
    for (const token of tokens) {
      const { status, body } = await answerBy(token, 'take');
      expect([status, body.error.code]).toEqual([404, 'not-found']);
    }
    expect((await answerBy('short', 'take')).body.error.message).toContain('body.token');
    expect((await answerBy(tokens[0] ?? '', 'throw away')).body.error.message).toContain('body.answer');
    expect((await home.today(asha))[0]?.status).toBe('due');
    const good = await tokenFor(doseId);
    const closed = { accountId: asha.accountId, deactivatedAt: home.now() };
    // Not before the 30 seconds are over for which every function remembers that an account was good.
    home.pass(40);
    await home.store.table.transact([put(accountState.make(asha, closed))]);
    expect((await answerBy(good, 'take')).body.error.code).toBe('account-deactivated');
    const out = { accountId: asha.accountId, tokensNotBefore: home.now() };
    home.pass(40);
    await home.store.table.transact([put(accountState.make(asha, out))]);
    expect((await answerBy(good, 'take')).body.error.code).toBe('not-signed-in');
    expect((await home.dosesOf(asha))[0]?.status).toBe('due');
  });

  test('comes too late for a snooze once the dose counts as missed, and can still take it', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:01'));
    const token = await tokenFor(idOf(made));
    await home.runUntil(home.clockIn('12:05'));
    expect((await answerBy(token, 'snooze')).body.error.code).toBe('too-late');
    expect((await answerBy(token, 'take')).body.data).toEqual({ status: 'taken' });
  });
});

test('a command is carried out once by its key: a repeat says what the first did', async () => {
  const made = await home.create(asha, { stock: { left: 10, warnAt: 2 } });
  await home.runUntil(home.clockIn('08:01'));
  const request = { params: { doseId: idOf(made) }, idempotencyKey: randomUUID() };
  const replies = await Promise.all([1, 2, 3].map(() => home.call(asha).call('take', request)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await stockOf(made)).toBe(9);
});
