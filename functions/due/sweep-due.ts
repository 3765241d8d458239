import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, ScheduledEvent } from 'aws-lambda';
import * as z from 'zod';

import { env } from '../shared/env.ts';
import { logger } from '../shared/logger.ts';
import { tableFromEnv } from '../shared/table/table.ts';
import { type Swept, sweep } from './sweep.ts';

const sqs = new SQSClient({ maxAttempts: 3 });
const queues = z.record(z.string(), z.url()).parse(JSON.parse(env('DUE_QUEUES')));
const metrics = new Metrics();

/** Each minute: what has become due goes to its queue. After a stop the runs catch up, as far as each comes. */
export const handler = async (_: ScheduledEvent, context: Context): Promise<Swept> => {
  logger.addContext(context);
  const swept = await sweep({ table: tableFromEnv(), sqs, queues, clock: Date.now, timeLeft: () => context.getRemainingTimeInMillis() });
  // In every run, zeros too: an alarm takes silence for a sweep that does not run.
  metrics.addMetric('DueHandedOver', MetricUnit.Count, swept.handedOver);
  metrics.addMetric('DueUndeliverable', MetricUnit.Count, swept.undeliverable);
  metrics.addMetric('DueLagSeconds', MetricUnit.Seconds, swept.lagSeconds);
  metrics.publishStoredMetrics();
  logger.info('swept', { ...swept });
  return swept;
};
