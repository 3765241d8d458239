import { expect, test } from 'vitest';

import english from './words.en.ts';
import hindi from './words.hi.ts';

const phrases = (words: Record<string, string | { one: string; other: string }>) =>
  Object.entries(words).flatMap(([key, phrase]) =>
    typeof phrase === 'string' ? [[key, phrase] as const] : [[key, phrase.one] as const, [key, phrase.other] as const],
  );
const blanks = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

test('the Hindi words fill the same blanks as the English ones', () => {
  const english_ = phrases(english);
  const hindi_ = phrases(hindi);
  expect(hindi_.map(([key, text]) => [key, blanks(text)])).toEqual(english_.map(([key, text]) => [key, blanks(text)]));
});

test('the Hindi words take no side: no form of I or you that is only for men or only for women', () => {
  for (const [key, text] of phrases(hindi))
    expect(`${key}: ${text}`).not.toMatch(/(?:ूँगा|ूँगी|सकता हूँ|सकती हूँ|चाहता हूँ|चाहती हूँ|रहा हूँ|रही हूँ|ेंगी)(?:$|[\s।])/u);
});
