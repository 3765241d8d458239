import { describe, expect, test } from 'vitest';

import { isQuantity, MARKERS, quantityOf } from './markers/catalogue.ts';
import { printedUnit, unitText } from './printed-unit.ts';
import { unitsOf } from './units.ts';

const read = (id: string, printed: string) => printedUnit(printed, quantityOf(id));

describe('a unit as Indian laboratories print it', () => {
  test.each([
    [
      'haemoglobin',
      'g/dL',
      ['g/dl', 'gm/dl', 'gms/dL', 'G/DL', 'gm%', 'g %', 'gms%', 'gm / dL', 'g/100 ml', '(g/dL)', 'gm/dl.', 'grams per dl'],
    ],
    ['haemoglobin', 'g/L', ['g/l', 'gm/L', 'g/litre']],
    [
      'white-cells',
      '/uL',
      [
        '/cumm',
        'cells/cumm',
        'cells/cu.mm',
        'cells/cu mm',
        '/mm3',
        '/mm³',
        '/µL',
        '/μl',
        'cells/µL',
        'per cumm',
        '/cmm',
        'Cells/mm^3',
        '/cu.mm.',
        'cumm',
        'cu.mm',
        'Cu.mm.',
        'cu mm',
      ],
    ],
    [
      'white-cells',
      '10*3/uL',
      [
        '10^3/µL',
        '10³/µL',
        'x10³/µL',
        '× 10^3 / uL',
        'X 10^3/μL',
        '10*3/uL',
        'thou/mm3',
        'thou/cumm',
        'thousand/µL',
        'K/uL',
        'K/cmm',
        'x10^3 cells/µL',
        '10e3/uL',
        '10 3/uL',
        'x103/uL',
        '10x3/µl',
        '10^3/mm3',
        '10~3/uL',
      ],
    ],
    ['white-cells', '10*9/L', ['10^9/L', 'x10^9/L', '10⁹/L', '×10⁹ / l', '10*9/L', 'x 10^9/L', 'x10E9/L']],
    [
      'red-cells',
      '10*6/uL',
      [
        'mill/cumm',
        'million/cumm',
        'millions/cu.mm',
        'mill/mm3',
        '10^6/µL',
        'x10⁶/µL',
        'M/uL',
        'mil/µL',
        'million/µL',
        '10^6/cumm',
        'million cells/µL',
      ],
    ],
    ['red-cells', '10*12/L', ['10^12/L', '10¹²/L', 'x10^12/L', 'X 10 12 / L']],
    [
      'platelets',
      '10*5/uL',
      [
        'lakh/cumm',
        'lakhs/cumm',
        'lakhs/cu.mm',
        'lacs/cumm',
        'lac/µL',
        'Lakhs/µL',
        'x10^5/µL',
        '10⁵/µL',
        'Lakhs',
        'lakh/mm3',
        'lakhs / cu mm',
      ],
    ],
    ['platelets', '10*3/uL', ['thou/µL', '10^3/µL', 'K/µL', 'x 10³/cumm']],
    ['platelets', '/uL', ['/cumm', 'cells/µL']],
    ['haematocrit', '%', ['%', ' % ', 'percent']],
    ['mchc', 'g/dL', ['g/dl', '%', 'gm%', 'g/dL']],
    ['mcv', 'fL', ['fl', 'FL', 'fL.', 'femtolitre', 'µm³', 'cu micron']],
    ['mch', 'pg', ['Pg', 'pg', 'PG', 'picograms']],
    ['fasting-glucose', 'mg/dL', ['mg/dl', 'mg%', 'mgs/dL', 'mg /dl', 'mg/100ml', 'MG/DL', 'mgm/dl', 'mgm%']],
    ['fasting-glucose', 'mmol/L', ['mmol/l', 'mmols/L', 'm mol/L', 'millimol/litre']],
    ['hba1c', 'mmol/mol', ['mmol/mol']],
    ['insulin', 'u[IU]/mL', ['µIU/mL', 'uIU/ml', 'µU/mL', 'uU/ml', 'mcIU/mL', 'micro IU/mL', 'μIU/ml']],
    ['insulin', 'm[IU]/L', ['mIU/L', 'mU/L', 'm IU/L']],
    ['tsh', 'u[IU]/mL', ['µIU/mL', 'uIU/mL', 'uIU/ml']],
    ['tsh', 'm[IU]/L', ['mIU/L']],
    ['creatinine', 'umol/L', ['µmol/L', 'umol/l', 'μmol/L', 'micromol/L', 'mcmol/L']],
    ['alt', 'U/L', ['U/L', 'IU/L', 'u/l', 'Units/L', 'U/Lt', 'IU/Ltr', 'unit/litre']],
    ['sodium', 'meq/L', ['mEq/L', 'meq/l', 'mEq/Lt', 'meqs/L']],
    ['sodium', 'mmol/L', ['mmol/L']],
    ['iron', 'ug/dL', ['µg/dL', 'ug/dl', 'mcg/dL', 'μg/dl', 'mcg%', 'ug%', 'µgm/dl', 'micrograms/dL']],
    ['ferritin', 'ng/mL', ['ng/ml', 'NG/ML', 'ngm/ml']],
    ['ferritin', 'ug/L', ['µg/L', 'mcg/L', 'ug/l']],
    ['vitamin-b12', 'pg/mL', ['pg/ml', 'Pg/mL', 'pgm/ml']],
    ['crp', 'mg/L', ['mg/L', 'mg/l', 'mg/ltr', 'mg/Lt']],
    ['crp', 'mg/dL', ['mg/dl']],
    [
      'esr',
      'mm/h',
      ['mm/hr', 'mm/1st hr', 'mm/1st hour', 'mm/hour', 'mm at 1 hr', 'mm in 1st hr', 'mm 1st hr', 'mm/h', 'mm/1hr', 'MM/HR.', 'mm'],
    ],
    ['prothrombin-time', 's', ['sec', 'secs', 'Seconds', 's', 'sec.']],
    ['inr', '{INR}', ['', 'Ratio', 'INR']],
    [
      'egfr',
      'mL/min/{1.73_m2}',
      ['mL/min/1.73m2', 'ml/min/1.73 m²', 'mL/min/1.73m^2', 'ml/min/1.73 sq.m', 'mL / min / 1.73 m2', 'ml/min/1.73sqm'],
    ],
    ['urine-albumin-creatinine', 'mg/g', ['mg/g', 'mg/gm', 'mg/g creatinine', 'mg/gm creat', 'mg/g Cr', 'mg/g of creatinine']],
    ['urine-albumin-creatinine', 'mg/mmol', ['mg/mmol', 'mg/mmol creatinine']],
    ['urine-albumin-creatinine', 'ug/mg', ['µg/mg', 'ug/mg creat', 'mcg/mg']],
    ['systolic', 'mm[Hg]', ['mmHg', 'mm Hg', 'mm[Hg]', 'MMHG', 'mm of Hg']],
    ['pulse', '/min', ['/min', 'bpm', 'beats/min', 'per min', 'per minute', 'Beats/minute']],
    ['breathing-rate', '/min', ['breaths/min', '/min']],
    ['temperature', '[degF]', ['°F', 'F', 'deg F', '℉', 'Fahrenheit']],
    ['temperature', 'Cel', ['°C', 'C', 'deg C', '℃', 'Celsius']],
    ['weight', 'kg', ['kg', 'Kgs', 'KG', 'kg.']],
    ['weight', '[lb_av]', ['lb', 'lbs', 'pounds']],
    ['height', 'cm', ['cm', 'cms', 'CM']],
    ['height', 'm', ['m', 'M']],
    ['bmi', 'kg/m2', ['kg/m2', 'kg/m²', 'Kg/m^2', 'kg/sq.m']],
  ])('of %s is %s', (id, unit, printed) => {
    expect(printed.map((each) => [each, read(id, each)])).toEqual(printed.map((each) => [each, unit]));
  });

  test.each([
    ['haemoglobin', ''],
    ['haemoglobin', '%'],
    ['haemoglobin', 'mg/dl'],
    ['fasting-glucose', ''],
    ['fasting-glucose', 'g/dl'],
    ['fasting-glucose', 'mg'],
    ['fasting-glucose', 'mg/L'],
    ['white-cells', '10^6/µL'],
    ['white-cells', '/L'],
    ['white-cells', '/hpf'],
    ['platelets', ''],
    ['rdw', 'fL'],
    ['egfr', 'mL/min'],
    ['creatinine', 'mg/24 hrs'],
    ['insulin', 'pmol/L'],
    ['temperature', ''],
    ['sodium', 'constructor'],
    ['sodium', '__proto__'],
  ])('of %s is asked for where %j stands', (id, printed) => {
    expect(read(id, printed)).toBeUndefined();
  });

  test('is read in its UCUM spelling and in the spelling that we show', () => {
    for (const marker of MARKERS.filter(isQuantity))
      for (const unit of unitsOf(marker)) {
        expect(printedUnit(unit, marker), `${marker.id} ${unit}`).toBe(unit);
        expect(printedUnit(unitText(unit), marker), `${marker.id} ${unitText(unit)}`).toBe(unit);
      }
  });
});

test.each([
  ['mm[Hg]', 'mmHg'],
  ['10*5/uL', 'lakh/µL'],
  ['Cel', '°C'],
  ['mg/dL', 'mg/dL'],
  ['{INR}', ''],
])('people read %s as %j', (unit, text) => {
  expect(unitText(unit)).toBe(text);
});
