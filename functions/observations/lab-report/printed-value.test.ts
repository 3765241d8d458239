import fc from 'fast-check';
import { expect, test } from 'vitest';

import { plainDecimal, readResult } from './printed-value.ts';

test.each([
  ['12.1', '12.1'],
  ['12.10', '12.10'],
  ['.85', '0.85'],
  ['007', '7'],
  ['1,50,000', '150000'],
  ['150,000', '150000'],
  ['1,234.5', '1234.5'],
  [': 13.2', '13.2'],
  ['2.5 lakhs', '250000'],
  ['2.45 Lacs', '245000'],
  ['1.234567 lakh', '123456.7'],
])('the result %j is the number %s', (printed, number) => {
  expect(readResult(printed)).toMatchObject({ kind: 'number', value: { number } });
});

test.each([
  ['12.1 L', '12.1', 'L'],
  ['H 12.1', '12.1', 'H'],
  ['*12.1', '12.1', '*'],
  ['12.1*', '12.1', '*'],
  ['12.1H', '12.1', 'H'],
  ['12.1 (H)', '12.1', 'H'],
  ['[L] 3.2', '3.2', 'L'],
  ['145 High', '145', 'High'],
  ['9.5 g/dl L', '9.5', 'L'],
  ['9.5 g/dl H 13 - 17', '9.5', 'H'],
])('the flag of %j is %s', (printed, number, flag) => {
  expect(readResult(printed)).toMatchObject({ kind: 'number', value: { number, flag } });
});

test.each([
  ['<0.01', '<', '0.01'],
  ['< 0.01', '<', '0.01'],
  ['> 1000', '>', '1000'],
  ['>=90', '>=', '90'],
  ['≤ 3', '<=', '3'],
  ['Less than 0.5', '<', '0.5'],
])('%j keeps its sign', (printed, comparator, number) => {
  expect(readResult(printed)).toMatchObject({ kind: 'number', value: { comparator, number } });
});

test.each([
  ['84.0 fL', 'fL'],
  ['5.6 %', '%'],
  ['42%', '%'],
  ['7.2 x10^3 / µL', 'x10^3 / µL'],
  ['2.84 lakhs/cumm', 'lakhs/cumm'],
])('what stands behind the number of %j is %s', (printed, rest) => {
  expect(readResult(printed)).toMatchObject({ kind: 'number', value: { rest } });
});

test.each(['Negative', 'Nil', 'NON-REACTIVE', '1+', 'Trace', 'Not detected', 'Normal'])('%j is a finding and no number', (printed) => {
  expect(readResult(printed).kind).toBe('word');
});

test.each(['7,2', '2-4', '120/80', '12.03.2026', 'Awaited', '', 'g/dL'])('%j is no result', (printed) => {
  expect(readResult(printed).kind).toBe('other');
});

test('two numbers in one place are not chosen between', () => {
  expect(readResult('12.1 11.4').kind).toBe('several');
});

test('a number with commas as India sets them reads as the number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_99_99_999 }), (number) => {
      const printed = new Intl.NumberFormat('en-IN').format(number);
      expect(plainDecimal(printed)).toBe(String(number));
      expect(readResult(printed)).toMatchObject({ kind: 'number', value: { number: String(number) } });
    }),
  );
});
