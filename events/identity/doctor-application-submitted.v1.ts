import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

export const DoctorApplicationSubmitted = defineEvent(
  'doctor-application-submitted',
  1,
  z.object({ applicationId: z.string(), accountId: z.string() }),
);
