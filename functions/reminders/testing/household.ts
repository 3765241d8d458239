import { randomUUID } from 'node:crypto';

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import type { Envelope } from '../../../events/envelope.ts';
import { dueWatermark } from '../../due/items.ts';
import { sweep, sweepGroup } from '../../due/sweep.ts';
import { profile } from '../../identity/items.ts';
import { nowOf } from '../../shared/context.ts';
import { dueItem, minuteOf } from '../../shared/due/due-item.ts';
import type { Wanted } from '../../shared/table/item.ts';
import { receipt } from '../../shared/table/receipt.ts';
import { put, type Write } from '../../shared/table/write.ts';
import { type Account, callerOf, lambdaContext, type Request } from '../../shared/testing/caller.ts';
import { Life, MortalTable } from '../../shared/testing/mortal.ts';
import { startTestQueues } from '../../shared/testing/queues.ts';
import { startTestTable, type TestTable } from '../../shared/testing/table.ts';
import { type Instant, later } from '../../shared/values.ts';
import { type Dose, type Reminder, type ReminderFields, reminderRoutes } from '../contract.ts';
import { remindersApi } from '../handler.ts';
import { dose, reminder } from '../items.ts';
import { lookAtDoses } from '../on-dose-check-due.ts';
import { announceDoses } from '../on-dose-due.ts';

const MINUTE = 60;
const DAY = 86_400_000;

export type Worker = (event: SQSEvent, context: ReturnType<typeof lambdaContext>) => Promise<SQSBatchResponse>;
export type WorkOptions = {
  readonly life?: Life;
  readonly skewSeconds?: number;
  /** What somebody else does between the worker's last look and its write; once. */
  readonly meanwhile?: () => Promise<unknown>;
};

type Once = { act?: (() => Promise<unknown>) | undefined };
const happen = async (once: Once): Promise<void> => {
  const { act } = once;
  once.act = undefined;
  await act?.();
};

/** A table on which somebody else is quicker: just before a reminder is read, or before a transaction. */
class OvertakenTable extends MortalTable {
  private readonly onRead: Once;
  private readonly onWrite: Once;

  constructor(store: TestTable, life: Life, onRead: Once, onWrite: Once) {
    super(store, life);
    this.onRead = onRead;
    this.onWrite = onWrite;
  }

  override async findTogether<All extends Record<string, Wanted<unknown>>>(wanted: All) {
    await happen(this.onRead);
    return super.findTogether(wanted);
  }

  override async transact(writes: readonly Write[]): Promise<void> {
    await happen(this.onWrite);
    return super.transact(writes);
  }
}

/** A minute of a day by the clock in India. */
const india = (day: number, clock: string): Instant =>
  later(`${new Date(day).toISOString().slice(0, 10)}T${clock}:00Z` as Instant, -330 * MINUTE);

/**
 * People with medicines over a real table, on a clock of the test's own: the API, the sweep, its queues and the workers.
 * Each test has a week and a table of its own.
 */
