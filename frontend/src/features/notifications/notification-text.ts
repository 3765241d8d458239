import type { DeliveryState, Notification } from '../../../../functions/notifications/contract.ts';

/** What was really sent somewhere. A channel that was never tried is nobody's business but ours. */
export const sentOn = ({ deliveries }: Pick<Notification, 'deliveries'>) =>
  deliveries.filter(
    (delivery): delivery is typeof delivery & { state: Exclude<DeliveryState, 'planned' | 'skipped'> } =>
      delivery.state !== 'planned' && delivery.state !== 'skipped',
  );

/**
 * Texts are kept as they were sent: in the language that the person had then. A screen reader needs to know which, and
 * Devanagari needs its own line height. A medicine's Latin name does not make a Hindi sentence English.
 */
export const languageOf = (text: string): 'en' | 'hi' => (/\p{Script=Devanagari}/u.test(text) ? 'hi' : 'en');
