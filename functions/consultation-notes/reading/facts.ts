import { DRUGS, looksLikeDrug, misspeltDrug } from './drugs.ts';
import { numericFact } from './facts-numeric.ts';
import { BODY_PARTS, DENIALS, FINDINGS } from './findings.ts';
import type { Polarity } from './negation.ts';
import { polaritiesOf } from './negation.ts';
import { forms, phrases } from './phrases.ts';
import { FREQUENCIES, MEAL_SHORTHAND, SHORTHAND } from './shorthand-lexicon.ts';
import type { Token } from './tokens.ts';
import { tokensOf } from './tokens.ts';

export type FactKind = 'number' | 'measure' | 'dose' | 'frequency' | 'drug' | 'date' | 'duration' | 'laterality' | 'finding';

/**
 * Something checkable that a text says. Two facts of one kind say the same when they share a key: `3/7` and
 * `three days` are both `dur:3d`. `first`/`last` are token indexes; `start`/`end` UTF-16 offsets.
 */
export type Fact = {
  kind: FactKind;
  keys: string[];
  start: number;
  end: number;
  first: number;
  last: number;
  polarity: Polarity;
  /** For a finding: what the words name themselves; `keys` holds their parts too. */
  names?: string[];
  /** For an amount with a unit: the bare number and the unit. */
  amount?: string;
  unit?: string;
  /** For a dose or a frequency: the drug before it in its clause. For a side: the part of the body. */
  of?: string;
  /** Too common a word to doubt when it is not in the notes: `one`. */
  weak?: boolean;
};

export type Reading = { text: string; tokens: Token[]; facts: Fact[]; polarity: Polarity[]; cues: ReturnType<typeof polaritiesOf>['cues'] };

const DRUG_PHRASES = phrases(DRUGS.flatMap((drug) => drug.forms.map((form) => [form, drug.name] as const)));
const FREQUENCY_PHRASES = phrases(FREQUENCIES.flatMap((frequency) => frequency.forms.map((form) => [form, frequency.key] as const)));

type FindingMatch = { names: string[]; denied: boolean };

/** A form may name several findings (`heart attack`): each is meant as well as the others. */
const sameForm = (entries: readonly (readonly [form: string, name: string])[]): [string, FindingMatch][] => {
  const names = new Map<string, string[]>();
  for (const [form, name] of entries) names.set(form, [...(names.get(form) ?? []), name]);
  return [...names].map(([form, each]) => [form, { names: [...new Set(each)], denied: false }]);
};

const FINDING_PHRASES = phrases<FindingMatch>([
  ...sameForm(
    FINDINGS.flatMap((finding) =>
      [finding.name, finding.plain, finding.hindi, ...finding.short, ...finding.also]
        .filter((form) => form !== '')
        .map((form) => [form, finding.name] as const),
    ),
  ),
  ...DENIALS.map(([form, name]): [string, FindingMatch] => [form, { names: [name], denied: true }]),
]);

const HINDI_LEFT = forms('बाएं|बायां|बायीं|बाईं|बाएँ');
const HINDI_RIGHT = forms('दाएं|दायां|दायीं|दाईं|दाहिने|दाहिना|दाहिनी|दाएँ');
const HINDI_BOTH = forms('दोनों');
const SIDES = phrases([
  ...['left', 'lt', 'lt.', 'left-sided', 'left sided', 'leftside', ...HINDI_LEFT].map((form) => [form, 'left'] as const),
  ...['right', 'rt', 'rt.', 'right-sided', 'right sided', ...HINDI_RIGHT].map((form) => [form, 'right'] as const),
  ...['bilateral', 'bilaterally', 'bilat', 'b/l', 'both sides', 'both', ...HINDI_BOTH].map((form) => [form, 'both'] as const),
  ...['LIF', 'LUQ', 'LLQ', 'LHC'].map((form) => [form, 'left'] as const),
  ...['RIF', 'RUQ', 'RLQ', 'RHC'].map((form) => [form, 'right'] as const),
]);
const PARTS = phrases(
  BODY_PARTS.flatMap(([english, hindi]) =>
    [english, ...(english === 'foot' ? ['feet'] : []), ...forms(hindi)].map((form) => [form, english] as const),
  ),
);
const WRITTEN_OUT = phrases(SHORTHAND);

