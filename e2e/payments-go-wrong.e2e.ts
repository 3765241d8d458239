import { afterEach, beforeAll, describe, expect, inject, test } from 'vitest';

import type { PaymentOrder, Receipt } from '../functions/payments/contract.ts';
import type { NewFault } from '../local/cloud.ts';
import {
  appointmentOf,
  appointmentWhen,
  bankOf,
  bookingOf,
  type DoctorAtWork,
  firstFree,
  hold,
  openDoctor,
  patientOf,
  paymentsOf,
} from './clinic.ts';
import { localOf, type Person, until } from './cloud.ts';

const { origin } = inject('arogya');
const local = localOf(origin);
const bank = bankOf(local);

const FEE = 50_000;
const DAY = 24 * 60;

let doctor: DoctorAtWork;
beforeAll(async () => {
  doctor = await openDoctor(local, 'payments-doctor');
});
afterEach(() => local.clearFaults());

/** A time that is kept for a patient, and the order that it is paid by. Two days ahead: all of it comes back to whoever cancels. */
const keepTime = async (patient: Person) => {
  const { appointmentId } = await hold(patient, doctor.doctorId, await firstFree(patient, doctor.doctorId, 2 * DAY));
  return { patient, appointmentId, orderId: (await bank.orderOf(appointmentId)).id };
};
type Kept = Awaited<ReturnType<typeof keepTime>>;

const confirmed = ({ patient, appointmentId }: Kept) =>
  appointmentWhen(patient, appointmentId, 'the paid appointment', ({ status }) => status === 'CONFIRMED');

/** However it came about: booked, one order, one payment, and both sides' books say the same. */
const expectPaidOnce = async (kept: Kept) => {
  const { patient, appointmentId } = kept;
  await confirmed(kept);
  await local.quiet();
  expect(await appointmentOf(patient, appointmentId)).toMatchObject({
    status: 'CONFIRMED',
    paymentStatus: 'paid',
    feePaise: FEE,
    refundDuePaise: 0,
    refundedPaise: 0,
  });
  const { orders, captured, refunds } = await bank.dealingsOf(appointmentId);
  expect(orders).toMatchObject([{ amount: FEE, amount_paid: FEE, status: 'paid' }]);
  expect(captured).toMatchObject([{ amount: FEE, amount_refunded: 0 }]);
  expect(refunds).toEqual([]);
  const receipt = await patient.call<Receipt>('GET', `/appointments/${appointmentId}/receipt`);
  expect(receipt).toMatchObject({ capturedPaise: FEE, refundedPaise: 0, refundDuePaise: 0, status: 'paid' });
  expect(receipt.lines).toMatchObject([{ kind: 'captured', amountPaise: FEE, providerId: captured[0]?.id }]);
  expect(await paymentsOf(patient, appointmentId)).toMatchObject([{ status: 'paid', capturedPaise: FEE }]);
};

/** Whoever cancels a paid appointment in time has all of it back, once. */
const expectRefundedOnce = async ({ patient, appointmentId }: Kept) => {
  await appointmentWhen(patient, appointmentId, 'the money back', ({ paymentStatus }) => paymentStatus === 'refunded');
  // It counts as given back when the provider has taken it on; the bank has it a little later.
  await until('the refund at the bank', async () =>
    (await bank.dealingsOf(appointmentId)).refunds.some(({ status }) => status === 'processed'),
  );
  await local.quiet();
  expect(await appointmentOf(patient, appointmentId)).toMatchObject({
    status: 'CANCELLED',
    cancelReason: 'by-patient',
    paymentStatus: 'refunded',
    refundedPaise: FEE,
    refundDuePaise: 0,
  });
  const { captured, refunds } = await bank.dealingsOf(appointmentId);
  expect(captured).toMatchObject([{ amount: FEE, amount_refunded: FEE }]);
  expect(refunds).toMatchObject([{ amount: FEE, status: 'processed' }]);
  const receipt = await patient.call<Receipt>('GET', `/appointments/${appointmentId}/receipt`);
  expect(receipt.lines.map(({ kind }) => kind)).toEqual(['captured', 'refunded']);
};

/** Everything that was to go wrong has gone wrong. */
const expectFaultsSpent = async () => expect((await local.faults()).filter(({ times }) => times !== 0)).toEqual([]);

const check = ({ patient, appointmentId }: Kept) => patient.call('POST', `/appointments/${appointmentId}/payment-checks`);
const refusedWebhooks = async () => (await bank.books()).webhooks.filter(({ status }) => status === 'refused').length;
const sumOf = async (metric: string) =>
  (await local.metrics()).filter(({ name }) => name === metric).reduce((sum, one) => sum + one.sum, 0);

