import { ApiError } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { defaultPreferences, type Notification, type NotificationPreferences } from './contract.ts';
import { stateOf } from './delivery-states.ts';
import { delivery, notification, preferences, pushSubscription, type StoredNotification } from './items.ts';

/** DynamoDB reads no more in one call. */
const AT_ONCE = 100;
/** Unread ones are counted up to here; a screen says "99+". */
export const COUNTED_UNREAD = 100;

const inHundreds = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, index) => all.slice(index * AT_ONCE, (index + 1) * AT_ONCE));

const noSuchNotification = new ApiError('not-found', 'There is no such notification.');
export const changedElsewhere = new ApiError(
  'changed-elsewhere',
  'These settings were changed in another window meanwhile. Look at them, then save again.',
);

const inboxOf = (accountId: string): string => `account#${accountId}#inbox`;
const unreadOf = (accountId: string): string => `account#${accountId}#unread`;

/** One person's inbox, choices and browsers. */
export const notificationRepository = (table: Table, accountId: string) => {
  /** Notifications as the person sees them; a channel whose turn has not come is not shown. */
  const shown = async (all: readonly StoredNotification[]): Promise<Notification[]> => {
    const wanted = all.flatMap(({ notificationId, planned, fallbacks }) =>
      planned.filter((channel) => !fallbacks.includes(channel)).map((channel) => ({ accountId, notificationId, channel })),
    );
    const deliveries = (await Promise.all(inHundreds(wanted).map((keys) => table.findMany(delivery, keys)))).flat();
    return all.map((told) => ({
      ...told,
      deliveries: told.planned.flatMap((channel) =>
        deliveries
          .filter((each) => each.notificationId === told.notificationId && each.channel === channel)
          .map((each) => ({ channel, state: stateOf(each), at: each.state === 'planned' ? (each.acceptedAt ?? each.at) : each.at })),
      ),
    }));
  };

  return {
    shown,

    list: async (query: {
      readonly cursor?: string | undefined;
      readonly limit?: string | undefined;
      readonly unread?: 'true' | undefined;
    }) => {
      const { items, nextCursor } = await table.query({
        index: query.unread ? 'gsi2' : 'gsi1',
        partition: query.unread ? unreadOf(accountId) : inboxOf(accountId),
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
      });
      return { notifications: await shown(items.map((item) => notification.parse(item))), nextCursor };
    },

    /** All of them, or those that are newer than an instant. */
    countUnread: async (after?: Instant): Promise<number> => {
      const { items } = await table.query({
        index: 'gsi2',
        partition: unreadOf(accountId),
        ...(after ? { between: [`${after}#~`, '~'] as const } : {}),
        newestFirst: true,
        limit: COUNTED_UNREAD,
      });
      return items.length;
    },

    /** What is not read, up to an instant. The index may be behind, so each item is asked itself. */
    unreadUntil: async (until: Instant): Promise<StoredNotification[]> => {
      const items = await table.queryAll({ index: 'gsi2', partition: unreadOf(accountId), between: ['', `${until}#~`] });
      const keys = items.map((item) => notification.parse(item));
      const current = (await Promise.all(inHundreds(keys).map((some) => table.findMany(notification, some)))).flat();
      return current.filter(({ readAt }) => readAt === undefined);
    },

    find: async (notificationId: string): Promise<StoredNotification> => {
      const told = await table.find(notification, { accountId, notificationId });
      if (!told) throw noSuchNotification;
      return told;
    },

    markRead: (told: StoredNotification, readAt: Instant): { readonly item: StoredNotification; readonly write: Write } => {
      const item = { ...told, readAt, revision: told.revision + 1 };
      return { item, write: put(notification.make(item, item)).when(atRevision(told.revision), outdated) };
    },

    preferences: async (): Promise<NotificationPreferences> => (await table.find(preferences, { accountId })) ?? defaultPreferences,

    savePreferences: (before: NotificationPreferences, after: NotificationPreferences): Write =>
      put(preferences.make({ accountId }, after)).when(atRevision(before.revision), changedElsewhere),

    subscriptions: async () => {
      const items = await table.queryAll({ partition: pushSubscription.key({ accountId, subscriptionId: '' }).pk });
      return items.map((item) => pushSubscription.parse(item));
    },

    /** Others who were pushed to in the same browser: a browser is whose account is open in it. */
    othersWith: async (subscriptionId: string) => {
      const items = await table.queryAll({ index: 'gsi1', partition: `push-subscription#${subscriptionId}` });
      return items.map((item) => pushSubscription.parse(item)).filter((each) => each.accountId !== accountId);
    },
  };
};
