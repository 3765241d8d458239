import { setTimeout as sleep } from 'node:timers/promises';

import { type SqsQueue, SqsStore } from '../node_modules/fauxqs/dist/sqs/sqsStore.js';
import type { ReceivedMessage } from '../node_modules/fauxqs/dist/sqs/sqsTypes.js';
import type { Faults, Log, QueuedMessage, QueueView } from './cloud.ts';
import type { Functions } from './functions.ts';
import { ACCOUNT, REGION } from './resource-types.ts';
import type { Storage } from './storage.ts';
import type { Resource } from './template.ts';

export const queueUrl =
  (storage: Storage) =>
  (name: string): string =>
    `${storage.endpoint}/${ACCOUNT}/${name}`;

const queueArn = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

type Redrive = { deadLetterTargetArn?: string };
const redriveOf = (queue: SqsQueue) => (JSON.parse(queue.attributes.RedrivePolicy ?? '{}') as Redrive).deadLetterTargetArn;

/** Attributes of the template that a queue here obeys. */
const attributesFrom = (properties: Record<string, unknown>): Record<string, string> => {
  const names = ['VisibilityTimeout', 'DelaySeconds', 'MessageRetentionPeriod', 'MaximumMessageSize', 'ReceiveMessageWaitTimeSeconds'];
  const attributes: Record<string, string> = { MaximumMessageSize: String(1024 * 1024), RedrivePolicy: '' };
  for (const name of names) if (properties[name] !== undefined) attributes[name] = String(properties[name]);
  if (properties.RedrivePolicy) attributes.RedrivePolicy = JSON.stringify(properties.RedrivePolicy);
  if (properties.FifoQueue) attributes.FifoQueue = 'true';
  if (properties.ContentBasedDeduplication) attributes.ContentBasedDeduplication = 'true';
  return attributes;
};

export type Queues = ReturnType<typeof createQueues>;

/** Must run before anything sends; messages of an earlier run are kept. */
export const createQueues = (storage: Storage, resources: Resource[]) => {
  for (const { name, properties } of resources) {
    const attributes = attributesFrom(properties);
    const known = storage.sqs.getQueueByName(name);
    const queue = known ?? storage.sqs.createQueue(name, queueUrl(storage)(name), queueArn(name), attributes);
    queue.setAttributes(attributes);
    // Whoever was working on these died with the process: they need not wait for their visibility timeout, and it was no try.
    for (const entry of queue.inflightMessages.values()) {
      entry.visibilityDeadline = 0;
      entry.message.approximateReceiveCount -= 1;
    }
    queue.processTimers();
  }
  const queueNamed = (name: string): SqsQueue => {
    const queue = storage.sqs.getQueueByName(name);
    if (!queue) throw new Error(`There is no queue ${name}.`);
    return queue;
  };
  const mine = () => resources.map(({ name }) => queueNamed(name));

  return {
    queueNamed,
    has: (arn: string): boolean => storage.sqs.getQueueByArn(arn) !== undefined,
    send(arn: string, body: string, groupId?: string): void {
      const queue = storage.sqs.getQueueByArn(arn);
      if (!queue) throw new Error(`There is no queue ${arn}.`);
      const delay = Number(queue.attributes.DelaySeconds ?? 0);
      queue.enqueue(SqsStore.createMessage(body, {}, delay > 0 ? delay : undefined, groupId));
    },
    views: (consumerOf: (queueArn: string) => string | undefined): QueueView[] =>
      mine().map((queue) => ({
        name: queue.name,
        visible: queue.messages.length,
        inFlight: queue.inflightMessages.size,
        delayed: queue.delayedMessages.length,
        deadLetterQueue: redriveOf(queue)?.split(':').at(-1),
        deadLettersOf: mine()
          .filter((other) => redriveOf(other) === queue.arn)
          .map(({ name }) => name),
        consumer: consumerOf(queue.arn),
      })),
    peek(name: string, limit = 50): QueuedMessage[] {
      const { ready, delayed, inflight } = queueNamed(name).inspectMessages();
      return [...ready, ...inflight.map(({ message }) => message), ...delayed]
        .sort((a, b) => a.sentTimestamp - b.sentTimestamp)
        .slice(0, limit)
        .map(({ messageId, sentTimestamp, approximateReceiveCount, body }) => ({
          id: messageId,
          sentAt: new Date(sentTimestamp).toISOString(),
          receiveCount: approximateReceiveCount,
          body,
        }));
    },
    async redrive(name: string): Promise<number> {
      const from = queueNamed(name);
      const to = mine().find((queue) => redriveOf(queue) === from.arn);
      if (!to) throw new Error(`${name} is not a dead-letter queue.`);
      from.processTimers();
      const messages = from.messages.splice(0);
      for (const message of messages) {
        storage.transaction(() => {
          storage.disk.deleteMessage(message.messageId);
          to.enqueue({ ...message, approximateReceiveCount: 0, approximateFirstReceiveTimestamp: undefined });
        });
      }
      return messages.length;
    },
  };
};

