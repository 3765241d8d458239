import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Account } from '../shared/testing/caller.ts';
import { Life } from '../shared/testing/mortal.ts';
import { type Instant, later } from '../shared/values.ts';
import type { Dose, Reminder } from './contract.ts';
import { type Household, openHousehold } from './testing/household.ts';

const MINUTE = 60;
const HOUR = 3_600;

let home: Household;
let asha: Account;
beforeAll(async () => {
  home = await openHousehold();
});
afterAll(() => home.stop());
const newWeek = async () => {
  await home.newWeek();
  asha = await home.addPerson();
};
beforeEach(newWeek);

/** A dose has come due and the sweep has run: its message waits for a worker. */
const handedOver = async (clock = '08:00') => {
  home.goTo(home.clockIn(clock));
  await home.sweptUntil(later(home.now(), -2 * MINUTE));
  await home.sweepAs();
};
const idOf = ({ reminderId }: Reminder, name = 'a1') => `${reminderId}.${home.clockIn('12:00').slice(0, 10)}.${name}`;
const waiting = () => home.queues.waiting().length;

/** What became of the morning's dose: of its item, of what was told, and of what comes next. */
const told = async () => ({
  doses: (await home.dosesOf(asha)).map(({ dueAt }) => dueAt),
  notices: await home.kindsTo(asha),
  next: (await home.dueOf(asha)).filter(({ event }) => event.name === 'dose-due').map(({ dueAt }) => dueAt),
});
const once = () => ({ doses: [home.clockIn('08:00')], notices: ['dose-due'], next: [home.clockIn('20:00')] });

describe('a worker killed at every step', { timeout: 120_000 }, () => {
  test('of announcing a dose: each time one dose, one notice and one plan for the next', async () => {
    const announcedDespite = async (kill?: number) => {
      await newWeek();
      await home.create(asha);
      await handedOver();
      const life = new Life((_, number) => number === kill);
      await home.workAs('dose-due', { life });
      await home.laterOn();
      await home.laterOn();
      expect(waiting()).toBe(0);
      return { life, ...(await told()) };
    };
    const whole = await announcedDespite();
    expect(whole.life.ended).toBe(false);
    expect(whole).toMatchObject(once());
    expect(whole.life.steps.length).toBeGreaterThan(1);
    for (const [kill, step] of whole.life.steps.entries()) {
      const despite = await announcedDespite(kill);
      expect(despite.life.ended, step).toBe(true);
      expect(despite, step).toMatchObject(once());
    }
  });

  test.each([
    ['snooze', { kinds: ['dose-due', 'dose-due-again'], status: 'due' }],
    ['alert', { kinds: ['dose-due', 'caregiver-alert'], status: 'due' }],
    ['missed', { kinds: ['dose-due'], status: 'missed' }],
  ] as const)('of a look at a dose (%s): each time it is done once', async (what, outcome) => {
    const lookedDespite = async (kill?: number) => {
      await newWeek();
      const ravi = await home.addPerson('Ravi Rao');
      const { code } = await home.ask<{ code: string }>(asha, 'inviteCaregiver', { body: { name: 'My son' } }, 201);
      await home.ask(ravi, 'acceptInvitation', { body: { code } }, 201);
      const made = await home.create(asha, what === 'alert' ? { alertCaregiversAfterMinutes: 30 } : {});
      await home.runUntil(home.clockIn('08:05'));
      if (what === 'snooze') await home.ask<Dose>(asha, 'snooze', { params: { doseId: idOf(made) }, body: { minutes: 30 } });
      const clock = what === 'missed' ? '12:00' : '08:40';
      home.goTo(home.clockIn(clock));
      await home.sweptUntil(home.clockIn(what === 'missed' ? '11:59' : '08:28'));
      await home.sweepAs();
      expect(waiting()).toBe(1);
      const life = new Life((_, number) => number === kill);
      await home.workAs('dose-check-due', { life });
      await home.laterOn();
      await home.laterOn();
      expect(waiting()).toBe(0);
      const kinds = [...(await home.kindsTo(asha)), ...(await home.kindsTo(ravi))].filter((kind) => kind !== 'caregiver-accepted');
      return { life, kinds, status: (await home.dosesOf(asha))[0]?.status };
    };
    const whole = await lookedDespite();
    expect(whole).toMatchObject(outcome);
    for (const [kill, step] of whole.life.steps.entries()) {
      const despite = await lookedDespite(kill);
      expect(despite.life.ended, step).toBe(true);
      expect(despite, step).toMatchObject(outcome);
    }
  });

  test('of the sweep: each time one dose and one notice', async () => {
    const sweptDespite = async (kill?: string) => {
      await newWeek();
      await home.create(asha);
      home.goTo(home.clockIn('08:00'));
      await home.sweptUntil(home.clockIn('07:59'));
      const life = new Life((step) => step === kill);
      await home.sweepAs(life);
      await home.work();
      await home.laterOn();
      await home.laterOn();
      expect(waiting()).toBe(0);
      return { life, ...(await told()) };
    };
    const whole = await sweptDespite();
    expect(whole).toMatchObject(once());
    const steps = new Set(whole.life.steps.filter((step) => !step.includes('query')));
    expect(steps.size).toBeGreaterThan(4);
    for (const step of steps) {
      const despite = await sweptDespite(step);
      expect(despite.life.ended, step).toBe(true);
      expect(despite, step).toMatchObject(once());
    }
  });
});

