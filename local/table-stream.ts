import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Buckets } from './buckets.ts';
import type { Log } from './cloud.ts';
import { matchesPattern } from './event-pattern.ts';
import type { Functions } from './functions.ts';
import type { Queues } from './queues.ts';
import type { StreamRecord, StreamSource } from './stream-source.ts';
import type { TableShape } from './table.ts';
import type { Resource } from './template.ts';

type Mapping = {
  name: string;
  functionName: string;
  table: TableShape;
  streamArn: string;
  batchSize: number;
  patterns: Record<string, unknown>[];
  partial: boolean;
  bisect: boolean;
  /** −1 means for ever. */
  retries: number;
  onFailure?: string;
};

const mappingFrom = (resource: Resource, tables: TableShape[]): Mapping | undefined => {
  const p = resource.properties as {
    EventSourceArn: string;
    FunctionName: string;
    BatchSize?: number;
    FilterCriteria?: { Filters: { Pattern: string }[] };
    FunctionResponseTypes?: string[];
    BisectBatchOnFunctionError?: boolean;
    MaximumRetryAttempts?: number;
    DestinationConfig?: { OnFailure?: { Destination?: string } };
    Enabled?: boolean;
  };
  const table = tables.find(({ arn }) => p.EventSourceArn.startsWith(`${arn}/stream/`));
  if (!table || p.Enabled === false) return undefined;
  return {
    name: resource.name,
    functionName: p.FunctionName,
    table,
    streamArn: p.EventSourceArn,
    batchSize: p.BatchSize ?? 100,
    patterns: (p.FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern) as Record<string, unknown>),
    partial: p.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    bisect: p.BisectBatchOnFunctionError ?? false,
    retries: p.MaximumRetryAttempts ?? -1,
    onFailure: p.DestinationConfig?.OnFailure?.Destination,
  };
};

const POLL_MILLISECONDS = 200;
const LONGEST_PAUSE_MILLISECONDS = 5_000;

/**
 * Event-source mappings from the table's stream to functions. A position is written only after its records were
 * delivered, so a kill means that some are delivered twice and none is lost. One batch at a time, in order.
 */
export const startStreamPump = (o: {
  source: StreamSource;
  store: DatabaseSync;
  tables: TableShape[];
  mappings: Resource[];
  functions: Functions;
  queues: Queues;
  buckets: Pick<Buckets, 'put'>;
  log: Log;
}) => {
  o.store.exec('CREATE TABLE IF NOT EXISTS stream_positions (mapping TEXT PRIMARY KEY, position TEXT NOT NULL)');
  const readPosition = o.store.prepare('SELECT position FROM stream_positions WHERE mapping = ?');
  const writePosition = o.store.prepare(
    'INSERT INTO stream_positions VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position',
  );

  const mappings = o.mappings.map((resource) => mappingFrom(resource, o.tables)).filter((mapping) => mapping !== undefined);
  const positions = new Map<string, string | undefined>(
    mappings.map(({ name }) => [name, (readPosition.get(name) as { position: string } | undefined)?.position]),
  );
  let stopped = false;
  let wake = new AbortController();

  const giveUp = (mapping: Mapping, records: StreamRecord[], problem: string) => {
    o.log.warn(`The stream gave up ${records.length} record(s) for ${mapping.functionName}: ${problem}`);
    if (!mapping.onFailure) return;
    const at = new Date().toISOString();
    const body = JSON.stringify({
      version: '1.0',
      timestamp: at,
      responseContext: { functionError: problem },
      payload: { Records: records },
    });
    const bucket = /^arn:aws:s3:::(.+)$/.exec(mapping.onFailure)?.[1];
    const key = `aws/lambda/${mapping.name}/shard-1/${at.slice(0, 10).replaceAll('-', '/')}/${at.replaceAll(':', '.')}-${randomUUID()}`;
    if (bucket) o.buckets.put(bucket, key, body);
    else o.queues.send(mapping.onFailure, body);
  };

  /** Records that are still to be delivered after one try: none, those from the first failed one on, or all. */
  const attempt = async (mapping: Mapping, records: StreamRecord[]): Promise<{ left: StreamRecord[]; problem: string }> => {
    try {
      const result = (await o.functions.invoke(mapping.functionName, { Records: records })) as {
        batchItemFailures?: { itemIdentifier?: string }[];
      } | null;
      const failures = mapping.partial ? (result?.batchItemFailures ?? []) : [];
      if (failures.length === 0) return { left: [], problem: '' };
      const found = failures.map(({ itemIdentifier }) => records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier));
      return { left: records.slice(Math.max(0, Math.min(...found))), problem: 'reported batch item failures' };
    } catch (problem) {
      return { left: records, problem: (problem as Error).message };
    }
  };

  const deliver = async (mapping: Mapping, records: StreamRecord[], triesBefore = 0): Promise<void> => {
    let left = records;
    for (let tries = triesBefore; left.length > 0 && !stopped; ) {
      const result = await attempt(mapping, left);
      if (result.left.length === 0 || stopped) return;
      o.log.info(`stream → ${mapping.functionName}: ${result.problem}`);
      const progressed = result.left.length < left.length;
      left = result.left;
      if (mapping.bisect && left.length > 1) {
        const half = Math.ceil(left.length / 2);
        await sleep(100);
        await deliver(mapping, left.slice(0, half), tries);
        return deliver(mapping, left.slice(half), tries);
      }
      tries = progressed ? 0 : tries + 1;
      if (mapping.retries >= 0 && tries > mapping.retries) return giveUp(mapping, left, result.problem);
      await sleep(Math.min(100 * 2 ** tries, LONGEST_PAUSE_MILLISECONDS));
    }
  };

  const moveTo = (mapping: Mapping, position: string | undefined) => {
    if (stopped || position === undefined) return;
    writePosition.run(mapping.name, position);
    positions.set(mapping.name, position);
  };

  const pump = async (mapping: Mapping) => {
    while (!stopped) {
      const read = await o.source.read(mapping.table, positions.get(mapping.name));
      if (read.length === 0) {
        await sleep(POLL_MILLISECONDS, undefined, { signal: wake.signal }).catch(() => {});
        continue;
      }
      const wanted = read.filter(
        ({ record }) => mapping.patterns.length === 0 || mapping.patterns.some((pattern) => matchesPattern(pattern, record)),
      );
      for (let i = 0; i < wanted.length && !stopped; i += mapping.batchSize) {
        const batch = wanted.slice(i, i + mapping.batchSize);
        await deliver(
          mapping,
          batch.map(({ record }) => ({ ...record, eventSourceARN: mapping.streamArn })),
        );
        moveTo(mapping, batch.at(-1)?.position);
      }
      moveTo(mapping, read.at(-1)?.position);
    }
  };

  const runs = mappings.map((mapping) =>
    pump(mapping).catch((problem: Error) => o.log.error(`The stream for ${mapping.functionName} ended: ${problem.stack}`)),
  );

  const trim = () => {
    try {
      o.source.trim([...positions.values()]);
    } catch (problem) {
      o.log.info(`trimming the stream: ${(problem as Error).message}`);
    }
  };
  const timer = setInterval(trim, 1_000).unref();

  return {
    /** Something was written: look now. */
    wake(): void {
      wake.abort();
      wake = new AbortController();
    },
    trim,
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      wake.abort();
      await Promise.race([Promise.all(runs), sleep(1_000)]);
      o.source.close();
    },
  };
};
