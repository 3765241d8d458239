import type { Channel, DeliveryState } from './contract.ts';
import type { StoredDelivery } from './items.ts';

/**
 * How much is known of one delivery, from nothing to all. What comes later in this list is never taken back by what comes
 * earlier, so receipts may come in any order, twice or late, and the end is the same. `skipped` is below `accepted`: a
 * sender that was killed after the provider's acceptance may find at its next try that there is no reason any more.
 */
const byWeight: readonly DeliveryState[] = ['planned', 'skipped', 'accepted', 'failed', 'bounced', 'delivered', 'complained'];

/** The weightier of two. */
export const further = (a: DeliveryState, b: DeliveryState): DeliveryState => (byWeight.indexOf(a) >= byWeight.indexOf(b) ? a : b);

/** How far a delivery is. */
export const stateOf = ({ state, acceptedAt }: Pick<StoredDelivery, 'state' | 'acceptedAt'>): DeliveryState =>
  further(state, acceptedAt ? 'accepted' : 'planned');

/** Whether it is known that the person has it. */
export const hasArrived = (state: DeliveryState): boolean => state === 'delivered' || state === 'complained';

/** Whether it is known that the person does not get it this way. */
export const hasFailed = (state: DeliveryState): boolean => state === 'failed' || state === 'bounced';

/** One after the other, until one is confirmed. E-mail is beside it: nobody looks there when a dose is due. */
export const cascade: readonly Channel[] = ['push', 'whatsapp', 'sms'];
