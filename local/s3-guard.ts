import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { decodeAwsChunked } from '../node_modules/fauxqs/dist/s3/chunkedEncoding.js';
import type { Buckets, Reason } from './buckets.ts';
import type { Faults, HttpHandler, Log } from './cloud.ts';
import { checkedChecksum } from './s3-guard-checksums.ts';
import { corsHeaders, preflight } from './s3-guard-cors.ts';
import { S3Refusal, xmlText } from './s3-guard-errors.ts';
import { type FormHead, readForm } from './s3-guard-form.ts';
import { checkPolicy } from './s3-guard-policy.ts';
import { checkSignature } from './s3-guard-signature.ts';
import { listVersions } from './s3-guard-versions.ts';
import type { Storage } from './storage.ts';

/** S3 takes 5 GB in one request; here an object is in memory once while it is taken. */
const LARGEST_OBJECT = 512 * 1024 * 1024;
const LONGEST_KEY = 1_024;
/** What may follow the file in a form. */
const FORM_TAIL = 20_480;
/** So long a sender that is refused may go on, so that it reads why before the connection ends. */
const DRAIN_MILLISECONDS = 1_000;
const DRAIN_BYTES = 4 * 1024 * 1024;

const SLOW_MILLISECONDS = 100;
const BROKEN_AFTER_BYTES = 65_536;

/** What the engine understands. It takes anything else for the plain object: `?tagging` would overwrite the object with its tags. */
const parameters = new Set(
  'list-type prefix delimiter max-keys continuation-token start-after marker fetch-owner x-id uploads uploadId partNumber attributes delete versionId'.split(
    ' ',
  ),
);
const refusedFields = ['tagging', 'success_action_redirect', 'redirect'];
/** Of a signed GET, by the header that each overrides. */
const overrides = ['content-type', 'content-language', 'expires', 'cache-control', 'content-disposition', 'content-encoding'];

type Target = { path: string; query: [string, string][]; bucket: string; key: string };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Refusal('InvalidURI', "Couldn't parse the specified URI.");
  }
};

/** Path style only: `/bucket/key`. Nothing is normalized; a key may be any text, also `../x`. */
const targetOf = (url: string): Target => {
  const [, path = '/', queryText = ''] = /^([^?]*)\??(.*)$/s.exec(url) ?? [];
  const [, bucket = '', ...rest] = path.split('/');
  const query = queryText
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): [string, string] => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair.replaceAll('+', ' ')) ?? [];
      return [decoded(name), decoded(value)];
    });
  const key = decoded(rest.join('/'));
  if (Buffer.byteLength(key) > LONGEST_KEY) throw new S3Refusal('KeyTooLongError', 'Your key is too long');
  return { path, query, bucket: decoded(bucket), key };
};

const tooLarge = (size: number, most: number) =>
  new S3Refusal('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', { ProposedSize: size, MaxSizeAllowed: most });

/** One buffer of the size that was announced: a body is never in memory twice while it comes. */
const collector = (capacity: number, most: number) => {
  const bytes = Buffer.allocUnsafe(capacity);
  let length = 0;
  return {
    write(piece: Buffer): void {
      if (length + piece.length > capacity) throw tooLarge(length + piece.length, most);
      length += piece.copy(bytes, length);
    },
    body: () => bytes.subarray(0, length),
  };
};

