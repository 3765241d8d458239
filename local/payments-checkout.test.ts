import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { type Sandbox, startSandbox } from './payments-testing.ts';

let sandbox: Sandbox;
let orderId: string;
beforeEach(async () => {
  sandbox = await startSandbox();
  orderId = (await sandbox.razorpay().orders.create({ amount: 50_000, currency: 'INR' })).id;
});
afterEach(() => sandbox.stop());

const callback = 'http://localhost:9/api/v1/appointments/a1/payment-return';
const fieldsOf = (more: Record<string, string> = {}) => ({
  key_id: sandbox.secret().keyId,
  order_id: orderId,
  name: 'Arogya <b>',
  description: 'Video visit with Dr Meera Iyer',
  'prefill[email]': 'sunita@arogya.example',
  'notes[appointmentId]': 'a1',
  callback_url: callback,
  cancel_url: 'http://localhost:9/visits/booked/a1',
  ...more,
});
const send = async (fields: Record<string, string>) => {
  const response = await fetch(sandbox.secret().checkoutUrl, { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, headers: response.headers, html: await response.text() };
};
const title = (html: string) => /<h1>(.*)<\/h1>/.exec(html)?.[1];
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

test('the page says that no money moves, and shows the order’s amount whatever the browser sends', async () => {
  const { status, html, headers } = await send(fieldsOf({ amount: '100' }));
  expect(status).toBe(200);
  expect(title(html)).toBe('Pay ₹500');
  expect(field(html, 'notes\\[appointmentId\\]')).toBe('a1');
  expect(html).toContain('no money moves');
  expect(html).toContain('Arogya &lt;b&gt;');
  expect(html).not.toMatch(/<script>|style=|onclick=/);
  expect(html).not.toContain('sunita@arogya.example');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).not.toContain('unsafe');
  expect(policy).toContain("form-action 'self' http://localhost:9");
});

test('who pays goes back with a signature that the key’s owner can check', async () => {
  const { html } = await send(fieldsOf({ outcome: 'paid', amount: '100' }));
  expect(title(html)).toBe('Paid');
  expect(html).toContain(`action="${callback}"`);
  const paymentId = field(html, 'razorpay_payment_id');
  expect(field(html, 'razorpay_order_id')).toBe(orderId);
  const signature = createHmac('sha256', sandbox.secret().keySecret).update(`${orderId}|${paymentId}`).digest('hex');
  expect(field(html, 'razorpay_signature')).toBe(signature);
  expect(await sandbox.razorpay().payments.fetch(paymentId)).toMatchObject({
    status: 'captured',
    amount: 50_000,
    notes: { appointmentId: 'a1' },
  });
});

test('a paid order’s page says so and takes no second payment', async () => {
  await send(fieldsOf({ outcome: 'paid' }));
  for (const fields of [fieldsOf(), fieldsOf({ outcome: 'paid' }), fieldsOf({ outcome: 'failed' })]) {
    const { html } = await send(fields);
    expect(title(html)).toBe('Paid already');
  }
  expect((await sandbox.razorpay().orders.fetchPayments(orderId)).items).toHaveLength(1);
});

test('after a failed payment the page stays and one can try again', async () => {
  const { html } = await send(fieldsOf({ outcome: 'failed' }));
  expect(html).toContain('role="alert"');
  expect(title(html)).toBe('Pay ₹500');
  expect(title((await send(fieldsOf({ outcome: 'paid' }))).html)).toBe('Paid');
});

test('a slow bank lets one go back before it answers', async () => {
  const { html } = await send(fieldsOf({ outcome: 'late' }));
  expect(title(html)).toBe('Your bank has not answered yet');
  expect(html).toContain('href="http://localhost:9/visits/booked/a1"');
  expect(await sandbox.razorpay().orders.fetch(orderId)).toMatchObject({ status: 'attempted', amount_paid: 0 });
});

test.each([
  ['an order that nobody made', { order_id: 'order_nobody' }],
  ['another’s key', { key_id: 'rzp_test_other' }],
  ['a way back that is no web address', { callback_url: 'javascript:alert(1)' }],
])('%s opens no payment', async (_, more) => {
  const { status, html } = await send(fieldsOf(more));
  expect(status).toBe(400);
  expect(title(html)).toBe('This page cannot be opened');
  expect(html).not.toContain('javascript:');
});

test('somebody who comes without a form is told where a payment begins', async () => {
  const response = await fetch(sandbox.secret().checkoutUrl);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('opened from Arogya');
});
