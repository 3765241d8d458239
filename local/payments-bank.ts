import type { Faults } from './cloud.ts';
import { newOrder, newPayment, newRefund, type Order, type Payment, type Refund } from './payments-entities.ts';
import type { PaymentStore } from './payments-store.ts';
import type { Webhooks } from './payments-webhooks.ts';

/** Razorpay takes no order or refund below one rupee. */
const LEAST_PAISE = 100;
const LONGEST_RECEIPT = 40;
/** A bank takes five to seven days. */
const REFUND_MILLISECONDS = 1_000;
/** Razorpay waits for minutes or days, as the order says, before it gives back what it did not capture. */
const UNCAPTURED_MILLISECONDS = 1_000;
/** A hold of five minutes is over by then. */
export const LATE_SECONDS = 330;
const FEE_PERCENT = 2;
const TAX_PERCENT = 18;

export type Outcome = 'paid' | 'failed' | 'late';

/** What Razorpay answers to a request that breaks its rules. */
export class PaymentRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  constructor(description: string, o: { status?: number; code?: string; field?: string } = {}) {
    super(description);
    this.status = o.status ?? 400;
    this.code = o.code ?? 'BAD_REQUEST_ERROR';
    this.field = o.field;
  }
}

type Asked = { receipt?: string | undefined; notes?: Record<string, string> | [] | undefined };

