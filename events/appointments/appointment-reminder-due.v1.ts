import * as z from 'zod';

import { Instant } from '../../functions/shared/values.ts';
import { defineEvent } from '../envelope.ts';

/** It is time to remind a patient. `startsAt` is the start that it was set for: a moved appointment has others. */
export const AppointmentReminderDue = defineEvent(
  'appointment-reminder-due',
  1,
  z.object({
    appointmentId: z.string(),
    startsAt: Instant,
    minutesBefore: z.union([z.literal(1440), z.literal(60), z.literal(15)]),
    channel: z.enum(['email']),
  }),
);
