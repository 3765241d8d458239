import { randomUUID } from 'node:crypto';

import type { Envelope } from '../../../events/envelope.ts';
import { PaymentCheckDue } from '../../../events/payments/payment-check-due.v1.ts';
import { paymentRoutes } from '../../payments/contract.ts';
import { paymentsApi } from '../../payments/handler.ts';
import { findPaymentFile, payment } from '../../payments/items.ts';
import { checkPayments } from '../../payments/on-payment-check.ts';
import { makeOrders } from '../../payments/on-payment-order-requested.ts';
import { giveRefunds } from '../../payments/on-refund-requested.ts';
import { type Razorpay, signed } from '../../payments/testing/play-razorpay.ts';
import { receipt } from '../../shared/table/receipt.ts';
import { callerOf } from '../../shared/testing/caller.ts';
import type { TestTable } from '../../shared/testing/table.ts';
import { later, millisecondsOf } from '../../shared/values.ts';
import { findClaims, holds } from '../dossier.ts';
import { deliver, openClinic, slotAt } from './clinic.ts';

type Handler = Parameters<typeof deliver>[0];

/** What Razorpay may tell; `refunded` is of all of the payment unless it is said how much. */
export type Told = 'authorized' | 'captured' | 'failed' | 'refunded' | 'refund-failed';
const eventNames = {
  authorized: 'payment.authorized',
  captured: 'payment.captured',
  failed: 'payment.failed',
  refunded: 'refund.processed',
  'refund-failed': 'refund.failed',
} as const;

/**
 * One appointment with its order at Razorpay, whose messages come through the webhook's route and whose events through the
 * consumers. Each has a clock of its own over a table that it shares with others.
 */
export const bookedVisit = async (store: TestTable, razorpay: Razorpay) => {
  const startsAt = slotAt(0);
  const clinic = await openClinic(store);
  const { options } = clinic;
  const api = callerOf(paymentRoutes, paymentsApi(options))(undefined);
  const [settle, check, order, refund] = [clinic.settle, checkPayments(options), makeOrders(options), giveRefunds(options)] as unknown as [
    Handler,
    Handler,
    Handler,
    Handler,
  ];
  const handlers: Record<string, Handler> = {
    'payment-reported': settle,
    'payment-check-due': check,
    'payment-order-requested': order,
    'refund-requested': refund,
  };
  const handle = async (event: Omit<Envelope, 'data'> & { data: unknown }) => {
    const handler = handlers[event.name];
    if (!handler) return;
    const { batchItemFailures } = await deliver(handler, event);
    if (batchItemFailures.length > 0) throw new Error(`${event.name} was not handled`);
  };
  /** The events of a command or of a consumer's reaction. */
  const eventsOf = async (callerId: string, idempotencyKey: string) =>
    (await store.table.find(receipt, { callerId, idempotencyKey }))?.events ?? [];

  const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
  const bookedAt = clinic.now();
  const idempotencyKey = randomUUID();
  const { appointmentId } = (await clinic.book(patient, doctor, startsAt, { idempotencyKey })).body.data as { appointmentId: string };
  for (const event of await eventsOf(patient.accountId, idempotencyKey)) await handle(event);
  const orderId = razorpay.orders.find((each) => each.receipt === appointmentId)?.id ?? '';

  /** Has what was reported settled, as often as it is delivered. */
  const follow = async (callerId: string, key: string, times: number) => {
    for (const event of await eventsOf(callerId, key)) for (let time = 0; time < times; time += 1) await handle(event);
  };

  /** A message of Razorpay's, delivered so many times; `o.payment` is the payment that it is about. */
  const tell = async (
    told: Told,
    o: { payment?: string; paise?: number; refund?: string; times?: number; settle?: boolean; madeAt?: number } = {},
  ) => {
    const { payment: name = 'A', paise = 50_000, times = 1, madeAt = 30 } = o;
    const payId = `pay_${name}_${appointmentId.slice(0, 8)}`;
    const created_at = millisecondsOf(bookedAt) / 1000 + madeAt;
    const ofRefund = told === 'refunded' || told === 'refund-failed';
    const paid = {
      id: payId,
      order_id: orderId,
      amount: ofRefund ? 50_000 : paise,
      currency: 'INR',
      status: ofRefund ? 'refunded' : told,
      captured: ofRefund || told === 'captured',
      notes: { appointmentId },
      created_at,
    };
    const given = {
      id: o.refund ?? `rfnd_${name}_${appointmentId.slice(0, 8)}`,
      payment_id: payId,
      amount: paise,
      currency: 'INR',
      receipt: null,
      status: told === 'refund-failed' ? 'failed' : 'processed',
      created_at: created_at + 30,
    };
    const message = signed(
      {
        event: eventNames[told],
        created_at: millisecondsOf(clinic.now()) / 1000,
        payload: { payment: { entity: paid }, ...(ofRefund ? { refund: { entity: given } } : {}) },
      },
      `evt_${told}_${name}_${o.refund ?? ''}_${appointmentId}`,
    );
    for (let time = 0; time < times; time += 1) {
      const { status, text } = await api.call('receiveWebhook', message);
      if (status !== 200) throw new Error(text);
    }
    if (o.settle !== false) await follow('razorpay', message.headers['X-Razorpay-Event-Id'], times);
    return payId;
  };

  return {
    clinic,
    doctor,
    patient,
    appointmentId,
    orderId,
    heldUntil: later(bookedAt, 300),
    tell,
    /** The look at Razorpay that is due at the hold's end, and later ones by their round. */
    look: async (round: number, times = 1) => {
      const event = { id: `payment-check#${appointmentId}#${round}`, at: clinic.now(), correlationId: 'c', version: 1 };
      for (let time = 0; time < times; time += 1) await handle({ ...event, name: PaymentCheckDue.name, data: { appointmentId, round } });
      await follow('arogya:payments-on-payment-check', event.id, times);
    },
    settle: () => clinic.report(appointmentId),
    /** Carries out the refunds that were asked for, as their consumer does. */
    giveBack: async () => {
      const asked = (await clinic.events()).filter(({ name, data }) => name === 'refund-requested' && data.appointmentId === appointmentId);
      for (const event of asked) {
        await handle(event);
        await follow('arogya:payments-on-refund-requested', event.id, 1);
      }
    },
    refundsAsked: async () =>
      (await clinic.events())
        .filter(({ name, data }) => name === 'refund-requested' && data.appointmentId === appointmentId)
        .map(({ data }) => data.providerPaymentId),
    appointment: async () => {
      const file = await findPaymentFile(store.table, appointmentId);
      if (!file) throw new Error('not booked');
      return file.appointment;
    },
    payment: async () => {
      const stored = await store.table.find(payment, { appointmentId });
      if (!stored) throw new Error('not booked');
      return stored;
    },
    ledger: async () => {
      const lines = (await findPaymentFile(store.table, appointmentId))?.ledger ?? [];
      return lines.map(({ kind, providerId, amountPaise, at }) => `${kind} ${providerId} ${amountPaise} ${at}`).sort();
    },
    /** Cells of the time that it was booked for which somebody has, and who. */
    cells: async () => {
      const claims = await findClaims(store.table, doctor.accountId, startsAt, later(startsAt, 1_200));
      return [...claims].filter(([, claim]) => holds(claim, clinic.now())).map(([cell, claim]) => `${cell} ${claim.appointmentId}`);
    },
  };
};
export type BookedVisit = Awaited<ReturnType<typeof bookedVisit>>;
