import * as z from 'zod';

import { defineServiceEvent } from '../envelope.ts';

/**
 * What became of an SMS. Carriers of some countries say `SUCCESSFUL` where others say `DELIVERED`.
 * https://docs.aws.amazon.com/sms-voice/latest/userguide/monitor-event-bridge.html
 */
export const TextMessageReported = defineServiceEvent(
  'aws.sms-voice',
  'Text Message Delivery Status Updated',
  z.object({
    messageId: z.string(),
    messageStatus: z.string(),
    /** Whether nothing more comes of this message. */
    isFinal: z.boolean(),
    /** What we had sent with it. */
    context: z.record(z.string(), z.string()).optional(),
  }),
);
