import { createHash, createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Life } from '../../shared/testing/mortal.ts';

export const BUCKET = 'arogya-test-files';

type Version = {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly etag: string;
  readonly body: Buffer;
  readonly type: string;
};
/** What the default bus would carry: S3's `Object Created`. */
export type Created = ReturnType<typeof createdEvent>;

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS Signature Version 4 with the secret of the tests. */
const sign = (scope: string, text: string): string => {
  const [date = '', region = '', service = ''] = scope.split('/');
  const key = hmac(hmac(hmac(hmac('AWS4test', date), region), service), 'aws4_request');
  return hmac(key, text).toString('hex');
};

const createdEvent = ({ key, etag, versionId, body }: Version, time: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: '000000000000',
  time: new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: 'ap-south-1',
  resources: [`arn:aws:s3:::${BUCKET}`],
  detail: {
    version: '0',
    bucket: { name: BUCKET },
    object: { key, size: body.length, etag, ...(versionId ? { 'version-id': versionId } : {}) },
    reason: 'PostObject',
  },
});

class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** A policy of a form as S3 holds it against the form: every field is covered, every condition met, the time not over. */
const checkPolicy = (fields: ReadonlyMap<string, string>, file: Buffer, now: number): void => {
  const policy = fields.get('policy') ?? '';
  const scope = (fields.get('x-amz-credential') ?? '').split('/').slice(1).join('/');
  if (fields.get('x-amz-signature') !== sign(scope, policy)) throw new Refused(403, 'SignatureDoesNotMatch');
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, 'base64').toString('utf8')) as {
    expiration: string;
    conditions: (Record<string, string> | [string, ...(string | number)[]])[];
  };
  if (Date.parse(expiration) <= now) throw new Refused(403, 'AccessDenied');
  const given = new Map([...fields, ['bucket', BUCKET]]);
  const covered = new Set(['policy', 'x-amz-signature', 'file']);
  for (const condition of conditions) {
    if (!Array.isArray(condition)) {
      const [[name, value] = ['', '']] = Object.entries(condition);
      covered.add(name.toLowerCase());
      if (given.get(name.toLowerCase()) !== value) throw new Refused(403, 'AccessDenied');
    } else if (condition[0] === 'content-length-range') {
      if (file.length < Number(condition[1])) throw new Refused(400, 'EntityTooSmall');
      if (file.length > Number(condition[2])) throw new Refused(400, 'EntityTooLarge');
    } else throw new Error(`a condition ${condition[0]} that the test’s S3 does not know`);
  }
  for (const name of fields.keys()) if (!covered.has(name)) throw new Refused(403, 'AccessDenied');
  const checksum = fields.get('x-amz-checksum-sha256');
  if (checksum !== undefined && checksum !== createHash('sha256').update(file).digest('base64')) throw new Refused(400, 'BadDigest');
};

