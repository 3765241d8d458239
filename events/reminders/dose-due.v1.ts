import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The next dose of a reminder has come due; whoever hears it looks which, and plans the one after. */
export const DoseDue = defineEvent('dose-due', 1, z.object({ patientId: z.string(), reminderId: z.string() }));
