import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The doctor has ended the consultation. */
export const AppointmentCompleted = defineEvent(
  'appointment-completed',
  1,
  z.object({ appointmentId: z.string(), doctorId: z.string(), patientId: z.string() }),
);