const NOT_A_SIDE_AFTER =
  /^(?:the|home|work|hospital|before|without|against|untreated|alone|over|school|job|now|away|after|as|at|for|her|his)$/;
const NOT_A_SIDE_BEFORE = /^(?:has|have|had|was|is|been|all|that's|he|she|they|it)$/;

/** Words between a side and its place, and before a side that follows it: `R upper chest`, `ear pain R`. */
const BETWEEN = /^(?:upper|lower|middle|mid|inner|outer|big|little|index|ring|great|medial|lateral|sided)$/;
const PAINED = /^(?:pain|ache|weakness|numbness|swelling|injury|side)$/;

type Found = Omit<Fact, 'first' | 'last' | 'start' | 'end' | 'polarity'> & { length: number };

const sideAt = (tokens: Token[], index: number): Found | undefined => {
  const token = tokens[index];
  const next = tokens[index + 1];
  if (token === undefined) return undefined;
  const partAfter = (from: number): string | undefined => {
    for (let at = from; at < Math.min(from + 4, tokens.length); at += 1) {
      const part = PARTS.at(tokens, at);
      if (part) return part.value;
      if (/[.;,]/.test(tokens[at]?.word ?? '')) return undefined;
    }
    return undefined;
  };
  let side: string | undefined;
  let length = 1;
  if (/^[LR]$/.test(token.raw)) {
    const skip = /^[.)]$/.test(next?.word ?? '') ? 1 : 0;
    const after = index + 1 + skip + (BETWEEN.test(tokens[index + 1 + skip]?.word ?? '') ? 1 : 0);
    const placedBefore =
      PARTS.at(tokens, index - 1) !== undefined || PAINED.test(tokens[index - 1]?.word ?? '') || tokens[index - 1]?.word === '(';
    if (PARTS.at(tokens, after) === undefined && FINDING_PHRASES.at(tokens, after) === undefined && !placedBefore) return undefined;
    side = token.raw === 'L' ? 'left' : 'right';
  } else {
    const match = SIDES.at(tokens, index);
    if (!match) return undefined;
    ({ value: side, length } = match);
    const ambiguous = token.word === 'left' || token.word === 'right';
    const before = tokens[index - 1]?.word ?? '';
    const after = tokens[index + length]?.word ?? '';
    if (
      ambiguous &&
      NOT_A_SIDE_AFTER.test(after) &&
      !PAINED.test(before) &&
      !PARTS.at(tokens, index - 1) &&
      !PARTS.at(tokens, index + length)
    )
      return undefined;
    if (ambiguous && NOT_A_SIDE_BEFORE.test(before) && !partAfter(index + length)) return undefined;
    if (token.word === 'both' && partAfter(index + 1) === undefined && after !== 'side') return undefined;
  }
  const part =
    partAfter(index + length) ??
    PARTS.at(tokens, index - 1)?.value ??
    (tokens[index - 1]?.word === '(' ? PARTS.at(tokens, index - 2)?.value : undefined);
  return { kind: 'laterality', keys: [`side:${side}`], length, ...(part !== undefined && part !== 'side' && { of: part }) };
};

const findingAt = (tokens: Token[], index: number): { found: Found; denied: boolean } | undefined => {
  const match = FINDING_PHRASES.at(tokens, index);
  if (!match) return undefined;
  const keys = new Set(match.value.names);
  // What is said of `dry cough` is said of a cough: the parts of a phrase are named by it too.
  if (!match.value.denied) {
    for (let from = index; from < index + match.length; from += 1) {
      const part = FINDING_PHRASES.at(tokens.slice(0, index + match.length), from);
      if (part && !part.value.denied) for (const name of part.value.names) keys.add(name);
    }
  }
  return { found: { kind: 'finding', keys: [...keys], names: match.value.names, length: match.length }, denied: match.value.denied };
};

