import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** One notification is to go to one person by e-mail: what is planned in its delivery. */
export const EmailWanted = defineEvent('email-wanted', 1, z.object({ recipientId: z.string(), notificationId: z.string() }));
