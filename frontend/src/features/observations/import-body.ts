import type { CallInput } from '../../shared/api/client.ts';

/** Of the API: letters that one file of CSV may have. A FHIR bundle is held to the same, which keeps it below the largest body. */
export const MOST_CHARACTERS = 200_000;
/** Of the API: letters of a file's name. */
const LONGEST_NAME = 120;

export type NotAFile = 'too-large' | 'not-json' | 'empty';
type Body = CallInput<'POST /observation-imports'>['body'];
export type ImportBody = Extract<Body, { kind: 'csv' | 'fhir' }>;

const BYTE_ORDER_MARK = /^\uFEFF/;

/** What is sent of a chosen file: FHIR if it is JSON by name or by its first letter, otherwise CSV. */
export function bodyOfFile(name: string, content: string): ImportBody | NotAFile {
  const text = content.replace(BYTE_ORDER_MARK, '');
  const fileName = name.trim().slice(-LONGEST_NAME).trim() || 'file';
  if (text.trim() === '') return 'empty';
  if (text.length > MOST_CHARACTERS) return 'too-large';
  if (!/\.json$/i.test(name) && !text.trimStart().startsWith('{')) return { kind: 'csv', fileName, text };
  try {
    const resource: unknown = JSON.parse(text);
    if (typeof resource !== 'object' || resource === null || Array.isArray(resource)) return 'not-json';
    return { kind: 'fhir', fileName, resource: resource as Extract<Body, { kind: 'fhir' }>['resource'] };
  } catch {
    return 'not-json';
  }
}