/** What happens to money at Razorpay and the bank behind it: its rules, and which messages follow. */
export const createBank = (o: { store: PaymentStore; webhooks: Pick<Webhooks, 'notify'>; faults: Faults; now?: () => number }) => {
  const { store, webhooks } = o;
  const now = o.now ?? Date.now;

  const orderOf = (id: string): Order => {
    const order = store.find('order', id);
    if (!order) throw new PaymentRefusal('The id provided does not exist');
    return order;
  };
  const paymentOf = (id: string): Payment => {
    const payment = store.find('payment', id);
    if (!payment) throw new PaymentRefusal('The id provided does not exist');
    return payment;
  };
  const capturedOf = (order: Order): Payment | undefined => store.list('payment', { parent: order.id }).find(({ captured }) => captured);

  /** An order is paid once: a second payment, of somebody with two pages open, is not captured, nor is one that comes too late. */
  const succeed = (payment: Payment): Payment => {
    const order = orderOf(payment.order_id);
    const authorized: Payment = {
      ...payment,
      status: 'authorized',
      acquirer_data: { rrn: String(Math.floor(1e11 + Math.random() * 9e11)) },
    };
    webhooks.notify('payment.authorized', order.id, { payment: authorized });
    const tooLate = now() - payment.created_at * 1000 > store.captureLimit(order.id) * 60_000;
    if (order.status === 'paid' || tooLate) {
      store.save(authorized, now() + UNCAPTURED_MILLISECONDS);
      return authorized;
    }
    const fee = Math.round((payment.amount * FEE_PERCENT) / 100);
    const tax = Math.round((fee * TAX_PERCENT) / 100);
    const captured: Payment = { ...authorized, status: 'captured', captured: true, fee: fee + tax, tax };
    const paid: Order = { ...order, status: 'paid', amount_paid: order.amount, amount_due: 0 };
    store.save(captured);
    store.save(paid);
    webhooks.notify('payment.captured', order.id, { payment: captured });
    webhooks.notify('order.paid', order.id, { payment: captured, order: paid });
    return captured;
  };

  const fail = (payment: Payment): Payment => {
    const failed: Payment = {
      ...payment,
      status: 'failed',
      error_code: 'BAD_REQUEST_ERROR',
      error_description: 'Payment failed because the bank declined it',
      error_source: 'issuer_bank',
      error_step: 'payment_authorization',
      error_reason: 'payment_failed',
    };
    store.save(failed);
    webhooks.notify('payment.failed', payment.order_id, { payment: failed });
    return failed;
  };

  /** How much is given back counts from the moment that a refund is asked for, and no more if it fails. */
  const withRefunded = (payment: Payment, amountRefunded: number): Payment => ({
    ...payment,
    amount_refunded: amountRefunded,
    refund_status: amountRefunded === 0 ? null : amountRefunded === payment.amount ? 'full' : 'partial',
    status: amountRefunded === payment.amount ? 'refunded' : 'captured',
  });

  const giveBackUncaptured = (payment: Payment): void => {
    const refund = newRefund(payment, { amount: payment.amount }, now());
    const refunded = withRefunded(payment, payment.amount);
    store.save(refunded);
    webhooks.notify('refund.created', payment.order_id, { refund, payment: refunded });
    finishRefund(refund);
  };

  const finishRefund = (refund: Refund): void => {
    const payment = paymentOf(refund.payment_id);
    if (o.faults.take('refund-failed')) {
      const without = withRefunded(payment, payment.amount_refunded - refund.amount);
      const failed: Refund = { ...refund, status: 'failed' };
      store.save(failed);
      store.save(without);
      webhooks.notify('refund.failed', payment.order_id, { refund: failed, payment: without });
      return;
    }
    const processed: Refund = {
      ...refund,
      status: 'processed',
      speed_processed: 'normal',
      acquirer_data: { arn: String(Math.floor(1e13 + Math.random() * 9e13)) },
    };
    store.save(processed);
    webhooks.notify('refund.processed', payment.order_id, { refund: processed, payment });
  };

  return {
    order: orderOf,
    payment: paymentOf,
    refundNamed(id: string): Refund {
      const refund = store.find('refund', id);
      if (!refund) throw new PaymentRefusal('The id provided does not exist');
      return refund;
    },
    capturedOf,

    createOrder(asked: Asked & { amount: number; captureMinutes?: number | undefined }): Order {
      if (asked.amount < LEAST_PAISE) throw new PaymentRefusal('Order amount less than minimum amount allowed', { field: 'amount' });
      if ((asked.receipt ?? '').length > LONGEST_RECEIPT)
        throw new PaymentRefusal(`The receipt may not be greater than ${LONGEST_RECEIPT} characters.`, { field: 'receipt' });
      const order = newOrder(asked, now());
      store.save(order);
      if (asked.captureMinutes !== undefined) store.limitCapture(order.id, asked.captureMinutes);
      return order;
    },

    /** Somebody pays at the checkout page; the amount is the order's. A paid order answers with its payment. */
    pay: (
      orderId: string,
      outcome: Outcome,
      { seconds = LATE_SECONDS, ...about }: { seconds?: number; description?: string | undefined; notes?: Record<string, string> } = {},
    ) =>
      store.transaction((): Payment => {
        const order = orderOf(orderId);
        const captured = capturedOf(order);
        if (captured) return captured;
        store.save({ ...order, status: 'attempted', attempts: order.attempts + 1 });
        const payment = newPayment(order, about, now());
        if (outcome === 'paid') return succeed(payment);
        if (outcome === 'failed') return fail(payment);
        store.save(payment, now() + seconds * 1000);
        return payment;
      }),

    /** `key` is the header `X-Refund-Idempotency`: the same request with the same key is one refund. */
    refund: (paymentId: string, asked: Asked & { amount?: number | undefined }, key?: string) =>
      store.transaction((): Refund => {
        const request = JSON.stringify([paymentId, asked]);
        const known = key === undefined ? undefined : store.refundOfKey(key);
        if (known && known.request !== request)
          throw new PaymentRefusal('Different request with the same idempotency key has already been processed.');
        const repeated = known && store.find('refund', known.refund);
        if (repeated) return repeated;

        const payment = paymentOf(paymentId);
        if (payment.status === 'refunded') throw new PaymentRefusal('The payment has been fully refunded already');
        if (payment.status !== 'captured') throw new PaymentRefusal('The payment status should be captured for action to be taken');
        const left = payment.amount - payment.amount_refunded;
        const amount = asked.amount ?? left;
        if (amount < LEAST_PAISE) throw new PaymentRefusal('The amount must be at least INR 1.00', { field: 'amount' });
        if (amount > left)
          throw new PaymentRefusal('The total refund amount is greater than the refund payment amount', { field: 'amount' });

        const refund = newRefund(payment, { ...asked, amount }, now());
        const withIt = withRefunded(payment, payment.amount_refunded + amount);
        store.save(refund, now() + REFUND_MILLISECONDS);
        store.save(withIt);
        if (key !== undefined) store.addRefundKey(key, request, refund.id);
        webhooks.notify('refund.created', payment.order_id, { refund, payment: withIt });
        return refund;
      }),

    /** What banks do by themselves: a late payment comes, a refund arrives. */
    settleDue(): void {
      for (const entity of store.due(now())) {
        store.transaction(() => {
          if (entity.entity === 'payment') entity.status === 'created' ? succeed(entity) : giveBackUncaptured(entity);
          else if (entity.entity === 'refund') finishRefund(entity);
        });
      }
    },
  };
};

export type Bank = ReturnType<typeof createBank>;
