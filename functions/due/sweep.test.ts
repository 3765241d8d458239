import { Metrics } from '@aws-lambda-powertools/metrics';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { PaymentCheckDue } from '../../events/payments/payment-check-due.v1.ts';
import {
  DUE_SHARDS,
  type DuePlace,
  dueItem,
  dueKey,
  duePartition,
  minuteOf,
  minutesLater,
  schedule,
  shardOf,
} from '../shared/due/due-item.ts';
import { Table } from '../shared/table/table.ts';
import { put, remove, type Write } from '../shared/table/write.ts';
import { lambdaContext } from '../shared/testing/caller.ts';
import { Life, MortalTable } from '../shared/testing/mortal.ts';
import { startTestQueues, type TestQueues } from '../shared/testing/queues.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { type Instant, instantOf, later, millisecondsOf } from '../shared/values.ts';
import { SWEEP_GROUPS } from './contract.ts';
import { dueWatermark } from './items.ts';
import { type SweepOptions, sweep, sweepGroup } from './sweep.ts';

const CHECKS = 'payment-check-due';

let store: TestTable;
let queues: TestQueues;
/** The time of the world; every test has a day of its own, so that none finds what another left. */
let clock = Date.parse('2026-11-23T04:30:20Z');

beforeAll(async () => {
  store = await startTestTable();
  queues = await startTestQueues(() => clock);
});
afterAll(() => {
  store.stop();
  queues.stop();
});

const newDay = async () => {
  clock += 24 * 3_600_000;
  queues.forget();
  queues.refuse(() => undefined);
  await store.table.transact([remove(dueWatermark.key({ group: 0 }))]);
};
beforeEach(newDay);

const now = () => instantOf(clock);
const inSeconds = (seconds: number) => later(now(), seconds);

const scheduled = (id: string, dueAt: Instant, writersNow = now()) =>
  schedule(id, PaymentCheckDue.of({ appointmentId: id, round: 0 }), dueAt, { now: writersNow, correlationId: 'c' });

const write = async (id: string, dueAt: Instant, writersNow = now()): Promise<DuePlace> => {
  const { place, write: item } = scheduled(id, dueAt, writersNow);
  await store.table.transact([item]);
  return place;
};

const sweepAs = (life: Life, options: Partial<SweepOptions> = {}) =>
  life.live(
    sweep({
      group: sweepGroup(0, 1),
      table: new MortalTable(store, life),
      sqs: queues.as(life),
      queues: { [CHECKS]: queues.urlOf('checks') },
      clock: () => clock,
      timeLeft: () => 55_000,
      ...options,
    }),
  );
const sweepNow = (options: Partial<SweepOptions> = {}) => sweepAs(new Life(), options);
const sweepAfter = (seconds: number, options: Partial<SweepOptions> = {}) => {
  clock += seconds * 1000;
  return sweepNow(options);
};

const idsAccepted = () => queues.accepted.map(({ body }) => (JSON.parse(body) as { detail: { id: string } }).detail.id);
const isThere = async ({ minute, id }: DuePlace) => (await store.table.find(dueItem, { minute, shard: shardOf(id), id })) !== undefined;
const watermark = async () => (await store.table.find(dueWatermark, { group: 0 }))?.minute;

