import { EventType } from '@aws-lambda-powertools/batch';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type * as z from 'zod';
import { AccessRecorded } from '../../events/audit/access-recorded.v1.ts';
import type { Envelope } from '../../events/envelope.ts';
import { env } from '../shared/env.ts';
import { eachOfBatch } from '../shared/events/batch.ts';

import { receipt } from '../shared/table/receipt.ts';

/** `PutEvents` takes ten entries at most. */
const ENTRIES_AT_ONCE = 10;

const client = new EventBridgeClient({});

/** What is published of a receipt. The rest stays unread: a stream event carries binary attributes as base64 text. */
const Published = receipt.schema.pick({
  callerId: true,
  idempotencyKey: true,
  at: true,
  correlationId: true,
  events: true,
  accesses: true,
});

/** The events that a receipt stands for: those of its command, and one for each record that was touched. Ids are the same on every delivery. */
export const eventsOf = (done: z.infer<typeof Published>): Envelope[] => [
  ...done.events,
  ...done.accesses.map((access, index) => ({
    ...AccessRecorded.of(access),
    id: `receipt#${done.callerId}#${done.idempotencyKey}:access:${index}`,
    at: done.at,
    correlationId: done.correlationId,
  })),
];

const publish = async (events: readonly Envelope[]): Promise<void> => {
  for (let start = 0; start < events.length; start += ENTRIES_AT_ONCE) {
    const entries: PutEventsRequestEntry[] = events.slice(start, start + ENTRIES_AT_ONCE).map((event) => ({
      EventBusName: env('EVENT_BUS_NAME'),
      Source: 'arogya',
      DetailType: event.name,
      Time: new Date(event.at),
      Detail: JSON.stringify(event),
    }));
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: entries }));
    if (FailedEntryCount) throw new Error(`The bus refused ${FailedEntryCount} events`);
  }
};

const one = async (record: DynamoDBRecord): Promise<void> => {
  const image = record.dynamodb?.NewImage;
  if (record.eventName !== 'INSERT' || !image) return;
  const stored = unmarshall(image as Record<string, AttributeValue>);
  if (receipt.is(stored)) await publish(eventsOf(Published.parse(stored)));
};

/** Table stream → bus. What fails is reported by sequence number, so that Lambda tries it again from there. */
export const handler = eachOfBatch<DynamoDBRecord>(
  EventType.DynamoDBStreams,
  { message: 'A receipt could not be published', names: ({ eventID }) => ({ eventId: eventID }) },
  one,
);
