import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../../shared/values.ts';
import { isWithin, stretch } from '../bounds.ts';
import { mayAlert } from '../certainty.ts';
import { MarkerCategory } from '../contract.ts';
import { exact } from '../exact.ts';
import { Marker } from '../marker.ts';
import { printedUnit, unitText } from '../printed-unit.ts';
import { holdsFor, type Person } from '../reference-range.ts';
import { SOURCES } from '../sources.ts';
import { placeOf, stretchOf } from '../status.ts';
import { asOther, unitsOf } from '../units.ts';
import { isCoded, isQuantity, MARKERS, markerOf, markerOfLoinc, quantityOf } from './catalogue.ts';
import { CATEGORY_NAMES } from './categories.ts';

const quantities = MARKERS.filter(isQuantity);

/** LOINC's check digit: mod 10, double-add-double, as its users' guide states it. */
const checkDigit = (number: string): number => {
  const digits = [...number].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => total + (index % 2 === 0 ? (digit * 2 > 9 ? digit * 2 - 9 : digit * 2) : digit), 0);
  return (10 - (sum % 10)) % 10;
};

describe('the catalogue', () => {
  test('is as its schema says', () => {
    for (const marker of MARKERS) expect(Marker.safeParse(marker).error, marker.id).toBeUndefined();
  });

  test('holds more than the sixty that were asked for, in all ten categories', () => {
    expect(quantities.length).toBeGreaterThanOrEqual(60);
    expect([...new Set(MARKERS.map(({ category }) => category))].toSorted()).toEqual(MarkerCategory.options.toSorted());
    expect(Object.keys(CATEGORY_NAMES).toSorted()).toEqual(MarkerCategory.options.toSorted());
  });

  test('names each marker once, by id and by LOINC code, and each code has its check digit', () => {
    expect(new Set(MARKERS.map(({ id }) => id)).size).toBe(MARKERS.length);
    const codes = MARKERS.flatMap(({ loinc }) => [loinc.code, ...(loinc.also ?? [])]);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toBe(`${code.split('-')[0]}-${checkDigit(code.split('-')[0] ?? '')}`);
  });

  test('is found by id and by LOINC code', () => {
    expect(markerOf('haemoglobin')?.loinc.code).toBe('718-7');
    expect(markerOfLoinc('4548-4')?.id).toBe('hba1c');
    expect(markerOfLoinc('17856-6')?.id).toBe('hba1c');
    expect(markerOfLoinc('1989-3')).toBeUndefined();
    expect(markerOf('constructor')).toBeUndefined();
    expect(() => quantityOf('hiv')).toThrow(RangeError);
  });

  test('never holds the sex of an unborn child', () => {
    expect(JSON.stringify(MARKERS)).not.toMatch(/sex of (?:the )?(?:fetus|foetus|baby|child)|fetal sex|foetal sex|gender/i);
  });
});

describe('a marker’s printed names', () => {
  test('are not shared with a marker of the same specimen, unless the unit tells them apart', () => {
    const seen = new Map<string, Marker[]>();
    for (const marker of MARKERS)
      for (const name of new Set(
        marker.printedAs.map((printed) =>
          printed
            .toLowerCase()
            .replace(/[^a-z0-9]+/g, ' ')
            .trim(),
        ),
      )) {
        const key = `${marker.specimen} ${name}`;
        seen.set(key, [...(seen.get(key) ?? []), marker]);
      }
    for (const [name, [first, ...others]] of seen)
      for (const other of others) {
        if (!first || !isQuantity(first) || !isQuantity(other)) throw new Error(`${name} is two markers`);
        for (const unit of unitsOf(other)) expect(printedUnit(unitText(unit), first), name).toBeUndefined();
      }
  });
});

describe('a marker’s units', () => {
  test('are spelled so that no two of them are mixed up', () => {
    for (const marker of quantities) for (const unit of unitsOf(marker)) expect(printedUnit(unitText(unit), marker)).toBe(unit);
  });

  test('convert by ratios of whole numbers', () => {
    for (const { units } of quantities)
      for (const { per, plus = [1, 1] } of Object.values(units)) expect([...per, ...plus].every(Number.isSafeInteger)).toBe(true);
  });

  test('lead from a twin to its twin and back', () => {
    const twins = quantities.filter(({ sameAs }) => sameAs);
    expect(twins.map(({ id }) => id)).toEqual(['urea-nitrogen', 'urea']);
    for (const twin of twins) {
      const other = asOther(exact('1'), twin);
      expect(other && asOther(other.value, quantityOf(other.marker))).toEqual({ marker: twin.id, value: exact('1') });
    }
  });
});

