import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { decimalText } from './exact.ts';
import type { QuantityMarker } from './marker.ts';
import { isQuantity, MARKERS, quantityOf } from './markers/catalogue.ts';
import { type LabRange, type Person, rangeFor } from './reference-range.ts';

const date = (text: string) => CalendarDate.parse(text);
const sampledOn = date('2026-11-20');
const woman: Person = { sex: 'female', dateOfBirth: date('1984-03-12') };
const man: Person = { sex: 'male', dateOfBirth: date('1980-01-01') };

const written = (marker: QuantityMarker, person: Person, on = sampledOn, labRange?: LabRange): string => {
  const chosen = rangeFor(marker, { person, sampledOn: on, labRange });
  if (!chosen) return 'none';
  const { lower, upper } = chosen.limits;
  const low = lower && `${lower.inclusive ? '>=' : '>'}${decimalText(lower.at, 2)}`;
  const high = upper && `${upper.inclusive ? '<=' : '<'}${decimalText(upper.at, 2)}`;
  return [low, high].filter(Boolean).join(' ');
};
const rangeOf = (id: string, person: Person, on?: CalendarDate, labRange?: LabRange) => written(quantityOf(id), person, on, labRange);

describe('the range of a grown-up', () => {
  test.each([
    ['haemoglobin', woman, '>=12.00 <=16.00'],
    ['haemoglobin', man, '>=13.00 <=18.00'],
    ['mcv', woman, '>=80.00 <=98.00'],
    ['mcv', man, '>=80.00 <=98.00'],
    ['hba1c', man, '<5.70'],
    ['fasting-glucose', woman, '>=70.00 <100.00'],
    ['crp', man, '<=8.00'],
    ['hs-crp', man, '<1.00'],
    ['creatinine', woman, '>=0.50 <=1.10'],
    ['ggt', man, '<=60.00'],
    ['hdl-cholesterol', woman, '>=50.00'],
    ['egfr', woman, '>=60.00'],
    ['psa', man, '<4.00'],
    ['psa', woman, 'none'],
    ['bmi', woman, '>=18.50 <23.00'],
    ['globulin', woman, 'none'],
    ['fetal-heart-rate', woman, 'none'],
  ])('of %s is as FACTS.md states it', (id, person, expected) => {
    expect(rangeOf(id, person)).toBe(expected);
  });

  test('begins on the 18th birthday', () => {
    const person: Person = { sex: 'female', dateOfBirth: date('2008-11-20') };
    expect([date('2026-11-19'), date('2026-11-20')].map((on) => rangeOf('creatinine', person, on))).toEqual(['none', '>=0.50 <=1.10']);
  });

  test('goes by the age at the sample, not by that of today', () => {
    const person: Person = { sex: 'male', dateOfBirth: date('2000-05-05') };
    expect(rangeOf('haemoglobin', person, date('2012-05-05'))).toBe('>=12.00');
    expect(rangeOf('haemoglobin', person, date('2026-11-20'))).toBe('>=13.00 <=18.00');
  });
});

describe('the range of a child’s haemoglobin', () => {
  test.each([
    ['six months', '2026-05-21', '2026-05-20', 'none', '>=10.50'],
    ['two years', '2024-11-21', '2024-11-20', '>=10.50', '>=11.00'],
    ['five years', '2021-11-21', '2021-11-20', '>=11.00', '>=11.50'],
    ['twelve years', '2014-11-21', '2014-11-20', '>=11.50', '>=12.00'],
    ['fifteen years', '2011-11-21', '2011-11-20', '>=12.00', 'none'],
  ])('changes on the day of %s', (_, youngerBorn, olderBorn, before, after) => {
    expect([youngerBorn, olderBorn].map((born) => rangeOf('haemoglobin', { dateOfBirth: date(born) }))).toEqual([before, after]);
  });

  test('is none before birth', () => {
    expect(rangeOf('haemoglobin', { dateOfBirth: date('2026-11-21') })).toBe('none');
  });
});

describe('a mother to be', () => {
  const mother: Person = { ...woman, pregnant: true };

  test.each([
    ['haemoglobin', '>=11.00'],
    ['systolic', '<140.00'],
    ['diastolic', '<90.00'],
    ['glucose-tolerance', '<140.00'],
    ['fetal-heart-rate', '>=110.00 <=160.00'],
  ])('has her own range of %s', (id, expected) => {
    expect(rangeOf(id, mother)).toBe(expected);
  });

  test.each(['tsh', 'creatinine', 'alp', 'fasting-glucose'])('has none of %s from the catalogue: those are for others', (id) => {
    expect(rangeOf(id, mother)).toBe('none');
  });

  test('who is thirteen has the mother’s range, not the child’s', () => {
    const young: Person = { sex: 'female', dateOfBirth: date('2013-01-01') };
    expect(rangeOf('haemoglobin', young)).toBe('>=12.00');
    expect(rangeOf('haemoglobin', { ...young, pregnant: true })).toBe('>=11.00');
  });

  test('has it also where sex and age are not known', () => {
    expect(rangeOf('haemoglobin', { pregnant: true })).toBe('>=11.00');
  });
});

