import { createHash } from 'node:crypto';

import * as z from 'zod';

import { appointment, type StoredAppointment } from '../appointments/items.ts';
import { Doctor } from '../identity/contract.ts';
import { itemKind } from '../shared/table/item.ts';
import type { Table } from '../shared/table/table.ts';
import { type CalendarDate, Instant, Paise } from '../shared/values.ts';
import { LedgerLine, Payment, type PaymentStatus } from './contract.ts';

type AppointmentKey = { appointmentId: string };

/** A refund that was decided. One for each payment of the provider, by an id of ours that every try repeats. */
export const WantedRefund = z.object({
  refundId: z.string(),
  providerPaymentId: z.string(),
  paise: Paise,
  wantedAt: Instant,
});
export type WantedRefund = z.infer<typeof WantedRefund>;

/** The payment of one appointment, in the appointment's own partition: one read shows both, and its ledger. */
export const payment = itemKind({
  type: 'payment',
  version: 1,
  schema: Payment.extend({
    doctor: Doctor.pick({ doctorId: true, name: true, registrationNumber: true, council: true, qualification: true, specialty: true }),
    hospital: z.string(),
    /** Start of the appointment: the doctor's earnings go by it. */
    visitAt: Instant,
    receiptNumber: z.string(),
    /** Razorpay's id of the order, once it is made. */
    orderId: z.string().optional(),
    /** When the order was last asked for anew because it was not there. */
    orderAskedAt: Instant.optional(),
    refunds: z.array(WantedRefund),
    revision: z.int().min(1),
  }),
  key: ({ appointmentId }: AppointmentKey) => ({ pk: `appointment#${appointmentId}`, sk: 'payment' }),
  indexes: ({ appointmentId, patient, doctor, createdAt, visitAt }) => ({
    gsi1pk: `patient#${patient.patientId}#payments`,
    gsi1sk: `${createdAt}#${appointmentId}`,
    gsi2pk: `doctor#${doctor.doctorId}#payments`,
    gsi2sk: `${visitAt}#${appointmentId}`,
  }),
  holds: 'What an appointment costs, what was paid and what goes back',
  readBy: [
    'payments: patient, doctor, order, check and refund',
    'appointments: whoever settles, and what a letter says comes back',
    'payments: the patient’s payments, newest first',
    'payments: the doctor’s earnings, by day of the appointment',
  ],
});
export type StoredPayment = z.infer<typeof payment.schema>;

/** A fact told by the provider. Its key is the fact, so that telling it again adds nothing. */
export const ledgerLine = itemKind({
  type: 'ledger-line',
  version: 1,
  schema: LedgerLine,
  key: ({ appointmentId, kind, providerId }: AppointmentKey & Pick<LedgerLine, 'kind' | 'providerId'>) => ({
    pk: `appointment#${appointmentId}`,
    sk: `ledger#${kind}#${providerId}`,
  }),
  holds: 'One fact about a payment that the provider told',
  readBy: ['appointments: whoever settles', 'payments: the receipt'],
});

export const providerOrder = itemKind({
  type: 'provider-order',
  version: 1,
  schema: z.object({ appointmentId: z.string() }),
  key: ({ orderId }: { orderId: string }) => ({ pk: `razorpay-order#${orderId}`, sk: 'order' }),
  holds: 'Which appointment an order of the provider is for',
  readBy: ['payments: the webhook'],
});

/** A payment with the appointment that it is for and what the provider has told of it. */
export type PaymentFile = {
  readonly appointment: StoredAppointment;
  readonly payment: StoredPayment;
  readonly ledger: readonly LedgerLine[];
};

/** What is kept of an appointment and its money, in one read: they share a partition. Undefined if there is none. */
export const findPaymentFile = async (table: Table, appointmentId: string): Promise<PaymentFile | undefined> => {
  const items = await table.queryAll({ partition: payment.key({ appointmentId }).pk });
  const booked = items.find(appointment.is);
  const stored = items.find(payment.is);
  if (!booked || !stored) return undefined;
  return {
    appointment: appointment.parse(booked),
    payment: payment.parse(stored),
    ledger: items.filter(ledgerLine.is).map((item) => ledgerLine.parse(item)),
  };
};

