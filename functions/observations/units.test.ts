import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compare, decimalText, exact } from './exact.ts';
import { isQuantity, MARKERS, quantityOf } from './markers/catalogue.ts';
import { amounts, decimals } from './testing/drawn.ts';
import { asOther, convert, decimalsIn, unitsOf } from './units.ts';

const shown = (id: string, value: string, from: string, to: string, places = 2): string | undefined => {
  const converted = convert(exact(value), from, to, quantityOf(id));
  return converted && decimalText(converted, places);
};

describe('a value in another unit', () => {
  // Expected figures are those of published conversion tables (AMA Manual of Style, SI conversion), not of our ratios.
  test.each([
    ['fasting-glucose', '5.5', 'mmol/L', 'mg/dL', '99.09'],
    ['fasting-glucose', '126', 'mg/dL', 'mmol/L', '6.99'],
    ['hba1c', '48', 'mmol/mol', '%', '6.54'],
    ['hba1c', '6.5', '%', 'mmol/mol', '47.53'],
    ['total-cholesterol', '5.2', 'mmol/L', 'mg/dL', '201.06'],
    ['triglycerides', '1.7', 'mmol/L', 'mg/dL', '150.57'],
    ['creatinine', '88.4', 'umol/L', 'mg/dL', '1.00'],
    ['urea-nitrogen', '7.14', 'mmol/L', 'mg/dL', '20.00'],
    ['urea', '7.14', 'mmol/L', 'mg/dL', '42.88'],
    ['uric-acid', '357', 'umol/L', 'mg/dL', '6.00'],
    ['calcium', '2.5', 'mmol/L', 'mg/dL', '10.02'],
    ['calcium', '5', 'meq/L', 'mg/dL', '10.02'],
    ['phosphate', '1', 'mmol/L', 'mg/dL', '3.10'],
    ['magnesium', '2', 'meq/L', 'mg/dL', '2.43'],
    ['sodium', '140', 'meq/L', 'mmol/L', '140.00'],
    ['bilirubin-total', '17.1', 'umol/L', 'mg/dL', '1.00'],
    ['alt', '1', 'ukat/L', 'U/L', '60.00'],
    ['haemoglobin', '135', 'g/L', 'g/dL', '13.50'],
    ['white-cells', '7200', '/uL', '10*9/L', '7.20'],
    ['platelets', '2.5', '10*5/uL', '10*9/L', '250.00'],
    ['platelets', '250000', '/uL', '10*5/uL', '2.50'],
    ['iron', '10', 'umol/L', 'ug/dL', '55.85'],
    ['vitamin-b12', '148', 'pmol/L', 'pg/mL', '200.59'],
    ['folate', '10', 'nmol/L', 'ng/mL', '4.41'],
    ['vitamin-d', '50', 'nmol/L', 'ng/mL', '20.03'],
    ['free-t4', '12.87', 'pmol/L', 'ng/dL', '1.00'],
    ['free-t4', '10', 'pg/mL', 'ng/dL', '1.00'],
    ['free-t3', '4.6', 'pmol/L', 'pg/mL', '2.99'],
    ['t4', '100', 'nmol/L', 'ug/dL', '7.77'],
    ['t3', '1.2', 'ng/mL', 'ng/dL', '120.00'],
    ['t3', '2', 'nmol/L', 'ng/dL', '130.19'],
    ['crp', '0.8', 'mg/dL', 'mg/L', '8.00'],
    ['homocysteine', '2', 'mg/L', 'umol/L', '14.80'],
    ['urine-albumin-creatinine', '3', 'mg/mmol', 'mg/g', '26.52'],
    ['tsh', '2.5', 'u[IU]/mL', 'm[IU]/L', '2.50'],
    ['temperature', '98.6', '[degF]', 'Cel', '37.00'],
    ['temperature', '-40', '[degF]', 'Cel', '-40.00'],
    ['temperature', '38', 'Cel', '[degF]', '100.40'],
    ['weight', '150', '[lb_av]', 'kg', '68.04'],
    ['weight', '2900', 'g', 'kg', '2.90'],
    ['height', '5.5', '[ft_i]', 'cm', '167.64'],
    ['height', '66', '[in_i]', 'cm', '167.64'],
    ['gestational-age', '40', 'wk', 'd', '280.00'],
  ])('of %s: %s %s in %s is %s', (id, value, from, to, expected) => {
    const places = expected.split('.')[1]?.length ?? 0;
    expect(shown(id, value, from, to, places)).toBe(expected);
  });

  test('comes back as the same number for every marker and pair of units, without rounding', () => {
    for (const marker of MARKERS.filter(isQuantity)) {
      const pairs = unitsOf(marker).flatMap((from) => unitsOf(marker).map((to) => [from, to] as const));
      fc.assert(
        fc.property(decimals, fc.constantFrom(...pairs), (written, [from, to]) => {
          const there = convert(exact(written), from, to, marker);
          expect(there && convert(there, to, from, marker), `${marker.id}: ${from} ↔ ${to}`).toEqual(exact(written));
        }),
        { numRuns: 50 },
      );
    }
  });

  test('keeps the order of two values, so that a range can be converted by its limits', () => {
    for (const marker of MARKERS.filter(isQuantity)) {
      fc.assert(
        fc.property(amounts, amounts, fc.constantFrom(...unitsOf(marker)), (one, other, unit) => {
          const [a, b] = [one, other].map((value) => convert(exact(value), unit, marker.unit, marker));
          expect(a && b && compare(a, b)).toBe(compare(exact(one), exact(other)));
        }),
        { numRuns: 20 },
      );
    }
  });

  test('is not made up for a unit that the marker does not know', () => {
    expect(convert(exact('5'), 'mmol/L', 'mg/dL', quantityOf('haemoglobin'))).toBeUndefined();
    expect(convert(exact('5'), 'mg/dL', 'toString', quantityOf('fasting-glucose'))).toBeUndefined();
    expect(convert(exact('5'), 'kg', 'kg', quantityOf('fasting-glucose'))).toBeUndefined();
  });

  test('is shown with the decimals of that unit', () => {
    const glucose = quantityOf('fasting-glucose');
    expect([decimalsIn(glucose, 'mg/dL'), decimalsIn(glucose, 'mmol/L')]).toEqual([0, 1]);
  });
});

describe('urea and urea nitrogen, which Indian and other reports print', () => {
  test('are one substance counted in two ways: 2.14 times', () => {
    const urea = asOther(exact('20'), quantityOf('urea-nitrogen'));
    expect(urea && [urea.marker, decimalText(urea.value, 1)]).toEqual(['urea', '42.9']);
  });

  test('lead back to the same number', () => {
    fc.assert(
      fc.property(amounts, (written) => {
        const urea = asOther(exact(written), quantityOf('urea-nitrogen'));
        expect(urea && asOther(urea.value, quantityOf(urea.marker))).toEqual({ marker: 'urea-nitrogen', value: exact(written) });
      }),
    );
  });

  test('no other marker has such a twin', () => {
    expect(asOther(exact('1'), quantityOf('creatinine'))).toBeUndefined();
  });
});
