import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { hasCompleted, isInSpan, lengthOf, wholeYears } from './age.ts';
import type { Age } from './marker.ts';

const date = (text: string) => CalendarDate.parse(text);
const age = (count: number, unit: Age['unit']): Age => ({ count, unit });

describe('a child grows older', () => {
  test.each([
    ['28 days on the 28th day, not on the 27th', '2026-11-01', age(28, 'day'), '2026-11-28', '2026-11-29'],
    ['28 days over a leap day', '2028-02-10', age(28, 'day'), '2028-03-08', '2028-03-09'],
    ['a month on the same day of the next', '2026-11-15', age(1, 'month'), '2026-12-14', '2026-12-15'],
    ['a month on 1 March if born on 31 January', '2027-01-31', age(1, 'month'), '2027-02-28', '2027-03-01'],
    ['six months over the new year', '2026-09-30', age(6, 'month'), '2027-03-29', '2027-03-30'],
    ['six months to a shorter month', '2026-08-31', age(6, 'month'), '2027-02-28', '2027-03-01'],
    ['two years in months', '2024-11-20', age(24, 'month'), '2026-11-19', '2026-11-20'],
    ['a year', '2025-11-20', age(1, 'year'), '2026-11-19', '2026-11-20'],
    ['18 years on 1 March if born on a leap day', '2008-02-29', age(18, 'year'), '2026-02-28', '2026-03-01'],
    ['20 years on 29 February if born on one', '2008-02-29', age(20, 'year'), '2028-02-28', '2028-02-29'],
  ])('%s', (_, birth, completed, before, on) => {
    expect([before, on].map((day) => hasCompleted(completed, date(birth), date(day)))).toEqual([false, true]);
  });

  test('and is in a span from its first day to the day before its last', () => {
    const span = { from: age(6, 'month'), before: age(24, 'month') };
    const within = ['2026-05-19', '2026-05-20', '2027-11-19', '2027-11-20'].map((day) => isInSpan(span, date('2025-11-20'), date(day)));
    expect(within).toEqual([false, true, true, false]);
  });

  test('but is of no age before birth', () => {
    expect(isInSpan({ before: age(28, 'day') }, date('2026-11-20'), date('2026-11-19'))).toBe(false);
    expect(isInSpan({ before: age(28, 'day') }, date('2026-11-20'), date('2026-11-20'))).toBe(true);
  });
});

test('years are counted as the rest of the app counts them', () => {
  expect(wholeYears(date('1984-03-12'), date('2026-03-11'))).toBe(41);
  expect(wholeYears(date('1984-03-12'), date('2026-03-12'))).toBe(42);
});

test('a span of months is shorter than one of years, and all are shorter than one without end', () => {
  const lengths = [
    lengthOf({ before: age(28, 'day') }),
    lengthOf({ from: age(6, 'month'), before: age(24, 'month') }),
    lengthOf({ from: age(5, 'year'), before: age(12, 'year') }),
    lengthOf({ from: age(18, 'year') }),
  ];
  expect(lengths.toSorted((one, other) => one - other)).toEqual(lengths);
  expect(lengthOf(undefined)).toBe(Number.POSITIVE_INFINITY);
});
