import { expect, test } from 'vitest';

import en from './observations.en.ts';
import hi from './observations.hi.ts';
import { byNextStep, countsOf, nextStepOf, readingOf, readings, sideOf } from './reading.ts';

test.each([
  [{ status: 'within' }, 'within', 'within'],
  [{ status: 'above' }, 'above', 'above'],
  [{ status: 'above', degree: 'far-above' }, 'far-above', 'above'],
  [{ status: 'below', degree: 'little-below' }, 'little-below', 'below'],
  [{ status: 'unknown', why: 'range-not-checked' }, 'not-checked', 'unknown'],
  [{ status: 'unknown', why: 'left-open' }, 'left-open', 'unknown'],
  [{ status: 'unknown', why: 'no-number' }, 'no-number', 'unknown'],
  [{ status: 'unknown' }, 'no-range', 'unknown'],
] as const)('a patient whose value is %o reads "%s"', (value, reading, side) => {
  expect(readingOf(value)).toBe(reading);
  expect(sideOf(reading)).toBe(side);
});

test('every reading has its words in both languages, and none of them judges the person', () => {
  for (const reading of readings) {
    expect(en[`reading.${reading}`]).not.toMatch(/normal|sick|bad|danger/i);
    expect(hi[`reading.${reading}`]).toBeTruthy();
  }
});

test('a patient sees how many of a category are outside, in range and not compared', () => {
  const glance = (status: 'above' | 'below' | 'within' | 'unknown') => ({ latest: { status } }) as never;
  expect(countsOf([glance('above'), glance('below'), glance('within'), glance('unknown'), glance('unknown')])).toEqual({
    outside: 2,
    within: 1,
    unknown: 2,
  });
});

test('a patient is told to call only where the value rests on certain grounds', () => {
  const source = { name: 'x', checkedOn: '2026-11-20', certainty: 'S', reviewedBy: null } as never;
  expect(nextStepOf({ critical: { alert: true, step: 'call-112', source } })).toBe('call-112');
  expect(nextStepOf({ critical: { alert: false, source }, degree: 'far-above' })).toBe('ask-soon');
  expect(nextStepOf({ critical: { alert: false, step: 'call-112', source } })).toBe('ask');
});

test('what is to be done is told once for all values that ask for it, the most urgent first', () => {
  const glance = (code: string, latest: object) => ({ code, latest }) as never;
  const groups = byNextStep([
    glance('potassium', { critical: { alert: true, step: 'call-112' } }),
    glance('sugar', { degree: 'far-above' }),
    glance('iron', { status: 'below' }),
    glance('fats', { status: 'above', degree: 'little-above' }),
  ]);
  expect(groups.map(({ step, glances }) => [step, ...glances.map(({ code }) => code)])).toEqual([
    ['call-112', 'potassium'],
    ['ask-soon', 'sugar'],
    ['ask', 'iron', 'fats'],
  ]);
});
