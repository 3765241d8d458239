import * as z from 'zod';

import { nowOf, type Surroundings } from '../context.ts';
import { ApiError } from '../http/errors.ts';
import { all, any, attribute } from '../table/condition.ts';
import { itemKind } from '../table/item.ts';
import type { Table } from '../table/table.ts';
import { put, update, type Write } from '../table/write.ts';
import { EpochSeconds, Instant, later, ttlAfter } from '../values.ts';

/** A try that has not ended after this long is taken for dead. Longer than any consumer may run. */
export const LEASE_SECONDS = 60;
/** Longer than a message can stay in its queue and dead-letter queue together (4 + 14 days). */
const LEDGER_DAYS = 30;

export const ledgerEntry = itemKind({
  type: 'ledger-entry',
  version: 1,
  schema: z.object({
    consumer: z.string(),
    eventId: z.string(),
    state: z.enum(['leased', 'sent']),
    /** Which try holds the lease; a later try's finish wins over an earlier one's. */
    tries: z.int().min(1),
    leaseUntil: Instant,
    sentAt: Instant.optional(),
    /** The provider's id of what was sent, or why nothing was. */
    outcome: z.string().optional(),
    expiresAt: EpochSeconds,
  }),
  key: ({ consumer, eventId }: { consumer: string; eventId: string }) => ({ pk: `ledger#${consumer}#${eventId}`, sk: 'ledger' }),
  holds: 'That one consumer has carried out one event, or is at it',
  readBy: ['the consumer, before and after its side effect'],
});

/**
 * What the outside world answered: its own id for the effect, or why there was nothing to do.
 * `record` is written together with the ledger's entry that the effect is done.
 */
export type Outcome = { readonly done: string; readonly record?: readonly Write[] } | { readonly skipped: string };

export type Lease = {
  readonly consumer: string;
  readonly eventId: string;
  readonly tries: number;
  /** An earlier try began and did not end: the effect may happen a second time. */
  readonly again: boolean;
  readonly finish: (outcome: Outcome) => Promise<void>;
};

const busy = new ApiError('command-in-progress', 'Another delivery of this event is being carried out');

/** What has happened must be recorded: a record that fails is tried again for some seconds. */
const persistently = async (record: () => Promise<void>): Promise<void> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await record();
    } catch (error) {
      if (attempt >= 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
    }
  }
};

/** Takes the lease on one event for one consumer, or says that its effect is done; throws while another try holds it. */
export const takeLease = async (
  table: Table,
  key: { consumer: string; eventId: string },
  around: Surroundings,
): Promise<Lease | 'done'> => {
  const now = nowOf(around);
  const known = await table.find(ledgerEntry, key);
  if (known?.state === 'sent') return 'done';
  const tries = (known?.tries ?? 0) + 1;
  const entry = ledgerEntry.make(key, {
    ...key,
    state: 'leased',
    tries,
    leaseUntil: later(now, LEASE_SECONDS),
    expiresAt: ttlAfter(now, LEDGER_DAYS),
  });
  const free = any(
    attribute('pk').isMissing(),
    all(attribute('state').is('leased'), attribute('leaseUntil').isAtMost(now), attribute('tries').is(tries - 1)),
  );
  await table.transact([put(entry).when(free, busy)]);
  return {
    ...key,
    tries,
    again: known !== undefined,
    finish: (outcome) =>
      persistently(() =>
        table.transact([
          update(ledgerEntry.key(key)).set({
            state: 'sent',
            sentAt: nowOf(around),
            outcome: 'done' in outcome ? outcome.done : `skipped: ${outcome.skipped}`,
          }),
          ...('done' in outcome ? (outcome.record ?? []) : []),
        ]),
      ),
  };
};

/** After an effect that failed for sure: lets the next delivery try at once instead of waiting for the lease to end. */
export const giveBack = async (table: Table, { consumer, eventId, tries }: Lease): Promise<void> => {
  const key = { consumer, eventId };
  await table
    .transact([
      update(ledgerEntry.key(key))
        .set({ leaseUntil: '1970-01-01T00:00:00Z' })
        .when(all(attribute('state').is('leased'), attribute('tries').is(tries)), busy),
    ])
    .catch((error: unknown) => {
      if (error !== busy) throw error;
    });
};
