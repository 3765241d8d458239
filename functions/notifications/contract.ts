import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { Instant } from '../shared/values.ts';

const id = z.string().min(1).max(256);

/** Ways out of the house. The inbox is none: everything is always there. */
export const Channel = z.enum(['push', 'whatsapp', 'sms', 'email']);
export type Channel = z.infer<typeof Channel>;

/** What a person can choose channels for. `emergency` is not among them: nobody can switch it off. */
export const Topic = z.enum(['medicines', 'appointments', 'caring', 'record']);
export type Topic = z.infer<typeof Topic>;

/** What a notification is about. Each has a template in `templates/`, in every language and for every channel that it may take. */
export const NoticeKind = z.enum([
  'dose-due',
  'dose-due-again',
  'doses-late',
  'refill-soon',
  'caregiver-alert',
  'caregiver-accepted',
  'caregiver-ended',
  'appointment-confirmed',
  'appointment-cancelled',
  'appointment-rescheduled',
  'appointment-reminder',
  'emergency-access',
  'file-rejected',
]);
export type NoticeKind = z.infer<typeof NoticeKind>;

/**
 * How far one notification is on one channel. `planned` → `accepted` by the provider → `delivered` by its receipt; or
 * `failed`, `bounced`, `complained` by its receipt; `skipped`: its reason was gone, or the person had said stop, before it
 * was sent. A receipt never takes `delivered` back, but for a complaint, which follows a delivery.
 */
export const DeliveryState = z.enum(['planned', 'accepted', 'delivered', 'failed', 'bounced', 'complained', 'skipped']);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const Notification = z.object({
  notificationId: z.string(),
  kind: NoticeKind,
  title: z.string(),
  body: z.string(),
  /** The page of the web app that it is about: `/medicines`. */
  link: z.string(),
  at: Instant,
  readAt: Instant.optional(),
  deliveries: z.array(z.object({ channel: Channel, state: DeliveryState, at: Instant })),
});
export type Notification = z.infer<typeof Notification>;

export const InboxMeta = PageMeta.extend({ unread: z.int().min(0) });

const ClockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 21:00');

export const PreferenceFields = z.strictObject({
  channels: z.strictObject({
    medicines: z.array(Channel).max(4),
    appointments: z.array(Channel).max(4),
    caring: z.array(Channel).max(4),
    record: z.array(Channel).max(4),
  }),
  /** Between these times of Asia/Kolkata nothing is sent but doses, reminders of 15 minutes and emergencies; the rest waits. */
  quietHours: z.strictObject({ from: ClockTime, to: ClockTime }).optional(),
  /** Whether a lock screen may name the medicine, the doctor, the person. Not, unless chosen. */
  showDetails: z.boolean(),
});
export type PreferenceFields = z.infer<typeof PreferenceFields>;

export const NotificationPreferences = PreferenceFields.extend({
  /** Channels that the person has stopped by STOP or unsubscribing, or that bounced: nothing is sent there until it is switched on again. */
  stopped: z.array(z.object({ channel: Channel, reason: z.enum(['stop', 'bounced', 'complained']), at: Instant })),
  revision: z.int().min(0),
});
export type NotificationPreferences = z.infer<typeof NotificationPreferences>;

/** What nobody chose: push first, then the phone; appointments by e-mail too; nothing between 21:00 and 08:00; no details. */
export const defaultPreferences: NotificationPreferences = {
  channels: {
    medicines: ['push', 'whatsapp', 'sms'],
    appointments: ['push', 'whatsapp', 'sms', 'email'],
    caring: ['push', 'whatsapp', 'sms'],
    record: ['push', 'email'],
  },
  quietHours: { from: '21:00', to: '08:00' },
  showDetails: false,
  stopped: [],
  revision: 0,
};

/** As the browser's `PushSubscription.toJSON()` gives it (RFC 8030, RFC 8291). */
export const PushSubscriptionFields = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
  keys: z.strictObject({ p256dh: z.string().min(20).max(200), auth: z.string().min(8).max(100) }),
});
export type PushSubscriptionFields = z.infer<typeof PushSubscriptionFields>;

export const notificationRoutes = {
  list: route({
    method: 'GET',
    path: '/notifications',
    summary: 'The caller’s inbox, newest first, with the number of unread ones',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    query: pageQuery.extend({ unread: z.enum(['true']).optional() }),
    reply: z.array(Notification),
    meta: InboxMeta,
  }),
  read: route({
    method: 'POST',
    path: '/notifications/{notificationId}/read',
    summary: 'Mark one as read',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    params: z.strictObject({ notificationId: id }),
    reply: Notification,
    idempotent: true,
  }),
  readAll: route({
    method: 'POST',
    path: '/notifications/read-all',
    summary: 'Mark everything up to a time as read',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    body: z.strictObject({ until: Instant }),
    reply: z.object({ unread: z.int().min(0) }),
    idempotent: true,
  }),
  getPreferences: route({
    method: 'GET',
    path: '/me/notification-preferences',
    summary: 'Which channels, when, with how much detail',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    reply: NotificationPreferences,
  }),
  changePreferences: route({
    method: 'PUT',
    path: '/me/notification-preferences',
    summary: 'Choose channels, quiet hours and details; switching a stopped channel on again is a `start`',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    body: z.strictObject({ revision: z.int().min(0), preferences: PreferenceFields, start: z.array(Channel).max(4).optional() }),
    reply: NotificationPreferences,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
  getPushKey: route({
    method: 'GET',
    path: '/push-key',
    summary: 'The public key (VAPID, RFC 8292) that a browser subscribes with',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    reply: z.object({ publicKey: z.string() }),
  }),
  subscribe: route({
    method: 'POST',
    path: '/push-subscriptions',
    summary: 'Push to this browser too; the same browser again is the same subscription',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    status: 201,
    body: PushSubscriptionFields,
    reply: z.object({ subscriptionId: z.string() }),
    idempotent: true,
  }),
  unsubscribe: route({
    method: 'DELETE',
    path: '/push-subscriptions/{subscriptionId}',
    summary: 'Push to this browser no more',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    params: z.strictObject({ subscriptionId: id }),
    reply: z.object({ subscriptionId: z.string() }),
  }),
  confirmShown: route({
    method: 'POST',
    path: '/notification-receipts',
    summary: 'A service worker has shown the notification that carries this token: the receipt of a push',
    allow: { anyone: 'A service worker has no session; the token is good for this one receipt.' },
    body: z.strictObject({ token: z.string().min(20).max(200) }),
    reply: z.object({ state: DeliveryState }),
  }),
  stopEmail: route({
    method: 'POST',
    path: '/email-stops/{token}',
    summary: 'Stop e-mail from the link in a letter; a mail program may do it by one click (RFC 8058)',
    allow: { anyone: 'Whoever has the letter has its token; all that it can do is stop e-mail to that person.' },
    params: z.strictObject({ token: z.string().min(20).max(200) }),
    reply: z.object({ stopped: z.literal('email') }),
  }),
};
