import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** One notification is to go to one person by WhatsApp: what is planned in its delivery. */
export const WhatsappWanted = defineEvent('whatsapp-wanted', 1, z.object({ recipientId: z.string(), notificationId: z.string() }));
