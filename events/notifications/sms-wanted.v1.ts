import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** One notification is to go to one person by SMS: what is planned in its delivery. */
export const SmsWanted = defineEvent('sms-wanted', 1, z.object({ recipientId: z.string(), notificationId: z.string() }));
