import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

import { AccessRecorded } from '../../events/audit/access-recorded.v1.ts';
import { describeError, logger } from '../shared/logger.ts';
import { tableFromEnv } from '../shared/table/table.ts';
import { addToChain } from './chain.ts';

/** Adds each access to its person's chain. No lease: the effect and the mark that it is done are one transaction. */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  logger.addContext(context);
  return processPartialResponse(
    event,
    async (record: SQSRecord) => {
      try {
        const access = AccessRecorded.schema.parse((JSON.parse(record.body) as { detail: unknown }).detail);
        await addToChain(tableFromEnv(), access);
      } catch (error) {
        logger.error('An access could not be chained', { messageId: record.messageId, ...describeError(error) });
        throw error;
      }
    },
    new BatchProcessor(EventType.SQS),
    { context, throwOnFullBatchFailure: false },
  );
};
