import { randomUUID } from 'node:crypto';

import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterAll, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';

import { dueWatermark } from '../due/items.ts';
import { sweep, sweepGroup } from '../due/sweep.ts';
import { defaultPreferences } from '../notifications/contract.ts';
import { preferences } from '../notifications/items.ts';
import { dueItem, minuteOf } from '../shared/due/due-item.ts';
import { put } from '../shared/table/write.ts';
import { type Account, lambdaContext } from '../shared/testing/caller.ts';
import { startTestMailbox, type TestMailbox } from '../shared/testing/mailbox.ts';
import { Life, MortalTable } from '../shared/testing/mortal.ts';
import { startTestQueues, type TestQueues } from '../shared/testing/queues.ts';
import { type Instant, later, millisecondsOf, type Paise } from '../shared/values.ts';
import { remind } from './on-appointment-reminder-due.ts';
import { type Clinic, openClinic, slotAt } from './testing/clinic.ts';

const QUEUE = 'reminders';
const NOTICES = 'notices';
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

let clinic: Clinic;
let queues: TestQueues;
let mailbox: TestMailbox;
let told: MockInstance<Metrics['addMetric']>;

beforeAll(async () => {
  clinic = await openClinic();
  queues = await startTestQueues(() => clinic.surroundings.clock());
  mailbox = await startTestMailbox();
  told = vi.spyOn(Metrics.prototype, 'addMetric');
});
afterAll(() => {
  clinic.stop();
  queues.stop();
  mailbox.stop();
  vi.restoreAllMocks();
});

/** Each test has a week of its own, so that none sweeps up what another left. */
let monday = Date.parse('2026-11-23T00:00:00Z');
const slot = (index: number, day = 0): Instant => slotAt(index, new Date(monday + day * DAY * 1000).toISOString().slice(0, 10));
/** A minute of a day of this week by the clock in India. */
const india = (clock: string, day = 0): Instant =>
  later(`${new Date(monday + day * DAY * 1000).toISOString().slice(0, 10)}T${clock}:00Z` as Instant, -330 * MINUTE);

const newWeek = () => {
  monday += 7 * DAY * 1000;
  clinic.at(later(slot(0), -3 * DAY));
  queues.forget();
  mailbox.empty();
  mailbox.sentBy(new Life());
  mailbox.goAway(false);
  told.mockClear();
};
const retried = () => told.mock.calls.filter(([name]) => name === 'Retried').length;
beforeEach(newWeek);

type Booked = { readonly appointmentId: string; readonly patient: Account; readonly email: string; readonly startsAt: Instant };

const freeDoctor = () => clinic.addDoctor({ practice: { feePaise: 0 as Paise } });
const book = async (startsAt: Instant, doctor?: Account, profile: object = {}): Promise<Booked> => {
  const email = `${randomUUID()}@arogya.example`;
  const patient = await clinic.addPatient({ email, ...profile });
  const { status, body } = await clinic.book(patient, doctor ?? (await freeDoctor()), startsAt);
  expect(status).toBe(201);
  return { appointmentId: (body.data as { appointmentId: string }).appointmentId, patient, email, startsAt };
};

/** Reminders that the sweep has handed over, and those that no worker has answered for; notices go to a queue of their own. */
const handedOver = () => queues.accepted.filter(({ queue }) => queue === QUEUE);
const unanswered = () => queues.waiting().filter(({ queue }) => queue === QUEUE);

/** The notifications that were wanted of a visit, each as often as it was handed over. */
const noticesOf = ({ appointmentId }: Pick<Booked, 'appointmentId'>): string[] =>
  queues.accepted
    .filter(({ queue }) => queue === NOTICES)
    .map(({ body }) => (JSON.parse(body) as { detail: { data: { noticeId: string } } }).detail.data.noticeId)
    .filter((noticeId) => noticeId.includes(appointmentId));

