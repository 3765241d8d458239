import { TextMessageReported } from '../../events/notifications/text-message-reported.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { takeReceipt, together } from './receipts.ts';

/** Takes up what carriers say of our SMS, once it is their last word. */
export const takeSmsEvents = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-sms-event',
    [TextMessageReported],
    async ({ data }, { table, now }) => {
      const { messageId, messageStatus, isFinal, context } = data;
      if (!isFinal) return undefined;
      const delivered = messageStatus === 'DELIVERED' || messageStatus === 'SUCCESSFUL';
      const receipt = await takeReceipt(
        table,
        {
          channel: 'sms',
          ids: [context?.delivery, messageId],
          state: delivered ? 'delivered' : 'failed',
          ...(delivered ? {} : { reason: messageStatus }),
        },
        now,
      );
      return together([receipt]);
    },
    options,
  );

export const handler = takeSmsEvents();
