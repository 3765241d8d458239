import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** Somebody waits for a payment whose message has not come: ask the provider. */
export const PaymentCheckRequested = defineEvent('payment-check-requested', 1, z.object({ appointmentId: z.string() }));