const drugAt = (tokens: Token[], index: number, forgiving: boolean): Found | undefined => {
  const known = DRUG_PHRASES.at(tokens, index);
  if (known) return { kind: 'drug', keys: [`drug:${known.value}`], length: known.length };
  const token = tokens[index];
  if (token === undefined || token.number) return undefined;
  if (forgiving) {
    const meant = misspeltDrug(token.word);
    if (meant) return { kind: 'drug', keys: [`drug:${meant}`, `drug:${token.word}`], length: 1 };
  }
  return looksLikeDrug(token.word) ? { kind: 'drug', keys: [`drug:${token.word}`], length: 1 } : undefined;
};

/** `ac` and `pc` mean food only where an amount or a frequency stands before them. */
const mealAt = (tokens: Token[], index: number, previous: Fact | undefined): Found | undefined => {
  const key = MEAL_SHORTHAND[tokens[index]?.word ?? ''];
  if (key === undefined || previous === undefined || previous.last !== index - 1) return undefined;
  return previous.kind === 'dose' || previous.kind === 'frequency' || previous.kind === 'number'
    ? { kind: 'frequency', keys: [key], length: 1 }
    : undefined;
};

const frequencyAt = (tokens: Token[], index: number): Found | undefined => {
  const match = FREQUENCY_PHRASES.at(tokens, index);
  return match && { kind: 'frequency', keys: [match.value], length: match.length };
};

const CLAUSE_END = /^[.;।]$/;

/** Ties each dose and frequency to the drug before it, so that `aspirin 75 mg, metformin 500 mg` cannot trade places. */
const tieToDrugs = (tokens: Token[], facts: Fact[]): void => {
  let drug: string | undefined;
  let seen = 0;
  for (const fact of facts) {
    for (; seen < fact.first; seen += 1) if (CLAUSE_END.test(tokens[seen]?.word ?? '')) drug = undefined;
    if (fact.kind === 'drug') drug = fact.keys[0];
    else if ((fact.kind === 'dose' || fact.kind === 'frequency' || fact.kind === 'number') && drug !== undefined) fact.of = drug;
  }
};

/**
 * Everything checkable in a text, in order.
 * `notes`: the text is the doctor's own, in which a drug name with a slip of the pen still counts.
 */
export const read = (text: string, notes: boolean): Reading => {
  const tokens = tokensOf(text);
  const facts: Fact[] = [];
  const denied = new Set<Fact>();
  for (let index = 0; index < tokens.length; ) {
    const numeric = numericFact(tokens, index);
    const finding = numeric ? undefined : findingAt(tokens, index);
    const other =
      numeric ?? mealAt(tokens, index, facts.at(-1)) ?? drugAt(tokens, index, false) ?? frequencyAt(tokens, index) ?? sideAt(tokens, index);
    const longest = finding && finding.found.length >= (other?.length ?? 0) ? finding.found : other;
    // A word that is shorthand is no slip of the pen for a drug.
    const found = longest ?? (notes && !WRITTEN_OUT.at(tokens, index) ? drugAt(tokens, index, true) : undefined);
    if (!found) {
      index += 1;
      continue;
    }
    const { length, ...rest } = found;
    const last = index + length - 1;
    const fact: Fact = { ...rest, first: index, last, start: tokens[index]?.start ?? 0, end: tokens[last]?.end ?? 0, polarity: 'said' };
    facts.push(fact);
    if (found === finding?.found && finding.denied) denied.add(fact);
    index = last + 1;
  }
  const covered = new Map<number, Fact>();
  for (const fact of facts) for (let at = fact.first; at <= fact.last; at += 1) covered.set(at, fact);
  const { polarity, cues } = polaritiesOf(tokens, (index) => covered.get(index)?.kind);
  for (const fact of facts) {
    const within = polarity.slice(fact.first, fact.last + 1);
    fact.polarity = within.includes('denied') ? 'denied' : (within[0] ?? 'said');
    if (denied.has(fact)) fact.polarity = 'denied';
  }
  tieToDrugs(tokens, facts);
  return { text, tokens, facts, polarity, cues };
};

export const sharesKey = (left: Fact, right: Fact): boolean => left.keys.some((key) => right.keys.includes(key));
