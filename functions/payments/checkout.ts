import type { Profile } from '../identity/contract.ts';
import { linkTo } from '../shared/links.ts';
import type { Checkout } from './contract.ts';
import { type PaymentSecret, withKeys } from './payment-secret.ts';

/**
 * Where this API is, as the caller reached it: API Gateway sets both headers itself and answers to no other host. Our own
 * environment cannot say it, because the gateway's definition names the function.
 */
const apiUrl = (headers: Readonly<Record<string, string | undefined>>): string =>
  `${headers['x-forwarded-proto'] ?? 'https'}://${headers.host ?? ''}/api/v1`;

/**
 * The form that opens Razorpay's hosted page. It names the order, which has the amount; and nothing about health: neither
 * doctor nor specialty (https://razorpay.com/docs/payments/payment-gateway/web-integration/hosted/integration-steps).
 */
export const checkoutOf = (
  secret: PaymentSecret,
  of: { readonly appointmentId: string; readonly orderId: string; readonly profile: Profile | undefined },
  headers: Readonly<Record<string, string | undefined>>,
): Checkout => {
  const { appointmentId, orderId, profile } = of;
  const { keyId, checkoutUrl } = withKeys(secret);
  return {
    url: checkoutUrl,
    fields: {
      key_id: keyId,
      order_id: orderId,
      name: 'Arogya',
      description: 'Consultation fee',
      ...(profile?.name ? { 'prefill[name]': profile.name } : {}),
      ...(profile?.email ? { 'prefill[email]': profile.email } : {}),
      'notes[appointmentId]': appointmentId,
      callback_url: `${apiUrl(headers)}/appointments/${appointmentId}/payment-return`,
      cancel_url: linkTo(`/visits/booked/${appointmentId}?paid=no`),
    },
  };
};
