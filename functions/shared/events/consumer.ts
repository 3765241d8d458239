import { EventType } from '@aws-lambda-powertools/batch';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import type * as z from 'zod';

import type { ReadableEvent } from '../../../events/envelope.ts';
import { nowOf, surroundings as realSurroundings, type Surroundings } from '../context.ts';
import { logger } from '../logger.ts';
import { type Table, tableFromEnv } from '../table/table.ts';
import { eachOfBatch } from './batch.ts';
import { eventIn } from './delivered.ts';
import { giveBack, type Outcome, takeLease } from './lease.ts';

const metrics = new Metrics();

export type Effect<Data> = (
  event: {
    readonly id: string;
    readonly data: Data;
    readonly correlationId: string;
    /** An earlier try began and did not end: look whether its effect is there before doing it anew, where one can look. */
    readonly again: boolean;
  },
  around: { readonly table: Table; readonly surroundings: Surroundings },
) => Promise<Outcome>;

export type ConsumerOptions = { readonly surroundings?: Surroundings; readonly table?: () => Table };

/**
 * The Lambda handler of one consumer with one side effect. Promise: never zero times while the queue keeps the message;
 * once, except when the process dies between the outside world's acceptance and our record of it, where twice is possible.
 * `Retried` counts effects that were started anew after such an unfinished try.
 */
export const consumer = <const Definitions extends readonly ReadableEvent[]>(
  name: string,
  events: Definitions,
  effect: Effect<z.infer<Definitions[number]['data']>>,
  options: ConsumerOptions = {},
) => {
  const around = options.surroundings ?? realSurroundings;
  const one = async (record: SQSRecord): Promise<void> => {
    const event = eventIn(record, name, events);
    const table = (options.table ?? tableFromEnv)();
    const lease = await takeLease(table, { consumer: name, eventId: event.id }, around);
    if (lease === 'done') return;
    if (lease.again) {
      metrics.addMetric('Retried', MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
    }
    const outcome = await effect({ ...event, again: lease.again }, { table, surroundings: around }).catch(async (error: unknown) => {
      await giveBack(table, lease);
      throw error;
    });
    // From here the effect has happened: if this fails the lease is kept, and the next try is counted as a second one.
    await lease.finish(outcome);
    logger.info('effect', {
      consumer: name,
      eventId: event.id,
      correlationId: event.correlationId,
      outcome: 'done' in outcome ? 'done' : outcome.skipped,
    });
  };
  return eachOfBatch<SQSRecord>(
    EventType.SQS,
    { message: 'A message could not be handled', names: ({ messageId }) => ({ consumer: name, messageId, now: nowOf(around) }) },
    one,
  );
};
