import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { Counted } from './counted.ts';

type Capacity = { CapacityUnits?: number; ReadCapacityUnits?: number; WriteCapacityUnits?: number };

export const isWrite = (operation: string) => /^(?:TransactWrite|Put|Update|Delete|BatchWrite)/.test(operation);

export const nothingCounted = (): Counted => ({ calls: {}, transactedItems: [], writeUnits: 0, readUnits: 0 });

export type Count = <T>(work: () => Promise<T>) => Promise<{ counted: Counted; result: T }>;

/** Counts every call of a client, with the capacity that the engine reports; a refused transaction reports none. */
export const counterOn = (client: DynamoDBClient): Count => {
  let counted = nothingCounted();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      const input = args.input as { TransactItems?: unknown[]; ReturnConsumedCapacity?: string };
      input.ReturnConsumedCapacity = 'TOTAL';
      counted.calls[operation] = (counted.calls[operation] ?? 0) + 1;
      if (input.TransactItems) counted.transactedItems.push(input.TransactItems.length);
      const result = await next(args);
      const { ConsumedCapacity: consumed } = result.output as { ConsumedCapacity?: Capacity | Capacity[] };
      for (const { CapacityUnits = 0 } of [consumed ?? []].flat()) {
        if (isWrite(operation)) counted.writeUnits += CapacityUnits;
        else counted.readUnits += CapacityUnits;
      }
      return result;
    },
    { step: 'initialize', name: 'countForTheBenchmark' },
  );
  return async (work) => {
    const mine = nothingCounted();
    counted = mine;
    const result = await work();
    // What is asked from now on is nobody's.
    counted = nothingCounted();
    return { counted: mine, result };
  };
};

export const units = (value: number) => String(Math.round(value * 10) / 10);

/** `1 GetItem, 1 TransactWriteItems; 5 items; 10 WCU, 1 RCU` */
export const told = ({ calls, transactedItems, writeUnits, readUnits }: Counted): string => {
  const asked = Object.entries(calls).map(([operation, count]) => `${count} ${operation}`);
  const items = transactedItems.length > 0 ? `; ${transactedItems.join('+')} items` : '';
  const capacity = [...(writeUnits > 0 ? [`${units(writeUnits)} WCU`] : []), `${units(readUnits)} RCU`];
  return `${asked.join(', ')}${items}; ${capacity.join(', ')}`;
};

/** A command writes its effect and its receipt at once: one transaction, and no write beside it. */
export const isOneTransaction = ({ calls }: Counted): boolean =>
  calls.TransactWriteItems === 1 && Object.keys(calls).filter(isWrite).length === 1;
