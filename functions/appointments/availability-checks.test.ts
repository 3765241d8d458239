import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { problemsOfAvailability } from './availability-checks.ts';
import { AvailabilityFields, type Weekday } from './contract.ts';
import { offeredSlots } from './free-slots.ts';

const hours = (from: string, to: string, slotMinutes = 20) => ({ from, to, slotMinutes, bufferMinutes: 10, modes: ['video'] });
const weekly = (days: Weekday[], from: string, to: string, slotMinutes?: number) => ({ days, ...hours(from, to, slotMinutes) });
const extra = (date: string, from: string, to: string, slotMinutes?: number) => ({ kind: 'extra', date, ...hours(from, to, slotMinutes) });
const problemsOf = (given: { weekly?: unknown[]; exceptions?: unknown[] }) =>
  problemsOfAvailability(AvailabilityFields.parse({ weekly: [], exceptions: [], windowDays: 30, noticeMinutes: 60, ...given })).map(
    ({ field, rule }) => `${field} ${rule}`,
  );

describe('a doctor’s weekly hours', () => {
  test('may follow one another at once, also when a break reaches beyond the end', () => {
    expect(problemsOf({ weekly: [weekly(['mon', 'tue'], '09:00', '13:00'), weekly(['mon'], '13:00', '24:00')] })).toEqual([]);
  });

  test('may be the same on different days', () => {
    expect(problemsOf({ weekly: [weekly(['mon', 'wed'], '09:00', '13:00'), weekly(['tue', 'thu'], '09:00', '13:00')] })).toEqual([]);
  });

  test('may name a day twice', () => {
    expect(problemsOf({ weekly: [weekly(['mon', 'mon'], '09:00', '13:00')] })).toEqual([]);
  });

  test.each([
    ['reach into others', '12:55', '17:00'],
    ['lie within others', '10:00', '11:00'],
    ['are around others', '08:00', '14:00'],
    ['are the same as others', '09:00', '13:00'],
    ['reach from before into others', '08:00', '09:05'],
  ])('that %s of a day are refused, and the doctor is told which', (_, from, to) => {
    expect(problemsOf({ weekly: [weekly(['sun', 'mon'], '09:00', '13:00'), weekly(['tue', 'mon'], from, to)] })).toEqual([
      'body.weekly.1.from must not overlap weekly.0 on mon',
    ]);
  });

  test('name the stretch that they overlap, not just the one before', () => {
    const given = [weekly(['fri'], '09:00', '10:00'), weekly(['fri'], '10:00', '11:00'), weekly(['fri'], '09:30', '10:30')];
    expect(problemsOf({ weekly: given })).toEqual(['body.weekly.2.from must not overlap weekly.0 on fri']);
  });

  test('must hold one slot', () => {
    expect(problemsOf({ weekly: [weekly(['mon'], '09:00', '09:20', 20)] })).toEqual([]);
    expect(problemsOf({ weekly: [weekly(['mon'], '09:00', '09:20', 25)] })).toEqual([
      'body.weekly.0.to must be at least 25 minutes after from, so that one slot fits',
    ]);
  });
});

describe('hours that a doctor adds', () => {
  test('may lie over the weekly ones and over leave', () => {
    const off = { kind: 'off', fromDate: '2028-02-29', toDate: '2028-02-29' };
    expect(problemsOf({ weekly: [weekly(['tue'], '09:00', '13:00')], exceptions: [off, extra('2028-02-29', '09:00', '13:00')] })).toEqual(
      [],
    );
  });

  test('may not overlap one another on one date', () => {
    const exceptions = [
      { kind: 'off', fromDate: '2026-12-31', toDate: '2026-12-31' },
      extra('2026-12-31', '09:00', '10:00'),
      extra('2027-01-01', '09:30', '10:30'),
      extra('2026-12-31', '10:00', '11:00'),
      extra('2026-12-31', '09:55', '10:30'),
    ];
    expect(problemsOf({ exceptions })).toEqual(['body.exceptions.4.from must not overlap exceptions.1 on 2026-12-31']);
  });

  test('must hold one slot', () => {
    expect(problemsOf({ exceptions: [extra('2026-12-31', '23:30', '24:00', 45)] })).toEqual([
      'body.exceptions.0.to must be at least 45 minutes after from, so that one slot fits',
    ]);
  });
});

test('hours without a problem offer every slot of every stretch, and no problem is missed', () => {
  const DAYS: Weekday[] = ['mon', 'tue'];
  const clock = (cell: number) => `${String(Math.floor(cell / 12)).padStart(2, '0')}:${String((cell % 12) * 5).padStart(2, '0')}`;
  const stretch = fc
    .record({
      days: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1 }),
      start: fc.integer({ min: 0, max: 287 }),
      cells: fc.integer({ min: 1, max: 60 }),
      slotMinutes: fc.integer({ min: 1, max: 12 }).map((n) => n * 5),
    })
    .map(({ days, start, cells, slotMinutes }) => weekly(days, clock(start), clock(Math.min(288, start + cells)), slotMinutes));
  const monday = CalendarDate.parse('2026-11-30');
  const tuesday = CalendarDate.parse('2026-12-01');
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 4 }), (given) => {
      const availability = AvailabilityFields.parse({ weekly: given, exceptions: [], windowDays: 30, noticeMinutes: 0 });
      const cellsTaken = new Set<string>();
      let sound = true;
      for (const { days, from, to, slotMinutes } of availability.weekly) {
        const cells = Array.from({ length: 288 }, (_, cell) => clock(cell)).filter((cell) => cell >= from && cell < to);
        if (cells.length * 5 < slotMinutes) sound = false;
        for (const day of days)
          for (const cell of cells) {
            if (cellsTaken.has(`${day} ${cell}`)) sound = false;
            cellsTaken.add(`${day} ${cell}`);
          }
      }
      expect(problemsOfAvailability(availability).length === 0).toBe(sound);
      if (!sound) return;
      const alone = availability.weekly.flatMap((one) => offeredSlots({ ...availability, weekly: [one] }, monday, tuesday));
      expect(offeredSlots(availability, monday, tuesday)).toHaveLength(alone.length);
    }),
    { numRuns: 200 },
  );
});
