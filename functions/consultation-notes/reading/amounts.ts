import type { Fact } from './facts.ts';
import { NUMBER_WORDS } from './shorthand-lexicon.ts';
import type { Token } from './tokens.ts';

export type Numeric = Pick<Fact, 'kind' | 'keys' | 'amount' | 'unit' | 'weak'> & { length: number };

export const plain = (value: string): string => String(Number(value));
export const isDash = (token: Token | undefined): boolean => token !== undefined && /^[-–—‑]$/.test(token.word);
const spelled = (token: Token | undefined): number | undefined =>
  token && Object.hasOwn(NUMBER_WORDS, token.word) ? NUMBER_WORDS[token.word] : undefined;
export const lookup = <Value>(table: Record<string, Value>, token: Token | undefined): Value | undefined => {
  if (token === undefined) return undefined;
  if (Object.hasOwn(table, token.word)) return table[token.word];
  return Object.hasOwn(table, token.stem) ? table[token.stem] : undefined;
};

export type Amount = { value: string; next: number; spelled: boolean };

const single = (tokens: Token[], index: number): Amount | undefined => {
  const token = tokens[index];
  if (token?.number) {
    // A stop after the digits without digits after it belongs to the sentence, so a number token never ends in one.
    return { value: plain(token.word), next: index + 1, spelled: false };
  }
  const word = spelled(token);
  return word === undefined ? undefined : { value: String(word), next: index + 1, spelled: true };
};

/** One number or a range: `5`, `three`, `24-48`, `3 to 5`. */
export const amountAt = (tokens: Token[], index: number): Amount | undefined => {
  const low = single(tokens, index);
  if (!low) return undefined;
  const joiner = tokens[low.next];
  const high = single(tokens, low.next + 1);
  if (high && (isDash(joiner) || joiner?.word === 'to' || joiner?.word === 'से') && Number(high.value) > Number(low.value)) {
    return { value: `${low.value}-${high.value}`, next: high.next, spelled: low.spelled || high.spelled };
  }
  return low;
};
