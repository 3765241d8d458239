import * as z from 'zod';

import { invalidRequest } from '../shared/http/errors.ts';
import { MarkerCode } from './contract.ts';
import type { StoredObservation } from './items.ts';
import type { PatientRecord } from './repository.ts';

/** Where the next page begins: in which marker, and behind which of its values. */
const Cursor = z.strictObject({ code: MarkerCode, after: z.string().max(2_000).optional() });

const readCursor = (text: string): z.infer<typeof Cursor> => {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw invalidRequest([{ field: 'query.cursor', rule: 'must be the cursor of the reply before' }]);
  }
};

const writeCursor = (cursor: z.input<typeof Cursor>): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** One page of everything, marker by marker. A value that comes or goes meanwhile may be in it or not; no other is lost or twice. */
export const exportPage = async (
  record: PatientRecord,
  limit: number,
  cursor: string | undefined,
): Promise<{ readonly values: StoredObservation[]; readonly nextCursor: string | undefined }> => {
  const codes = (await record.markers()).filter(({ count }) => count > 0).map(({ code }) => code);
  const start = cursor === undefined ? undefined : readCursor(cursor);
  const left = codes.filter((code) => start === undefined || code >= start.code);
  const values: StoredObservation[] = [];
  for (const [at, code] of left.entries()) {
    const page = await record.page(code, { limit: limit - values.length, cursor: code === start?.code ? start.after : undefined });
    values.push(...page.items);
    const next = left[at + 1];
    if (values.length < limit) continue;
    if (page.nextCursor !== undefined) return { values, nextCursor: writeCursor({ code, after: page.nextCursor }) };
    return { values, nextCursor: next === undefined ? undefined : writeCursor({ code: next }) };
  }
  return { values, nextCursor: undefined };
};
