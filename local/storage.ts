import { join } from 'node:path';

import { buildApp } from 'fauxqs';

// The package's entry offers only a server that listens on every address; its parts let us bind to 127.0.0.1 and keep data.
import { PersistenceManager } from '../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../node_modules/fauxqs/dist/sns/snsStore.js';
import { SqsStore } from '../node_modules/fauxqs/dist/sqs/sqsStore.js';
import { REGION } from './resource-types.ts';

/** The engine of queues and buckets: in this process, on disk in `<data>/queues/fauxqs.db`. */
export const startStorage = async (data: string) => {
  const sqs = new SqsStore();
  const sns = new SnsStore();
  const s3 = new S3Store();
  const disk = new PersistenceManager(join(data, 'queues'));
  // Before the stores know the disk: otherwise loading writes, and replacing a queue's row deletes its messages.
  disk.load(sqs, sns, s3);
  sqs.persistence = disk;
  s3.persistence = disk;
  for (const queue of sqs.allQueues()) queue.persistence = disk;
  const app = buildApp({ logger: false, defaultRegion: REGION, stores: { sqsStore: sqs, snsStore: sns, s3Store: s3 } });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as { port: number };
  return {
    sqs,
    s3,
    disk,
    /** All of it on disk, or none. */
    transaction: (work: () => void) => (disk as unknown as { transaction(work: () => void): void }).transaction(work),
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      await app.close();
      disk.close();
    },
  };
};

export type Storage = Awaited<ReturnType<typeof startStorage>>;
