import type { DatabaseSync } from 'node:sqlite';

import type { Faults, HttpHandler, Log, PaymentsView } from './cloud.ts';
import { createPaymentApi } from './payments-api.ts';
import { createBank, PaymentRefusal } from './payments-bank.ts';
import { CHECKOUT_PATH, createCheckout } from './payments-checkout.ts';
import { openPaymentStore } from './payments-store.ts';
import { createWebhooks } from './payments-webhooks.ts';
import { type Keyring, randomText } from './secrets.ts';

const LOOK_EVERY = 250;

/** Razorpay, as far as Arogya uses it: API, checkout page, signed messages, and a bank that does as it is told. */
export const createPayments = (o: {
  store: DatabaseSync;
  keyring: Keyring;
  faults: Faults;
  log: Log;
  /** Where the checkout page is. */
  origin: string;
  webOrigins: string[];
  /** Where the API is mounted. */
  apiUrl: string;
  webhookUrl: string;
  now?: () => number;
}) => {
  const keyId = o.keyring('payment-key-id', () => `rzp_test_${randomText(14)}`);
  const keySecret = o.keyring('payment-key-secret', () => randomText(24));
  const webhookSecret = o.keyring('payment-webhook-secret', () => randomText(48));
  const accountId = o.keyring('payment-account-id', () => `acc_${randomText(14)}`);
  const clock = o.now ? { now: o.now } : {};

  const store = openPaymentStore(o.store);
  const webhooks = createWebhooks({
    store: o.store,
    faults: o.faults,
    log: o.log,
    url: o.webhookUrl,
    secret: webhookSecret,
    accountId,
    ...clock,
  });
  const bank = createBank({ store, webhooks, faults: o.faults, ...clock });
  const api = createPaymentApi({ bank, store, faults: o.faults, keyId, keySecret });
  const checkout = createCheckout({ bank, keyId, keySecret, webOrigins: o.webOrigins });
  let timer: NodeJS.Timeout | undefined;

  return {
    start(): void {
      timer = setInterval(() => {
        bank.settleDue();
        webhooks.look();
      }, LOOK_EVERY).unref();
    },
    api: api.handle,
    checkout: checkout.handle satisfies HttpHandler,
    /** What somebody fills into the secret after a deployment; the two addresses are left out there. */
    secret: JSON.stringify({ keyId, keySecret, webhookSecret, apiUrl: o.apiUrl, checkoutUrl: `${o.origin}${CHECKOUT_PATH}` }),
    view: (): PaymentsView => ({
      orders: store.list('order'),
      payments: store.list('payment'),
      refunds: store.list('refund'),
      webhooks: webhooks.list(),
      faults: o.faults.list().filter(({ kind }) => /^(payment|refund|webhook)-/.test(kind)),
    }),
    /** As at the checkout page; undefined when there is no such order. */
    pay(orderId: string, outcome: Parameters<typeof bank.pay>[1], seconds?: number) {
      try {
        return bank.pay(orderId, outcome, seconds === undefined ? {} : { seconds });
      } catch (problem) {
        if (problem instanceof PaymentRefusal) return undefined;
        throw problem;
      }
    },
    sendAgain: webhooks.sendAgain,
    async stop(): Promise<void> {
      clearInterval(timer);
      await webhooks.stop();
    },
  };
};

export type Payments = ReturnType<typeof createPayments>;
