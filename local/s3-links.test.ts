import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { REGION } from './resource-types.ts';
import { answerOf, type LocalS3, PDF, sha256, startS3, WEB_ORIGIN } from './s3-testing.ts';

let s3: LocalS3;
beforeEach(async () => {
  s3 = await startS3();
});
afterEach(() => s3.stop());

const put = (key: string, body = PDF) =>
  s3.client.send(
    new PutObjectCommand({ Bucket: 'files', Key: key, Body: body, ContentType: 'application/pdf', ChecksumAlgorithm: 'SHA256' }),
  );
const link = (key: string, o: Partial<ConstructorParameters<typeof GetObjectCommand>[0]> = {}, expiresIn = 300) =>
  getSignedUrl(s3.client, new GetObjectCommand({ Bucket: 'files', Key: key, ...o }), { expiresIn });
const open = async (url: string, init?: RequestInit) => answerOf(await fetch(url, init));

describe('a link to a file', () => {
  const disposition =
    'attachment; filename="report (1).pdf"; filename*=UTF-8\'\'%E0%A4%B0%E0%A4%BF%E0%A4%AA%E0%A5%8B%E0%A4%B0%E0%A5%8D%E0%A4%9F.pdf';

  test('opens it with the name and the type that the link says', async () => {
    await put('in/a b+c/ü!*.pdf');
    const url = await link('in/a b+c/ü!*.pdf', {
      ResponseContentDisposition: disposition,
      ResponseContentType: 'application/octet-stream',
    });
    const { status, text, headers } = await open(url, { headers: { origin: WEB_ORIGIN } });
    expect([status, text]).toEqual([200, PDF.toString()]);
    expect(headers.get('content-disposition')).toBe(disposition);
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('access-control-allow-origin')).toBe(WEB_ORIGIN);
    expect(headers.get('access-control-expose-headers')).toBe('ETag');
  });

  test('gives a part of it when asked', async () => {
    await put('a');
    const { status, text, headers } = await open(await link('a'), { headers: { range: 'bytes=1-3' } });
    expect([status, text, headers.get('content-range')]).toEqual([206, 'PDF', `bytes 1-3/${PDF.length}`]);
    expect(headers.get('accept-ranges')).toBe('bytes');
  });

  test('ends when it said so', async () => {
    await put('a');
    const url = await link('a', {}, 60);
    s3.later(59_000);
    expect((await open(url)).status).toBe(200);
    s3.later(2_000);
    expect(await open(url)).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Request has expired' });
  });

  type Change = (url: URL) => void;
  const changed: [string, Change, { status: number; code: string }][] = [
    ['to another file', (url) => (url.pathname = '/files/b'), { status: 403, code: 'SignatureDoesNotMatch' }],
    ['to another bucket', (url) => (url.pathname = '/quiet/a'), { status: 403, code: 'SignatureDoesNotMatch' }],
    ['to a longer time', (url) => url.searchParams.set('X-Amz-Expires', '3600'), { status: 403, code: 'SignatureDoesNotMatch' }],
    [
      'to a time without end',
      (url) => url.searchParams.set('X-Amz-Expires', '999999'),
      { status: 400, code: 'AuthorizationQueryParametersError' },
    ],
    [
      'to a later date',
      (url) => url.searchParams.set('X-Amz-Date', '20990101T000000Z'),
      { status: 400, code: 'AuthorizationQueryParametersError' },
    ],
    [
      'to another name of the file',
      (url) => url.searchParams.set('response-content-disposition', 'attachment; filename=evil.exe'),
      { status: 403, code: 'SignatureDoesNotMatch' },
    ],
    [
      'to another signature',
      (url) => url.searchParams.set('X-Amz-Signature', 'a'.repeat(64)),
      { status: 403, code: 'SignatureDoesNotMatch' },
    ],
    ['to no signature', (url) => url.searchParams.delete('X-Amz-Signature'), { status: 400, code: 'AuthorizationQueryParametersError' }],
    ['to nothing but its address', (url) => (url.search = ''), { status: 403, code: 'AccessDenied' }],
    ['to less that is signed', (url) => url.searchParams.set('X-Amz-SignedHeaders', 'range'), { status: 403, code: 'AccessDenied' }],
    [
      'to another region',
      (url) => url.searchParams.set('X-Amz-Credential', `local/20261120/eu-west-1/s3/aws4_request`),
      { status: 400, code: 'AuthorizationQueryParametersError' },
    ],
  ];
  test.each(changed)('that was changed %s opens nothing', async (_, change, expected) => {
    await put('a');
    await put('b');
    const url = new URL(await link('a'));
    change(url);
    const { status, code } = await open(String(url));
    expect({ status, code }).toEqual(expected);
  });

  test('is for reading: it deletes, writes and lists nothing', async () => {
    await put('a');
    const url = await link('a');
    for (const method of ['DELETE', 'PUT', 'HEAD'])
      expect((await open(url, { method, ...(method === 'PUT' ? { body: 'x' } : {}) })).status).toBe(403);
    expect(await open(url, { headers: { 'x-amz-copy-source': '/files/b' } })).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await open(`${s3.endpoint}/files?list-type=2`)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(s3.storage.s3.getObject('files', 'a').body).toEqual(PDF);
  });

  test('that is not yet valid, or to a file that is gone, says so', async () => {
    const early = await getSignedUrl(s3.client, new GetObjectCommand({ Bucket: 'files', Key: 'a' }), {
      signingDate: new Date(Date.now() + 3_600_000),
    });
    expect(await open(early)).toMatchObject({ status: 403, message: 'Request is not yet valid' });
    expect(await open(await link('a'))).toMatchObject({ status: 404, code: 'NoSuchKey' });
  });

  test('may be one for writing', async () => {
    const url = await getSignedUrl(s3.client, new PutObjectCommand({ Bucket: 'files', Key: 'out/w', ContentLength: PDF.length }));
    expect((await open(url, { method: 'PUT', body: new Uint8Array(PDF) })).status).toBe(200);
    expect(s3.storage.s3.getObject('files', 'out/w').body).toEqual(PDF);
  });
});