describe('the sweep', () => {
  test('hands over what is due, as a rule of the bus delivers it, and deletes it', async () => {
    const place = await write('ravi', now());
    expect(await sweepNow()).toEqual({ handedOver: 1, undeliverable: 0, lagSeconds: 0 });
    const [message] = queues.accepted;
    const event = PaymentCheckDue.schema.parse((JSON.parse(message?.body ?? '') as { detail: unknown }).detail);
    expect(event).toMatchObject({ id: 'ravi', at: now(), correlationId: 'c', data: { appointmentId: 'ravi' } });
    expect(message).toMatchObject({ queue: 'checks' });
    expect(await isThere(place)).toBe(false);
    expect(await watermark()).toBe(minuteOf(now()));
  });

  test('has a time later in the minute wait in the queue, and one in the next minute in the table', async () => {
    await write('later-this-minute', inSeconds(39));
    const next = await write('next-minute', inSeconds(40));
    clock += 300;
    await sweepNow();
    expect(idsAccepted()).toEqual(['later-this-minute']);
    const wait = (queues.accepted[0]?.visibleAt ?? 0) - clock;
    expect([38_700, 39_000]).toContain(wait - (wait % 100));
    expect(queues.accepted[0]?.visibleAt).toBeGreaterThanOrEqual(millisecondsOf(inSeconds(39)));
    expect(await isThere(next)).toBe(true);
    await sweepAfter(60);
    expect(idsAccepted()).toEqual(['later-this-minute', 'next-minute']);
  });

  test('says by how much the latest was late, counted from when it could have gone', async () => {
    await write('in-time', inSeconds(30));
    // Its time is long past, but it was written just now: that is no lateness of the sweep.
    await write('of-yesterday', inSeconds(-86_400));
    expect(await sweepAfter(100)).toMatchObject({ handedOver: 2, lagSeconds: 120 });
    expect(await sweepAfter(60)).toMatchObject({ handedOver: 0, lagSeconds: 0 });
  });

  test('hands over hundreds of one minute and one shard', async () => {
    const ids: string[] = [];
    for (let n = 0; ids.length < 230; n += 1) if (shardOf(`crowd-${n}`) === 7) ids.push(`crowd-${n}`);
    const writes = ids.map((id) => scheduled(id, now()).write);
    for (let start = 0; start < writes.length; start += 100) await store.table.transact(writes.slice(start, start + 100));
    expect(await sweepNow()).toMatchObject({ handedOver: 230 });
    expect(idsAccepted().sort()).toEqual(ids.sort());
    expect(await store.table.queryAll({ partition: duePartition(minuteOf(now()), 7) })).toEqual([]);
  });

  test('keeps what SQS did not accept and hands it over the next time, the rest at once', async () => {
    const places = await Promise.all(Array.from({ length: 25 }, (_, n) => write(`p${n}`, now())));
    queues.refuse(({ MessageBody }) => (/"id":"p1\d"/.test(MessageBody) ? 'entry' : undefined));
    expect(await sweepNow()).toMatchObject({ handedOver: 15, undeliverable: 10 });
    for (const place of places) expect(await isThere(place)).toBe(/p1\d/.test(place.id));
    expect(await watermark()).toBe(minutesLater(minuteOf(now()), -1));
    queues.refuse(() => undefined);
    expect(await sweepAfter(600)).toMatchObject({ handedOver: 10, undeliverable: 0, lagSeconds: 600 });
    expect(new Set(idsAccepted()).size).toBe(25);
    expect(await watermark()).toBe(minuteOf(now()));
  });

  test('that finds one queue away serves the others, and later minutes too', async () => {
    await write('check', now());
    await store.table.transact([
      schedule('listing', { name: 'doctor-listing-due', version: 1, data: { doctorId: 'd' } }, now(), { now: now(), correlationId: 'c' })
        .write,
    ]);
    await write('check-later', inSeconds(60));
    const both = { [CHECKS]: queues.urlOf('checks'), 'doctor-listing-due': queues.urlOf('listings') };
    queues.refuse(({ MessageBody }) => (MessageBody.includes('"id":"check"') ? 'call' : undefined));
    expect(await sweepAfter(60, { queues: both })).toMatchObject({ handedOver: 2, undeliverable: 1 });
    expect(idsAccepted().sort()).toEqual(['check-later', 'listing']);
    queues.refuse(() => undefined);
    expect(await sweepAfter(60, { queues: both })).toMatchObject({ handedOver: 1, undeliverable: 0 });
  });

  test('leaves an event without a queue, counts it each time, and hands it over once there is one, even a week later', async () => {
    const place = await write('ravi', now());
    expect(await sweepNow({ queues: {} })).toMatchObject({ handedOver: 0, undeliverable: 1 });
    expect(await sweepAfter(60, { queues: {} })).toMatchObject({ undeliverable: 1, lagSeconds: 60 });
    expect(await isThere(place)).toBe(true);
    for (let hour = 1; hour <= 3; hour += 1) {
      expect(await sweepAfter(3_720, { queues: {} })).toMatchObject({ undeliverable: 1 });
      // It was moved, so that the next sweep need not look back to where it was.
      expect((await watermark())?.slice(0, 13)).toBe(minuteOf(now()).slice(0, 13));
    }
    expect(await isThere(place)).toBe(false);
    expect(await sweepAfter(60)).toMatchObject({ handedOver: 1, undeliverable: 0 });
    expect(idsAccepted()).toEqual(['ravi']);
  });

  test('that moves what nobody takes does not bring back what was cancelled in that moment', async () => {
    const place = await write('ravi', now());
    class Cancelling extends Table {
      override async transact(writes: readonly Write[]) {
        if (writes.length === 2) await super.transact([remove(dueKey(place))]);
        return super.transact(writes);
      }
    }
    const before = await sweepNow({ queues: {} });
    expect(before).toMatchObject({ undeliverable: 1 });
    await sweepAfter(2 * 3_600, { queues: {}, table: new Cancelling(store.table.name, store.client) });
    expect(await sweepAfter(120)).toMatchObject({ handedOver: 0, undeliverable: 0 });
    expect(idsAccepted()).toEqual([]);
  });

  test('goes on past an item that it cannot read', async () => {
    const { minute } = await write('good', now());
    const broken = { type: 'due-item', schemaVersion: 9, dueAt: 'some day' };
    await store.table.transact([put({ pk: duePartition(minute, shardOf('good')), sk: 'broken', ...broken })]);
    expect(await sweepNow()).toMatchObject({ handedOver: 1, undeliverable: 1 });
    await store.table.transact([remove({ pk: duePartition(minute, shardOf('good')), sk: 'broken' })]);
  });

  test('that is behind another does not take the watermark back', async () => {
    await sweepNow();
    clock += 600_000;
    const slow = new Life((step) => step === 'before put due-watermark');
    await sweepAs(slow);
    clock += 60_000;
    await sweepNow();
    const reached = await watermark();
    clock -= 300_000;
    await sweepNow();
    expect(await watermark()).toBe(reached);
    clock += 300_000;
  });

  test('whose clock once ran ahead misses nothing of the time between', async () => {
    clock += 3_600_000;
    await sweepNow();
    clock -= 3_600_000;
    await write('ravi', inSeconds(30));
    await sweepAfter(60);
    expect(idsAccepted()).toEqual(['ravi']);
    await write('asha', inSeconds(30));
    await sweepAfter(3_600);
    expect(idsAccepted()).toEqual(['ravi', 'asha']);
  });

  test('finds what was written by a clock that is 90 seconds slow', async () => {
    await sweepNow();
    clock += 70_000;
    await sweepNow();
    await write('ravi', inSeconds(-90), inSeconds(-90));
    expect(minuteOf(inSeconds(-90)) < ((await watermark()) ?? '')).toBe(true);
    await sweepAfter(60);
    expect(idsAccepted()).toEqual(['ravi']);
  });

  test('finds what took four minutes to be written', async () => {
    await sweepNow();
    const { write: slow } = scheduled('ravi', inSeconds(1));
    for (let minute = 0; minute < 4; minute += 1) await sweepAfter(60);
    await store.table.transact([slow]);
    await sweepAfter(60);
    expect(idsAccepted()).toEqual(['ravi']);
  });

  test('begins in its first run where something may be due, and from there on if that run fails', async () => {
    await write('ravi', inSeconds(-30), inSeconds(-30));
    const killed = new Life((step) => step.startsWith('before query'));
    expect(await sweepAs(killed)).toBe('dead');
    await sweepAfter(3 * 3_600);
    expect(idsAccepted()).toEqual(['ravi']);
  });
});

