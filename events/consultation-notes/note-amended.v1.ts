import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

export const NoteAmended = defineEvent(
  'note-amended',
  1,
  z.object({ noteId: z.string(), patientId: z.string(), doctorId: z.string(), version: z.int().min(2) }),
);
