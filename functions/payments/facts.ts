import * as z from 'zod';

import { type Instant, instantOf, Paise } from '../shared/values.ts';
import type { LedgerKind, LedgerLine } from './contract.ts';

/** What Razorpay says of orders, payments and refunds, read loosely: it may say more, and an empty `notes` is a list. */

export const Notes = z.union([z.record(z.string(), z.unknown()), z.array(z.unknown())]).nullish();
export type Notes = z.infer<typeof Notes>;

/** Whole seconds since 1970. */
const Seconds = z.int().positive();

export const ProviderOrder = z.object({
  id: z.string().min(1),
  amount: Paise,
  currency: z.string(),
  receipt: z.string().nullish(),
  created_at: Seconds,
});
export type ProviderOrder = z.infer<typeof ProviderOrder>;

export const ProviderPayment = z.object({
  id: z.string().min(1),
  order_id: z.string().nullish(),
  amount: Paise,
  currency: z.string(),
  status: z.enum(['created', 'authorized', 'captured', 'refunded', 'failed']),
  /** False of a payment that Razorpay gave back by itself because it was never captured. */
  captured: z.boolean().nullish(),
  notes: Notes,
  created_at: Seconds,
});
export type ProviderPayment = z.infer<typeof ProviderPayment>;

export const ProviderRefund = z.object({
  id: z.string().min(1),
  payment_id: z.string().min(1),
  amount: Paise,
  currency: z.string(),
  receipt: z.string().nullish(),
  /** `pending`: taken on, and with the bank. */
  status: z.enum(['pending', 'processed', 'failed']).nullish(),
  created_at: Seconds,
});
export type ProviderRefund = z.infer<typeof ProviderRefund>;

/** The appointment that notes of ours name. A payment's notes pass through the browser: a hint, never a proof. */
export const namedIn = (notes: Notes): string | undefined => {
  const named = notes && !Array.isArray(notes) ? notes.appointmentId : undefined;
  return typeof named === 'string' ? named : undefined;
};

const at = (seconds: number): Instant => instantOf(seconds * 1000);

// Every line bears the time at which its payment or refund was made, not that of the message: so it reads the same
// whichever message or check tells it first. What is not rupees cannot be counted in paise, and no order of ours asks for it.

export const paymentLine = (kind: Exclude<LedgerKind, 'refunded' | 'refund-failed'>, told: ProviderPayment): LedgerLine[] =>
  told.currency === 'INR'
    ? [{ kind, providerId: told.id, providerPaymentId: told.id, amountPaise: told.amount, at: at(told.created_at) }]
    : [];

export const refundLine = (kind: 'refunded' | 'refund-failed', told: ProviderRefund): LedgerLine[] =>
  told.currency === 'INR'
    ? [{ kind, providerId: told.id, providerPaymentId: told.payment_id, amountPaise: told.amount, at: at(told.created_at) }]
    : [];

/** Whether a payment was ours once. One that was only authorized goes back without us, and no refund of it is one of ours. */
export const wasCaptured = ({ status, captured }: ProviderPayment): boolean =>
  status === 'captured' || (status === 'refunded' && captured !== false);

/** The lines that a payment, as it is now, stands for. */
export const linesOfPayment = (told: ProviderPayment): LedgerLine[] => {
  if (wasCaptured(told)) return paymentLine('captured', told);
  return told.status === 'authorized' || told.status === 'failed' ? paymentLine(told.status, told) : [];
};

/** The line that a refund, as it is now, stands for. One that the bank still has is given back until it fails. */
export const linesOfRefund = (told: ProviderRefund): LedgerLine[] =>
  refundLine(told.status === 'failed' ? 'refund-failed' : 'refunded', told);
