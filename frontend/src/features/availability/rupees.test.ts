import { expect, test } from 'vitest';

import { paiseOf, rupeesOf } from './rupees.ts';

test.each([
  ['500', 50_000],
  ['₹1,25,000', 12_500_000],
  [' 499.5 ', 49_950],
  ['499.05', 49_905],
  ['0', 0],
  ['19.99', 1_999],
])('a doctor who types %s means %d paise', (typed, paise) => {
  expect(paiseOf(typed)).toBe(paise);
});

test.each(['', '-5', '5.123', 'five', '1e3', '.5', '1234567890'])('a doctor who types "%s" is asked again', (typed) => {
  expect(paiseOf(typed)).toBeUndefined();
});

test('every sum comes back from the field as it went in', () => {
  for (const paise of [0, 1, 10, 99, 100, 105, 49_950, 49_905, 10_000_000]) expect(paiseOf(rupeesOf(paise))).toBe(paise);
});
