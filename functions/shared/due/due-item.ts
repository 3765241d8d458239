import { createHash } from 'node:crypto';

import * as z from 'zod';

import { Envelope, type NewEvent } from '../../../events/envelope.ts';
import { itemKind, type Key } from '../table/item.ts';
import { put, remove, type Write } from '../table/write.ts';
import { Instant, later } from '../values.ts';

/** So many partitions share one minute's work, so that a million doses at 08:00 are written and read side by side. */
export const DUE_SHARDS = 32;

/** The minute of an instant: `2026-11-23T03:50`. */
export const minuteOf = (instant: Instant): string => instant.slice(0, 16);

/**
 * Something that is due at a time: an event that has not happened yet. It rests in the minute of its time, or of its
 * writing if that is later, so that the sweep, which never looks back further than its watermark, cannot miss it.
 */
export const dueItem = itemKind({
  type: 'due-item',
  version: 1,
  schema: z.object({
    event: Envelope,
    dueAt: Instant,
  }),
  key: ({ minute, shard, id }: { minute: string; shard: number; id: string }) => ({ pk: duePartition(minute, shard), sk: id }),
  holds: 'An event that is to happen at a time, in the minute of that time',
  readBy: ['due: the sweep, each minute'],
});

export const duePartition = (minute: string, shard: number): string => `due#${minute}#${shard}`;

/** Evenly spread and the same for one id. */
export const shardOf = (id: string): number => createHash('sha256').update(id).digest().readUInt16BE(0) % DUE_SHARDS;

/** Where a due item is: kept by whoever may have to take it back. */
export const DuePlace = z.object({ id: z.string(), minute: z.string() });
export type DuePlace = z.infer<typeof DuePlace>;

/** Writes a due item. `id` is the event's id, the same for whoever writes it again: two of one id are one. */
export const schedule = (
  id: string,
  event: NewEvent,
  dueAt: Instant,
  written: { readonly now: Instant; readonly correlationId: string },
): { readonly place: DuePlace; readonly write: Write } => {
  const minute = minuteOf(dueAt > written.now ? dueAt : written.now);
  const item = dueItem.make(
    { minute, shard: shardOf(id), id },
    { dueAt, event: { ...event, id, at: dueAt, correlationId: written.correlationId } },
  );
  return { place: { id, minute }, write: put(item) };
};

export const dueKey = ({ minute, id }: DuePlace): Key => dueItem.key({ minute, shard: shardOf(id), id });

/** Takes a due item back. It may be gone, or moved by the sweep: whoever is told of it looks at its source again. */
export const unschedule = (place: DuePlace): Write => remove(dueKey(place));

/** The minute so many minutes later (earlier if negative). */
export const minutesLater = (minute: string, minutes: number): string => minuteOf(later(`${minute}:00Z` as Instant, minutes * 60));

/** The minutes from one to the other, both inclusive. One by one: after a year's stop there are half a million. */
export function* minutesBetween(from: string, to: string): Generator<string> {
  for (let minute = from; minute <= to; minute = minutesLater(minute, 1)) yield minute;
}
