import { expect, test } from 'vitest';

import { markersFor } from './use-markers.ts';

const markers = [
  { name: { en: 'HbA1c (three-month sugar)', hi: 'एचबीए1सी' }, shortName: 'HbA1c' },
  { name: { en: 'Fasting sugar', hi: 'खाली पेट शुगर' }, shortName: 'FBS' },
];

test.each([
  ['hba', 1],
  ['sugar', 2],
  ['sugar FASTING', 1],
  ['fbs', 1],
  ['शुगर', 1],
  ['', 2],
  ['thyroid', 0],
])('a patient who types "%s" finds %d tests', (typed, count) => {
  expect(markersFor(markers, typed)).toHaveLength(count);
});
