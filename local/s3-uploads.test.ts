import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { GetObjectAttributesCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { REGION } from './resource-types.ts';
import { answerOf, formFor, type LocalS3, PDF, send, sha256, startS3 } from './s3-testing.ts';

let s3: LocalS3;
beforeEach(async () => {
  s3 = await startS3();
});
afterEach(() => s3.stop());

const other = Buffer.from(PDF).fill('x', 9);

describe('a file that a browser sends by its form', () => {
  test('is kept with its type and checksum, and the bus hears of it once', async () => {
    const { status, headers, text } = await send(await formFor(s3, 'out/a1', PDF), PDF);
    expect(status).toBe(201);
    expect(text).toContain('<Key>out/a1</Key>');
    const etag = createHash('md5').update(PDF).digest('hex');
    expect(headers.get('etag')).toBe(`"${etag}"`);
    const head = await s3.client.send(new HeadObjectCommand({ Bucket: 'files', Key: 'out/a1', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentType: 'application/pdf', ContentLength: PDF.length, ChecksumSHA256: sha256(PDF) });
    const attributes = await s3.client.send(
      new GetObjectAttributesCommand({ Bucket: 'files', Key: 'out/a1', ObjectAttributes: ['Checksum', 'ObjectSize'] }),
    );
    expect(attributes).toMatchObject({ Checksum: { ChecksumSHA256: sha256(PDF) }, ObjectSize: PDF.length });
    expect(s3.told('created')).toMatchObject([
      {
        'detail-type': 'Object Created',
        resources: ['arn:aws:s3:::files'],
        detail: { version: '0', bucket: { name: 'files' }, object: { key: 'out/a1', size: PDF.length, etag }, reason: 'PostObject' },
      },
    ]);
  });

  test('is answered with 204 and no content when the form does not say otherwise', async () => {
    const form = await createPlain('out/a2');
    expect(await send(form, PDF)).toMatchObject({ status: 204, text: '' });
  });

  test('may come a second time as it is, but not as another one', async () => {
    const form = await formFor(s3, 'out/a3', PDF);
    expect((await send(form, PDF)).status).toBe(201);
    expect(await send(form, other)).toMatchObject({ status: 400, code: 'BadDigest' });
    expect((await send(form, PDF)).status).toBe(201);
    expect(s3.storage.s3.getObject('files', 'out/a3').body).toEqual(PDF);
    expect(s3.told('created')).toHaveLength(2);
  });

  test('of 25 MB arrives whole', async () => {
    const large = Buffer.alloc(25 * 1024 * 1024, 'arogya\r\n--');
    const form = await formFor(s3, 'out/large', large, { Conditions: [['content-length-range', 1, large.length]] });
    expect((await send(form, large)).status).toBe(201);
    expect(sha256(s3.storage.s3.getObject('files', 'out/large').body)).toBe(sha256(large));
  });

  test('may have the name of the file in its key, without the folders that the browser says', async () => {
    const form = await createPlain(`out/${'$'}{filename}`);
    expect((await send(form, PDF)).status).toBe(204);
    expect(s3.keys()).toEqual(['out/report.pdf']);
  });
});

const createPlain = (key: string) => formFor(s3, key, PDF, { Fields: {} });

const unchanged = () => {};
const set = (name: string, value: string) => (form: FormData) => form.set(name, value);
type Form = Awaited<ReturnType<typeof formFor>>;
type Case = [
  what: string,
  expected: { status: number; code: string; message?: string },
  o: { body?: Buffer; change?: (form: FormData, signed: Form) => void; later?: number; none?: true },
];

const policyOf = (form: FormData) =>
  JSON.parse(Buffer.from(String(form.get('Policy')), 'base64').toString()) as { expiration: string; conditions: unknown[] };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
/** What somebody who knows a key, but not this one, would do. */
const signedBy = (secret: string, form: FormData) => {
  const key = [String(form.get('X-Amz-Date')).slice(0, 8), REGION, 's3', 'aws4_request'].reduce<string | Buffer>(
    (before, part) => createHmac('sha256', before).update(part).digest(),
    `AWS4${secret}`,
  );
  form.set(
    'X-Amz-Signature',
    createHmac('sha256', key)
      .update(String(form.get('Policy')))
      .digest('hex'),
  );
};
const denied = { status: 403, code: 'AccessDenied' };

describe('a hostile upload', () => {
  const cases: Case[] = [
    ['after the policy’s end', { ...denied, message: 'Invalid according to Policy: Policy expired.' }, { later: 901_000 }],
    [
      'to another key',
      { ...denied, message: 'Invalid according to Policy: Policy Condition failed: ["eq", "$key", "in/a1"]' },
      { change: set('key', 'in/of-somebody-else') },
    ],
    ['that climbs out of its key', denied, { change: set('key', 'in/a1/../../other') }],
    ['with a key that only begins alike', denied, { change: set('key', 'in/a1/more') }],
    ['of another type', denied, { change: set('Content-Type', 'text/html') }],
    [
      'with a field that nobody signed',
      { ...denied, message: 'Invalid according to Policy: Extra input fields: x-amz-meta-role' },
      { change: set('x-amz-meta-role', 'doctor') },
    ],
    ['with a redirect that nobody signed', denied, { change: set('success_action_redirect', 'https://evil.example/') }],
    ['that asks for public reading', denied, { change: set('acl', 'public-read') }],
    ['without a field that was signed', denied, { change: (form) => form.delete('x-amz-checksum-sha256') }],
    ['with the same field twice', { status: 400, code: 'InvalidArgument' }, { change: (form) => form.append('KEY', 'in/other') }],
    ['that says another bucket', denied, { change: set('bucket', 'quiet') }],
    ['of more bytes than allowed', { status: 400, code: 'EntityTooLarge' }, { body: Buffer.alloc(1_001) }],
    ['of nothing', { status: 400, code: 'EntityTooSmall' }, { body: Buffer.alloc(0) }],
    ['of other bytes', { status: 400, code: 'BadDigest' }, { body: other }],
    ['without a file', { status: 400, code: 'InvalidArgument' }, { none: true }],
    ['without a key', { status: 400, code: 'InvalidArgument' }, { change: (form) => form.delete('key') }],
    [
      'with a policy that ends later',
      { status: 403, code: 'SignatureDoesNotMatch' },
      { change: (form) => form.set('Policy', base64({ ...policyOf(form), expiration: '2099-01-01T00:00:00Z' })) },
    ],
    [
      'with a wider policy signed by another key',
      { status: 403, code: 'SignatureDoesNotMatch' },
      {
        change: (form) => {
          form.set('Policy', base64({ ...policyOf(form), conditions: [['starts-with', '$key', '']] }));
          signedBy('guessed', form);
        },
      },
    ],
    [
      'by somebody whose key is not known',
      { status: 403, code: 'InvalidAccessKeyId' },
      { change: (form) => form.set('X-Amz-Credential', String(form.get('X-Amz-Credential')).replace('local', 'AKIAOTHER')) },
    ],
    ['without a signature', { status: 400, code: 'InvalidArgument' }, { change: (form) => form.delete('X-Amz-Signature') }],
    ['without a policy', denied, { change: (form) => form.delete('Policy') }],
    ['with a policy that is none', { status: 403, code: 'SignatureDoesNotMatch' }, { change: set('Policy', 'bm90IGpzb24=') }],
    [
      'with 20 KB of fields',
      { status: 400, code: 'MaxPostPreDataLengthExceeded' },
      { change: set('x-ignore-padding', 'x'.repeat(30_000)) },
    ],
  ];
  test.each(cases)('%s is refused, and nothing of it stays', async (_, expected, { body = PDF, change = unchanged, later = 0, none }) => {
    const form = await formFor(s3, 'in/a1', PDF);
    s3.later(later);
    const { status, code, message, headers } = await send(form, none ? undefined : body, (sent) => change(sent, form));
    expect({ status, code, ...(expected.message ? { message } : {}) }).toEqual(expected);
    // The page can read why.
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:8787');
    expect(s3.keys()).toEqual([]);
    expect(s3.told('created')).toEqual([]);
  });

  test('with the file first is refused: S3 looks at nothing that comes after it', async () => {
    const { url, fields } = await formFor(s3, 'in/a1', PDF);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(PDF)]), 'a.pdf');
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    expect(await answerOf(await fetch(url, { method: 'POST', body: form }))).toMatchObject({ status: 400, code: 'InvalidArgument' });
    expect(s3.keys()).toEqual([]);
  });

  test('to a bucket that is not there, or not as a form, is refused', async () => {
    const form = await formFor(s3, 'in/a1', PDF);
    expect(await send({ ...form, url: `${s3.endpoint}/nobody` }, PDF)).toMatchObject({ status: 404, code: 'NoSuchBucket' });
    expect(await send({ ...form, url: `${s3.endpoint}/quiet` }, PDF)).toMatchObject({ status: 403, code: 'AccessDenied' });
    expect(await answerOf(await fetch(form.url, { method: 'POST', body: JSON.stringify(form.fields) }))).toMatchObject({ status: 412 });
    expect(s3.keys()).toEqual([]);
  });
});

