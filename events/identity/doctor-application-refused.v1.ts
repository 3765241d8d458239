import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

export const DoctorApplicationRefused = defineEvent(
  'doctor-application-refused',
  1,
  z.object({ applicationId: z.string(), accountId: z.string() }),
);
