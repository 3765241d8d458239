import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import { DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';

import type { Buckets } from './buckets.ts';
import { createFaults } from './faults.ts';
import type { Functions } from './functions.ts';
import { createMetrics } from './metrics.ts';
import type { Queues } from './queues.ts';
import { streamOfApi, streamOfFile } from './stream-source.ts';
import { caller, createTables, startEngine } from './table.ts';
import { startTableProxy } from './table-proxy.ts';
import { startStreamPump } from './table-stream.ts';
import type { Resource } from './template.ts';
import { startTtlSweeper } from './ttl.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});
const log = { info: () => {}, warn: () => {}, error: console.error };
const TABLE_ARN = 'arn:aws:dynamodb:ap-south-1:000000000000:table/test-table';

const tableResource = (more: Record<string, unknown> = {}): Resource => ({
  logicalId: 'Table',
  stack: 'test',
  type: 'AWS::DynamoDB::GlobalTable',
  name: 'test-table',
  arn: TABLE_ARN,
  properties: {
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [
      {
        IndexName: 'gsi1',
        KeySchema: [
          { AttributeName: 'gsi1pk', KeyType: 'HASH' },
          { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    ...more,
  },
});

const start = async () => {
  const data = mkdtempSync(join(tmpdir(), 'arogya-table-'));
  const engine = await startEngine(data, log, '');
  stops.push(() => engine.stop());
  const call = caller(engine.endpoint);
  const tables = await createTables(call, [tableResource()]);
  const faults = createFaults();
  const metrics = createMetrics();
  const proxy = await startTableProxy({ endpoint: engine.endpoint, tables: () => tables, faults, metrics, onWrite: () => {}, log });
  stops.push(() => proxy.stop());
  const client = new DynamoDBClient({
    endpoint: proxy.endpoint,
    region: 'ap-south-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  stops.push(() => client.destroy());
  const put = (pk: string, more: Record<string, { S: string } | { N: string }> = {}) =>
    client.send(new PutItemCommand({ TableName: 'test-table', Item: { pk: { S: pk }, sk: { S: '1' }, ...more } }));
  return { data, engine, call, tables, faults, metrics, client, put };
};

describe('a fault that was asked for', () => {
  test('transaction-conflict cancels one transaction and changes nothing', async () => {
    const { client, faults } = await start();
    faults.add({ kind: 'transaction-conflict' });
    const write = () =>
      client.send(
        new TransactWriteItemsCommand({
          TransactItems: ['a', 'b'].map((pk) => ({ Put: { TableName: 'test-table', Item: { pk: { S: pk }, sk: { S: '1' } } } })),
        }),
      );
    await expect(write()).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    });
    expect(
      (await client.send(new GetItemCommand({ TableName: 'test-table', Key: { pk: { S: 'a' }, sk: { S: '1' } } }))).Item,
    ).toBeUndefined();
    await write();
    expect(
      (await client.send(new GetItemCommand({ TableName: 'test-table', Key: { pk: { S: 'a' }, sk: { S: '1' } } }))).Item,
    ).toBeDefined();
  });

  test('throttled-table refuses as often as it was asked to', async () => {
    const { put, faults } = await start();
    faults.add({ kind: 'throttled-table', times: 2 });
    await expect(put('a')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await expect(put('a')).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    await put('a');
  });

  test('late-index hides what was just written from the index, not from the table', async () => {
    const { put, client, faults } = await start();
    const query = async () =>
      (
        await client.send(
          new QueryCommand({
            TableName: 'test-table',
            IndexName: 'gsi1',
            KeyConditionExpression: 'gsi1pk = :p',
            ExpressionAttributeValues: { ':p': { S: 'p' } },
          }),
        )
      ).Count;
    await put('old', { gsi1pk: { S: 'p' }, gsi1sk: { S: '1' } });
    faults.add({ kind: 'late-index', milliseconds: 400, until: new Date(Date.now() + 60_000).toISOString() });
    await put('new', { gsi1pk: { S: 'p' }, gsi1sk: { S: '2' } });
    expect(await query()).toBe(1);
    await sleep(500);
    expect(await query()).toBe(2);
  });
});

test('calls are counted by operation', async () => {
  const { put, metrics } = await start();
  await put('a');
  await put('b');
  expect(metrics.list()).toMatchObject([{ namespace: 'LocalTable', name: 'PutItem', count: 2 }]);
});

test('items whose TTL has passed are swept, others are not', async () => {
  const { put, call, tables } = await start();
  await put('over', { expiresAt: { N: '1000' } });
  await put('later', { expiresAt: { N: String(Math.floor(Date.now() / 1000) + 1000) } });
  await put('never');
  const sweeper = startTtlSweeper(call, tables, log);
  stops.push(() => sweeper.stop());
  expect(await sweeper.sweep()).toBe(1);
  expect(((await call('Scan', { TableName: 'test-table' })).Items as { pk: { S: string } }[]).map(({ pk }) => pk.S).sort()).toEqual([
    'later',
    'never',
  ]);
});

test('a table whose indexes changed asks for --fresh', async () => {
  const { call } = await start();
  await expect(createTables(call, [tableResource({ GlobalSecondaryIndexes: [] })])).rejects.toThrow('--fresh');
});

describe('the stream pump', () => {
  type Batch = { Records: { dynamodb: { Keys: { pk: { S: string } }; SequenceNumber: string } }[] };
  const pump = async (handler: (names: string[], batch: Batch) => unknown, mapping: Record<string, unknown> = {}, fromApi = false) => {
    const cloud = await start();
    const store = new DatabaseSync(':memory:');
    const delivered: string[][] = [];
    const kept: { key: string; body: string }[] = [];
    const functions = {
      invoke: async (_: string, batch: Batch) => {
        const names = batch.Records.map(({ dynamodb }) => dynamodb.Keys.pk.S);
        delivered.push(names);
        return handler(names, batch);
      },
    } as unknown as Functions;
    const startPump = () => {
      const started = startStreamPump({
        source: fromApi ? streamOfApi(cloud.call) : streamOfFile(cloud.engine.database ?? ''),
        store,
        tables: cloud.tables,
        mappings: [
          {
            logicalId: 'M',
            stack: 'test',
            type: 'AWS::Lambda::EventSourceMapping',
            name: 'mapping',
            arn: 'arn',
            properties: { EventSourceArn: `${TABLE_ARN}/stream/local`, FunctionName: 'publisher', BatchSize: 4, ...mapping },
          },
        ],
        functions,
        queues: {} as Queues,
        buckets: { put: (_, key, body) => kept.push({ key, body }) } satisfies Pick<Buckets, 'put'>,
        log,
      });
      stops.push(() => started.stop());
      return started;
    };
    const rows = () =>
      (new DatabaseSync(cloud.engine.database ?? '').prepare('SELECT count(*) AS n FROM _stream_records').get() as { n: number }).n;
    return { ...cloud, delivered, kept, startPump, rows };
  };
  const until = async (holds: () => boolean) => {
    for (let i = 0; i < 200 && !holds(); i += 1) await sleep(50);
    expect(holds()).toBe(true);
  };

  test('delivers what passes the filter, in order and in batches, and trims what it delivered', async () => {
    const { put, delivered, startPump, rows } = await pump(() => null, {
      FilterCriteria: {
        Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { type: { S: ['receipt'] } } } }) }],
      },
    });
    for (let i = 0; i < 6; i += 1) await put(`r${i}`, { type: { S: 'receipt' } });
    await put('other', { type: { S: 'profile' } });
    const started = startPump();
    await until(() => delivered.flat().length === 6);
    expect(delivered).toEqual([
      ['r0', 'r1', 'r2', 'r3'],
      ['r4', 'r5'],
    ]);
    await sleep(300);
    started.trim();
    expect(rows()).toBe(1);
    await put('r6', { type: { S: 'receipt' } });
    await until(() => delivered.flat().includes('r6'));
  });

  test('tries what failed again, from the first record that failed', async () => {
    let failures = 2;
    const { put, delivered, startPump } = await pump(
      (names, { Records }) => {
        const failed = Records[names.indexOf('r2')];
        if (!failed || failures === 0) return { batchItemFailures: [] };
        failures -= 1;
        return { batchItemFailures: [{ itemIdentifier: failed.dynamodb.SequenceNumber }] };
      },
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    );
    for (let i = 0; i < 4; i += 1) await put(`r${i}`);
    startPump();
    await until(() => delivered.length === 3);
    expect(delivered).toEqual([
      ['r0', 'r1', 'r2', 'r3'],
      ['r2', 'r3'],
      ['r2', 'r3'],
    ]);
  });

  test('splits a failing batch until the poisonous record is alone, and keeps that one for people', async () => {
    const { put, delivered, kept, startPump } = await pump(
      (names) => {
        if (names.includes('poison')) throw new Error('I cannot');
      },
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::undelivered' } },
      },
    );
    for (const name of ['a', 'poison', 'b', 'c']) await put(name);
    startPump();
    await until(() => kept.length === 1 && delivered.flat().includes('c'));
    expect(JSON.parse(kept[0]?.body ?? '').payload.Records.map((record: Batch['Records'][number]) => record.dynamodb.Keys.pk.S)).toEqual([
      'poison',
    ]);
    expect(kept[0]?.key).toMatch(/^aws\/lambda\/mapping\/shard-1\//);
    expect(delivered.filter((names) => names.join() === 'poison')).toHaveLength(2);
  });

  test.each([
    ['the engine’s file', false],
    ['the Streams API', true],
  ])('goes on after a stop where it was, reading %s', async (_, fromApi) => {
    const { put, delivered, startPump } = await pump(() => null, {}, fromApi);
    await put('one');
    const first = startPump();
    await until(() => delivered.flat().length === 1);
    await sleep(200);
    await first.stop();
    await put('two');
    startPump();
    await until(() => delivered.flat().length >= 2);
    expect(delivered.flat()).toEqual(['one', 'two']);
  });
});
