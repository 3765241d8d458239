import { describe, expect, test } from 'vitest';

import { exact } from './exact.ts';
import { quantityOf } from './markers/catalogue.ts';
import { contradictionsIn, plausibilityOf } from './plausibility.ts';

const look = (id: string, value: string, unit = quantityOf(id).unit) => plausibilityOf(exact(value), unit, quantityOf(id));

describe('a number that somebody typed', () => {
  test.each([
    ['haemoglobin', '0.9', 'impossible'],
    ['haemoglobin', '1', 'odd'],
    ['haemoglobin', '4.9', 'odd'],
    ['haemoglobin', '5', 'usual'],
    ['haemoglobin', '20', 'usual'],
    ['haemoglobin', '20.1', 'odd'],
    ['haemoglobin', '30', 'odd'],
    ['haemoglobin', '30.1', 'impossible'],
    ['oxygen', '100', 'usual'],
    ['oxygen', '101', 'impossible'],
    ['oxygen', '84', 'odd'],
    ['sodium', '0', 'impossible'],
    ['creatinine', '-1', 'impossible'],
    ['neutrophils', '100.1', 'impossible'],
    ['temperature', '41', 'usual'],
  ])('for %s: %s is %s', (id, value, verdict) => {
    expect(look(id, value)?.verdict).toBe(verdict);
  });

  test.each([
    ['haemoglobin', '135', 'g/dL', 'impossible', 'g/L'],
    ['fasting-glucose', '5.5', 'mg/dL', 'odd', 'mmol/L'],
    ['fasting-glucose', '99', 'mmol/L', 'odd', 'mg/dL'],
    ['hba1c', '48', '%', 'impossible', 'mmol/mol'],
    ['platelets', '2.5', '10*9/L', 'odd', '10*5/uL'],
    ['platelets', '250000', '10*9/L', 'impossible', '/uL'],
    ['white-cells', '7200', '10*9/L', 'impossible', '/uL'],
    ['temperature', '98.6', 'Cel', 'impossible', '[degF]'],
    ['creatinine', '88', 'mg/dL', 'impossible', 'umol/L'],
    ['weight', '2900', 'kg', 'impossible', 'g'],
    ['height', '1.65', 'cm', 'impossible', 'm'],
    ['haemoglobin', '25', 'g/dL', 'odd', undefined],
  ])('for %s: %s %s is %s, and was perhaps in %s', (id, value, unit, verdict, perhaps) => {
    expect(look(id, value, unit)).toEqual({ verdict, ...(perhaps && { perhaps }) });
  });

  test('is not judged in a unit that is not known', () => {
    expect(look('haemoglobin', '12', 'mmol/L')).toBeUndefined();
  });
});

describe('two numbers of one sample', () => {
  const pairs = (values: Record<string, string>) =>
    contradictionsIn(new Map(Object.entries(values).map(([id, value]) => [id, exact(value)]))).map(
      ({ smaller, larger }) => `${smaller} > ${larger}`,
    );

  test.each([
    [{ systolic: '80', diastolic: '120' }, ['diastolic > systolic']],
    [{ systolic: '120', diastolic: '120' }, []],
    [{ systolic: '120', diastolic: '80' }, []],
    [{ diastolic: '120' }, []],
    [{ 'bilirubin-total': '1.0', 'bilirubin-direct': '1.1' }, ['bilirubin-direct > bilirubin-total']],
    [{ 'total-cholesterol': '180', 'hdl-cholesterol': '45', 'ldl-cholesterol': '190' }, ['ldl-cholesterol > total-cholesterol']],
  ])('%j', (values, expected) => {
    expect(pairs(values)).toEqual(expected);
  });
});
