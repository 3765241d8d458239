import { createHash } from 'node:crypto';

import * as z from 'zod';

import { itemKind, padded } from '../shared/table/item.ts';
import { EpochSeconds, Instant } from '../shared/values.ts';
import { LiveMessage } from './contract.ts';

type AccountKey = { accountId: string };

export const liveTicket = itemKind({
  type: 'live-ticket',
  version: 1,
  schema: z.object({ accountId: z.string(), tokenIssuedAt: Instant, goodUntil: Instant, expiresAt: EpochSeconds }),
  key: ({ ticketHash }: { ticketHash: string }) => ({ pk: `live-ticket#${ticketHash}`, sk: 'ticket' }),
  holds: 'A ticket that opens one connection; gone once used',
  readBy: ['live: whoever connects'],
});

/** A ticket is kept as its hash only: whoever reads the table cannot use it. */
export const ticketKey = (ticket: string) => ({ ticketHash: createHash('sha256').update(ticket).digest('base64url') });

export const liveConnection = itemKind({
  type: 'live-connection',
  version: 1,
  schema: z.object({
    accountId: z.string(),
    connectionId: z.string(),
    tokenIssuedAt: Instant,
    /** How far it was told. */
    toldUntil: z.int().min(0),
    /** Whether its browser has said from where on it wants to be told. */
    greeted: z.boolean(),
    endsAt: Instant,
    expiresAt: EpochSeconds,
  }),
  key: ({ accountId, connectionId }: AccountKey & { connectionId: string }) => ({
    pk: `account#${accountId}#live`,
    sk: `connection#${connectionId}`,
  }),
  holds: 'One open WebSocket of an account',
  readBy: ['live: whoever tells it', 'live: its own messages'],
});
export type LiveConnection = z.infer<typeof liveConnection.schema>;

/** Not an index of the connection: its browser speaks within milliseconds, sooner than an index knows of it. */
export const liveConnectionOwner = itemKind({
  type: 'live-connection-owner',
  version: 1,
  schema: z.object({ accountId: z.string(), expiresAt: EpochSeconds }),
  key: ({ connectionId }: { connectionId: string }) => ({ pk: `live-connection#${connectionId}`, sk: 'owner' }),
  holds: 'Whose a WebSocket is',
  readBy: ['live: its own messages and its end'],
});

/** Of an account that had a screen open in the last days; of others nothing is logged. */
export const liveHead = itemKind({
  type: 'live-head',
  version: 1,
  schema: z.object({
    cursor: z.int().min(0),
    /** Nothing of what happened before is in the log. */
    begunAt: Instant,
    wantedUntil: Instant,
    expiresAt: EpochSeconds,
  }),
  key: ({ accountId }: AccountKey) => ({ pk: `account#${accountId}#live`, sk: 'head' }),
  holds: 'How far an account’s log is, and until when anybody cares',
  readBy: ['live: each change of the account’s records'],
});
export type LiveHead = z.infer<typeof liveHead.schema>;

export const liveLog = (accountId: string): string => `account#${accountId}#live-log`;
export const lineAt = (cursor: number): string => padded(cursor, 16);

export const liveEntry = itemKind({
  type: 'live-entry',
  version: 1,
  schema: LiveMessage.omit({ kind: true }).extend({ expiresAt: EpochSeconds }),
  key: ({ accountId, cursor }: AccountKey & { cursor: number }) => ({ pk: liveLog(accountId), sk: lineAt(cursor) }),
  holds: 'One change that an account’s open screens are told of, for a week',
  readBy: ['live: playing back what a screen missed'],
});
