import { expect, test } from 'vitest';

import { dayOf, monthOf } from './day-of.ts';

test.each([
  ['3', 3],
  ['03', 3],
  ['mar', 3],
  ['March', 3],
  ['Sept', 9],
  ['Sep.', 9],
  ['मार्च', 3],
  ['फ़रवरी', 2],
  ['फरवरी', 2],
  ['नवंबर', 11],
  ['१२', 12],
  ['13', undefined],
  ['0', undefined],
  ['ma', undefined],
  ['moon', undefined],
])('the month "%s" is %s', (typed, month) => {
  expect(monthOf(typed)).toBe(month);
});

test.each([
  [{ day: '12', month: '3', year: '1984' }, '1984-03-12'],
  [{ day: '1', month: 'Jan', year: '2000' }, '2000-01-01'],
  [{ day: '१', month: 'जनवरी', year: '२०००' }, '2000-01-01'],
  [{ day: '29', month: '2', year: '2024' }, '2024-02-29'],
  [{ day: '29', month: '2', year: '2023' }, undefined],
  [{ day: '31', month: '4', year: '1984' }, undefined],
  [{ day: '12', month: '3', year: '84' }, undefined],
  [{ day: '', month: '3', year: '1984' }, undefined],
])('%j is the day %s', (typed, day) => {
  expect(dayOf(typed)).toBe(day);
});
