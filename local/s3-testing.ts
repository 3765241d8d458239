import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';

import { createBuckets } from './buckets.ts';
import type { HttpHandler, Log } from './cloud.ts';
import { createEvents } from './events.ts';
import { createFaults } from './faults.ts';
import type { Functions } from './functions.ts';
import { closeServer, listen, reply } from './http.ts';
import { createMalware } from './malware.ts';
import { createQueues } from './queues.ts';
import { arnOf, REGION } from './resource-types.ts';
import { createS3Guard } from './s3-guard.ts';
import { startStorage } from './storage.ts';
import type { Resource } from './template.ts';

const log: Log = { info() {}, warn() {}, error: console.error };

export const WEB_ORIGIN = 'http://localhost:8787';
export const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n');
export const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('base64');

const resource = (type: string, name: string, properties: Record<string, unknown> = {}): Resource => ({
  logicalId: name,
  stack: 'test',
  type,
  name,
  arn: arnOf(type, name),
  properties,
});
const queue = (name: string) => resource('AWS::SQS::Queue', name);
const toQueue = (name: string, source: string) =>
  resource('AWS::Events::Rule', `to-${name}`, {
    EventPattern: { source: [source], detail: source === 'aws.s3' ? { bucket: { name: ['files'] } } : { resourceType: ['S3_OBJECT'] } },
    Targets: [{ Id: name, Arn: queue(name).arn }],
  });

type Told = { 'detail-type': string; resources: string[]; detail: Record<string, never> & { reason: string } };

/** Buckets `files` (CORS, EventBridge, malware plan for `in/`) and `quiet` behind the guard, with the bus and queues that hear of them. */
export const startS3 = async (o: { data?: string; path?: string } = {}) => {
  const data = o.data ?? mkdtempSync(join(tmpdir(), 'arogya-s3-'));
  const storage = await startStorage(data);
  const store = new DatabaseSync(join(data, 'cloud.sqlite'));
  const faults = createFaults();
  const clock = { ahead: 0 };
  const queues = createQueues(storage, [queue('created'), queue('scanned')]);
  const events = createEvents({
    buses: [],
    rules: [toQueue('created', 'aws.s3'), toQueue('scanned', 'aws.guardduty')],
    invokeConfigs: [],
    queues,
    functions: { has: () => false } as unknown as Functions,
    log,
  });
  const plan = resource('AWS::GuardDuty::MalwareProtectionPlan', 'plan', {
    ProtectedResource: { S3Bucket: { BucketName: 'files', ObjectPrefixes: ['in/'] } },
  });
  const malware = createMalware({ plans: [plan], storage, events, store, faults, log, path: o.path ?? '' });
  const cors = {
    AllowedOrigins: [WEB_ORIGIN],
    AllowedMethods: ['GET', 'POST'],
    AllowedHeaders: ['content-type', 'range'],
    ExposedHeaders: ['ETag'],
    MaxAge: 600,
  };
  const buckets = createBuckets({
    storage,
    events,
    onCreated: malware.scan,
    resources: [
      resource('AWS::S3::Bucket', 'files', {
        CorsConfiguration: { CorsRules: [cors] },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        LifecycleConfiguration: { Rules: [] },
      }),
      resource('AWS::S3::Bucket', 'quiet'),
    ],
  });
  let handle: HttpHandler = (_, response) => reply(response, 503, {});
  const { server, port } = await listen(0, (request, response) => handle(request, response), log);
  handle = createS3Guard({ storage, buckets, faults, log, now: () => Date.now() + clock.ahead }).handle;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

  return {
    data,
    endpoint,
    port,
    client,
    storage,
    faults,
    malware,
    buckets,
    events,
    later(milliseconds: number): void {
      clock.ahead += milliseconds;
    },
    keys: () => storage.s3.listObjects('files').objects.map(({ key }) => key),
    told: (name: 'created' | 'scanned') => queues.peek(name).map(({ body }) => JSON.parse(body) as Told),
    async until(holds: () => boolean): Promise<void> {
      const end = Date.now() + 15_000;
      while (!holds()) {
        if (Date.now() > end) throw new Error('it did not come about');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop(): Promise<void> {
      client.destroy();
      malware.stop();
      await closeServer(server);
      await storage.stop();
      store.close();
      if (o.data === undefined) rmSync(data, { recursive: true });
    },
  };
};
export type LocalS3 = Awaited<ReturnType<typeof startS3>>;

/** The form that a function gives to a browser for one file, as the documents feature asks for it. */
export const formFor = (s3: LocalS3, key: string, body: Buffer, o: Partial<PresignedPostOptions> = {}) =>
  createPresignedPost(s3.client, {
    Bucket: 'files',
    Key: key,
    Expires: 900,
    Fields: {
      'Content-Type': 'application/pdf',
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': sha256(body),
      success_action_status: '201',
    },
    Conditions: [['content-length-range', 1, 1_000]],
    ...o,
  });

export type Answer = { status: number; code?: string; message?: string; text: string; headers: Headers };

/** As a page sends it; `change` may do what a hostile one would. */
export const send = async (
  { url, fields }: { url: string; fields: Record<string, string> },
  body: Buffer | undefined,
  change: (form: FormData) => void = () => {},
): Promise<Answer> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  change(form);
  if (body) form.append('file', new Blob([new Uint8Array(body)], { type: 'text/html' }), '../../etc/report.pdf');
  return answerOf(await fetch(url, { method: 'POST', body: form, headers: { origin: WEB_ORIGIN } }));
};

export const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return {
    status: response.status,
    code: /<Code>(.*?)<\/Code>/.exec(text)?.[1],
    message: /<Message>(.*?)<\/Message>/.exec(text)?.[1]?.replaceAll('&quot;', '"'),
    text,
    headers: response.headers,
  };
};
