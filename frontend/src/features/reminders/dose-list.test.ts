import { expect, test } from 'vitest';

import { Dose } from '../../../../functions/reminders/contract.ts';
import { groupsOf, mayHaveBeenOnTime, mayUndo, nextOf, plannedOf } from './dose-list.ts';

const NOW = Date.parse('2026-11-20T08:30:00Z');
const dose = (doseId: string, dueAt: string, over: Partial<Dose> | object = {}): Dose =>
  Dose.parse({
    doseId,
    reminderId: 'r1',
    medicine: 'Metformin',
    form: 'tablet',
    instruction: 'none',
    amount: 1,
    status: 'upcoming',
    dueAt: `2026-11-20T${dueAt}:00Z`,
    ...over,
  });
const ids = (doses: readonly Dose[]) => doses.map(({ doseId }) => doseId);

const DAY = [
  dose('old', '02:00', { status: 'taken', takenAt: '2026-11-20T02:01:00Z', answeredAt: '2026-11-20T02:01:00Z' }),
  dose('missed', '03:00', { status: 'missed' }),
  dose('fresh', '08:00', { status: 'skipped', skipReason: 'forgot', answeredAt: '2026-11-20T08:10:00Z' }),
  dose('just-due', '08:30'),
  dose('snoozed', '08:00', { status: 'snoozed', snoozedUntil: '2026-11-20T09:00:00Z' }),
  dose('next', '15:00'),
];

test('what is to be answered comes first, what can be taken back stays in sight, the rest is folded', () => {
  const { due, later, fresh, done } = groupsOf(DAY, NOW);
  expect([due, later, fresh, done].map(ids)).toEqual([['missed', 'just-due', 'snoozed'], ['next'], ['fresh'], ['old']]);
});

test('a dose whose time came since the list was read is due', () => {
  expect(nextOf(DAY, NOW)?.doseId).toBe('just-due');
  expect(nextOf([dose('next', '15:00')], NOW)?.doseId).toBe('next');
  expect(nextOf([DAY[0] as Dose], NOW)).toBeUndefined();
});

test('an answer can be taken back for an hour, whatever time was given for the taking', () => {
  const answered = dose('a', '02:00', { status: 'taken', takenAt: '2026-11-20T02:00:00Z', answeredAt: '2026-11-20T07:30:01Z' });
  expect(mayUndo(answered, NOW)).toBe(true);
  expect(mayUndo(answered, NOW + 1_000)).toBe(false);
});

test('whoever answers late may have taken it on time', () => {
  expect(mayHaveBeenOnTime(dose('a', '07:00', { status: 'due' }), NOW)).toBe(true);
  expect(mayHaveBeenOnTime(dose('a', '08:00', { status: 'due' }), NOW)).toBe(false);
  expect(mayHaveBeenOnTime(dose('a', '07:00', { status: 'due' }), NOW + 86_400_000)).toBe(false);
});

test('what is taken as needed is not among so many of so many', () => {
  expect(ids(plannedOf([...DAY.slice(0, 1), dose('x', '04:00', { status: 'taken', asNeeded: true })]))).toEqual(['old']);
});
