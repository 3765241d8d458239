import { createHash } from 'node:crypto';

import * as z from 'zod';

import { NoticeWanted } from '../../events/notifications/notice-wanted.v1.ts';
import { ScreenLanguage } from '../identity/contract.ts';
import { profile } from '../identity/items.ts';
import { itemKind } from '../shared/table/item.ts';
import type { Table } from '../shared/table/table.ts';
import { EpochSeconds, Instant } from '../shared/values.ts';
import {
  Channel,
  DeliveryState,
  defaultPreferences,
  type NoticeKind,
  Notification,
  NotificationPreferences,
  PushSubscriptionFields,
  type Topic,
} from './contract.ts';

type AccountKey = { accountId: string };
type NotificationKey = AccountKey & { notificationId: string };

/** What is to be told, to be added to a command's events. */
export const noticeWanted = (wanted: {
  readonly noticeId: string;
  readonly recipientId: string;
  readonly kind: NoticeKind;
  readonly about: z.input<typeof NoticeWanted.data>['about'];
}) => NoticeWanted.of(wanted);

const About = NoticeWanted.data.shape.about;
export type About = z.infer<typeof About>;

export const notification = itemKind({
  type: 'notification',
  version: 1,
  schema: Notification.omit({ deliveries: true }).extend({
    accountId: z.string(),
    about: About,
    /** Every channel that it was written for, whether or not its turn has come. */
    planned: z.array(Channel),
    /** Of push, WhatsApp and SMS: whose turn it is. */
    turn: Channel.optional(),
    /** Channels that are still to be tried, one after the other, until one is confirmed. */
    fallbacks: z.array(Channel),
    expiresAt: EpochSeconds,
    revision: z.int().min(1),
  }),
  key: ({ accountId, notificationId }: NotificationKey) => ({
    pk: `account#${accountId}#notifications`,
    sk: `notification#${notificationId}`,
  }),
  indexes: ({ accountId, at, notificationId, readAt }) => ({
    gsi1pk: `account#${accountId}#inbox`,
    gsi1sk: `${at}#${notificationId}`,
    ...(readAt ? {} : { gsi2pk: `account#${accountId}#unread`, gsi2sk: `${at}#${notificationId}` }),
  }),
  holds: 'One notification of one person, rendered once; gone after a year',
  readBy: ['notifications: the person’s inbox, newest first', 'notifications: what is unread', 'notifications: each send and receipt'],
});
export type StoredNotification = z.infer<typeof notification.schema>;

/** What goes out on a channel, as it was rendered; a try again sends the same. */
export const Rendered = z.discriminatedUnion('channel', [
  z.object({
    channel: z.literal('push'),
    /** In which the service worker names the answers. */
    language: ScreenLanguage,
    title: z.string(),
    body: z.string(),
    link: z.string(),
    tag: z.string(),
    urgent: z.boolean(),
    answers: z.boolean(),
  }),
  z.object({ channel: z.literal('whatsapp'), to: z.string(), template: z.string(), language: z.string(), parameters: z.array(z.string()) }),
  z.object({ channel: z.literal('sms'), to: z.string(), text: z.string(), templateId: z.string() }),
  z.object({ channel: z.literal('email'), to: z.string(), subject: z.string(), text: z.string() }),
]);
export type Rendered = z.infer<typeof Rendered>;

/** One notification on one channel: the ledger of what was sent and what became of it. */
export const delivery = itemKind({
  type: 'delivery',
  version: 1,
  schema: z.object({
    accountId: z.string(),
    notificationId: z.string(),
    channel: Channel,
    /** By the sender's skip or failure and by receipts; that it was accepted is told by `acceptedAt` (see `stateOf`). */
    state: DeliveryState,
    at: Instant,
    /** Apart from `state`, because a receipt may be quicker than our record of the acceptance. */
    acceptedAt: Instant.optional(),
    /** Goes with the message and comes back with its receipt, also where we were killed before we kept the provider's id. */
    reference: z.string(),
    rendered: Rendered,
    /** The provider's own id of it; of a push, of each browser that took it. */
    providerIds: z.array(z.string()),
    /** Why it was skipped, or failed: a code, no text of a person. */
    reason: z.string().optional(),
    expiresAt: EpochSeconds,
  }),
  packed: ['rendered'],
  key: ({ accountId, notificationId, channel }: NotificationKey & { channel: Channel }) => ({
    pk: `account#${accountId}#notifications`,
    sk: `delivery#${notificationId}#${channel}`,
  }),
  holds: 'One notification on one channel: what was sent, and what became of it',
  readBy: ['notifications: the sender, before and after', 'notifications: receipts and fallbacks', 'notifications: the inbox'],
});
export type StoredDelivery = z.infer<typeof delivery.schema>;

