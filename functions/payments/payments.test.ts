import { randomUUID } from 'node:crypto';

import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { profile } from '../identity/items.ts';
import { canonicalHash, canonicalJson } from '../shared/canonical.ts';
import { receipt } from '../shared/table/receipt.ts';
import { Table } from '../shared/table/table.ts';
import { put, update } from '../shared/table/write.ts';
import { type Account, callerOf } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { instantOf, type Paise } from '../shared/values.ts';
import { paymentRoutes } from './contract.ts';
import { paymentsApi } from './handler.ts';
import { findPaymentFile, payment, providerOrder } from './items.ts';
import { saveOrder } from './repository.ts';
import { type Booked, book } from './testing/booked.ts';
import { playRazorpay, type Razorpay, signed } from './testing/play-razorpay.ts';

let store: TestTable;
let razorpay: Razorpay;
const start = Date.parse('2026-11-20T07:05:00Z');
let clock = start;
const surroundings = { clock: () => clock, newId: randomUUID };
let as: ReturnType<typeof callerOf<typeof paymentRoutes>>;
let counted: string[];

beforeAll(async () => {
  [store, razorpay] = await Promise.all([startTestTable(), playRazorpay(() => clock)]);
  as = callerOf(paymentRoutes, paymentsApi({ surroundings, table: () => store.table }));
});
afterAll(() => {
  store.stop();
  razorpay.stop();
});
beforeEach(() => {
  clock = start;
  counted = [];
  const addMetric = Metrics.prototype.addMetric;
  vi.spyOn(Metrics.prototype, 'addMetric').mockImplementation(function (this: Metrics, ...args) {
    if (args[0].startsWith('Webhook')) counted.push(args[0]);
    return addMetric.apply(this, args);
  });
});
afterEach(() => vi.restoreAllMocks());

const patient = (accountId: string = randomUUID()): Account => ({ accountId, roles: ['patient'], tokenIssuedAt: clock / 1000 });
const doctor = (accountId = 'kavya'): Account => ({ accountId, roles: ['patient', 'doctor'], tokenIssuedAt: clock / 1000 });
const webhook = (request: { rawBody: string; headers: Record<string, string> }) => as(undefined).call('receiveWebhook', request);
const params = ({ appointmentId }: Booked) => ({ appointmentId });

/** An appointment whose order Razorpay has made. */
const bookWithOrder = async (...args: Parameters<typeof book> extends [unknown, unknown, ...infer Rest] ? Rest : never) => {
  const booked = await book(store.table, clock, ...args);
  const orderId = `order_${randomUUID().slice(0, 8)}`;
  await saveOrder(store.table, booked.appointmentId, orderId);
  return { ...booked, orderId };
};

const messageOf = (
  event: string,
  {
    orderId,
    payId = 'pay_1',
    amount = 50_000,
    at = clock,
    ...rest
  }: { orderId: string; payId?: string; amount?: number; at?: number; refund?: object; notes?: object },
) => ({
  event,
  created_at: Math.floor(at / 1000),
  payload: {
    payment: {
      entity: {
        id: payId,
        entity: 'payment',
        order_id: orderId,
        amount,
        currency: 'INR',
        status: event === 'payment.failed' ? 'failed' : 'captured',
        captured: true,
        notes: rest.notes ?? [],
        email: 'asha@arogya.example',
        created_at: start / 1000,
      },
    },
    ...(rest.refund ? { refund: { entity: rest.refund } } : {}),
  },
});

const linesOf = async (appointmentId: string) => (await findPaymentFile(store.table, appointmentId))?.ledger ?? [];
const receiptOf = (eventId: string) => store.table.find(receipt, { callerId: 'razorpay', idempotencyKey: eventId });
/** A digest of the whole table: the same if and only if nothing was written. */
const everything = async () => {
  const items = (await store.all()).map(canonicalJson).sort();
  return `${items.length} items, ${canonicalHash(items)}`;
};