describe('after a stop', () => {
  const minutesAccepted = () => idsAccepted().map((id) => id.slice(3, 19));

  const missed = async (minutes: number) => {
    await sweepNow();
    const from = now();
    for (let minute = 1; minute <= minutes; minute += 3) {
      const at = later(from, minute * 60);
      await Promise.all(['a', 'b'].map((twin) => write(`at ${at} ${twin}`, at, from)));
    }
    clock += minutes * 60_000;
  };

  test('two hours are caught up in one run, in order of their time', async () => {
    await missed(120);
    expect(await sweepNow()).toMatchObject({ handedOver: 80, lagSeconds: 119 * 60 });
    expect(minutesAccepted()).toEqual([...minutesAccepted()].sort());
    expect(await watermark()).toBe(minuteOf(now()));
  });

  test('what a run has no time for is left to the next ones, still in order, and each begins where the last came to', async () => {
    await missed(180);
    let runs = 0;
    for (let lag = 1; lag > 0 && runs < 20; runs += 1) {
      let left = 55_000;
      const life = new Life();
      const swept = await sweepAs(life, { timeLeft: () => (left -= 20) });
      if (swept === 'dead') throw new Error('nobody killed it');
      lag = idsAccepted().length < 120 ? swept.lagSeconds : 0;
      expect(swept.lagSeconds > 0).toBe(true);
      clock += 60_000;
    }
    expect(runs).toBeGreaterThan(2);
    expect(minutesAccepted()).toEqual([...minutesAccepted()].sort());
    expect(new Set(idsAccepted()).size).toBe(120);
    expect(idsAccepted()).toHaveLength(120);
  });

  test('a run that is killed while catching up is continued near where it was', async () => {
    await missed(120);
    const life = new Life((step) => step.includes(`query ${duePartition(minutesLater(minuteOf(now()), -30), 5)}`));
    expect(await sweepAs(life)).toBe('dead');
    const again = new Life();
    await sweepAs(again);
    const first = again.steps.find((step) => step.startsWith('before query'));
    expect(first?.slice('before query due#'.length, -2)).toBe(minutesLater(minuteOf(now()), -65));
    expect(idsAccepted()).toHaveLength(80);
  });
});

