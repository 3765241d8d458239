import { Worker } from 'node:worker_threads';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';

import type { CallCosts } from './sweep-world.ts';

const CALLS = 600;
const AT_ONCE = 32;

/** Answers at once, in a thread of its own, so that only the caller's work is in the caller's thread. */
const answerer = `
const { createServer } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    const action = String(request.headers['x-amz-target']).split('.').at(-1);
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(workerData[action] ?? '{}');
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** CPU milliseconds of this thread for one call, with many under way: other programs of a busy machine do not count. */
const cpuMilliseconds = async (call: () => Promise<unknown>): Promise<number> => {
  const many = async (count: number) => {
    let left = count;
    const one = async () => {
      while (left > 0) {
        left -= 1;
        await call();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
  };
  await many(CALLS / 2);
  const before = process.threadCpuUsage();
  await many(CALLS);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000 / CALLS;
};

/** What the sweep's three calls cost their function's core: the real SDK, over a real socket, to somebody who answers at once. */
export const measureCallCosts = async (item: Record<string, unknown>): Promise<CallCosts> => {
  const answers = {
    Query: JSON.stringify({ Items: Array.from({ length: 100 }, () => marshall(item)), Count: 100 }),
    BatchWriteItem: JSON.stringify({ UnprocessedItems: {} }),
    SendMessageBatch: JSON.stringify({
      Successful: Array.from({ length: 10 }, (_, n) => ({ Id: String(n), MessageId: 'm', MD5OfMessageBody: '' })),
      Failed: [],
    }),
  };
  const worker = new Worker(answerer, { eval: true, workerData: answers });
  const port = await new Promise<number>((resolve) => worker.once('message', resolve));
  const shared = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    maxAttempts: 1,
  };
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(shared));
  // The answer has no digest of its own to hold against the messages'.
  const sqs = new SQSClient({ ...shared, md5: false });
  const keys = Array.from({ length: 25 }, (_, n) => ({ DeleteRequest: { Key: { pk: 'due#2026-11-23T02:30#7', sk: `dose-due#${n}` } } }));
  const body = JSON.stringify({ detail: item.event });
  const entries = Array.from({ length: 10 }, (_, n) => ({ Id: String(n), MessageBody: body, DelaySeconds: 0 }));
  try {
    return {
      query: await cpuMilliseconds(() =>
        table.send(
          new QueryCommand({
            TableName: 'town',
            KeyConditionExpression: '#pk = :pk',
            ExpressionAttributeNames: { '#pk': 'pk' },
            ExpressionAttributeValues: { ':pk': 'x' },
          }),
        ),
      ),
      deletion: await cpuMilliseconds(() => table.send(new BatchWriteCommand({ RequestItems: { town: keys } }))),
      send: await cpuMilliseconds(() => sqs.send(new SendMessageBatchCommand({ QueueUrl: `${shared.endpoint}/q`, Entries: entries }))),
    };
  } finally {
    await worker.terminate();
  }
};
