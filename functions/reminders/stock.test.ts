import { expect, test } from 'vitest';

import { CalendarDate, Instant } from '../shared/values.ts';
import type { Schedule } from './contract.ts';
import { type Rule, settled, startProgress } from './plan.ts';
import { daysLeft } from './stock.ts';

const ZONE = 'Asia/Kolkata';
/** 07:00 in India. */
const NOW = Instant.parse('2026-11-23T01:30:00Z');

const twice: Schedule = {
  kind: 'clock',
  intakes: [
    { intakeId: 'a1', at: '08:00', amount: 1 },
    { intakeId: 'b1', at: '20:00', amount: 0.5 },
  ],
};
const ruleOf = (schedule: Schedule, endsOn?: string): Rule => {
  const fields = { schedule, startsOn: CalendarDate.parse('2026-11-22'), ...(endsOn ? { endsOn: CalendarDate.parse(endsOn) } : {}) };
  return { ...fields, progress: startProgress(fields, ZONE, NOW) };
};

test.each<[string, Schedule, number, number | undefined]>([
  ['nothing is left', twice, 0, 0],
  ['the morning’s is there and the evening’s is not', twice, 1, 0],
  ['today’s are there', twice, 1.5, 1],
  ['a quarter is missing for the fifth day', twice, 7.25, 4],
  ['it is enough for five days', twice, 7.5, 5],
  ['it is taken on Mondays', { ...twice, weekdays: ['mon'] }, 1.5, 7],
  [
    'it is taken every 8 hours, from noon',
    { kind: 'interval', everyHours: 8, firstAt: Instant.parse('2026-11-23T06:30:00Z'), amount: 1 },
    2,
    1,
  ],
  ['the taper ends before', { ...twice, taper: [{ days: 3, amount: 1 }] }, 4, undefined],
  ['the taper needs one more', { ...twice, taper: [{ days: 3, amount: 1 }] }, 3, 1],
  ['it lasts for more than a year', twice, 1_000, undefined],
  ['it is taken as needed', { kind: 'as-needed', amount: 1, minimumGapMinutes: 0, dailyMaximum: 4 }, 2, undefined],
])('a person whose medicine lasts is told the days: %s', (_, schedule, left, days) => {
  expect(daysLeft(ruleOf(schedule), left, ZONE, NOW)).toBe(days);
});

test('what was taken early today is not needed again', () => {
  const rule = ruleOf(twice);
  const progress = settled(rule, ZONE, ['2026-11-23.a1', '2026-11-23.b1'], NOW);
  expect(daysLeft({ ...rule, progress }, 1.5, ZONE, NOW)).toBe(2);
});

test('what lasts to the last day runs out on none', () => {
  expect(daysLeft(ruleOf(twice, '2026-11-24'), 3, ZONE, NOW)).toBeUndefined();
  expect(daysLeft(ruleOf(twice, '2026-11-24'), 2.75, ZONE, NOW)).toBe(1);
});
