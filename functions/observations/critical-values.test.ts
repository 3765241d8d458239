import { describe, expect, test } from 'vitest';

import { CalendarDate } from '../shared/values.ts';
import { mayAlert } from './certainty.ts';
import { CRITICAL_LIMITS, criticalValuesOf } from './critical-values.ts';
import { exact } from './exact.ts';
import { Bounds } from './marker.ts';
import { quantityOf } from './markers/catalogue.ts';
import type { Person } from './reference-range.ts';
import { SOURCES } from './sources.ts';
import type { Result } from './status.ts';

const date = (text: string) => CalendarDate.parse(text);
const sampledOn = date('2026-11-20');
const woman: Person = { sex: 'female', dateOfBirth: date('1984-03-12') };
const mother: Person = { ...woman, pregnant: true };
const newborn: Person = { dateOfBirth: date('2026-11-01') };

const found = (marker: string, value: string, person: Person, comparator?: Result['comparator'], on = sampledOn) =>
  criticalValuesOf(marker, { value: exact(value), comparator }, { person, sampledOn: on });

describe('a mother to be', () => {
  test.each([
    ['systolic', '139', 0],
    ['systolic', '140', 1],
    ['diastolic', '89', 0],
    ['diastolic', '90', 1],
  ])('with %s %s gets %i warnings', (marker, value, count) => {
    expect(found(marker, value, mother).filter(({ alert }) => alert)).toHaveLength(count);
  });

  test('is told to measure again, and which signs mean 112', () => {
    const [first] = found('systolic', '165', mother);
    expect(first).toMatchObject({ alert: true, limit: { source: 'who-anc-dt17', step: 'call-doctor-today' } });
    expect(first?.words?.en).toMatch(/measure again.*headache.*112/);
    expect(first?.words?.hi).toMatch(/फिर नापें.*सिरदर्द.*112/);
  });

  test('is warned by what is certain, and shown what is not', () => {
    expect(found('systolic', '165', mother).map(({ alert, limit }) => [alert, limit.bounds.from])).toEqual([
      [true, '140'],
      [false, '160'],
    ]);
  });
});

test('somebody who is not known to be pregnant is not warned as a mother', () => {
  expect(found('systolic', '150', woman)).toEqual([]);
});

describe('a level that is general knowledge', () => {
  test.each([
    ['haemoglobin', '6.99', '7', woman],
    ['platelets', '19.9', '20', woman],
    ['sodium', '119', '120', woman],
    ['sodium', '160.1', '160', woman],
    ['potassium', '2.7', '2.8', woman],
    ['potassium', '6.3', '6.2', woman],
    ['systolic', '180', '179', woman],
    ['diastolic', '120', '119', woman],
    ['oxygen', '89', '90', woman],
    ['temperature', '35.4', '35.5', newborn],
    ['temperature', '37.5', '37.4', newborn],
    ['breathing-rate', '60', '59', newborn],
  ] as const)('of %s is shown at %s and not at %s, and tells nobody what to do', (marker, past, before, person) => {
    expect(found(marker, past, person).map(({ alert, words }) => [alert, words])).toEqual([[false, undefined]]);
    expect(found(marker, before, person)).toEqual([]);
  });

  test('of a newborn ends on the 28th day', () => {
    const on = [date('2026-11-28'), date('2026-11-29')];
    expect(on.map((day) => found('temperature', '37.6', newborn, undefined, day).length)).toEqual([1, 0]);
  });
});

test.each([
  ['<20', '20', '<', 1],
  ['<=20', '20', '<=', 0],
  ['<100', '100', '<', 0],
  ['>5', '5', '>', 0],
] as const)('platelets that are only known to be %s count if all they may be does', (_, value, comparator, count) => {
  expect(found('platelets', value, woman, comparator)).toHaveLength(count);
});

describe('the list', () => {
  test('is of markers and limits that exist', () => {
    for (const { marker, bounds } of CRITICAL_LIMITS) {
      expect(quantityOf(marker).id).toBe(marker);
      expect(Bounds.safeParse(bounds).error).toBeUndefined();
    }
  });

  test('alerts by two limits only, until a clinician signs more', () => {
    expect(CRITICAL_LIMITS.filter(({ source }) => mayAlert(SOURCES[source])).map(({ marker, source }) => [marker, source])).toEqual([
      ['systolic', 'who-anc-dt17'],
      ['diastolic', 'who-anc-dt17'],
    ]);
  });
});