const sweepAs = (life: Life) =>
  life.live(
    sweep({
      group: sweepGroup(0, 1),
      table: new MortalTable(clinic.store, life),
      sqs: queues.as(life),
      queues: { 'appointment-reminder-due': queues.urlOf(QUEUE), 'notice-wanted': queues.urlOf(NOTICES) },
      clock: clinic.surroundings.clock,
      timeLeft: () => 55_000,
    }),
  );

/** One delivery from the queue to a worker of that life. */
const workAs = (life: Life) =>
  queues.deliver(QUEUE, (event) => {
    mailbox.sentBy(life);
    const worker = remind({ surroundings: clinic.surroundings, table: () => new MortalTable(clinic.store, life) });
    return life.live(worker(event, lambdaContext()));
  });
const work = async () => {
  while ((await workAs(new Life())) > 0);
};

/** The sweep has run until then, and runs now; the workers do what is in their queue. */
const sweptUntil = (instant: Instant) =>
  clinic.store.table.transact([put(dueWatermark.make({ group: 0 }, { minute: minuteOf(instant), movedAt: instant }))]);
const goTo = async (instant: Instant) => {
  clinic.at(later(instant, 20));
  await sweptUntil(later(instant, -MINUTE));
};
const at = async (instant: Instant) => {
  await goTo(instant);
  await sweepAs(new Life());
  await work();
};
/** The quiet of a dead worker's message is over, and so is its lease. */
const laterOn = async () => {
  clinic.pass(4 * MINUTE);
  await sweepAs(new Life());
  await work();
};

const lettersTo = ({ email }: Pick<Booked, 'email'>) => mailbox.letters.filter(({ to }) => to === email);

