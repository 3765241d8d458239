import * as z from 'zod';

import { defineServiceEvent } from '../envelope.ts';

/**
 * SES has handed a letter to the mail server of its address.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const EmailDelivered = defineServiceEvent(
  'aws.ses',
  'Email Delivered',
  z.object({
    mail: z.object({
      messageId: z.string(),
      destination: z.array(z.string()),
      tags: z.record(z.string(), z.array(z.string())).optional(),
    }),
  }),
);
