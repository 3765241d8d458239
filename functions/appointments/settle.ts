import type { LedgerLine } from '../payments/contract.ts';
import { paymentAfter, type StoredPayment, totalsOf, type WantedRefund } from '../payments/items.ts';
import type { Instant, Paise } from '../shared/values.ts';
import type { CancelReason } from './contract.ts';
import type { Dossier } from './dossier.ts';
import type { StoredAppointment } from './items.ts';

/**
 * One refund for each payment of the provider, so its id follows from the payment's. Razorpay takes 40 characters. `paise`
 * is all that is to have gone back of the payment, by whoever's hands.
 */
const refundOf = ({ providerPaymentId }: Pick<LedgerLine, 'providerPaymentId'>, paise: Paise, now: Instant): WantedRefund => ({
  refundId: `${providerPaymentId}-r1`,
  providerPaymentId,
  paise,
  wantedAt: now,
});

type Totals = ReturnType<typeof totalsOf>;

/** What went back of one payment, by whoever's hands. */
const givenBackOf = ({ providerPaymentId }: LedgerLine, { refunds }: Totals): number =>
  refunds.filter((each) => each.providerPaymentId === providerPaymentId).reduce((sum, { amountPaise }) => sum + amountPaise, 0);

/** Payments, oldest first, of which nobody has decided yet whether they go back; and of those the price, the first that is enough. */
const undecidedOf = ({ captures }: Totals, { refunds, amountPaise: fee }: StoredPayment) => {
  const undecided = captures.filter((capture) => !refunds.some(({ providerPaymentId }) => providerPaymentId === capture.providerPaymentId));
  return { undecided, price: undecided.find(({ amountPaise }) => amountPaise >= fee) };
};

const cancelled = (before: StoredAppointment, cancelReason: CancelReason, now: Instant): StoredAppointment => ({
  ...before,
  status: 'CANCELLED',
  cancelReason,
  cancelledAt: before.cancelledAt ?? now,
});

const confirmed = ({ cancelReason: _reason, cancelledAt: _at, heldUntil: _held, ...before }: StoredAppointment): StoredAppointment => ({
  ...before,
  status: 'CONFIRMED',
});

/** A refund may be told before its payment: as much money as the price came and went, whatever it is called. */
const stateOf = (price: LedgerLine | undefined, { amountPaise: fee }: StoredPayment, totals: Totals) => {
  const { capturedPaise, refundedPaise } = totals;
  if (refundedPaise > 0 && refundedPaise >= Math.max(capturedPaise, fee)) return 'given-back';
  return price && (givenBackOf(price, totals) < price.amountPaise ? 'paid' : 'given-back');
};

/** The appointment that goes with its price, which is paid, given back or neither. */
const appointmentFor = (
  before: StoredAppointment,
  price: 'paid' | 'given-back' | undefined,
  now: Instant,
  free: boolean,
): StoredAppointment => {
  const { status, cancelReason, heldUntil, startsAt } = before;
  if (status === 'CONFIRMED') return price === 'given-back' ? cancelled(before, 'refunded', now) : before;
  if (status !== 'REQUESTED' && cancelReason !== 'hold-expired') return before;
  if (price === 'given-back') return cancelled(before, 'refunded', now);
  if (price === 'paid') return free && now < startsAt ? confirmed(before) : cancelled(before, 'slot-gone', now);
  return status === 'REQUESTED' && heldUntil !== undefined && heldUntil <= now ? cancelled(before, 'hold-expired', now) : before;
};

/**
 * What appointment and payment become by what the provider has told. The same ledger gives the same end, in whatever order
 * and however often its lines came. `free`: whether the time could be this appointment's now.
 *
 * Of a live appointment the price stays; every other payment, a second one or one of too little, goes back whole. Of a
 * cancelled one everything goes back, but for what the cancellation decided.
 */
export const settle = (dossier: Dossier, now: Instant, free: boolean): { appointment: StoredAppointment; payment: StoredPayment } => {
  const { ledger, payment } = dossier;
  const totals = totalsOf(ledger);
  const { undecided, price } = undecidedOf(totals, payment);
  const appointment = appointmentFor(dossier.appointment, stateOf(price, payment, totals), now, free);
  const off = appointment.status === 'CANCELLED';
  const back = undecided.filter((capture) => off || capture !== price).map((capture) => refundOf(capture, capture.amountPaise, now));
  const refunds = [...payment.refunds, ...back].sort((a, b) => (a.refundId < b.refundId ? -1 : 1));
  return { appointment, payment: paymentAfter(payment, ledger, { refunds, cancelled: off }) };
};

/**
 * The refund that a cancellation decides on: `shareOf` what the ledger says was paid and not given back already, be it
 * settled or not; and nothing more of it later, even if it is nothing.
 */
export const refundsOnCancel = (
  { ledger, payment }: Pick<Dossier, 'ledger' | 'payment'>,
  shareOf: (paidPaise: Paise) => Paise,
  now: Instant,
): WantedRefund[] => {
  const totals = totalsOf(ledger);
  const { price } = undecidedOf(totals, payment);
  if (!price) return payment.refunds;
  const given = givenBackOf(price, totals);
  const share = shareOf(Math.max(0, price.amountPaise - given) as Paise);
  return [...payment.refunds, refundOf(price, (given + share) as Paise, now)];
};

/** Refunds that are new and not already given back by other hands. */
export const newRefunds = (before: StoredPayment, after: StoredPayment): WantedRefund[] =>
  after.refundDuePaise === 0
    ? []
    : after.refunds.filter(({ refundId, paise }) => paise > 0 && !before.refunds.some((each) => each.refundId === refundId));
