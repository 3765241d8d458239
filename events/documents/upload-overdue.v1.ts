import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A day has passed since a file was announced: if it is not available by now it will not be. */
export const UploadOverdue = defineEvent('upload-overdue', 1, z.object({ documentId: z.string() }));
