import { NoticeDue } from '../../events/notifications/notice-due.v1.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { notification } from './items.ts';
import { takeTurns } from './turns.ts';

/** The quiet hours are over: what waited for that takes its first turn. Each sender looks whether there is a reason still. */
export const sendAfterQuiet = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-notice-due',
    [NoticeDue],
    async ({ data, correlationId }, { table, now }) => {
      const { recipientId: accountId, notificationId } = data;
      const told = await table.find(notification, { accountId, notificationId });
      if (!told) return undefined;
      const first = told.planned.filter((channel) => !told.fallbacks.includes(channel));
      return takeTurns(told, first, { now, correlationId });
    },
    options,
  );

export const handler = sendAfterQuiet();
