import { readdirSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { fill, type Phrase, type Phrases } from './words.ts';

const source = path.join(import.meta.dirname, '../..');
const englishFiles = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.en.ts'));
const load = async (file: string): Promise<Phrases> => (await import(path.join(source, file))).default;

const textsOf = (phrase: Phrase | undefined): string[] =>
  phrase === undefined ? [] : typeof phrase === 'string' ? [phrase] : [phrase.one, phrase.other];
const placeholders = (phrase: Phrase | undefined) =>
  [...new Set(textsOf(phrase).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].toSorted();

/**
 * What stands in Latin letters in Hindi too: examples to be typed, codes, names of standards and keys of the keyboard.
 * Languages name themselves.
 */
const latinIsRight = [
  /name@example\.com/g,
  /ABCD-?2345|ABCD/g,
  /MMC\/2011\/04512/g,
  /MBBS, MD \(Medicine\)/g,
  /\b(HbA1c|SHA|BP|mg|ml|km|PDF|CSV|FHIR|LOINC|UCUM|JSON|KB|AI|JavaScript|English|Arogya)\b/g,
  // Apple's app is not in Hindi: what to press there is written as it is there.
  /Apple Health|iPhone|Export All Health Data|export\.xml|\bunzip\b|Health(?=,)/g,
  /\b(Ctrl|Enter|Esc|Alt|Shift|Tab)\b/g,
  /(?<![A-Za-z])[A-Z](?![A-Za-z])/g,
  /\{\w+\}/g,
];

test('there are words to check', () => {
  expect(englishFiles.length).toBeGreaterThan(5);
});

describe.each(englishFiles)('%s', (file) => {
  const hindiFile = file.replace(/\.en\.ts$/, '.hi.ts');

  test('Hindi has the same keys as English', async () => {
    expect(Object.keys(await load(hindiFile)).toSorted()).toEqual(Object.keys(await load(file)).toSorted());
  });

  test('Hindi puts the same values into each phrase', async () => {
    const [english, hindi] = await Promise.all([load(file), load(hindiFile)]);
    for (const [key, phrase] of Object.entries(english)) {
      // `count` may be said in words: एक, one.
      const without = (names: (string | undefined)[]) => names.filter((name) => name !== 'count');
      expect({ key, names: without(placeholders(hindi[key])) }).toEqual({ key, names: without(placeholders(phrase)) });
      expect({ key, plural: typeof hindi[key] === 'object' }).toEqual({ key, plural: typeof phrase === 'object' });
    }
  });

  test('no English is left in the Hindi', async () => {
    for (const [key, phrase] of Object.entries(await load(hindiFile)))
      for (const text of textsOf(phrase)) {
        const rest = latinIsRight.reduce((left, known) => left.replace(known, ''), text);
        expect({ key, latin: rest.match(/[A-Za-z]+/g) }).toEqual({ key, latin: null });
      }
  });

  test('Hindi has no gendered future, no bare कल and no Devanagari digits', async () => {
    for (const [key, phrase] of Object.entries(await load(hindiFile)))
      for (const text of textsOf(phrase)) {
        expect({ key, gendered: text.match(/ूँग[ाी]|ूंग[ाी]/g) }).toEqual({ key, gendered: null });
        expect({ key, yesterdayOrTomorrow: text.match(/(?<!बीता हुआ |बीते |आने वाला |आने वाले )(?<!\p{L}|\p{M})कल(?!\p{L}|\p{M})/gu) }).toEqual({
          key,
          yesterdayOrTomorrow: null,
        });
        expect({ key, digits: text.match(/[०-९]/g) }).toEqual({ key, digits: null });
      }
  });

  test('no phrase is empty', async () => {
    for (const words of [await load(file), await load(hindiFile)])
      for (const [key, phrase] of Object.entries(words))
        for (const text of textsOf(phrase)) expect({ key, empty: text.trim() === '' }).toEqual({ key, empty: false });
  });
});

test('values go into a phrase, and numbers are written as in India', () => {
  expect(fill('{name} owes {sum}', { name: 'Ravi', sum: 125000 }, 'en')).toBe('Ravi owes 1,25,000');
});

test('one and many are told apart in both languages', () => {
  const phrase = { one: 'one thing', other: '{count} things' };
  expect(fill(phrase, { count: 1 }, 'en')).toBe('one thing');
  expect(fill(phrase, { count: 0 }, 'en')).toBe('0 things');
  expect(fill(phrase, { count: 2 }, 'hi')).toBe('2 things');
});

test('a value that is a sentence with braces is not read as a phrase', () => {
  expect(fill('{text}', { text: '{name}', name: 'x' }, 'en')).toBe('{name}');
});
