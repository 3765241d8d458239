import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A patient has taken back what somebody could read. */
export const ConsentWithdrawn = defineEvent(
  'consent-withdrawn',
  1,
  z.object({ consentId: z.string(), patientId: z.string(), readerId: z.string() }),
);
