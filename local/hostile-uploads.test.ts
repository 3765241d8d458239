import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { eicar, folded, jpegOf, losslessFrame, pdfOf, pngOf, webpOf, zipOf } from '../functions/documents/testing/files.ts';
import { picture } from '../functions/documents/testing/pictures.ts';
import type { QueueView } from './cloud.ts';
import { REGION } from './resource-types.ts';
import { LOCAL_CREDENTIALS } from './s3-guard-signature.ts';
import { send, sha256 } from './s3-testing.ts';
import { caller, startEngine, type TableCall } from './table.ts';
import { type RunningCloud, startCloud } from './testing.ts';

/**
 * Everything that somebody with an account can do to the way in, against the whole cloud: the API says no, S3 says no, or the
 * checks do, each with its reason; and the bucket holds what it held before.
 */

const MB = 1024 * 1024;
const WAIT_MILLISECONDS = 40_000;

type Form = { url: string; fields: Record<string, string> };
type File = { documentId: string; status: string; rejectReason?: string; scannedBy?: string };
type Answer = { status: number; code?: string; problems: { field: string }[]; data: { document: File; upload: Form } & File };
type Person = (method: string, path: string, body?: unknown) => Promise<Answer>;
type ErrorBody = { code: string; details?: { problems?: { field: string }[] } };

const honest = pdfOf([folded('Haemoglobin 13.4 g/dL')]);

let cloud: RunningCloud;
let table: TableCall;
let stopEngine: () => Promise<void>;
let data: string;
let s3: S3Client;
let asha: Person;
let ravi: Person;
let kept: { documentId: string; form: Form };

