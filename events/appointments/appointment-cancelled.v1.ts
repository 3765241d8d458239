import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** It will not take place. `reason` is the contract’s `CancelReason`. */
export const AppointmentCancelled = defineEvent(
  'appointment-cancelled',
  1,
  z.object({ appointmentId: z.string(), doctorId: z.string(), patientId: z.string(), reason: z.string() }),
);
