import * as z from 'zod';

import { Doctor } from '../identity/contract.ts';
import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { Instant, Paise } from '../shared/values.ts';

/**
 * Follows from the ledger, whatever order its entries came in.
 * `not-needed`: nothing to pay. `waiting`: not paid. `authorized`: the bank has said yes, the money is not ours yet. `paid`.
 * `refund-due`: a refund is decided and on its way. `partly-refunded`, `refunded`. `refund-failed`: the provider could not
 * give back; somebody must look. `void`: cancelled before anything was paid.
 */
export const PaymentStatus = z.enum([
  'not-needed',
  'waiting',
  'authorized',
  'paid',
  'refund-due',
  'partly-refunded',
  'refunded',
  'refund-failed',
  'void',
]);
export type PaymentStatus = z.infer<typeof PaymentStatus>;

/** One line of a payment's ledger: a fact that the provider told. */
export const LedgerKind = z.enum(['authorized', 'captured', 'failed', 'refunded', 'refund-failed']);
export type LedgerKind = z.infer<typeof LedgerKind>;

export const LedgerLine = z.object({
  kind: LedgerKind,
  /** Razorpay's id: of the payment, or of the refund. */
  providerId: z.string(),
  /** Razorpay's id of the payment that a refund belongs to; the same as `providerId` for a payment's own lines. */
  providerPaymentId: z.string(),
  amountPaise: Paise,
  /** When the provider says that it happened. */
  at: Instant,
});
export type LedgerLine = z.infer<typeof LedgerLine>;

/** The payment of one appointment. */
export const Payment = z.object({
  appointmentId: z.string(),
  doctor: Doctor.pick({ doctorId: true, name: true, registrationNumber: true }),
  patient: z.object({ patientId: z.string(), name: z.string() }),
  amountPaise: Paise,
  currency: z.literal('INR'),
  status: PaymentStatus,
  capturedPaise: Paise,
  refundedPaise: Paise,
  refundDuePaise: Paise,
  createdAt: Instant,
  paidAt: Instant.optional(),
});
export type Payment = z.infer<typeof Payment>;

/** A receipt with the doctor's registration number, as the Telemedicine Practice Guidelines 2020 ask. */
export const Receipt = Payment.extend({
  /** Short and readable, the same for ever: `AR-20261123-7F3K2Q`. */
  receiptNumber: z.string(),
  doctor: Doctor.pick({ doctorId: true, name: true, registrationNumber: true, council: true, qualification: true, specialty: true }),
  hospital: z.string(),
  visitAt: Instant,
  lines: z.array(LedgerLine.pick({ kind: true, amountPaise: true, at: true, providerId: true })),
});
export type Receipt = z.infer<typeof Receipt>;

/** Fields of the form that opens the provider's page; the amount is the order's and is not among them. */
export const Checkout = z.object({ url: z.url(), fields: z.record(z.string(), z.string()) });
export type Checkout = z.infer<typeof Checkout>;

export const PaymentOrder = z.object({
  appointmentId: z.string(),
  /** `preparing`: the provider has not answered yet; ask again in a second. */
  state: z.enum(['preparing', 'ready']),
  amountPaise: Paise,
  checkout: Checkout.optional(),
});
export type PaymentOrder = z.infer<typeof PaymentOrder>;

/** A doctor's month, Asia/Kolkata, by the day of the appointment. */
export const Earnings = z.object({
  month: z.string(),
  appointments: z.int().min(0),
  paidPaise: Paise,
  refundedPaise: Paise,
  /** Decided and not yet given back. */
  refundDuePaise: Paise,
  /** Paid less refunded less due. */
  netPaise: z.int(),
  byDay: z.array(z.object({ date: z.string(), appointments: z.int(), netPaise: z.int() })),
});
export type Earnings = z.infer<typeof Earnings>;

const appointmentParams = z.strictObject({ appointmentId: z.string().min(1).max(128) });

export const paymentRoutes = {
  createOrder: route({
    method: 'POST',
    path: '/appointments/{appointmentId}/payment-orders',
    summary: 'What opens the payment page; asks the provider for an order if there is none yet',
    allow: ['patient'],
    status: 201,
    params: appointmentParams,
    reply: PaymentOrder,
    errors: ['payment-not-waiting'],
    idempotent: true,
  }),
  checkPayment: route({
    method: 'POST',
    path: '/appointments/{appointmentId}/payment-checks',
    summary: 'Have the provider asked what became of the payment, should its message be late or lost',
    allow: ['patient'],
    status: 202,
    params: appointmentParams,
    reply: z.object({ appointmentId: z.string(), askedAt: Instant }),
    idempotent: true,
  }),
  receiveWebhook: route({
    method: 'POST',
    path: '/payments/webhook',
    summary: 'Razorpay tells what happened to a payment; a repeat has no effect',
    allow: { anyone: 'Razorpay has no account here: it signs each message with the webhook secret' },
    signed: true,
    reply: z.object({ outcome: z.enum(['recorded', 'known', 'ignored']) }),
    errors: ['webhook-forged', 'webhook-stale', 'invalid-request', 'malformed-json', 'body-too-large'],
  }),
  returnFromCheckout: route({
    method: 'POST',
    path: '/appointments/{appointmentId}/payment-return',
    summary: 'Where the provider’s page sends the browser back to; believes nothing of it and redirects to the appointment',
    allow: { anyone: 'It is a form sent by the provider’s page; it changes nothing and shows nothing' },
    params: appointmentParams,
    status: 303,
    reply: z.object({}),
  }),
  list: route({
    method: 'GET',
    path: '/payments',
    summary: 'The calling patient’s payments, newest first',
    allow: ['patient'],
    query: pageQuery,
    reply: z.array(Payment),
    meta: PageMeta,
  }),
  getReceipt: route({
    method: 'GET',
    path: '/appointments/{appointmentId}/receipt',
    summary: 'The receipt of a paid appointment, for its patient or its doctor',
    allow: ['patient', 'doctor'],
    params: appointmentParams,
    reply: Receipt,
  }),
  getEarnings: route({
    method: 'GET',
    path: '/me/earnings',
    summary: 'What the calling doctor’s appointments of one month brought',
    allow: ['doctor'],
    query: z.strictObject({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month like 2026-11') }),
    reply: Earnings,
  }),
};