describe('a patient is reminded', () => {
  test('a day, an hour and a quarter of an hour before, with day and time, doctor, number, how, and where to cancel', async () => {
    const visit = await book(slot(3));
    for (const minutes of [1440, 60, 15]) await at(later(visit.startsAt, -minutes * MINUTE));
    const letters = lettersTo(visit);
    expect(letters.map(({ text }) => text.split('\n')[2])).toEqual([
      'You have an appointment with Dr Meera Iyer.',
      'Your appointment with Dr Meera Iyer starts in about 1 hour.',
      'Your appointment with Dr Meera Iyer starts in about 15 minutes.',
    ]);
    const when = new Date(millisecondsOf(visit.startsAt)).toISOString();
    expect(when.slice(11, 16)).toBe('04:30');
    for (const { subject, text } of letters) {
      expect(subject).toMatch(/^Reminder: Dr Meera Iyer, Mon \d+ \w{3} 202\d, 10:00 am$/);
      expect(text).toContain('10:00 am');
      expect(text).toMatch(/KMC [0-9a-f]{5}/);
      expect(text).toContain('By video. The link is in the app.');
      expect(text).toContain(`https://arogya.example/visits/booked/${visit.appointmentId}`);
      expect(text).toContain('cancel');
      expect(text).not.toContain('cough');
      expect(text).not.toContain('meet.arogya.example');
    }
  });

  test('only of what is still to come when they booked late', async () => {
    clinic.at(later(slot(3), -30 * MINUTE));
    const visit = await book(slot(3));
    for (const minutes of [60, 29, 15, 1]) if (minutes !== 60) await at(later(visit.startsAt, -minutes * MINUTE));
    expect(lettersTo(visit)).toHaveLength(1);
  });

  test('not at all after they have cancelled', async () => {
    const visit = await book(slot(3));
    expect((await clinic.change(visit.patient, 'cancel', visit.appointmentId)).status).toBe(200);
    for (const minutes of [1440, 60, 15]) await at(later(visit.startsAt, -minutes * MINUTE));
    expect(lettersTo(visit)).toEqual([]);
    expect(handedOver()).toEqual([]);
  });

  test('not when they cancel while the reminder is in the queue already', async () => {
    const visit = await book(slot(3));
    await goTo(later(visit.startsAt, -60 * MINUTE));
    await sweepAs(new Life());
    expect(unanswered()).toHaveLength(1);
    await clinic.change(visit.patient, 'cancel', visit.appointmentId);
    await work();
    expect(unanswered()).toEqual([]);
    expect(lettersTo(visit)).toEqual([]);
  });

  test('of the new time when it was moved, and never of the old one, even if that was in the queue already', async () => {
    const lenient = { feePaise: 0 as Paise, cancellation: { fullHours: 1, partialHours: 1, partialPercent: 0 } };
    const visit = await book(slot(3, 2), await clinic.addDoctor({ practice: lenient }));
    await goTo(later(visit.startsAt, -DAY));
    await sweepAs(new Life());
    const moved = await clinic.change(visit.patient, 'reschedule', visit.appointmentId, { startsAt: slot(6, 4) });
    expect(moved.status).toBe(200);
    await work();
    for (const minutes of [60, 15]) await at(later(visit.startsAt, -minutes * MINUTE));
    expect(lettersTo(visit)).toEqual([]);
    for (const minutes of [1440, 60, 15]) await at(later(slot(6, 4), -minutes * MINUTE));
    expect(lettersTo(visit)).toHaveLength(3);
    for (const { text } of lettersTo(visit)) expect(text).toContain('Fri');
  });

  test('by a notification too, once for each time, whether or not a letter can be written', async () => {
    const visit = await book(slot(3));
    const nowhere = await book(slot(4), undefined, { email: undefined });
    for (const { startsAt } of [visit, nowhere])
      for (const minutes of [1440, 60, 15]) {
        await at(later(startsAt, -minutes * MINUTE));
        await laterOn();
      }
    for (const { appointmentId, startsAt } of [visit, nowhere])
      expect(noticesOf({ appointmentId }).sort()).toEqual(
        ['1440', '15', '60'].map((minutes) => `appointment-reminder.${appointmentId}.${minutes}.${startsAt}`),
      );
    expect(lettersTo(visit)).toHaveLength(3);
    expect(mailbox.letters).toHaveLength(3);
  });

  test('by no letter once they have stopped e-mail, or want none about appointments', async () => {
    const stopped = await book(slot(3));
    const unwanted = await book(slot(4));
    await clinic.save(
      preferences.make(
        { accountId: stopped.patient.accountId },
        { ...defaultPreferences, stopped: [{ channel: 'email', reason: 'stop', at: clinic.now() }], revision: 1 },
      ),
      preferences.make(
        { accountId: unwanted.patient.accountId },
        { ...defaultPreferences, channels: { ...defaultPreferences.channels, appointments: ['push'] }, revision: 1 },
      ),
    );
    for (const { startsAt } of [stopped, unwanted]) {
      await at(later(startsAt, -60 * MINUTE));
      await laterOn();
    }
    expect(mailbox.letters).toEqual([]);
    for (const visit of [stopped, unwanted]) expect(noticesOf(visit)).toHaveLength(1);
  });

  test('by nobody who knows no address, and by nobody once it has begun', async () => {
    const nowhere = await book(slot(3), undefined, { email: undefined });
    const begun = await book(slot(4));
    await at(later(nowhere.startsAt, -15 * MINUTE));
    await goTo(later(begun.startsAt, -15 * MINUTE));
    await sweepAs(new Life());
    clinic.at(begun.startsAt);
    await work();
    expect(mailbox.letters).toEqual([]);
    expect(unanswered()).toEqual([]);
  });

  test('when SES was away, once it is back', async () => {
    const visit = await book(slot(3));
    mailbox.goAway(true);
    await at(later(visit.startsAt, -60 * MINUTE));
    expect(unanswered()).toHaveLength(1);
    mailbox.goAway(false);
    await laterOn();
    expect(lettersTo(visit).map(({ text }) => text.split('\n')[2])).toEqual([
      'Your appointment with Dr Meera Iyer starts in about 55 minutes.',
    ]);
  });
});

