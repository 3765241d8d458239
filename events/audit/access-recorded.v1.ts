import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** Somebody wrote to, or read, one person's record. */
export const AccessRecorded = defineEvent(
  'access-recorded',
  1,
  z.object({
    /** Whose record: a patient's id, or the account that an admin acted on. */
    subjectId: z.string(),
    actorId: z.string(),
    /** `arogya`: by itself, as when a payment confirms an appointment. */
    actorRole: z.enum(['patient', 'doctor', 'health-worker', 'responder', 'admin', 'arogya']),
    action: z.string(),
    kind: z.enum(['write', 'read']),
    resource: z.string(),
    /** Of a read that nothing but an emergency allowed: the person had not agreed. */
    breakGlass: z.literal(true).optional(),
  }),
);