describe('somebody pays once, and the visit is booked once, although', () => {
  let patient: Person;
  beforeAll(async () => {
    patient = await patientOf(local, 'payments-patient');
  });

  test.each<[string, NewFault[]]>([
    ['the provider tells everything twice', [{ kind: 'webhook-repeated', times: 3 }]],
    ['the provider tells it backwards', [{ kind: 'webhook-reordered', times: 3 }]],
    ['the provider is slow to tell', [{ kind: 'webhook-late', times: 3, milliseconds: 3_000 }]],
    [
      'the function that hears it dies after it has written',
      [{ kind: 'function-crash', functionName: 'payments-handler', at: 'after-effect' }],
    ],
    ['the function that settles it dies', [{ kind: 'function-crash', functionName: 'on-payment-reported', at: 'after-effect' }]],
    [
      'all of this happens, with conflicts in the table and queues that deliver twice',
      [
        { kind: 'webhook-reordered', times: 3 },
        { kind: 'webhook-repeated', times: 3 },
        { kind: 'webhook-forged', times: 1 },
        { kind: 'transaction-conflict', times: 3 },
        { kind: 'queue-redelivery', queueName: 'PaymentReported', times: 2 },
      ],
    ],
  ])('%s', async (_, faults) => {
    const kept = await keepTime(patient);
    for (const fault of faults) await local.fault(fault);
    await bank.pay(kept.orderId, 'paid');
    await until(
      'everything told',
      async () => {
        const { webhooks } = await bank.dealingsOf(kept.appointmentId);
        return webhooks.every(({ status }) => status === 'delivered' || status === 'refused');
      },
      60,
    );
    await expectPaidOnce(kept);
    await expectFaultsSpent();
  });

  test('the bank said no twice before', async () => {
    const kept = await keepTime(patient);
    await bank.pay(kept.orderId, 'failed');
    await bank.pay(kept.orderId, 'failed');
    await local.quiet();
    expect(await appointmentOf(patient, kept.appointmentId)).toMatchObject({ status: 'REQUESTED', paymentStatus: 'waiting' });
    await bank.pay(kept.orderId, 'paid');
    await expectPaidOnce(kept);
    expect((await bank.dealingsOf(kept.appointmentId)).payments).toHaveLength(3);
  });

  test('the provider never tells: who comes back has it asked', async () => {
    const kept = await keepTime(patient);
    await local.fault({ kind: 'webhook-lost', times: 3 });
    await bank.pay(kept.orderId, 'paid');
    await local.quiet();
    expect(await appointmentOf(patient, kept.appointmentId)).toMatchObject({ status: 'REQUESTED', paymentStatus: 'waiting' });
    await check(kept);
    await expectPaidOnce(kept);

    // What was lost turns up a day later, and changes nothing.
    const { webhooks } = await bank.dealingsOf(kept.appointmentId);
    expect(webhooks.map(({ status }) => status)).toEqual(['lost', 'lost', 'lost']);
    for (const webhook of webhooks) await bank.sendAgain(webhook);
    await until('the late messages', async () =>
      (await bank.dealingsOf(kept.appointmentId)).webhooks.every(({ status }) => status === 'delivered'),
    );
    await expectPaidOnce(kept);
  });

  test('the answer about the order is lost after it was made', async () => {
    await local.fault({ kind: 'payment-api-down', at: 'after-effect', times: 2 });
    const kept = await keepTime(patient);
    const order = await until(
      'what opens the payment page',
      async () => {
        const found = await patient.call<PaymentOrder>('POST', `/appointments/${kept.appointmentId}/payment-orders`);
        return found.state === 'ready' && found;
      },
      60,
      1_000,
    );
    expect(order).toMatchObject({ amountPaise: FEE, checkout: { fields: { order_id: kept.orderId } } });
    await bank.pay(kept.orderId, 'paid');
    await expectPaidOnce(kept);
  });
});

