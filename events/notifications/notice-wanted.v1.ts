import * as z from 'zod';

import { Instant } from '../../functions/shared/values.ts';
import { defineEvent } from '../envelope.ts';

/**
 * Somebody is to be told something. `noticeId` is the same however often it is wanted: two of one id are one notification.
 * `about` holds ids only; the words are found when it is planned, and its reason is looked at again before each send.
 */
export const NoticeWanted = defineEvent(
  'notice-wanted',
  1,
  z.object({
    noticeId: z.string().min(1).max(256),
    recipientId: z.string(),
    kind: z.string(),
    about: z.object({
      patientId: z.string().optional(),
      doseId: z.string().optional(),
      reminderId: z.string().optional(),
      linkId: z.string().optional(),
      appointmentId: z.string().optional(),
      documentId: z.string().optional(),
      consentId: z.string().optional(),
      /** Of an appointment: the start that is spoken of. Once it has another one, this is no news any more. */
      startsAt: Instant.optional(),
      minutesBefore: z.int().optional(),
    }),
  }),
);
