import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The time in which a file could be brought back is over. */
export const DocumentEraseDue = defineEvent('document-erase-due', 1, z.object({ documentId: z.string() }));