describe('the sweep killed', () => {
  test('at any step loses nothing, and sends twice only between SQS’s acceptance and the deletion', async () => {
    /** Steps of a run with one due item, in order, without the readings of empty minutes, which go side by side. */
    const stepOf = (step: string): string | undefined => {
      if (!step.includes('query')) return step;
      return step.endsWith(duePartition(minuteOf(now()), shardOf('trial'))) ? step.replace(/ due#.*/, ' its minute') : undefined;
    };
    const runWithTrial = async (kill?: number) => {
      await newDay();
      const place = await write('trial', now());
      const steps: string[] = [];
      const life = new Life((step) => {
        const known = stepOf(step);
        if (known) steps.push(known);
        return known !== undefined && steps.length - 1 === kill;
      });
      return { died: (await sweepAs(life)) === 'dead', steps, place };
    };
    const { steps } = await runWithTrial();
    expect(steps).toEqual(
      ['find due-watermark', 'put due-watermark', 'query its minute', 'SendMessageBatch', 'delete due', 'put due-watermark'].flatMap(
        (step) => [`before ${step}`, `after ${step}`],
      ),
    );
    const twice: string[] = [];
    for (const [kill, step] of steps.entries()) {
      const { died, place } = await runWithTrial(kill);
      expect(died, step).toBe(true);
      await sweepAfter(60);
      await sweepAfter(60);
      expect(await isThere(place), step).toBe(false);
      expect(idsAccepted()).toContain('trial');
      if (idsAccepted().length > 1) twice.push(step);
    }
    expect(twice).toEqual(['after SendMessageBatch', 'before delete due']);
  });

  test('or run twice at once hands everything over, with one id for what goes twice', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, n) => write(`p${n}`, now())));
    await Promise.all([sweepNow(), sweepNow(), sweepNow()]);
    expect(new Set(idsAccepted()).size).toBe(60);
    expect(await sweepAfter(60)).toMatchObject({ handedOver: 0 });
  });
});

