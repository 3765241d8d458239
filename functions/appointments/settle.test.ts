import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { playRazorpay, type Razorpay } from '../payments/testing/play-razorpay.ts';
import { dueItem, dueKey, minuteOf, shardOf } from '../shared/due/due-item.ts';
import { remove } from '../shared/table/write.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { later, millisecondsOf } from '../shared/values.ts';
import { slotAt } from './testing/clinic.ts';
import { type BookedVisit, bookedVisit } from './testing/paid-clinic.ts';

let store: TestTable;
let razorpay: Razorpay;
beforeAll(async () => {
  razorpay = await playRazorpay(() => Date.parse('2026-11-20T07:00:00Z'));
});
afterAll(() => razorpay.stop());
// A table of its own for each test: what is due and what was asked is found by looking through all of it.
beforeEach(async () => {
  store = await startTestTable();
});
afterEach(() => store.stop());

const book = () => bookedVisit(store, razorpay);

/** `expired`: the time is kept no longer, and the look at Razorpay that is due then. */
type Happening = 'authorized' | 'captured' | 'failed' | 'refunded' | 'partly-refunded' | 'expired';
type How = { readonly times: number; readonly razorpayKnows: boolean };

const permutationsOf = <T>(all: readonly T[]): T[][] =>
  all.length === 0 ? [[]] : all.flatMap((one) => permutationsOf(all.filter((each) => each !== one)).map((rest) => [one, ...rest]));

