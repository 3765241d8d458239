import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

export const NoteSigned = defineEvent(
  'note-signed',
  1,
  z.object({ noteId: z.string(), patientId: z.string(), doctorId: z.string(), version: z.int().min(1) }),
);
