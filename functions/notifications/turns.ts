import type { NewEvent } from '../../events/envelope.ts';
import { EmailWanted } from '../../events/notifications/email-wanted.v1.ts';
import { FallbackDue } from '../../events/notifications/fallback-due.v1.ts';
import { PushWanted } from '../../events/notifications/push-wanted.v1.ts';
import { SmsWanted } from '../../events/notifications/sms-wanted.v1.ts';
import { WhatsappWanted } from '../../events/notifications/whatsapp-wanted.v1.ts';
import { schedule } from '../shared/due/due-item.ts';
import type { Write } from '../shared/table/write.ts';
import { type Instant, later } from '../shared/values.ts';
import type { Channel } from './contract.ts';
import type { StoredNotification } from './items.ts';
import { patienceOf } from './plan-deliveries.ts';

export const wanted = { push: PushWanted, whatsapp: WhatsappWanted, sms: SmsWanted, email: EmailWanted } as const;

type Written = { readonly now: Instant; readonly correlationId: string };

const namesOf = ({ accountId, notificationId }: StoredNotification) => ({ recipientId: accountId, notificationId });

export const fallbackDue = (told: StoredNotification, channel: Channel): NewEvent => FallbackDue.of({ ...namesOf(told), channel });

/** Looks at a channel's turn at a time. `mark` makes one look another one than those before it. */
export const lookAt = (told: StoredNotification, channel: Channel, at: Instant, written: Written, mark = ''): Write =>
  schedule(`fallback#${told.accountId}#${told.notificationId}#${channel}${mark}`, fallbackDue(told, channel), at, written).write;

/** Gives these channels their turn; the one of the cascade is looked at again, if there is one after it. */
export const takeTurns = (
  told: StoredNotification,
  channels: readonly Channel[],
  written: Written,
): { readonly writes: Write[]; readonly events: NewEvent[] } => ({
  writes:
    told.turn && channels.includes(told.turn) && told.fallbacks.length > 0
      ? [lookAt(told, told.turn, later(written.now, patienceOf(told.kind)), written)]
      : [],
  events: channels.map((channel) => wanted[channel].of(namesOf(told))),
});
