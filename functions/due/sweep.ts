import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

import { DUE_SHARDS, dueItem, duePartition, minuteOf, minutesBetween, minutesLater } from '../shared/due/due-item.ts';
import { ApiError } from '../shared/http/errors.ts';
import { describeError, logger } from '../shared/logger.ts';
import type { Key, StoredItem } from '../shared/table/item.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove, type Write } from '../shared/table/write.ts';
import { type Instant, instantOf, millisecondsOf } from '../shared/values.ts';
import { dueWatermark, moveWatermark } from './items.ts';

/**
 * A minute is read until it is this far behind. Whoever writes has chosen the minute by their own clock: that clock's error
 * and the time that the write takes, retries included, stay below five minutes together, so nothing is written into a minute
 * after its last reading.
 */
const LOOK_BACK_MINUTES = 5;
/** What `SendMessageBatch` takes at once, and `BatchWriteItem`. */
const BATCH = 10;
const DELETED_AT_ONCE = 25;
const PAGE = 100;

/** What nobody takes rests in its minute for so long and is then moved to the present, so that no sweep has to look back further. */
const REST_MINUTES = 60;
/** While catching up the watermark is saved this often. */
const MINUTES_PER_SAVE = 30;
/** Kept for ending what is begun: a page of every shard, and the watermark. */
const RESERVE_MILLISECONDS = 10_000;

/** Shards that one run sweeps. */
export type SweepGroup = { readonly number: number; readonly shards: readonly number[] };

const everyShard = Array.from({ length: DUE_SHARDS }, (_, shard) => shard);

/** One of `of` groups, all of which together have every shard. */
export const sweepGroup = (number: number, of: number): SweepGroup => ({
  number,
  shards: everyShard.filter((shard) => shard % of === number),
});

export type SweepOptions = {
  /** What is swept, under a watermark of its own. */
  readonly group: SweepGroup;
  readonly table: Table;
  readonly sqs: Pick<SQSClient, 'send'>;
  /** URL of the queue for each event's name. */
  readonly queues: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds until this run is ended from outside. */
  readonly timeLeft: () => number;
};

export type Swept = {
  readonly handedOver: number;
  /** Found, due, and left where it was: its event has no queue, it cannot be read, or SQS did not accept it. */
  readonly undeliverable: number;
  /** By how much the latest of all was late: what was handed over, what was left, and what this run did not come to. */
  readonly lagSeconds: number;
};

type Found = {
  readonly key: Key;
  readonly stored: Record<string, unknown>;
  /** Undefined if it cannot be read. */
  readonly due: ReturnType<typeof dueItem.parse> | undefined;
  /** From when on it could have been handed over. */
  readonly since: Instant;
};

const startOf = (minute: string): Instant => `${minute}:00Z` as Instant;

const gone = new ApiError('not-found', 'The due item has been taken back');
const further = new ApiError('changed-elsewhere', 'Another sweep is further');

const unless = async (refusal: ApiError, work: Promise<void>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (error !== refusal) throw error;
  });
};

/** Lets all end before it fails, so that nothing goes on behind the back of a run that has ended. */
const sideBySide = async <T>(works: readonly Promise<T>[]): Promise<T[]> => {
  const ended = await Promise.allSettled(works);
  return ended.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
};

const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

class SweepRun {
  private readonly o: SweepOptions;
  private handedOver = 0;
  private undeliverable = 0;
  private lagSeconds = 0;

  constructor(options: SweepOptions) {
    this.o = options;
  }

  get swept(): Swept {
    const { handedOver, undeliverable, lagSeconds } = this;
    return { handedOver, undeliverable, lagSeconds };
  }

  private now(): Instant {
    return instantOf(this.o.clock());
  }

  private late(since: Instant): void {
    this.lagSeconds = Math.max(this.lagSeconds, Math.floor((this.o.clock() - millisecondsOf(since)) / 1000));
  }

  private get outOfTime(): boolean {
    return this.o.timeLeft() < RESERVE_MILLISECONDS;
  }

  private read(stored: Record<string, unknown>, minute: string): Found {
    const key = { pk: String(stored.pk), sk: String(stored.sk) };
    const since = startOf(minute);
    try {
      const due = dueItem.parse(stored);
      return { key, stored, due, since: instantOf(Math.max(millisecondsOf(due.dueAt), millisecondsOf(since))) };
    } catch (error) {
      logger.error('A due item cannot be read', describeError(error));
      return { key, stored, due: undefined, since };
    }
  }

