import * as z from 'zod';

import { AccessRecorded } from '../../../events/audit/access-recorded.v1.ts';
import { Envelope } from '../../../events/envelope.ts';
import { EpochSeconds, Instant } from '../values.ts';
import { itemKind } from './item.ts';

/** A repeat of a command is answered from its receipt for this long. */
export const REPLAY_SECONDS = 24 * 60 * 60;
/** A receipt is kept this long, so that its events can be published anew. */
export const RECEIPT_DAYS = 7;

/** Who did what to whose record, as the event that follows from it says. */
export const Access = AccessRecorded.data;
export type Access = z.infer<typeof Access>;

/**
 * The one item that each command writes beside its effect: what was answered, which events follow,
 * and who did what to whose record. In the same transaction, so none of the three can be lost.
 */
export const receipt = itemKind({
  type: 'receipt',
  version: 1,
  schema: z.object({
    callerId: z.string(),
    idempotencyKey: z.string(),
    action: z.string(),
    at: Instant,
    correlationId: z.string(),
    /** SHA-256 of method, path and body; the same key with another request is refused. */
    requestHash: z.string(),
    status: z.int(),
    /** The reply's JSON text; empty where the route keeps no reply. */
    reply: z.string(),
    replayUntil: Instant,
    events: z.array(Envelope),
    accesses: z.array(Access),
    expiresAt: EpochSeconds,
  }),
  packed: ['reply'],
  key: ({ callerId, idempotencyKey }: { callerId: string; idempotencyKey: string }) => ({
    pk: `receipt#${callerId}#${idempotencyKey}`,
    sk: 'receipt',
  }),
  holds: 'What a command was answered, the events that follow from it, and whose record it touched',
  readBy: ['every HTTP function, for a repeated command', 'the publisher, from the table stream'],
});
export type Receipt = z.infer<typeof receipt.schema>;
