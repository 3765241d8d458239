import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** An appointment wants an order at the payment provider. */
export const PaymentOrderRequested = defineEvent('payment-order-requested', 1, z.object({ appointmentId: z.string() }));
