import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** Money is to go back. `refundId` is ours, the same for every try. */
export const RefundRequested = defineEvent(
  'refund-requested',
  1,
  z.object({ appointmentId: z.string(), providerPaymentId: z.string(), refundId: z.string() }),
);
