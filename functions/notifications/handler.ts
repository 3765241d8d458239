import { InboxChanged } from '../../events/notifications/inbox-changed.v1.ts';
import { type ApiOptions, api, type Call } from '../shared/http/api.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { put, remove } from '../shared/table/write.ts';
import { notificationRoutes } from './contract.ts';
import { stateOf } from './delivery-states.ts';
import { delivery, noticeToken, pushSubscription, subscriptionIdOf, tokenKey } from './items.ts';
import { isOfPushService } from './push-services.ts';
import { follows } from './receipts.ts';
import { changedElsewhere, notificationRepository } from './repository.ts';
import { stopChannel } from './stopping.ts';

/** Browsers of one person; beyond it the oldest goes. */
const MOST_BROWSERS = 10;
/** Marked as read in one transaction, which holds 100 writes at most. */
const READ_AT_ONCE = 50;

/** Web Push keys, with what fetches them: a list starts sooner without. */
const push = () => import('./push-keys.ts');

const noSuchToken = new ApiError('not-found', 'This link is not good, or not any more.');

const findToken = async ({ table, now }: Pick<Call, 'table' | 'now'>, token: string, may: 'confirm-and-answer' | 'stop-email') => {
  const known = await table.find(noticeToken, tokenKey(token));
  if (known?.may !== may || known.goodUntil <= now) throw noSuchToken;
  return known;
};

export const notificationsApi = (options?: ApiOptions) =>
  api(
    'notifications',
    notificationRoutes,
    {
      list: async ({ table, principal, query, reply }) => {
        const inbox = notificationRepository(table, principal.accountId);
        const [{ notifications, nextCursor }, unread] = await Promise.all([inbox.list(query), inbox.countUnread()]);
        return reply(notifications, { unread, ...(nextCursor ? { nextCursor } : {}) });
      },

      read: ({ table, principal, params, now, commit }) =>
        lookAgain(async () => {
          const inbox = notificationRepository(table, principal.accountId);
          const told = await inbox.find(params.notificationId);
          const marked = told.readAt ? undefined : inbox.markRead(told, now);
          const [shown] = await inbox.shown([marked?.item ?? told]);
          if (!shown) throw noSuchToken;
          return commit(marked ? [marked.write] : [], shown, {
            events: marked ? [InboxChanged.of({ accountId: principal.accountId })] : [],
          });
        }),

      readAll: ({ table, principal, body, now, commit }) =>
        lookAgain(async () => {
          const { accountId } = principal;
          const inbox = notificationRepository(table, accountId);
          const [newer, waiting] = await Promise.all([inbox.countUnread(body.until), inbox.unreadUntil(body.until)]);
          const writes = waiting.map((told) => inbox.markRead(told, now).write);
          while (writes.length > READ_AT_ONCE) await table.transact(writes.splice(0, READ_AT_ONCE));
          return commit(writes, { unread: newer }, { events: waiting.length > 0 ? [InboxChanged.of({ accountId })] : [] });
        }),

      getPreferences: async ({ table, principal, reply }) => reply(await notificationRepository(table, principal.accountId).preferences()),

      changePreferences: async ({ table, principal, body, commit }) => {
        const settings = notificationRepository(table, principal.accountId);
        const before = await settings.preferences();
        if (before.revision !== body.revision) throw changedElsewhere;
        const stopped = before.stopped.filter(({ channel }) => !body.start?.includes(channel));
        const after = { ...body.preferences, stopped, revision: before.revision + 1 };
        return commit([settings.savePreferences(before, after)], after);
      },

      getPushKey: async ({ reply }) => {
        const { pushKeys } = await push();
        return reply({ publicKey: (await pushKeys()).publicKey });
      },

      subscribe: async ({ table, principal, body, now, commit }) => {
        const { accountId } = principal;
        if (!isOfPushService(body.endpoint)) throw invalidRequest([{ field: 'body.endpoint', rule: 'must be of a push service' }]);
        const browsers = notificationRepository(table, accountId);
        const subscriptionId = subscriptionIdOf(body.endpoint);
        const [mine, others] = await Promise.all([browsers.subscriptions(), browsers.othersWith(subscriptionId)]);
        const oldest = mine
          .filter((each) => each.subscriptionId !== subscriptionId)
          .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
          .slice(MOST_BROWSERS - 1);
        return commit(
          [
            put(pushSubscription.make({ accountId, subscriptionId }, { ...body, accountId, subscriptionId, createdAt: now })),
            ...[...others, ...oldest].map((each) => remove(pushSubscription.key(each))),
          ],
          { subscriptionId },
        );
      },

      unsubscribe: async ({ principal, params, commit }) => {
        const { accountId } = principal;
        const { subscriptionId } = params;
        return commit([remove(pushSubscription.key({ accountId, subscriptionId }))], { subscriptionId });
      },

      confirmShown: ({ table, body, now, reply, commit }) =>
        lookAgain(async () => {
          const { accountId, notificationId } = await findToken({ table, now }, body.token, 'confirm-and-answer');
          const key = { accountId, notificationId, channel: 'push' as const };
          const { writes, events } = await follows(table, key, { state: 'delivered' }, now);
          if (writes.length > 0) return commit(writes, { state: 'delivered' }, { events });
          const sent = await table.find(delivery, key);
          if (!sent) throw noSuchToken;
          return reply({ state: stateOf(sent) });
        }),

      stopEmail: ({ table, params, now, commit }) =>
        lookAgain(async () => {
          const { accountId } = await findToken({ table, now }, params.token, 'stop-email');
          return commit(await stopChannel(table, accountId, { channel: 'email', reason: 'stop', at: now }), { stopped: 'email' });
        }),
    },
    options,
  );

export const handler = notificationsApi();
