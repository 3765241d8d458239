import * as z from 'zod';

import { defineEvent } from '../envelope.ts';

/** The ledger of a payment was looked at or grew: bring the appointment in line with it. */
export const PaymentReported = defineEvent('payment-reported', 1, z.object({ appointmentId: z.string() }));
