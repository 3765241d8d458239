import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { receipt } from '../shared/table/receipt.ts';
import { lambdaContext } from '../shared/testing/caller.ts';
import type { Instant } from '../shared/values.ts';
import { ttlAfter } from '../shared/values.ts';
import { handler } from './on-receipt-recorded.ts';

const bus = mockClient(EventBridgeClient);
beforeEach(() => bus.reset());

const at = '2026-11-20T07:05:00Z' as Instant;
const recorded = (idempotencyKey: string, events: number, accesses: number) => {
  const item = receipt.make(
    { callerId: 'd-1', idempotencyKey },
    {
      callerId: 'd-1',
      idempotencyKey,
      action: 'consultation-notes.sign',
      at,
      correlationId: 'c',
      requestHash: 'h',
      status: 200,
      reply: 'secret',
      replayUntil: at,
      expiresAt: ttlAfter(at, 7),
      events: Array.from({ length: events }, (_, index) => ({
        id: `e${index}`,
        name: 'note-signed',
        version: 1,
        at,
        correlationId: 'c',
        data: { noteId: 'n', patientId: 'p', doctorId: 'd', version: 1 },
      })),
      accesses: Array.from({ length: accesses }, () => ({
        subjectId: 'p',
        actorId: 'd-1',
        actorRole: 'doctor' as const,
        action: 'consultation-notes.sign',
        kind: 'write' as const,
        resource: 'consultation-note#n',
      })),
    },
  );
  const image = marshall(item) as Record<string, { B?: Uint8Array | string }>;
  // A stream event is JSON: binary comes as base64 text.
  for (const value of Object.values(image)) if (value.B instanceof Uint8Array) value.B = Buffer.from(value.B).toString('base64');
  return { eventID: idempotencyKey, eventName: 'INSERT', dynamodb: { SequenceNumber: idempotencyKey, NewImage: image } };
};
const publish = (...records: unknown[]) => handler({ Records: records } as unknown as DynamoDBStreamEvent, lambdaContext());
const entries = () => bus.commandCalls(PutEventsCommand).flatMap(({ args }) => args[0].input.Entries ?? []);

describe('the publisher', () => {
  test('puts every event of a receipt, and one for each record touched, on the bus, with the same ids each time', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    await publish(recorded('k1', 2, 1));
    await publish(recorded('k1', 2, 1));
    const ids = entries().map(({ Detail }) => JSON.parse(Detail ?? '{}').id);
    expect(ids.slice(0, 3)).toEqual(ids.slice(3));
    expect(entries()[2]).toMatchObject({ Source: 'arogya', DetailType: 'access-recorded' });
    expect(JSON.stringify(entries())).not.toContain('secret');
  });

  test('sends more than ten in several calls', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    await publish(recorded('k2', 23, 0));
    expect(bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries?.length)).toEqual([10, 10, 3]);
  });

  test('reports what the bus refused, so that it is tried again', async () => {
    bus.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 0 }).resolves({ FailedEntryCount: 1 });
    expect(await publish(recorded('k3', 1, 0), recorded('k4', 1, 0))).toEqual({ batchItemFailures: [{ itemIdentifier: 'k4' }] });
  });

  test('passes over changes and other items', async () => {
    await publish(
      { ...recorded('k5', 1, 0), eventName: 'MODIFY' },
      { eventName: 'INSERT', dynamodb: { NewImage: marshall({ pk: 'x', sk: 'y', type: 'profile' }) } },
    );
    expect(entries()).toEqual([]);
  });
});
