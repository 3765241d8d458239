import { createHash } from 'node:crypto';

/** JSON with keys in order and nothing undefined: the same value gives the same text everywhere (RFC 8785 for the values used here). */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => `${JSON.stringify(name)}:${canonicalJson(each)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
};

/** SHA-256, hex, over the canonical JSON. */
export const canonicalHash = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('hex');

/** What the first link of a hash chain names as its predecessor. */
export const CHAIN_START = '0'.repeat(64);
