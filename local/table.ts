import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Log } from './cloud.ts';
import { StartProblem } from './options.ts';
import { REGION } from './resource-types.ts';
import type { Resource } from './template.ts';

/** DynamoDB's JSON: attribute values as on the wire. */
export type Item = Record<string, Record<string, unknown>>;
export type TableCall = (operation: string, input: unknown) => Promise<Record<string, unknown>>;
export type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer };

const agent = new Agent({ keepAlive: true, maxSockets: 128 });

/** One request to the engine, as it came. */
export const forward = (endpoint: string, path: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Reply> =>
  new Promise((resolveReply, reject) => {
    const request = httpRequest(new URL(path, endpoint), { method: 'POST', headers, agent }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () =>
        resolveReply({ status: response.statusCode ?? 500, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });

/** Calls without an SDK; the engine wants a signature's form, not a signature. */
export const caller =
  (endpoint: string): TableCall =>
  async (operation, input) => {
    const target = operation.includes('.') ? operation : `DynamoDB_20120810.${operation}`;
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${REGION}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    };
    const { status, body } = await forward(endpoint, '/', headers, Buffer.from(JSON.stringify(input)));
    const answer = JSON.parse(String(body) || '{}') as Record<string, unknown>;
    if (status !== 200)
      throw Object.assign(new Error(String(answer.message ?? answer.Message)), { name: String(answer.__type).split('#').at(-1) });
    return answer;
  };

const engineBinary = (): string => {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const folder = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return resolve(folder, '..', process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new StartProblem(
      `The embedded table engine does not run on ${process.platform}-${process.arch}, only on linux-x64. ` +
        'Start DynamoDB Local and set AROGYA_DYNAMODB_ENDPOINT, for example to http://127.0.0.1:8000.',
    );
  }
};

/** The engine outlives a parent that was killed. It is ended only when the recorded process really is our engine on our file. */
const endLeftOver = async (record: string, database: string) => {
  if (!existsSync(record)) return;
  const pid = Number(readFileSync(record, 'utf8'));
  if (!Number.isInteger(pid) || pid < 1) return;
  const commandLine = () => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  const isOurs = () => commandLine()[0]?.endsWith('dynoxide') === true && commandLine().includes(database);
  if (isOurs()) process.kill(pid, 'SIGKILL');
  for (let i = 0; i < 200 && isOurs(); i += 1) await sleep(10);
  rmSync(record, { force: true });
};

/** The engine does not say which port it took when asked for any. */
const freePort = (): Promise<number> =>
  new Promise((found, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => found(port));
    });
  });

type Engine = {
  endpoint: string /** Its SQLite file; undefined when it is somebody else's engine. */;
  database: string | undefined;
  stop(): Promise<void>;
};

/** Starts dynoxide on `<data>/table/table.db`, or uses the engine that AROGYA_DYNAMODB_ENDPOINT names. */
export const startEngine = async (data: string, log: Log, given = process.env.AROGYA_DYNAMODB_ENDPOINT): Promise<Engine> => {
  if (given) return { endpoint: given, database: undefined, stop: async () => {} };
  const binary = engineBinary();
  const directory = resolve(data, 'table');
  mkdirSync(directory, { recursive: true });
  const database = join(directory, 'table.db');
  const record = join(directory, 'engine.pid');
  await endLeftOver(record, database);

  // Of a process group of its own: Ctrl-C must reach it last, after the functions that still write.
  const port = await freePort();
  const engine: ChildProcess = spawn(binary, ['serve', '--port', String(port), '--db-path', database], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (engine.pid !== undefined) writeFileSync(record, String(engine.pid));
  const endWithThisProcess = () => engine.kill('SIGKILL');
  process.once('exit', endWithThisProcess);
  let said = '';
  let stopping = false;
  await new Promise<void>((listening, reject) => {
    const hear = (piece: Buffer) => {
      said = (said + piece).slice(-4_000);
      if (said.includes(`listening on http://127.0.0.1:${port}`)) listening();
    };
    engine.stdout?.on('data', hear);
    engine.stderr?.on('data', hear);
    engine.once('error', reject);
    engine.once('exit', (code) =>
      reject(new StartProblem(`The table engine did not start (exit ${code}) on ${database}: ${said.trim().split('\n').at(-1)}`)),
    );
  });
  engine.on('exit', (code, signal) => {
    if (!stopping)
      log.error(`The table engine ended by itself (${signal ?? code}): ${said.trim().split('\n').at(-1)}. Stop and start again.`);
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    database,
    async stop() {
      stopping = true;
      process.off('exit', endWithThisProcess);
      if (engine.exitCode === null && engine.signalCode === null) {
        const ended = new Promise((resolveEnd) => engine.once('exit', resolveEnd));
        engine.kill('SIGTERM');
        const late = setTimeout(() => engine.kill('SIGKILL'), 2_000);
        await ended;
        clearTimeout(late);
      }
      rmSync(record, { force: true });
    },
  };
};

export type TableShape = { name: string; arn: string; keys: string[]; ttlAttribute?: string; streamView?: string };

type KeySchema = { AttributeName: string; KeyType: string }[];
type TableProperties = {
  KeySchema: KeySchema;
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeySchema; Projection: unknown }[];
  StreamSpecification?: { StreamViewType: string };
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
};

const shapeOfKeys = (p: { KeySchema?: KeySchema; GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeySchema }[] }) =>
  JSON.stringify([
    p.KeySchema?.map(({ AttributeName }) => AttributeName),
    (p.GlobalSecondaryIndexes ?? [])
      .map(({ IndexName, KeySchema }) => [IndexName, KeySchema.map(({ AttributeName }) => AttributeName)])
      .sort(),
  ]);

/** Creates the template's tables where they are missing; `fresh` throws away what an engine of somebody else's keeps of them. */
export const createTables = async (call: TableCall, resources: Resource[], { fresh = false } = {}): Promise<TableShape[]> => {
  const shapes: TableShape[] = [];
  for (const { name, arn, properties } of resources) {
    const p = properties as TableProperties;
    if (fresh) await call('DeleteTable', { TableName: name }).catch(() => {});
    const described = await call('DescribeTable', { TableName: name }).catch((problem: Error) => {
      if (problem.name === 'ResourceNotFoundException') return undefined;
      throw problem;
    });
    if (described && shapeOfKeys(described.Table as TableProperties) !== shapeOfKeys(p)) {
      throw new StartProblem(`The table ${name} on this disk has other keys or indexes than the template. Begin again with --fresh.`);
    }
    if (!described) {
      await call('CreateTable', {
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: p.KeySchema,
        AttributeDefinitions: p.AttributeDefinitions,
        GlobalSecondaryIndexes: p.GlobalSecondaryIndexes?.map(({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema,
          Projection,
        })),
        StreamSpecification: p.StreamSpecification && { StreamEnabled: true, StreamViewType: p.StreamSpecification.StreamViewType },
      });
    }
    shapes.push({
      name,
      arn,
      keys: p.KeySchema.map(({ AttributeName }) => AttributeName),
      ttlAttribute: p.TimeToLiveSpecification?.Enabled ? p.TimeToLiveSpecification.AttributeName : undefined,
      streamView: p.StreamSpecification?.StreamViewType,
    });
  }
  return shapes;
};
