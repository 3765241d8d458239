import { randomUUID } from 'node:crypto';

import type { SQSEvent } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import type { NewEvent } from '../../events/envelope.ts';
import { PaymentCheckDue } from '../../events/payments/payment-check-due.v1.ts';
import { PaymentCheckRequested } from '../../events/payments/payment-check-requested.v1.ts';
import { PaymentOrderRequested } from '../../events/payments/payment-order-requested.v1.ts';
import { RefundRequested } from '../../events/payments/refund-requested.v1.ts';
import { dueItem, minuteOf, shardOf } from '../shared/due/due-item.ts';
import { ledgerEntry } from '../shared/events/lease.ts';
import { logger } from '../shared/logger.ts';
import { receipt } from '../shared/table/receipt.ts';
import { Table } from '../shared/table/table.ts';
import { lambdaContext } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { type Instant, instantOf, later, type Paise } from '../shared/values.ts';
import { findPaymentFile, payment, providerOrder, type WantedRefund } from './items.ts';
import { checkPayments } from './on-payment-check.ts';
import { makeOrders } from './on-payment-order-requested.ts';
import { giveRefunds } from './on-refund-requested.ts';
import { book } from './testing/booked.ts';
import { type Mishap, playRazorpay, type Razorpay } from './testing/play-razorpay.ts';

let store: TestTable;
let razorpay: Razorpay;
const start = Date.parse('2026-11-20T07:05:00Z');
let clock = start;
const surroundings = { clock: () => clock, newId: randomUUID };

beforeAll(async () => {
  [store, razorpay] = await Promise.all([startTestTable(), playRazorpay(() => clock)]);
});
afterAll(() => {
  store.stop();
  razorpay.stop();
});
beforeEach(() => {
  clock = start;
  razorpay.mishaps.clear();
  razorpay.calls.length = 0;
});
afterEach(() => vi.restoreAllMocks());

type Consumer = typeof makeOrders;
/** An event that is delivered to a consumer, as often as a test likes; true if the queue may forget it. */
const deliver = async (
  consumer: Consumer,
  event: NewEvent,
  { id = randomUUID() as string, table = store.table } = {},
): Promise<boolean> => {
  const detail = { ...event, id, at: instantOf(clock), correlationId: 'c' };
  const batch = { Records: [{ messageId: 'm', body: JSON.stringify({ detail }) }] } as unknown as SQSEvent;
  const { batchItemFailures } = await consumer({ surroundings, table: () => table })(batch, lambdaContext());
  return batchItemFailures.length === 0;
};

/** A table that writes this many transactions more, and then the process is dead. */
const dyingAfter = (transactions: number): Table => {
  let left = transactions;
  class Dying extends Table {
    override async transact(...args: Parameters<Table['transact']>) {
      if (left <= 0) throw new Error('killed');
      left -= 1;
      return super.transact(...args);
    }
  }
  return new Dying('arogya-test', store.client);
};

const asked = (call: string) => razorpay.calls.filter((each) => each.call.startsWith(call));
const ordersOf = (appointmentId: string) => razorpay.orders.filter((order) => order.receipt === appointmentId);
const paymentOf = (appointmentId: string) => store.table.find(payment, { appointmentId });
const linesOf = async (appointmentId: string) => (await findPaymentFile(store.table, appointmentId))?.ledger ?? [];
const kindsOf = async (appointmentId: string) => (await linesOf(appointmentId)).map(({ kind }) => kind);
const eventsOf = async (consumer: string, idempotencyKey: string) =>
  (await store.table.find(receipt, { callerId: `arogya:${consumer}`, idempotencyKey }))?.events.map(({ name, data }) => ({ name, data }));
const dueAt = (id: string, at: Instant) => store.table.find(dueItem, { minute: minuteOf(at), shard: shardOf(id), id });

