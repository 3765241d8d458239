import { describe, expect, test } from 'vitest';

import { CRITICAL_LIMITS } from '../critical-values.ts';
import { DELTA_WORDS } from '../delta-check.ts';
import type { MarkerWords } from '../marker.ts';
import { CONTRADICTION_WORDS, PLAUSIBILITY_WORDS } from '../plausibility.ts';
import { DEGREE_WORDS, STATUS_WORDS, WHY_WORDS } from '../status.ts';
import { MARKERS } from './catalogue.ts';
import { CATEGORY_NAMES } from './categories.ts';
import { EXPLANATIONS, explanationOf } from './explanations.ts';

const lines = Object.entries(EXPLANATIONS);
const rules: MarkerWords[] = [
  ...[STATUS_WORDS, DEGREE_WORDS, WHY_WORDS, PLAUSIBILITY_WORDS, DELTA_WORDS, CATEGORY_NAMES].flatMap((table) => Object.values(table)),
  CONTRADICTION_WORDS,
  ...CRITICAL_LIMITS.flatMap(({ words }) => (words ? [words] : [])),
];
const texts: MarkerWords[] = [
  ...MARKERS.map(({ name }) => name),
  ...lines.map(([, { en, hi }]) => ({ en: en.join(' '), hi: hi.join(' ') })),
  ...rules,
];

const sentences = (text: string): string[] => text.split(/(?<=[.?!।])\s+/).filter((sentence) => sentence !== '');
const words = (text: string): string[] => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
/** Groups of vowels, less a silent final e: near enough for a grade. */
const syllables = (word: string): number =>
  Math.max(
    1,
    word
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .replace(/(?<![aeiouyl])e$|(?<=[aeiouy][a-z])ed$/, '')
      .match(/[aeiouy]+/g)?.length ?? 1,
  );
/** Flesch and Kincaid's school grade. */
const grade = (text: string): number => {
  const all = words(text);
  return 0.39 * (all.length / sentences(text).length) + 11.8 * (all.reduce((sum, word) => sum + syllables(word), 0) / all.length) - 15.59;
};

test('each marker is explained in four lines in both languages, and nothing else is', () => {
  expect(lines.map(([id]) => id).toSorted()).toEqual(MARKERS.map(({ id }) => id).toSorted());
  for (const [id, { en, hi }] of lines) expect([en.length, hi.length], id).toEqual([4, 4]);
  expect(explanationOf('inr')?.en.split('\n')).toHaveLength(4);
  expect(explanationOf('toString')).toBeUndefined();
});

describe('what people read', () => {
  test('is in short sentences', () => {
    for (const { en, hi } of texts)
      for (const text of [en, hi]) for (const sentence of sentences(text)) expect(words(sentence).length, sentence).toBeLessThanOrEqual(15);
  });

  test('is for somebody who has been to school for six years', () => {
    const hard = lines.map(([id, { en }]) => [id, Math.round(grade(en.join(' ')) * 10) / 10] as const).filter(([, years]) => years > 6);
    expect(hard).toEqual([]);
  });

  test('never says what a person has, is or should be afraid of', () => {
    for (const { en, hi } of texts) {
      expect(en).not.toMatch(
        /\b(?:you have (?:a|an|the)?\s*(?:disease|diabetes|anaemia|cancer|infection)|diagnos\w*|abnormal|disease|diabet\w*|anaemi\w*|cancer|sick|danger\w*|obes\w*|normal)\b/i,
      );
      expect(hi).not.toMatch(/असामान्य|बीमार(?!ी)|मधुमेह|एनीमिया|कैंसर|मोटापा|ख़तर/);
    }
  });

  test('is said in Hindi to men and women alike, and in Devanagari', () => {
    for (const { hi } of texts) {
      expect(hi).not.toMatch(/(?:लेते|करते|खाते|पीते|रहते|लेती|करती|चाहते) हैं\?|(?:लूँगा|लूँगी|करूँगा|करूँगी)/);
      expect(hi.replace(/[A-Za-z0-9+-]/g, '')).toMatch(/^$|[\u0900-\u097F]/);
    }
  });

  test('spells one word in one way', () => {
    for (const { hi } of texts) expect(hi).not.toMatch(/खून|ज्यादा(?!़)|दवाई|जांच|बुखार|खुराक/);
  });
});
