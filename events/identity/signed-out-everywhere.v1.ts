import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

export const SignedOutEverywhere = defineEvent(
  'signed-out-everywhere',
  1,
  z.object({ accountId: z.string(), pool: z.enum(['people', 'admins']) }),
);
