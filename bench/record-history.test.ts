import { expect, test } from 'vitest';

import { historyOf, markersOf } from './record-history.ts';

test.each([10, 500, 5_000])('a record of %d values has that many, of many markers, over ten years, in order', (count) => {
  const values = historyOf(count);
  expect(values.length).toBe(count);
  expect(new Set(values.map(({ code }) => code)).size).toBe(markersOf(count));
  const times = values.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  expect(new Set(times).size).toBe(count);
  expect(times[0]).toMatch(/^2016-11-20/);
  expect(Number(times.at(-1)?.slice(0, 4))).toBeLessThanOrEqual(2026);
});

test('no value of it is asked about twice for standing beside another of its sample', () => {
  const values = historyOf(200);
  expect(values.every(({ labRange, value }) => Number(labRange?.low) <= Number(value) && Number(value) <= Number(labRange?.high))).toBe(
    true,
  );
});
