import type { AccessRecorded } from '../../events/audit/access-recorded.v1.ts';
import { CHAIN_START, canonicalHash } from '../shared/canonical.ts';
import { ApiError } from '../shared/http/errors.ts';
import { absent, attribute } from '../shared/table/condition.ts';
import type { Table } from '../shared/table/table.ts';
import { put } from '../shared/table/write.ts';
import { type Instant, ttlAfter } from '../shared/values.ts';
import type { AuditEntry } from './contract.ts';
import { auditEntry, auditHead, auditSeen } from './items.ts';

type Access = ReturnType<typeof AccessRecorded.of>['data'];

/** Longer than any redelivery of an event (queue 4 + dead-letter queue 14 days). */
const SEEN_DAYS = 30;

/** The link that follows `previousHash` in a person's chain. */
export const linkOf = (access: Access, at: Instant, number: number, previousHash: string): AuditEntry => {
  const { action, kind, actorId, actorRole, resource, breakGlass } = access;
  // Undefined is no part of the canonical JSON: links from before there was the flag keep their hash.
  const link = { number, at, action, kind, actor: { accountId: actorId, role: actorRole }, resource, breakGlass, previousHash };
  return { ...link, hash: canonicalHash(link) };
};

/** The number of the first link that does not follow from the one before, or nothing if the chain is whole. */
export const firstBrokenLink = (entries: readonly AuditEntry[]): number | undefined => {
  let previousHash = CHAIN_START;
  let number = 1;
  for (const { hash, ...link } of entries) {
    if (link.number !== number || link.previousHash !== previousHash || canonicalHash(link) !== hash) return number;
    previousHash = hash;
    number += 1;
  }
  return undefined;
};

/** Adds one access to its person's chain: link, head and mark in one transaction, once for each event. */
export const addToChain = async (table: Table, event: { id: string; at: Instant; data: Access }): Promise<'added' | 'known'> => {
  const { subjectId } = event.data;
  const known = new ApiError('command-in-progress', 'This access is in the chain');
  const moved = new ApiError('try-again', 'The chain grew meanwhile');
  for (;;) {
    const head = await table.find(auditHead, { subjectId });
    const entry = linkOf(event.data, event.at, (head?.number ?? 0) + 1, head?.hash ?? CHAIN_START);
    try {
      await table.transact([
        put(auditSeen.make({ subjectId, eventId: event.id }, { number: entry.number, expiresAt: ttlAfter(event.at, SEEN_DAYS) })).ifNew(
          known,
        ),
        put(auditHead.make({ subjectId }, { subjectId, number: entry.number, hash: entry.hash, at: event.at })).when(
          head ? attribute('hash').is(head.hash) : absent,
          moved,
        ),
        put(auditEntry.make({ subjectId, number: entry.number }, { ...entry, subjectId })).ifNew(moved),
      ]);
      return 'added';
    } catch (error) {
      if (error === known) return 'known';
      if (error !== moved) throw error;
    }
  }
};