const eventRecord = (queue: SqsQueue, { MessageId, ReceiptHandle, Body, MD5OfBody, MessageAttributes }: ReceivedMessage) => {
  const message = queue.inflightMessages.get(ReceiptHandle)?.message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: String(message?.approximateReceiveCount ?? 1),
      SentTimestamp: String(message?.sentTimestamp ?? 0),
      SenderId: ACCOUNT,
      ApproximateFirstReceiveTimestamp: String(message?.approximateFirstReceiveTimestamp ?? 0),
      ...(message?.messageGroupId ? { MessageGroupId: message.messageGroupId } : {}),
    },
    messageAttributes: MessageAttributes ?? {},
    md5OfBody: MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: REGION,
  };
};

/**
 * The event-source mapping from one queue to one function. A message that failed comes again after one second, then two,
 * then three; on AWS it waits for the queue's visibility timeout every time.
 */
export const startQueueConsumer = (o: {
  mapping: Resource;
  queues: Queues;
  storage: Storage;
  functions: Functions;
  faults: Faults;
  log: Log;
}) => {
  const p = o.mapping.properties as {
    EventSourceArn: string;
    FunctionName: string;
    BatchSize?: number;
    MaximumBatchingWindowInSeconds?: number;
    FunctionResponseTypes?: string[];
    ScalingConfig?: { MaximumConcurrency?: number };
    Enabled?: boolean;
  };
  const queue = o.queues.queueNamed(p.EventSourceArn.split(':').at(-1) ?? '');
  const partial = p.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false;
  const concurrency = Math.min(p.ScalingConfig?.MaximumConcurrency ?? 4, 4);
  let stopped = p.Enabled === false;

  const failedIn = (result: unknown, messages: ReceivedMessage[]): Set<string> => {
    if (!partial) return new Set();
    const failures = (result as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures;
    if (!failures) return new Set();
    const named = new Set(failures.map(({ itemIdentifier }) => itemIdentifier ?? ''));
    // As on Lambda: an identifier that is not of this batch fails all of it.
    const ids = messages.map(({ MessageId }) => MessageId);
    return [...named].every((id) => ids.includes(id)) ? named : new Set(ids);
  };

  const deliver = async (messages: ReceivedMessage[]) => {
    let failed: Set<string>;
    try {
      const result = await o.functions.invoke(p.FunctionName, { Records: messages.map((message) => eventRecord(queue, message)) });
      failed = failedIn(result, messages);
    } catch (problem) {
      if (stopped) return;
      o.log.info(`${queue.name} → ${p.FunctionName}: ${(problem as Error).message}`);
      failed = new Set(messages.map(({ MessageId }) => MessageId));
    }
    for (const { MessageId, ReceiptHandle } of messages) {
      const again = !failed.has(MessageId) && o.faults.take('queue-redelivery', ({ queueName = '' }) => queue.name.includes(queueName));
      if (!failed.has(MessageId) && !again) {
        queue.deleteMessage(ReceiptHandle);
        continue;
      }
      const tries = queue.inflightMessages.get(ReceiptHandle)?.message.approximateReceiveCount ?? 1;
      queue.changeVisibility(ReceiptHandle, Math.min(tries, Number(queue.attributes.VisibilityTimeout ?? 30)));
    }
  };

  /** In one transaction on disk: a kill while a message moves to the dead-letter queue must not lose it. */
  const receive = (): ReceivedMessage[] => {
    let messages: ReceivedMessage[] = [];
    o.storage.transaction(() => {
      messages = queue.dequeue(Math.min(p.BatchSize ?? 10, 10), undefined, (arn) => o.storage.sqs.getQueueByArn(arn));
    });
    return messages;
  };

  const run = async () => {
    while (!stopped) {
      queue.processTimers();
      if (queue.messages.length === 0 && queue.fifoMessages.size === 0) {
        await queue.waitForMessages(20);
        if (p.MaximumBatchingWindowInSeconds) await sleep(p.MaximumBatchingWindowInSeconds * 1000);
        continue;
      }
      const messages = receive();
      if (messages.length > 0) await deliver(messages);
      else await sleep(50);
    }
  };
  for (let i = 0; i < concurrency; i += 1) void run();

  return {
    stop(): void {
      stopped = true;
      queue.cancelWaiters();
    },
  };
};
