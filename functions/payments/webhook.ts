import * as z from 'zod';

import { ApiError } from '../shared/http/errors.ts';
import { parsePart } from '../shared/http/parse.ts';
import { type Instant, later } from '../shared/values.ts';
import type { LedgerKind, LedgerLine } from './contract.ts';
import { Notes, namedIn, ProviderPayment, ProviderRefund, paymentLine, refundLine, wasCaptured } from './facts.ts';

/** Razorpay delivers again for 24 hours; an hour for its clock and ours. */
const OLDEST_SECONDS = 25 * 60 * 60;
const NEWEST_SECONDS = 5 * 60;

/** https://razorpay.com/docs/webhooks/payloads: `{ entity: 'event', event, created_at, payload: { payment: { entity } } }` */
const Message = z.object({ event: z.string(), created_at: z.int().positive(), payload: z.record(z.string(), z.unknown()).nullish() });
export type Message = z.infer<typeof Message>;

const PaymentPayload = z.object({
  payment: z.object({ entity: ProviderPayment }),
  order: z.object({ entity: z.object({ notes: Notes }) }).nullish(),
});
const RefundPayload = z.object({
  refund: z.object({ entity: ProviderRefund }),
  payment: z.object({ entity: ProviderPayment }),
});

/** What a message told of one order. */
export type Told = {
  readonly orderId: string;
  /** Which appointment its notes name, if any. */
  readonly named: string | undefined;
  readonly lines: readonly LedgerLine[];
};

const paymentEvents = new Map<string, Exclude<LedgerKind, 'refunded' | 'refund-failed'>>([
  ['payment.authorized', 'authorized'],
  ['payment.captured', 'captured'],
  ['payment.failed', 'failed'],
  ['order.paid', 'captured'],
]);
const refundEvents = new Map<string, 'refunded' | 'refund-failed'>([
  ['refund.created', 'refunded'],
  ['refund.processed', 'refunded'],
  ['refund.failed', 'refund-failed'],
]);

/** A message by its text; refuses what is not one. */
export const messageOf = (text: string): Message => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiError('malformed-json', 'body must be valid JSON.');
  }
  return parsePart(Message, json, 'body') as Message;
};

/** Whether a message is too old to be one that Razorpay still delivers, or from a time that has not come. */
export const isStale = ({ created_at }: Message, now: Instant): boolean =>
  created_at * 1000 < Date.parse(later(now, -OLDEST_SECONDS)) || created_at * 1000 > Date.parse(later(now, NEWEST_SECONDS));

/** What a message tells of a payment by order; undefined if it is none of those that count. */
export const toldBy = ({ event, payload }: Message): Told | undefined => {
  const ofPayment = paymentEvents.get(event);
  if (ofPayment) {
    const { payment, order } = parsePart(PaymentPayload, payload, 'body.payload') as z.infer<typeof PaymentPayload>;
    const { order_id, notes } = payment.entity;
    if (!order_id) return undefined;
    return { orderId: order_id, named: namedIn(order?.entity.notes) ?? namedIn(notes), lines: paymentLine(ofPayment, payment.entity) };
  }
  const ofRefund = refundEvents.get(event);
  if (ofRefund) {
    const { payment, refund } = parsePart(RefundPayload, payload, 'body.payload') as z.infer<typeof RefundPayload>;
    const { order_id, notes, captured } = payment.entity;
    // Of a payment that was never ours, Razorpay gives the money back by itself: no line of our ledger stands against it.
    if (!order_id || captured === false) return undefined;
    // What went back was ours before: a refund that is told before its payment brings the payment along.
    const paid = wasCaptured(payment.entity) ? paymentLine('captured', payment.entity) : [];
    return { orderId: order_id, named: namedIn(notes), lines: [...paid, ...refundLine(ofRefund, refund.entity)] };
  }
  return undefined;
};
