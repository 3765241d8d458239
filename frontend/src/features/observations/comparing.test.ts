import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { changeOf, chosenDays, differenceOf } from './comparing.ts';

const value = (over: Partial<Observation>) => ({ observationId: JSON.stringify(over), unit: '%', ...over }) as Observation;
const sugar = { units: [{ unit: 'mg/dL', text: 'mg/dL', decimals: 0 }] } as unknown as MarkerInfo;

test('a difference is told digit by digit, without what a computer would add', () => {
  expect(differenceOf('7.2', '6.9')).toBe('0.3');
  expect(differenceOf('6.10', '7')).toBe('-0.9');
  expect(differenceOf('100', '10')).toBe('90');
  expect(differenceOf('-1.5', '0.25')).toBe('-1.75');
  expect(differenceOf('6.10', '6.1')).toBe('0');
  expect(differenceOf('180.156', '90', 0)).toBe('90');
  expect(differenceOf('1.5', '0', 0)).toBe('2');
  expect(differenceOf('0', '1.5', 0)).toBe('-2');
  expect(differenceOf('100.4', '100', 0)).toBe('0');
});

test('what was added to a value is the difference that is told', () => {
  const thousandths = fc.integer({ min: -9_999_999, max: 9_999_999 });
  const decimal = (number: number) =>
    `${number < 0 ? '-' : ''}${Math.floor(Math.abs(number) / 1000)}.${String(Math.abs(number) % 1000).padStart(3, '0')}`;
  fc.assert(
    fc.property(thousandths, thousandths, (from, by) => {
      expect(Number(differenceOf(decimal(from + by), decimal(from)))).toBe(by / 1000);
    }),
  );
});

test('a value that rose or fell says by how much, in the unit as printed', () => {
  expect(changeOf({ earlier: value({ value: '6.9' }), later: value({ value: '7.2' }) }, undefined)).toEqual({
    is: 'up',
    amount: '0.3',
    unit: '%',
  });
  expect(changeOf({ earlier: value({ value: '7.2' }), later: value({ value: '6.9' }) }, undefined)).toEqual({
    is: 'down',
    amount: '0.3',
    unit: '%',
  });
  expect(changeOf({ earlier: value({ value: '6.9' }), later: value({ value: '6.90' }) }, undefined)).toEqual({ is: 'same' });
});

test('values in two units are compared in the unit that they are kept in, to the digits that it has', () => {
  const earlier = value({ value: '5.5', unit: 'mmol/L', stored: { value: '99.0858', unit: 'mg/dL' } });
  const later = value({ value: '126', unit: 'mg/dL', stored: { value: '126', unit: 'mg/dL' } });
  expect(changeOf({ earlier, later }, sugar)).toEqual({ is: 'up', amount: '27', unit: 'mg/dL' });
  expect(changeOf({ earlier, later }, undefined)).toEqual({ is: 'up', amount: '26.9142', unit: 'mg/dL' });
});

test('where only "less than" is known, no amount is made up', () => {
  const below = value({ value: '0.5', comparator: '<' });
  expect(changeOf({ earlier: below, later: value({ value: '0.6' }) }, undefined)).toEqual({ is: 'left-open' });
  expect(changeOf({ earlier: value({ value: '0.5' }), later: below }, undefined)).toEqual({ is: 'left-open' });
  expect(changeOf({ earlier: below, later: value({ value: '0.5', comparator: '<', note: 'again' }) }, undefined)).toEqual({ is: 'same' });
});

test('a finding without a number is the same or another', () => {
  const finding = (code: string, note: string) => value({ value: code, unit: undefined, note });
  expect(changeOf({ earlier: finding('negative', 'a'), later: finding('negative', 'b') }, undefined)).toEqual({ is: 'same' });
  expect(changeOf({ earlier: finding('negative', 'a'), later: finding('1+', 'b') }, undefined)).toEqual({ is: 'other-finding' });
});

test('a marker that began between the days, and one without a newer value, say so', () => {
  const only = value({ value: '6.9' });
  expect(changeOf({ later: only }, undefined)).toEqual({ is: 'began' });
  expect(changeOf({ earlier: only, later: only }, undefined)).toEqual({ is: 'no-newer' });
});

const days = ['2026-11-01', '2026-08-01', '2026-05-01'];
test('the two newest days are compared until a patient chooses others', () => {
  expect(chosenDays(days, {})).toEqual({ earlier: '2026-08-01', later: '2026-11-01' });
  expect(chosenDays(days, { earlier: '2026-05-01', later: null })).toEqual({ earlier: '2026-05-01', later: '2026-11-01' });
  expect(chosenDays(days, { earlier: '2026-05-01', later: '2026-08-01' })).toEqual({ earlier: '2026-05-01', later: '2026-08-01' });
});

test('a later day that would not be later takes the day before it along', () => {
  expect(chosenDays(days, { earlier: '2026-08-01', later: '2026-08-01' })).toEqual({ earlier: '2026-05-01', later: '2026-08-01' });
  expect(chosenDays(days, { earlier: '2026-11-01', later: '2026-05-01' })).toEqual({ earlier: '2026-08-01', later: '2026-11-01' });
});

test('one day alone cannot be compared', () => {
  expect(chosenDays(['2026-11-01'], {})).toBeUndefined();
  expect(chosenDays([], {})).toBeUndefined();
});
