import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { Instant } from '../shared/values.ts';

/** One thing that somebody did to, or saw of, one person's record. */
export const AuditEntry = z.object({
  /** From 1, without gaps, per person. */
  number: z.int().min(1),
  at: Instant,
  /** What: the operation's name, such as `consultation-notes.sign`. */
  action: z.string(),
  /** `write`: changed something. `read`: looked at somebody else's record; who keeps a list open looks once a quarter of an hour. */
  kind: z.enum(['write', 'read']),
  actor: z.object({ accountId: z.string(), role: z.enum(['patient', 'doctor', 'health-worker', 'responder', 'admin', 'arogya']) }),
  /** The record: `consultation-note#<id>`. */
  resource: z.string(),
  /** A look that nothing but an emergency allowed: the person had not agreed. */
  breakGlass: z.literal(true).optional(),
  /** SHA-256, hex, over the entry's canonical JSON with `previousHash`. */
  hash: z.string(),
  previousHash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const auditRoutes = {
  listMine: route({
    method: 'GET',
    path: '/me/audit',
    summary: 'Who did or saw what in the caller’s record, newest first',
    allow: ['patient'],
    query: pageQuery,
    reply: z.array(AuditEntry),
    meta: PageMeta,
  }),
};
