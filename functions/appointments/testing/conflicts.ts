import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

import { Table } from '../../shared/table/table.ts';

const keysOf = (command: TransactWriteCommand): string[] =>
  (command.input.TransactItems ?? []).map((item) => {
    const [action] = Object.values(item) as { Item?: Record<string, unknown>; Key?: Record<string, unknown> }[];
    const { pk, sk } = (action?.Item ?? action?.Key ?? {}) as { pk?: string; sk?: string };
    return `${pk}|${sk}`;
  });

/**
 * A table that refuses a transaction with TransactionConflict while another one is under way on any of its items, as
 * DynamoDB does and the embedded engine does not.
 */
export const withConflicts = (name: string, client: DynamoDBDocumentClient): { table: Table; conflicts: () => number } => {
  const busy = new Set<string>();
  let conflicts = 0;
  const send = async (command: unknown) => {
    if (!(command instanceof TransactWriteCommand)) return client.send(command as never);
    const keys = keysOf(command);
    if (keys.some((key) => busy.has(key))) {
      conflicts += 1;
      throw new TransactionCanceledException({
        message: 'Transaction cancelled',
        $metadata: {},
        CancellationReasons: keys.map((key) => ({ Code: busy.has(key) ? 'TransactionConflict' : 'None' })),
      });
    }
    for (const key of keys) busy.add(key);
    try {
      return await client.send(command);
    } finally {
      for (const key of keys) busy.delete(key);
    }
  };
  return { table: new Table(name, { send } as unknown as DynamoDBDocumentClient), conflicts: () => conflicts };
};
