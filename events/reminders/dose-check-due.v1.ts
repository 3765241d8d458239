import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** It is time to look at a dose again: its snooze is over, its caregivers are to be told, or it counts as missed. */
export const DoseCheckDue = defineEvent(
  'dose-check-due',
  1,
  z.object({
    patientId: z.string(),
    doseId: z.string(),
    look: z.enum(['snooze-over', 'tell-caregivers', 'missed']),
  }),
);
