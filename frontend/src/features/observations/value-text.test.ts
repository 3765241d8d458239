import { expect, test } from 'vitest';

import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { rangeWordsOf, valueText } from './value-text.ts';

const info = {
  units: [
    { unit: '%', text: '%', decimals: 1 },
    { unit: 'mg/dL', text: 'mg/dL', decimals: 0 },
  ],
  findings: [{ code: 'negative', name: { en: 'Negative', hi: 'नेगेटिव' } }],
} as unknown as MarkerInfo;

test.each([
  [{ value: '7.2', unit: '%' }, '7.2%'],
  [{ value: '126', unit: 'mg/dL' }, '126\u00a0mg/dL'],
  [{ value: '0.50', comparator: '<', unit: 'mg/dL' }, '<\u00a00.50\u00a0mg/dL'],
  [{ value: '40', comparator: '>=', unit: '%' }, '≥\u00a040%'],
  [{ value: 'negative' }, 'Negative'],
  [{ value: '3', unit: 'of-another-catalogue' }, '3\u00a0of-another-catalogue'],
] as const)('a patient reads %o as %s', (value, text) => {
  expect(valueText(value, info, 'en')).toBe(text);
});

test('a patient reads a finding in Hindi on a Hindi screen', () => {
  expect(valueText({ value: 'negative' }, info, 'hi')).toBe('नेगेटिव');
});

test.each([
  [{ low: '4', high: '6' }, 'range.between'],
  [{ high: '200', highInclusive: false }, 'range.less'],
  [{ high: '200' }, 'range.up-to'],
  [{ low: '40' }, 'range.from'],
  [{ low: '40', lowInclusive: false }, 'range.more'],
  [{}, undefined],
] as const)('a limit that a lab prints as %o is said as %s', (limits, words) => {
  expect(rangeWordsOf(limits)).toBe(words);
});