const announced = ({ headers }: IncomingMessage): number => {
  const length = Number(headers['content-length'] ?? Number.NaN);
  if (!Number.isSafeInteger(length)) throw new S3Refusal('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  return length;
};

const metadataOf = (entries: Iterable<[string, unknown]>): Record<string, string> =>
  Object.fromEntries(
    [...entries].filter(([name]) => name.startsWith('x-amz-meta-')).map(([name, value]) => [name.slice(11), String(value)]),
  );

const systemOf = (said: (name: string) => string | undefined) => ({
  contentDisposition: said('content-disposition'),
  cacheControl: said('cache-control'),
  contentEncoding: said('content-encoding')?.replace(/(^|,\s*)aws-chunked/, '') || undefined,
  contentLanguage: said('content-language'),
});

/**
 * Stands before the engine of buckets, which verifies nothing, and is what functions and browsers know as S3: it checks
 * every signature, form policy and checksum, answers CORS by the bucket's rules, and tells the bus of what has come.
 * There is one user here, so a right signature may do anything; who may do what in AWS is the template tests'.
 */
export const createS3Guard = (o: { storage: Storage; buckets: Buckets; faults: Faults; log: Log; now?: () => number }) => {
  const now = o.now ?? Date.now;

  /** A body in pieces, as slowly or brokenly as was asked for. The request is left open: what refuses it still answers. */
  async function* piecesOf(request: IncomingMessage, mayFail: boolean): AsyncGenerator<Buffer> {
    const slow = mayFail ? o.faults.take('s3-slow') : undefined;
    let length = 0;
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (mayFail && o.faults.take('s3-broken-upload', ({ afterBytes = BROKEN_AFTER_BYTES }) => length >= afterBytes)) {
        request.destroy();
        throw new Error('The connection was cut, as asked for.');
      }
      if (slow) await sleep(slow.milliseconds ?? SLOW_MILLISECONDS);
      yield piece;
    }
  }

  const keyOf = ({ fields, fileName }: FormHead): string => {
    const key = fields.get('key');
    if (!key)
      throw new S3Refusal(
        'InvalidArgument',
        "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
        {
          ArgumentName: 'key',
        },
      );
    const whole = key.replaceAll(/\$\{filename\}/g, () => fileName);
    if (Buffer.byteLength(whole) > LONGEST_KEY) throw new S3Refusal('KeyTooLongError', 'Your key is too long');
    return whole;
  };

  /** POST Object: a browser's form. Its policy is checked before the first byte of the file is looked at. */
  const takeForm = async (request: IncomingMessage, response: ServerResponse, bucket: string): Promise<void> => {
    const length = announced(request);
    let fields = new Map<string, string>();
    let least = 0;
    let file: ReturnType<typeof collector> | undefined;
    await readForm(piecesOf(request, true), request.headers['content-type'] ?? '', (head) => {
      fields = head.fields;
      fields.set('key', keyOf(head));
      const range = checkPolicy(fields, bucket, now());
      const refused = refusedFields.find((name) => fields.has(name));
      if (refused) throw new S3Refusal('NotImplemented', `The local cloud does not know the form field ${refused}.`);
      const most = Math.min(range.most, LARGEST_OBJECT);
      const proposed = length - head.bytes;
      if (proposed - FORM_TAIL > most) throw tooLarge(proposed, most);
      least = range.least;
      file = collector(Math.min(proposed, most), most);
      return file.write;
    });
    const body = file?.body() ?? Buffer.alloc(0);
    if (body.length < least)
      throw new S3Refusal('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
        ProposedSize: body.length,
        MinSizeAllowed: least,
      });
    const said = (name: string) => fields.get(name);
    const key = fields.get('key') ?? '';
    const { etag } = o.buckets.keep(bucket, key, body, {
      reason: 'PostObject',
      contentType: fields.get('content-type') ?? 'binary/octet-stream',
      metadata: metadataOf(fields),
      system: systemOf(said),
      checksum: checkedChecksum(body, said, fields.keys()),
    });
    const status = Number(fields.get('success_action_status'));
    const location = `http://${request.headers.host}/${bucket}/${encodeURIComponent(key)}`;
    response.setHeader('etag', etag).setHeader('location', location);
    if (status !== 201) return void response.writeHead(status === 200 ? 200 : 204).end();
    const elements = Object.entries({ Location: location, Bucket: bucket, Key: key, ETag: etag });
    const inner = elements.map(([name, value]) => `<${name}>${xmlText(value)}</${name}>`).join('');
    response.writeHead(201, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${inner}</PostResponse>`);
  };

  const takePut = async (request: IncomingMessage, response: ServerResponse, { bucket, key }: Target, mayFail: boolean): Promise<void> => {
    const { headers } = request;
    const length = announced(request);
    if (length > LARGEST_OBJECT) throw tooLarge(length, LARGEST_OBJECT);
    if (headers['if-none-match'] === '*' && o.buckets.has(bucket, key))
      throw new S3Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
        Condition: 'If-None-Match',
      });
    const whole = collector(length, length);
    for await (const piece of piecesOf(request, mayFail)) whole.write(piece);
    let body: Buffer = whole.body();
    if (body.length < length)
      throw new S3Refusal('IncompleteBody', 'You did not provide the number of bytes specified by the Content-Length HTTP header');
    const payload = String(headers['x-amz-content-sha256'] ?? '');
    let trailers: Record<string, string> = {};
    if (payload.startsWith('STREAMING-') || headers['content-encoding']?.includes('aws-chunked'))
      ({ body, trailers } = decodeAwsChunked(body));
    if (/^[0-9a-f]{64}$/.test(payload) && payload !== createHash('sha256').update(body).digest('hex'))
      throw new S3Refusal('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
    const said = (name: string) => trailers[name] ?? (headers[name] === undefined ? undefined : String(headers[name]));
    const checksum = checkedChecksum(body, said, new Set([...Object.keys(trailers), ...Object.keys(headers)]));
    const { etag } = o.buckets.keep(bucket, key, body, {
      reason: 'PutObject',
      contentType: headers['content-type'] ?? 'binary/octet-stream',
      metadata: metadataOf(Object.entries(headers)),
      system: systemOf(said),
      checksum,
    });
    if (checksum) response.setHeader(`x-amz-checksum-${checksum.algorithm.toLowerCase()}`, checksum.value);
    response.writeHead(200, { etag }).end();
  };

  /** What comes of a request that the engine does itself, when it comes to an object. */
  const reasonOf = ({ method, headers }: IncomingMessage, { query, key }: Target): Reason | undefined => {
    const inParts = query.some(([name]) => name === 'uploadId');
    if (method === 'PUT' && key && headers['x-amz-copy-source'] && !inParts) return 'CopyObject';
    return method === 'POST' && inParts ? 'CompleteMultipartUpload' : undefined;
  };

  const forward = async (request: IncomingMessage, response: ServerResponse, target: Target): Promise<void> => {
    const { host: _, connection: __, authorization: ___, ...headers } = request.headers;
    const asked = httpRequest(`${o.storage.endpoint}${request.url}`, { method: request.method, headers });
    request.pipe(asked);
    response.once('close', () => asked.destroy());
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const status = answer.statusCode ?? 500;
    const { connection: ____, 'keep-alive': _____, ...answered } = answer.headers;
    if (status < 300 && target.key && (request.method === 'GET' || request.method === 'HEAD')) {
      answered['accept-ranges'] = 'bytes';
      for (const name of overrides) {
        const value = target.query.find(([parameter]) => parameter === `response-${name}`)?.[1];
        if (value !== undefined) answered[name] = value;
      }
    }
    const reason = reasonOf(request, target);
    if (status === 200 && reason) o.buckets.made(target.bucket, target.key, reason);
    response.writeHead(status, answered);
    answer.pipe(response);
    await once(response, 'close');
  };

  const checkKnown = ({ method }: IncomingMessage, { query, key }: Target) => {
    const strange = query
      .map(([name]) => name)
      .find((name) => !parameters.has(name) && !/^x-amz-/i.test(name) && !name.startsWith('response-'));
    if (strange !== undefined) throw new S3Refusal('NotImplemented', `The local cloud does not know the parameter ${strange} of S3.`);
    if (!key && (method === 'PUT' || method === 'DELETE'))
      throw new S3Refusal('NotImplemented', 'Buckets of the local cloud are those of the template.');
    if (query.some(([name, value]) => name === 'versionId' && value !== 'null'))
      throw new S3Refusal('NoSuchVersion', 'The specified version does not exist.');
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = targetOf(request.url ?? '/');
    const bucket = o.buckets.find(target.bucket);
    if (!bucket) throw new S3Refusal('NoSuchBucket', 'The specified bucket does not exist', { BucketName: target.bucket });
    if (request.method === 'OPTIONS') return void response.writeHead(200, preflight(bucket.cors, request.headers)).end();
    for (const [name, value] of Object.entries(corsHeaders(bucket.cors, request.method ?? '', request.headers)))
      response.setHeader(name, value);

    const isForm = /^multipart\/form-data/i.test(request.headers['content-type'] ?? '');
    if (request.method === 'POST' && !target.key && target.query.length === 0) {
      if (isForm) return takeForm(request, response, bucket.name);
      throw new S3Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
        Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
      });
    }
    const by = checkSignature({ method: request.method ?? '', path: target.path, query: target.query, headers: request.headers }, now());
    if (request.method === 'GET' && !target.key && target.query.some(([name]) => name === 'versions')) {
      const prefix = target.query.find(([name]) => name === 'prefix')?.[1] ?? '';
      const text = await listVersions(o.storage.endpoint, target.bucket, prefix);
      return void response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
    }
    checkKnown(request, target);
    const inParts = target.query.some(([name]) => name === 'uploadId');
    if (request.method === 'PUT' && !inParts && !request.headers['x-amz-copy-source'])
      return takePut(request, response, target, by === 'link');
    const slow = by === 'link' ? o.faults.take('s3-slow') : undefined;
    if (slow) await sleep(slow.milliseconds ?? SLOW_MILLISECONDS);
    return forward(request, response, target);
  };

  /** Says why, and lets the sender come so far that it can hear it. */
  const refuse = async (request: IncomingMessage, response: ServerResponse, refusal: S3Refusal, requestId: string): Promise<void> => {
    const text = request.method === 'HEAD' ? '' : refusal.toXml(requestId);
    response.writeHead(refusal.status, {
      'content-type': 'application/xml',
      'content-length': Buffer.byteLength(text),
      ...(request.complete ? {} : { connection: 'close' }),
    });
    response.write(text);
    if (!request.complete && !request.destroyed) {
      let drained = 0;
      const enough = new AbortController();
      request.on('data', (piece: Buffer) => {
        drained += piece.length;
        if (drained > DRAIN_BYTES) enough.abort();
      });
      const { signal } = enough;
      await Promise.race([
        once(request, 'close', { signal }),
        once(request, 'end', { signal }),
        sleep(DRAIN_MILLISECONDS, undefined, { signal }),
      ]).catch(() => {});
      enough.abort();
    }
    response.end();
  };

  const handle: HttpHandler = async (request, response) => {
    const requestId = randomBytes(8).toString('hex').toUpperCase();
    response.setHeader('x-amz-request-id', requestId);
    try {
      await answer(request, response);
    } catch (problem) {
      if (!(problem instanceof S3Refusal)) throw problem;
      o.log.info(`S3 refused ${request.method}: ${problem.code}, ${problem.message}`);
      await refuse(request, response, problem, requestId);
    }
  };
  return { handle };
};
