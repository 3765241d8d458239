import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import type { Life } from './mortal.ts';

type Entry = { Id: string; MessageBody: string; DelaySeconds?: number };
export type QueuedMessage = {
  readonly messageId: string;
  readonly queue: string;
  readonly body: string;
  readonly acceptedAt: number;
  /** Nobody sees it earlier: its delay, or the time that a consumer has for it. */
  visibleAt: number;
  receives: number;
};

/** As the queue of a consumer with a time-out of 30 s: six times that. */
const VISIBILITY_MILLISECONDS = 180_000;

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

/**
 * Queues on a clock of the test's own, for the SDK's client to send to over HTTP: `SendMessageBatch` with delays as SQS does
 * it, then deliveries as Lambda's event source does them.
 */
export const startTestQueues = async (clock: () => number) => {
  const accepted: QueuedMessage[] = [];
  const waiting = new Set<QueuedMessage>();
  let refuses: (entry: Entry) => 'entry' | 'call' | undefined = () => undefined;

  const batch = ({ QueueUrl, Entries }: { QueueUrl: string; Entries: Entry[] }) => {
    if (Entries.length < 1 || Entries.length > 10) throw new Error('SQS takes one to ten');
    const refused = Entries.map(refuses);
    if (refused.includes('call')) throw new Error('SQS is away');
    const Failed = Entries.filter((_, index) => refused[index] === 'entry');
    const taken = Entries.filter((_, index) => refused[index] === undefined);
    return {
      Successful: taken.map(({ Id, MessageBody, DelaySeconds = 0 }) => {
        if (!Number.isInteger(DelaySeconds) || DelaySeconds < 0 || DelaySeconds > 900) throw new Error('SQS delays 0 to 900 seconds');
        const message: QueuedMessage = {
          messageId: randomUUID(),
          queue: QueueUrl.split('/').at(-1) ?? '',
          body: MessageBody,
          acceptedAt: clock(),
          visibleAt: clock() + DelaySeconds * 1000,
          receives: 0,
        };
        accepted.push(message);
        waiting.add(message);
        return { Id, MessageId: message.messageId, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
      }),
      Failed: Failed.map(({ Id }) => ({ Id, SenderFault: false, Code: 'InternalError' })),
    };
  };

  const server = createServer(async (request, response) => {
    try {
      const reply = JSON.stringify(batch(JSON.parse(await textOf(request)) as Parameters<typeof batch>[0]));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(reply);
    } catch (error) {
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type: 'com.amazonaws.sqs#InvalidRequest', message: (error as Error).message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new SQSClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

  return {
    urlOf: (queue: string) => `http://127.0.0.1:${port}/000000000000/${queue}`,
    /** The SDK's client, as the process of that life calls it. */
    as: (process: Life): Pick<SQSClient, 'send'> => ({
      send: ((command: SendMessageBatchCommand) => process.call('SendMessageBatch', () => client.send(command))) as SQSClient['send'],
    }),
    refuse(rule: typeof refuses) {
      refuses = rule;
    },
    /** Everything ever accepted, in order. */
    accepted: accepted as readonly QueuedMessage[],
    waiting: () => [...waiting],
    forget() {
      accepted.length = 0;
      waiting.clear();
    },
    /** One delivery of what can be seen now, at most ten; what was handled is deleted, the rest comes again later. */
    async deliver(queue: string, handle: (event: SQSEvent) => Promise<SQSBatchResponse | 'dead'>): Promise<number> {
      const seen = [...waiting].filter((each) => each.queue === queue && each.visibleAt <= clock()).slice(0, 10);
      if (seen.length === 0) return 0;
      for (const message of seen) {
        message.receives += 1;
        message.visibleAt = clock() + VISIBILITY_MILLISECONDS;
      }
      const result = await handle({ Records: seen.map(({ messageId, body }) => ({ messageId, body })) } as unknown as SQSEvent);
      if (result === 'dead') return seen.length;
      const failed = new Set(result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const message of seen) if (!failed.has(message.messageId)) waiting.delete(message);
      return seen.length;
    },
    stop() {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
};

export type TestQueues = Awaited<ReturnType<typeof startTestQueues>>;
