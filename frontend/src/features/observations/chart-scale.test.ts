import { expect, test } from 'vitest';

import { bandOn, placeOn, thinned, timeAxis, valueAxis } from './chart-scale.ts';

const DAY = 86_400_000;
const points = (values: readonly number[]) => values.map((value, index) => ({ at: index * DAY, value }));

test('a patient with three values sees an axis with round marks that holds them and the range', () => {
  const axis = valueAxis(points([6.1, 7.2, 6.8]), { low: 4, high: 5.6 });
  expect(axis.from).toBeLessThanOrEqual(4);
  expect(axis.to).toBeGreaterThanOrEqual(7.2);
  expect(axis.ticks).toEqual([3, 4, 5, 6, 7, 8]);
});

test('a patient never sees an axis below nothing, unless a value is', () => {
  expect(valueAxis(points([0.001, 0.2])).from).toBe(0);
  expect(valueAxis(points([-2, 3])).from).toBeLessThan(-2);
});

test.each([[[5]], [[0]], [[0.000001]], [[150_000, 450_000]], [[5, 5, 5]]])('values %j have an axis with room and few marks', (values) => {
  const axis = valueAxis(points(values));
  expect(axis.to).toBeGreaterThan(axis.from);
  expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
  expect(axis.ticks.length).toBeLessThanOrEqual(9);
  for (const value of values) {
    expect(placeOn(axis, value)).toBeGreaterThanOrEqual(0);
    expect(placeOn(axis, value)).toBeLessThanOrEqual(1);
  }
});

test('marks are printed as people write them', () => {
  expect(valueAxis(points([0.1, 0.35])).ticks.every((tick) => String(tick).length <= 5)).toBe(true);
});

test('a patient of 5,000 values sees at most 300 points, with the highest and lowest among them', () => {
  const many = points(Array.from({ length: 5_000 }, (_, index) => 100 + (index % 7)));
  many[2_345] = { at: 2_345 * DAY, value: 900 };
  many[4_000] = { at: 4_000 * DAY, value: 1 };
  const shown = thinned(many);
  expect(shown.length).toBeLessThanOrEqual(300);
  expect(shown.map(({ value }) => value)).toEqual(expect.arrayContaining([900, 1]));
  expect(shown[0]).toBe(many[0]);
  expect(shown.at(-1)).toBe(many.at(-1));
  expect(shown.every(({ at }, index) => index === 0 || at > (shown[index - 1]?.at ?? 0))).toBe(true);
});

test('a patient of 300 values sees each of them', () => {
  const all = points(Array.from({ length: 300 }, (_, index) => index));
  expect(thinned(all)).toBe(all);
});

test('one value stands in the middle of its time', () => {
  const axis = timeAxis([{ at: 10 * DAY, value: 1 }]);
  expect(placeOn(axis, 10 * DAY)).toBe(0.5);
  expect(axis.ticks).toEqual([10 * DAY]);
});

test('a range that is open on one side reaches the end of the axis', () => {
  const axis = valueAxis(points([1, 9]));
  expect(bandOn(axis, { high: 5 })).toEqual({ from: 0, to: placeOn(axis, 5) });
  expect(bandOn(axis, { low: 5 })).toEqual({ from: placeOn(axis, 5), to: 1 });
  expect(bandOn(axis, {})).toBeUndefined();
});
