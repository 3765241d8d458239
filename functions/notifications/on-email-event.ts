import { EmailBounced } from '../../events/notifications/email-bounced.ts';
import { EmailComplained } from '../../events/notifications/email-complained.ts';
import { EmailDelivered } from '../../events/notifications/email-delivered.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { type Receipt, takeReceipt, together } from './receipts.ts';
import { stopAddress } from './stopping.ts';

/** Takes up what SES says of our letters. An address that does not exist, or whose owner complains, is not written to again. */
export const takeEmailEvents = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-email-event',
    [EmailBounced, EmailComplained, EmailDelivered],
    async ({ data }, { table, now }) => {
      const { messageId, tags } = data.mail;
      const bounce = 'bounce' in data ? data.bounce : undefined;
      const complaint = 'complaint' in data ? data.complaint : undefined;
      const said: Pick<Receipt, 'state' | 'reason'> = bounce
        ? { state: 'bounced', reason: bounce.bounceType }
        : { state: complaint ? 'complained' : 'delivered' };
      const receipt = await takeReceipt(table, { channel: 'email', ids: [tags?.delivery?.[0], messageId], ...said }, now);
      const gone = bounce?.bounceType === 'Permanent' ? bounce.bouncedRecipients : (complaint?.complainedRecipients ?? []);
      const reason = complaint ? 'complained' : 'bounced';
      const addresses = [...new Set(gone.map(({ emailAddress }) => emailAddress.trim().toLowerCase()))];
      const stops = await Promise.all(addresses.map((address) => stopAddress(table, { channel: 'email', address, reason }, now)));
      return together([receipt, { writes: stops.flat() }]);
    },
    options,
  );

export const handler = takeEmailEvents();
