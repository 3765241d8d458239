import { randomBytes } from 'node:crypto';

import type { BucketView } from './cloud.ts';
import type { Events } from './events.ts';
import { StartProblem } from './options.ts';
import { ACCOUNT, ignoredBucketProperties } from './resource-types.ts';
import type { Checksum } from './s3-guard-checksums.ts';
import type { CorsRule } from './s3-guard-cors.ts';
import type { Storage } from './storage.ts';
import type { Resource } from './template.ts';

export type Bucket = { name: string; arn: string; cors: CorsRule[]; tells: boolean };
/** How an object came, in EventBridge's words. */
export type Reason = 'PutObject' | 'PostObject' | 'CopyObject' | 'CompleteMultipartUpload';
type About = {
  reason: Reason;
  contentType: string;
  metadata?: Record<string, string>;
  system?: { contentDisposition?: string; cacheControl?: string; contentEncoding?: string; contentLanguage?: string };
  checksum?: Checksum;
};

const bucketFrom = ({ name, arn, properties }: Resource): Bucket => {
  const p = properties as {
    CorsConfiguration?: { CorsRules?: CorsRule[] };
    NotificationConfiguration?: { EventBridgeConfiguration?: { EventBridgeEnabled?: boolean } };
  };
  const { EventBridgeConfiguration: eventBridge, ...others } = p.NotificationConfiguration ?? {};
  if (Object.keys(others).length > 0)
    throw new StartProblem(`The bucket ${name} notifies by ${Object.keys(others).join(', ')}; here buckets speak to EventBridge only.`);
  return {
    name,
    arn,
    cors: p.CorsConfiguration?.CorsRules ?? [],
    tells: eventBridge !== undefined && eventBridge.EventBridgeEnabled !== false,
  };
};

/**
 * S3's buckets, their objects in the engine. One version of an object is kept, and Object Lock is not known: an object can be
 * overwritten here that could not be in the cloud. Who may read or write is the guard's (s3-guard.ts).
 */
export const createBuckets = (o: {
  storage: Storage;
  resources: Resource[];
  events: Pick<Events, 'put'>;
  /** Called when an object has come and is on disk. */
  onCreated?: (bucket: string, key: string) => void;
}) => {
  const { s3 } = o.storage;
  for (const { name } of o.resources) if (!s3.hasBucket(name)) s3.createBucket(name);
  const buckets = new Map(o.resources.map((resource) => [resource.name, bucketFrom(resource)]));
  let created = 0;

  const tell = (name: string, key: string, reason: Reason) => {
    const bucket = buckets.get(name);
    if (!bucket?.tells) return;
    const { contentLength, etag } = s3.headObject(name, key);
    created += 1;
    const detail = {
      version: '0',
      bucket: { name },
      object: {
        key,
        size: contentLength,
        etag: etag.replaceAll('"', ''),
        // Grows from one write to the next, as text.
        sequencer: `${Date.now().toString(16).padStart(12, '0')}${created.toString(16).padStart(6, '0')}`.toUpperCase(),
      },
      'request-id': randomBytes(8).toString('hex').toUpperCase(),
      requester: ACCOUNT,
      'source-ip-address': '127.0.0.1',
      reason,
    };
    o.events.put({ Source: 'aws.s3', DetailType: 'Object Created', Detail: JSON.stringify(detail), Resources: [bucket.arn] });
  };

  /** Object and event in one transaction on disk: a kill between them would leave a file that nobody looks at. */
  const keep = (
    bucket: string,
    key: string,
    body: Buffer,
    { reason, contentType, metadata, system, checksum }: About,
  ): { etag: string } => {
    let etag = '';
    o.storage.transaction(() => {
      ({ etag } = s3.putObject(bucket, key, body, contentType, metadata, system, checksum));
      tell(bucket, key, reason);
    });
    o.onCreated?.(bucket, key);
    return { etag };
  };

  return {
    find: (name: string): Bucket | undefined => buckets.get(name),
    has(bucket: string, key: string): boolean {
      try {
        return s3.headObject(bucket, key) !== undefined;
      } catch {
        return false;
      }
    },
    keep,
    put: (bucket: string, key: string, body: string): void => {
      keep(bucket, key, Buffer.from(body), { reason: 'PutObject', contentType: 'application/json' });
    },
    /** After the engine itself has made an object. */
    made(bucket: string, key: string, reason: Reason): void {
      tell(bucket, key, reason);
      o.onCreated?.(bucket, key);
    },
    views: (): BucketView[] =>
      [...buckets.keys()].map((name) => {
        const { objects } = s3.listObjects(name, { maxKeys: Number.POSITIVE_INFINITY });
        return { name, objects: objects.length, bytes: objects.reduce((sum, { contentLength }) => sum + contentLength, 0) };
      }),
    /** What of the template's buckets is left out, and why. */
    ignored: o.resources.flatMap(({ logicalId, type, properties }) =>
      Object.entries(ignoredBucketProperties)
        .filter(([property]) => properties[property] !== undefined)
        .map(([property, reason]) => ({ logicalId, type: `${type} ${property}`, reason })),
    ),
  };
};

export type Buckets = ReturnType<typeof createBuckets>;
