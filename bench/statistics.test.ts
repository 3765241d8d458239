import { expect, test } from 'vitest';

import { interleave, median, quantile, spread } from './statistics.ts';

test.each([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

test('a quantile lies between two values in proportion, and its ends are the least and the greatest', () => {
  const values = [40, 10, 30, 20];
  expect(quantile(values, 0)).toBe(10);
  expect(quantile(values, 0.95)).toBeCloseTo(38.5);
  expect(spread(values)).toEqual({ p50: 25, p95: expect.closeTo(38.5), p99: expect.closeTo(39.7), max: 40, samples: 4 });
});

test('a median of nothing is an error and not a zero', () => expect(() => median([])).toThrow('Nothing was measured'));

test('samples are taken in turns, each round begins with another one, and the first round does not count', async () => {
  const order: string[] = [];
  const samples = await interleave(['ours', 'bare'], 2, async (name) => order.push(name));
  expect(order).toEqual(['ours', 'bare', 'bare', 'ours', 'ours', 'bare']);
  expect(samples).toEqual({ ours: [4, 5], bare: [3, 6] });
});