describe('the order that an appointment is paid by', () => {
  const wanted = (appointmentId: string) => PaymentOrderRequested.of({ appointmentId });

  test('is of the appointment’s amount, in rupees, captured by itself, and bears the appointment’s id and nothing of its patient', async () => {
    const { appointmentId } = await book(store.table, clock);
    expect(await deliver(makeOrders, wanted(appointmentId))).toBe(true);
    const [made] = asked('POST /v1/orders');
    expect(made?.body).toEqual({
      amount: 50_000,
      currency: 'INR',
      receipt: appointmentId,
      notes: { appointmentId },
      payment: {
        capture: 'automatic',
        capture_options: { automatic_expiry_period: 12, manual_expiry_period: 12, refund_speed: 'normal' },
      },
    });
    expect(made?.headers.authorization).toBe(`Basic ${Buffer.from('rzp_test_arogya:a-key-secret').toString('base64')}`);
    const orderId = ordersOf(appointmentId)[0]?.id ?? '';
    expect(await paymentOf(appointmentId)).toMatchObject({ orderId, revision: 2 });
    expect(await store.table.find(providerOrder, { orderId })).toEqual({ appointmentId });
  });

  test('is made once, however often it is asked for and delivered', async () => {
    const { appointmentId } = await book(store.table, clock);
    const id = randomUUID();
    await Promise.all(Array.from({ length: 5 }, () => deliver(makeOrders, wanted(appointmentId), { id })));
    await deliver(makeOrders, wanted(appointmentId));
    await deliver(makeOrders, wanted(appointmentId));
    expect(ordersOf(appointmentId)).toHaveLength(1);
  });

  test.each([
    ['before it could note the order', 1],
    ['after it has noted the order, before it could say that it is done', 2],
  ])('is one when the process is killed after Razorpay’s acceptance, %s', async (_, transactions) => {
    const { appointmentId } = await book(store.table, clock);
    const id = randomUUID();
    expect(await deliver(makeOrders, wanted(appointmentId), { id, table: dyingAfter(transactions) })).toBe(false);
    expect(ordersOf(appointmentId)).toHaveLength(1);
    clock += 60_000;
    expect(await deliver(makeOrders, wanted(appointmentId), { id })).toBe(true);
    expect(ordersOf(appointmentId)).toHaveLength(1);
    expect(await paymentOf(appointmentId)).toMatchObject({ orderId: ordersOf(appointmentId)[0]?.id });
  });

  test('is found when only its answer was lost, and kept although the hold is over by then', async () => {
    const { appointmentId } = await book(store.table, clock);
    const id = randomUUID();
    razorpay.mishaps.set('POST /v1/orders', 'answer-lost');
    expect(await deliver(makeOrders, wanted(appointmentId), { id })).toBe(false);
    razorpay.mishaps.clear();
    clock += 600_000;
    expect(await deliver(makeOrders, wanted(appointmentId), { id })).toBe(true);
    expect(ordersOf(appointmentId)).toHaveLength(1);
    expect(await paymentOf(appointmentId)).toMatchObject({ orderId: ordersOf(appointmentId)[0]?.id });
  });

  test.each<[string, Mishap]>([
    ['is away', 'away'],
    ['answers with an error', 'refused'],
  ])('waits in the queue while Razorpay %s; nothing is half written, and no word of Razorpay’s is logged', async (_, mishap) => {
    const logged: unknown[] = [];
    for (const level of ['warn', 'error', 'info'] as const)
      vi.spyOn(logger, level).mockImplementation((...args: unknown[]) => {
        logged.push(args);
      });
    const { appointmentId } = await book(store.table, clock);
    const before = await paymentOf(appointmentId);
    const id = randomUUID();
    razorpay.mishaps.set('', mishap);
    expect(await deliver(makeOrders, wanted(appointmentId), { id })).toBe(false);
    expect(await paymentOf(appointmentId)).toEqual(before);
    expect(JSON.stringify(logged)).toContain('ProviderError');
    expect(JSON.stringify(logged)).not.toMatch(/Asha|a-key-secret|rzp_test/);
    razorpay.mishaps.clear();
    expect(await deliver(makeOrders, wanted(appointmentId), { id })).toBe(true);
    expect(ordersOf(appointmentId)).toHaveLength(1);
  });

  test.each([
    ['another amount', { amount: 100 }],
    ['another currency', { currency: 'USD' }],
  ])('is not one of %s', async (_, other) => {
    const { appointmentId } = await book(store.table, clock);
    razorpay.orders.push({
      id: `order_${randomUUID()}`,
      amount: 50_000,
      currency: 'INR',
      receipt: appointmentId,
      notes: [],
      created_at: 1,
      ...other,
    });
    expect(await deliver(makeOrders, wanted(appointmentId))).toBe(false);
    expect(await paymentOf(appointmentId)).not.toHaveProperty('orderId');
  });

  test.each([
    ['the hold is over', { heldUntil: instantOf(start) }, {}],
    ['it was cancelled', { status: 'CANCELLED' as const }, {}],
    ['nothing is to be paid', { status: 'CONFIRMED' as const }, { amountPaise: 0 as Paise, status: 'not-needed' as const }],
  ])('is not made when %s', async (_, of, paid) => {
    const { appointmentId } = await book(store.table, clock, of, paid);
    const id = randomUUID();
    expect(await deliver(makeOrders, wanted(appointmentId), { id })).toBe(true);
    expect(asked('POST')).toEqual([]);
    const key = { consumer: 'payments-on-payment-order-requested', eventId: id };
    expect((await store.table.find(ledgerEntry, key))?.outcome).toMatch(/^skipped: /);
  });
});