describe('a message', () => {
  test('that comes many times, at once, one after the other and days later, announces once', async () => {
    await home.create(asha);
    await handedOver();
    const [message] = home.queues.accepted;
    const event = (JSON.parse(message?.body ?? '') as { detail: unknown }).detail;
    await Promise.all(Array.from({ length: 8 }, () => home.deliver('dose-due', event)));
    for (let time = 0; time < 3; time += 1) expect((await home.deliver('dose-due', event)).batchItemFailures).toEqual([]);
    expect(await told()).toEqual(once());
    await home.work();
    await home.runUntil(home.clockIn('07:30', 2));
    const before = await told();
    await home.deliver('dose-due', event);
    expect(await told()).toEqual(before);
    expect(before.doses).toHaveLength(4);
    expect(before.notices).toEqual(['dose-due', 'dose-due', 'dose-due', 'dose-due']);
  });

  test('of every kind that comes in any order, each twice, ends in the same day', async () => {
    const made = await home.create(asha, { alertCaregiversAfterMinutes: 30 });
    const ravi = await home.addPerson('Ravi Rao');
    const { code } = await home.ask<{ code: string }>(asha, 'inviteCaregiver', { body: { name: 'My son' } }, 201);
    await home.ask(ravi, 'acceptInvitation', { body: { code } }, 201);
    await home.runUntil(home.clockIn('21:00', 1));
    const before = { ...(await told()), alerts: await home.noticesTo(ravi), doses: await home.dosesOf(asha) };
    expect(before.alerts).toHaveLength(4);
    const bodies = home.queues.accepted.map(({ queue, body }) => ({
      queue: queue as 'dose-due',
      event: (JSON.parse(body) as { detail: unknown }).detail,
    }));
    expect(bodies.length).toBeGreaterThan(8);
    for (const { queue, event } of [...bodies.toReversed(), ...bodies])
      expect((await home.deliver(queue, event)).batchItemFailures).toEqual([]);
    expect({ ...(await told()), alerts: await home.noticesTo(ravi), doses: await home.dosesOf(asha) }).toEqual(before);
    expect(made.status).toBe('running');
  });

  test('that waits ten minutes in the queue announces then; one that waits two hours tells that the dose is late', async () => {
    const made = await home.create(asha);
    await handedOver();
    home.pass(10 * MINUTE);
    await home.work();
    expect(await told()).toEqual(once());
    await home.runUntil(home.clockIn('19:59'));
    await handedOver('20:00');
    home.pass(2 * HOUR);
    await home.work();
    expect(await home.kindsTo(asha)).toEqual(['dose-due', 'doses-late']);
    expect((await home.dosesOf(asha)).map(({ doseId, status }) => [doseId, status])).toEqual([
      [idOf(made), 'missed'],
      [idOf(made, 'a2'), 'due'],
    ]);
  });

  test.each(['stop', 'end', 'take', 'skip'] as const)('in the queue when the person says %s announces nothing', async (what) => {
    const made = await home.create(asha);
    await handedOver();
    const params = { doseId: idOf(made) };
    if (what === 'stop') await home.ask(asha, 'stop', { params: { reminderId: made.reminderId } });
    if (what === 'take') await home.ask(asha, 'take', { params });
    if (what === 'skip') await home.ask(asha, 'skip', { params, body: { reason: 'other' } });
    if (what === 'end') {
      home.at(later(home.clockIn('08:00'), -HOUR));
      await home.change(asha, made, { startsOn: home.clockIn('12:00', 1).slice(0, 10) });
      home.goTo(home.clockIn('08:00'));
    }
    await home.work();
    await home.laterOn();
    expect(await home.noticesTo(asha)).toEqual([]);
    expect(waiting()).toBe(0);
  });

  test.each(['stop', 'take', 'skip'] as const)(
    'of a snooze’s end that is in the queue when the person says %s reminds of nothing',
    async (what) => {
      const made = await home.create(asha);
      await home.runUntil(home.clockIn('08:05'));
      const params = { doseId: idOf(made) };
      await home.ask<Dose>(asha, 'snooze', { params, body: { minutes: 10 } });
      await handedOver('08:15');
      expect(waiting()).toBe(1);
      if (what === 'stop') await home.ask(asha, 'stop', { params: { reminderId: made.reminderId } });
      if (what === 'take') await home.ask(asha, 'take', { params });
      if (what === 'skip') await home.ask(asha, 'skip', { params, body: { reason: 'other' } });
      await home.work();
      expect(waiting()).toBe(0);
      await home.runUntil(home.clockIn('13:00'));
      expect(await home.kindsTo(asha)).toEqual(['dose-due']);
    },
  );

  test('of a snooze’s end that is in the queue when the person snoozes again reminds when that one ends', async () => {
    const made = await home.create(asha);
    await home.runUntil(home.clockIn('08:05'));
    const snooze = (minutes: number) => home.ask<Dose>(asha, 'snooze', { params: { doseId: idOf(made) }, body: { minutes } });
    await snooze(10);
    await handedOver('08:15');
    const { snoozedUntil } = await snooze(30);
    await home.work();
    await home.runUntil(later(snoozedUntil ?? home.now(), -MINUTE));
    expect(await home.kindsTo(asha)).toEqual(['dose-due']);
    await home.runUntil(home.clockIn('09:30'));
    expect(await home.kindsTo(asha)).toEqual(['dose-due', 'dose-due-again']);
  });
});

