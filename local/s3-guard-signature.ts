import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { REGION } from './resource-types.ts';
import { S3Refusal } from './s3-guard-errors.ts';

/** The only key there is here; functions sign with it. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const LONGEST_SECONDS = 7 * 24 * 60 * 60;
const SKEW_MILLISECONDS = 15 * 60_000;

export type SignedRequest = {
  method: string;
  /** As it came, without the query. */
  path: string;
  /** Decoded, in the order they came. */
  query: [name: string, value: string][];
  headers: IncomingHttpHeaders;
};
type Scope = { accessKeyId: string; day: string; region: string; service: string; end: string };

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** HMAC over a text by the day's key, hexadecimal: of a string to sign, or of a form's policy as it stands. */
const signatureOf = (text: string, day: string): string =>
  [REGION, 's3', 'aws4_request', text]
    .reduce((key, part) => hmac(key, part), hmac(`AWS4${LOCAL_CREDENTIALS.secretAccessKey}`, day))
    .toString('hex');

const same = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

/** RFC 3986, as SigV4 wants it. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const scopeOf = (credential: string): Scope => {
  const [end = '', service = '', region = '', day = '', ...accessKeyId] = credential.split('/').reverse();
  return { accessKeyId: accessKeyId.reverse().join('/'), day, region, service, end };
};

const checkScope = (
  scope: Scope,
  date: string,
  code: 'AuthorizationQueryParametersError' | 'AuthorizationHeaderMalformed' | 'InvalidArgument',
) => {
  const { accessKeyId, day, region, service, end } = scope;
  if (accessKeyId !== LOCAL_CREDENTIALS.accessKeyId)
    throw new S3Refusal('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId: accessKeyId,
    });
  if (region !== REGION) throw new S3Refusal(code, `the region '${region}' is wrong; expecting '${REGION}'`, { Region: REGION });
  if (service !== 's3' || end !== 'aws4_request' || day !== date.slice(0, 8))
    throw new S3Refusal(
      code,
      'Error parsing the credential: its scope must be <date>/<region>/s3/aws4_request, of the date it is signed at.',
    );
};

/** Epoch milliseconds of `20261120T093000Z`; undefined when it is none. */
const instantOf = (date: string): number | undefined => {
  if (!/^\d{8}T\d{6}Z$/.test(date)) return undefined;
  const instant = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(instant) ? undefined : instant;
};

const mismatch = () =>
  new S3Refusal(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );

const check = (request: SignedRequest, o: { scope: Scope; date: string; signedHeaders: string; payload: string; signature: string }) => {
  const names = o.signedHeaders.split(';');
  const unsigned = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-') && !names.includes(name));
  if (unsigned.length > 0 || !names.includes('host'))
    throw new S3Refusal('AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: [...unsigned, ...(names.includes('host') ? [] : ['host'])].join(', '),
    });
  const path = request.path.split('/').map((segment) => encoded(decodeURIComponent(segment)));
  const query = request.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const headers = names.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  const canonical = [request.method, path.join('/'), query.join('&'), headers.join(''), o.signedHeaders, o.payload].join('\n');
  const { day, region, service, end } = o.scope;
  const digest = createHash('sha256').update(canonical).digest('hex');
  if (!same(o.signature, signatureOf([ALGORITHM, o.date, [day, region, service, end].join('/'), digest].join('\n'), day))) throw mismatch();
};

const checkQuery = (request: SignedRequest, now: number) => {
  const malformed = (message: string) => new S3Refusal('AuthorizationQueryParametersError', message);
  const of = (name: string): string => {
    const values = request.query.filter(([candidate]) => candidate === name).map(([, value]) => value);
    if (values.length !== 1)
      throw malformed(
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
      );
    return values[0] ?? '';
  };
  if (of('X-Amz-Algorithm') !== ALGORITHM) throw malformed(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const [date, expires] = [of('X-Amz-Date'), of('X-Amz-Expires')];
  const signedAt = instantOf(date);
  if (signedAt === undefined) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^\d+$/.test(expires)) throw malformed('X-Amz-Expires should be a number');
  if (Number(expires) > LONGEST_SECONDS) throw malformed('X-Amz-Expires must be less than a week (in seconds) that is 604800');
  const scope = scopeOf(of('X-Amz-Credential'));
  checkScope(scope, date, 'AuthorizationQueryParametersError');
  if (signedAt > now + SKEW_MILLISECONDS) throw new S3Refusal('AccessDenied', 'Request is not yet valid');
  const expiresAt = signedAt + Number(expires) * 1000;
  if (now > expiresAt)
    throw new S3Refusal('AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expires,
      Expires: new Date(expiresAt).toISOString(),
      ServerTime: new Date(now).toISOString(),
    });
  const payload = request.query.find(([name]) => name === 'X-Amz-Content-Sha256')?.[1] ?? 'UNSIGNED-PAYLOAD';
  check(request, { scope, date, signedHeaders: of('X-Amz-SignedHeaders'), payload, signature: of('X-Amz-Signature') });
};

const checkHeader = (request: SignedRequest, authorization: string, now: number) => {
  const [, credential, signedHeaders = '', signature = ''] =
    /^AWS4-HMAC-SHA256 +Credential=([^,\s]+)\s*,\s*SignedHeaders=([^,\s]+)\s*,\s*Signature=([0-9a-f]+)$/.exec(authorization) ?? [];
  const date = String(request.headers['x-amz-date'] ?? '');
  const signedAt = instantOf(date);
  if (!credential || signedAt === undefined)
    throw new S3Refusal('AuthorizationHeaderMalformed', 'The authorization header that you provided is not valid.');
  const scope = scopeOf(credential);
  checkScope(scope, date, 'AuthorizationHeaderMalformed');
  if (Math.abs(now - signedAt) > SKEW_MILLISECONDS)
    throw new S3Refusal('RequestTimeTooSkewed', "The difference between the request time and the server's time is too large.");
  const payload = request.headers['x-amz-content-sha256'];
  if (typeof payload !== 'string') throw new S3Refusal('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  check(request, { scope, date, signedHeaders, payload, signature });
};

/** AWS Signature Version 4, in the query (a link that was given to somebody) or in the `Authorization` header (a function's own call). */
export const checkSignature = (request: SignedRequest, now: number): 'link' | 'own' => {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    checkHeader(request, authorization, now);
    return 'own';
  }
  if (!request.query.some(([name]) => name.startsWith('X-Amz-'))) throw new S3Refusal('AccessDenied', 'Access Denied');
  checkQuery(request, now);
  return 'link';
};

/** The signature of a form's policy; `field` answers with a form field's text by its name in lower case. */
export const checkFormSignature = (field: (name: string) => string | undefined): void => {
  const needed = (name: string): string => {
    const value = field(name.toLowerCase());
    if (value === undefined)
      throw new S3Refusal(
        'InvalidArgument',
        `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
        {
          ArgumentName: name,
        },
      );
    return value;
  };
  const [policy, date] = [needed('Policy'), needed('X-Amz-Date')];
  if (needed('X-Amz-Algorithm') !== ALGORITHM) throw new S3Refusal('InvalidArgument', `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const scope = scopeOf(needed('X-Amz-Credential'));
  const signature = needed('X-Amz-Signature');
  checkScope(scope, date, 'InvalidArgument');
  if (instantOf(date) === undefined) throw new S3Refusal('InvalidArgument', 'X-Amz-Date must be formatted via ISO8601 Long format');
  if (!same(signature, signatureOf(policy, scope.day))) throw mismatch();
};
