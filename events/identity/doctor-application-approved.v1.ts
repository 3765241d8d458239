import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

export const DoctorApplicationApproved = defineEvent(
  'doctor-application-approved',
  1,
  z.object({ applicationId: z.string(), accountId: z.string() }),
);