describe('somebody of whom little is known', () => {
  test.each([
    ['without a sex has no range that goes by sex', 'haemoglobin', { dateOfBirth: date('1984-03-12') }, 'none'],
    ['of another sex has none that goes by sex either', 'haemoglobin', { sex: 'other', dateOfBirth: date('1984-03-12') }, 'none'],
    ['without a sex has the one for both', 'mcv', { dateOfBirth: date('1984-03-12') }, '>=80.00 <=98.00'],
    ['without a date of birth has none for grown-ups', 'mcv', { sex: 'female' }, 'none'],
  ] as const)('%s', (_, id, person, expected) => {
    expect(rangeOf(id, person)).toBe(expected);
  });
});

describe('the range that the laboratory printed', () => {
  test('wins over the catalogue’s, and may judge', () => {
    const labRange: LabRange = { bounds: { from: '11.5', to: '15.5' }, unit: 'g/dL' };
    expect(rangeOf('haemoglobin', woman, sampledOn, labRange)).toBe('>=11.50 <=15.50');
    const chosen = rangeFor(quantityOf('haemoglobin'), { person: { ...woman, pregnant: true }, sampledOn, labRange });
    expect(chosen).toMatchObject({ origin: 'laboratory', mayAlert: true });
  });

  test('is taken over in the unit in which it was printed, with its edges', () => {
    expect(rangeOf('fasting-glucose', woman, sampledOn, { bounds: { from: '3.9', below: '5.6' }, unit: 'mmol/L' })).toBe('>=70.26 <100.89');
    expect(rangeOf('temperature', woman, sampledOn, { bounds: { above: '97', to: '99.5' }, unit: '[degF]' })).toBe('>36.11 <=37.50');
  });

  test('is not replaced by ours where its unit is not known', () => {
    expect(rangeOf('haemoglobin', woman, sampledOn, { bounds: { from: '7', to: '10' }, unit: 'mmol/L' })).toBe('none');
  });

  test('wins for whomever, whenever', () => {
    const person = fc.record({
      sex: fc.constantFrom('female', 'male', 'other', undefined),
      pregnant: fc.constantFrom(true, false, undefined),
      dateOfBirth: fc.constantFrom(date('2026-11-19'), date('2015-01-01'), date('1950-06-30'), undefined),
    });
    fc.assert(
      fc.property(person, fc.constantFrom(...MARKERS.filter(isQuantity)), (someone, marker) => {
        expect(written(marker, someone, sampledOn, { bounds: { from: '1', to: '2' }, unit: marker.unit })).toBe('>=1.00 <=2.00');
      }),
    );
  });
});

describe('the narrowest range', () => {
  const marker = (ranges: QuantityMarker['ranges']): QuantityMarker => ({ ...quantityOf('mcv'), ranges });
  const all = { bounds: { from: '1' }, source: 'general' } as const;
  const grown = { age: { from: { count: 18, unit: 'year' as const } }, bounds: { from: '2' }, source: 'general' } as const;
  const forty = {
    age: { from: { count: 40, unit: 'year' as const }, before: { count: 50, unit: 'year' as const } },
    bounds: { from: '3' },
    source: 'general',
  } as const;
  const femaleForty = { ...forty, sex: 'female' as const, bounds: { from: '4' } };
  const pregnant = { ...all, pregnant: true, bounds: { from: '5' } };

  test.each([
    ['of two ages is the shorter', [all, grown, forty], woman, '>=3.00'],
    ['of one age is that of the sex', [forty, femaleForty], woman, '>=4.00'],
    ['is not that of the other sex', [forty, femaleForty], { ...woman, sex: 'male' }, '>=3.00'],
    ['of all ages is that of the pregnancy', [all, pregnant], { ...woman, pregnant: true }, '>=5.00'],
    ['for somebody of no known age is that for all', [all, grown, forty], {}, '>=1.00'],
  ] as const)('%s, in whatever order they stand', (_, ranges, person, expected) => {
    expect(written(marker([...ranges]), person)).toBe(expected);
    expect(written(marker(ranges.toReversed()), person)).toBe(expected);
  });
});
