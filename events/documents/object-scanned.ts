import * as z from 'zod';

import { defineServiceEvent } from '../envelope.ts';

/**
 * GuardDuty Malware Protection for S3 has looked at an object.
 * https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
 */
export const ObjectScanned = defineServiceEvent(
  'aws.guardduty',
  'GuardDuty Malware Protection Object Scan Result',
  z.object({
    scanStatus: z.enum(['COMPLETED', 'SKIPPED', 'FAILED']),
    s3ObjectDetails: z.object({
      bucketName: z.string(),
      objectKey: z.string(),
      eTag: z.string(),
      versionId: z.string().nullish(),
    }),
    scanResultDetails: z.object({
      scanResultStatus: z.enum(['NO_THREATS_FOUND', 'THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED']),
    }),
    /** Of the embedded cloud only: who looked in GuardDuty's place. */
    scanner: z.enum(['clamav', 'signatures']).optional(),
  }),
);
