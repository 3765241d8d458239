import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A file has passed every check and can be read. */
export const DocumentAvailable = defineEvent('document-available', 1, z.object({ documentId: z.string(), patientId: z.string() }));
