import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** A hold is over, or a while has passed since: ask the provider what became of the payment. `round` counts from 0, at the hold’s end. */
export const PaymentCheckDue = defineEvent('payment-check-due', 1, z.object({ appointmentId: z.string(), round: z.int().min(0).max(3) }));