describe('at night', () => {
  test('a late reminder wakes nobody and comes in the morning', async () => {
    const visit = await book(india('16:40', 1));
    await goTo(india('16:40'));
    clinic.at(india('21:30'));
    await sweepAs(new Life());
    await work();
    expect(handedOver()).toHaveLength(1);
    expect(lettersTo(visit)).toEqual([]);
    await at(india('08:00', 1));
    expect(lettersTo(visit).map(({ text }) => text.split('\n')[2])).toEqual(['You have an appointment with Dr Meera Iyer.']);
  });

  test('one that waits for the morning does not come when the appointment is cancelled in between', async () => {
    const visit = await book(india('16:40', 1));
    await goTo(india('16:40'));
    clinic.at(india('21:30'));
    await sweepAs(new Life());
    await work();
    await clinic.change(visit.patient, 'cancel', visit.appointmentId);
    await at(india('08:00', 1));
    expect(mailbox.letters).toEqual([]);
  });

  test('only the last one before an early appointment is sent', async () => {
    const early = {
      weekly: [{ days: ['tue' as const], from: '05:00', to: '07:00', slotMinutes: 20, bufferMinutes: 0, modes: ['video' as const] }],
    };
    const doctor = await clinic.addDoctor({ practice: { feePaise: 0 as Paise }, hours: early });
    const visit = await book(india('05:00', 1), doctor);
    const places = (await clinic.appointments()).find(({ appointmentId }) => appointmentId === visit.appointmentId)?.due ?? [];
    expect(places).toHaveLength(3);
    await at(india('04:00', 1));
    expect(mailbox.letters).toEqual([]);
    await at(india('04:45', 1));
    expect(lettersTo(visit).map(({ text }) => text.split('\n')[2])).toEqual([
      'Your appointment with Dr Meera Iyer starts in about 15 minutes.',
    ]);
  });
});

describe('a worker killed', () => {
  test('at every step of sending a reminder: never no letter, and two only between SES’s acceptance and our record', async () => {
    /** A reminder is due; its worker dies at that step; then the queue delivers again. */
    const remindedDespite = async (kill?: number) => {
      newWeek();
      const visit = await book(slot(3));
      await goTo(later(visit.startsAt, -60 * MINUTE));
      await sweepAs(new Life());
      const life = new Life((_, number) => number === kill);
      await workAs(life);
      const died = life.ended;
      // Straight away the message is not seen; later it is, and nothing more comes of it after that.
      await work();
      await laterOn();
      await laterOn();
      expect(unanswered()).toEqual([]);
      // A letter may go twice; the notification beside it is one.
      expect(noticesOf(visit)).toHaveLength(1);
      return { died, steps: life.steps, letters: lettersTo(visit).length, retried: retried() };
    };
    const whole = await remindedDespite();
    expect(whole).toMatchObject({ died: false, letters: 1, retried: 0 });
    expect(whole.steps).toEqual([
      'before find ledger-entry',
      'after find ledger-entry',
      'before put ledger-entry',
      'after put ledger-entry',
      'before find appointment',
      'after find appointment',
      'before find person and chosen',
      'after find person and chosen',
      'before SES accepts',
      'after SES accepts',
      'before update ledger and put due-item',
      'after update ledger and put due-item',
    ]);
    const outcomes: Record<string, { letters: number; retried: number }> = {};
    for (const [kill, step] of whole.steps.entries()) {
      const { died, letters, retried: counted } = await remindedDespite(kill);
      expect(died, step).toBe(true);
      outcomes[step] = { letters, retried: counted };
    }
    const once = { letters: 1, retried: 0 };
    const again = { letters: 1, retried: 1 };
    const twice = { letters: 2, retried: 1 };
    expect(outcomes).toEqual({
      // Before the lease: the next delivery is the first try.
      'before find ledger-entry': once,
      'after find ledger-entry': once,
      'before put ledger-entry': once,
      // After the lease, before the provider: a second try, still one letter.
      'after put ledger-entry': again,
      'before find appointment': again,
      'after find appointment': again,
      'before find person and chosen': again,
      'after find person and chosen': again,
      'before SES accepts': again,
      // The one window in which nobody can know: two letters, and counted.
      'after SES accepts': twice,
      'before update ledger and put due-item': twice,
      // After the record.
      'after update ledger and put due-item': once,
    });
  });

  test('between SES’s acceptance and our record, again and again: as many letters as tries, every one counted', async () => {
    const visit = await book(slot(3));
    await goTo(later(visit.startsAt, -60 * MINUTE));
    await sweepAs(new Life());
    for (let time = 0; time < 3; time += 1) {
      await workAs(new Life((step) => step === 'after SES accepts'));
      clinic.pass(4 * MINUTE);
    }
    await work();
    expect(lettersTo(visit)).toHaveLength(4);
    expect(retried()).toBe(3);
  });

  test.each(['after SendMessageBatch', 'before delete due', 'after delete due', 'before put due-watermark', 'after put due-watermark'])(
    'is not the only one who may be: a sweep killed %s brings one letter',
    async (step) => {
      const visit = await book(slot(3));
      await goTo(later(visit.startsAt, -60 * MINUTE));
      expect(await sweepAs(new Life((name) => name === step))).toBe('dead');
      await work();
      await laterOn();
      expect(handedOver()).toHaveLength(step === 'after SendMessageBatch' || step === 'before delete due' ? 2 : 1);
      expect(unanswered()).toEqual([]);
      expect(lettersTo(visit)).toHaveLength(1);
      expect(retried()).toBe(0);
    },
  );

  test('leaves nothing to two sweeps and four workers at once but one letter for each patient', async () => {
    const visits = await Promise.all(Array.from({ length: 12 }, async () => book(slot(3), await freeDoctor())));
    await goTo(later(slot(3), -60 * MINUTE));
    await Promise.all([sweepAs(new Life()), sweepAs(new Life())]);
    const crew = () => Promise.all(Array.from({ length: 4 }, () => workAs(new Life())));
    for (let turn = 0; turn < 4; turn += 1) {
      await crew();
      clinic.pass(4 * MINUTE);
    }
    await work();
    for (const visit of visits) expect(lettersTo(visit)).toHaveLength(1);
    expect(unanswered()).toEqual([]);
  });
});