/** From a provider's receipt to the delivery that it is of. */
export const providerMessage = itemKind({
  type: 'provider-message',
  version: 1,
  schema: z.object({ accountId: z.string(), notificationId: z.string(), channel: Channel, expiresAt: EpochSeconds }),
  key: ({ channel, providerId }: { channel: Channel; providerId: string }) => ({
    pk: `provider-message#${channel}#${providerId}`,
    sk: 'message',
  }),
  holds: 'Which delivery a provider’s message id, or our own reference in its message, is of',
  readBy: ['notifications: receipts'],
});

export const preferences = itemKind({
  type: 'notification-preferences',
  version: 1,
  schema: NotificationPreferences,
  key: ({ accountId }: AccountKey) => ({ pk: `account#${accountId}`, sk: 'notification-preferences' }),
  holds: 'Which channels a person wants for what, when, and which are stopped',
  readBy: ['notifications: the person; each plan and each send'],
});

/**
 * Where a letter that a feature writes itself goes, and in which language; or why nowhere. A person who has stopped e-mail,
 * or does not want it for this topic, gets none: their inbox has the news.
 */
export const letterTo = async (
  table: Table,
  accountId: string,
  topic?: Topic,
): Promise<{ readonly email: string; readonly language: ScreenLanguage } | { readonly skipped: string }> => {
  const { person, chosen } = await table.findTogether({ person: profile.at({ accountId }), chosen: preferences.at({ accountId }) });
  const { stopped, channels } = chosen ?? defaultPreferences;
  if (!person?.email) return { skipped: 'no address' };
  if (stopped.some(({ channel }) => channel === 'email')) return { skipped: 'e-mail is stopped' };
  if (topic && !channels[topic].includes('email')) return { skipped: 'no e-mail is wanted' };
  return { email: person.email, language: person.preferredLanguage ?? 'en' };
};

/** Of an e-mail address or a phone number: whose it is, for a STOP or a bounce that names nothing else. */
export const hashOfAddress = (address: string): string => createHash('sha256').update(address.trim().toLowerCase()).digest('base64url');

export const addressOwner = itemKind({
  type: 'address-owner',
  version: 1,
  schema: z.object({ accountIds: z.array(z.string()).max(20), expiresAt: EpochSeconds }),
  key: ({ channel, addressHash }: { channel: Channel; addressHash: string }) => ({ pk: `address#${channel}#${addressHash}`, sk: 'owner' }),
  holds: 'Whom an address was last written to for, by its hash',
  readBy: ['notifications: STOP, bounces and complaints'],
});

export const pushSubscription = itemKind({
  type: 'push-subscription',
  version: 1,
  schema: PushSubscriptionFields.extend({ accountId: z.string(), subscriptionId: z.string(), createdAt: Instant }),
  key: ({ accountId, subscriptionId }: AccountKey & { subscriptionId: string }) => ({
    pk: `account#${accountId}#push-subscriptions`,
    sk: subscriptionId,
  }),
  indexes: ({ accountId, subscriptionId }) => ({ gsi1pk: `push-subscription#${subscriptionId}`, gsi1sk: accountId }),
  holds: 'A browser that a person’s notifications are pushed to',
  readBy: ['notifications: each push', 'notifications: who else had this browser'],
});

/** The same browser is the same subscription. */
export const subscriptionIdOf = (endpoint: string): string => createHash('sha256').update(endpoint).digest('base64url').slice(0, 32);

/** A token is kept as its hash only: whoever reads the table cannot use it. */
export const tokenKey = (token: string) => ({ tokenHash: createHash('sha256').update(token).digest('base64url') });

/** A capability that a notification carries: to confirm it, to answer its dose, to stop e-mail. Kept as its hash. */
export const noticeToken = itemKind({
  type: 'notice-token',
  version: 1,
  schema: z.object({
    accountId: z.string(),
    notificationId: z.string(),
    may: z.enum(['confirm-and-answer', 'stop-email']),
    about: About,
    goodUntil: Instant,
    expiresAt: EpochSeconds,
  }),
  key: ({ tokenHash }: { tokenHash: string }) => ({ pk: `notice-token#${tokenHash}`, sk: 'token' }),
  holds: 'What whoever holds a notification may do without signing in',
  readBy: ['notifications: receipts of a push, stopping e-mail', 'reminders: an answer from a notification'],
});

/** How many a person was sent on a day, for the limit that keeps a fault from flooding them. */
export const sentToday = itemKind({
  type: 'sent-today',
  version: 1,
  schema: z.object({ doses: z.int().min(0), others: z.int().min(0), expiresAt: EpochSeconds }),
  key: ({ accountId, date }: AccountKey & { date: string }) => ({ pk: `account#${accountId}`, sk: `sent#${date}` }),
  holds: 'How many notifications went out to a person on one day',
  readBy: ['notifications: each plan'],
});