describe('a page of another origin', () => {
  const ask = (origin: string, method: string, headers?: string) =>
    open(`${s3.endpoint}/files`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, ...(headers ? { 'access-control-request-headers': headers } : {}) },
    });

  test('may send what the bucket’s rules allow, and is told so', async () => {
    const { status, headers } = await ask(WEB_ORIGIN, 'POST', 'Content-Type');
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': WEB_ORIGIN,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'Content-Type',
      'access-control-max-age': '600',
    });
  });

  test.each([
    ['http://evil.example', 'POST', undefined],
    [`${WEB_ORIGIN}.evil.example`, 'GET', undefined],
    [WEB_ORIGIN, 'DELETE', undefined],
    [WEB_ORIGIN, 'POST', 'x-amz-acl'],
  ])('%s may not send %s with %s', async (origin, method, headers) => {
    const answer = await ask(origin, method, headers);
    expect(answer).toMatchObject({ status: 403, code: 'AccessForbidden' });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('that the rules do not know cannot read an answer, and a bucket without rules answers nobody', async () => {
    await put('a');
    expect(
      (await open(await link('a'), { headers: { origin: 'http://evil.example' } })).headers.get('access-control-allow-origin'),
    ).toBeNull();
    const quiet = await open(`${s3.endpoint}/quiet`, {
      method: 'OPTIONS',
      headers: { origin: WEB_ORIGIN, 'access-control-request-method': 'GET' },
    });
    expect(quiet).toMatchObject({ status: 403, message: 'CORSResponse: CORS is not enabled for this bucket.' });
  });
});

