import { DatabaseSync } from 'node:sqlite';

import { REGION } from './resource-types.ts';
import type { TableCall, TableShape } from './table.ts';

export type StreamRecord = { eventName: string; dynamodb: { SequenceNumber: string } & Record<string, unknown> } & Record<string, unknown>;

/** Where records of a table's stream come from. Positions are the source's own; undefined is the beginning. */
export type StreamSource = {
  read(table: TableShape, after: string | undefined): Promise<{ record: StreamRecord; position: string }[]>;
  /** Forgets what is before all of the positions. */
  trim(positions: (string | undefined)[]): void;
  close(): void;
};

const RECORDS_A_READ = 1_000;

type Row = { id: number; event_name: string; keys_json: string; new_image: string | null; old_image: string | null; created_at: number };

const recordFrom = (row: Row, table: TableShape): StreamRecord => ({
  eventID: `${table.name}-${row.id}`,
  eventName: row.event_name,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: REGION,
  dynamodb: {
    ApproximateCreationDateTime: row.created_at,
    Keys: JSON.parse(row.keys_json),
    ...(row.new_image ? { NewImage: JSON.parse(row.new_image) } : {}),
    ...(row.old_image ? { OldImage: JSON.parse(row.old_image) } : {}),
    SequenceNumber: String(row.id).padStart(21, '0'),
    SizeBytes: row.keys_json.length + (row.new_image?.length ?? 0) + (row.old_image?.length ?? 0),
    StreamViewType: table.streamView,
  },
});

/**
 * The engine's own file, by row id: the engine's sequence numbers begin again once all rows are trimmed, row ids do not.
 * Writing slows down as rows pile up (from 367 to 35 transactions a second after 5,000), so delivered ones go.
 */
export const streamOfFile = (database: string): StreamSource => {
  const engine = new DatabaseSync(database, { timeout: 500 });
  const rows = engine.prepare(
    'SELECT id, event_name, keys_json, new_image, old_image, created_at FROM _stream_records WHERE id > ? AND table_name = ? ORDER BY id LIMIT ?',
  );
  const remove = engine.prepare('DELETE FROM _stream_records WHERE id <= ? AND id < (SELECT max(id) FROM _stream_records)');
  let trimmedTo = 0;
  return {
    read: async (table, after = '0') =>
      (rows.all(Number(after), table.name, RECORDS_A_READ) as Row[]).map((row) => ({
        record: recordFrom(row, table),
        position: String(row.id),
      })),
    trim(positions) {
      const to = positions.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...positions.map((position) => Number(position ?? 0)));
      if (to === trimmedTo) return;
      remove.run(to);
      trimmedTo = positions.length === 0 ? 0 : to;
    },
    close: () => {
      if (engine.isOpen) engine.close();
    },
  };
};

type Shard = { ShardId: string };

/** DynamoDB Streams' API, for an engine of somebody else's (DynamoDB Local). A position is a shard and a sequence number in it. */
export const streamOfApi = (call: TableCall): StreamSource => {
  const streams = <T>(operation: string, input: unknown) => call(`DynamoDBStreams_20120810.${operation}`, input) as Promise<T>;
  const arns = new Map<string, string>();
  const arnOf = async (table: TableShape): Promise<string> => {
    const known =
      arns.get(table.name) ??
      String(((await call('DescribeTable', { TableName: table.name })).Table as { LatestStreamArn?: string }).LatestStreamArn);
    arns.set(table.name, known);
    return known;
  };
  return {
    async read(table, after) {
      const StreamArn = await arnOf(table);
      const { StreamDescription } = await streams<{ StreamDescription: { Shards: Shard[] } }>('DescribeStream', { StreamArn });
      const shards = StreamDescription.Shards.map(({ ShardId }) => ShardId);
      const [shardAfter = '', SequenceNumber] = after?.split('/') ?? [];
      const known = shards.indexOf(shardAfter);
      for (const ShardId of shards.slice(Math.max(known, 0))) {
        const from =
          ShardId === shardAfter ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber } : { ShardIteratorType: 'TRIM_HORIZON' };
        const { ShardIterator } = await streams<{ ShardIterator: string }>('GetShardIterator', { StreamArn, ShardId, ...from });
        const { Records } = await streams<{ Records: StreamRecord[] }>('GetRecords', { ShardIterator, Limit: RECORDS_A_READ });
        if (Records.length > 0) return Records.map((record) => ({ record, position: `${ShardId}/${record.dynamodb.SequenceNumber}` }));
      }
      return [];
    },
    trim: () => {},
    close: () => {},
  };
};
