import type { NamedMedicine, PatientNote } from '../contract.ts';
import { segmentsOf } from '../reading/segments.ts';
import { readDose, type Said } from './doses.ts';
import { type Clause, isOneMedicine, type Mention, readClause } from './mentions.ts';
import {
  AT_A_TIME_TO_COME,
  BEGINS,
  CHANGES,
  endsMedicine,
  FORM_WORDS,
  formBefore,
  IS,
  isOrder,
  isStop,
  LEAVES_OPEN_AFTER,
  LEAVES_OPEN_BEFORE,
  MEASURED,
  NOT,
  OPENS,
  startsAnew,
} from './order-words.ts';

type NoteSentence = PatientNote['sentences'][number];
/** `ended` holds for the whole note: what is stopped in one sentence is not offered from another. */
type Verdict = 'offered' | 'open' | 'ended';

/** Under these labels a name is no order. */
const NO_ORDERS = new Set([
  'allergies',
  'family',
  'investigations',
  'differential',
  'past-medical',
  'past-surgical',
  'examination',
  'observations',
]);
const LISTS = /^(?:,|and|&|\+|\/)$/;

const hasFact = ({ factAt }: Clause, index: number): boolean =>
  [...factAt.values()].some(({ first, last, kind }) => kind !== 'drug' && kind !== 'finding' && first <= index && index <= last);

/** `d/c` is three words to a reader of tokens. */
const isDiscontinue = ({ tokens }: Clause, index: number): boolean =>
  tokens[index]?.word === 'd' && tokens[index + 1]?.word === '/' && tokens[index + 2]?.word === 'c';

/**
 * What the words before a name, back to where a new thought opens, say of it. `ordered`: an order opens that thought, so that
 * no denial before it reaches the name.
 */
const verdictBefore = (clause: Clause, { first, lead }: Mention): Verdict | 'ordered' => {
  const { tokens, factAt } = clause;
  let verdict: Verdict = 'offered';
  let isParted = false;
  for (let at = first - 1; at >= 0; at -= 1) {
    const word = tokens[at]?.word ?? '';
    if (endsMedicine(tokens[at]) || isDiscontinue(clause, at)) return 'ended';
    if (at >= lead && NOT.test(word)) return 'ended';
    // How far a denial reaches without a comma nobody can tell.
    isParted ||= word === ',';
    if (NOT.test(word) && !isParted) verdict = 'open';
    if (startsAnew(tokens[at]) && (at === 0 || OPENS.test(tokens[at - 1]?.word ?? ''))) return verdict === 'open' ? verdict : 'ordered';
    if (LEAVES_OPEN_BEFORE.has(word) && !hasFact(clause, at)) verdict = 'open';
    // `rash with cefixime` blames it.
    const blamed = at >= lead && /^(?:with|to|from|after)$/.test(word);
    if (blamed && [...factAt.values()].some(({ kind, last }) => kind === 'finding' && last === at - 1)) verdict = 'open';
  }
  return verdict;
};

/** What the words after a name say, up to the next; an order to stop after a comma is the next one's, where there is one. */
const verdictAfter = (clause: Clause, { lead, first, end, to }: Mention): Verdict => {
  const { tokens } = clause;
  const begins = tokens.slice(lead, first).some((token) => BEGINS.test(token.word));
  const word = (at: number): string => (at < to ? (tokens[at]?.word ?? '') : '');
  let next = end;
  while (IS.test(word(next))) next += 1;
  if (MEASURED.test(word(next))) return 'open';
  while (IS.test(word(next)) || (next < to && hasFact(clause, next))) next += 1;
  if (NOT.test(word(next))) return 'ended';
  let open = false;
  for (let at = end; at < to; at += 1) {
    const token = tokens[at];
    if (endsMedicine(token) || isDiscontinue(clause, at)) return 'ended';
    if (begins && AT_A_TIME_TO_COME.test(word(at)) && !hasFact(clause, at)) open = true;
    if (LEAVES_OPEN_AFTER.has(token?.word ?? '') && !hasFact(clause, at)) open = true;
  }
  // Without a comma nobody can tell whose the order to stop is.
  for (let at = to; at < tokens.length && isStop(tokens[at]); at += 1) if (!LISTS.test(tokens[to - 1]?.word ?? '')) return 'ended';
  return open ? 'open' : 'offered';
};

/** In `change amlodipine to telmisartan` and `telmisartan instead of amlodipine` one gives way to the other. */
const givesWay = ({ tokens, mentions }: Clause, mention: Mention): boolean => {
  const place = mentions.indexOf(mention);
  const between = (from: number, to: number): string[] => tokens.slice(from, to).map(({ word }) => word);
  const before = between(mentions[place - 1]?.end ?? 0, mention.first);
  const next = mentions[place + 1];
  const after = next ? between(mention.end, next.first) : [];
  const words = new Set(tokens.map(({ word }) => word));
  const changes = ['change', 'changed', 'switch', 'switched', 'swap', 'convert', 'converted', 'substitute', 'substituted'].some((word) =>
    words.has(word),
  );
  const instead = before.join(' ');
  return (
    (changes && next !== undefined && after.some((word) => /^(?:to|with|by|for)$/.test(word))) ||
    /instead of|in place of|rather than|from$/.test(instead)
  );
};

