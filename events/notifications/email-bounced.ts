import * as z from 'zod';

import { defineServiceEvent } from '../envelope.ts';

/**
 * A letter came back: `Permanent` if there is no such address, else after SES had tried for hours.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html#event-publishing-retrieving-sns-contents-bounce-object
 */
export const EmailBounced = defineServiceEvent(
  'aws.ses',
  'Email Bounced',
  z.object({
    mail: z.object({
      messageId: z.string(),
      destination: z.array(z.string()),
      tags: z.record(z.string(), z.array(z.string())).optional(),
    }),
    bounce: z.object({
      bounceType: z.enum(['Undetermined', 'Permanent', 'Transient']),
      bouncedRecipients: z.array(z.object({ emailAddress: z.string() })),
    }),
  }),
);