const date = (text: string) => CalendarDate.parse(text);
const BIRTHS = [
  '2026-11-20',
  '2026-04-01',
  '2024-12-01',
  '2023-01-01',
  '2018-01-01',
  '2013-01-01',
  '2010-01-01',
  '1990-01-01',
  '1940-01-01',
];
const people: Person[] = [undefined, ...BIRTHS].flatMap((born) =>
  (['female', 'male', 'other', undefined] as const).flatMap((sex) =>
    [true, false, undefined].map((pregnant) => ({ sex, pregnant, ...(born !== undefined && { dateOfBirth: date(born) }) })),
  ),
);

describe('a marker’s ranges', () => {
  test('are one at most for each person', () => {
    for (const { id, ranges } of quantities)
      for (const person of people)
        expect(
          ranges.filter((range) => holdsFor(range, person, date('2026-11-20'))).length,
          `${id} ${JSON.stringify(person)}`,
        ).toBeLessThanOrEqual(1);
  });

  test('lie within what is usual, and that within what is possible', () => {
    for (const { id, ranges, plausible } of quantities) {
      expect(isWithin(stretch(plausible.usual), stretch(plausible.possible)), id).toBe(true);
      for (const { bounds } of ranges)
        for (const limit of Object.values(bounds))
          expect(isWithin(stretchOf({ value: exact(limit) }), stretch(plausible.usual)), id).toBe(true);
    }
  });

  test('end where their bands begin: no limit belongs to two of them', () => {
    for (const { id, ranges } of quantities)
      for (const { bounds, bands = [] } of ranges)
        for (const limit of [bounds, ...bands.map((band) => band.bounds)].flatMap((each) => Object.values(each))) {
          const at = { value: exact(limit) };
          const places = [bounds, ...bands.map((band) => band.bounds)].filter((each) => placeOf(at, stretch(each)) === 'within');
          expect(places.length, `${id} at ${limit}`).toBeLessThanOrEqual(1);
        }
  });

  test('that may alert are the four that FACTS.md marks certain, all for pregnancy', () => {
    const certain = quantities.flatMap(({ id, ranges }) =>
      ranges.filter(({ source }) => mayAlert(SOURCES[source])).map(({ pregnant, bounds, source }) => [id, pregnant, bounds, source]),
    );
    expect(certain).toEqual([
      ['haemoglobin', true, { from: '11' }, 'who-anc-config'],
      ['glucose-tolerance', true, { below: '140' }, 'mohfw-gdm'],
      ['systolic', true, { below: '140' }, 'who-anc-dt17'],
      ['diastolic', true, { below: '90' }, 'who-anc-dt17'],
    ]);
  });

  test('of HbA1c put 6.5 into the upper band, where the registry would not', () => {
    const [range] = quantityOf('hba1c').ranges;
    const bandOf = (value: string) =>
      range?.bands?.find(({ bounds }) => placeOf({ value: exact(value) }, stretch(bounds)) === 'within')?.degree;
    expect(['5.6', '5.7', '6.49', '6.5'].map(bandOf)).toEqual([undefined, 'little-above', 'little-above', 'far-above']);
  });

  test('of CRP are per litre, where the registry has them per dL', () => {
    expect([quantityOf('crp').unit, quantityOf('crp').ranges.map(({ bounds }) => bounds)]).toEqual(['mg/L', [{ to: '8' }]]);
  });
});

describe('a marker with words for values', () => {
  test('does not print one word for two of them', () => {
    for (const { id, values } of MARKERS.filter(isCoded)) {
      const words = values.flatMap(({ printedAs }) => [...new Set(printedAs.map((word) => word.toLowerCase()))]);
      expect(new Set(words).size, id).toBe(words.length);
    }
  });

  test('has all eight blood groups', () => {
    const group = MARKERS.filter(isCoded).find(({ id }) => id === 'blood-group');
    expect(group?.values.map(({ code }) => code)).toEqual(['a+', 'a-', 'b+', 'b-', 'ab+', 'ab-', 'o+', 'o-']);
  });
});