/** `ibuprofen or paracetamol` leaves the choice to somebody. */
const isChoice = (clause: Clause, mention: Mention): boolean => {
  const { tokens, mentions } = clause;
  const place = mentions.indexOf(mention);
  const hasOr = (from: number, to: number): boolean =>
    tokens.some(({ word }, at) => at >= from && at < to && (word === 'or' || word === 'या') && !hasFact(clause, at));
  const after = mentions[place + 1];
  return hasOr(mentions[place - 1]?.end ?? 0, mention.first) || (after !== undefined && hasOr(mention.end, after.first));
};

const verdictOf = (clause: Clause, mention: Mention, section: NoteSentence['section']): Verdict => {
  const { heading } = clause.segment;
  if (heading === 'allergies') return 'ended';
  const [before, after] = [verdictBefore(clause, mention), verdictAfter(clause, mention)];
  if (before === 'ended' || after === 'ended' || givesWay(clause, mention)) return 'ended';
  // “Took no aspirin” of a history ends nothing; “no aspirin” of a plan does.
  const isDenied = mention.polarity === 'denied' && before !== 'ordered';
  if (isDenied) return section === 'summary' ? 'open' : 'ended';
  if (/^(?:possible|condition|family)$/.test(mention.polarity) || (heading && NO_ORDERS.has(heading)) || isChoice(clause, mention))
    return 'open';
  return before === 'open' || after === 'open' ? 'open' : 'offered';
};

/** Whether the words before a name make it an order: `continue metformin and amlodipine`, `on aspirin`, `Tab Pan 40`. */
const isOrdered = (clause: Clause, mention: Mention): boolean => {
  const { tokens, mentions } = clause;
  if (formBefore(tokens, mention.first)) return true;
  if (tokens.slice(mention.lead, mention.first).some((token) => isOrder(token) || token.word === 'on')) return true;
  const before = mentions[mentions.indexOf(mention) - 1];
  return before !== undefined && tokens.slice(before.end, mention.lead).every(({ word }) => LISTS.test(word)) && isOrdered(clause, before);
};

/** Strength, amount, how often and how long are one order: where one is in doubt the others mislead. */
const DOSE = ['strength', 'amount', 'often', 'days'] as const satisfies (keyof Said)[];
const withoutDose = <T extends Said>(medicine: T): T => {
  const rest = { ...medicine };
  for (const fact of DOSE) delete rest[fact];
  return rest;
};

/** “Aspirin 75 mg and clopidogrel stopped”: what is said after a list is said of all of it. A comma after a whole order parts it. */
const sharesWhatFollows = (clause: Clause, one: Mention, next: Mention): boolean => {
  const between = clause.tokens.slice(one.end, next.first);
  const isList = between.every(({ word }, at) => LISTS.test(word) || word === '.' || FORM_WORDS.has(word) || hasFact(clause, one.end + at));
  const isWhole = [...clause.factAt.values()].some(({ kind, first }) => kind === 'frequency' && first >= one.end && first < next.first);
  return isList && (!isWhole || between.some(({ word }) => /^(?:and|&|\+)$/.test(word)));
};

type Candidate = { readonly medicine: NamedMedicine; readonly keys: readonly string[]; readonly verdict: Verdict };

const trim = (text: string): string => text.replace(/^(?:[\s,;+&]|(?:and|to|with)\s)+|(?:[\s,;+&]|\sand)+$/gu, '');

type Place = { readonly sentence: NoteSentence; readonly clause: Clause };

const placesIn = (sentences: readonly NoteSentence[]): Place[] =>
  sentences.flatMap((sentence) => segmentsOf(sentence.text).map((segment) => ({ sentence, clause: readClause(segment) })));

/** `Then 20 mg OD x 5 d`: a dose without a name goes on with the medicine before it. */
const goesOn = ({ sentence: { section } }: Place, next: Place | undefined): boolean => {
  if (!next || next.sentence.section !== section || next.clause.mentions.length > 0) return false;
  const kind = next.clause.factAt.get(0)?.kind;
  return CHANGES.has(next.clause.tokens[0]?.word ?? '') || kind === 'dose' || kind === 'frequency';
};

