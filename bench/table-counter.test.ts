import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';

import { counterOn, isOneTransaction, nothingCounted, told } from './table-counter.ts';

type Middleware = (
  next: (args: unknown) => Promise<{ output: unknown }>,
  context: { commandName: string },
) => (args: { input: object }) => Promise<unknown>;

/** A client that answers each call with the capacity that it is told. */
const playClient = () => {
  let middleware: Middleware | undefined;
  const client = {
    middlewareStack: {
      add: (added: Middleware) => {
        middleware = added;
      },
    },
  } as unknown as DynamoDBClient;
  return {
    client,
    send: (commandName: string, capacity: unknown, input: object = {}) =>
      middleware?.(async () => ({ output: { ConsumedCapacity: capacity } }), { commandName })({ input }),
  };
};

test('what is asked while somebody counts is theirs, and what is asked before or after is not', async () => {
  const { client, send } = playClient();
  const count = counterOn(client);
  await send('ScanCommand', { CapacityUnits: 100 });
  const { counted, result } = await count(async () => {
    await send('GetItemCommand', { CapacityUnits: 1 });
    await send('TransactWriteItemsCommand', [{ CapacityUnits: 8 }], { TransactItems: [{}, {}] });
    return 'booked';
  });
  await send('ScanCommand', { CapacityUnits: 100 });
  expect(result).toBe('booked');
  expect(counted).toEqual({ calls: { GetItem: 1, TransactWriteItems: 1 }, transactedItems: [2], writeUnits: 8, readUnits: 1 });
  expect(told(counted)).toBe('1 GetItem, 1 TransactWriteItems; 2 items; 8 WCU, 1 RCU');
});

test('a command that writes twice, or beside its transaction, is not one transaction', () => {
  const of = (calls: Record<string, number>) => isOneTransaction({ ...nothingCounted(), calls });
  expect(of({ GetItem: 2, TransactWriteItems: 1 })).toBe(true);
  expect(of({ TransactWriteItems: 2 })).toBe(false);
  expect(of({ TransactWriteItems: 1, PutItem: 1 })).toBe(false);
  expect(of({ GetItem: 1 })).toBe(false);
});