/** A form by hand, of which `fetch` would know the length: sends until it is answered or cut off. */
const sendRaw = (s: LocalS3, head: string, o: { announced: number; bytes: number; ending?: string }) =>
  new Promise<{ status?: number; text: string; sent: number }>((resolve) => {
    let sent = 0;
    let text = '';
    let status: number | undefined;
    const request = httpRequest(`${s.endpoint}/files`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': o.announced },
    });
    const done = () => resolve({ status, text, sent });
    request.on('error', done);
    request.on('response', (response) => {
      status = response.statusCode;
      response.on('data', (piece) => (text += String(piece))).on('close', done);
    });
    request.write(head);
    const piece = Buffer.alloc(65_536);
    const more = () => {
      while (sent < o.bytes && !request.destroyed) {
        sent += piece.length;
        if (!request.write(piece)) return void request.once('drain', more);
      }
      if (o.ending === undefined) request.destroy();
      else request.end(o.ending);
    };
    more();
  });
const headOf = ({ fields }: Form) =>
  `${Object.entries(fields)
    .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`;

describe('an upload that does not end well', () => {
  test('is cut off early when it says that it is far too large', async () => {
    const head = headOf(await formFor(s3, 'in/a1', PDF));
    const { status, text, sent } = await sendRaw(s3, head, { announced: 1024 ** 3, bytes: 1024 ** 3, ending: '' });
    expect(status).toBe(400);
    expect(text).toContain('<Code>EntityTooLarge</Code>');
    expect(sent).toBeLessThan(64 * 1024 * 1024);
    expect(s3.keys()).toEqual([]);
  });

  test('leaves nothing when its sender goes away in the middle', async () => {
    const head = headOf(await formFor(s3, 'in/a1', PDF, { Conditions: [['content-length-range', 1, 10_000_000]] }));
    await sendRaw(s3, head, { announced: 10_000_000, bytes: 1_000_000 });
    expect(s3.keys()).toEqual([]);
  });

  test('is refused when its form has no end', async () => {
    const head = headOf(await formFor(s3, 'in/a1', PDF, { Conditions: [['content-length-range', 1, 1_000_000]] }));
    const announced = Buffer.byteLength(head) + 65_536 + 4;
    expect(await sendRaw(s3, head, { announced, bytes: 65_536, ending: '\r\n--' })).toMatchObject({ status: 400 });
    expect(s3.keys()).toEqual([]);
  });

  test('is broken by the fault after so many bytes, a smaller one is not, and the next one comes through', async () => {
    s3.faults.add({ kind: 's3-broken-upload', afterBytes: 500_000 });
    const large = Buffer.alloc(2_000_000, 1);
    const form = await formFor(s3, 'in/large', large, { Conditions: [['content-length-range', 1, 3_000_000]] });
    expect((await send(await formFor(s3, 'out/small', PDF), PDF)).status).toBe(201);
    await expect(send(form, large)).rejects.toThrow();
    expect(s3.keys()).toEqual(['out/small']);
    expect((await send(form, large)).status).toBe(201);
  });
});
