import type { Log } from './cloud.ts';
import type { Item, TableCall, TableShape } from './table.ts';

const EVERY_MILLISECONDS = 60_000;

/** Deletes items whose TTL has passed, as DynamoDB does some time after: the engine has no sweeper of its own. */
export const startTtlSweeper = (call: TableCall, tables: TableShape[], log: Log) => {
  const sweepTable = async ({ name, keys, ttlAttribute }: TableShape): Promise<number> => {
    if (!ttlAttribute) return 0;
    const names = Object.fromEntries([...keys, ttlAttribute].map((attribute, i) => [`#k${i}`, attribute]));
    const ttl = `#k${keys.length}`;
    let removed = 0;
    let from: unknown;
    do {
      const page = await call('Scan', {
        TableName: name,
        FilterExpression: `${ttl} < :now`,
        ProjectionExpression: Object.keys(names).join(', '),
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(Date.now() / 1000)) } },
        ExclusiveStartKey: from,
      });
      for (const item of page.Items as Item[]) {
        // Unless it was given a longer life meanwhile.
        await call('DeleteItem', {
          TableName: name,
          Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
          ConditionExpression: '#ttl = :seen',
          ExpressionAttributeNames: { '#ttl': ttlAttribute },
          ExpressionAttributeValues: { ':seen': item[ttlAttribute] },
        }).then(
          () => {
            removed += 1;
          },
          (problem: Error) => {
            if (problem.name !== 'ConditionalCheckFailedException') throw problem;
          },
        );
      }
      from = page.LastEvaluatedKey;
    } while (from);
    return removed;
  };

  const sweep = async (): Promise<number> => {
    let removed = 0;
    for (const table of tables) removed += await sweepTable(table);
    return removed;
  };
  const timer = setInterval(
    () => void sweep().catch((problem: Error) => log.info(`TTL sweep: ${problem.message}`)),
    EVERY_MILLISECONDS,
  ).unref();
  return { sweep, stop: () => clearInterval(timer) };
};
