import { WhatsappReported } from '../../events/notifications/whatsapp-reported.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { takeReceipt, together } from './receipts.ts';
import { stopAddress } from './stopping.ts';

/** What people write who want no more: the first word counts, in either script. */
const STOP = /^\s*(?:stop|unsubscribe|cancel|end|quit|बंद|बन्द|रोको|रोकें|स्टॉप)(?![\p{L}\p{M}])/iu;

const states: Readonly<Record<string, 'delivered' | 'failed'>> = { delivered: 'delivered', read: 'delivered', failed: 'failed' };

/** Takes up what WhatsApp says of our messages, and a STOP that somebody writes to our number. */
export const takeWhatsappEvents = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-whatsapp-event',
    [WhatsappReported],
    async ({ data }, { table, now }) => {
      // Of one message the last word: a transaction writes each item once.
      const last = new Map(data.statuses.flatMap((each) => (states[each.status] ? [[each.ids[0], each] as const] : [])));
      const receipts = await Promise.all(
        [...last.values()].map(({ ids, status }) =>
          takeReceipt(table, { channel: 'whatsapp', ids, state: states[status] ?? 'failed' }, now),
        ),
      );
      const stopping = [...new Set(data.messages.filter(({ text }) => STOP.test(text)).map(({ from }) => `+${from.replace(/\D/g, '')}`))];
      const stops = await Promise.all(stopping.map((address) => stopAddress(table, { channel: 'whatsapp', address, reason: 'stop' }, now)));
      return together([...receipts, { writes: stops.flat() }]);
    },
    options,
  );

export const handler = takeWhatsappEvents();
