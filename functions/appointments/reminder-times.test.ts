import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { type Instant, instantOf, later, millisecondsOf } from '../shared/values.ts';
import { inQuietHours, reminderTimes } from './reminder-times.ts';

const INDIA_AHEAD = 330 * 60_000;
const fromIndia = (text: string) => instantOf(Date.parse(`${text.replace(' ', 'T')}${text.length === 16 ? ':00' : ''}+05:30`));
const inIndia = (at: Instant) => new Date(millisecondsOf(at) + INDIA_AHEAD).toISOString().slice(0, 16).replace('T', ' ');
const remindersOf = (startsAt: string, now: string) =>
  reminderTimes(fromIndia(startsAt), fromIndia(now)).map(({ minutesBefore, at }) => [minutesBefore, inIndia(at)]);

test.each([
  ['2026-11-23 20:59:59', false],
  ['2026-11-23 21:00:00', true],
  ['2026-11-23 23:59:59', true],
  ['2026-11-24 00:00:00', true],
  ['2026-11-24 05:29:59', true],
  ['2026-11-24 05:30:00', true],
  ['2026-11-24 07:59:59', true],
  ['2026-11-24 08:00:00', false],
  ['2026-11-24 12:00:00', false],
])('at %s in India it is quiet: %s', (at, quiet) => {
  expect(inQuietHours(fromIndia(at))).toBe(quiet);
});

describe('a patient is reminded of an appointment', () => {
  const longBefore = '2026-11-01 12:00';
  test.each([
    [
      'in the daytime',
      '2026-11-23 12:00',
      [
        [1440, '2026-11-22 12:00'],
        [60, '2026-11-23 11:00'],
        [15, '2026-11-23 11:45'],
      ],
    ],
    [
      'at 09:00, when the quiet is just over',
      '2026-11-23 09:00',
      [
        [1440, '2026-11-22 09:00'],
        [60, '2026-11-23 08:00'],
        [15, '2026-11-23 08:45'],
      ],
    ],
    [
      'at 08:30, an hour before as soon as the quiet is over',
      '2026-11-23 08:30',
      [
        [1440, '2026-11-22 08:30'],
        [60, '2026-11-23 08:00'],
        [15, '2026-11-23 08:15'],
      ],
    ],
    [
      'at 08:20, also when only five minutes are between',
      '2026-11-23 08:20',
      [
        [1440, '2026-11-22 08:20'],
        [60, '2026-11-23 08:00'],
        [15, '2026-11-23 08:05'],
      ],
    ],
    [
      'at 08:15, not twice at 08:00 but the evening before',
      '2026-11-23 08:15',
      [
        [1440, '2026-11-22 08:15'],
        [60, '2026-11-22 20:45'],
        [15, '2026-11-23 08:00'],
      ],
    ],
    [
      'at 08:00, the last time while it is still quiet',
      '2026-11-23 08:00',
      [
        [1440, '2026-11-22 08:00'],
        [60, '2026-11-22 20:45'],
        [15, '2026-11-23 07:45'],
      ],
    ],
    [
      'at 06:00, a day before as soon as the quiet is over',
      '2026-11-23 06:00',
      [
        [1440, '2026-11-22 08:00'],
        [60, '2026-11-22 20:45'],
        [15, '2026-11-23 05:45'],
      ],
    ],
    [
      'at midnight, between two days',
      '2026-11-23 00:00',
      [
        [1440, '2026-11-22 08:00'],
        [60, '2026-11-22 20:45'],
        [15, '2026-11-22 23:45'],
      ],
    ],
    [
      'at 22:00, the same evening',
      '2026-11-23 22:00',
      [
        [1440, '2026-11-23 08:00'],
        [60, '2026-11-23 20:45'],
        [15, '2026-11-23 21:45'],
      ],
    ],
    [
      'at 21:55, just before the quiet',
      '2026-11-23 21:55',
      [
        [1440, '2026-11-23 08:00'],
        [60, '2026-11-23 20:55'],
        [15, '2026-11-23 21:40'],
      ],
    ],
    [
      'at 21:00',
      '2026-11-23 21:00',
      [
        [1440, '2026-11-23 08:00'],
        [60, '2026-11-23 20:00'],
        [15, '2026-11-23 20:45'],
      ],
    ],
    [
      'at 20:55',
      '2026-11-23 20:55',
      [
        [1440, '2026-11-22 20:55'],
        [60, '2026-11-23 19:55'],
        [15, '2026-11-23 20:40'],
      ],
    ],
    [
      'over the end of a month',
      '2026-12-01 06:00',
      [
        [1440, '2026-11-30 08:00'],
        [60, '2026-11-30 20:45'],
        [15, '2026-12-01 05:45'],
      ],
    ],
    [
      'the day after a leap day',
      '2028-03-01 00:30',
      [
        [1440, '2028-02-29 08:00'],
        [60, '2028-02-29 20:45'],
        [15, '2028-03-01 00:15'],
      ],
    ],
    [
      'on a leap day',
      '2028-02-29 10:00',
      [
        [1440, '2028-02-28 10:00'],
        [60, '2028-02-29 09:00'],
        [15, '2028-02-29 09:45'],
      ],
    ],
    [
      'over the end of a year',
      '2027-01-01 00:00',
      [
        [1440, '2026-12-31 08:00'],
        [60, '2026-12-31 20:45'],
        [15, '2026-12-31 23:45'],
      ],
    ],
  ])('%s', (_, startsAt, expected) => {
    expect(remindersOf(startsAt, longBefore)).toEqual(expected);
  });

  test.each([
    ['two hours before', '2026-11-23 12:00', '2026-11-23 10:00', [60, 15]],
    ['exactly a day before, which is too late for that one', '2026-11-23 12:00', '2026-11-22 12:00', [60, 15]],
    ['a second earlier', '2026-11-23 12:00', '2026-11-22 11:59:59', [1440, 60, 15]],
    ['half an hour before', '2026-11-23 12:00', '2026-11-23 11:30', [15]],
    ['ten minutes before', '2026-11-23 12:00', '2026-11-23 11:50', []],
    ['after the start', '2026-11-23 12:00', '2026-11-23 12:10', []],
    ['the night before, when the evening’s is past', '2026-11-23 06:00', '2026-11-22 21:10', [15]],
    ['that evening in time', '2026-11-23 06:00', '2026-11-22 20:44:59', [60, 15]],
    ['less than a day before, in time for one that waits for the morning', '2026-11-23 06:00', '2026-11-22 07:00', [1440, 60, 15]],
    ['less than an hour before, in time for one that waits for the morning', '2026-11-23 08:30', '2026-11-23 07:45', [60, 15]],
  ])('as far as it was booked in time: %s', (_, startsAt, now, expected) => {
    expect(remindersOf(startsAt, now).map(([minutesBefore]) => minutesBefore)).toEqual(expected);
  });
});

