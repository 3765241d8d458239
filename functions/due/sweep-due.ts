import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import * as z from 'zod';

import { env } from '../shared/env.ts';
import { logger } from '../shared/logger.ts';
import { tableFromEnv } from '../shared/table/table.ts';
import { SWEEP_GROUPS, SweepInput } from './contract.ts';
import { type Swept, sweep, sweepGroup } from './sweep.ts';

const sqs = new SQSClient({ maxAttempts: 3 });
const queues = z.record(z.string(), z.url()).parse(JSON.parse(env('DUE_QUEUES')));
const metrics = new Metrics();

/** Each minute: what has become due goes to its queue. After a stop the runs catch up, as far as each comes. */
export const handler = async (input: unknown, context: Context): Promise<Swept> => {
  const { group } = SweepInput.parse(input);
  logger.addContext(context);
  const swept = await sweep({
    group: sweepGroup(group, SWEEP_GROUPS),
    table: tableFromEnv(),
    sqs,
    queues,
    clock: Date.now,
    timeLeft: () => context.getRemainingTimeInMillis(),
  });
  // In every run, zeros too: an alarm takes silence for a sweep that does not run.
  metrics.addMetric('DueHandedOver', MetricUnit.Count, swept.handedOver);
  metrics.addMetric('DueUndeliverable', MetricUnit.Count, swept.undeliverable);
  metrics.addMetric('DueLagSeconds', MetricUnit.Seconds, swept.lagSeconds);
  metrics.publishStoredMetrics();
  logger.info('swept', { group, ...swept });
  return swept;
};
