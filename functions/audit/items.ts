import * as z from 'zod';

import { itemKind, padded } from '../shared/table/item.ts';
import { EpochSeconds, Instant } from '../shared/values.ts';
import { AuditEntry } from './contract.ts';

type SubjectKey = { subjectId: string };

export const auditEntry = itemKind({
  type: 'audit-entry',
  version: 1,
  schema: AuditEntry.extend({ subjectId: z.string() }),
  key: ({ subjectId, number }: SubjectKey & { number: number }) => ({ pk: `audit#${subjectId}`, sk: `entry#${padded(number, 12)}` }),
  holds: 'One access to one person’s record, chained by hash to the one before',
  readBy: ['audit: the person'],
});

/** Hours whose heads are spread over this many partitions. */
export const HEAD_SHARDS = 8;

const shardOf = (subjectId: string): number =>
  [...subjectId].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7) % HEAD_SHARDS;

export const headPartition = (hour: string, shard: number): string => `audit-heads#${hour}#${shard}`;

export const auditHead = itemKind({
  type: 'audit-head',
  version: 1,
  schema: z.object({ subjectId: z.string(), number: z.int().min(1), hash: z.string(), at: Instant }),
  key: ({ subjectId }: SubjectKey) => ({ pk: `audit#${subjectId}`, sk: 'head' }),
  indexes: ({ subjectId, at }) => ({ gsi1pk: headPartition(at.slice(0, 13), shardOf(subjectId)), gsi1sk: subjectId }),
  holds: 'The newest link of one person’s chain',
  readBy: ['audit: the next link', 'audit: the hourly seal, by the hour in which it changed'],
});

export const auditSeen = itemKind({
  type: 'audit-seen',
  version: 1,
  schema: z.object({ number: z.int().min(1), expiresAt: EpochSeconds }),
  key: ({ subjectId, eventId }: SubjectKey & { eventId: string }) => ({ pk: `audit#${subjectId}`, sk: `seen#${eventId}` }),
  holds: 'That an event is in the chain, so that a second delivery adds nothing',
  readBy: ['audit: the transaction that adds a link'],
});
