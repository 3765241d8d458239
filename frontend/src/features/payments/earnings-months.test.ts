import { expect, test } from 'vitest';

import { isMonth, monthAfter, monthsAround } from './earnings-months.ts';

test('months go on across the ends of years', () => {
  expect(monthAfter('2026-12', 1)).toBe('2027-01');
  expect(monthAfter('2026-01', -1)).toBe('2025-12');
  expect(monthAfter('2026-11', 0)).toBe('2026-11');
  expect(monthAfter('2026-11', -24)).toBe('2024-11');
});

test('the months to choose from hold the one that was asked for, however old', () => {
  expect(monthsAround('2026-11', '2026-11').slice(0, 4)).toEqual(['2027-02', '2027-01', '2026-12', '2026-11']);
  expect(monthsAround('2026-11', '2020-03').at(-1)).toBe('2020-03');
  expect(new Set(monthsAround('2026-11', '2026-11')).size).toBe(28);
});

test('a month of an address that is none is not asked for', () => {
  expect(['2026-11', '2026-13', '2026-1', '', '2026-11-01'].map(isMonth)).toEqual([true, false, false, false, false]);
});
