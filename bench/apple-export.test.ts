import { expect, test } from 'vitest';

import { valuesOfExport } from '../frontend/src/features/observations/apple-export.ts';
import { appleExport } from './apple-export.ts';

const valuesIn = async (pieces: Iterable<Buffer>) => {
  async function* text() {
    for (const piece of pieces) yield piece.toString();
  }
  const found: { code: string; at: string }[] = [];
  for await (const value of valuesOfExport(text())) found.push(value);
  return found;
};

test('the export that is measured is one of Apple Health, with as many values as it says', async () => {
  const { pieces, expected } = appleExport(2_000_000);
  const found = await valuesIn(pieces);
  expect(found.length).toBe(expected());
  expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(found.length);
  expect([...new Set(found.map(({ code }) => code))].sort()).toEqual(['29463-7', '59408-5', '8462-4', '8480-6', '8867-4', '9279-1']);
});

test.each([100_000, 1_000_000])('an export of %d bytes has that many, and not a day more', (bytes) => {
  const length = [...appleExport(bytes).pieces].reduce((sum, piece) => sum + piece.length, 0);
  expect(length).toBeGreaterThanOrEqual(bytes);
  expect(length).toBeLessThan(bytes + 250_000);
});
