import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

import { DUE_SHARDS, dueItem, duePartition, minuteOf, minutesBetween, minutesLater } from '../shared/due/due-item.ts';
import { ApiError } from '../shared/http/errors.ts';
import { describeError, logger } from '../shared/logger.ts';
import type { Key, StoredItem } from '../shared/table/item.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove, type Write } from '../shared/table/write.ts';
import { type Instant, instantOf, millisecondsOf } from '../shared/values.ts';
import { dueWatermark, moveWatermark, WATERMARK } from './items.ts';

/**
 * A minute is read until it is this far behind. Whoever writes has chosen the minute by their own clock: that clock's error
 * and the time that the write takes, retries included, stay below five minutes together, so nothing is written into a minute
 * after its last reading.
 */
const LOOK_BACK_MINUTES = 5;
/** What `SendMessageBatch` takes at once. */
const BATCH = 10;
const PAGE = 100;
/** What nobody takes rests in its minute for so long and is then moved to the present, so that no sweep has to look back further. */
const REST_MINUTES = 60;
/** While catching up the watermark is saved this often. */
const MINUTES_PER_SAVE = 30;
/** Kept for ending what is begun: a page of every shard, and the watermark. */
const RESERVE_MILLISECONDS = 10_000;

export type SweepOptions = {
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

  /** Sends up to ten to their queue and deletes what SQS accepted; answers what it did not. */
  private async handOver(url: string, items: readonly Found[]): Promise<Found[]> {
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
    if (taken.length > 0) await this.o.table.transact(taken.map(({ key }) => remove(key)));
    return items.filter((each) => !taken.includes(each));
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
    let clear = true;
    let cursor: string | undefined;
    do {
      if (this.outOfTime) return false;
      const page = await this.o.table.query({ partition: duePartition(minute, shard), limit: PAGE, cursor });
      cursor = page.nextCursor;
      const found = page.items.map((stored) => this.read(stored, minute));
      const queueOf = ({ due }: Found) => due && this.o.queues[due.event.name];
      const left = found.filter((each) => queueOf(each) === undefined);
      if (left.length > 0) logger.error('Due events have no queue', { events: [...new Set(left.map(({ due }) => due?.event.name))] });
      for (const [url, items] of Map.groupBy(found, queueOf)) {
        for (let start = 0; url !== undefined && start < items.length; start += BATCH)
          left.push(...(await this.handOver(url, items.slice(start, start + BATCH))));
      }
      for (const each of left) clear = (await this.leave(each, minute, shard)) && clear;
    } while (cursor);
    return clear;
  }

  async run(): Promise<void> {
    const { table } = this.o;
    const present = minuteOf(this.now());
    const possible = minutesLater(present, LOOK_BACK_MINUTES);
    const save = (minute: string) => unless(further, table.transact([moveWatermark(minute, possible, this.now(), further)]));
    let saved = (await table.find(dueWatermark, WATERMARK))?.minute;
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
      const shards = await sideBySide(Array.from({ length: DUE_SHARDS }, (_, shard) => this.sweepShard(minute, shard)));
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
 * Hands every due item whose minute has come to the queue of its event, in order of minutes, and deletes what SQS accepted.
 * At least once: a run that dies between the two, or two runs at once, hand an item over twice, with the same event id;
 * the lease of the worker (ADR 7) or the receipt of the reaction makes one of it.
 *
 * Reads: 7 minutes of 32 shards, so 224 queries each minute that find nothing, 9.7 million read units in a month. A minute of
 * an outage adds 32 once. Writes: one watermark each minute, and one deletion (two write units) for each item.
 */
export const sweep = async (options: SweepOptions): Promise<Swept> => {
  const run = new SweepRun(options);
  await run.run();
  return run.swept;
};