describe('somebody cancels, and all the money comes back once, although', () => {
  let patient: Person;
  beforeAll(async () => {
    patient = await patientOf(local, 'refunds-patient');
  });
  const paid = async () => {
    const kept = await keepTime(patient);
    await bank.pay(kept.orderId, 'paid');
    await confirmed(kept);
    await local.quiet();
    return kept;
  };
  const cancel = (kept: Kept) => patient.call('POST', `/appointments/${kept.appointmentId}/cancel`);

  test.each<[string, NewFault[]]>([
    ['the provider’s answer is lost after it gave it back', [{ kind: 'payment-api-down', at: 'after-effect', times: 2 }]],
    ['the provider is away for a while', [{ kind: 'payment-api-down', times: 2 }]],
    [
      'the provider tells it backwards and twice',
      [
        { kind: 'webhook-reordered', times: 2 },
        { kind: 'webhook-repeated', times: 2 },
      ],
    ],
    ['the request is delivered twice', [{ kind: 'queue-redelivery', queueName: 'RefundRequested', times: 2 }]],
  ])('%s', async (_, faults) => {
    const kept = await paid();
    for (const fault of faults) await local.fault(fault);
    await cancel(kept);
    await expectRefundedOnce(kept);
    await expectFaultsSpent();
  });

  test('the provider never tells that it did: who asks is told', async () => {
    const kept = await paid();
    await local.fault({ kind: 'webhook-lost', times: 2 });
    await cancel(kept);
    await until('the refund at the bank', async () =>
      (await bank.dealingsOf(kept.appointmentId)).refunds.some(({ status }) => status === 'processed'),
    );
    await check(kept);
    await expectRefundedOnce(kept);
  });

  test('but a bank that cannot give it back is said so, and the money is still owed', async () => {
    const kept = await paid();
    await local.fault({ kind: 'refund-failed' });
    await cancel(kept);
    await appointmentWhen(patient, kept.appointmentId, 'the failed refund', ({ paymentStatus }) => paymentStatus === 'refund-failed');
    await local.quiet();
    expect(await appointmentOf(patient, kept.appointmentId)).toMatchObject({
      status: 'CANCELLED',
      paymentStatus: 'refund-failed',
      refundedPaise: 0,
      refundDuePaise: FEE,
    });
    expect((await bank.dealingsOf(kept.appointmentId)).refunds).toMatchObject([{ status: 'failed' }]);
  });
});

describe('nobody is believed without the provider’s signature:', () => {
  let patient: Person;
  beforeAll(async () => {
    patient = await patientOf(local, 'forgery-patient');
  });

  test('forged messages are refused and counted, and the true ones book the visit', async () => {
    const kept = await keepTime(patient);
    const [before, counted] = await Promise.all([refusedWebhooks(), sumOf('WebhookForged')]);
    await local.fault({ kind: 'webhook-forged', times: 3 });
    await bank.pay(kept.orderId, 'paid');
    await expectPaidOnce(kept);
    await until('the forged ones to be refused', async () => (await refusedWebhooks()) >= before + 3);
    await until('their count', async () => (await sumOf('WebhookForged')) >= counted + 3);
  });

  test('a message of one’s own that says “paid” changes nothing', async () => {
    const kept = await keepTime(patient);
    const payment = { id: 'pay_forged00000', order_id: kept.orderId, amount: FEE, status: 'captured', captured: true };
    const body = JSON.stringify({
      entity: 'event',
      event: 'payment.captured',
      contains: ['payment'],
      payload: { payment: { entity: payment } },
      created_at: Math.floor(Date.now() / 1000),
    });
    for (const signature of ['', '0'.repeat(64), 'not hexadecimal']) {
      const reply = await fetch(`${origin}/api/v1/payments/webhook`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-razorpay-event-id': 'forged',
          ...(signature ? { 'x-razorpay-signature': signature } : {}),
        },
        body,
      });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(await reply.json()).toMatchObject({ error: { code: 'webhook-forged' } });
    }
    // Nor does a form that claims to come back from the payment page.
    const form = { razorpay_payment_id: payment.id, razorpay_order_id: kept.orderId, razorpay_signature: '0'.repeat(64) };
    const back = await fetch(`${origin}/api/v1/appointments/${kept.appointmentId}/payment-return`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
    });
    expect(back.status).toBe(303);
    await check(kept);
    await local.quiet();
    expect(await appointmentOf(patient, kept.appointmentId)).toMatchObject({ status: 'REQUESTED', paymentStatus: 'waiting' });
    await patient.call('POST', `/appointments/${kept.appointmentId}/cancel`);
  });

  test('a true message that is sent again and again is known, and counted', async () => {
    const kept = await keepTime(patient);
    await bank.pay(kept.orderId, 'paid');
    await expectPaidOnce(kept);
    const repeats = await sumOf('WebhookRepeated');
    const { webhooks } = await bank.dealingsOf(kept.appointmentId);
    for (const webhook of webhooks) await bank.sendAgain(webhook);
    // `order.paid` tells nothing that `payment.captured` had not told, so it was never a command of its own.
    await until('their count', async () => (await sumOf('WebhookRepeated')) >= repeats + 2);
    await expectPaidOnce(kept);
  });
});

