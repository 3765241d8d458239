import { expect, test } from 'vitest';

import { changesOf } from './correction.ts';

const value = {
  code: '1558-6',
  value: '126',
  comparator: '>',
  unit: 'mg/dL',
  at: '2026-11-20',
  labRange: { high: '100' },
  source: 'City Lab',
} as never;

test('a patient who corrects the value sends the value and nothing else', () => {
  expect(
    changesOf(value, {
      code: '1558-6',
      value: '162',
      comparator: '>',
      unit: 'mg/dL',
      at: '2026-11-20',
      labRange: { high: '100' },
      source: 'City Lab',
    }),
  ).toEqual({ value: '162' });
});

test('what a patient empties is taken out', () => {
  expect(changesOf(value, { code: '1558-6', value: '126', unit: 'mg/dL', at: '2026-11-19' })).toEqual({
    at: '2026-11-19',
    comparator: null,
    labRange: null,
    source: null,
  });
});
