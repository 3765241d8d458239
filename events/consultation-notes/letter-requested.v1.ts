import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The doctor asked for the letter of one signed version to be sent. */
export const LetterRequested = defineEvent('letter-requested', 1, z.object({ noteId: z.string(), version: z.int().min(1) }));
