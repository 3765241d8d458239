import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto';

import { jwtVerify } from 'jose';

const SALT_BYTES = 16;
const TAG_BYTES = 16;
const derived = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array | string, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/** What a browser does before its `push` event: RFC 8291 over RFC 8188's `aes128gcm`, in one record. Throws when it is not for these keys. */
export const decryptPush = (body: Buffer, keys: ECDH, auth: Buffer): string => {
  const salt = body.subarray(0, SALT_BYTES);
  const keyLength = body.readUInt8(SALT_BYTES + 4);
  const sender = body.subarray(SALT_BYTES + 5, SALT_BYTES + 5 + keyLength);
  const record = body.subarray(SALT_BYTES + 5 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const secret = derived(keys.computeSecret(sender), auth, info, 32);
  const decipher = createDecipheriv(
    'aes-128-gcm',
    derived(secret, salt, 'Content-Encoding: aes128gcm\0', 16),
    derived(secret, salt, 'Content-Encoding: nonce\0', 12),
  );
  decipher.setAuthTag(record.subarray(-TAG_BYTES));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
  // The last record's text ends with the byte 2, then zeros.
  const end = padded.findLastIndex((byte) => byte !== 0);
  if (padded[end] !== 2) throw new Error('it is not the last record');
  return padded.subarray(0, end).toString('utf8');
};

/** Why a push's `Authorization` (RFC 8292) is not that of whom the browser subscribed to; undefined when it is. */
export const refusalOfVapid = async (header: string, applicationServerKey: string, audience: string): Promise<string | undefined> => {
  const [, token = ''] = /(?:^vapid |[ ,])t=([\w.-]+)/.exec(header) ?? [];
  const [, key = ''] = /(?:^vapid |[ ,])k=([\w-]+)/.exec(header) ?? [];
  if (key !== applicationServerKey) return 'The key is not the one of the subscription.';
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  try {
    const { payload } = await jwtVerify(
      token,
      { kty: 'EC', crv: 'P-256', x, y },
      { audience, algorithms: ['ES256'], requiredClaims: ['exp'] },
    );
    if ((payload.exp ?? 0) > Date.now() / 1000 + 24 * 3_600) return 'The token is good for more than a day.';
    return /^(mailto|https):/.test(String(payload.sub)) ? undefined : 'The token does not say whom to write to.';
  } catch (problem) {
    return (problem as Error).message;
  }
};
