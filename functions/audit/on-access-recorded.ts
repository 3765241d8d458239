import { EventType } from '@aws-lambda-powertools/batch';
import type { SQSRecord } from 'aws-lambda';

import { AccessRecorded } from '../../events/audit/access-recorded.v1.ts';
import { eachOfBatch } from '../shared/events/batch.ts';
import { tableFromEnv } from '../shared/table/table.ts';
import { addToChain } from './chain.ts';

/** Adds each access to its person's chain. No lease: the effect and the mark that it is done are one transaction. */
export const handler = eachOfBatch<SQSRecord>(
  EventType.SQS,
  { message: 'An access could not be chained', names: ({ messageId }) => ({ messageId }) },
  async ({ body }) => {
    const access = AccessRecorded.schema.parse((JSON.parse(body) as { detail: unknown }).detail);
    await addToChain(tableFromEnv(), access);
  },
);