/** `Stopped:` over a list is said of each line of it, until a line is an order or names no medicine. */
const underStopLabel = (places: readonly Place[]): ReadonlySet<Place> => {
  const found = new Set<Place>();
  let section: string | undefined;
  for (const place of places) {
    const { tokens, mentions } = place.clause;
    const [first] = mentions;
    const opening = tokens.slice(0, first?.first ?? tokens.length);
    const isLabel = opening.some(({ word }) => word === ':') && opening.some((token) => endsMedicine(token));
    if (isLabel) section = place.sentence.section;
    else if (!first || section !== place.sentence.section || opening.some((token) => startsAnew(token))) section = undefined;
    if (section !== undefined && !isLabel) found.add(place);
  }
  return found;
};

const candidatesIn = (places: readonly Place[]): Candidate[] => {
  const stopped = underStopLabel(places);
  return places.flatMap((each, at) => {
    const { sentence, clause } = each;
    const { mentions, tokens, segment } = clause;
    const isCut = goesOn(each, places[at + 1]);
    const verdicts = mentions.map((mention): Verdict => {
      const verdict = verdictOf(clause, mention, sentence.section);
      return stopped.has(each) && verdictBefore(clause, mention) !== 'ordered' ? 'ended' : verdict;
    });
    for (let place = mentions.length - 2; place >= 0; place -= 1)
      if (verdicts[place + 1] === 'ended' && sharesWhatFollows(clause, mentions[place] as Mention, mentions[place + 1] as Mention))
        verdicts[place] = 'ended';
    return mentions.flatMap((mention, place): Candidate[] => {
      const { said, isDose, isOnce, isFinding } = readDose(clause, mention);
      const verdict = verdicts[place] ?? 'open';
      const isOrder = isOneMedicine(mention) && !isOnce && !isFinding && (isDose || isOrdered(clause, mention));
      const start = place === 0 ? 0 : (tokens[mention.lead]?.start ?? 0);
      const end = place === mentions.length - 1 ? segment.text.length : (tokens[mention.to]?.start ?? segment.text.length);
      const medicine: NamedMedicine = {
        sentenceId: sentence.sentenceId,
        section: sentence.section,
        language: sentence.language,
        words: trim(segment.text.slice(start, end)),
        medicine: segment.text.slice(tokens[mention.first]?.start, tokens[mention.end - 1]?.end),
        ...(isCut && place === mentions.length - 1 ? withoutDose(said) : said),
      };
      return [{ medicine, keys: mention.keys, verdict: verdict === 'offered' && !isOrder ? 'open' : verdict }];
    });
  });
};

const FACTS = ['strength', 'form', 'instruction', 'often', 'amount', 'days'] as const satisfies (keyof Said)[];
const SECTIONS = ['next-steps', 'summary', 'letter'];
const said = (medicine: NamedMedicine): number => FACTS.filter((fact) => medicine[fact] !== undefined).length;
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
/** `500mg` and `500 mg` are one strength. */
const comparable = (medicine: NamedMedicine, fact: keyof Said): unknown =>
  fact === 'strength' ? medicine.strength?.toLowerCase().replace(/\s+/g, '') : medicine[fact];

/** What the plan says goes before what the summary tells of how it was until now; of the rest the mention that says most. */
const merge = (all: readonly NamedMedicine[]): NamedMedicine => {
  const isPlanned = all.some(({ section }) => section === 'next-steps');
  const mentions = isPlanned ? all.filter(({ section }) => section !== 'summary') : all;
  const [fullest] = mentions.toSorted(
    (one, other) => SECTIONS.indexOf(one.section) - SECTIONS.indexOf(other.section) || said(other) - said(one),
  );
  const chosen = fullest as NamedMedicine;
  const differs = (fact: keyof Said): boolean =>
    mentions.some(
      (other) => other[fact] !== undefined && chosen[fact] !== undefined && !same(comparable(other, fact), comparable(chosen, fact)),
    );
  const sure = DOSE.some(differs) ? withoutDose(chosen) : { ...chosen };
  for (const fact of ['form', 'instruction'] as const) if (differs(fact)) delete sure[fact];
  return sure;
};

/**
 * The medicines that a signed note tells its patient to take, each with the doctor's words and what they say surely.
 * It errs towards silence: what is stopped, denied, past, only thought of or one of two to choose from is left out.
 */
export const medicinesIn = (note: Pick<PatientNote, 'sentences'>): NamedMedicine[] => {
  const candidates = candidatesIn(placesIn(note.sentences));
  const ended = new Set(candidates.flatMap(({ verdict, keys }) => (verdict === 'ended' ? keys : [])));
  const byMedicine = new Map<string, NamedMedicine[]>();
  for (const { medicine, keys, verdict } of candidates) {
    if (verdict !== 'offered' || keys.some((key) => ended.has(key))) continue;
    const name = keys.toSorted().join('+');
    byMedicine.set(name, [...(byMedicine.get(name) ?? []), medicine]);
  }
  return [...byMedicine.values()].map(merge);
};
