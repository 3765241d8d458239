import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Context, ScheduledEvent } from 'aws-lambda';

import { env } from '../shared/env.ts';
import { logger } from '../shared/logger.ts';
import { type Table, tableFromEnv } from '../shared/table/table.ts';
import { instantOf, later } from '../shared/values.ts';
import { auditHead, HEAD_SHARDS, headPartition } from './items.ts';

const client = new S3Client({ useArnRegion: true });

/** Hours looked back at: an index may be late, and a missed run is caught up by the next ones. */
const HOURS_BACK = 3;

const headsOfHour = async (table: Table, hour: string) => {
  const pages = await Promise.all(
    Array.from({ length: HEAD_SHARDS }, (_, shard) => table.queryAll({ index: 'gsi1', partition: headPartition(hour, shard) })),
  );
  return pages.flat().map((item) => {
    const { subjectId, number, hash, at } = auditHead.parse(item);
    return { subjectId, number, hash, at };
  });
};

/**
 * Every hour: the heads of all chains that changed go to a bucket whose objects nobody can change or delete (S3 Object Lock).
 * A chain that was rewritten later no longer fits its sealed head. Object: `heads/<hour>/<run>.json`.
 */
export const handler = async (event: ScheduledEvent, context: Context): Promise<{ sealed: number }> => {
  logger.addContext(context);
  const run = instantOf(Date.parse(event.time));
  let sealed = 0;
  for (let back = 0; back <= HOURS_BACK; back += 1) {
    const hour = later(run, -back * 3600).slice(0, 13);
    const heads = await headsOfHour(tableFromEnv(), hour);
    if (heads.length === 0) continue;
    const body = JSON.stringify({ hour, sealedAt: run, heads });
    await client.send(
      new PutObjectCommand({
        Bucket: env('AUDIT_BUCKET'),
        Key: `heads/${hour}/${run}.json`,
        Body: body,
        ContentType: 'application/json',
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    sealed += heads.length;
  }
  logger.info('sealed', { heads: sealed });
  return { sealed };
};
