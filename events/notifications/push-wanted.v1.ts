import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** One notification is to go to one person by Web Push: what is planned in its delivery. */
export const PushWanted = defineEvent('push-wanted', 1, z.object({ recipientId: z.string(), notificationId: z.string() }));
