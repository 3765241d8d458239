import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Sandbox, startSandbox } from './payments-testing.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.stop());

const order = (more: object = {}) =>
  sandbox.razorpay().orders.create({ amount: 50_000, currency: 'INR', receipt: 'appointment-1', ...more });
const paid = async () => {
  const { id } = await order();
  const payment = sandbox.payments().pay(id, 'paid');
  if (!payment) throw new Error('no payment');
  return { orderId: id, paymentId: payment.id };
};
const refused = (description: string, statusCode = 400) =>
  expect.objectContaining({ statusCode, error: expect.objectContaining({ description }) });

test('an order is made and found again by its receipt, also after a restart', async () => {
  const made = await order({ notes: { appointment: '1' } });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^order_\w{14}$/),
    entity: 'order',
    amount: 50_000,
    amount_paid: 0,
    amount_due: 50_000,
    status: 'created',
    notes: { appointment: '1' },
  });
  await order({ receipt: 'appointment-2' });
  await sandbox.restart();
  const { count, items } = await sandbox.razorpay().orders.all({ receipt: 'appointment-1' });
  expect({ count, items }).toEqual({ count: 1, items: [made] });
  expect((await sandbox.razorpay().orders.all()).count).toBe(2);
  expect(await sandbox.razorpay().orders.fetch(made.id)).toEqual(made);
});

test('whoever has not the key is refused', async () => {
  await expect(sandbox.razorpay('guessed').orders.all()).rejects.toEqual(refused('Authentication failed', 401));
});

test.each([
  ['an order below one rupee', { amount: 99 }, 'Order amount less than minimum amount allowed'],
  ['a long receipt', { receipt: 'r'.repeat(41) }, 'The receipt may not be greater than 40 characters.'],
  ['an amount with paise after a point', { amount: 100.5 }, expect.stringContaining('amount')],
  ['another currency', { currency: 'USD' }, expect.stringContaining('currency')],
  ['a field that Razorpay does not know', { colour: 'red' }, 'colour is/are not required and should not be sent'],
])('%s is refused', async (_, more, description) => {
  await expect(order(more)).rejects.toEqual(refused(description));
});

test('what nobody made is not found', async () => {
  const { orders, payments, refunds } = sandbox.razorpay();
  await expect(orders.fetch('order_nobody')).rejects.toEqual(refused('The id provided does not exist'));
  await expect(payments.fetch('pay_nobody')).rejects.toEqual(refused('The id provided does not exist'));
  await expect(refunds.fetch('rfnd_nobody')).rejects.toEqual(refused('The id provided does not exist'));
});

test('a payment that failed can be tried again, and an order is paid once', async () => {
  const { id } = await order();
  sandbox.payments().pay(id, 'failed');
  expect(await sandbox.razorpay().orders.fetch(id)).toMatchObject({ status: 'attempted', attempts: 1, amount_due: 50_000 });
  const first = sandbox.payments().pay(id, 'paid');
  expect(sandbox.payments().pay(id, 'paid')?.id).toBe(first?.id);
  expect(await sandbox.razorpay().orders.fetch(id)).toMatchObject({ status: 'paid', attempts: 2, amount_paid: 50_000, amount_due: 0 });
  const { items } = await sandbox.razorpay().orders.fetchPayments(id);
  expect(items).toMatchObject([
    { status: 'captured', captured: true, amount: 50_000, fee: 1_180, tax: 180 },
    { status: 'failed', captured: false, error_code: 'BAD_REQUEST_ERROR' },
  ]);
  expect(await sandbox.razorpay().payments.fetch(items[0]?.id ?? '')).toEqual(items[0]);
});

test('a late payment comes after its time, also when the cloud was off meanwhile', async () => {
  const { id } = await order();
  const payment = sandbox.payments().pay(id, 'late', 330);
  expect(await sandbox.razorpay().payments.fetch(payment?.id ?? '')).toMatchObject({ status: 'created', captured: false });
  await sandbox.restart();
  sandbox.later(330_000);
  await sandbox.until(async () => (await sandbox.razorpay().orders.fetch(id)).status === 'paid');
});

test('a payment that the bank allows too late is not captured and goes back by itself', async () => {
  const { id } = await order({
    payment: {
      capture: 'automatic',
      capture_options: { automatic_expiry_period: 12, manual_expiry_period: 12, refund_speed: 'normal' },
    },
  });
  const payment = sandbox.payments().pay(id, 'late', 800);
  sandbox.later(800_000);
  await sandbox.until(async () => (await sandbox.razorpay().payments.fetch(payment?.id ?? '')).status !== 'created');
  sandbox.later(1_000);
  await sandbox.until(() => sandbox.events().includes('refund.processed'));
  expect(await sandbox.razorpay().payments.fetch(payment?.id ?? '')).toMatchObject({ status: 'refunded', captured: false });
  expect(await sandbox.razorpay().orders.fetch(id)).toMatchObject({ status: 'attempted', amount_paid: 0 });
  expect(sandbox.events()).toEqual(['payment.authorized', 'refund.created', 'refund.processed']);
});

