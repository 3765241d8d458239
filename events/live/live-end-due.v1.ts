import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The token behind an open connection is over: it is closed, unless it ended before. */
export const LiveEndDue = defineEvent('live-end-due', 1, z.object({ accountId: z.string(), connectionId: z.string() }));
