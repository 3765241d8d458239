import { createHash } from 'node:crypto';

import Razorpay from 'razorpay';
import * as z from 'zod';

import { logger } from '../shared/logger.ts';
import type { Paise } from '../shared/values.ts';
import { ProviderOrder, ProviderPayment, ProviderRefund } from './facts.ts';
import { type PaymentSecret, paymentSecret, withKeys } from './payment-secret.ts';

/** Two calls and their records fit into a consumer's 30 seconds, and those into the 60 of its lease. */
const TIMEOUT_MS = 8_000;
/** The most that Razorpay answers with at once. */
const PAGE = 100;
/**
 * Minutes until when Razorpay captures what the bank has authorized: its least value. What the bank authorizes later than
 * that goes back to the patient by itself, whose time has long been somebody else's.
 */
const CAPTURE_MINUTES = 12;

/** Razorpay refused, failed or was not there. Says no more than the status: its words may repeat a person’s data. */
export class ProviderError extends Error {
  readonly statusCode: number | undefined;
  constructor(statusCode?: number) {
    super(statusCode === undefined ? 'Razorpay did not answer' : `Razorpay answered ${statusCode}`);
    this.name = 'ProviderError';
    this.statusCode = statusCode;
  }
}

/** The order that an appointment wants. */
export type WantedOrder = { readonly appointmentId: string; readonly amountPaise: Paise };

/** What the package keeps under its types: the axios instance that it sends with. */
type Sender = { readonly rq: { readonly defaults: Record<string, unknown> & { headers: Record<string, unknown> } } };

/** The package names its host itself, waits for ever and passes only two headers on: set where it sends. */
const connect = ({ keyId, keySecret, apiUrl }: PaymentSecret, headers: Record<string, string> = {}): Razorpay => {
  const razorpay = new Razorpay({ key_id: keyId, key_secret: keySecret });
  const { defaults } = (razorpay.api as unknown as Sender).rq;
  // A redirect would carry our keys to wherever it points.
  Object.assign(defaults, { baseURL: apiUrl, timeout: TIMEOUT_MS, maxRedirects: 0 });
  Object.assign(defaults.headers, headers);
  return razorpay;
};

/** Asks, and reads the answer. Without a response the package throws a TypeError over the missing status: any failure is one of ours. */
const ask = async <Schema extends z.ZodType>(name: string, schema: Schema, call: () => Promise<unknown>): Promise<z.infer<Schema>> => {
  let answer: unknown;
  try {
    answer = await call();
  } catch (error) {
    const status = Number((error as { statusCode?: unknown } | undefined)?.statusCode);
    const failure = new ProviderError(Number.isInteger(status) ? status : undefined);
    logger.warn('Razorpay failed', { call: name, status: failure.statusCode });
    throw failure;
  }
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  logger.warn('Razorpay answered in a form that we do not know', { call: name, at: parsed.error.issues.map(({ path }) => path.join('.')) });
  throw new ProviderError(200);
};

const listOf = <Schema extends z.ZodType>(schema: Schema) => z.object({ items: z.array(schema) });

/** An order of another amount would be paid at another price: better none. */
const checked = (order: ProviderOrder, { appointmentId, amountPaise }: WantedOrder): ProviderOrder => {
  if (order.amount === amountPaise && order.currency === 'INR' && order.receipt === appointmentId) return order;
  logger.error('An order of Razorpay is not what was wanted', { orderId: order.id, appointmentId });
  throw new ProviderError(200);
};

/** 10 characters at least, of letters, digits, `-` and `_`. */
const idempotencyKey = (refundId: string): string => createHash('sha256').update(refundId).digest('hex');

const portTo = (secret: PaymentSecret) => {
  const razorpay = connect(secret);

  /** The orders that were made for an appointment, oldest first. More than one if Razorpay's list was behind when we looked. */
  const ordersOf = async (appointmentId: string): Promise<ProviderOrder[]> => {
    const { items } = await ask('orders.all', listOf(ProviderOrder), () => razorpay.orders.all({ receipt: appointmentId, count: PAGE }));
    return items.filter(({ receipt }) => receipt === appointmentId).sort((a, b) => a.created_at - b.created_at || (a.id < b.id ? -1 : 1));
  };

  return {
    ordersOf,

    findOrder: async (wanted: WantedOrder): Promise<ProviderOrder | undefined> => {
      const [oldest] = await ordersOf(wanted.appointmentId);
      return oldest && checked(oldest, wanted);
    },

    createOrder: async (wanted: WantedOrder): Promise<ProviderOrder> => {
      const { appointmentId, amountPaise } = wanted;
      const order = await ask('orders.create', ProviderOrder, () =>
        razorpay.orders.create({
          amount: amountPaise,
          currency: 'INR',
          receipt: appointmentId,
          notes: { appointmentId },
          payment: {
            capture: 'automatic',
            capture_options: {
              automatic_expiry_period: CAPTURE_MINUTES,
              manual_expiry_period: CAPTURE_MINUTES,
              refund_speed: 'normal',
            },
          },
        }),
      );
      return checked(order, wanted);
    },

    paymentsOfOrder: async (orderId: string): Promise<ProviderPayment[]> =>
      (await ask('orders.fetchPayments', listOf(ProviderPayment), () => razorpay.orders.fetchPayments(orderId))).items,

    refundsOfPayment: async (paymentId: string): Promise<ProviderRefund[]> =>
      (
        await ask('payments.fetchMultipleRefund', listOf(ProviderRefund), () =>
          razorpay.payments.fetchMultipleRefund(paymentId, { count: PAGE }),
        )
      ).items,

    /** Gives back, once for one `refundId`: Razorpay itself knows a repeat by `X-Refund-Idempotency`. */
    refund: async (wanted: {
      readonly paymentId: string;
      readonly paise: number;
      readonly refundId: string;
      readonly appointmentId: string;
    }) => {
      const { paymentId, paise, refundId, appointmentId } = wanted;
      const sender = connect(secret, { 'X-Refund-Idempotency': idempotencyKey(refundId) });
      const made = await ask('payments.refund', ProviderRefund, () =>
        sender.payments.refund(paymentId, { amount: paise, speed: 'normal', receipt: refundId, notes: { appointmentId } }),
      );
      if (made.amount !== paise) logger.error('A refund of Razorpay is not what was wanted', { refundId: made.id, appointmentId });
      return made;
    },
  };
};
export type Provider = ReturnType<typeof portTo>;

/** The port to Razorpay. For consumers: the API's function never waits for it, and starts without the package. */
export const provider = async (): Promise<Provider> => portTo(withKeys(await paymentSecret()));
