import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** It is time to see whether a channel has confirmed that a notification arrived; if not, the next channel takes its turn. */
export const FallbackDue = defineEvent(
  'fallback-due',
  1,
  z.object({ recipientId: z.string(), notificationId: z.string(), channel: z.string() }),
);
