import { expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { filterRate } from './egfr.ts';
import { decimalText, exact } from './exact.ts';
import type { Person } from './reference-range.ts';

const on = CalendarDate.parse('2026-11-20');
const rate = (creatinine: string, person: Person) => {
  const value = filterRate(exact(creatinine), person, on);
  return value && decimalText(value, 0);
};
const aged = (years: number, sex: Person['sex']): Person => ({ sex, dateOfBirth: CalendarDate.parse(`${2026 - years}-11-20`) });

// Worked out by hand from the published equation, on each side of the bend.
test.each([
  [50, 'female', '0.8', '90'],
  [50, 'female', '0.7', '105'],
  [50, 'female', '0.5', '114'],
  [50, 'male', '0.9', '104'],
  [60, 'male', '1.2', '69'],
  // The equation of 2009 bends a little more and would say 54.
  [20, 'male', '1.8', '55'],
  [35, 'male', '0.6', '129'],
  [70, 'female', '2.5', '20'],
] as const)('somebody of %i, %s, with creatinine %s filters %s', (years, sex, creatinine, expected) => {
  expect(rate(creatinine, aged(years, sex))).toBe(expected);
});

test.each([
  ['a child', aged(17, 'male')],
  ['a mother to be', { ...aged(30, 'female'), pregnant: true }],
  ['somebody without a sex', aged(30, undefined)],
  ['somebody of another sex', aged(30, 'other')],
  ['somebody without a date of birth', { sex: 'male' }],
] as const)('%s gets no figure: the equation does not hold', (_, person) => {
  expect(rate('0.8', person)).toBeUndefined();
});

test('no creatinine makes no figure', () => {
  expect(rate('0', aged(30, 'male'))).toBeUndefined();
});

test('a birthday counts from the day', () => {
  const young: Person = { sex: 'male', dateOfBirth: CalendarDate.parse('2008-11-21') };
  expect([rate('0.9', young), rate('0.9', aged(18, 'male'))]).toEqual([undefined, '127']);
});
