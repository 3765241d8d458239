import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';

import { Table } from '../table/table.ts';

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });

const keys = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'];

const createTable = async (client: DynamoDBClient, name: string): Promise<void> => {
  const request = new CreateTableCommand({
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((index) => ({
      IndexName: index,
      KeySchema: [
        { AttributeName: `${index}pk`, KeyType: 'HASH' as const },
        { AttributeName: `${index}sk`, KeyType: 'RANGE' as const },
      ],
      Projection: { ProjectionType: 'ALL' as const },
    })),
  });
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.send(request);
      return;
    } catch (error) {
      if (attempt >= 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};

export type TestTable = {
  readonly table: Table;
  readonly client: DynamoDBDocumentClient;
  readonly raw: DynamoDBClient;
  /** Every item of the table as it is stored. */
  readonly all: () => Promise<Record<string, unknown>[]>;
  /** One more, empty, table on the same engine. */
  readonly another: () => Promise<TestTable>;
  /** Deletes the table; of the first one, stops the engine. */
  readonly stop: () => void;
};

/** A real DynamoDB engine in memory with the one table, for one test file. */
export const startTestTable = async (name = 'arogya-test'): Promise<TestTable> => {
  const port = await freePort();
  const engine = join(
    dirname(createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`)),
    'dynoxide',
  );
  const child: ChildProcess = spawn(engine, ['--host', '127.0.0.1', '--port', String(port)], { stdio: 'ignore' });
  const raw = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  await createTable(raw, name);
  const client = DynamoDBDocumentClient.from(raw, { marshallOptions: { removeUndefinedValues: true } });
  let tables = 1;
  const open = (tableName: string, stop: () => void): TestTable => ({
    table: new Table(tableName, client),
    client,
    raw,
    all: async () => {
      const items: Record<string, unknown>[] = [];
      for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) items.push(...(page.Items ?? []));
      return items;
    },
    another: async () => {
      tables += 1;
      const next = `${name}-${tables}`;
      await createTable(raw, next);
      return open(next, () => void raw.send(new DeleteTableCommand({ TableName: next })).catch(() => undefined));
    },
    stop,
  });
  return open(name, () => child.kill('SIGKILL'));
};