  /** Sends up to ten to their queue; answers what SQS accepted, and what not. */
  private async send(url: string, items: readonly Found[]): Promise<{ taken: Found[]; left: Found[] }> {
    const now = this.o.clock();
    const Entries = items.map(({ due }, index) => ({
      Id: String(index),
      // As an EventBridge rule delivers it, so that a consumer reads both alike.
      MessageBody: JSON.stringify({ detail: due?.event }),
      // Rounded up: better a second late than told before its time. An item rests in the minute of its time: less than 60.
      DelaySeconds: Math.max(0, Math.ceil((due ? millisecondsOf(due.dueAt) - now : 0) / 1000)),
    }));
    const accepted = await this.o.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries })).then(
      ({ Successful = [], Failed = [] }) => {
        if (Failed.length > 0) logger.error('SQS did not accept due items', { url, codes: Failed.map(({ Code }) => Code) });
        return new Set(Successful.map(({ Id }) => Id));
      },
      (error: unknown) => {
        logger.error('SQS did not accept due items', { url, ...describeError(error) });
        return new Set<string | undefined>();
      },
    );
    const taken = items.filter((_, index) => accepted.has(String(index)));
    for (const { since } of taken) this.late(since);
    this.handedOver += taken.length;
    return { taken, left: items.filter((each) => !taken.includes(each)) };
  }

  /** Sends a page to the queues of its events. */
  private async handOver(found: readonly Found[]): Promise<{ taken: Found[]; left: Found[] }> {
    const queueOf = ({ due }: Found) => due && this.o.queues[due.event.name];
    const unknown = found.filter((each) => queueOf(each) === undefined);
    if (unknown.length > 0) logger.error('Due events have no queue', { events: [...new Set(unknown.map(({ due }) => due?.event.name))] });
    const sent = await sideBySide(
      [...Map.groupBy(found, queueOf)].flatMap(([url, items]) =>
        url === undefined ? [] : inParts(items, BATCH).map((part) => this.send(url, part)),
      ),
    );
    return { taken: sent.flatMap(({ taken }) => taken), left: [...unknown, ...sent.flatMap(({ left }) => left)] };
  }

  /** Leaves what could not be handed over to the next sweep; answers whether the minute is rid of it. */
  private async leave({ key, stored, since }: Found, minute: string, shard: number): Promise<boolean> {
    this.undeliverable += 1;
    this.late(since);
    const present = minuteOf(this.now());
    if (minute >= minutesLater(present, -REST_MINUTES)) return false;
    const moved: Write = put({ ...(stored as StoredItem), pk: duePartition(minutesLater(present, 1), shard) });
    await unless(gone, this.o.table.transact([remove(key).ifThere(gone), moved]));
    return true;
  }

  /** Answers whether nothing is left in it. */
  private async sweepShard(minute: string, shard: number): Promise<boolean> {
    const { table } = this.o;
    let clear = true;
    let cursor: string | undefined;
    // Of the page before: a partition takes its thousand deletions a second and no more, so the next page is sent meanwhile.
    let deleting: Promise<unknown> = Promise.resolve();
    try {
      do {
        if (this.outOfTime) return false;
        const page = await table.query({ partition: duePartition(minute, shard), limit: PAGE, cursor });
        cursor = page.nextCursor;
        const found = page.items.map((stored) => this.read(stored, minute));
        const { taken, left } = await this.handOver(found);
        await deleting;
        deleting = sideBySide(inParts(taken, DELETED_AT_ONCE).map((part) => table.removeAll(part.map(({ key }) => key))));
        for (const each of left) clear = (await this.leave(each, minute, shard)) && clear;
      } while (cursor);
      return clear;
    } finally {
      await deleting;
    }
  }

  async run(): Promise<void> {
    const { table, group } = this.o;
    const key = { group: group.number };
    const present = minuteOf(this.now());
    const possible = minutesLater(present, LOOK_BACK_MINUTES);
    const save = (minute: string) => unless(further, table.transact([moveWatermark(key, minute, possible, this.now(), further)]));
    let saved = (await table.find(dueWatermark, key))?.minute;
    if (!saved || saved > possible) {
      // Before the first sweep nothing was due. Saved at once: should this run fail, the next one begins here too.
      saved = minutesLater(present, -LOOK_BACK_MINUTES);
      await save(saved);
    }
    let reached = saved;
    let clear = true;
    let unsaved = 0;
    const [earlier = present] = [saved, present].sort();
    for (const minute of minutesBetween(minutesLater(earlier, -LOOK_BACK_MINUTES), present)) {
      if (this.outOfTime) {
        this.late(startOf(minute));
        break;
      }
      const shards = await sideBySide(group.shards.map((shard) => this.sweepShard(minute, shard)));
      clear &&= !shards.includes(false);
      if (!clear || minute <= reached) continue;
      reached = minute;
      unsaved += 1;
      if (unsaved % MINUTES_PER_SAVE === 0) await save(reached);
    }
    if (reached > saved) await save(reached);
  }
}

/**
 * Hands every due item of a group of shards whose minute has come to the queue of its event, in order of minutes, and deletes
 * what SQS accepted.
 * At least once: a run that dies between the two, or two runs at once, hand an item over twice, with the same event id;
 * the lease of the worker (ADR 7) or the receipt of the reaction makes one of it.
 *
 * Reads, all groups together: 7 minutes of 32 shards, so 224 queries each minute that find nothing, 9.7 million read units in a
 * month. A minute of an outage adds 32 once. Writes: a watermark of each group each minute, and one deletion (a write unit) for
 * each item.
 */
export const sweep = async (options: SweepOptions): Promise<Swept> => {
  const run = new SweepRun(options);
  await run.run();
  return run.swept;
};
