import { randomText } from './secrets.ts';

type Notes = Record<string, string> | [];

/** Razorpay's entities (razorpay.com/docs/api), as far as an account with UPI only sees them. Amounts in paise, times in epoch seconds. */
export type Order = {
  id: string;
  entity: 'order';
  amount: number;
  amount_paid: number;
  amount_due: number;
  currency: 'INR';
  receipt: string | null;
  offer_id: null;
  status: 'created' | 'attempted' | 'paid';
  attempts: number;
  notes: Notes;
  created_at: number;
};

export type Payment = {
  id: string;
  entity: 'payment';
  amount: number;
  currency: 'INR';
  status: 'created' | 'authorized' | 'captured' | 'refunded' | 'failed';
  order_id: string;
  invoice_id: null;
  international: false;
  method: 'upi';
  amount_refunded: number;
  refund_status: null | 'partial' | 'full';
  captured: boolean;
  description: string | null;
  card_id: null;
  bank: null;
  wallet: null;
  vpa: string;
  email: string | null;
  contact: string | null;
  notes: Notes;
  fee: number | null;
  tax: number | null;
  error_code: string | null;
  error_description: string | null;
  error_source: string | null;
  error_step: string | null;
  error_reason: string | null;
  acquirer_data: { rrn: string | null };
  created_at: number;
};

export type Refund = {
  id: string;
  entity: 'refund';
  amount: number;
  currency: 'INR';
  payment_id: string;
  notes: Notes;
  receipt: string | null;
  acquirer_data: { arn: string | null };
  created_at: number;
  batch_id: null;
  status: 'pending' | 'processed' | 'failed';
  speed_requested: 'normal';
  speed_processed: 'normal' | null;
};

export type Entity = Order | Payment | Refund;

const idOf = (prefix: string) => `${prefix}_${randomText(14)}`;
const seconds = (now: number) => Math.floor(now / 1000);

export const newOrder = (asked: { amount: number; receipt?: string | undefined; notes?: Notes | undefined }, now: number): Order => ({
  id: idOf('order'),
  entity: 'order',
  amount: asked.amount,
  amount_paid: 0,
  amount_due: asked.amount,
  currency: 'INR',
  receipt: asked.receipt ?? null,
  offer_id: null,
  status: 'created',
  attempts: 0,
  notes: asked.notes ?? [],
  created_at: seconds(now),
});

export const newPayment = (
  order: Order,
  about: { description?: string | undefined; notes?: Record<string, string> },
  now: number,
): Payment => ({
  id: idOf('pay'),
  entity: 'payment',
  amount: order.amount,
  currency: 'INR',
  status: 'created',
  order_id: order.id,
  invoice_id: null,
  international: false,
  method: 'upi',
  amount_refunded: 0,
  refund_status: null,
  captured: false,
  description: about.description ?? null,
  card_id: null,
  bank: null,
  wallet: null,
  vpa: 'practice@upi',
  email: null,
  contact: null,
  notes: about.notes ?? [],
  fee: null,
  tax: null,
  error_code: null,
  error_description: null,
  error_source: null,
  error_step: null,
  error_reason: null,
  acquirer_data: { rrn: null },
  created_at: seconds(now),
});

export const newRefund = (
  payment: Payment,
  asked: { amount: number; receipt?: string | undefined; notes?: Notes | undefined },
  now: number,
): Refund => ({
  id: idOf('rfnd'),
  entity: 'refund',
  amount: asked.amount,
  currency: 'INR',
  payment_id: payment.id,
  notes: asked.notes ?? [],
  receipt: asked.receipt ?? null,
  acquirer_data: { arn: null },
  created_at: seconds(now),
  batch_id: null,
  status: 'pending',
  speed_requested: 'normal',
  speed_processed: null,
});
