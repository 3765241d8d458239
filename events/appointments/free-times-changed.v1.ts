import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A doctor’s free times are not what they were; the directory’s line of the doctor is made anew. */
export const FreeTimesChanged = defineEvent('free-times-changed', 1, z.object({ doctorId: z.string() }));