describe('clocks that differ', () => {
  test.each([-90, 90])('by %i seconds between sweep and worker: one dose, one notice, at most 90 seconds early', async (skewSeconds) => {
    await home.create(asha);
    home.at(later(home.clockIn('08:00'), -90));
    await home.sweptUntil(later(home.now(), -2 * MINUTE));
    // The sweep's clock is ahead, or the worker's behind.
    for (let minute = 0; minute < 8; minute += 1) {
      await home.sweepAs(new Life(), Math.max(skewSeconds, 0));
      await home.work({ skewSeconds: Math.min(skewSeconds, 0) });
      home.pass(MINUTE);
    }
    expect(waiting()).toBe(0);
    expect(await told()).toEqual(once());
    const [dose] = await home.dosesOf(asha);
    expect((dose?.announcedAt ?? '') >= later(home.clockIn('08:00'), -90)).toBe(true);
  });

  test('by an hour, by fault of the sweep’s, lose nothing and announce nothing too early', async () => {
    await home.create(asha);
    home.at(home.clockIn('07:01'));
    await home.sweptUntil(home.clockIn('07:00'));
    await home.sweepAs(new Life(), HOUR);
    home.pass(MINUTE);
    await home.work();
    expect(await home.noticesTo(asha)).toEqual([]);
    await home.runUntil(home.clockIn('08:05'));
    expect(await told()).toEqual(once());
  });
});

