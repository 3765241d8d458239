import { expect, test } from 'vitest';

import { instantIn, localIn, showSame, zoneName } from './zone-clock.ts';

const NOW = Date.parse('2026-11-20T08:30:00Z');

test.each([
  ['2026-11-20', '08:00', 'Asia/Kolkata', '2026-11-20T02:30:00Z'],
  ['2026-07-01', '08:00', 'Europe/London', '2026-07-01T07:00:00Z'],
  ['2026-11-20', '00:00', 'Asia/Kathmandu', '2026-11-19T18:15:00Z'],
  ['2026-03-29', '00:30', 'Europe/London', '2026-03-29T00:30:00Z'],
  ['2026-03-29', '09:00', 'Europe/London', '2026-03-29T08:00:00Z'],
])('%s %s in %s is %s', (day, clock, zone, instant) => {
  expect(instantIn(day, clock, zone)).toBe(instant);
  expect(localIn(instant, zone)).toEqual({ day, clock });
});

test('nobody is asked about a zone whose clock shows the same', () => {
  expect(showSame('Asia/Kolkata', 'Asia/Calcutta', NOW)).toBe(true);
  expect(showSame('Asia/Kolkata', 'Asia/Colombo', NOW)).toBe(true);
  expect(showSame('Asia/Kolkata', 'Asia/Dubai', NOW)).toBe(false);
});

test('a zone is named in the language of the screen', () => {
  expect(zoneName('Asia/Dubai', 'en', NOW)).toBe('Gulf Standard Time');
  expect(zoneName('Asia/Kolkata', 'hi', NOW)).toBe('भारतीय मानक समय');
});
