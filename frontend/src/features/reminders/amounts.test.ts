import { expect, test } from 'vitest';

import { amountOf, amountText, choicesOf, countOf } from './amounts.ts';

test.each([
  ['0.5', 0.5],
  ['½', 0.5],
  ['1½', 1.5],
  ['1 ½', 1.5],
  ['1/2', 0.5],
  ['1 3/4', 1.75],
  ['0,25', 0.25],
  [' 2 ', 2],
  ['1000', 1000],
])('%s is an amount', (typed, amount) => expect(amountOf(typed)).toBe(amount));

test.each(['', '0', '-1', '0.1', '1.3', '1/3', '1001', 'two', '1/2/2', '.', 'NaN'])('%s is no amount', (typed) =>
  expect(amountOf(typed)).toBeUndefined(),
);

test('a tablet is broken into quarters, and what is measured is not', () => {
  expect(amountText(0.25, 'tablet')).toBe('¼');
  expect(amountText(1.5, 'tablet')).toBe('1½');
  expect(amountText(2, 'tablet')).toBe('2');
  expect(amountText(2.5, 'ml')).toBe('2.5');
});

test('half a tablet is still of one', () => {
  expect(countOf(0.5)).toBe(1);
  expect(countOf(1)).toBe(1);
  expect(countOf(1.25)).toBe(2);
});

test('an amount that is in no list is offered as well, once it is there', () => {
  expect(choicesOf('tablet', 1.25)).toContain(1.25);
  expect(choicesOf('capsule', 7)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10]);
  expect(choicesOf('unit', 14)).toBeUndefined();
});
