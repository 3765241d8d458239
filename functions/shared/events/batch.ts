import { BatchProcessor, type EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

import { describeError, logger } from '../logger.ts';

type BatchOf<Rec> = Rec extends SQSRecord ? SQSEvent : DynamoDBStreamEvent;

/**
 * The Lambda handler of a batch, each record on its own: one that fails is logged with what names it, and reported, so that
 * Lambda tries it again and the others not.
 */
export const eachOfBatch =
  <Rec extends SQSRecord | DynamoDBRecord>(
    type: typeof EventType.SQS | typeof EventType.DynamoDBStreams,
    failure: { readonly message: string; readonly names: (record: Rec) => Record<string, unknown> },
    handle: (record: Rec) => Promise<void>,
  ) =>
  (event: BatchOf<Rec>, context: Context): Promise<SQSBatchResponse> => {
    logger.addContext(context);
    return processPartialResponse(
      event,
      async (record: Rec) => {
        try {
          await handle(record);
        } catch (error) {
          logger.error(failure.message, { ...failure.names(record), ...describeError(error) });
          throw error;
        }
      },
      new BatchProcessor(type),
      { context, throwOnFullBatchFailure: false },
    );
  };
