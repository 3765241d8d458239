import type { Faults, Log } from './cloud.ts';
import { closeServer, listen, readBody, reply } from './http.ts';
import type { Metrics } from './metrics.ts';
import { forward, type Item, type TableShape } from './table.ts';

type Write = { TableName: string; Key?: Item; Item?: Item };
type Input = {
  TableName?: string;
  IndexName?: string;
  Key?: Item;
  Item?: Item;
  TransactItems?: Record<string, Write>[];
  RequestItems?: Record<string, { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
};

const LATE_MILLISECONDS = 2_000;

const writesIn = (operation: string, input: Input): Write[] => {
  switch (operation) {
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [{ TableName: input.TableName ?? '', Key: input.Key, Item: input.Item }];
    case 'TransactWriteItems':
      return (input.TransactItems ?? []).flatMap(({ Put, Update, Delete }) => [Put, Update, Delete].filter((write) => write !== undefined));
    case 'BatchWriteItem':
      return Object.entries(input.RequestItems ?? {}).flatMap(([TableName, requests]) =>
        requests.map(({ PutRequest, DeleteRequest }) => ({ TableName, Item: PutRequest?.Item, Key: DeleteRequest?.Key })),
      );
    default:
      return [];
  }
};

/** Stands before the engine: does what the engine never does by itself (conflicts, throttling, late indexes) and counts calls. */
export const startTableProxy = async (o: {
  endpoint: string;
  tables: () => TableShape[];
  faults: Faults;
  metrics: Metrics;
  onWrite: () => void;
  log: Log;
}) => {
  const writtenAt = new Map<string, number>();

  const keyOf = (tableName: string, attributes: Item): string => {
    const keys = o.tables().find(({ name }) => name === tableName)?.keys ?? [];
    return JSON.stringify([tableName, ...keys.map((key) => attributes[key])]);
  };

  /** Writes are remembered only while late indexes were asked for. */
  const remember = (operation: string, input: Input) => {
    if (!o.faults.list().some(({ kind }) => kind === 'late-index')) return writtenAt.clear();
    for (const { TableName, Item, Key } of writesIn(operation, input)) writtenAt.set(keyOf(TableName, Key ?? Item ?? {}), Date.now());
  };

  const withoutLate = (input: Input, body: Buffer): Buffer => {
    const late = o.faults.take('late-index');
    if (!late) return body;
    const answer = JSON.parse(String(body)) as { Items?: Item[]; Count?: number };
    const since = Date.now() - (late.milliseconds ?? LATE_MILLISECONDS);
    answer.Items = answer.Items?.filter((item) => (writtenAt.get(keyOf(input.TableName ?? '', item)) ?? 0) < since);
    answer.Count = answer.Items?.length;
    return Buffer.from(JSON.stringify(answer));
  };

  const { server, port } = await listen(
    0,
    async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const body = (await readBody(request)) ?? Buffer.alloc(0);
      const fail = (type: string, rest: Record<string, unknown>) =>
        reply(
          response,
          400,
          { __type: `com.amazonaws.dynamodb.v20120810#${type}`, ...rest },
          { 'content-type': 'application/x-amz-json-1.0' },
        );

      if (o.faults.take('throttled-table')) {
        return fail('ProvisionedThroughputExceededException', {
          message: 'The level of configured provisioned throughput for the table was exceeded.',
        });
      }
      const input = JSON.parse(String(body) || '{}') as Input;
      if (operation === 'TransactWriteItems' && o.faults.take('transaction-conflict')) {
        const reasons = (input.TransactItems ?? []).map((_, i) => ({ Code: i === 0 ? 'TransactionConflict' : 'None' }));
        return fail('TransactionCanceledException', {
          message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
          CancellationReasons: reasons,
        });
      }

      const startedAt = performance.now();
      const answer = await forward(o.endpoint, request.url ?? '/', request.headers, body);
      o.metrics.add('LocalTable', operation, {}, 'Milliseconds', performance.now() - startedAt);
      let answered = answer.body;
      if (answer.status === 200 && writesIn(operation, input).length > 0) {
        remember(operation, input);
        o.onWrite();
      } else if (answer.status === 200 && operation === 'Query' && input.IndexName) answered = withoutLate(input, answered);
      const { 'content-length': _, 'transfer-encoding': __, connection: ___, 'x-amz-crc32': ____, ...headers } = answer.headers;
      response.writeHead(answer.status, { ...headers, 'content-length': answered.length }).end(answered);
    },
    o.log,
  );
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => closeServer(server) };
};
