import { InboxChanged } from '../../events/notifications/inbox-changed.v1.ts';
import { NoticeDue } from '../../events/notifications/notice-due.v1.ts';
import { NoticeWanted } from '../../events/notifications/notice-wanted.v1.ts';
import { profile } from '../identity/items.ts';
import { schedule } from '../shared/due/due-item.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { linkTo } from '../shared/links.ts';
import { absent, all, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import { type Instant, indianDateOf, ttlAfter } from '../shared/values.ts';
import { type Channel, defaultPreferences, NoticeKind } from './contract.ts';
import {
  addressOwner,
  delivery,
  hashOfAddress,
  notification,
  preferences,
  providerMessage,
  pushSubscription,
  type Rendered,
  type StoredNotification,
  sentToday,
} from './items.ts';
import { countLimited } from './measured.ts';
import { countedAs, planDeliveries } from './plan-deliveries.ts';
import { type Notice, whyNotWanted } from './still-wanted.ts';
import { templates } from './templates/templates.ts';
import { takeTurns } from './turns.ts';
import { inWords } from './words-for.ts';

/** The inbox goes back a year. */
const KEPT_DAYS = 365;
/** Whom an address was written to for is known for as long as a receipt or a STOP may refer to it. */
const OWNER_DAYS = 180;
/** Of a phone that a family shares. */
const MOST_OWNERS = 20;

const hasBrowser = async (table: Table, accountId: string): Promise<boolean> => {
  const { items } = await table.query({ partition: pushSubscription.key({ accountId, subscriptionId: '' }).pk, limit: 1 });
  return items.length > 0;
};

/** Notes whom an address is written to for; nothing where that is known well enough. */
const noteOwner = async (table: Table, accountId: string, rendered: Rendered, now: Instant): Promise<Write[]> => {
  if (rendered.channel === 'push') return [];
  const key = { channel: rendered.channel, addressHash: hashOfAddress(rendered.to) };
  const known = await table.find(addressOwner, key);
  if (known?.accountIds.includes(accountId) && known.expiresAt > ttlAfter(now, OWNER_DAYS / 2)) return [];
  const accountIds = [...(known?.accountIds ?? []).filter((each) => each !== accountId), accountId].slice(-MOST_OWNERS);
  return [
    put(addressOwner.make(key, { accountIds, expiresAt: ttlAfter(now, OWNER_DAYS) })).when(
      known ? attribute('accountIds').is(known.accountIds) : absent,
      outdated,
    ),
  ];
};

/**
 * Puts into a person's inbox what they are to be told, and plans which channels it goes out on: once for each `noticeId`,
 * however often it is wanted. What is rendered here is what is sent, whatever is tried again.
 */
export const planNotices = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-notice-wanted',
    [NoticeWanted],
    async ({ data, correlationId }, { table, surroundings, now }) => {
      const { noticeId: notificationId, recipientId: accountId, about } = data;
      const notice: Notice = { kind: NoticeKind.parse(data.kind), recipientId: accountId, about };
      const { kind } = notice;
      const date = indianDateOf(now);
      const { known, person, chosen, sent } = await table.findTogether({
        known: notification.at({ accountId, notificationId }),
        person: profile.at({ accountId }),
        chosen: preferences.at({ accountId }),
        sent: sentToday.at({ accountId, date }),
      });
      if (known || (await whyNotWanted(table, notice, now))) return undefined;
      const wishes = chosen ?? defaultPreferences;
      const page = templates[kind].page(about);
      const towards = {
        showDetails: wishes.showDetails,
        link: linkTo(page),
        phone: person?.phone,
        email: person?.email,
        noticeId: notificationId,
      };
      const [words, browser] = await Promise.all([
        inWords(table, notice, person?.preferredLanguage ?? 'en', towards, now),
        hasBrowser(table, accountId),
      ]);
      if (!words) return undefined;
      const rendered = (Object.values(words.perChannel) as Rendered[]).filter(({ channel }) => channel !== 'push' || browser);
      const counts = { doses: sent?.doses ?? 0, others: sent?.others ?? 0 };
      const plan = planDeliveries({
        kind,
        about,
        reachable: rendered.map(({ channel }) => channel),
        preferences: wishes,
        sentToday: counts,
        now,
      });
      if (plan.limited) countLimited();

      const expiresAt = ttlAfter(now, KEPT_DAYS);
      const told: StoredNotification = {
        notificationId,
        accountId,
        kind,
        title: words.title,
        body: words.body,
        link: page,
        at: now,
        about,
        planned: [...plan.planned],
        ...(plan.turn ? { turn: plan.turn } : {}),
        fallbacks: [...plan.fallbacks],
        expiresAt,
        revision: 1,
      };
      const sends = rendered.filter(({ channel }) => plan.planned.includes(channel));
      const deliveries = sends.flatMap((each) => {
        const { channel } = each;
        const reference = surroundings.newId();
        const key = { accountId, notificationId, channel };
        return [
          put(delivery.make(key, { ...key, state: 'planned', at: now, reference, rendered: each, providerIds: [], expiresAt })),
          ...(channel === 'push' ? [] : [put(providerMessage.make({ channel, providerId: reference }, { ...key, expiresAt }))]),
        ];
      });
      const owners = (await Promise.all(sends.map((each) => noteOwner(table, accountId, each, now)))).flat();
      const counted = countedAs(kind);
      const next = counted && { ...counts, [counted]: counts[counted] + 1 };
      const counter =
        next && sends.length > 0
          ? [
              put(sentToday.make({ accountId, date }, { ...next, expiresAt: ttlAfter(now, 2) })).when(
                sent ? all(attribute('doses').is(sent.doses), attribute('others').is(sent.others)) : absent,
                outdated,
              ),
            ]
          : [];
      const written = { now, correlationId };
      const turns: { writes: Write[]; events: ReturnType<typeof takeTurns>['events'] } =
        plan.from === undefined
          ? takeTurns(told, plan.atOnce as Channel[], written)
          : {
              writes:
                sends.length > 0
                  ? [
                      schedule(
                        `notice-due#${accountId}#${notificationId}`,
                        NoticeDue.of({ recipientId: accountId, notificationId }),
                        plan.from,
                        written,
                      ).write,
                    ]
                  : [],
              events: [],
            };
      return {
        writes: [put(notification.make(told, told)).ifNew(outdated), ...deliveries, ...owners, ...counter, ...turns.writes],
        events: [InboxChanged.of({ accountId }), ...turns.events],
      };
    },
    options,
  );

export const handler = planNotices();
