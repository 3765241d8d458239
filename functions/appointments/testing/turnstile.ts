import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

import { Table } from '../../shared/table/table.ts';

/** What may happen to one call of the table. `after`: the call took effect, and its caller never hears. */
export type Fault = 'none' | 'killed-before' | 'killed-after' | 'timed-out-before' | 'timed-out-after' | 'conflict' | 'throttled';

/** Thrown into a process that was killed; nothing that it does afterwards reaches the table. */
export class Killed extends Error {}

const timedOut = () => Object.assign(new Error('The connection timed out'), { name: 'TimeoutError' });
const throttled = () => Object.assign(new Error('Too fast'), { name: 'ThrottlingException' });
const conflict = (actions: number) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: Array.from({ length: actions }, () => ({ Code: 'TransactionConflict' })),
  });

/**
 * Processes that share a table, one call at a time: whose call is next is drawn by lot, so that every interleaving of
 * their calls can come up, and the same lots give the same order.
 */
export const turnstile = (client: DynamoDBDocumentClient, tableName: string, lots: () => number) => {
  const waiting: (() => Promise<void>)[] = [];
  let turning = false;

  const turn = async (): Promise<void> => {
    if (turning) return;
    turning = true;
    while (waiting.length > 0) {
      // Whoever is about to call gets the chance to stand in line too.
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = waiting.splice(lots() % waiting.length, 1);
      await next?.();
    }
    turning = false;
  };

  /** A process with faults for its first calls, in order. */
  return (faults: readonly Fault[]): Table => {
    const left = [...faults];
    let killed = false;
    const call = async (command: unknown): Promise<unknown> => {
      const fault = left.shift() ?? 'none';
      const actions = command instanceof TransactWriteCommand ? (command.input.TransactItems?.length ?? 0) : 0;
      if (fault === 'killed-before') killed = true;
      if (killed) throw new Killed();
      if (fault === 'timed-out-before') throw timedOut();
      if (fault === 'throttled') throw throttled();
      if (fault === 'conflict' && actions > 0) throw conflict(actions);
      const reply = await client.send(command as never);
      if (fault === 'killed-after') {
        killed = true;
        throw new Killed();
      }
      if (fault === 'timed-out-after') throw timedOut();
      return reply;
    };
    const send = (command: unknown): Promise<unknown> =>
      new Promise((resolve, reject) => {
        waiting.push(() => call(command).then(resolve, reject));
        void turn();
      });
    return new Table(tableName, { send } as unknown as DynamoDBDocumentClient, () => 0);
  };
};
