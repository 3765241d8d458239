import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import { ObjectScanned } from '../../events/documents/object-scanned.ts';
import { env } from '../shared/env.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { bareEtag } from './bucket.ts';
import { documentIdOf } from './items.ts';
import { scanned } from './lifecycle.ts';
import { carryOut, settle } from './settle.ts';

const NAME = 'documents-on-scan-result';
const metrics = new Metrics();

const scanners = { clamav: 'clamav', signatures: 'structure-checks' } as const;

/**
 * Takes up what the scanner said. A scan that did not come to an end says nothing: the file stays in quarantine, is counted for
 * whoever runs Arogya (GuardDuty may lack a permission), and is given up after a day.
 */
export const takeVerdicts = (options?: ConsumerOptions) =>
  consumer(
    NAME,
    [ObjectScanned],
    async ({ data, correlationId }, { table, surroundings }) => {
      const { bucketName, objectKey, eTag, versionId } = data.s3ObjectDetails;
      const documentId = documentIdOf(objectKey);
      if (bucketName !== env('FILES_BUCKET') || documentId === undefined) return { skipped: 'none of ours' };
      const result = data.scanResultDetails.scanResultStatus;
      const infected = result === 'THREATS_FOUND';
      if (!infected && !(result === 'NO_THREATS_FOUND' && data.scanStatus === 'COMPLETED')) {
        metrics.addMetric('ScanUnfinished', MetricUnit.Count, 1);
        metrics.publishStoredMetrics();
        return { skipped: `scan ${data.scanStatus} ${result}` };
      }
      const verdict = {
        etag: bareEtag(eTag),
        versionId: versionId ?? undefined,
        clean: !infected,
        scannedBy: data.scanner ? scanners[data.scanner] : ('guardduty' as const),
      };
      const around = { table, surroundings, consumer: NAME, correlationId };
      const known = await settle(around, documentId, (stored) => scanned(stored, verdict));
      if (!known) return { skipped: 'no such file' };
      return { done: (await carryOut(around, known)).status };
    },
    options,
  );

export const handler = takeVerdicts();
