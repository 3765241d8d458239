import { describe, expect, test } from 'vitest';

import { ApiError } from '../shared/http/errors.ts';
import type { Instant } from '../shared/values.ts';
import { isSigned, signatureOf } from './signature.ts';
import { isStale, messageOf, toldBy } from './webhook.ts';

const now = '2026-11-20T07:05:00Z' as Instant;
const seconds = Date.parse(now) / 1000;

const payment = (changes: object = {}) => ({
  id: 'pay_29QQoUBi66xm2f',
  entity: 'payment',
  order_id: 'order_9A33XWu170gUtm',
  amount: 50_000,
  currency: 'INR',
  status: 'captured',
  captured: true,
  notes: [],
  email: 'asha@arogya.example',
  created_at: seconds - 60,
  ...changes,
});
const refund = (changes: object = {}) => ({
  id: 'rfnd_FP8QHiV938haTz',
  entity: 'refund',
  payment_id: 'pay_29QQoUBi66xm2f',
  amount: 20_000,
  currency: 'INR',
  receipt: 'pay_29QQoUBi66xm2f-r1',
  status: 'processed',
  created_at: seconds - 30,
  ...changes,
});
const ofPayment = (event: string, changes?: object) => ({
  event,
  created_at: seconds,
  payload: { payment: { entity: payment(changes) } },
});
const ofRefund = (event: string, paymentChanges?: object) => ({
  event,
  created_at: seconds,
  payload: { refund: { entity: refund() }, payment: { entity: payment(paymentChanges) } },
});
const read = (message: object) => toldBy(messageOf(JSON.stringify(message)));

describe('a signature', () => {
  const text = '{"event":"payment.captured","name":"आशा"}';

  test('is good for the bytes and the secret that made it', () => {
    expect(isSigned(text, signatureOf(text, 'secret'), 'secret')).toBe(true);
    // As `openssl dgst -sha256 -hmac secret` says.
    expect(signatureOf('abc', 'secret')).toBe('9946dad4e00e913fc8be8e5d3f7e110a4a9e832f83fb09c345285d78638d8a0e');
  });

  test.each([
    ['of another text', `${text} `, signatureOf(text, 'secret')],
    ['with another secret', text, signatureOf(text, 'Secret')],
    ['that is missing', text, undefined],
    ['that is empty', text, ''],
    ['cut short', text, signatureOf(text, 'secret').slice(0, 63)],
    ['that is no hex', text, 'z'.repeat(64)],
  ])('%s is not', (_, signedText, signature) => {
    expect(isSigned(signedText, signature, 'secret')).toBe(false);
  });
});

describe('what a message tells', () => {
  test.each([
    ['payment.authorized', 'authorized'],
    ['payment.captured', 'captured'],
    ['order.paid', 'captured'],
    ['payment.failed', 'failed'],
  ])('%s is a payment’s line, %s', (event, kind) => {
    expect(read(ofPayment(event))).toEqual({
      orderId: 'order_9A33XWu170gUtm',
      named: undefined,
      lines: [
        {
          kind,
          providerId: 'pay_29QQoUBi66xm2f',
          providerPaymentId: 'pay_29QQoUBi66xm2f',
          amountPaise: 50_000,
          at: '2026-11-20T07:04:00Z',
        },
      ],
    });
  });

  test.each([
    ['refund.created', 'refunded'],
    ['refund.processed', 'refunded'],
    ['refund.failed', 'refund-failed'],
  ])('%s is a refund’s line, %s, and its payment’s, which may not have been told yet', (event, kind) => {
    expect(read(ofRefund(event))?.lines).toEqual([
      ...(read(ofPayment('payment.captured'))?.lines ?? []),
      {
        kind,
        providerId: 'rfnd_FP8QHiV938haTz',
        providerPaymentId: 'pay_29QQoUBi66xm2f',
        amountPaise: 20_000,
        at: '2026-11-20T07:04:30Z',
      },
    ]);
  });

  test('a refund that Razorpay makes by itself, of a payment that was never captured, is no line of ours', () => {
    expect(read(ofRefund('refund.processed', { status: 'refunded', captured: false }))).toBeUndefined();
  });

  test('what is not about an order, or not about money, is nothing', () => {
    expect(read(ofPayment('payment.captured', { order_id: null }))).toBeUndefined();
    expect(read(ofPayment('payment.dispute.created'))).toBeUndefined();
    expect(read({ event: 'settlement.processed', created_at: seconds, payload: { settlement: {} } })).toBeUndefined();
    expect(read({ event: 'toString', created_at: seconds })).toBeUndefined();
  });

  test('dollars are not counted as paise', () => {
    expect(read(ofPayment('payment.captured', { currency: 'USD' }))?.lines).toEqual([]);
  });

  test('the order’s notes, which the browser never held, come before the payment’s', () => {
    const notes = { appointmentId: 'of-the-payment' };
    const message = ofPayment('order.paid', { notes });
    expect(read(message)?.named).toBe('of-the-payment');
    const order = { id: 'order_9A33XWu170gUtm', amount: 50_000, currency: 'INR', created_at: seconds };
    const withOrder = { ...message, payload: { ...message.payload, order: { entity: { ...order, notes: { appointmentId: 'mine' } } } } };
    expect(read(withOrder)?.named).toBe('mine');
  });

  test('one that lacks what Razorpay promises is refused by the name of the field, without its values', () => {
    const refusal = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return error as ApiError;
      }
      throw new Error('was not refused');
    };
    expect(refusal(() => messageOf('{"event": '))).toMatchObject({ code: 'malformed-json' });
    expect(refusal(() => read({ event: 'payment.captured' }))).toMatchObject({ message: 'body.created_at is required' });
    const wrong = refusal(() => read(ofPayment('payment.captured', { amount: 'Asha Verma' })));
    expect(wrong).toBeInstanceOf(ApiError);
    expect(wrong.code).toBe('invalid-request');
    expect(wrong.message).toContain('body.payload.payment.entity.amount');
    expect(JSON.stringify([wrong.message, wrong.details])).not.toContain('Asha');
  });
});

test.each([
  ['of this moment', 0, false],
  ['that Razorpay has tried to deliver for 24 hours', -24 * 3_600, false],
  ['of 25 hours ago, to the second', -25 * 3_600, false],
  ['a second older than that', -25 * 3_600 - 1, true],
  ['of five minutes from now', 300, false],
  ['a second later than that', 301, true],
  // Milliseconds where seconds are meant.
  ['of the year 58000', seconds * 999, true],
])('a message %s: stale is %s', (_, after, stale) => {
  expect(isStale({ event: 'payment.captured', created_at: seconds + after }, now)).toBe(stale);
});