describe('after two hours in which nothing ran', () => {
  test('reminders come in the order in which they were due, one for each patient, and say what is true now', async () => {
    const doctor = await freeDoctor();
    const visits: Booked[] = [];
    for (let index = 0; index < 9; index += 1) visits.push(await book(slot(index), doctor));
    const tomorrow = await book(slot(4, 1), doctor);
    // All stood still from 8:30 to 10:30 in India; appointments began at 9:00, 9:20, … 11:40.
    await goTo(india('08:30'));
    clinic.at(india('10:30'));
    await sweepAs(new Life());
    const order = handedOver().map(({ body }) => (JSON.parse(body) as { detail: { at: Instant } }).detail.at);
    expect(order.length).toBeGreaterThan(12);
    expect(order).toEqual(order.toSorted());
    await work();
    const told = [...visits, tomorrow].map((visit) => [
      visit.startsAt.slice(11, 16),
      lettersTo(visit).map(({ text }) => text.split('\n')[2]),
    ]);
    expect(told).toEqual([
      ['03:30', []],
      ['03:50', []],
      ['04:10', []],
      ['04:30', []],
      ['04:50', []],
      // 10:40 in India: its hour and its quarter were both missed, and one letter says how it is.
      ['05:10', ['Your appointment with Dr Meera Iyer starts in about 10 minutes.']],
      ['05:30', ['Your appointment with Dr Meera Iyer starts in about 30 minutes.']],
      ['05:50', ['Your appointment with Dr Meera Iyer starts in about 50 minutes.']],
      ['06:10', []],
      // The day before of tomorrow's.
      ['04:50', ['You have an appointment with Dr Meera Iyer.']],
    ]);
    expect(await dueIn(india('08:30'), india('10:30'))).toEqual([]);
  });

  const dueIn = async (from: Instant, to: Instant) =>
    (await clinic.all())
      .filter(dueItem.is)
      .filter((item) => dueItem.parse(item).event.name === 'appointment-reminder-due')
      .filter((item) => String(item.pk).slice(4, 20) >= minuteOf(from) && String(item.pk).slice(4, 20) <= minuteOf(to));
});
