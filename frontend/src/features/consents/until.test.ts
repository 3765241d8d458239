import { expect, test } from 'vitest';

import { LONGEST_DAYS as LONGEST_OF_THE_API } from '../../../../functions/consents/contract.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { endsAtOf, LONGEST_DAYS, latestDay } from './until.ts';

const today = '2026-11-20';

test('a grant lasts as long as the API allows, and no second longer', () => {
  expect(LONGEST_DAYS).toBe(LONGEST_OF_THE_API);
  const first = Date.parse('2026-11-19T18:30:00Z'); // the first second of 20 November in India
  const last = Date.parse(endsAtOf('date', { today, date: latestDay(today) }) ?? '');
  expect(last - first).toBeLessThanOrEqual(LONGEST_DAYS * 86_400_000);
});

test('a date lasts until its last second in India', () => {
  const end = endsAtOf('date', { today, date: '2026-11-23' }) ?? '';
  expect(end).toBe('2026-11-23T18:29:59Z');
  expect(indianDay(end)).toBe('2026-11-23');
  expect(indianDay(Date.parse(end) + 1_000)).toBe('2026-11-24');
});

test.each([
  ['today', { date: '' }, '2026-11-20T18:29:59Z'],
  ['30-days', { date: '' }, '2026-12-20T18:29:59Z'],
  ['visit', { date: '', visitDay: '2026-11-23' }, '2026-11-23T18:29:59Z'],
  ['visit', { date: '' }, undefined],
  ['date', { date: '' }, undefined],
  ['date', { date: '2026-11-19' }, undefined],
  ['date', { date: '2026-11-20' }, '2026-11-20T18:29:59Z'],
  ['date', { date: '2027-11-19' }, '2027-11-19T18:29:59Z'],
  ['date', { date: '2027-11-20' }, undefined],
  ['visit', { date: '', visitDay: '2028-01-01' }, undefined],
] as const)('%s with %j ends at %s', (until, given, end) => {
  expect(endsAtOf(until, { today, ...given })).toBe(end);
});
