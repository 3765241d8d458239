import { describe, expect, test } from 'vitest';

import { mayAlert, Source } from './certainty.ts';
import { SOURCES } from './sources.ts';

describe('a figure may judge a person’s result', () => {
  test.each([
    ['S', null, true],
    ['S2', null, true],
    ['K', null, false],
    ['?', null, false],
    ['K', 'Dr Asha Rao', true],
    ['?', 'Dr Asha Rao', true],
  ] as const)('marked [%s] and signed by %s: %s', (certainty, reviewedBy, expected) => {
    expect(mayAlert({ certainty, reviewedBy })).toBe(expected);
  });
});

test('each source says its name, when it was looked at and how sure it is', () => {
  for (const source of Object.values(SOURCES)) expect(Source.safeParse(source).error).toBeUndefined();
});

test('nobody has signed a figure yet', () => {
  expect(Object.values(SOURCES).map(({ reviewedBy }) => reviewedBy)).toEqual(Object.values(SOURCES).map(() => null));
});

test('what FACTS.md marks [S] or [S2] is certain, and nothing else', () => {
  const certain = Object.entries(SOURCES).filter(([, source]) => mayAlert(source));
  expect(certain.map(([id]) => id)).toEqual(['who-anc-config', 'who-anc-dt17', 'mohfw-gdm']);
});
