import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** Something changed that the open screens of an account show: it is in the account’s log, from this place on. */
export const LiveLogged = defineEvent('live-logged', 1, z.object({ accountId: z.string(), cursor: z.int().min(1) }));
