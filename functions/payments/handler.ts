import { PaymentCheckRequested } from '../../events/payments/payment-check-requested.v1.ts';
import { PaymentOrderRequested } from '../../events/payments/payment-order-requested.v1.ts';
import { profile } from '../identity/items.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { ApiError } from '../shared/http/errors.ts';
import { linkTo } from '../shared/links.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { type Instant, later } from '../shared/values.ts';
import { checkoutOf } from './checkout.ts';
import { type PaymentOrder, paymentRoutes } from './contract.ts';
import { earningsOf, monthBounds } from './earnings.ts';
import { type PaymentFile, totalsOf } from './items.ts';
import { paymentSecret } from './payment-secret.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { paymentRepository } from './repository.ts';

/** The booking has asked for the order; if it is not there after this long, asking again costs nothing. */
const ASK_AGAIN_SECONDS = 20;

const APPOINTMENT_ID = /^[A-Za-z0-9-]{1,128}$/;

/** Refuses to take money for what is paid, over or kept no longer. */
const refuseUnlessWaiting = ({ appointment, payment, ledger }: PaymentFile, now: Instant): void => {
  const { status, heldUntil } = appointment;
  const kept = status === 'REQUESTED' && heldUntil !== undefined && heldUntil > now;
  if (kept && payment.amountPaise > 0 && totalsOf(ledger).captures.length === 0) return;
  throw new ApiError('payment-not-waiting', 'Nothing is to be paid for this appointment now.', { status, paymentStatus: payment.status });
};

export const paymentsApi = (options?: ApiOptions) =>
  api(
    'payments',
    paymentRoutes,
    {
      createOrder: ({ table, principal, params, headers, now, reply, commit }) =>
        lookAgain(async () => {
          const payments = paymentRepository(table, principal);
          const file = await payments.findMine(params.appointmentId);
          refuseUnlessWaiting(file, now);
          const { appointmentId, amountPaise, orderId, orderAskedAt, createdAt } = file.payment;
          if (orderId) {
            const [secret, known] = await Promise.all([paymentSecret(), table.find(profile, { accountId: principal.accountId })]);
            const checkout = checkoutOf(secret, { appointmentId, orderId, profile: known }, headers);
            return reply({ appointmentId, state: 'ready', amountPaise, checkout });
          }
          const preparing: PaymentOrder = { appointmentId, state: 'preparing', amountPaise };
          if (later(orderAskedAt ?? createdAt, ASK_AGAIN_SECONDS) > now) return reply(preparing);
          return commit([payments.orderAsked(file.payment, now)], preparing, { events: [PaymentOrderRequested.of({ appointmentId })] });
        }),

      checkPayment: async ({ table, principal, params, now, commit }) => {
        const { payment } = await paymentRepository(table, principal).findMine(params.appointmentId);
        const { appointmentId } = payment;
        return commit(
          [],
          { appointmentId, askedAt: now },
          { events: payment.amountPaise > 0 ? [PaymentCheckRequested.of({ appointmentId })] : [] },
        );
      },

      receiveWebhook,

      returnFromCheckout: async ({ params, redirect }) => {
        if (!APPOINTMENT_ID.test(params.appointmentId)) throw new ApiError('not-found', 'There is no such appointment.');
        return redirect(linkTo(`/visits/booked/${params.appointmentId}`));
      },

      list: async ({ table, principal, query, reply }) => {
        const { items, nextCursor } = await paymentRepository(table, principal).listMine(query);
        return reply(items, { nextCursor });
      },

      getReceipt: async ({ table, principal, params, reply, recordRead }) => {
        const { payment, ledger } = await paymentRepository(table, principal).findShared(params.appointmentId);
        if (payment.capturedPaise === 0) throw new ApiError('not-found', 'There is no receipt: nothing was paid.');
        const { patientId } = payment.patient;
        if (patientId !== principal.accountId) await recordRead({ subjectId: patientId, resource: `payment#${payment.appointmentId}` });
        const lines = ledger
          .filter(({ kind }) => kind !== 'authorized' && kind !== 'failed')
          .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.kind < b.kind ? -1 : 1));
        return reply({ ...payment, lines });
      },

      getEarnings: async ({ table, principal, query, reply }) => {
        const { from, until } = monthBounds(query.month);
        return reply(earningsOf(query.month, await paymentRepository(table, principal).listBetween(from, until)));
      },
    },
    options,
  );

export const handler = paymentsApi();
