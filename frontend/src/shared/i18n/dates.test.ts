import { expect, test, vi } from 'vitest';

import { ageOn, dateText, dateTimeText, dayAfter, indianDay, timeText } from './dates.ts';

const at = (zone: string) =>
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue({
    ...new Intl.DateTimeFormat().resolvedOptions(),
    timeZone: zone,
  });
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('an instant is told in Indian time, whatever the clock of the device', () => {
  at('Asia/Kolkata');
  expect(plain(dateTimeText('2026-11-23T05:00:00Z', 'en'))).toBe('Mon 23 Nov 2026, 10:30 am');
  expect(plain(dateTimeText('2026-11-23T20:00:00Z', 'en'))).toBe('Tue 24 Nov 2026, 1:30 am');
  expect(plain(timeText('2026-11-23T06:30:00Z', 'en'))).toBe('12:00 pm');
});

test('Hindi names the part of the day instead of am and pm', () => {
  at('Asia/Kolkata');
  expect(plain(timeText('2026-11-23T05:00:00Z', 'hi'))).toBe('सुबह 10:30 बजे');
  expect(plain(timeText('2026-11-23T08:30:00Z', 'hi'))).toBe('दोपहर 2:00 बजे');
  expect(plain(timeText('2026-11-23T12:30:00Z', 'hi'))).toBe('शाम 6:00 बजे');
  expect(plain(timeText('2026-11-23T16:30:00Z', 'hi'))).toBe('रात 10:00 बजे');
  expect(plain(dateText('2026-11-23', 'hi'))).toBe('सोम 23 नवंबर 2026');
});

test('abroad the zone is named', () => {
  at('Europe/London');
  expect(plain(timeText('2026-11-23T05:00:00Z', 'en'))).toBe('10:30 am IST');
});

test('the day in India begins at 18:30 UTC', () => {
  expect(indianDay('2026-11-22T18:29:59Z')).toBe('2026-11-22');
  expect(indianDay('2026-11-22T18:30:00Z')).toBe('2026-11-23');
});

test('days are counted over the ends of months and years', () => {
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01');
  expect(dayAfter('2028-03-01', -1)).toBe('2028-02-29');
});

test('somebody grows older on the birthday, not before', () => {
  expect(ageOn('1984-03-12', '2026-03-11')).toBe(41);
  expect(ageOn('1984-03-12', '2026-03-12')).toBe(42);
});