test('a late payment of an order that was paid meanwhile is not taken a second time', async () => {
  const { id } = await order();
  const late = sandbox.payments().pay(id, 'late', 60);
  sandbox.payments().pay(id, 'paid');
  sandbox.later(60_000);
  await sandbox.until(async () => (await sandbox.razorpay().payments.fetch(late?.id ?? '')).status !== 'created');
  expect(await sandbox.razorpay().orders.fetch(id)).toMatchObject({ amount_paid: 50_000 });
  const { webhooks } = sandbox.payments().view();
  expect(webhooks.filter(({ event }) => event === 'payment.authorized')).toHaveLength(2);
  expect(webhooks.filter(({ event }) => event === 'payment.captured')).toHaveLength(1);
});

test('money is given back in parts, never more than was paid, and arrives later', async () => {
  const { paymentId } = await paid();
  const { payments, refunds } = sandbox.razorpay();
  const first = await payments.refund(paymentId, { amount: 20_000, receipt: 'refund-1' });
  expect(first).toMatchObject({ id: expect.stringMatching(/^rfnd_\w{14}$/), amount: 20_000, payment_id: paymentId, status: 'pending' });
  expect(await payments.fetch(paymentId)).toMatchObject({ status: 'captured', amount_refunded: 20_000, refund_status: 'partial' });
  await expect(payments.refund(paymentId, { amount: 30_001 })).rejects.toEqual(
    refused('The total refund amount is greater than the refund payment amount'),
  );
  await expect(payments.refund(paymentId, { amount: 99 })).rejects.toEqual(refused('The amount must be at least INR 1.00'));
  await payments.refund(paymentId, {});
  expect(await payments.fetch(paymentId)).toMatchObject({ status: 'refunded', amount_refunded: 50_000, refund_status: 'full' });
  await expect(payments.refund(paymentId, {})).rejects.toEqual(refused('The payment has been fully refunded already'));

  sandbox.later(1_000);
  await sandbox.until(async () => (await refunds.fetch(first.id)).status === 'processed');
  const { items } = await payments.fetchMultipleRefund(paymentId, {});
  expect(items).toMatchObject([{ amount: 30_000 }, { amount: 20_000, receipt: 'refund-1' }]);
  expect((await refunds.all()).items).toHaveLength(2);
});

test('what was not captured is not given back', async () => {
  const { id } = await order();
  const failed = sandbox.payments().pay(id, 'failed');
  await expect(sandbox.razorpay().payments.refund(failed?.id ?? '', {})).rejects.toEqual(
    refused('The payment status should be captured for action to be taken'),
  );
});

test('a refund that is asked for twice with one key is one refund', async () => {
  const { paymentId } = await paid();
  const { keyId, keySecret, apiUrl } = sandbox.secret();
  const ask = async (amount: number) => {
    const response = await fetch(`${apiUrl}/v1/payments/${paymentId}/refund`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${keyId}:${keySecret}`)}`,
        'content-type': 'application/json',
        'x-refund-idempotency': 'refund-of-appointment-1',
      },
      body: JSON.stringify({ amount }),
    });
    return { status: response.status, body: (await response.json()) as { id?: string } };
  };
  const first = await ask(1_000);
  expect(await ask(1_000)).toEqual(first);
  expect((await ask(2_000)).status).toBe(400);
  expect(await sandbox.razorpay().payments.fetch(paymentId)).toMatchObject({ amount_refunded: 1_000 });
});

test('a refund that the bank could not carry out can be asked for again', async () => {
  const { paymentId } = await paid();
  sandbox.faults.add({ kind: 'refund-failed' });
  const { id } = await sandbox.razorpay().payments.refund(paymentId, {});
  sandbox.later(1_000);
  await sandbox.until(async () => (await sandbox.razorpay().refunds.fetch(id)).status === 'failed');
  expect(await sandbox.razorpay().payments.fetch(paymentId)).toMatchObject({ status: 'captured', amount_refunded: 0 });
  await sandbox.until(() => sandbox.events().includes('refund.failed'));
  await expect(sandbox.razorpay().payments.refund(paymentId, {})).resolves.toMatchObject({ amount: 50_000 });
});

test('a provider that is down does nothing, and one whose answer is lost has done it', async () => {
  sandbox.faults.add({ kind: 'payment-api-down' });
  await expect(order()).rejects.toMatchObject({ statusCode: 503, error: { code: 'SERVER_ERROR' } });
  expect((await sandbox.razorpay().orders.all()).count).toBe(0);
  sandbox.faults.add({ kind: 'payment-api-down', at: 'after-effect' });
  await expect(order()).rejects.toBeDefined();
  expect((await sandbox.razorpay().orders.all({ receipt: 'appointment-1' })).count).toBe(1);
});

test('a slow provider answers late', async () => {
  sandbox.faults.add({ kind: 'payment-api-slow', milliseconds: 1_000 });
  const told: string[] = [];
  const slow = order().then(() => told.push('slow'));
  await sandbox.until(() => sandbox.faults.list()[0]?.happened === 1);
  await order().then(() => told.push('quick'));
  await slow;
  expect(told).toEqual(['quick', 'slow']);
});