describe('whatever happens', () => {
  /** A write: when it begins, how wrong its writer's clock is, how long it takes, when its event is due. All in seconds. */
  const aWrite = fc
    .record({
      at: fc.oneof(fc.constantFrom(60, 240, 420), fc.integer({ min: 0, max: 700 })),
      slowBy: fc.oneof(fc.constant(90), fc.integer({ min: -60, max: 90 })),
      takes: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 150, max: 209 })),
      dueIn: fc.oneof(fc.constant(0), fc.integer({ min: -300, max: 600 })),
    })
    .filter(({ slowBy, takes }) => slowBy + takes < 300);

  const aSweep = fc.record({
    after: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 20, max: 75 }) },
      { weight: 1, arbitrary: fc.integer({ min: 75, max: 400 }) },
    ),
    twice: fc.boolean(),
    /** At which of the calls that matter it is killed. */
    dies: fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined, freq: 2 }),
    refuses: fc.constantFrom('nothing', 'nothing', 'one in three', 'all'),
  });

  /** Kills at a call that is not a reading. */
  const dyingAt = (nth: number | undefined) => {
    let calls = 0;
    return new Life((step) => {
      if (!step.includes('query')) calls += 1;
      return nth !== undefined && calls > nth;
    });
  };

  /** Ids that lie in these shards only: the others are known to be empty, and asking the engine for them takes most of the time. */
  const SHARDS = [3, 28];
  class FewShards extends MortalTable {
    override query(input: Parameters<Table['query']>[0]): ReturnType<Table['query']> {
      if (SHARDS.some((shard) => input.partition.endsWith(`#${shard}`))) return super.query(input);
      return Promise.resolve({ items: [], nextCursor: undefined });
    }
  }
  const idIn = (name: string): string => {
    for (let n = 0; ; n += 1) if (SHARDS.includes(shardOf(`${name} ${n}`))) return `${name} ${n}`;
  };
  const lotOf = (text: string): number => [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const sweepIn = (life: Life) => sweepAs(life, { table: new FewShards(store, life) });

  test('everything due is handed over, nothing before its time, and nothing is deleted that SQS has not accepted', async () => {
    const seen = { killed: 0, twice: 0, late: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(aWrite, { minLength: 4, maxLength: 25 }),
        fc.array(aSweep, { minLength: 6, maxLength: 18 }),
        async (writes, sweeps) => {
          await newDay();
          const start = clock;
          await sweepIn(new Life());
          const items = writes.map(({ at, slowBy, takes, dueIn }, n) => {
            const begun = start + at * 1000;
            const dueAt = instantOf(begun + dueIn * 1000);
            return { id: idIn(`${start} ${n}`), dueAt, writersNow: instantOf(begun - slowBy * 1000), committedAt: begun + takes * 1000 };
          });
          const written = new Map<string, DuePlace>();
          const commit = async () => {
            for (const { id, dueAt, writersNow, committedAt } of items) {
              if (committedAt > clock || written.has(id)) continue;
              const place = await write(id, dueAt, writersNow);
              written.set(id, place);
              if (place.minute < highest) seen.late += 1;
            }
          };
          const nothingLost = async () => {
            const sent = new Set(idsAccepted());
            for (const [id, place] of written) if (!sent.has(id)) expect(await isThere(place), id).toBe(true);
          };
          let highest = '';
          for (const { after, twice, dies, refuses } of sweeps) {
            clock += after * 1000;
            await commit();
            queues.refuse(({ MessageBody }) => {
              const refused = refuses === 'all' ? 'call' : refuses === 'one in three' && lotOf(MessageBody) % 3 === 0 ? 'entry' : undefined;
              if (refused) seen.refused += 1;
              return refused;
            });
            const [ended] = await Promise.all([sweepIn(dyingAt(dies)), ...(twice ? [sweepIn(new Life())] : [])]);
            if (ended === 'dead') seen.killed += 1;
            await nothingLost();
            const reached = (await watermark()) ?? '';
            expect(reached >= highest).toBe(true);
            highest = reached;
          }
          queues.refuse(() => undefined);
          // Sweeps that live, for as long as anything may be due or be on its way into the table.
          for (const end = start + 1_600_000; clock < end; ) {
            clock += 60_000;
            await commit();
            await sweepIn(new Life());
          }
          seen.twice += idsAccepted().length - new Set(idsAccepted()).size;
          expect([...new Set(idsAccepted())].sort()).toEqual(items.map(({ id }) => id).sort());
          for (const { body, visibleAt } of queues.accepted)
            expect(visibleAt).toBeGreaterThanOrEqual(millisecondsOf((JSON.parse(body) as { detail: { at: Instant } }).detail.at));
          for (const place of written.values()) expect(await isThere(place)).toBe(false);
        },
      ),
      { numRuns: Math.ceil(Number(process.env.AROGYA_SCHEDULES ?? 1_000) / 40) },
    );
    // What the property is about did happen.
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
  }, 3_600_000);
});