export const openHousehold = async () => {
  const engine = await startTestTable();
  let store = engine;
  // A Monday.
  const time = { monday: Date.parse('2026-11-23T00:00:00Z'), now: Date.parse('2026-11-23T00:00:00Z') };
  const surroundings = { clock: () => time.now, newId: randomUUID };
  const queues = await startTestQueues(() => time.now);
  const nextLook: Once = {};
  const options = { surroundings, table: () => new OvertakenTable(store, new Life(), nextLook, {}) };
  const call = callerOf(reminderRoutes, remindersApi(options));
  const now = () => nowOf(surroundings);
  const at = (instant: Instant) => {
    time.now = Date.parse(instant);
  };
  const pass = (seconds: number) => {
    time.now += seconds * 1000;
  };
  const clockIn = (clock: string, day = 0) => india(time.monday + day * DAY, clock);

  const addPerson = async (name = 'Asha Verma'): Promise<Account> => {
    const accountId = randomUUID();
    await store.table.transact([put(profile.make({ accountId }, { name, email: `${accountId}@arogya.example`, revision: 1 }))]);
    return { accountId, roles: ['patient'], tokenIssuedAt: Math.floor(time.now / 1000) };
  };

  /** What a reminder is unless a test says otherwise: one tablet at 8:00 and 20:00, from today. */
  const twiceDaily = (): ReminderFields =>
    ({
      medicine: 'Metformin',
      strength: '500 mg',
      form: 'tablet',
      instruction: 'after-food',
      schedule: {
        kind: 'clock',
        intakes: [
          { intakeId: 'a1', at: '08:00', amount: 1 },
          { intakeId: 'a2', at: '20:00', amount: 1 },
        ],
      },
      startsOn: new Date(time.now + 330 * MINUTE * 1000).toISOString().slice(0, 10),
    }) as ReminderFields;

  const ask = async <T>(who: Account | undefined, name: keyof typeof reminderRoutes, request: Request = {}, status = 200): Promise<T> => {
    const reply = await call(who).call(name, request);
    if (reply.status !== status) throw new Error(`${name} answered ${reply.status}: ${reply.text}`);
    return reply.body.data as T;
  };
  const create = (who: Account, over: object = {}) => ask<Reminder>(who, 'create', { body: { ...twiceDaily(), ...over } }, 201);

  const life = () => new Life();
  const sweepAs = (process: Life = life(), skewSeconds = 0) =>
    process.live(
      sweep({
        table: new MortalTable(store, process),
        sqs: queues.as(process),
        group: sweepGroup(0, 1),
        queues: { 'dose-due': queues.urlOf('dose-due'), 'dose-check-due': queues.urlOf('dose-check-due') },
        clock: () => time.now + skewSeconds * 1000,
        timeLeft: () => 55_000,
      }),
    );
  const workerOf = { 'dose-due': announceDoses, 'dose-check-due': lookAtDoses } as const;
  type Queue = keyof typeof workerOf;
  const workerAs = (queue: Queue, { life: process = life(), skewSeconds = 0, meanwhile }: WorkOptions) => {
    const overtaken = { act: meanwhile };
    return workerOf[queue]({
      surroundings: { ...surroundings, clock: () => time.now + skewSeconds * 1000 },
      table: () => new OvertakenTable(store, process, {}, overtaken),
    });
  };
  /** One delivery from a queue to a worker. */
  const workAs = (queue: Queue, how: WorkOptions = {}) => {
    const process = how.life ?? life();
    return queues.deliver(queue, (event) => process.live(workerAs(queue, { ...how, life: process })(event, lambdaContext())));
  };
  const work = async (how: Pick<WorkOptions, 'skewSeconds'> = {}) => {
    for (let left = 1; left > 0; ) left = (await workAs('dose-due', how)) + (await workAs('dose-check-due', how));
  };
  /** What a worker makes of one event, past any queue. */
  const deliver = async (queue: Queue, event: unknown, how: WorkOptions = {}) => {
    const body = JSON.stringify({ detail: event });
    return workerAs(queue, how)({ Records: [{ messageId: randomUUID(), body }] } as unknown as SQSEvent, lambdaContext());
  };

  const sweptUntil = (instant: Instant) =>
    store.table.transact([put(dueWatermark.make({ group: 0 }, { minute: minuteOf(instant), movedAt: instant }))]);

  const dueItems = async () => (await store.all()).filter(dueItem.is);
  const events = async (): Promise<Envelope[]> => (await store.all()).filter(receipt.is).flatMap((item) => receipt.parse(item).events);

  return {
    get store() {
      return store;
    },
    surroundings,
    queues,
    call,
    ask,
    now,
    at,
    pass,
    clockIn,
    addPerson,
    twiceDaily,
    create,
    sweepAs,
    workAs,
    work,
    deliver,
    sweptUntil,
    /** What happens just before the API reads a reminder the next time. */
    beforeNextLook: (act: () => Promise<unknown>) => {
      nextLook.act = act;
    },
    events,
    /** A new week and an empty table, Monday 7:00 in India. */
    newWeek: async () => {
      if (store !== engine) store.stop();
      store = await engine.another();
      time.monday += 7 * DAY;
      at(clockIn('07:00'));
      queues.forget();
      await sweptUntil(later(now(), -MINUTE));
    },
    /** All stood still until then. */
    goTo: (instant: Instant) => at(later(instant, 20)),
    /** The sweep and the workers ran from now until then; minutes in which nothing is due are not swept one by one. */
    runUntil: async (instant: Instant, how: Pick<WorkOptions, 'skewSeconds'> = {}) => {
      const first = async () =>
        (await dueItems())
          .map((item) => ({ minute: String(item.pk).slice(4, 20), dueAt: dueItem.parse(item).dueAt }))
          .filter(({ dueAt }) => dueAt <= instant)
          .sort((a, b) => (a.minute < b.minute ? -1 : 1))[0];
      for (let next = await first(); next; next = await first()) {
        if (Date.parse(next.dueAt) > time.now) at(next.dueAt);
        pass(20);
        await sweptUntil(`${next.minute}:00Z` as Instant);
        await sweepAs();
        pass(60);
        await work(how);
      }
      if (instant > now()) at(instant);
      await sweptUntil(now());
    },
    /** The quiet of a dead worker's message is over. */
    laterOn: async (how: Pick<WorkOptions, 'skewSeconds'> = {}) => {
      pass(4 * MINUTE);
      await sweepAs();
      await work(how);
    },
    /** What is to be told to somebody, with its id. */
    noticesTo: async (who: Account) =>
      (await events())
        .filter(({ name, data }) => name === 'notice-wanted' && data.recipientId === who.accountId)
        .map(({ data }) => data as { noticeId: string; kind: string; about: Record<string, string> }),
    kindsTo: async (who: Account) => {
      const all = (await events()).filter(({ name, data }) => name === 'notice-wanted' && data.recipientId === who.accountId);
      return all.map(({ data }) => data.kind as string).sort();
    },
    dosesOf: async (who: Account) =>
      (await store.all())
        .filter((item) => dose.is(item) && item.pk === `patient#${who.accountId}#doses`)
        .map((item) => dose.parse(item))
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    /** What of a person is due later. */
    dueOf: async (who: Account) =>
      (await dueItems())
        .map((item) => dueItem.parse(item))
        .filter(({ event }) => event.data.patientId === who.accountId)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    storedReminder: (who: Account, reminderId: string) => store.table.find(reminder, { patientId: who.accountId, reminderId }),
    today: (who: Account, date?: string) => ask<Dose[]>(who, 'listDoses', date ? { query: { date } } : {}),
    change: (who: Account, { reminderId, revision }: Pick<Reminder, 'reminderId' | 'revision'>, changes: object) =>
      ask<Reminder>(who, 'change', { params: { reminderId }, body: { revision, changes } }),
    take: (who: Account, doseId: string, body?: object) => ask<Dose>(who, 'take', { params: { doseId }, ...(body ? { body } : {}) }),
    stop: () => {
      queues.stop();
      engine.stop();
    },
  };
};
export type Household = Awaited<ReturnType<typeof openHousehold>>;