test('nobody is woken but by the last reminder; each comes in time, once and in order', () => {
  const first = millisecondsOf(fromIndia('2028-02-28 00:00'));
  const startsAt = fc.integer({ min: 0, max: 3 * 288 }).map((cell) => instantOf(first + cell * 300_000));
  fc.assert(
    fc.property(startsAt, fc.integer({ min: -600, max: 3 * 86_400 }), (start, secondsBefore) => {
      const now = later(start, -secondsBefore);
      const reminders = reminderTimes(start, now);
      for (const [n, { minutesBefore, at }] of reminders.entries()) {
        expect(at > now && at < start).toBe(true);
        expect(at > (reminders[n - 1]?.at ?? '')).toBe(true);
        expect(minutesBefore).toBeLessThan(reminders[n - 1]?.minutesBefore ?? Number.POSITIVE_INFINITY);
        const clock = inIndia(at).slice(11);
        if (minutesBefore !== 15) expect(clock >= '08:00' && clock < '21:00').toBe(true);
        else expect(millisecondsOf(start) - millisecondsOf(at)).toBe(15 * 60_000);
        const wanted = later(start, -minutesBefore * 60);
        if (!inQuietHours(wanted)) expect(at).toBe(wanted);
        // Out of the quiet hours is never further than the night is long.
        expect(Math.abs(millisecondsOf(at) - millisecondsOf(wanted))).toBeLessThanOrEqual(11.25 * 3_600_000);
      }
      if (secondsBefore > 15 * 60) expect(reminders.at(-1)?.minutesBefore).toBe(15);
      // Whoever books two days ahead gets all three.
      if (secondsBefore > 2 * 86_400) expect(reminders).toHaveLength(3);
    }),
    { numRuns: 1_000 },
  );
});
