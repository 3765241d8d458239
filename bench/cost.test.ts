import { expect, test } from 'vitest';

import { costOfThousandVisits } from './cost.ts';

const one = { calls: {}, transactedItems: [], writeUnits: 10, readUnits: 1 };
const names = [
  'saveRoughDraft',
  'create note (9 events)',
  'change',
  'sign',
  'send',
  'read get, as doctor',
  'read get, as patient',
  'read list, as doctor',
];

test('the table’s share follows from the units that were counted', () => {
  const table = (factor: number) =>
    costOfThousandVisits(Object.fromEntries(names.map((name) => [name, { ...one, writeUnits: 10 * factor, readUnits: factor }]))).find(
      ({ what }) => what === 'table',
    )?.dollars;
  expect(table(2)).toBeCloseTo((table(1) ?? 0) * 2);
  expect(table(1)).toBeGreaterThan(0);
});

test('a command that was not counted is not taken for free', () => {
  expect(() => costOfThousandVisits({})).toThrow('counted no saveRoughDraft');
});
