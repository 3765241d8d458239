import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The patient did not come. */
export const AppointmentMissed = defineEvent(
  'appointment-missed',
  1,
  z.object({ appointmentId: z.string(), doctorId: z.string(), patientId: z.string() }),
);