describe('a webhook', () => {
  test('writes what was paid into the ledger, and has it settled', async () => {
    const { appointmentId, patientId, orderId } = await bookWithOrder();
    const eventId = `evt_${randomUUID()}`;
    expect(await webhook(signed(messageOf('payment.captured', { orderId }), eventId))).toMatchObject({
      status: 200,
      body: { data: { outcome: 'recorded' } },
    });
    expect(await linesOf(appointmentId)).toEqual([
      { kind: 'captured', providerId: 'pay_1', providerPaymentId: 'pay_1', amountPaise: 50_000, at: '2026-11-20T07:05:00Z' },
    ]);
    expect(await receiptOf(eventId)).toMatchObject({
      action: 'payments.receiveWebhook',
      events: [{ name: 'payment-reported', data: { appointmentId } }],
      accesses: [{ subjectId: patientId, actorId: 'razorpay', actorRole: 'arogya', resource: `payment#${appointmentId}` }],
    });
    expect(counted).toEqual([]);
  });

  test.each([
    ['without a signature', (headers: Record<string, string>) => ({ 'X-Razorpay-Event-Id': headers['X-Razorpay-Event-Id'] ?? '' })],
    [
      'signed with another secret',
      (_: Record<string, string>, rawBody: string) => signed(JSON.parse(rawBody), 'evt_forged', 'guessed').headers,
    ],
    ['whose body was changed', (headers: Record<string, string>) => headers],
  ])('%s is refused and counted, and nothing is written', async (kind, forge) => {
    const { orderId } = await bookWithOrder();
    const { rawBody, headers } = signed(messageOf('payment.captured', { orderId, amount: 100 }), 'evt_forged');
    const body = kind === 'whose body was changed' ? rawBody.replace('"amount":100', '"amount":50000') : rawBody;
    const before = await everything();
    const reply = await webhook({ rawBody: body, headers: forge(headers, rawBody) });
    expect(reply).toMatchObject({ status: 401, body: { error: { code: 'webhook-forged' } } });
    expect(counted).toEqual(['WebhookForged']);
    expect(await everything()).toBe(before);
  });

  test.each([
    ['older than Razorpay delivers', -25 * 3_600_000 - 1_000],
    ['from a time that has not come', 301_000],
  ])('%s is refused and counted, and nothing is written', async (_, after) => {
    const { orderId } = await bookWithOrder();
    const before = await everything();
    const reply = await webhook(signed(messageOf('payment.captured', { orderId, at: clock + after }), 'evt_stale'));
    expect(reply).toMatchObject({ status: 400, body: { error: { code: 'webhook-stale' } } });
    expect(counted).toEqual(['WebhookStale']);
    expect(await everything()).toBe(before);
  });

  test('that comes again is known and counted, and changes nothing: 20 times, half of them at once', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    const message = signed(messageOf('payment.captured', { orderId }), `evt_${randomUUID()}`);
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => webhook(message)));
    const written = await everything();
    const again = [];
    for (let count = 0; count < 10; count += 1) again.push(await webhook(message));
    const outcomes = [...atOnce, ...again].map(({ body }) => body.data.outcome);
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'known')).toHaveLength(19);
    expect(counted.filter((name) => name === 'WebhookRepeated').length).toBeGreaterThanOrEqual(10);
    expect(await everything()).toBe(written);
    expect(await linesOf(appointmentId)).toHaveLength(1);
  });

  test('that somebody replays under a new event id, which is not signed, adds nothing and is settled no second time', async () => {
    const { orderId } = await bookWithOrder();
    const { rawBody, headers } = signed(messageOf('payment.captured', { orderId }), `evt_${randomUUID()}`);
    await webhook({ rawBody, headers });
    const before = await everything();
    const replayed = await webhook({ rawBody, headers: { ...headers, 'X-Razorpay-Event-Id': 'evt_new' } });
    expect(replayed.body.data).toEqual({ outcome: 'known' });
    expect(await everything()).toBe(before);
  });

  test('without an event id is refused by the name of the header', async () => {
    const { orderId } = await bookWithOrder();
    const { rawBody, headers } = signed(messageOf('payment.captured', { orderId }), '');
    expect(await webhook({ rawBody, headers })).toMatchObject({
      status: 422,
      body: { error: { details: { problems: [{ field: 'headers.x-razorpay-event-id' }] } } },
    });
  });

  test('about an order that is not ours, or about something else, is ignored', async () => {
    const before = await everything();
    const foreign = messageOf('payment.captured', { orderId: 'order_of_another_shop', notes: { appointmentId: 'none-of-ours' } });
    for (const message of [foreign, { event: 'settlement.processed', created_at: clock / 1000, payload: {} }])
      expect((await webhook(signed(message, `evt_${randomUUID()}`))).body.data).toEqual({ outcome: 'ignored' });
    expect(await everything()).toBe(before);
  });

  test('that is quicker than our own note of the order is asked for again, and then recorded', async () => {
    const { appointmentId } = await book(store.table, clock);
    const message = signed(messageOf('payment.captured', { orderId: 'order_quick', notes: { appointmentId } }), `evt_${randomUUID()}`);
    expect(await webhook(message)).toMatchObject({ status: 503, headers: { 'retry-after': '5' }, body: { error: { code: 'try-again' } } });
    expect(counted).toEqual(['WebhookUnknownOrder']);
    await saveOrder(store.table, appointmentId, 'order_quick');
    expect((await webhook(message)).body.data).toEqual({ outcome: 'recorded' });
  });

  test('cannot put a payment on another appointment by its notes, which pass through the browser', async () => {
    const mine = await bookWithOrder();
    const other = await bookWithOrder();
    const message = messageOf('payment.captured', { orderId: mine.orderId, notes: { appointmentId: other.appointmentId } });
    await webhook(signed(message, `evt_${randomUUID()}`));
    expect(await linesOf(mine.appointmentId)).toHaveLength(1);
    expect(await linesOf(other.appointmentId)).toEqual([]);
  });

  test('of another amount than was asked is recorded as it is: whoever settles sees that it is too little', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    await webhook(signed(messageOf('payment.captured', { orderId, amount: 100 }), `evt_${randomUUID()}`));
    expect(await linesOf(appointmentId)).toMatchObject([{ kind: 'captured', amountPaise: 100 }]);
  });

  test('five of them, in every order and each twice, leave the same ledger', async () => {
    const refund = {
      id: 'rfnd_1',
      payment_id: 'pay_2',
      amount: 20_000,
      currency: 'INR',
      status: 'processed',
      created_at: start / 1000 + 90,
    };
    const five = (orderId: string) => [
      messageOf('payment.failed', { orderId, payId: 'pay_1' }),
      messageOf('payment.authorized', { orderId, payId: 'pay_2' }),
      messageOf('payment.captured', { orderId, payId: 'pay_2', at: clock + 1_000 }),
      messageOf('order.paid', { orderId, payId: 'pay_2', at: clock + 2_000 }),
      messageOf('refund.processed', { orderId, payId: 'pay_2', refund, at: clock + 90_000 }),
    ];
    const orders = (items: number[]): number[][] =>
      items.length === 0 ? [[]] : items.flatMap((first) => orders(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
    const ledgers = new Set<string>();
    for (const order of orders([0, 1, 2, 3, 4])) {
      const { appointmentId, orderId } = await bookWithOrder();
      const messages = five(orderId);
      for (const index of [...order, ...order]) await webhook(signed(messages[index] ?? {}, `evt_${orderId}_${index}`));
      ledgers.add(JSON.stringify(await linesOf(appointmentId)));
    }
    expect(ledgers.size).toBe(1);
    expect(
      JSON.parse([...ledgers][0] ?? '').map(({ kind, providerId }: { kind: string; providerId: string }) => `${kind} ${providerId}`),
    ).toEqual(['authorized pay_2', 'captured pay_2', 'failed pay_1', 'refunded rfnd_1']);
  });

  test('is recorded by its second delivery when the process was killed over the first', async () => {
    const { appointmentId, orderId } = await bookWithOrder();
    class Killed extends Table {
      override async transact(): Promise<void> {
        throw new Error('killed');
      }
    }
    const dying = callerOf(paymentRoutes, paymentsApi({ surroundings, table: () => new Killed('arogya-test', store.client) }))(undefined);
    const message = signed(messageOf('payment.captured', { orderId }), `evt_${randomUUID()}`);
    expect((await dying.call('receiveWebhook', message)).status).toBe(500);
    expect(await linesOf(appointmentId)).toEqual([]);
    expect((await webhook(message)).body.data).toEqual({ outcome: 'recorded' });
  });
});

