import * as z from 'zod';

import { defineServiceEvent } from '../envelope.ts';

/**
 * Somebody has told their mail program that a letter is spam.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html#event-publishing-retrieving-sns-contents-complaint-object
 */
export const EmailComplained = defineServiceEvent(
  'aws.ses',
  'Email Complaint Received',
  z.object({
    mail: z.object({
      messageId: z.string(),
      destination: z.array(z.string()),
      tags: z.record(z.string(), z.array(z.string())).optional(),
    }),
    complaint: z.object({ complainedRecipients: z.array(z.object({ emailAddress: z.string() })) }),
  }),
);