describe('a function’s own call', () => {
  test('puts, heads, gets, copies, lists and deletes', async () => {
    await put('out/a');
    const head = await s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'out/a', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentLength: PDF.length, ChecksumSHA256: sha256(PDF) });
    await s3.client.send(new CopyObjectCommand({ Bucket: 'files', Key: 'out/b', CopySource: 'files/out/a' }));
    const got = await s3.client.send(new GetObjectCommand({ Bucket: 'files', Key: 'out/b' }));
    expect(await got.Body?.transformToString()).toBe(PDF.toString());
    const listed = await s3.client.send(new ListObjectsV2Command({ Bucket: 'files', Prefix: 'out/' }));
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual(['out/a', 'out/b']);
    await s3.client.send(new DeleteObjectCommand({ Bucket: 'files', Key: 'out/a' }));
    await s3.client.send(new DeleteObjectsCommand({ Bucket: 'files', Delete: { Objects: [{ Key: 'out/b' }] } }));
    expect(s3.keys()).toEqual([]);
    expect(s3.told('created').map(({ detail }) => detail.reason)).toEqual(['PutObject', 'CopyObject']);
  });

  test('lists the one version of a file, and erases by it', async () => {
    await put('files/a1');
    await put('files/a2');
    const of = { Bucket: 'files', Prefix: 'files/a1' };
    const { Versions = [], IsTruncated } = await s3.client.send(new ListObjectVersionsCommand(of));
    expect([Versions.map(({ Key, VersionId }) => [Key, VersionId]), IsTruncated]).toEqual([[['files/a1', 'null']], false]);
    await s3.client.send(new DeleteObjectCommand({ Bucket: 'files', Key: 'files/a1', VersionId: 'null' }));
    expect((await s3.client.send(new ListObjectVersionsCommand(of))).Versions ?? []).toEqual([]);
    expect((await s3.client.send(new ListObjectVersionsCommand({ Bucket: 'files', Prefix: '' }))).Versions).toHaveLength(1);
  });

  test('puts a body larger than the engine’s own limit, and one in parts', async () => {
    const large = randomBytes(12 * 1024 * 1024);
    await put('out/large', large);
    expect(sha256(s3.storage.s3.getObject('files', 'out/large').body)).toBe(sha256(large));
    const of = { Bucket: 'files', Key: 'out/parts' };
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(of));
    const { ETag } = await s3.client.send(new UploadPartCommand({ ...of, UploadId, PartNumber: 1, Body: PDF }));
    await s3.client.send(new CompleteMultipartUploadCommand({ ...of, UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } }));
    expect(s3.storage.s3.getObject('files', 'out/parts').body).toEqual(PDF);
    expect(s3.told('created').at(-1)?.detail).toMatchObject({ reason: 'CompleteMultipartUpload', object: { key: 'out/parts' } });
  });

  test('may ask that nothing is overwritten', async () => {
    const first = new PutObjectCommand({ Bucket: 'files', Key: 'out/once', Body: PDF, IfNoneMatch: '*' });
    await s3.client.send(first);
    await expect(s3.client.send(first)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  test('that says another checksum than its body has is refused', async () => {
    const wrong = new PutObjectCommand({ Bucket: 'files', Key: 'out/a', Body: PDF, ChecksumSHA256: sha256(Buffer.from('other')) });
    await expect(s3.client.send(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
    expect(s3.keys()).toEqual([]);
  });

  test('with tags is refused instead of overwriting the file by them', async () => {
    await put('out/a');
    const tags = new PutObjectTaggingCommand({ Bucket: 'files', Key: 'out/a', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } });
    await expect(s3.client.send(tags)).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(s3.storage.s3.getObject('files', 'out/a').body).toEqual(PDF);
  });

  test('with another secret, another key or a wrong clock is refused', async () => {
    await put('out/a');
    const head = (accessKeyId: string, secretAccessKey: string) => {
      const client = new S3Client({ endpoint: s3.endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
      return client.send(new GetObjectCommand({ Bucket: 'files', Key: 'out/a' }));
    };
    await expect(head('local', 'guessed')).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    await expect(head('AKIAOTHER', 'local')).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
    s3.later(16 * 60_000);
    await expect(head('local', 'local')).rejects.toMatchObject({ name: 'RequestTimeTooSkewed' });
  });

  test('to a bucket that the template has not is refused', async () => {
    await expect(s3.client.send(new PutObjectCommand({ Bucket: 'nobody', Key: 'a', Body: PDF }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });
});

/** `fetch` would tidy the path. */
const raw = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port: s3.port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

test('a path that climbs or is no text opens nothing', async () => {
  await put('a');
  const { search } = new URL(await link('a'));
  for (const path of ['/files/../files/a', '/quiet/../files/a', '/files/%2e%2e/files/a', '/files//a', '//files/a', '/files/./a']) {
    expect([403, 404]).toContain(await raw(path + search));
  }
  expect(await raw(`/files/%ff${search}`)).toBe(400);
  expect(await raw(`/files/a${search}`)).toBe(200);
});
