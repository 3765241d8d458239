import { FallbackDue } from '../../events/notifications/fallback-due.v1.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put } from '../shared/table/write.ts';
import { later } from '../shared/values.ts';
import { Channel, defaultPreferences } from './contract.ts';
import { hasArrived, hasFailed, stateOf } from './delivery-states.ts';
import { delivery, notification, preferences, type StoredNotification } from './items.ts';
import { countFallback } from './measured.ts';
import { patienceOf, waitsUntil, whyClosed } from './plan-deliveries.ts';
import { whyNotWanted } from './still-wanted.ts';
import { lookAt, takeTurns } from './turns.ts';

/** A look is a minute early at most, counted from the acceptance: more, and the sending was late. */
const EARLY_SECONDS = 60;

/**
 * Gives the next channel its turn, if the one before has not arrived: once, because a turn is taken by whoever moves the
 * notification from that very channel to the next.
 */
export const fallBack = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-fallback-due',
    [FallbackDue],
    async ({ data, correlationId }, { table, now }) => {
      const { recipientId: accountId, notificationId } = data;
      const channel = Channel.parse(data.channel);
      const { told, last, chosen } = await table.findTogether({
        told: notification.at({ accountId, notificationId }),
        last: delivery.at({ accountId, notificationId, channel }),
        chosen: preferences.at({ accountId }),
      });
      if (!told || !last || told.turn !== channel || told.readAt || hasArrived(stateOf(last))) return undefined;
      const wishes = chosen ?? defaultPreferences;
      const [next, ...fallbacks] = told.fallbacks.filter((each) => !whyClosed(told.kind, each, wishes));
      if (!next || (await whyNotWanted(table, { ...told, recipientId: accountId }, now))) return undefined;
      const written = { now, correlationId };
      const patient = last.acceptedAt && !hasFailed(last.state) ? later(last.acceptedAt, patienceOf(told.kind)) : now;
      // After a stop of ours the look may be due together with what it looks at.
      if (patient > later(now, EARLY_SECONDS)) return { writes: [lookAt(told, channel, patient, written, `#${patient}`)] };
      const morning = waitsUntil(told, wishes, now);
      // What it looks at may wait for the same morning.
      if (morning) return { writes: [lookAt(told, channel, later(morning, patienceOf(told.kind)), written, `#${morning}`)] };
      const moved: StoredNotification = { ...told, turn: next, fallbacks, revision: told.revision + 1 };
      const turns = takeTurns(moved, [next], written);
      countFallback();
      return {
        writes: [put(notification.make(moved, moved)).when(atRevision(told.revision), outdated), ...turns.writes],
        events: turns.events,
      };
    },
    options,
  );

export const handler = fallBack();
