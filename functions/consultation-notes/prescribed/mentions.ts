import { isGroupOfDrugs } from '../reading/drugs.ts';
import { type Fact, read } from '../reading/facts.ts';
import type { Segment } from '../reading/segments.ts';
import type { Token } from '../reading/tokens.ts';
import { touches } from '../reading/tokens.ts';
import { FORM_WORDS, formBefore, isOrder, isStop } from './order-words.ts';

/** A medicine that a clause names. Token indexes; `end` and `to` are exclusive. */
export type Mention = {
  /** What tells that two mentions are of one medicine, whatever name is used. */
  readonly keys: readonly string[];
  /** From the order, form or amount before the name. */
  readonly lead: number;
  readonly first: number;
  readonly end: number;
  /** Up to the next mention's lead, or the end of the clause. */
  readonly to: number;
  readonly polarity: Fact['polarity'];
};

/** One clause of a sentence, and the medicines in it. */
export type Clause = {
  readonly segment: Segment;
  readonly tokens: readonly Token[];
  readonly factAt: ReadonlyMap<number, Fact>;
  readonly mentions: readonly Mention[];
};

/** What belongs to a trade name or says how fast it acts: `Telma H`, `Metformin SR`. */
const NAME_ENDINGS =
  /^(?:H|AM|LC|SR|XR|ER|CR|MR|XL|DS|DSR|LS|LA|D|D3|AT|CT|MT|GP|G1|G2|M|P|SP|MF|CV|LB|XT|Z|TH|CH|O|AV|[Dd]uo|[Pp]lus|PLUS|[Ff]orte|FORTE)$/;
/** Between a form and an amount a capital letter makes a trade name that no list holds: `Tab Zincovit OD`. */
const LONGEST_UNKNOWN_NAME = 3;

const isWord = (token: Token | undefined): token is Token => token !== undefined && !token.number && /^\p{L}/u.test(token.word);

/** A name goes on over its hyphen, its ending and what it is combined with: `Montair-LC`, `telmisartan + amlodipine`. */
const endOfName = (tokens: readonly Token[], factAt: ReadonlyMap<number, Fact>, after: number, keys: string[]): number => {
  let end = after;
  for (;;) {
    const [next, second] = [tokens[end], tokens[end + 1]];
    const combined = factAt.get(end + 1);
    if (/^[-–]$/.test(next?.word ?? '') && touches(tokens[end - 1], next) && touches(next, second) && isWord(second)) end += 2;
    else if (/^[+/]$/.test(next?.word ?? '') && combined?.kind === 'drug') {
      keys.push(...combined.keys);
      end = combined.last + 1;
    } else if (next && !factAt.has(end) && NAME_ENDINGS.test(next.raw)) end += 1;
    else return end;
  }
};

const unknownName = (tokens: readonly Token[], factAt: ReadonlyMap<number, Fact>, index: number): number | undefined => {
  if (formBefore(tokens, index) === undefined) return undefined;
  let end = index;
  while (end < index + LONGEST_UNKNOWN_NAME && isWord(tokens[end]) && /^\p{Lu}/u.test(tokens[end]?.raw ?? '') && !factAt.has(end)) end += 1;
  if (end === index || (tokens[index]?.word.length ?? 0) < 3) return undefined;
  const next = factAt.get(end)?.kind;
  return next === 'dose' || next === 'frequency' || next === 'number' ? end : undefined;
};

const LEADS = /^(?:\.|the|a|an|same|also|on|of|to|with|your|oral|do|not|no|allergic)$/;
const PARTS = /^(?:,|and|&|\+|:|-|–)$/;

const leadOf = (tokens: readonly Token[], factAt: ReadonlyMap<number, Fact>, first: number, least: number): number => {
  const lastOf = new Map([...factAt.values()].map((fact) => [fact.last, fact]));
  let lead = first;
  while (lead > least) {
    const token = tokens[lead - 1];
    const word = token?.word ?? '';
    const fact = lastOf.get(lead - 1);
    if (fact?.kind === 'dose' && fact.first >= least) {
      const before = tokens[fact.first - 1];
      if (fact.first > least && !PARTS.test(before?.word ?? '') && !isOrder(before)) return lead;
      lead = fact.first;
    } else if (LEADS.test(word) || FORM_WORDS.has(word) || isOrder(token) || isStop(token)) lead -= 1;
    else return lead;
  }
  return lead;
};

/** The medicines that one clause names, in order, with the place that each has to itself. */
export const readClause = (segment: Segment): Clause => {
  const { tokens, facts, polarity: polarities } = read(segment.text, false);
  const factAt = new Map(facts.map((fact) => [fact.first, fact]));
  const found: Omit<Mention, 'to'>[] = [];
  for (let index = 0; index < tokens.length; ) {
    // `inhaler` is a form here, though the lexicon has it as a group of medicines too.
    const fact = FORM_WORDS.has(tokens[index]?.word ?? '') && factAt.get(index)?.kind === 'drug' ? undefined : factAt.get(index);
    const keys = fact?.kind === 'drug' ? [...fact.keys] : [`drug:${tokens[index]?.word}`];
    const after = fact?.kind === 'drug' ? fact.last + 1 : fact ? undefined : unknownName(tokens, factAt, index);
    if (after === undefined) {
      index = (fact?.last ?? index) + 1;
      continue;
    }
    const end = endOfName(tokens, factAt, after, keys);
    const polarity = fact?.polarity ?? polarities[index] ?? 'said';
    found.push({ keys, lead: leadOf(tokens, factAt, index, found.at(-1)?.end ?? 0), first: index, end, polarity });
    index = end;
  }
  const mentions = found.map((mention, place) => ({ ...mention, to: found[place + 1]?.lead ?? tokens.length }));
  return { segment, tokens, factAt, mentions };
};

/** `antibiotics` and `cough syrup` are no medicine that one could be reminded of by its name. */
export const isOneMedicine = ({ keys }: Mention): boolean => !keys.some((key) => isGroupOfDrugs(key.slice('drug:'.length)));
