import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A person's clock times are in another zone now: the reminder's next dose is to be planned anew. */
export const ReminderZoneChanged = defineEvent('reminder-zone-changed', 1, z.object({ patientId: z.string(), reminderId: z.string() }));