describe('a check', () => {
  const NAME = 'payments-on-payment-check';

  const bookWithOrder = async () => {
    const { appointmentId } = await book(store.table, clock);
    await deliver(makeOrders, PaymentOrderRequested.of({ appointmentId }));
    const heldUntil = later(instantOf(clock), 300);
    clock += 300_000;
    return { appointmentId, orderId: ordersOf(appointmentId)[0]?.id ?? '', heldUntil };
  };

  test('finds the payment whose message was lost, writes what the message would have written, and has it settled', async () => {
    const { appointmentId, orderId, heldUntil } = await bookWithOrder();
    const failed = razorpay.pay(orderId, { status: 'failed', at: start / 1000 + 10 });
    const captured = razorpay.pay(orderId, { at: start / 1000 + 20 });
    const id = randomUUID();
    expect(await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 0 }), { id })).toBe(true);
    expect(await linesOf(appointmentId)).toEqual([
      { kind: 'captured', providerId: captured.id, providerPaymentId: captured.id, amountPaise: 50_000, at: '2026-11-20T07:05:20Z' },
      { kind: 'failed', providerId: failed.id, providerPaymentId: failed.id, amountPaise: 50_000, at: '2026-11-20T07:05:10Z' },
    ]);
    expect(await eventsOf(NAME, id)).toEqual([{ name: 'payment-reported', data: { appointmentId } }]);
    expect(await dueAt(`payment-check#${appointmentId}#1`, later(heldUntil, 3_600))).toBeUndefined();
    await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 0 }), { id });
    expect(await linesOf(appointmentId)).toHaveLength(2);
  });

  test('of an unpaid hold has it settled and asks again after an hour, a day and five days, and then no more', async () => {
    const { appointmentId, heldUntil } = await bookWithOrder();
    let due: Instant = heldUntil;
    for (const [round, after] of [3_600, 86_400, 5 * 86_400].entries()) {
      const id = randomUUID();
      clock = Date.parse(due);
      expect(await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round }), { id })).toBe(true);
      expect(await eventsOf(NAME, id)).toEqual([{ name: 'payment-reported', data: { appointmentId } }]);
      due = later(heldUntil, after);
      const next = await dueAt(`payment-check#${appointmentId}#${round + 1}`, due);
      expect(next).toMatchObject({ dueAt: due, event: { name: 'payment-check-due', data: { appointmentId, round: round + 1 } } });
    }
    clock = Date.parse(due);
    expect(await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 3 }))).toBe(true);
    expect(await dueAt(`payment-check#${appointmentId}#4`, due)).toBeUndefined();
  });

  test('that a patient asks for is answered likewise and plans nothing', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    razorpay.pay(orderId, { at: start / 1000, status: 'authorized' });
    const id = randomUUID();
    expect(await deliver(checkPayments, PaymentCheckRequested.of({ appointmentId }), { id })).toBe(true);
    expect(await kindsOf(appointmentId)).toEqual(['authorized']);
    expect(await eventsOf(NAME, id)).toEqual([{ name: 'payment-reported', data: { appointmentId } }]);
  });

  test('finds the order that we never noted, and notes it', async () => {
    const { appointmentId } = await book(store.table, clock);
    await deliver(makeOrders, PaymentOrderRequested.of({ appointmentId }), { table: dyingAfter(1) });
    const orderId = ordersOf(appointmentId)[0]?.id ?? '';
    const paid = razorpay.pay(orderId, { at: start / 1000 });
    expect(await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 0 }))).toBe(true);
    expect(await paymentOf(appointmentId)).toMatchObject({ orderId });
    expect(await store.table.find(providerOrder, { orderId })).toEqual({ appointmentId });
    expect(await linesOf(appointmentId)).toMatchObject([{ kind: 'captured', providerId: paid.id }]);
  });

  test('asks for our order also when Razorpay’s list does not show it yet', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    razorpay.pay(orderId, { at: start / 1000 });
    razorpay.orders.splice(
      razorpay.orders.findIndex(({ id }) => id === orderId),
      1,
    );
    await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 0 }));
    expect(await kindsOf(appointmentId)).toEqual(['captured']);
  });

  test('where no order was ever made only ends the hold', async () => {
    const { appointmentId } = await book(store.table, clock);
    const heldUntil = later(instantOf(clock), 300);
    clock += 300_000;
    const id = randomUUID();
    expect(await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 0 }), { id })).toBe(true);
    expect(await eventsOf(NAME, id)).toEqual([{ name: 'payment-reported', data: { appointmentId } }]);
    expect(await dueAt(`payment-check#${appointmentId}#1`, later(heldUntil, 3_600))).toBeUndefined();
  });

  test('sees refunds too, and not the one that Razorpay makes of a payment that was never captured', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    const late = razorpay.pay(orderId, { status: 'refunded', captured: false, at: start / 1000 });
    const paid = razorpay.pay(orderId, { status: 'refunded', captured: true, at: start / 1000 + 5 });
    const refund = { entity: 'refund', currency: 'INR', amount: 50_000, created_at: start / 1000 + 60 };
    razorpay.refunds.push(
      { ...refund, id: 'rfnd_auto', payment_id: late.id, status: 'processed' },
      { ...refund, id: 'rfnd_by_hand', payment_id: paid.id, status: 'processed' },
      { ...refund, id: 'rfnd_failed', payment_id: paid.id, status: 'failed' },
    );
    await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 1 }));
    expect((await linesOf(appointmentId)).map(({ kind, providerId }) => `${kind} ${providerId}`)).toEqual([
      `captured ${paid.id}`,
      'refund-failed rfnd_failed',
      'refunded rfnd_by_hand',
    ]);
  });

  test('while Razorpay is away leaves the question to the next round; the hold is settled all the same', async () => {
    const { appointmentId, orderId, heldUntil } = await bookWithOrder();
    razorpay.pay(orderId, { at: start / 1000 });
    const id = randomUUID();
    razorpay.mishaps.set('GET', 'away');
    expect(await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 0 }), { id })).toBe(true);
    expect(await linesOf(appointmentId)).toEqual([]);
    expect(await eventsOf(NAME, id)).toEqual([{ name: 'payment-reported', data: { appointmentId } }]);
    expect(await dueAt(`payment-check#${appointmentId}#1`, later(heldUntil, 3_600))).toBeDefined();
    razorpay.mishaps.clear();
    await deliver(checkPayments, PaymentCheckDue.of({ appointmentId, round: 1 }));
    expect(await kindsOf(appointmentId)).toEqual(['captured']);
  });

  test.each([
    ['of the last round', (appointmentId: string) => PaymentCheckDue.of({ appointmentId, round: 3 })],
    ['that a patient asked for', (appointmentId: string) => PaymentCheckRequested.of({ appointmentId })],
  ])('%s goes back to the queue while Razorpay is away, and nothing is half written', async (_, event) => {
    const { appointmentId, orderId } = await bookWithOrder();
    razorpay.pay(orderId, { at: start / 1000 });
    const id = randomUUID();
    // The list of payments is read, that of refunds is not.
    razorpay.mishaps.set('GET /v1/payments', 'refused');
    expect(await deliver(checkPayments, event(appointmentId), { id })).toBe(false);
    expect(await linesOf(appointmentId)).toEqual([]);
    expect(await eventsOf(NAME, id)).toBeUndefined();
    razorpay.mishaps.clear();
    expect(await deliver(checkPayments, event(appointmentId), { id })).toBe(true);
    expect(await kindsOf(appointmentId)).toEqual(['captured']);
  });

  test('and a webhook that tell the same at once write it once', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    razorpay.pay(orderId, { at: start / 1000 });
    const all = await Promise.all(Array.from({ length: 4 }, () => deliver(checkPayments, PaymentCheckRequested.of({ appointmentId }))));
    expect(all).toEqual([true, true, true, true]);
    expect(await linesOf(appointmentId)).toHaveLength(1);
  });
});

