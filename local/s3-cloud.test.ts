import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, expect, test } from 'vitest';

import type { FilesView } from './cloud.ts';
import { parseOptions } from './options.ts';
import { PDF, send, sha256 } from './s3-testing.ts';
import { startLocalCloud } from './start.ts';
import { smallFunctions, smallTemplate, writeBuilt } from './testing-small-cloud.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdk = (name: string) =>
  JSON.stringify(pathToFileURL(join(import.meta.dirname, '../node_modules/@aws-sdk', name, 'dist-cjs/index.js')).href);
/** Signs as functions do, by nothing but what their environment says. */
const files = `
  import s3 from ${sdk('client-s3')};
  import post from ${sdk('s3-presigned-post')};
  import presigner from ${sdk('s3-request-presigner')};
  const client = new s3.S3Client({});
  const of = { Bucket: process.env.FILES_BUCKET, Key: 'in/a1' };
  export const handler = async ({ body }) => {
    const { checksum } = JSON.parse(body);
    const Fields = { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': checksum };
    const form = await post.createPresignedPost(client, { ...of, Fields, Conditions: [['content-length-range', 1, 100]] });
    const url = await presigner.getSignedUrl(client, new s3.GetObjectCommand(of), { expiresIn: 60 });
    return { statusCode: 200, body: JSON.stringify({ form, url }) };
  };`;

const heard = `
  export const handler = async ({ Records }) => {
    for (const { body } of Records ?? []) console.log(JSON.parse(body)['detail-type']);
    return { batchItemFailures: [] };
  };`;

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const lambda = (name: string, variables: Record<string, unknown>) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    ...smallTemplate.Resources.Items?.Properties,
    FunctionName: `small-${name}`,
    MemorySize: 256,
    Timeout: 30,
    Code: { S3Bucket: 'assets', S3Key: `${name}.zip` },
    Environment: { Variables: variables },
  },
});
const template = {
  Resources: {
    ...smallTemplate.Resources,
    Files: {
      Type: 'AWS::S3::Bucket',
      Properties: {
        BucketName: { 'Fn::Sub': `small-files-${'$'}{AWS::AccountId}` },
        CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'], AllowedMethods: ['POST', 'GET'] }] },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        LifecycleConfiguration: { Rules: [] },
      },
    },
    Plan: {
      Type: 'AWS::GuardDuty::MalwareProtectionPlan',
      Properties: { Role: 'role', ProtectedResource: { S3Bucket: { BucketName: { Ref: 'Files' }, ObjectPrefixes: ['in/'] } } },
    },
    FilesRule: {
      Type: 'AWS::Events::Rule',
      Properties: { EventPattern: { source: ['aws.s3', 'aws.guardduty'] }, Targets: [{ Id: 'queue', Arn: arn('FilesQueue') }] },
    },
    FilesQueue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'small-files' } },
    FilesQueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { ...smallTemplate.Resources.QueuePolicy?.Properties, Queues: [{ Ref: 'FilesQueue' }] },
    },
    FromFilesQueue: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arn('FilesQueue'), FunctionName: { Ref: 'Heard' }, BatchSize: 1 },
    },
    Heard: lambda('heard', {}),
    Sign: lambda('files', { FILES_BUCKET: { Ref: 'Files' } }),
    ApiMayInvokeFiles: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: arn('Sign'), Principal: 'apigateway.amazonaws.com' },
    },
    Api: {
      Type: 'AWS::ApiGateway::RestApi',
      Properties: {
        Body: {
          openapi: '3.0.1',
          paths: {
            '/v1/files': {
              post: {
                'x-amazon-apigateway-integration': {
                  type: 'aws_proxy',
                  httpMethod: 'POST',
                  uri: { 'Fn::Sub': [`arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${'$'}{fn}/invocations`, { fn: arn('Sign') }] },
                },
              },
            },
          },
        },
      },
    },
    App: {
      Type: 'AWS::Amplify::App',
      Properties: {
        CustomHeaders: {
          'Fn::Join': [
            '',
            [
              "customHeaders:\n  - pattern: '**'\n    headers:\n      - key: Content-Security-Policy\n        value: connect-src https://",
              { Ref: 'Files' },
              '.s3.ap-south-1.amazonaws.com',
            ],
          ],
        },
      },
    },
  } as Record<string, unknown>,
};
for (const id of ['ApiMayInvoke', 'ApiMayInvokeOrders']) delete template.Resources[id];

test('a file goes from a function’s form by the browser into the bucket, to those who wait for it, and back by a link', async () => {
  const built = writeBuilt(template, { ...smallFunctions, files, heard });
  const data = mkdtempSync(join(tmpdir(), 'arogya-s3-cloud-'));
  const cloud = await startLocalCloud(parseOptions(['--port', '0', '--data', data]), { built });
  stops.push(cloud.stop);
  const api = async (path: string) => ((await (await fetch(`${cloud.origin}/local/api/${path}`)).json()) as { data: unknown }).data;

  const signed = await fetch(`${cloud.origin}/api/v1/files`, { method: 'POST', body: JSON.stringify({ checksum: sha256(PDF) }) });
  const { form, url } = (await signed.json()) as { form: { url: string; fields: Record<string, string> }; url: string };
  expect(form.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/small-files-000000000000$/);
  const policy = (await fetch(cloud.origin)).headers.get('content-security-policy');
  expect(policy).toBe(`connect-src ${new URL(form.url).origin}`);

  const { status, headers } = await send(form, PDF);
  expect([status, headers.get('access-control-allow-origin')]).toEqual([204, '*']);
  const end = Date.now() + 20_000;
  let told: string[] = [];
  while (told.length < 2 && Date.now() < end) {
    told = ((await api('functions/small-heard/logs')) as { text: string }[])
      .map(({ text }) => text)
      .filter((text) => / (Created|Result)/.test(text));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(told.map((text) => /(Object Created|Scan Result)/.exec(text)?.[0]).sort()).toEqual(['Object Created', 'Scan Result']);
  expect(await (await fetch(url)).text()).toBe(PDF.toString());

  const view = (await api('files')) as FilesView;
  expect(view.buckets).toEqual([{ name: 'small-files-000000000000', objects: 1, bytes: PDF.length }]);
  expect(view.scans).toMatchObject([{ key: 'in/a1', status: 'NO_THREATS_FOUND', scanner: view.scanner }]);
  const { ignored } = (await api('cloud')) as { ignored: { type: string }[] };
  expect(ignored.map(({ type }) => type)).toContain('AWS::S3::Bucket LifecycleConfiguration');
});