const inBatches = async <T, R>(all: readonly T[], atOnce: number, work: (one: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = [];
  for (let start = 0; start < all.length; start += atOnce) done.push(...(await Promise.all(all.slice(start, start + atOnce).map(work))));
  return done;
};

/** What Razorpay would answer from now on if it were asked. */
const letRazorpayKnow = ({ orderId, heldUntil }: BookedVisit, happening: Happening, payId: string): void => {
  const madeAt = millisecondsOf(heldUntil) / 1000 - 270;
  const givenBack = happening === 'refunded' ? 50_000 : happening === 'partly-refunded' ? 20_000 : 0;
  // Of a payment of which a part went back, Razorpay says that it is captured.
  const status = happening === 'partly-refunded' ? 'captured' : happening;
  razorpay.pay(orderId, { id: payId, at: madeAt, status, captured: status === 'captured' || status === 'refunded' });
  if (givenBack > 0)
    razorpay.refunds.push({
      id: payId.replace('pay_', 'rfnd_'),
      payment_id: payId,
      amount: givenBack,
      currency: 'INR',
      status: 'processed',
      created_at: madeAt + 30,
    });
};

/** The second look at Razorpay, if the first one has left it to be done, as the sweep would hand it over. */
const lookAnHourLater = async ({ appointmentId, heldUntil, look }: BookedVisit, times: number): Promise<void> => {
  const place = { id: `payment-check#${appointmentId}#1`, minute: minuteOf(later(heldUntil, 3_600)) };
  if (!(await store.table.find(dueItem, { ...place, shard: shardOf(place.id) }))) return;
  await look(1, times);
  await store.table.transact([remove(dueKey(place))]);
};

/** Some of it while the time is kept and some after that: the hold ends wherever its turn is. */
const letHappen = async (order: readonly Happening[], { times, razorpayKnows }: How): Promise<BookedVisit> => {
  const booked = await book();
  const { clinic, heldUntil, tell, look } = booked;
  for (const happening of order) {
    if (happening === 'expired') {
      clinic.at(heldUntil);
      await look(0, times);
      continue;
    }
    clinic.pass(30);
    const payId = await (happening === 'partly-refunded'
      ? tell('refunded', { times, paise: 20_000 })
      : tell(happening, { times, ...(happening === 'failed' ? { payment: 'X' } : {}) }));
    if (razorpayKnows) letRazorpayKnow(booked, happening, payId);
  }
  clinic.at(later(heldUntil, 7_200));
  await lookAnHourLater(booked, times);
  return booked;
};

/** All that must be the same, without the ids by which one appointment differs from another. */
const endOf = async (booked: BookedVisit, due: ReadonlyMap<unknown, readonly string[]>) => {
  const { appointmentId, clinic, patient } = booked;
  const [appointment, payment, calendar] = [await booked.appointment(), await booked.payment(), await clinic.calendarOf(patient)];
  const end = {
    status: appointment.status,
    cancelReason: appointment.cancelReason,
    shown: appointment.paymentStatus,
    payment: [payment.status, payment.capturedPaise, payment.refundedPaise, payment.refundDuePaise, payment.paidAt],
    refunds: payment.refunds.map(({ refundId, paise }) => `${refundId} ${paise}`),
    ledger: await booked.ledger(),
    cells: await booked.cells(),
    calendar: calendar?.entries,
    due: (due.get(appointmentId) ?? []).toSorted(),
  };
  return JSON.parse(JSON.stringify(end).replaceAll(appointmentId, 'A').replaceAll(appointmentId.slice(0, 8), 'A')) as typeof end;
};

const endsOf = async (orders: readonly Happening[][], how: How) => {
  const all = await inBatches(orders, 8, (order) => letHappen(order, how));
  const { clinic } = all[0] as BookedVisit;
  const [dueItems, events] = await Promise.all([clinic.due(), clinic.events()]);
  const due = Map.groupBy(dueItems, ({ event }) => event.data.appointmentId);
  const lines = new Map([...due].map(([id, items]) => [id, items.map(({ dueAt, event }) => `${dueAt} ${event.name}`)]));
  const asked = Map.groupBy(
    events.filter(({ name }) => name === 'refund-requested'),
    ({ data }) => data.appointmentId,
  );
  return Promise.all(
    all.map(async (booked, index) => ({
      order: (orders[index] ?? []).join(', '),
      end: await endOf(booked, lines),
      refundsAsked: asked.get(booked.appointmentId)?.length ?? 0,
    })),
  );
};

const hows: readonly [string, How][] = [
  ['each told once, and Razorpay, when asked, knows nothing yet', { times: 1, razorpayKnows: false }],
  ['each told and handled twice, and Razorpay, when asked, knows what it has told', { times: 2, razorpayKnows: true }],
];
const happenings: readonly Happening[] = ['authorized', 'captured', 'failed', 'refunded', 'expired'];
const withFirst = hows.flatMap(([name, how]) => happenings.map((first) => [first, name, how] as const));
const paidLines = [
  'authorized pay_A_A 50000 2026-11-20T07:00:30Z',
  'captured pay_A_A 50000 2026-11-20T07:00:30Z',
  'failed pay_X_A 50000 2026-11-20T07:00:30Z',
];
const cells = [0, 5, 10, 15].map((minute) => `${later(slotAt(0), minute * 60)} A`);

describe('whatever the order in which Razorpay’s messages come', () => {
  // Five times 24 are all 120.
  test.each(withFirst)('a payment that was given back ends in the same way by all 24 that begin with %s: %s', async (first, _, how) => {
    const orders = permutationsOf(happenings.filter((each) => each !== first)).map((rest) => [first, ...rest]);
    expect(orders).toHaveLength(24);
    for (const { order, end, refundsAsked } of await endsOf(orders, how)) {
      expect(end, order).toEqual({
        status: 'CANCELLED',
        cancelReason: 'refunded',
        shown: 'refunded',
        payment: ['refunded', 50_000, 50_000, 0, '2026-11-20T07:00:30Z'],
        refunds: ['pay_A_A-r1 50000'],
        ledger: [...paidLines, 'refunded rfnd_A_A 50000 2026-11-20T07:01:00Z'],
        cells: [],
        calendar: [],
        due: [],
      });
      expect(refundsAsked, `${order}: it went back already, and does not go back again`).toBe(0);
    }
  });

  test.each(hows)('a payment ends in the same way by all 24, late or in time: %s', async (_, how) => {
    const orders = permutationsOf<Happening>(['authorized', 'captured', 'failed', 'expired']);
    for (const { order, end, refundsAsked } of await endsOf(orders, how)) {
      expect(end, order).toEqual({
        status: 'CONFIRMED',
        shown: 'paid',
        payment: ['paid', 50_000, 0, 0, '2026-11-20T07:00:30Z'],
        refunds: [],
        ledger: paidLines,
        cells,
        calendar: [{ appointmentId: 'A', startsAt: slotAt(0), endsAt: later(slotAt(0), 1_200) }],
        due: ['2026-11-22T03:30:00Z', '2026-11-23T02:30:00Z', '2026-11-23T03:15:00Z'].map((at) => `${at} appointment-reminder-due`),
      });
      expect(refundsAsked, order).toBe(0);
    }
  });

  test.each(hows)('a payment of which a part was given back ends in the same way by all 24: %s', async (_, how) => {
    const orders = permutationsOf<Happening>(['captured', 'failed', 'partly-refunded', 'expired']);
    for (const { order, end, refundsAsked } of await endsOf(orders, how)) {
      expect(end, order).toMatchObject({
        status: 'CONFIRMED',
        shown: 'partly-refunded',
        payment: ['partly-refunded', 50_000, 20_000, 0, '2026-11-20T07:00:30Z'],
        refunds: [],
        ledger: [...paidLines.slice(1), 'refunded rfnd_A_A 20000 2026-11-20T07:01:00Z'],
        cells,
      });
      expect(refundsAsked, order).toBe(0);
    }
  });

  test('one that was never captured leaves the time to others, by all six', async () => {
    const orders = permutationsOf<Happening>(['authorized', 'failed', 'expired']);
    for (const { order, end } of await endsOf(orders, { times: 2, razorpayKnows: true }))
      expect(end, order).toMatchObject({
        status: 'CANCELLED',
        cancelReason: 'hold-expired',
        payment: ['void', 0, 0, 0, null],
        refunds: [],
        cells: [],
        // Razorpay asks the bank for days: it is looked at again the day after.
        due: ['2026-11-21T07:05:00Z payment-check-due'],
      });
  });

  test('when every message is lost, the look at the hold’s end finds what was paid', async () => {
    const booked = await book();
    letRazorpayKnow(booked, 'captured', 'pay_lost');
    booked.clinic.at(booked.heldUntil);
    await booked.look(0);
    expect(await booked.appointment()).toMatchObject({ status: 'CONFIRMED', paymentStatus: 'paid' });
    expect(await booked.cells()).toHaveLength(4);
  });
});
