import { EventType } from '@aws-lambda-powertools/batch';
import type { SQSRecord } from 'aws-lambda';
import type * as z from 'zod';

import type { NewEvent, ReadableEvent } from '../../../events/envelope.ts';
import { nowOf, surroundings as realSurroundings, type Surroundings } from '../context.ts';
import { logger } from '../logger.ts';
import { commandOfArogya, type Touched } from '../table/command.ts';
import { lookAgain } from '../table/outdated.ts';
import { type Table, tableFromEnv } from '../table/table.ts';
import type { Write } from '../table/write.ts';
import type { Instant } from '../values.ts';
import { eachOfBatch } from './batch.ts';
import type { ConsumerOptions } from './consumer.ts';
import { eventIn } from './delivered.ts';

/** What follows from an event within our own table: writes, events, whose record is touched; nothing if there is nothing to do. */
export type Consequence =
  | { readonly writes: readonly Write[]; readonly events?: readonly NewEvent[]; readonly touched?: readonly Touched[] }
  | undefined;

export type Reaction<Data> = (
  event: { readonly id: string; readonly data: Data; readonly at: Instant; readonly correlationId: string },
  around: { readonly table: Table; readonly surroundings: Surroundings; readonly now: Instant },
) => Promise<Consequence>;

/**
 * The Lambda handler of a consumer whose one effect is a transaction in our own table. It carries a receipt keyed by the
 * event, so a second delivery changes nothing and its events cannot be lost: exactly once, without a lease.
 * A write that is refused as `outdated` makes it look again and decide anew.
 */
export const reaction = <const Definitions extends readonly ReadableEvent[]>(
  name: string,
  events: Definitions,
  react: Reaction<z.infer<Definitions[number]['data']>>,
  options: ConsumerOptions = {},
) => {
  const around = options.surroundings ?? realSurroundings;
  const one = async (record: SQSRecord): Promise<void> => {
    const event = eventIn(record, name, events);
    const table = (options.table ?? tableFromEnv)();
    await lookAgain(async () => {
      const now = nowOf(around);
      const command = commandOfArogya(table, {
        callerId: `arogya:${name}`,
        action: name,
        idempotencyKey: event.id,
        requestHash: event.name,
        now,
        correlationId: event.correlationId,
      });
      const consequence = await react(event, { table, surroundings: around, now });
      if (!consequence) return;
      const { replayed } = await command.commit(consequence.writes, '', consequence.events, consequence.touched);
      logger.info('reaction', { consumer: name, eventId: event.id, correlationId: event.correlationId, replayed });
    });
  };
  return eachOfBatch<SQSRecord>(
    EventType.SQS,
    { message: 'A message could not be handled', names: ({ messageId }) => ({ consumer: name, messageId, now: nowOf(around) }) },
    one,
  );
};