describe('many at once', { timeout: 120_000 }, () => {
  test('two sweeps and four workers leave each of twelve people one dose and one notice', async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => home.addPerson()));
    for (const who of people) await home.create(who);
    home.goTo(home.clockIn('08:00'));
    await home.sweptUntil(home.clockIn('07:59'));
    await Promise.all([home.sweepAs(), home.sweepAs()]);
    for (let turn = 0; turn < 4; turn += 1) {
      await Promise.all(Array.from({ length: 4 }, () => home.workAs('dose-due')));
      home.pass(4 * MINUTE);
    }
    await home.work();
    for (const who of people) {
      expect(await home.kindsTo(who)).toEqual(['dose-due']);
      expect(await home.dosesOf(who)).toHaveLength(1);
    }
    expect(waiting()).toBe(0);
  });

  test('an edit, a stop and a worker in one moment leave at most one dose and one notice, and no plan of the old rule', async () => {
    for (let round = 0; round < 6; round += 1) {
      await newWeek();
      const made = await home.create(asha);
      await handedOver();
      const moved = {
        kind: 'clock',
        intakes: [
          { intakeId: 'a1', at: '10:00', amount: 1 },
          { intakeId: 'a2', at: '20:00', amount: 1 },
        ],
      };
      const edit = home.change(asha, made, { schedule: moved });
      await Promise.all([home.workAs('dose-due'), edit]);
      await home.runUntil(home.clockIn('19:00'));
      expect(await told()).toEqual(once());
      await home.ask(asha, 'stop', { params: { reminderId: made.reminderId } });
      await home.runUntil(home.clockIn('21:00'));
      expect((await told()).notices).toEqual(['dose-due']);
    }
  });
});

describe('after hours in which nothing ran', { timeout: 120_000 }, () => {
  const outage = async (from: string, until: string): Promise<Instant> => {
    await home.runUntil(home.clockIn(from));
    home.at(home.clockIn(until));
    await home.sweepAs();
    await home.work();
    return home.now();
  };

  test('six of them: late doses are marked, one notice says so, and what is still in time is announced by itself', async () => {
    await home.create(asha, { schedule: { kind: 'interval', everyHours: 1, firstAt: home.clockIn('08:00'), amount: 1 } });
    await home.create(asha, {
      schedule: {
        kind: 'clock',
        intakes: ['09:00', '11:30', '20:00'].map((at, index) => ({ intakeId: `b${index}`, at, amount: 1 })),
      },
    });
    await outage('07:59', '14:10');
    const doses = await home.dosesOf(asha);
    expect(doses).toHaveLength(9);
    const kinds = await home.kindsTo(asha);
    expect(kinds.filter((kind) => kind === 'dose-due')).toHaveLength(1);
    const lateNotices = (await home.noticesTo(asha)).filter(({ kind }) => kind === 'doses-late').map(({ noticeId }) => noticeId);
    expect(new Set(lateNotices).size).toBe(1);
    expect(kinds).toHaveLength(1 + lateNotices.length);
    expect(doses.filter(({ status }) => status === 'due').map(({ dueAt }) => dueAt)).toEqual(
      ['11:30', '14:00'].map((clock) => home.clockIn(clock)),
    );
    expect(doses.filter(({ status }) => status === 'missed')).toHaveLength(7);
    // And it goes on as if nothing had been.
    await home.runUntil(home.clockIn('15:05'));
    expect((await home.dosesOf(asha)).at(-1)?.dueAt).toBe(home.clockIn('15:00'));
  });

  test('caregivers hear of one late dose at most, and only if it is not answered in its time', async () => {
    const ravi = await home.addPerson('Ravi Rao');
    const { code } = await home.ask<{ code: string }>(asha, 'inviteCaregiver', { body: { name: 'My son' } }, 201);
    await home.ask(ravi, 'acceptInvitation', { body: { code } }, 201);
    await home.create(asha, {
      alertCaregiversAfterMinutes: 30,
      schedule: {
        kind: 'clock',
        intakes: ['08:10', '08:40', '09:00'].map((at, index) => ({ intakeId: `b${index}`, at, amount: 1 })),
      },
    });
    await outage('08:05', '10:30');
    expect(await home.noticesTo(ravi)).toEqual([]);
    await home.runUntil(home.clockIn('11:30'));
    expect((await home.noticesTo(ravi)).map(({ about }) => about.doseId?.slice(-2))).toEqual(['b2']);
  });
});
