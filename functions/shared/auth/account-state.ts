import * as z from 'zod';

import { ApiError } from '../http/errors.ts';
import { itemKind } from '../table/item.ts';
import type { Table } from '../table/table.ts';
import { Instant } from '../values.ts';
import type { Principal } from './principal.ts';

/** A decision about an account takes effect everywhere within this many milliseconds. */
const CACHED_FOR = 30_000;
const CACHE_LIMIT = 10_000;

export const accountState = itemKind({
  type: 'account-state',
  version: 1,
  schema: z.object({
    accountId: z.string(),
    /** Set while an admin keeps the account out. */
    deactivatedAt: Instant.optional(),
    deactivationReason: z.string().optional(),
    /** Tokens issued up to and including this second are void: the person signed out everywhere. */
    tokensNotBefore: Instant.optional(),
  }),
  key: ({ accountId }: { accountId: string }) => ({ pk: `account#${accountId}`, sk: 'state' }),
  holds: 'Whether an account may be used, and since when its tokens count; absent for most accounts',
  readBy: ['every HTTP function, cached for 30 s'],
});
export type AccountState = z.infer<typeof accountState.schema>;

/** Why a token of the account is void although its time is not over; tokens outlive both. */
export const accessEnd = (state: AccountState | undefined, tokenIssuedAt: Instant): 'deactivated' | 'signed-out' | undefined => {
  if (state?.deactivatedAt) return 'deactivated';
  return state?.tokensNotBefore && tokenIssuedAt <= state.tokensNotBefore ? 'signed-out' : undefined;
};

const cache = new Map<string, { readonly state: AccountState | undefined; readonly until: number }>();

/** Refuses a caller whose account was deactivated, or whose token is from before a sign-out everywhere. */
export const refuseEndedAccess = async (table: Table, principal: Principal, clock: () => number): Promise<void> => {
  let known = cache.get(principal.accountId);
  if (!known || known.until <= clock()) {
    known = { state: await table.find(accountState, principal), until: clock() + CACHED_FOR };
    if (cache.size >= CACHE_LIMIT) cache.clear();
    cache.set(principal.accountId, known);
  }
  const end = accessEnd(known.state, principal.tokenIssuedAt);
  if (end === 'deactivated')
    throw new ApiError(
      'account-deactivated',
      'This account has been deactivated. Write to help@arogya.example if you think that this is a mistake.',
    );
  if (end === 'signed-out') throw new ApiError('not-signed-in', 'You signed out everywhere. Please sign in again.');
};
