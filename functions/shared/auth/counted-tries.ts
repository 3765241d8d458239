import * as z from 'zod';

import { ApiError } from '../http/errors.ts';
import { absent, attribute } from '../table/condition.ts';
import { itemKind } from '../table/item.ts';
import type { Table } from '../table/table.ts';
import { put } from '../table/write.ts';
import { EpochSeconds, type Instant, ttlAfter } from '../values.ts';

export const countedTries = itemKind({
  type: 'counted-tries',
  version: 1,
  schema: z.object({ tries: z.int().min(1), expiresAt: EpochSeconds }),
  key: ({ accountId, what, hour }: { accountId: string; what: string; hour: string }) => ({
    pk: `account#${accountId}`,
    sk: `tries#${what}#${hour}`,
  }),
  holds: 'How often an account has tried codes of one kind in one hour',
  readBy: ['whoever takes a code: the next try'],
});

/** Counts a try before its code is looked up, so that guessing in parallel counts too; refuses one too many in an hour. */
export const countTry = async (
  table: Table,
  { accountId, what, most }: { readonly accountId: string; readonly what: string; readonly most: number },
  now: Instant,
): Promise<void> => {
  const key = { accountId, what, hour: now.slice(0, 13) };
  const raced = new ApiError('try-again', 'Please try again.');
  for (;;) {
    const known = await table.find(countedTries, key);
    if ((known?.tries ?? 0) >= most)
      throw new ApiError('too-many-tries', 'Too many codes were tried. Wait until the next hour.', undefined, { 'retry-after': '3600' });
    const next = put(countedTries.make(key, { tries: (known?.tries ?? 0) + 1, expiresAt: ttlAfter(now, 1) })).when(
      known ? attribute('tries').is(known.tries) : absent,
      raced,
    );
    try {
      return await table.transact([next]);
    } catch (error) {
      if (error !== raced) throw error;
    }
  }
};
