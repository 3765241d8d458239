import * as z from 'zod';

import { defineServiceEvent } from '../envelope.ts';

/** S3 has a new object, or a new version of one. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export const ObjectCreated = defineServiceEvent(
  'aws.s3',
  'Object Created',
  z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      etag: z.string(),
      /** Of a bucket that keeps versions. */
      'version-id': z.string().optional(),
    }),
  }),
);
