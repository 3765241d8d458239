import type { Surroundings } from '../../shared/context.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import type { Instant } from '../../shared/values.ts';
import type { Channel } from '../contract.ts';
import type { Rendered, StoredDelivery, StoredNotification } from '../items.ts';

/**
 * What the provider said. `also`: what follows from it for the table. A failure is for good: trying again would not help. What
 * may help is thrown instead.
 */
export type Sent =
  | { readonly accepted: readonly string[]; readonly also?: readonly Write[] }
  | { readonly failed: string; readonly also?: readonly Write[]; readonly personSaidStop?: true };

/** One way out of the house: hands one message to its provider, once. */
export type Port<C extends Channel> = (
  message: Extract<Rendered, { channel: C }>,
  about: {
    readonly told: StoredNotification;
    readonly delivery: StoredDelivery;
    readonly table: Table;
    readonly surroundings: Surroundings;
    readonly now: Instant;
  },
) => Promise<Sent>;

/** A consumer may run for 30 s, and its lease for 60: no provider is waited for longer. */
export const PATIENCE_MS = 8_000;

/** One try in the SDK: after a lost answer it would send a second message that nobody counts. */
export const oneTry = {
  maxAttempts: 1,
  // Without the last the SDK only warns.
  requestHandler: { requestTimeout: PATIENCE_MS, connectionTimeout: 3_000, throwOnRequestTimeout: true },
} as const;

/** What AWS says of a message that it will not take, today or tomorrow: a number that is none, a text too long. */
const REFUSALS = new Set([
  'ValidationException',
  'InvalidParametersException',
  'ResourceNotFoundException',
  'ConflictException',
  'BadRequestException',
  'MessageRejected',
]);

/** The refusal of this one message, or the error thrown on: throttled, forbidden or away, which another try may help. */
export const refusalIn = (error: unknown): string => {
  if (error instanceof Error && REFUSALS.has(error.name)) return error.name;
  throw error;
};
