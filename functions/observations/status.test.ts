import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { stretch } from './bounds.ts';
import { exact } from './exact.ts';
import type { Bounds } from './marker.ts';
import { isQuantity, MARKERS, quantityOf } from './markers/catalogue.ts';
import { type Person, rangeFor } from './reference-range.ts';
import { type Judgement, placeOf, type Result, statusOf } from './status.ts';
import { amounts } from './testing/drawn.ts';

const date = (text: string) => CalendarDate.parse(text);
const sampledOn = date('2026-11-20');
const woman: Person = { sex: 'female', dateOfBirth: date('1984-03-12') };
const mother: Person = { ...woman, pregnant: true };

const result = (printed: string): Result => {
  const [, comparator, value = ''] = /^(<=|>=|<|>)?(.*)$/.exec(printed) ?? [];
  return { value: exact(value), comparator: comparator as Result['comparator'] };
};
const place = (printed: string, bounds: Bounds) => placeOf(result(printed), stretch(bounds));
const judged = (id: string, printed: string, person: Person, labRange?: Bounds): Judgement => {
  const marker = quantityOf(id);
  return statusOf(result(printed), rangeFor(marker, { person, sampledOn, labRange: labRange && { bounds: labRange, unit: marker.unit } }));
};

describe('where a result lies', () => {
  test.each([
    ['12 to 16', { from: '12', to: '16' }, { '11.99': 'below', '12': 'within', '16': 'within', '16.01': 'above' }],
    ['below 5.7', { below: '5.7' }, { '5.69': 'within', '5.699999': 'within', '5.7': 'above', '5.70': 'above' }],
    ['6.5 and more', { from: '6.5' }, { '6.49': 'below', '6.5': 'within', '6.50': 'within' }],
    ['at most 8', { to: '8' }, { '8': 'within', '8.0': 'within', '8.01': 'above' }],
    ['more than 3', { above: '3' }, { '3': 'below', '3.000001': 'within' }],
    ['70 to below 100', { from: '70', below: '100' }, { '69.9': 'below', '70': 'within', '99.5': 'within', '100': 'above' }],
    ['0 to 20', { from: '0', to: '20' }, { '0': 'within', '20': 'within', '20.1': 'above' }],
  ] as const)('against %s', (_, bounds, expected) => {
    expect(Object.fromEntries(Object.keys(expected).map((printed) => [printed, place(printed, bounds)]))).toEqual(expected);
  });

  test.each([
    ['<0.01', { from: '0.5', to: '4' }, 'below'],
    ['<0.5', { from: '0.5', to: '4' }, 'below'],
    ['<=0.5', { from: '0.5', to: '4' }, 'unknown'],
    ['<=0.5', { above: '0.5', to: '4' }, 'below'],
    ['<5', { to: '8' }, 'within'],
    ['<5', { from: '0', to: '8' }, 'within'],
    ['<5', { from: '3', to: '8' }, 'unknown'],
    ['<8', { below: '8' }, 'within'],
    ['<=8', { below: '8' }, 'unknown'],
    ['<10', { to: '8' }, 'unknown'],
    ['>1000', { to: '336' }, 'above'],
    ['>336', { to: '336' }, 'above'],
    ['>=336', { to: '336' }, 'unknown'],
    ['>=336', { below: '336' }, 'above'],
    ['>60', { from: '60' }, 'within'],
    ['>=60', { from: '60' }, 'within'],
    ['>=60', { above: '60' }, 'unknown'],
    ['>90', { from: '60', to: '120' }, 'unknown'],
    ['>50', { from: '60' }, 'unknown'],
  ] as const)('when the laboratory says only %s', (printed, bounds, expected) => {
    expect(place(printed, bounds)).toBe(expected);
  });

  test('is on one side of a limit and never on both', () => {
    fc.assert(
      fc.property(amounts, amounts, (value, limit) => {
        const places = [{ from: limit }, { above: limit }, { to: limit }, { below: limit }].map((bounds) => place(value, bounds));
        const order = exact(value).num * exact(limit).den - exact(limit).num * exact(value).den;
        const equal = ['within', 'below', 'within', 'above'];
        expect(places).toEqual(
          order === 0n ? equal : order < 0n ? ['below', 'below', 'within', 'within'] : ['within', 'within', 'above', 'above'],
        );
      }),
    );
  });

  test('of a result with a comparator is what each value is that it may stand for', () => {
    fc.assert(
      fc.property(amounts, amounts, fc.constantFrom('<', '<=', '>', '>=' as const), amounts, (limit, other, comparator, inside) => {
        const bounds = { from: limit };
        const told = place(`${comparator}${other}`, bounds);
        fc.pre(told !== 'unknown');
        const [a, b] = [exact(inside), exact(other)];
        const order = a.num * b.den - b.num * a.den;
        const possible =
          comparator === '<' ? order < 0n : comparator === '<=' ? order <= 0n : comparator === '>' ? order > 0n : order >= 0n;
        fc.pre(possible);
        expect(place(inside, bounds)).toBe(told);
      }),
    );
  });
});

