import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** There is something new in a person's inbox, or something in it was read. */
export const InboxChanged = defineEvent('inbox-changed', 1, z.object({ accountId: z.string() }));
