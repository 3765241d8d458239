import * as z from 'zod';

import { env } from '../shared/env.ts';
import { secretText } from '../shared/secrets.ts';

/** The secret of one Razorpay account. The URLs are set where something else plays Razorpay. */
const PaymentSecret = z.object({
  keyId: z.string(),
  keySecret: z.string(),
  // With an empty one, anybody could sign.
  webhookSecret: z.string().min(1),
  apiUrl: z.url().default('https://api.razorpay.com'),
  checkoutUrl: z.url().default('https://api.razorpay.com/v1/checkout/embedded'),
});
export type PaymentSecret = z.infer<typeof PaymentSecret>;

/** What we know of our Razorpay account. Until somebody fills it in, the keys are empty: see `withKeys`. */
export const paymentSecret = async (): Promise<PaymentSecret> =>
  PaymentSecret.parse(JSON.parse(await secretText(env('PAYMENT_SECRET_ARN'))));

/** Fails loudly where the keys are needed and nobody has filled them in. */
export const withKeys = (secret: PaymentSecret): PaymentSecret => {
  if (!secret.keyId || !secret.keySecret) throw new Error('The payment secret has no keys of Razorpay');
  return secret;
};
