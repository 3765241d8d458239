import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A doctor has taken access to a patient’s record in an emergency, without being let in. */
export const EmergencyAccessTaken = defineEvent(
  'emergency-access-taken',
  1,
  z.object({ consentId: z.string(), patientId: z.string(), readerId: z.string() }),
);