describe('a patient who pays', () => {
  test('gets the form that opens Razorpay’s page: the order, and no amount', async () => {
    const booked = await bookWithOrder();
    const { patientId: accountId, appointmentId, orderId } = booked;
    await store.table.transact([put(profile.make({ accountId }, { revision: 1, name: 'Asha Verma', email: 'asha@arogya.example' }))]);
    const reply = await as(patient(accountId)).call('createOrder', {
      params: params(booked),
      headers: { Host: 'api.arogya.example', 'X-Forwarded-Proto': 'https' },
    });
    expect(reply).toMatchObject({ status: 201, body: { data: { appointmentId, state: 'ready', amountPaise: 50_000 } } });
    expect(reply.body.data.checkout.fields).toEqual({
      key_id: 'rzp_test_arogya',
      order_id: orderId,
      name: 'Arogya',
      description: 'Consultation fee',
      'prefill[name]': 'Asha Verma',
      'prefill[email]': 'asha@arogya.example',
      'notes[appointmentId]': appointmentId,
      callback_url: `https://api.arogya.example/api/v1/appointments/${appointmentId}/payment-return`,
      cancel_url: `https://arogya.example/visits/booked/${appointmentId}?paid=no`,
    });
    expect(reply.text).not.toContain('a-key-secret');
    expect(JSON.stringify(reply.body.data.checkout)).not.toContain('General medicine');
  });

  test('cannot change the amount: what the browser adds is not read', async () => {
    const booked = await bookWithOrder();
    const reply = await as(patient(booked.patientId)).call('createOrder', {
      params: params(booked),
      body: { amountPaise: 100, currency: 'USD', orderId: 'order_cheap' },
    });
    expect(reply.body.data).toMatchObject({ amountPaise: 50_000, checkout: { fields: { order_id: booked.orderId } } });
    expect(Object.keys(reply.body.data.checkout.fields).filter((name) => /amount|currency/.test(name))).toEqual([]);
    expect(await store.table.find(payment, params(booked))).toMatchObject({ amountPaise: 50_000, orderId: booked.orderId });
  });

  test('is told to wait while the order is made; it is asked for anew once in 20 seconds, however often the screen asks', async () => {
    const booked = await book(store.table, clock);
    const me = as(patient(booked.patientId));
    const askTenTimes = async () => {
      const keys = Array.from({ length: 10 }, () => randomUUID());
      const replies = await Promise.all(keys.map((idempotencyKey) => me.call('createOrder', { params: params(booked), idempotencyKey })));
      expect(replies.map(({ status, body }) => [status, body.data.state])).toEqual(keys.map(() => [201, 'preparing']));
      const receipts = await Promise.all(
        keys.map((idempotencyKey) => store.table.find(receipt, { callerId: booked.patientId, idempotencyKey })),
      );
      return receipts.flatMap((found) => found?.events.map(({ name }) => name) ?? []);
    };
    expect(await askTenTimes()).toEqual([]);
    clock += 20_000;
    expect(await askTenTimes()).toEqual(['payment-order-requested']);
    clock += 20_000;
    expect(await askTenTimes()).toEqual(['payment-order-requested']);
  });

  test.each([
    ['the hold is over', { heldUntil: instantOf(start) }, {}, 'REQUESTED'],
    ['it is confirmed', { status: 'CONFIRMED' as const, heldUntil: undefined }, {}, 'CONFIRMED'],
    ['it is cancelled', { status: 'CANCELLED' as const }, {}, 'CANCELLED'],
    ['nothing is to be paid', {}, { amountPaise: 0 as Paise, status: 'not-needed' as const }, 'REQUESTED'],
  ])('is refused when %s', async (_, of, paid, status) => {
    const booked = await bookWithOrder(of, paid);
    expect(await as(patient(booked.patientId)).call('createOrder', { params: params(booked) })).toMatchObject({
      status: 409,
      body: { error: { code: 'payment-not-waiting', details: { status } } },
    });
  });

  test('is not asked to pay a second time when the first is in the ledger and not settled yet', async () => {
    const booked = await bookWithOrder();
    await webhook(signed(messageOf('payment.captured', { orderId: booked.orderId }), `evt_${randomUUID()}`));
    const reply = await as(patient(booked.patientId)).call('createOrder', { params: params(booked) });
    expect(reply.body.error.code).toBe('payment-not-waiting');
  });

  test('can have Razorpay asked, when its message does not come', async () => {
    const booked = await bookWithOrder();
    const idempotencyKey = randomUUID();
    const reply = await as(patient(booked.patientId)).call('checkPayment', { params: params(booked), idempotencyKey });
    expect(reply).toMatchObject({ status: 202, body: { data: { appointmentId: booked.appointmentId, askedAt: '2026-11-20T07:05:00Z' } } });
    expect(await store.table.find(receipt, { callerId: booked.patientId, idempotencyKey })).toMatchObject({
      events: [{ name: 'payment-check-requested', data: { appointmentId: booked.appointmentId } }],
    });
  });

  test('comes back from Razorpay’s page to the appointment; what the page sends is neither believed nor kept', async () => {
    const booked = await bookWithOrder();
    const before = await everything();
    const reply = await as(undefined).call('returnFromCheckout', {
      params: params(booked),
      rawBody: 'razorpay_payment_id=pay_free&razorpay_order_id=order_1&razorpay_signature=abc',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(reply).toMatchObject({
      status: 303,
      text: '',
      headers: { location: `https://arogya.example/visits/booked/${booked.appointmentId}` },
    });
    expect(await everything()).toBe(before);
  });

  test('is led nowhere else by an appointment’s id that is none', async () => {
    for (const appointmentId of ['..', '%2F%2Fevil.example', 'a\r\nSet-Cookie: b=c'])
      expect((await as(undefined).call('returnFromCheckout', { params: { appointmentId } })).status).toBe(404);
  });
});

describe('another patient', () => {
  test.each(['createOrder', 'checkPayment', 'getReceipt'] as const)('finds no such appointment: %s', async (route) => {
    const booked = await bookWithOrder({}, { capturedPaise: 50_000 as Paise, status: 'paid' });
    const before = await everything();
    for (const somebody of [patient(), doctor('another-doctor')])
      expect(await as(somebody).call(route, { params: params(booked) })).toMatchObject({
        status: 404,
        body: { error: { code: 'not-found', message: 'There is no such appointment.' } },
      });
    expect(await everything()).toBe(before);
    expect((await as(patient()).call(route, { params: { appointmentId: 'none' } })).body.error.message).toBe(
      'There is no such appointment.',
    );
  });

  test('and the doctor of the appointment cannot pay for it either', async () => {
    const booked = await bookWithOrder();
    expect((await as(doctor()).call('createOrder', { params: params(booked) })).status).toBe(404);
  });
});

describe('a receipt', () => {
  const paid = async () => {
    const booked = await bookWithOrder({}, { capturedPaise: 50_000 as Paise, status: 'paid', paidAt: instantOf(start) });
    for (const event of ['payment.failed', 'payment.captured'])
      await webhook(signed(messageOf(event, { orderId: booked.orderId, payId: `pay_${event}` }), `evt_${randomUUID()}`));
    return booked;
  };

  test('names the doctor’s registration and shows the money that moved', async () => {
    const booked = await paid();
    const { body } = await as(patient(booked.patientId)).call('getReceipt', { params: params(booked) });
    expect(body.data).toMatchObject({
      receiptNumber: 'AR-20261120-7F3K2Q9T',
      doctor: { registrationNumber: 'KL-4711', council: 'Kerala State Medical Council' },
      hospital: 'Arogya Clinic',
      capturedPaise: 50_000,
      lines: [{ kind: 'captured', providerId: 'pay_payment.captured', amountPaise: 50_000 }],
    });
    expect(body.data).not.toHaveProperty('orderId');
  });

  test('is shown to the doctor, who leaves a trace; the patient leaves none', async () => {
    const booked = await paid();
    const reads = async () =>
      (await store.all())
        .flatMap(({ accesses }) => (accesses ?? []) as { kind: string; subjectId: string; actorId: string; resource: string }[])
        .filter(({ kind, subjectId }) => kind === 'read' && subjectId === booked.patientId);
    await as(patient(booked.patientId)).call('getReceipt', { params: params(booked) });
    expect(await reads()).toEqual([]);
    expect((await as(doctor()).call('getReceipt', { params: params(booked) })).status).toBe(200);
    expect(await reads()).toMatchObject([{ actorId: 'kavya', resource: `payment#${booked.appointmentId}` }]);
  });

  test('is none where nothing was paid', async () => {
    const booked = await bookWithOrder();
    expect((await as(patient(booked.patientId)).call('getReceipt', { params: params(booked) })).status).toBe(404);
  });
});

test('a patient sees their own payments, newest first, page by page', async () => {
  const patientId = randomUUID();
  for (const minute of [0, 1, 2]) {
    clock = start + minute * 60_000;
    await book(store.table, clock, { patientId });
  }
  await book(store.table, clock);
  const me = as(patient(patientId));
  const first = await me.call('list', { query: { limit: '2' } });
  const second = await me.call('list', { query: { limit: '2', cursor: first.body.meta.nextCursor } });
  const times = [...first.body.data, ...second.body.data].map(({ createdAt }) => createdAt);
  expect(times).toEqual(['2026-11-20T07:07:00Z', '2026-11-20T07:06:00Z', '2026-11-20T07:05:00Z']);
  expect(second.body.meta).toEqual({});
  expect(first.body.data[0]).not.toHaveProperty('refunds');
});

test('a doctor sees what the month brought, from midnight to midnight in India, and nobody else’s', async () => {
  const doctorId = randomUUID();
  const visit = (startsAt: string, captured: number, of = doctorId) =>
    book(
      store.table,
      clock,
      { doctorId: of, startsAt: startsAt as ReturnType<typeof instantOf> },
      { capturedPaise: captured as Paise, status: captured > 0 ? 'paid' : 'void' },
    );
  await Promise.all([
    visit('2026-10-31T18:29:59Z', 1),
    visit('2026-10-31T18:30:00Z', 10_000),
    visit('2026-11-30T18:29:59Z', 20_000),
    visit('2026-11-30T18:30:00Z', 2),
    visit('2026-11-20T05:00:00Z', 0),
    visit('2026-11-20T05:00:00Z', 3, randomUUID()),
  ]);
  const { body } = await as(doctor(doctorId)).call('getEarnings', { query: { month: '2026-11' } });
  expect(body.data).toMatchObject({
    appointments: 2,
    paidPaise: 30_000,
    netPaise: 30_000,
    byDay: [
      { date: '2026-11-01', netPaise: 10_000 },
      { date: '2026-11-30', netPaise: 20_000 },
    ],
  });
  expect((await as(patient()).call('getEarnings', { query: { month: '2026-11' } })).status).toBe(403);
});

test('an order is named by its payment and its payment by it, also when the payment changed in between', async () => {
  const { appointmentId } = await book(store.table, clock);
  class Interrupted extends Table {
    override async transact(...args: Parameters<Table['transact']>) {
      const raced = await this.find(payment, { appointmentId });
      if (raced?.revision === 1) await store.table.transact([update(payment.key({ appointmentId })).set({ revision: 2, status: 'void' })]);
      return super.transact(...args);
    }
  }
  await saveOrder(new Interrupted('arogya-test', store.client), appointmentId, 'order_late');
  expect(await store.table.find(payment, { appointmentId })).toMatchObject({ orderId: 'order_late', status: 'void', revision: 3 });
  expect(await store.table.find(providerOrder, { orderId: 'order_late' })).toEqual({ appointmentId });
});
