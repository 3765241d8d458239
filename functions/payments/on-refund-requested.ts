import { PaymentCheckDue } from '../../events/payments/payment-check-due.v1.ts';
import { PaymentReported } from '../../events/payments/payment-reported.v1.ts';
import { RefundRequested } from '../../events/payments/refund-requested.v1.ts';
import { nowOf } from '../shared/context.ts';
import { schedule } from '../shared/due/due-item.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { commandOfArogya } from '../shared/table/command.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { receipt } from '../shared/table/receipt.ts';
import { later } from '../shared/values.ts';
import { linesOfRefund, type ProviderRefund } from './facts.ts';
import type { WantedRefund } from './items.ts';
import { findPaymentFile } from './items.ts';
import { type Provider, ProviderError, provider } from './provider.ts';
import { addLines, newLines } from './repository.ts';

const NAME = 'payments-on-refund-requested';
/** A normal refund takes the bank five to seven working days; after that we ask whether it failed. */
const LOOK_AFTER_SECONDS = 12 * 86_400;

const givenBack = (refunds: readonly ProviderRefund[]): number =>
  refunds.filter(({ status }) => status !== 'failed').reduce((sum, { amount }) => sum + amount, 0);

/** Whether our refund was made, be it failed by now, or somebody gave as much back by hand. */
const isMade = (refunds: readonly ProviderRefund[], { refundId, paise }: WantedRefund): boolean =>
  refunds.some(({ receipt: ours }) => ours === refundId) || givenBack(refunds) >= paise;

/**
 * Gives back what is wanted and not given yet, and answers with all refunds of the payment. It looks first, so a try that
 * was killed after Razorpay's acceptance gives back once; and when Razorpay refuses or its answer is lost, it looks again,
 * because the refund may be there.
 */
const giveBackOnce = async (razorpay: Provider, appointmentId: string, wanted: WantedRefund): Promise<ProviderRefund[]> => {
  const { providerPaymentId: paymentId, refundId, paise } = wanted;
  const before = await razorpay.refundsOfPayment(paymentId);
  if (isMade(before, wanted)) return before;
  try {
    return [...before, await razorpay.refund({ paymentId, refundId, appointmentId, paise: paise - givenBack(before) })];
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const after = await razorpay.refundsOfPayment(paymentId);
    if (isMade(after, wanted)) return after;
    throw error;
  }
};

/**
 * Has Razorpay give money back. Its record is a command of its own: unlike a consumer's outcome it carries an event, and
 * can look again when a webhook wrote the same line meanwhile.
 */
export const giveRefunds = (options?: ConsumerOptions) =>
  consumer(
    NAME,
    [RefundRequested],
    async ({ id, data: { appointmentId, providerPaymentId, refundId }, correlationId }, { table, surroundings }) => {
      const file = await findPaymentFile(table, appointmentId);
      const wanted = file?.payment.refunds.find((each) => each.refundId === refundId && each.providerPaymentId === providerPaymentId);
      if (!file || !wanted || wanted.paise === 0) return { skipped: 'not wanted' };
      const refunds = await giveBackOnce(await provider(), appointmentId, wanted);
      const key = { callerId: `arogya:${NAME}`, idempotencyKey: id };
      await lookAgain(async () => {
        const [known, recorded] = await Promise.all([findPaymentFile(table, appointmentId), table.find(receipt, key)]);
        if (!known || recorded) return;
        const now = nowOf(surroundings);
        const command = commandOfArogya(table, {
          ...key,
          action: NAME,
          requestHash: RefundRequested.name,
          now,
          correlationId,
        });
        const check = PaymentCheckDue.of({ appointmentId, round: 3 });
        const lookAfter = schedule(`payment-check#${appointmentId}#${refundId}`, check, later(now, LOOK_AFTER_SECONDS), {
          now,
          correlationId,
        });
        await command.commit(
          [...addLines(appointmentId, newLines(known.ledger, refunds.flatMap(linesOfRefund))), lookAfter.write],
          '',
          [PaymentReported.of({ appointmentId })],
          [{ subjectId: known.payment.patient.patientId, resource: `payment#${appointmentId}` }],
        );
      });
      return { done: (refunds.find((each) => each.receipt === refundId) ?? refunds[0])?.id ?? refundId };
    },
    options,
  );

export const handler = giveRefunds();
