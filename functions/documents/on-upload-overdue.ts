import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import { UploadOverdue } from '../../events/documents/upload-overdue.v1.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { overdue } from './lifecycle.ts';
import { carryOut, settle } from './settle.ts';

const NAME = 'documents-on-upload-overdue';
const metrics = new Metrics();

/**
 * Gives up an upload that never came, or that could not be checked within a day; finishes a rejection that was cut off. What
 * could not be checked is counted: of a scanner that says nothing at all there is no other sign.
 */
export const giveUpUploads = (options?: ConsumerOptions) =>
  consumer(
    NAME,
    [UploadOverdue],
    async ({ data: { documentId }, correlationId }, { table, surroundings }) => {
      const around = { table, surroundings, consumer: NAME, correlationId };
      const known = await settle(around, documentId, overdue);
      if (!known) return { skipped: 'no such file' };
      const { status, rejectReason } = await carryOut(around, known);
      if (rejectReason === 'not-scanned') {
        metrics.addMetric('NotScanned', MetricUnit.Count, 1);
        metrics.publishStoredMetrics();
      }
      return { done: status };
    },
    options,
  );

export const handler = giveUpUploads();
