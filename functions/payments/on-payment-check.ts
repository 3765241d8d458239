import { PaymentCheckDue } from '../../events/payments/payment-check-due.v1.ts';
import { PaymentCheckRequested } from '../../events/payments/payment-check-requested.v1.ts';
import { PaymentReported } from '../../events/payments/payment-reported.v1.ts';
import { schedule } from '../shared/due/due-item.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { later } from '../shared/values.ts';
import type { LedgerLine } from './contract.ts';
import { linesOfPayment, linesOfRefund, wasCaptured } from './facts.ts';
import { findPaymentFile, type StoredPayment, totalsOf } from './items.ts';
import { ProviderError, provider } from './provider.ts';
import { addLines, newLines, orderWrites } from './repository.ts';

/** Seconds after the hold's end at which rounds 1, 2 and 3 ask; Razorpay asks the bank about a late payment for five days. */
const ROUNDS_AFTER = [3_600, 86_400, 5 * 86_400];

type Asked = { readonly orderIds: readonly string[]; readonly lines: readonly LedgerLine[] };

/** All that Razorpay knows of an appointment's money, also of an order that its list does not show yet or that we never noted. */
const askProvider = async ({ appointmentId, orderId }: StoredPayment): Promise<Asked> => {
  const razorpay = await provider();
  const listed = (await razorpay.ordersOf(appointmentId)).map(({ id }) => id);
  const orderIds = [...new Set([...(orderId ? [orderId] : []), ...listed])];
  const payments = (await Promise.all(orderIds.map(razorpay.paymentsOfOrder))).flat();
  const refunds = (await Promise.all(payments.filter(wasCaptured).map(({ id }) => razorpay.refundsOfPayment(id)))).flat();
  return { orderIds, lines: [...payments.flatMap(linesOfPayment), ...refunds.flatMap(linesOfRefund)] };
};

/**
 * Asks Razorpay what became of a payment, writes what the ledger does not know, and has it settled in any case: the end of
 * a hold is settled by this too. While nothing is paid it asks again, four times in all. If Razorpay is away, a round leaves
 * its question to the next one, so that the chain never breaks; the last round and a person's wish go back to the queue.
 */
export const checkPayments = (options?: ConsumerOptions) =>
  reaction(
    'payments-on-payment-check',
    [PaymentCheckDue, PaymentCheckRequested],
    async ({ data, correlationId }, { table, now }) => {
      const { appointmentId } = data;
      const round = 'round' in data ? data.round : undefined;
      const file = await findPaymentFile(table, appointmentId);
      if (!file || file.payment.amountPaise === 0) return undefined;
      const { appointment, payment, ledger } = file;
      const after = round === undefined ? undefined : ROUNDS_AFTER[round];
      const asked = await askProvider(payment).catch((error: unknown) => {
        if (error instanceof ProviderError && after !== undefined) return undefined;
        throw error;
      });
      const lines = newLines(ledger, asked?.lines ?? []);
      const orderIds = asked?.orderIds ?? [];
      const paid = totalsOf([...ledger, ...lines]).captures.length > 0;
      // Without an order nobody can have paid, and once the hold is over none is made.
      const goesOn = round !== undefined && after !== undefined && !paid && (asked === undefined || orderIds.length > 0);
      const next = goesOn
        ? [
            schedule(
              `payment-check#${appointmentId}#${round + 1}`,
              PaymentCheckDue.of({ appointmentId, round: round + 1 }),
              later(appointment.heldUntil ?? now, after),
              { now, correlationId },
            ).write,
          ]
        : [];
      const [orderId] = orderIds;
      return {
        writes: [...(orderId && !payment.orderId ? orderWrites(payment, orderId) : []), ...addLines(appointmentId, lines), ...next],
        events: [PaymentReported.of({ appointmentId })],
        touched: lines.length > 0 ? [{ subjectId: payment.patient.patientId, resource: `payment#${appointmentId}` }] : [],
      };
    },
    options,
  );

export const handler = checkPayments();
