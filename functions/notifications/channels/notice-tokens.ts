import { randomBytes } from 'node:crypto';

import type { Table } from '../../shared/table/table.ts';
import { put } from '../../shared/table/write.ts';
import { type Instant, later, ttlAfter } from '../../shared/values.ts';
import { noticeToken, type StoredNotification, tokenKey } from '../items.ts';

const GOOD_DAYS = { 'confirm-and-answer': 1, 'stop-email': 90 } as const;

/** A new token for one send, kept as its hash before the send: whoever sends again makes another one, and both are good. */
export const issueToken = async (
  table: Table,
  { accountId, notificationId, about }: StoredNotification,
  may: keyof typeof GOOD_DAYS,
  now: Instant,
): Promise<string> => {
  const token = randomBytes(24).toString('base64url');
  const days = GOOD_DAYS[may];
  await table.transact([
    put(
      noticeToken.make(tokenKey(token), {
        accountId,
        notificationId,
        may,
        about,
        goodUntil: later(now, days * 86_400),
        expiresAt: ttlAfter(now, days + 1),
      }),
    ),
  ]);
  return token;
};
