import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A patient wants a lab report among their files to be read. */
export const LabReportReadingRequested = defineEvent(
  'lab-report-reading-requested',
  1,
  z.object({ importId: z.string(), patientId: z.string() }),
);