test('what the browser says of the amount is not listened to', async () => {
  const patient = await patientOf(local, 'amount-patient');
  const startsAt = await firstFree(patient, doctor.doctorId, 2 * DAY);
  for (const more of [{ feePaise: 100 }, { amountPaise: 100 }, { visitType: 'follow-up' }])
    expect(await patient.send('POST', '/appointments', { body: bookingOf(doctor.doctorId, startsAt, more) })).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid-request' } },
    });
  const kept = await keepTime(patient);
  const { checkout } = await until(
    'what opens the payment page',
    async () => {
      const found = await patient.call<PaymentOrder>('POST', `/appointments/${kept.appointmentId}/payment-orders`);
      return found.state === 'ready' && found;
    },
    60,
    1_000,
  );
  const fields = checkout?.fields ?? {};
  expect(Object.keys(fields).filter((field) => /amount|currency/.test(field))).toEqual([]);
  const form = new URLSearchParams({ ...fields, amount: '100', 'order[amount]': '100', currency: 'USD' });
  const page = await fetch(checkout?.url ?? '', { method: 'POST', body: form });
  expect(await page.text()).toContain('Pay ₹500');
  form.set('outcome', 'paid');
  expect(await (await fetch(checkout?.url ?? '', { method: 'POST', body: form })).text()).toContain('₹500 are paid');
  await expectPaidOnce(kept);
});

describe('another patient, another doctor and a stranger', () => {
  let kept: Kept;
  beforeAll(async () => {
    kept = await keepTime(await patientOf(local, 'private-patient'));
    await bank.pay(kept.orderId, 'paid');
    await confirmed(kept);
  });
  const ways = (appointmentId: string, startsAt: string): [string, string, unknown?][] => [
    ['GET', `/appointments/${appointmentId}`],
    ['POST', `/appointments/${appointmentId}/cancel`],
    ['POST', `/appointments/${appointmentId}/reschedule`, { startsAt }],
    ['GET', `/appointments/${appointmentId}/calendar-file`],
    ['GET', `/appointments/${appointmentId}/receipt`],
    ['POST', `/appointments/${appointmentId}/payment-orders`],
    ['POST', `/appointments/${appointmentId}/payment-checks`],
    ['POST', `/appointments/${appointmentId}/start`],
    ['POST', `/appointments/${appointmentId}/complete`],
    ['POST', `/appointments/${appointmentId}/no-show`],
  ];

  test('cannot see, pay, move or cancel it, nor tell whether it is there', async () => {
    const [otherPatient, otherDoctor] = await Promise.all([patientOf(local, 'curious-patient'), openDoctor(local, 'curious-doctor')]);
    const startsAt = await firstFree(kept.patient, doctor.doctorId, 3 * DAY);
    const before = await appointmentOf(kept.patient, kept.appointmentId);
    for (const who of [otherPatient, otherDoctor.person]) {
      const found: string[] = [];
      for (const id of [kept.appointmentId, '00000000-0000-4000-8000-000000000000'])
        for (const [method, path, body] of ways(id, startsAt)) {
          const { status, body: said } = await who.send(method, path, body === undefined ? {} : { body });
          // What only doctors do is refused to a patient before anything is looked for.
          if (status !== 403 || who !== otherPatient)
            expect(`${method} ${path}: ${status} ${said.error?.code}`).toBe(`${method} ${path}: 404 not-found`);
          found.push(`${status} ${said.error?.code} ${said.error?.message}`);
        }
      expect(found.slice(0, found.length / 2)).toEqual(found.slice(found.length / 2));
    }
    for (const [method, path, body] of ways(kept.appointmentId, startsAt)) {
      const stranger = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'idempotency-key': 'stranger-1234' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(stranger.status).toBe(401);
    }
    expect(await appointmentOf(kept.patient, kept.appointmentId)).toEqual(before);
    for (const who of [otherPatient, otherDoctor.person]) {
      const listed = await who.send('GET', '/appointments?as=patient&limit=100');
      expect(listed.text).not.toContain(kept.appointmentId);
    }
    expect((await otherPatient.send('GET', '/payments')).text).not.toContain(kept.appointmentId);
    expect((await otherDoctor.person.send('GET', `/me/earnings?month=${before.startsAt.slice(0, 7)}`)).body.data).toMatchObject({
      appointments: 0,
      paidPaise: 0,
    });
  });
});
