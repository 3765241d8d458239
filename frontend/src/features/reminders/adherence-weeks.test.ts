import { expect, test } from 'vitest';

import { AdherenceWeek } from '../../../../functions/reminders/contract.ts';
import { medicinesIn, mondayOf, totalOf, weeksOf } from './adherence-weeks.ts';

const row = (
  weekOf: string,
  medicine: string,
  counts: [taken: number, late: number, skipped: number, missed: number],
  percent?: number,
) => {
  const [taken, late, skipped, missed] = counts;
  return AdherenceWeek.parse({
    reminderId: medicine,
    medicine,
    weekOf,
    taken,
    late,
    skipped,
    missed,
    ...(percent !== undefined && { percent }),
  });
};

const ROWS = [
  row('2026-11-16', 'Metformin', [5, 1, 1, 1], 71),
  row('2026-11-16', 'Amlodipine', [7, 0, 0, 0], 100),
  row('2026-11-16', 'Paracetamol', [9, 0, 0, 0]),
  row('2026-11-02', 'Metformin', [0, 0, 0, 7], 0),
];

test('each week is there, also one in which nothing was due', () => {
  expect(weeksOf(ROWS, { monday: '2026-11-16', count: 3 }).map(({ weekOf, percent }) => [weekOf, percent])).toEqual([
    ['2026-11-02', 0],
    ['2026-11-09', undefined],
    ['2026-11-16', 85],
  ]);
});

test('what is taken only as needed makes nobody more regular', () => {
  expect(totalOf(ROWS)).toEqual({ taken: 12, late: 1, skipped: 1, missed: 8, due: 21, percent: 57 });
  expect(medicinesIn(ROWS).map(({ medicine }) => medicine)).toEqual(['Amlodipine', 'Metformin']);
});

test('of one medicine', () => {
  expect(totalOf(ROWS, 'Amlodipine').percent).toBe(100);
  expect(weeksOf(ROWS, { monday: '2026-11-16', count: 1, reminderId: 'Metformin' })[0]).toMatchObject({ due: 7, percent: 71 });
});

test('a week begins on Monday', () => {
  expect(mondayOf('2026-11-22')).toBe('2026-11-16');
  expect(mondayOf('2026-11-16')).toBe('2026-11-16');
  expect(mondayOf('2027-01-01')).toBe('2026-12-28');
});
