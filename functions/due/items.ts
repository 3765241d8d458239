import * as z from 'zod';

import { minutesLater } from '../shared/due/due-item.ts';
import { absent, any, attribute } from '../shared/table/condition.ts';
import { itemKind } from '../shared/table/item.ts';
import { put, type Refusal, type Write } from '../shared/table/write.ts';
import { Instant } from '../shared/values.ts';

/** A group of shards has one sweep, and one of it. */
export type WatermarkKey = { readonly group: number };

export const dueWatermark = itemKind({
  type: 'due-watermark',
  version: 1,
  schema: z.object({
    /** `2026-11-23T03:50`: nothing is left in this minute and before, but for what is written there late. */
    minute: z.string(),
    movedAt: Instant,
  }),
  key: ({ group }: WatermarkKey) => ({ pk: `due#watermark#${group}`, sk: 'watermark' }),
  holds: 'Up to which minute everything due in a group of shards was handed over',
  readBy: ['due: the sweep, each minute'],
});

/**
 * Forward only: of two sweeps at once, the one that is behind does not take the other back. But a watermark after `possible`
 * is of a clock that ran ahead, and gives way.
 */
export const moveWatermark = (key: WatermarkKey, minute: string, possible: string, movedAt: Instant, further: Refusal): Write =>
  put(dueWatermark.make(key, { minute, movedAt })).when(
    any(absent, attribute('minute').isBefore(minute), attribute('minute').isAtLeast(minutesLater(possible, 1))),
    further,
  );
