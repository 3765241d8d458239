import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The appointment stands: it is paid, or free of charge. */
export const AppointmentConfirmed = defineEvent(
  'appointment-confirmed',
  1,
  z.object({ appointmentId: z.string(), doctorId: z.string(), patientId: z.string() }),
);
