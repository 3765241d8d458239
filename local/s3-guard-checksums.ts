import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import { S3Refusal } from './s3-guard-errors.ts';

const known = {
  SHA256: (body: Buffer) => createHash('sha256').update(body).digest('base64'),
  SHA1: (body: Buffer) => createHash('sha1').update(body).digest('base64'),
  CRC32: (body: Buffer) => {
    const four = Buffer.alloc(4);
    four.writeUInt32BE(crc32(body));
    return four.toString('base64');
  },
};
export type Checksum = { algorithm: keyof typeof known; value: string; type: 'FULL_OBJECT' };

const isKnown = (algorithm: string): algorithm is keyof typeof known => Object.hasOwn(known, algorithm);
const PREFIX = 'x-amz-checksum-';

/**
 * Checks a body against what was said of it by `x-amz-checksum-…` or `content-md5`, in headers or form fields, and
 * answers with the checksum that S3 keeps with the object: only one that somebody asked for.
 */
export const checkedChecksum = (
  body: Buffer,
  said: (name: string) => string | undefined,
  names: Iterable<string>,
): Checksum | undefined => {
  const md5 = said('content-md5');
  if (md5 !== undefined && md5 !== createHash('md5').update(body).digest('base64'))
    throw new S3Refusal('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  const given = [...names].filter((name) => name.startsWith(PREFIX) && !['algorithm', 'mode', 'type'].includes(name.slice(PREFIX.length)));
  if (given.length > 1) throw new S3Refusal('InvalidRequest', 'Expecting a single x-amz-checksum- header');
  const algorithm = (given[0]?.slice(PREFIX.length) ?? said(`${PREFIX}algorithm`) ?? said('x-amz-sdk-checksum-algorithm'))?.toUpperCase();
  if (algorithm === undefined) return undefined;
  if (!isKnown(algorithm)) throw new S3Refusal('NotImplemented', `The local cloud does not know the checksum algorithm ${algorithm}.`);
  const value = known[algorithm](body);
  const expected = given[0] === undefined ? undefined : said(given[0]);
  if (expected !== undefined && Buffer.from(expected, 'base64').length !== Buffer.from(value, 'base64').length)
    throw new S3Refusal('InvalidRequest', `Value for ${given[0]} header is invalid.`);
  if (expected !== undefined && expected !== value)
    throw new S3Refusal('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  return { algorithm, value, type: 'FULL_OBJECT' };
};