/** A link as S3 holds it against the request: signed by us, and not over. */
const checkLink = (url: URL, host: string, now: number): void => {
  const query = url.searchParams;
  const signedAt = query.get('X-Amz-Date') ?? '';
  const start = Date.parse(signedAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const scope = (query.get('X-Amz-Credential') ?? '').split('/').slice(1).join('/');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const canonical = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const request = ['GET', url.pathname, canonical, `host:${host}`, '', query.get('X-Amz-SignedHeaders'), 'UNSIGNED-PAYLOAD'].join('\n');
  const text = ['AWS4-HMAC-SHA256', signedAt, scope, createHash('sha256').update(request).digest('hex')].join('\n');
  if (query.get('X-Amz-Signature') !== sign(scope, text)) throw new Refused(403, 'SignatureDoesNotMatch');
  if (now < start || now >= start + Number(query.get('X-Amz-Expires')) * 1000) throw new Refused(403, 'AccessDenied');
};

/**
 * S3 in this process, for one bucket, with versions or without: forms with their policies, links, and what the functions call.
 * Policies, signatures and times are checked as S3 checks them; a function's own calls are let through.
 */
export const startTestBucket = async (o: { readonly clock: () => number }) => {
  let keepsVersions = true;
  let versions: Version[] = [];
  const created: Created[] = [];
  let life = new Life();

  const put = (key: string, body: Buffer, type: string): Version => {
    const etag = createHash('md5').update(body).digest('hex');
    const version: Version = { key, versionId: keepsVersions ? randomUUID() : undefined, etag, body, type };
    versions = [...(keepsVersions ? versions : versions.filter((each) => each.key !== key)), version];
    created.push(createdEvent(version, o.clock()));
    return version;
  };

  const find = (key: string, versionId: string | null): Version => {
    const found = versions.findLast((each) => each.key === key && (versionId === null || versionId === (each.versionId ?? 'null')));
    if (!found) throw new Refused(404, versionId === null ? 'NoSuchKey' : 'NoSuchVersion');
    return found;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', `http://${request.headers.host}`);
    const [, bucket = '', ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (bucket !== BUCKET) throw new Refused(404, 'NoSuchBucket');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    response.setHeader('date', new Date(o.clock()).toUTCString());
    if (request.method === 'POST') {
      const form = await new Response(Buffer.concat(chunks), {
        headers: { 'content-type': request.headers['content-type'] ?? '' },
      }).formData();
      const file = form.get('file');
      if (!(file instanceof Blob)) throw new Refused(400, 'InvalidArgument');
      const fields = new Map(
        [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [])),
      );
      const body = Buffer.from(await file.arrayBuffer());
      checkPolicy(fields, body, o.clock());
      put(fields.get('key') ?? '', body, fields.get('content-type') ?? '');
      response.writeHead(204).end();
      return;
    }
    const versionId = url.searchParams.get('versionId');
    if (request.method === 'GET' && url.searchParams.has('versions')) {
      await life.step('before ListObjectVersions');
      const prefix = url.searchParams.get('prefix') ?? '';
      const listed = versions
        .filter((each) => each.key.startsWith(prefix))
        .map((each) => `<Version><Key>${each.key}</Key><VersionId>${each.versionId ?? 'null'}</VersionId></Version>`);
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(`<ListVersionsResult><IsTruncated>false</IsTruncated>${listed.join('')}</ListVersionsResult>`);
      return;
    }
    if (request.method === 'DELETE') {
      await life.step('before DeleteObject');
      if (versionId === null && keepsVersions) throw new Error('this would only hide the object behind a delete marker');
      versions = versions.filter((each) => each.key !== key || (versionId !== null && versionId !== (each.versionId ?? 'null')));
      await life.step('after DeleteObject');
      response.writeHead(204).end();
      return;
    }
    if (url.searchParams.has('X-Amz-Signature')) checkLink(url, request.headers.host ?? '', o.clock());
    else await life.step(`before ${request.method} object`);
    const version = find(key, versionId);
    response.writeHead(200, {
      'content-type': url.searchParams.get('response-content-type') ?? version.type,
      'content-length': version.body.length,
      etag: `"${version.etag}"`,
      ...(version.versionId ? { 'x-amz-version-id': version.versionId } : {}),
      ...Object.fromEntries(
        ['content-disposition', 'cache-control'].flatMap((name) => {
          const value = url.searchParams.get(`response-${name}`);
          return value === null ? [] : [[name, value]];
        }),
      ),
    });
    response.end(request.method === 'HEAD' ? undefined : version.body);
  };

  const server = createServer({ sendDate: false } as object, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      const { status, code } = error instanceof Refused ? error : { status: 500, code: 'InternalError' };
      if (!(error instanceof Refused)) console.error(error);
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(request.method === 'HEAD' ? undefined : `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    });
  });
  server.on('request', (_, response) => {
    response.sendDate = false;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // The SDK reads this when its client first sends or signs.
  process.env.AWS_ENDPOINT_URL_S3 = endpoint;
  process.env.FILES_BUCKET = BUCKET;

  return {
    endpoint,
    /** What is there under a key, oldest first. */
    under: (key: string): readonly Version[] => versions.filter((each) => each.key === key),
    keys: (): string[] => [...new Set(versions.map(({ key }) => key))],
    /** Every `Object Created` so far. */
    created: created as readonly Created[],
    /** Puts an object past every form, as a fault or an attacker within could. */
    putPast: put,
    /** Whether it keeps versions, from now on; then it forgets what it has. */
    keepVersions(keeps: boolean) {
      keepsVersions = keeps;
      versions = [];
    },
    /** The process whose calls are answered from now on. */
    calledBy(process: Life) {
      life = process;
    },
    /** Sends a form as a browser does: its fields, then the file. */
    async post(
      form: { readonly url: string; readonly fields: Record<string, string> },
      file: Uint8Array,
    ): Promise<{ status: number; code: string | undefined }> {
      const body = new FormData();
      for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
      body.append('file', new Blob([new Uint8Array(file)]), 'file');
      const reply = await fetch(form.url, { method: 'POST', body });
      const code = /<Code>(\w+)<\/Code>/.exec(await reply.text())?.[1];
      return { status: reply.status, code };
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
};
