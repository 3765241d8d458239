import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** `pool` says whose directory the account is in. */
export const AccountDeactivated = defineEvent(
  'account-deactivated',
  1,
  z.object({ accountId: z.string(), pool: z.enum(['people', 'admins']) }),
);
