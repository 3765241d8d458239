import type { Storage } from './storage.ts';
import type { Resource } from './template.ts';

/**
 * S3. The engine verifies no signature and knows no Object Lock: an object can be overwritten here that could not be in the cloud.
 * Nothing outside this machine reaches it, and no browser is told of it.
 */
export const createBuckets = (storage: Storage, resources: Resource[]) => {
  for (const { name } of resources) if (!storage.s3.hasBucket(name)) storage.s3.createBucket(name);
  return {
    put: (bucket: string, key: string, body: string): void => {
      storage.s3.putObject(bucket, key, Buffer.from(body), 'application/json');
    },
  };
};

export type Buckets = ReturnType<typeof createBuckets>;
