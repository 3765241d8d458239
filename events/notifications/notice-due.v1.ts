import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A notification that waited for the end of quiet hours is to be sent. */
export const NoticeDue = defineEvent('notice-due', 1, z.object({ recipientId: z.string(), notificationId: z.string() }));
