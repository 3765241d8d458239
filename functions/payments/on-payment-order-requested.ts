import { PaymentOrderRequested } from '../../events/payments/payment-order-requested.v1.ts';
import { nowOf } from '../shared/context.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { findPaymentFile } from './items.ts';
import { provider } from './provider.ts';
import { saveOrder } from './repository.ts';

/**
 * Has Razorpay make the order that an appointment is paid by. It looks for one by the appointment's id first, so a try that
 * was killed after Razorpay's acceptance leaves one order, not two. An order that is there is kept even if the hold is over
 * by now: without it, a payment on it would belong to nobody.
 */
export const makeOrders = (options?: ConsumerOptions) =>
  consumer(
    'payments-on-payment-order-requested',
    [PaymentOrderRequested],
    async ({ data: { appointmentId } }, { table, surroundings }) => {
      const file = await findPaymentFile(table, appointmentId);
      if (!file) return { skipped: 'no such appointment' };
      const { appointment, payment } = file;
      if (payment.orderId) return { skipped: 'has an order' };
      if (payment.amountPaise === 0) return { skipped: 'nothing to pay' };
      const razorpay = await provider();
      const wanted = { appointmentId, amountPaise: payment.amountPaise };
      const made = await razorpay.findOrder(wanted);
      const { status, heldUntil } = appointment;
      if (!made && !(status === 'REQUESTED' && heldUntil !== undefined && heldUntil > nowOf(surroundings)))
        return { skipped: 'not waiting for a payment' };
      const order = made ?? (await razorpay.createOrder(wanted));
      await saveOrder(table, appointmentId, order.id);
      return { done: order.id };
    },
    options,
  );

export const handler = makeOrders();
