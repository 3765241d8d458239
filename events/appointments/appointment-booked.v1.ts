import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A patient asked for a time; `status` says whether it is confirmed already. */
export const AppointmentBooked = defineEvent(
  'appointment-booked',
  1,
  z.object({ appointmentId: z.string(), doctorId: z.string(), patientId: z.string(), status: z.enum(['REQUESTED', 'CONFIRMED']) }),
);
