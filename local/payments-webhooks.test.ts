import Razorpay from 'razorpay';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Received, type Sandbox, startSandbox } from './payments-testing.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const newOrder = async () => (await sandbox.razorpay().orders.create({ amount: 50_000, currency: 'INR' })).id;
const isGenuine = ({ body, signature }: Received) => Razorpay.validateWebhookSignature(body, signature, sandbox.secret().webhookSecret);
const statuses = () =>
  sandbox
    .payments()
    .view()
    .webhooks.map(({ event, status }) => `${event} ${status}`)
    .reverse();

test('a payment is told in three signed messages, each a snapshot of its time', async () => {
  const orderId = await newOrder();
  sandbox.payments().pay(orderId, 'paid');
  await sandbox.until(() => sandbox.received.length === 3);
  expect(sandbox.events()).toEqual(['payment.authorized', 'payment.captured', 'order.paid']);
  expect(sandbox.received.every(isGenuine)).toBe(true);
  expect(new Set(sandbox.received.map(({ eventId }) => eventId)).size).toBe(3);
  const [authorized, captured, paid] = sandbox.received.map(({ body }) => JSON.parse(body));
  expect(authorized).toMatchObject({
    entity: 'event',
    account_id: expect.stringMatching(/^acc_/),
    contains: ['payment'],
    payload: { payment: { entity: { order_id: orderId, status: 'authorized', captured: false, amount: 50_000 } } },
  });
  expect(captured.payload.payment.entity).toMatchObject({ status: 'captured', captured: true });
  expect(paid).toMatchObject({ contains: ['payment', 'order'], payload: { order: { entity: { id: orderId, status: 'paid' } } } });
});

test('a failed payment and a refund are told', async () => {
  const orderId = await newOrder();
  sandbox.payments().pay(orderId, 'failed');
  const payment = sandbox.payments().pay(orderId, 'paid');
  await sandbox.razorpay().payments.refund(payment?.id ?? '', { amount: 10_000 });
  sandbox.later(1_000);
  await sandbox.until(() => sandbox.received.length === 6);
  expect(sandbox.events()).toEqual([
    'payment.failed',
    'payment.authorized',
    'payment.captured',
    'order.paid',
    'refund.created',
    'refund.processed',
  ]);
  expect(JSON.parse(sandbox.received[5]?.body ?? '')).toMatchObject({
    contains: ['refund', 'payment'],
    payload: {
      refund: { entity: { amount: 10_000, status: 'processed', payment_id: payment?.id } },
      payment: { entity: { amount_refunded: 10_000, refund_status: 'partial' } },
    },
  });
});

test('a message that is not taken comes again, the same one, also after a restart', async () => {
  sandbox.answers.push(500, 503);
  sandbox.payments().pay(await newOrder(), 'failed');
  const answer = () => sandbox.payments().view().webhooks[0]?.answer;
  await sandbox.until(() => answer() === '500');
  await sandbox.restart();
  sandbox.later(10_000);
  await sandbox.until(() => answer() === '503');
  sandbox.later(10_000);
  await sandbox.until(() => statuses()[0] === 'payment.failed delivered');
  expect(new Set(sandbox.received.map(({ eventId, body }) => eventId + body)).size).toBe(1);
  expect(sandbox.payments().view().webhooks).toMatchObject([{ tries: 3, answer: '200' }]);
});

test('a message that nobody takes for a day is given up, and can be sent again', async () => {
  sandbox.answers.push(500, 500);
  sandbox.payments().pay(await newOrder(), 'failed');
  await sandbox.until(() => sandbox.received.length === 1);
  sandbox.later(25 * 60 * 60_000);
  await sandbox.until(() => statuses()[0] === 'payment.failed given-up');
  expect(sandbox.payments().sendAgain(sandbox.payments().view().webhooks[0]?.number ?? 0)).toBe(true);
  await sandbox.until(() => statuses()[0] === 'payment.failed delivered');
  expect(sandbox.payments().sendAgain(4711)).toBe(false);
});

test('a lost message is never sent, until somebody sends it', async () => {
  sandbox.faults.add({ kind: 'webhook-lost', event: 'payment.captured' });
  sandbox.payments().pay(await newOrder(), 'paid');
  await sandbox.until(() => sandbox.received.length === 2);
  expect(sandbox.events()).toEqual(['payment.authorized', 'order.paid']);
  expect(statuses()[1]).toBe('payment.captured lost');
  const lost = sandbox
    .payments()
    .view()
    .webhooks.find(({ status }) => status === 'lost');
  sandbox.payments().sendAgain(lost?.number ?? 0);
  await sandbox.until(() => sandbox.events().includes('payment.captured'));
});

test('a repeated message has the same event id, and a forged one a signature that does not hold', async () => {
  sandbox.faults.add({ kind: 'webhook-repeated', event: 'payment.captured' });
  sandbox.faults.add({ kind: 'webhook-forged', event: 'order.paid' });
  sandbox.payments().pay(await newOrder(), 'paid');
  await sandbox.until(() => sandbox.received.length === 5);
  expect(sandbox.events()).toEqual(['payment.authorized', 'payment.captured', 'payment.captured', 'order.paid', 'order.paid']);
  expect(sandbox.received[1]?.eventId).toBe(sandbox.received[2]?.eventId);
  expect(sandbox.received.map(isGenuine)).toEqual([true, true, true, false, true]);
});

test('a forged message that is refused is not tried again', async () => {
  sandbox.answers.push(401);
  sandbox.faults.add({ kind: 'webhook-forged' });
  sandbox.payments().pay(await newOrder(), 'failed');
  await sandbox.until(() => sandbox.received.length === 2);
  expect(statuses()).toEqual(['payment.failed refused', 'payment.failed delivered']);
});

test('messages that are held back go in reverse', async () => {
  sandbox.faults.add({ kind: 'webhook-reordered', times: 3 });
  sandbox.payments().pay(await newOrder(), 'paid');
  await sandbox.until(() => sandbox.received.length === 3);
  expect(sandbox.events()).toEqual(['order.paid', 'payment.captured', 'payment.authorized']);
});

test('messages that are held back for more go when no more come', async () => {
  sandbox.faults.add({ kind: 'webhook-reordered', times: 5 });
  sandbox.payments().pay(await newOrder(), 'paid');
  await sandbox.until(() => statuses().every((status) => status.endsWith('held')));
  expect(sandbox.received).toEqual([]);
  sandbox.later(5_000);
  await sandbox.until(() => sandbox.received.length === 3);
  expect(sandbox.events()).toEqual(['order.paid', 'payment.captured', 'payment.authorized']);
});

test('a late message comes after its time, when the others have long come', async () => {
  sandbox.faults.add({ kind: 'webhook-late', event: 'payment.authorized', milliseconds: 60_000 });
  sandbox.payments().pay(await newOrder(), 'paid');
  await sandbox.until(() => sandbox.received.length === 2);
  expect(sandbox.events()).toEqual(['payment.captured', 'order.paid']);
  sandbox.later(60_000);
  await sandbox.until(() => sandbox.received.length === 3);
  expect(sandbox.events()[2]).toBe('payment.authorized');
});
