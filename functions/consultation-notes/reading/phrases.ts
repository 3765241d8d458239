import type { Token } from './tokens.ts';
import { tokensOf } from './tokens.ts';

type Phrase<Value> = { words: { word: string; stem: string; exact?: string }[]; value: Value };

/** Finds the longest known phrase at a place in a text. */
export type Phrases<Value> = { at: (tokens: Token[], index: number) => { value: Value; length: number } | undefined };

const indexOf = <Value>(entries: Iterable<readonly [form: string, value: Value]>): Map<string, Phrase<Value>[]> => {
  const byFirst = new Map<string, Phrase<Value>[]>();
  for (const [form, value] of entries) {
    const capital = /[A-Z]/.test(form);
    const words = tokensOf(form).map((token) => ({ word: token.word, stem: token.stem, ...(capital && { exact: token.raw }) }));
    const first = words[0];
    if (first === undefined) continue;
    const known = byFirst.get(first.stem);
    if (known) known.push({ words, value });
    else byFirst.set(first.stem, [{ words, value }]);
  }
  for (const known of byFirst.values()) known.sort((left, right) => right.words.length - left.words.length);
  return byFirst;
};

/**
 * A phrase with a capital letter is an abbreviation and is matched as it is written (`PE` is not `pe`);
 * a phrase without one is matched in any case and number. The index is built when it is first asked, which
 * keeps 11 ms out of the start of a function that may never ask.
 */
export const phrases = <Value>(entries: Iterable<readonly [form: string, value: Value]>): Phrases<Value> => {
  let byFirst: Map<string, Phrase<Value>[]> | undefined;
  return {
    at(tokens, index) {
      const first = tokens[index];
      if (first === undefined) return undefined;
      byFirst ??= indexOf(entries);
      for (const { words, value } of byFirst.get(first.stem) ?? []) {
        const fits = words.every((wanted, offset) => {
          const token = tokens[index + offset];
          if (token === undefined) return false;
          return wanted.exact === undefined ? token.stem === wanted.stem : token.raw === wanted.exact;
        });
        if (fits) return { value, length: words.length };
      }
      return undefined;
    },
  };
};

/** `a|b|c` as a list; an empty string as none. */
export const forms = (list: string): string[] => list.split('|').filter((form) => form !== '');
