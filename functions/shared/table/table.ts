import { type AttributeValue, DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';

import { env } from '../env.ts';
import { ApiError, invalidRequest } from '../http/errors.ts';
import type { ItemKind, Key, Wanted } from './item.ts';
import { outdated } from './outdated.ts';
import { toTransactItem, type Write } from './write.ts';

/** A transaction that meets another one on the same item is tried again this often; the SDK does not do that. */
const CONFLICT_RETRIES = 5;

type Raw = Record<string, NativeAttributeValue>;

export type QueryInput = {
  readonly index?: 'gsi1' | 'gsi2';
  readonly partition: string;
  /** Conditions on the sort key; at most one is used. */
  readonly beginsWith?: string;
  /** Both ends inclusive. */
  readonly between?: readonly [string, string];
  readonly newestFirst?: boolean;
  readonly limit?: number;
  readonly cursor?: string | undefined;
  /** Left out after reading: costs the same, so only for narrow partitions. */
  readonly filter?: { readonly expression: string; readonly names: Record<string, string>; readonly values: Raw } | undefined;
};

export class TransactionRefused extends Error {
  readonly failed: readonly number[];
  readonly current: ReadonlyMap<number, Raw>;
  constructor(failed: readonly number[], current: ReadonlyMap<number, Raw>) {
    super('A condition of the transaction did not hold');
    this.name = 'TransactionRefused';
    this.failed = failed;
    this.current = current;
  }
}

const tryAgain = (cause: unknown): ApiError => {
  const error = new ApiError('try-again', 'Arogya is busy just now. Nothing was changed; please try again.', undefined, {
    'retry-after': '1',
  });
  error.cause = cause;
  return error;
};

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const isThrottling = (error: unknown): boolean =>
  error instanceof Error && /^(ProvisionedThroughputExceeded|Throttling|RequestLimitExceeded|TransactionInProgress)/.test(error.name);

const encodeCursor = (key: Raw | undefined): string | undefined =>
  key === undefined ? undefined : Buffer.from(JSON.stringify(key)).toString('base64url');

const decodeCursor = (cursor: string, input: QueryInput): Raw => {
  const wrong = () => invalidRequest([{ field: 'query.cursor', rule: 'must be the cursor of the reply before' }]);
  let key: unknown;
  try {
    key = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw wrong();
  }
  if (typeof key !== 'object' || key === null || Object.values(key).some((value) => typeof value !== 'string')) throw wrong();
  const names = ['pk', 'sk', ...(input.index ? [`${input.index}pk`, `${input.index}sk`] : [])];
  const found = Object.keys(key);
  if (found.length !== names.length || names.some((name) => !found.includes(name))) throw wrong();
  // A cursor of another person's list must not open that list here.
  if ((key as Raw)[input.index ? `${input.index}pk` : 'pk'] !== input.partition) throw wrong();
  return key as Raw;
};

/** The one table. Reads are strongly consistent where DynamoDB can (not on an index). */
export class Table {
  readonly name: string;
  private readonly client: DynamoDBDocumentClient;
  private readonly random: () => number;

  constructor(name: string, client: DynamoDBDocumentClient, random: () => number = Math.random) {
    this.name = name;
    this.client = client;
    this.random = random;
  }

  private async send<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw isThrottling(error) ? tryAgain(error) : error;
    }
  }

  async find<Schema extends z.ZodObject, KeyParts>(
    kind: ItemKind<Schema, KeyParts>,
    parts: KeyParts,
  ): Promise<z.infer<Schema> | undefined> {
    const { Item } = await this.send(() =>
      this.client.send(new GetCommand({ TableName: this.name, Key: kind.key(parts), ConsistentRead: true })),
    );
    return Item && kind.parse(Item);
  }

  /** Items of one kind by their keys, in no order; at most 100. */
  async findMany<Schema extends z.ZodObject, KeyParts>(
    kind: ItemKind<Schema, KeyParts>,
    all: readonly KeyParts[],
  ): Promise<z.infer<Schema>[]> {
    return (await this.readBatch(all.map((parts) => kind.key(parts)))).map((item) => kind.parse(item));
  }

  private async readBatch(wanted: readonly Key[]): Promise<Raw[]> {
    let keys = [...wanted];
    const found: Raw[] = [];
    for (let round = 0; keys.length > 0; round += 1) {
      if (round > 0) await wait(2 ** round * 20);
      if (round > 6) throw tryAgain(undefined);
      const request = { RequestItems: { [this.name]: { Keys: keys, ConsistentRead: true } } };
      const reply = await this.send(() => this.client.send(new BatchGetCommand(request)));
      found.push(...(reply.Responses?.[this.name] ?? []));
      keys = (reply.UnprocessedKeys?.[this.name]?.Keys ?? []) as Key[];
    }
    return found;
  }

  /**
   * Items of several kinds in one read, by the names that the caller gives them: `{ doctor: doctor.at({ doctorId }) }`.
   * Consistent each by itself, not as one snapshot.
   */
  async findTogether<All extends Record<string, Wanted<unknown>>>(
    wanted: All,
  ): Promise<{ [Name in keyof All]: All[Name] extends Wanted<infer Attributes> ? Attributes | undefined : never }> {
    const found = await this.readBatch(Object.values(wanted).map(({ key }) => key));
    const parsed = Object.entries(wanted).map(([name, { key, parse }]) => {
      const item = found.find(({ pk, sk }) => pk === key.pk && sk === key.sk);
      return [name, item && parse(item)];
    });
    return Object.fromEntries(parsed);
  }

  /** One page of a partition, unparsed because a partition may hold several kinds. */
  async query(input: QueryInput): Promise<{ items: Raw[]; nextCursor: string | undefined }> {
    const prefix = input.index ?? '';
    const names: Record<string, string> = { '#pk': `${prefix}pk`, ...input.filter?.names };
    const values: Raw = { ':pk': input.partition, ...input.filter?.values };
    let condition = '#pk = :pk';
    if (input.beginsWith !== undefined) {
      condition += ' AND begins_with(#sk, :prefix)';
      values[':prefix'] = input.beginsWith;
    } else if (input.between !== undefined) {
      condition += ' AND #sk BETWEEN :from AND :to';
      [values[':from'], values[':to']] = input.between;
    }
    if (condition.includes('#sk')) names['#sk'] = `${prefix}sk`;
    const request = {
      TableName: this.name,
      ...(input.index ? { IndexName: input.index } : { ConsistentRead: true }),
      KeyConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
      ...(input.filter ? { FilterExpression: input.filter.expression } : {}),
      ScanIndexForward: !input.newestFirst,
      ...(input.cursor ? { ExclusiveStartKey: decodeCursor(input.cursor, input) } : {}),
    };
    // A filter thins a page after it was cut: read on until the page is full or the partition ends.
    const items: Raw[] = [];
    let start = request.ExclusiveStartKey;
    for (;;) {
      const limit = input.limit === undefined ? undefined : input.filter ? Math.max(input.limit, 100) : input.limit - items.length;
      const reply = await this.send(() =>
        this.client.send(
          new QueryCommand({ ...request, ...(limit ? { Limit: limit } : {}), ...(start ? { ExclusiveStartKey: start } : {}) }),
        ),
      );
      items.push(...(reply.Items ?? []));
      start = reply.LastEvaluatedKey;
      if (input.limit !== undefined && items.length >= input.limit) break;
      if (start === undefined) return { items, nextCursor: undefined };
    }
    const kept = items.slice(0, input.limit);
    if (kept.length === items.length) return { items: kept, nextCursor: encodeCursor(start) };
    const last = kept.at(-1) as Raw;
    const keyNames = ['pk', 'sk', ...(input.index ? [`${input.index}pk`, `${input.index}sk`] : [])];
    return { items: kept, nextCursor: encodeCursor(Object.fromEntries(keyNames.map((name) => [name, last[name]]))) };
  }

  /** Every item of a partition, page by page; for partitions that are small by design. */
  async queryAll(input: Omit<QueryInput, 'limit' | 'cursor'>): Promise<Raw[]> {
    return (await this.query(input)).items;
  }

  /**
   * Deletes items, each by itself and without a condition: for what is used up, where half of it may stay. A write unit for
   * each; a transaction would take two. At most 25.
   */
  async removeAll(keys: readonly Key[]): Promise<void> {
    let requests = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
    for (let round = 0; requests.length > 0; round += 1) {
      if (round > 0) await wait(2 ** round * 20);
      if (round > 6) throw tryAgain(undefined);
      const request = { RequestItems: { [this.name]: requests } };
      const reply = await this.send(() => this.client.send(new BatchWriteCommand(request)));
      requests = (reply.UnprocessedItems?.[this.name] ?? []) as typeof requests;
    }
  }

  /**
   * All writes or none. A condition that does not hold throws the refusal of the first write that has one;
   * a write without a refusal throws `TransactionRefused`, for callers that branch.
   */
  async transact(writes: readonly Write[]): Promise<void> {
    const request = new TransactWriteCommand({ TransactItems: writes.map((write) => toTransactItem(write, this.name)) });
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.send(() => this.client.send(request));
        return;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        const reasons = (error.CancellationReasons ?? []) as { Code?: string; Item?: Record<string, AttributeValue> }[];
        const failed = reasons.flatMap(({ Code }, index) => (Code === 'ConditionalCheckFailed' ? [index] : []));
        if (failed.length > 0) {
          // The document client unmarshalls replies, not exceptions.
          const current = new Map<number, Raw>();
          for (const index of failed) {
            const item = reasons[index]?.Item;
            if (item) current.set(index, unmarshall(item));
          }
          this.refuse(writes, failed, current);
        }
        if (
          !reasons.some(
            ({ Code }) => Code === 'TransactionConflict' || Code === 'ThrottlingError' || Code === 'ProvisionedThroughputExceeded',
          )
        )
          throw error;
        if (attempt >= CONFLICT_RETRIES) throw reasons.some(({ Code }) => Code === 'TransactionConflict') ? outdated : tryAgain(error);
        await wait(2 ** attempt * 10 + this.random() * 2 ** attempt * 20);
      }
    }
  }

  private refuse(writes: readonly Write[], failed: readonly number[], current: ReadonlyMap<number, Raw>): never {
    for (const index of failed) {
      const refusal = writes[index]?.refusal;
      if (refusal) throw typeof refusal === 'function' ? refusal(current.get(index)) : refusal;
    }
    throw new TransactionRefused(failed, current);
  }
}

let shared: Table | undefined;

/** The table that the environment names; one client per process. */
export const tableFromEnv = (): Table => {
  shared ??= new Table(
    env('TABLE_NAME'),
    DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 4 }), { marshallOptions: { removeUndefinedValues: true } }),
  );
  return shared;
};
