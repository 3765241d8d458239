import { expect, test } from 'vitest';

import { limitOf, mayFill, momentOf, pointsOf, within } from './result-rows.ts';

const value = (at: string, stored?: string) =>
  ({ at, status: 'unknown', ...(stored && { stored: { value: stored, unit: '%' } }) }) as never;

test('values of a patient are drawn from the oldest on, and those without a number are not', () => {
  const [newer, older] = [value('2026-11-20', '7.2'), value('2026-01-02T03:04:05Z', '6.8')];
  expect(pointsOf([newer, older, value('2026-05-05')])).toEqual([
    { at: Date.parse('2026-01-02T03:04:05Z'), value: 6.8, of: older },
    { at: momentOf('2026-11-20'), value: 7.2, of: newer },
  ]);
});

test('a patient who asks for one year sees the value of that day a year ago, and none before', () => {
  const values = [value('2026-11-20', '1'), value('2025-11-20', '2'), value('2025-11-19', '3'), value('2021-11-20', '4')];
  expect(within(values, 'year', '2026-11-20')).toHaveLength(2);
  expect(within(values, 'five', '2026-11-20')).toHaveLength(4);
  expect(within(values, 'all', '2026-11-20')).toBe(values);
});

test('a range is filled only if it is the laboratory’s or checked', () => {
  expect(mayFill({ kind: 'lab', certain: false } as never)).toBe(true);
  expect(mayFill({ kind: 'catalogue', certain: true } as never)).toBe(true);
  expect(mayFill({ kind: 'catalogue', certain: false } as never)).toBe(false);
});

test('a limit that is not there is not nothing', () => {
  expect(limitOf({ high: '5.6' } as never)).toEqual({ low: undefined, high: 5.6 });
  expect(limitOf(undefined)).toEqual({ low: undefined, high: undefined });
});
