import type { NewEvent } from '../../events/envelope.ts';
import { attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { update, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import type { Channel } from './contract.ts';
import { cascade, further, hasArrived, hasFailed } from './delivery-states.ts';
import { delivery, notification, providerMessage } from './items.ts';
import { countSend, countUnknownReceipt } from './measured.ts';
import { fallbackDue } from './turns.ts';

/** What a provider says of one message. */
export type Receipt = {
  readonly channel: Channel;
  /** Our reference, if it came back, and the provider's own ids of the message. */
  readonly ids: readonly (string | undefined)[];
  readonly state: 'delivered' | 'failed' | 'bounced' | 'complained';
  readonly reason?: string;
};

export type Follows = { readonly writes: readonly Write[]; readonly events: readonly NewEvent[] };
const nothing: Follows = { writes: [], events: [] };

/** What a receipt changes: the delivery's state, if it says more than is known; after a failure the next channel's turn, at once. */
export const follows = async (
  table: Table,
  key: { readonly accountId: string; readonly notificationId: string; readonly channel: Channel },
  { state, reason }: Pick<Receipt, 'state' | 'reason'>,
  now: Instant,
): Promise<Follows> => {
  const { told, sent } = await table.findTogether({ told: notification.at(key), sent: delivery.at(key) });
  if (!told || !sent) return nothing;
  const after = further(sent.state, state);
  if (after === sent.state) return nothing;
  countSend(key.channel, after);
  return {
    writes: [
      update(delivery.key(key))
        .set({ state: after, at: now, reason: hasArrived(after) ? undefined : reason })
        .when(attribute('state').is(sent.state), outdated),
    ],
    events: hasFailed(after) && cascade.includes(key.channel) ? [fallbackDue(told, key.channel)] : [],
  };
};

/** The delivery that a receipt is of. One of no message of ours changes nothing, and is counted. */
export const takeReceipt = async (table: Table, receipt: Receipt, now: Instant): Promise<Follows> => {
  const { channel } = receipt;
  const ids = [...new Set(receipt.ids.filter((each) => each !== undefined && each !== ''))] as string[];
  const [message] =
    ids.length > 0
      ? await table.findMany(
          providerMessage,
          ids.map((providerId) => ({ channel, providerId })),
        )
      : [];
  if (!message) {
    countUnknownReceipt();
    return nothing;
  }
  return follows(table, message, receipt, now);
};

/** One transaction of all that follows; none if nothing does, so that the same message may still mean something later. */
export const together = (all: readonly Partial<Follows>[]): Follows | undefined => {
  const writes = all.flatMap((each) => each.writes ?? []);
  const events = all.flatMap((each) => each.events ?? []);
  return writes.length + events.length > 0 ? { writes, events } : undefined;
};
