import * as z from 'zod';

import { Instant } from '../../functions/shared/values.ts';
import { defineEvent } from '../envelope.ts';

/** It was moved. `from` and `to` are starts. */
export const AppointmentRescheduled = defineEvent(
  'appointment-rescheduled',
  1,
  z.object({ appointmentId: z.string(), doctorId: z.string(), patientId: z.string(), from: Instant, to: Instant }),
);
