import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of a message's bytes, in hex, as Razorpay sends it in `X-Razorpay-Signature`. */
export const signatureOf = (text: string, secret: string): string => createHmac('sha256', secret).update(text, 'utf8').digest('hex');

/**
 * Whether a message was signed with the secret. The package's `validateWebhookSignature` compares with `===`, which takes
 * longer the more characters are right; this compares in constant time.
 */
export const isSigned = (text: string, signature: string | undefined, secret: string): boolean => {
  if (signature === undefined || !/^[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(signatureOf(text, secret), 'hex'));
};