const sum = (amounts: readonly number[]): Paise => amounts.reduce((total, amount) => total + amount, 0) as Paise;

/** What a ledger adds up to. Order and repetition of its lines make no difference: it is a set, keyed by kind and id. */
export const totalsOf = (lines: readonly LedgerLine[]) => {
  const distinct = [...new Map(lines.map((line) => [`${line.kind}#${line.providerId}`, line])).values()];
  const of = (kind: LedgerLine['kind']) => distinct.filter((line) => line.kind === kind);
  const failedRefunds = new Set(of('refund-failed').map(({ providerId }) => providerId));
  const captures = of('captured').sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.providerId < b.providerId ? -1 : 1));
  const refunds = of('refunded').filter(({ providerId }) => !failedRefunds.has(providerId));
  return {
    /** Oldest first. More than one when somebody paid twice. */
    captures,
    refunds,
    capturedPaise: sum(captures.map(({ amountPaise }) => amountPaise)),
    refundedPaise: sum(refunds.map(({ amountPaise }) => amountPaise)),
    authorized: of('authorized').length > 0,
    refundFailed: failedRefunds.size > 0,
  };
};
export type Totals = ReturnType<typeof totalsOf>;

/** What is decided to go back and has not gone yet. */
export const refundDueOf = (wanted: readonly WantedRefund[], totals: Totals): Paise =>
  sum(
    wanted.map(({ providerPaymentId, paise }) =>
      Math.max(
        0,
        paise - sum(totals.refunds.filter((each) => each.providerPaymentId === providerPaymentId).map((each) => each.amountPaise)),
      ),
    ),
  );

export const paymentStatusOf = (o: {
  readonly amountPaise: number;
  readonly totals: Totals;
  readonly refundDuePaise: number;
  /** Whether the appointment is off, so that nobody waits for money any more. */
  readonly cancelled: boolean;
}): PaymentStatus => {
  const { amountPaise, totals, refundDuePaise, cancelled } = o;
  if (amountPaise === 0) return 'not-needed';
  if (refundDuePaise > 0) return totals.refundFailed ? 'refund-failed' : 'refund-due';
  if (totals.refundedPaise > 0) return totals.refundedPaise >= totals.capturedPaise ? 'refunded' : 'partly-refunded';
  if (totals.capturedPaise > 0) return 'paid';
  if (cancelled) return 'void';
  return totals.authorized ? 'authorized' : 'waiting';
};

/** The payment as its ledger and the decided refunds make it. */
export const paymentAfter = (
  before: StoredPayment,
  lines: readonly LedgerLine[],
  decided: { readonly refunds: readonly WantedRefund[]; readonly cancelled: boolean; readonly visitAt?: Instant },
): StoredPayment => {
  const totals = totalsOf(lines);
  const refundDuePaise = refundDueOf(decided.refunds, totals);
  return {
    ...before,
    visitAt: decided.visitAt ?? before.visitAt,
    refunds: [...decided.refunds],
    capturedPaise: totals.capturedPaise,
    refundedPaise: totals.refundedPaise,
    refundDuePaise,
    status: paymentStatusOf({ amountPaise: before.amountPaise, totals, refundDuePaise, cancelled: decided.cancelled }),
    paidAt: totals.captures[0]?.at,
    revision: before.revision + 1,
  };
};

/** Letters and digits without those that look alike. */
const READABLE = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** `AR-20261123-7F3K2Q9T`: the day of the booking and eight letters that follow from the appointment's id. */
export const receiptNumberOf = (appointmentId: string, date: CalendarDate): string => {
  const digest = createHash('sha256').update(appointmentId).digest();
  const letters = [...digest.subarray(0, 8)].map((byte) => READABLE[byte % READABLE.length]).join('');
  return `AR-${date.replaceAll('-', '')}-${letters}`;
};