describe('what a person is told', () => {
  test.each([
    ['haemoglobin', '10.9', mother, { status: 'below', alert: true }],
    ['haemoglobin', '11', mother, { status: 'within', alert: false }],
    ['systolic', '139', mother, { status: 'within', alert: false }],
    ['systolic', '140', mother, { status: 'above', alert: true }],
    ['diastolic', '90', mother, { status: 'above', alert: true }],
    ['glucose-tolerance', '139.9', mother, { status: 'within', alert: false }],
    ['glucose-tolerance', '140', mother, { status: 'above', alert: true }],
  ] as const)('by a certain range of the catalogue: %s %s', (id, printed, person, expected) => {
    expect(judged(id, printed, person)).toEqual(expected);
  });

  test.each([
    ['haemoglobin', '4'],
    ['hba1c', '12'],
    ['potassium', '8'],
    ['systolic', '210'],
    ['oxygen', '70'],
  ])('nothing by a range that is general knowledge: %s %s', (id, printed) => {
    expect(judged(id, printed, woman)).toEqual({ status: 'unknown', alert: false, why: 'range-not-checked' });
  });

  test.each([
    ['11.4', { status: 'below', alert: true }],
    ['11.5', { status: 'within', alert: false }],
    ['15.5', { status: 'within', alert: false }],
    ['15.6', { status: 'above', alert: true }],
    ['<12', { status: 'unknown', alert: false, why: 'left-open' }],
  ])('by the laboratory’s own range of 11.5 to 15.5: %s', (printed, expected) => {
    expect(judged('haemoglobin', printed, woman, { from: '11.5', to: '15.5' })).toEqual(expected);
  });

  test('nothing where there is no range', () => {
    expect(judged('globulin', '3', woman)).toEqual({ status: 'unknown', alert: false, why: 'no-range' });
  });

  test('how far from the range a result is, once a clinician has signed it', () => {
    const marker = quantityOf('hba1c');
    const chosen = rangeFor(marker, { person: woman, sampledOn });
    const degrees = ['5.6', '5.7', '6.4', '6.49', '6.5', '>6.5', '>=6.4'].map((printed) => {
      const { status, degree } = statusOf(result(printed), chosen && { ...chosen, mayAlert: true });
      return [printed, status, degree];
    });
    expect(degrees).toEqual([
      ['5.6', 'within', undefined],
      ['5.7', 'above', 'little-above'],
      ['6.4', 'above', 'little-above'],
      ['6.49', 'above', 'little-above'],
      ['6.5', 'above', 'far-above'],
      ['>6.5', 'above', 'far-above'],
      ['>=6.4', 'above', undefined],
    ]);
  });

  test('never alarms unless the range is certain and the result is outside of it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MARKERS.filter(isQuantity)),
        amounts,
        fc.constantFrom('', '<', '<=', '>', '>=' as const),
        fc.record({ sex: fc.constantFrom('female', 'male', 'other', undefined), pregnant: fc.boolean() }),
        (marker, value, comparator, someone) => {
          const chosen = rangeFor(marker, { person: { ...someone, dateOfBirth: date('1984-03-12') }, sampledOn });
          const { status, alert } = statusOf(result(comparator + value), chosen);
          expect(alert).toBe(chosen?.mayAlert === true && (status === 'below' || status === 'above'));
        },
      ),
    );
  });
});
