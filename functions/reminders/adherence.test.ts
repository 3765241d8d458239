import { expect, test } from 'vitest';

import { Instant } from '../shared/values.ts';
import { adherenceOf } from './adherence.ts';
import type { StoredDose } from './items.ts';

const dose = (dueAt: string, status: StoredDose['status'], rest: Partial<StoredDose> = {}): StoredDose => ({
  doseId: `r1.${dueAt}`,
  reminderId: 'r1',
  patientId: 'asha',
  medicine: 'Metformin',
  form: 'tablet',
  instruction: 'with-food',
  amount: 1,
  dueAt: Instant.parse(dueAt),
  status,
  looks: [],
  snoozes: 0,
  revision: 1,
  ...rest,
});

test('a person sees how much of what was due was taken, in whole per cent, rounded down', () => {
  const doses = [
    dose('2026-11-23T02:30:00Z', 'taken'),
    dose('2026-11-24T02:30:00Z', 'taken', { late: true }),
    dose('2026-11-25T02:30:00Z', 'missed'),
  ];
  expect(adherenceOf(doses, 'Asia/Kolkata')).toEqual([
    { reminderId: 'r1', medicine: 'Metformin', weekOf: '2026-11-23', taken: 2, late: 1, skipped: 0, missed: 1, percent: 66 },
  ]);
});

test('a dose that still waits for an answer counts nowhere', () => {
  const doses = [dose('2026-11-23T02:30:00Z', 'due'), dose('2026-11-23T14:30:00Z', 'snoozed'), dose('2026-11-24T02:30:00Z', 'upcoming')];
  expect(adherenceOf(doses, 'Asia/Kolkata')).toEqual([]);
  expect(adherenceOf([...doses, dose('2026-11-25T02:30:00Z', 'skipped')], 'Asia/Kolkata')).toMatchObject([{ skipped: 1, percent: 0 }]);
});

test('a week begins on Monday where the person is', () => {
  // Monday 00:30 in India is Sunday in New York.
  const doses = [dose('2026-11-22T19:00:00Z', 'taken')];
  expect(adherenceOf(doses, 'Asia/Kolkata')).toMatchObject([{ weekOf: '2026-11-23' }]);
  expect(adherenceOf(doses, 'America/New_York')).toMatchObject([{ weekOf: '2026-11-16' }]);
});

test('what is taken as needed is counted, but was never due', () => {
  const taken = dose('2026-11-23T02:30:00Z', 'taken', { asNeeded: true });
  const [week] = adherenceOf([taken], 'Asia/Kolkata');
  expect(week).toMatchObject({ taken: 1 });
  expect(week).not.toHaveProperty('percent');
  expect(adherenceOf([taken, dose('2026-11-24T02:30:00Z', 'missed')], 'Asia/Kolkata')).toMatchObject([{ taken: 1, missed: 1, percent: 0 }]);
});

test('the newest week comes first, and in it each medicine by its newest name', () => {
  const doses = [
    dose('2026-11-16T02:30:00Z', 'taken'),
    dose('2026-11-24T02:30:00Z', 'taken', { medicine: 'Zinc' }),
    dose('2026-11-23T02:30:00Z', 'taken'),
    dose('2026-11-23T03:30:00Z', 'taken', { reminderId: 'r2', medicine: 'Aspirin' }),
  ];
  expect(adherenceOf(doses, 'Asia/Kolkata').map(({ weekOf, medicine, taken }) => [weekOf, medicine, taken])).toEqual([
    ['2026-11-23', 'Aspirin', 1],
    ['2026-11-23', 'Zinc', 2],
    ['2026-11-16', 'Metformin', 1],
  ]);
});