const signedIn = async (account: string): Promise<Person> => {
  const token = await cloud.token(account);
  return async (method, path, body) => {
    const reply = await fetch(`${cloud.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { data: given, error } = (await reply.json()) as { data: Answer['data']; error?: ErrorBody };
    return { status: reply.status, code: error?.code, problems: error?.details?.problems ?? [], data: given };
  };
};

const about = (file: Buffer, over: object = {}) => ({
  name: 'Blood report.pdf',
  category: 'lab-report',
  tags: [],
  contentType: 'application/pdf',
  bytes: file.length,
  sha256: sha256(file),
  ...over,
});

const announce = async (who: Person, file: Buffer, over: object = {}): Promise<{ documentId: string; form: Form }> => {
  const { status, data: given } = await who('POST', '/documents', about(file, over));
  expect(status).toBe(201);
  return { documentId: given.document.documentId, form: given.upload };
};

/** What is in the bucket, every version and mark of it. */
const inBucket = async (): Promise<string[]> => {
  const Bucket = new URL(kept.form.url).pathname.slice(1);
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
  return [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => `${Key} ${VersionId}`).sort();
};

const until = async <T>(look: () => Promise<T>, holds: (found: T) => boolean): Promise<T> => {
  for (const end = Date.now() + WAIT_MILLISECONDS; ; await sleep(50)) {
    const found = await look();
    if (holds(found) || Date.now() > end) return found;
  }
};
const checked = (who: Person, documentId: string): Promise<File> =>
  until(
    async () => (await who('GET', `/documents/${documentId}`)).data,
    ({ status }) => status !== 'uploading' && status !== 'quarantined',
  );

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'arogya-hostile-'));
  // An engine of our own, so that the test can look into the table.
  const engine = await startEngine(data, { info() {}, warn() {}, error: console.error });
  stopEngine = engine.stop;
  table = caller(engine.endpoint);
  cloud = await startCloud({
    data: join(data, 'cloud'),
    args: ['--rate-limits=off'],
    env: { AROGYA_WEB: 'off', AROGYA_DYNAMODB_ENDPOINT: engine.endpoint },
  });
  [asha, ravi] = await Promise.all([signedIn('asha-uploads'), signedIn('ravi-uploads')]);
  kept = await announce(asha, honest);
  s3 = new S3Client({ endpoint: new URL(kept.form.url).origin, forcePathStyle: true, region: REGION, credentials: LOCAL_CREDENTIALS });
  expect((await send(kept.form, honest)).status).toBe(204);
  expect(await checked(asha, kept.documentId)).toMatchObject({ status: 'available' });
  expect(await inBucket()).toContain(`${kept.form.fields.key} null`);
}, 180_000);
afterAll(async () => {
  s3?.destroy();
  await cloud?.stop();
  await stopEngine?.();
  rmSync(data, { recursive: true, force: true });
});

describe('an announcement is refused, and the table hears nothing of it:', () => {
  /** Everything in the table, as text. */
  const inTable = async (): Promise<string> => {
    const { TableNames } = (await table('ListTables', {})) as { TableNames: string[] };
    let text = '';
    for (const TableName of TableNames) {
      let ExclusiveStartKey: unknown;
      do {
        const page = await table('Scan', { TableName, ConsistentRead: true, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) });
        text += JSON.stringify(page.Items);
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
    }
    return text;
  };

  test.each<[string, object, string]>([
    ['more than 25 MB', { bytes: 25 * MB + 1 }, 'body.bytes'],
    ['nothing', { bytes: 0 }, 'body.bytes'],
    ['a web page', { contentType: 'text/html' }, 'body.contentType'],
    ['a drawing that can hold a script', { contentType: 'image/svg+xml' }, 'body.contentType'],
    ['a content without its checksum', { sha256: 'x' }, 'body.sha256'],
    ['a name with a path', { name: '../../etc/passwd' }, 'body.name'],
    ['a name with a path of Windows', { name: '..\\..\\Windows\\boot.ini' }, 'body.name'],
    ['a name that starts at the root', { name: '/etc/shadow' }, 'body.name'],
    ['a name with an end in it', { name: 'report.pdf\0.exe' }, 'body.name'],
    ['a name of two lines', { name: 'report.pdf\r\nSet-Cookie: hostile=1' }, 'body.name'],
    ['a name that is read backwards', { name: 'report\u202efdp.exe' }, 'body.name'],
    ['a name of dots', { name: '..' }, 'body.name'],
    ['a key of its own', { key: 'files/of-somebody-else' }, 'body.key'],
    ['an id of its own', { documentId: '../../files/of-somebody-else' }, 'body.documentId'],
  ])('%s', async (_, over, field) => {
    // By the tag it would be found, whatever became of the rest.
    const tag = crypto.randomUUID();
    const before = await inBucket();
    const { status, code, problems } = await asha('POST', '/documents', about(honest, { tags: [tag], ...over }));
    expect({ status, code }).toEqual({ status: 422, code: 'invalid-request' });
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(await inTable()).not.toContain(tag);
    expect(await inBucket()).toEqual(before);
  });

  test('while a file that is taken is found there by its tag', async () => {
    const tag = crypto.randomUUID();
    const { documentId } = await announce(asha, honest, { tags: [tag], name: 'passwd .. रिपोर्ट.pdf' });
    expect(await inTable()).toContain(tag);
    expect((await asha('DELETE', `/documents/${documentId}`)).status).toBe(200);
  });
});

const policyOf = ({ fields }: Form) =>
  JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString()) as { expiration: string; conditions: unknown[] };
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const withFields = (form: Form, fields: Record<string, string>): Form => ({ ...form, fields: { ...form.fields, ...fields } });
const withPolicy = (form: Form, change: object): Form => withFields(form, { Policy: base64({ ...policyOf(form), ...change }) });

/** The form with its policy signed anew, as only the holder of the secret can. */
const signedBy = (secret: string, form: Form): Form => {
  const day = String(form.fields['X-Amz-Date']).slice(0, 8);
  const key = [day, REGION, 's3', 'aws4_request'].reduce<string | Buffer>(
    (above, part) => createHmac('sha256', above).update(part).digest(),
    `AWS4${secret}`,
  );
  const signature = createHmac('sha256', key).update(String(form.fields.Policy)).digest('hex');
  return withFields(form, { 'X-Amz-Signature': signature });
};
const minutesAway = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

describe('S3 takes by a form only what it was given for. It refuses', () => {
  const other = Buffer.from(honest);
  other.writeUInt8(other.readUInt8(60) ^ 1, 60);
  const denied = { status: 403, code: 'AccessDenied' };
  const notSigned = { status: 403, code: 'SignatureDoesNotMatch' };
  const anywhere = { conditions: [['starts-with', '$key', '']] };

  type Case = [what: string, expected: { status: number; code: string; message?: string }, file: Buffer, tamper: (form: Form) => Form];
  test.each<Case>([
    ['a longer file', { status: 400, code: 'EntityTooLarge' }, Buffer.concat([honest, eicar]), (form) => form],
    ['a file of 30 MB', { status: 400, code: 'EntityTooLarge' }, Buffer.alloc(30 * MB), (form) => form],
    ['a shorter file', { status: 400, code: 'EntityTooSmall' }, honest.subarray(1), (form) => form],
    ['another file of the same length', { status: 400, code: 'BadDigest' }, other, (form) => form],
    [
      'a policy that is over',
      { ...denied, message: 'Invalid according to Policy: Policy expired.' },
      honest,
      (form) => signedBy(LOCAL_CREDENTIALS.secretAccessKey, withPolicy(form, { expiration: minutesAway(-1) })),
    ],
    ['a policy whose end was put off', notSigned, honest, (form) => withPolicy(form, { expiration: minutesAway(600) })],
    ['a policy without its conditions', notSigned, honest, (form) => withPolicy(form, anywhere)],
    ['a policy signed by somebody who guesses', notSigned, honest, (form) => signedBy('guessed', withPolicy(form, anywhere))],
    [
      'a policy signed with a key that it does not know',
      { status: 403, code: 'InvalidAccessKeyId' },
      honest,
      (form) => withFields(form, { 'X-Amz-Credential': String(form.fields['X-Amz-Credential']).replace('local', 'AKIAOTHER') }),
    ],
    ['the key of somebody else’s file', denied, honest, (form) => withFields(form, { key: kept.form.fields.key ?? '' })],
    ['a key that climbs', denied, honest, (form) => withFields(form, { key: `${form.fields.key}/../../elsewhere` })],
    ['a key that the sender’s file name completes', denied, honest, (form) => withFields(form, { key: `files/${'$'}{filename}` })],
    ['another type', denied, honest, (form) => withFields(form, { 'Content-Type': 'text/html' })],
    ['another checksum', denied, other, (form) => withFields(form, { 'x-amz-checksum-sha256': sha256(other) })],
    ['a file for everybody to read', denied, honest, (form) => withFields(form, { acl: 'public-read' })],
    ['a way to elsewhere', denied, honest, (form) => withFields(form, { success_action_redirect: 'https://evil.example/' })],
  ])('%s', async (_, expected, file, tamper) => {
    const { documentId, form } = await announce(ravi, honest);
    const before = await inBucket();
    const { status, code, message } = await send(tamper(form), file);
    expect({ status, code, ...(expected.message ? { message } : {}) }).toEqual(expected);
    expect(await inBucket()).toEqual(before);
    expect((await ravi('GET', `/documents/${documentId}`)).data).toMatchObject({ status: 'uploading' });
  });

  test('nothing that keeps to a policy which is not over, and signed in the same way', async () => {
    const { documentId, form } = await announce(ravi, honest);
    const inTime = signedBy(LOCAL_CREDENTIALS.secretAccessKey, withPolicy(form, { expiration: minutesAway(1) }));
    expect((await send(inTime, honest)).status).toBe(204);
    expect(await checked(ravi, documentId)).toMatchObject({ status: 'available' });
  });

  test('and the API gives nobody a form for somebody else’s file: it does not say that there is one', async () => {
    const before = await inBucket();
    const [theirs, none] = await Promise.all(
      [kept.documentId, crypto.randomUUID()].map((documentId) => ravi('POST', `/documents/${documentId}/upload-forms`)),
    );
    expect(theirs).toEqual(none);
    expect(theirs).toMatchObject({ status: 404, code: 'not-found' });
    expect((await ravi('GET', `/documents/..%2F..%2F${kept.documentId}`)).status).toBe(404);
    expect(await inBucket()).toEqual(before);
  });
});

describe('a hostile file that keeps to its form is rejected with its reason, and nothing of it stays:', () => {
  const [PDF, JPEG, PNG, WEBP] = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'];
  const page = Buffer.from('<!doctype html><html><script>alert(1)</script></html>');

  test.each<[what: string, type: string | undefined, reasons: string[], file: () => Buffer]>([
    ['a program under a report’s name', PDF, ['wrong-type'], () => Buffer.from('MZ\x90\0 This program cannot be run in DOS mode.')],
    ['a web page under a report’s name', PDF, ['wrong-type'], () => page],
    ['a photo under a report’s name', PDF, ['wrong-type'], () => picture('jpeg')],
    ['a report under a photo’s name', JPEG, ['wrong-type'], () => honest],
    // Whoever comes first says it: the scanner, or who looks at the type.
    ['the test file of the scanners under a report’s name', PDF, ['wrong-type', 'malware'], () => eicar],
    ['the test file of the scanners inside a report', PDF, ['malware'], () => pdfOf([folded(eicar)])],
    ['the test file of the scanners inside a report, folded twice', PDF, ['malware'], () => pdfOf([folded(eicar, 2)])],
    ['a report that unfolds to 300 MB', PDF, ['too-large-inside'], () => pdfOf([folded(Buffer.alloc(300 * MB))])],
    ['a bomb in a bomb in a bomb', PDF, ['too-large-inside'], () => pdfOf([folded(Buffer.alloc(300 * MB), 3)])],
    ['a report of a hundred thousand streams', PDF, ['too-large-inside'], () => pdfOf([`(${'stream\n'.repeat(100_000)})`])],
    [
      'a screenshot that says it is small and unfolds to 200 MB',
      PNG,
      ['too-large-inside'],
      () => pngOf({ width: 16, height: 16, rows: Buffer.alloc(200 * MB) }),
    ],
    ['a screenshot of 50,000 by 50,000', PNG, ['too-large-inside'], () => pngOf({ width: 50_000, height: 50_000, rows: Buffer.alloc(10) })],
    ['a photo of four thousand megapixels', JPEG, ['too-large-inside'], () => jpegOf(65_535, 65_535)],
    ['a picture of 268 megapixels in six bytes', WEBP, ['too-large-inside'], () => webpOf(['VP8L', losslessFrame(16_384, 16_384)])],
    ['a photo that is an archive', JPEG, ['wrong-type'], () => Buffer.concat([picture('jpeg'), zipOf('evil.class', 'code')])],
    ['a report that is an archive', PDF, ['wrong-type', 'not-readable'], () => Buffer.concat([honest, zipOf('evil.class', 'code')])],
    ['a screenshot that is a web page', PNG, ['wrong-type'], () => Buffer.concat([picture('png'), page])],
    [
      'a report that runs a script',
      PDF,
      ['active-content'],
      () => pdfOf(['<< /S /JavaScript /JS (app.alert\\(1\\)) >>'], { catalog: '/OpenAction 4 0 R' }),
    ],
    ['a report behind a password', PDF, ['locked'], () => pdfOf([], { trailer: '/Encrypt 4 0 R' })],
    ['half a photo', JPEG, ['not-readable'], () => picture('jpeg').subarray(0, 500)],
  ])('%s', async (_, contentType, reasons, make) => {
    const file = make();
    const { documentId, form } = await announce(ravi, file, { contentType });
    const before = await inBucket();
    expect((await send(form, file)).status).toBe(204);
    const { status, rejectReason } = await checked(ravi, documentId);
    expect(status).toBe('rejected');
    expect(reasons).toContain(rejectReason);
    expect(await inBucket()).toEqual(before);
    const refused = await ravi('GET', `/documents/${documentId}/download`);
    expect([refused.status, refused.code]).toEqual([409, 'file-not-available']);
  });

  test('also when it is sent once more by the form that is still good', async () => {
    const file = pdfOf([folded(eicar)]);
    const { documentId, form } = await announce(ravi, file);
    const before = await inBucket();
    expect((await send(form, file)).status).toBe(204);
    await checked(ravi, documentId);
    expect((await send(form, file)).status).toBe(204);
    expect(await until(inBucket, (found) => found.length === before.length)).toEqual(before);
    expect(await checked(ravi, documentId)).toMatchObject({ status: 'rejected', rejectReason: 'malware' });
    expect((await ravi('POST', `/documents/${documentId}/upload-forms`)).code).toBe('changed-elsewhere');
  });
});

test('after all this the honest report is there as it was sent, and no message has failed', async () => {
  const { data: link } = (await asha('GET', `/documents/${kept.documentId}/download`)) as unknown as { data: { url: string } };
  expect(Buffer.from(await (await fetch(link.url)).arrayBuffer())).toEqual(honest);
  const queues = await cloud.api<QueueView[]>('GET', '/queues');
  expect(queues.filter(({ deadLettersOf, visible }) => deadLettersOf.length > 0 && visible > 0)).toEqual([]);
});