describe('a refund', () => {
  const NAME = 'payments-on-refund-requested';

  const bookPaid = async (paise = 50_000) => {
    const { appointmentId } = await book(store.table, clock);
    await deliver(makeOrders, PaymentOrderRequested.of({ appointmentId }));
    const paid = razorpay.pay(ordersOf(appointmentId)[0]?.id ?? '', { at: start / 1000 });
    const refundId = `${paid.id}-r1`;
    const wanted: WantedRefund = { refundId, providerPaymentId: paid.id, paise: paise as Paise, wantedAt: instantOf(clock) };
    await book(store.table, clock, { appointmentId, status: 'CANCELLED' }, { refunds: [wanted], capturedPaise: 50_000 as Paise });
    await deliver(checkPayments, PaymentCheckRequested.of({ appointmentId }));
    razorpay.calls.length = 0;
    return {
      appointmentId,
      paymentId: paid.id,
      refundId,
      event: RefundRequested.of({ appointmentId, providerPaymentId: paid.id, refundId }),
    };
  };
  const refundsOf = (paymentId: string) => razorpay.refunds.filter(({ payment_id }) => payment_id === paymentId);

  test('gives back what is wanted, notes it, has it settled, and is looked after when the bank has had its time', async () => {
    const { appointmentId, paymentId, refundId, event } = await bookPaid(20_000);
    const id = randomUUID();
    expect(await deliver(giveRefunds, event, { id })).toBe(true);
    const [given] = asked('POST');
    expect(given).toMatchObject({
      call: `POST /v1/payments/${paymentId}/refund`,
      body: { amount: 20_000, speed: 'normal', receipt: refundId, notes: { appointmentId } },
    });
    expect(given?.headers['x-refund-idempotency']).toMatch(/^[\w-]{10,}$/);
    expect(await linesOf(appointmentId)).toMatchObject([
      { kind: 'captured' },
      { kind: 'refunded', providerId: refundsOf(paymentId)[0]?.id, providerPaymentId: paymentId, amountPaise: 20_000 },
    ]);
    expect(await eventsOf(NAME, id)).toEqual([{ name: 'payment-reported', data: { appointmentId } }]);
    const after = later(instantOf(clock), 12 * 86_400);
    expect(await dueAt(`payment-check#${appointmentId}#${refundId}`, after)).toMatchObject({ event: { data: { round: 3 } } });
  });

  test.each([
    ['before it could note it', 1],
    ['after it has noted it, before it could say that it is done', 2],
  ])('is given once when the process is killed after Razorpay’s acceptance, %s', async (_, transactions) => {
    const { appointmentId, paymentId, event } = await bookPaid(20_000);
    const id = randomUUID();
    expect(await deliver(giveRefunds, event, { id, table: dyingAfter(transactions) })).toBe(false);
    expect(refundsOf(paymentId)).toHaveLength(1);
    clock += 60_000;
    expect(await deliver(giveRefunds, event, { id })).toBe(true);
    expect(refundsOf(paymentId)).toHaveLength(1);
    expect(await kindsOf(appointmentId)).toEqual(['captured', 'refunded']);
    expect(await eventsOf(NAME, id)).toHaveLength(1);
  });

  test('that comes back from the dead-letter queue days later, noted but not said to be done, is done', async () => {
    const { paymentId, event } = await bookPaid(20_000);
    const id = randomUUID();
    expect(await deliver(giveRefunds, event, { id, table: dyingAfter(2) })).toBe(false);
    clock += 5 * 86_400_000;
    expect(await deliver(giveRefunds, event, { id })).toBe(true);
    expect(refundsOf(paymentId)).toHaveLength(1);
  });

  test('is given once however often it is asked for, also under other events', async () => {
    const { appointmentId, paymentId, event } = await bookPaid(20_000);
    const id = randomUUID();
    await Promise.all(Array.from({ length: 3 }, () => deliver(giveRefunds, event, { id })));
    await deliver(giveRefunds, event);
    expect(refundsOf(paymentId)).toHaveLength(1);
    expect(await kindsOf(appointmentId)).toEqual(['captured', 'refunded']);
  });

  test('whose answer was lost is found by looking again', async () => {
    const { appointmentId, paymentId, event } = await bookPaid();
    razorpay.mishaps.set('POST', 'answer-lost');
    expect(await deliver(giveRefunds, event)).toBe(true);
    expect(refundsOf(paymentId)).toHaveLength(1);
    expect(await kindsOf(appointmentId)).toEqual(['captured', 'refunded']);
  });

  test('that somebody gave by hand meanwhile is not given again', async () => {
    const { appointmentId, paymentId, event } = await bookPaid();
    razorpay.refunds.push({
      id: 'rfnd_hand',
      payment_id: paymentId,
      amount: 50_000,
      currency: 'INR',
      status: 'pending',
      created_at: start / 1000,
    });
    expect(await deliver(giveRefunds, event)).toBe(true);
    expect(asked('POST')).toEqual([]);
    expect(await linesOf(appointmentId)).toMatchObject([{ kind: 'captured' }, { kind: 'refunded', providerId: 'rfnd_hand' }]);
  });

  test('of which somebody gave a part by hand is the rest', async () => {
    const { paymentId, event } = await bookPaid(30_000);
    razorpay.refunds.push({
      id: `rfnd_${paymentId}`,
      payment_id: paymentId,
      amount: 10_000,
      currency: 'INR',
      status: 'processed',
      created_at: start / 1000,
    });
    await deliver(giveRefunds, event);
    expect(refundsOf(paymentId).map(({ amount }) => amount)).toEqual([10_000, 20_000]);
  });

  test('that the bank refused is told as such, and not tried again by itself', async () => {
    const { appointmentId, paymentId, refundId, event } = await bookPaid();
    razorpay.refunds.push({
      id: `rfnd_${paymentId}`,
      payment_id: paymentId,
      amount: 50_000,
      currency: 'INR',
      receipt: refundId,
      status: 'failed',
      created_at: start / 1000,
    });
    expect(await deliver(giveRefunds, event)).toBe(true);
    expect(asked('POST')).toEqual([]);
    expect(await kindsOf(appointmentId)).toEqual(['captured', 'refund-failed']);
  });

  test.each<[string, Mishap]>([
    ['away', 'away'],
    ['in trouble', 'refused'],
  ])('waits in the queue while Razorpay is %s; nothing is half written', async (_, mishap) => {
    const { appointmentId, paymentId, event } = await bookPaid();
    const id = randomUUID();
    razorpay.mishaps.set('POST', mishap);
    expect(await deliver(giveRefunds, event, { id })).toBe(false);
    expect(refundsOf(paymentId)).toEqual([]);
    expect(await kindsOf(appointmentId)).toEqual(['captured']);
    expect(await eventsOf(NAME, id)).toBeUndefined();
    razorpay.mishaps.clear();
    expect(await deliver(giveRefunds, event, { id })).toBe(true);
    expect(await kindsOf(appointmentId)).toEqual(['captured', 'refunded']);
  });

  test('that nobody decided on is not given', async () => {
    const { appointmentId, paymentId } = await bookPaid();
    const other = { appointmentId, providerPaymentId: paymentId, refundId: 'another' };
    expect(await deliver(giveRefunds, RefundRequested.of(other))).toBe(true);
    expect(razorpay.calls).toEqual([]);
  });
});
