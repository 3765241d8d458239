import type { EventDefinition, NewEvent } from '../../events/envelope.ts';
import { nowOf } from '../shared/context.ts';
import { schedule } from '../shared/due/due-item.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import type { Outcome } from '../shared/events/lease.ts';
import { commandOfArogya } from '../shared/table/command.ts';
import { attribute } from '../shared/table/condition.ts';
import { lookAgain, outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, update, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import type { Port } from './channels/port.ts';
import { type Channel, defaultPreferences } from './contract.ts';
import { cascade } from './delivery-states.ts';
import { delivery, notification, preferences, providerMessage, type Rendered, type StoredDelivery } from './items.ts';
import { countSend } from './measured.ts';
import { waitsUntil, whyClosed } from './plan-deliveries.ts';
import { whyNotWanted } from './still-wanted.ts';
import { stopChannel } from './stopping.ts';
import { fallbackDue, wanted } from './turns.ts';

/** How a turn ended without anything having been accepted. */
type Ending = { readonly state: 'skipped' | 'failed'; readonly reason: string; readonly also?: readonly Write[]; readonly goOn: boolean };

/**
 * The consumer that sends on one channel. It looks at everything anew: what the person has said, read, answered or chosen
 * since it was planned holds for this send. Then one message, under the lease of the ledger.
 */
export const sending =
  <C extends Channel>(channel: C, port: Port<C>) =>
  (options?: ConsumerOptions) => {
    const name = `notifications-on-${channel}-wanted`;
    const definition: (typeof wanted)[Channel] = wanted[channel];
    return consumer(
      name,
      [definition as EventDefinition<typeof definition.data>],
      async ({ id, data, correlationId }, { table, surroundings }): Promise<Outcome> => {
        const now = nowOf(surroundings);
        const { recipientId: accountId, notificationId } = data;
        const { told, planned, chosen } = await table.findTogether({
          told: notification.at({ accountId, notificationId }),
          planned: delivery.at({ accountId, notificationId, channel }),
          chosen: preferences.at({ accountId }),
        });
        if (!told || !planned) return { skipped: 'no such delivery' };
        // A receipt may have come although we were killed before we recorded the send.
        if (planned.state !== 'planned' || planned.acceptedAt) return { skipped: planned.state };
        const wishes = chosen ?? defaultPreferences;

        const end = async ({ state, reason, also = [], goOn }: Ending): Promise<Outcome> => {
          const events: NewEvent[] = goOn && cascade.includes(channel) ? [fallbackDue(told, channel)] : [];
          await endTurn(table, { consumer: name, eventId: id, correlationId, now }, planned, { state, reason }, also, events);
          countSend(channel, state);
          return { skipped: reason };
        };

        if (told.readAt) return end({ state: 'skipped', reason: 'read', goOn: false });
        const closed = whyClosed(told.kind, channel, wishes);
        if (closed) return end({ state: 'skipped', reason: closed, goOn: true });
        const over = await whyNotWanted(table, { ...told, recipientId: accountId }, now);
        if (over) return end({ state: 'skipped', reason: over, goOn: false });
        const morning = waitsUntil(told, wishes, now);
        // It came late and would wake somebody.
        if (morning)
          return { done: 'put off', record: [schedule(`${id}#morning`, definition.of(data), morning, { now, correlationId }).write] };

        const message = planned.rendered as Extract<Rendered, { channel: C }>;
        const sent = await port(message, { told, delivery: planned, table, surroundings, now });
        if ('failed' in sent) {
          const stop = sent.personSaidStop ? await stopChannel(table, accountId, { channel, reason: 'stop', at: now }) : [];
          return end({ state: 'failed', reason: sent.failed, also: [...(sent.also ?? []), ...stop], goOn: true });
        }
        countSend(channel, 'accepted');
        const providerIds = [...new Set(sent.accepted)];
        const key = { accountId, notificationId, channel };
        return {
          done: providerIds.join(' ') || 'accepted',
          record: [
            update(delivery.key(key)).set({ acceptedAt: now, providerIds }),
            // The receipt of a push is its token's.
            ...(channel === 'push' ? [] : providerIds).map((providerId) =>
              put(providerMessage.make({ channel, providerId }, { ...key, expiresAt: planned.expiresAt })),
            ),
            ...(sent.also ?? []),
          ],
        };
      },
      options,
    );
  };

/** Records a turn without a send, with the event that gives the next channel its turn; once, however often it is tried. */
const endTurn = (
  table: Table,
  by: { readonly consumer: string; readonly eventId: string; readonly correlationId: string; readonly now: Instant },
  planned: StoredDelivery,
  ending: Pick<Ending, 'state' | 'reason'>,
  also: readonly Write[],
  events: readonly NewEvent[],
): Promise<unknown> =>
  lookAgain(() =>
    commandOfArogya(table, {
      callerId: `arogya:${by.consumer}`,
      action: by.consumer,
      idempotencyKey: by.eventId,
      requestHash: '',
      now: by.now,
      correlationId: by.correlationId,
    }).commit(
      [
        update(delivery.key(planned))
          .set({ ...ending, at: by.now })
          .when(attribute('state').is('planned'), outdated),
        ...also,
      ],
      '',
      events,
    ),
  );
