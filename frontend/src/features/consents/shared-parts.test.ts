import { describe, expect, test } from 'vitest';

import type { Instant } from '../../../../functions/shared/values.ts';
import { sharedParts, showsResults } from './shared-parts.ts';

const TODAY = '2026-11-20T18:29:59Z' as Instant;
const TOMORROW = '2026-11-21T18:29:59Z' as Instant;

type Given = Parameters<typeof sharedParts>[0][number];
const record = (over: Partial<Given> = {}): Given => ({
  scope: { kind: 'record' },
  basis: 'granted',
  endsAt: TODAY,
  status: 'active',
  ...over,
});
const files = (documentIds: string[], over: Partial<Given> = {}) => record({ scope: { kind: 'documents', documentIds }, ...over });
const emergency = (over: Partial<Given> = {}) => record({ basis: 'break-glass', ...over });

describe('a doctor reads of a patient', () => {
  test.each<[what: string, given: Given[], parts: object, results: boolean]>([
    ['nothing when nothing is shared', [], { files: [] }, false],
    ['the record and its results', [record()], { record: TODAY, files: [] }, true],
    ['single files, and no results', [files(['a', 'b'])], { files: [{ count: 2, until: TODAY }] }, false],
    ['the record as long as the longer of two consents', [record(), record({ endsAt: TOMORROW })], { record: TOMORROW, files: [] }, true],
    [
      'each file until its own end, and once',
      [files(['a', 'b']), files(['b', 'c'], { endsAt: TOMORROW })],
      {
        files: [
          { count: 1, until: TODAY },
          { count: 2, until: TOMORROW },
        ],
      },
      false,
    ],
    ['no file that the record outlasts', [record({ endsAt: TOMORROW }), files(['a'])], { record: TOMORROW, files: [] }, true],
    [
      'files that outlast the record',
      [record(), files(['a'], { endsAt: TOMORROW })],
      { record: TODAY, files: [{ count: 1, until: TOMORROW }] },
      true,
    ],
    ['everything in an emergency', [emergency()], { emergency: TODAY, files: [] }, true],
    ['what was shared, beside an emergency', [emergency(), files(['a'])], { emergency: TODAY, files: [{ count: 1, until: TODAY }] }, true],
    ['nothing that is over', [record({ status: 'ended' }), emergency({ status: 'withdrawn' })], { files: [] }, false],
  ])('%s', (_, given, parts, results) => {
    expect(sharedParts(given)).toEqual(parts);
    expect(sharedParts(given.toReversed())).toEqual(parts);
    expect(showsResults(sharedParts(given))).toBe(results);
  });
});