test('the runs of one minute sweep every shard, and none of them twice', async () => {
  const groups = Array.from({ length: SWEEP_GROUPS }, (_, group) => sweepGroup(group, SWEEP_GROUPS));
  expect(groups.flatMap(({ shards }) => shards).sort((a, b) => a - b)).toEqual(Array.from({ length: DUE_SHARDS }, (_, shard) => shard));
  const ids = Array.from({ length: 100 }, (_, n) => `each-${n}`);
  await Promise.all(ids.map((id) => write(id, now())));
  const swept = await Promise.all(groups.map((group) => sweepNow({ group })));
  for (const each of swept) expect(each).toMatchObject({ undeliverable: 0, handedOver: expect.any(Number) });
  expect(idsAccepted().sort()).toEqual(ids.sort());
});

test('the function tells in every run how many were handed over, how late, and what nobody took', async () => {
  await write('ravi', now());
  const endpoint = await store.raw.config.endpoint?.();
  process.env.AWS_ENDPOINT_URL_DYNAMODB = `http://${endpoint?.hostname}:${endpoint?.port}`;
  process.env.AWS_ENDPOINT_URL_SQS = new URL(queues.urlOf('checks')).origin;
  process.env.DUE_QUEUES = JSON.stringify({ [CHECKS]: queues.urlOf('checks') });
  const told = vi.spyOn(Metrics.prototype, 'addMetric');
  vi.spyOn(Date, 'now').mockImplementation(() => clock);
  const { handler } = await import('./sweep-due.ts');
  const names = () => told.mock.calls.splice(0).map(([name, , value]) => [name, value]);
  const groups = Array.from({ length: SWEEP_GROUPS }, (_, group) => group);
  const mine = groups.find((group) => sweepGroup(group, SWEEP_GROUPS).shards.includes(shardOf('ravi'))) ?? -1;
  expect(await handler({ group: mine }, lambdaContext())).toMatchObject({ handedOver: 1 });
  expect(names()).toEqual([
    ['DueHandedOver', 1],
    ['DueUndeliverable', 0],
    ['DueLagSeconds', 0],
  ]);
  await handler({ group: mine }, lambdaContext());
  expect(names()).toHaveLength(3);
  for (const wrong of [{}, { group: SWEEP_GROUPS }]) await expect(handler(wrong, lambdaContext())).rejects.toThrow('group');
  vi.restoreAllMocks();
});
