import { isFraming } from '../composing/framing.ts';
import type { Flag, FlagKind, LetterLanguage, Section, SourceSpan } from '../contract.ts';
import type { Fact, Reading } from '../reading/facts.ts';
import { read } from '../reading/facts.ts';
import { isContent, rootOf } from '../reading/tokens.ts';
import { unknownConditions } from './conditions.ts';
import type { CitedReading } from './ground.ts';
import { citedReading, LABELS } from './ground.ts';

export type Checked = { section: Section; text: string; language: LetterLanguage };
export type Framing = { patientName: string; doctorName: string };

/** Room on the screen for the doctor's own words beside a doubt. */
const YOUR_WORDS_LIMIT = 200;

type Placed = { fact: Fact; reading: Reading };

const BREAK = /^[,.;:।()]$/;

/** The words around a thing in its clause, by which two mentions of it are told apart. */
const surroundings = ({ fact, reading }: Placed): Set<string> => {
  let from = fact.first;
  let to = fact.last + 1;
  while (from > 0 && !BREAK.test(reading.tokens[from - 1]?.word ?? '')) from -= 1;
  while (to < reading.tokens.length && !BREAK.test(reading.tokens[to]?.word ?? '')) to += 1;
  const own = (at: number): boolean => fact.kind === 'laterality' && at >= fact.first && at <= fact.last;
  return new Set(
    reading.tokens
      .slice(from, to)
      .filter((token, at) => isContent(token) && !own(from + at))
      .map((token) => rootOf(token.word)),
  );
};

const likeness = (left: Set<string>, right: Set<string>): number => [...left].filter((root) => right.has(root)).length;

/** When the notes say both of two opposite things, whether this mention stands among the words of the other one. */
const mistaken = (mention: Placed, same: readonly Placed[], opposite: readonly Placed[]): boolean => {
  const words = surroundings(mention);
  const best = (places: readonly Placed[]): number => Math.max(0, ...places.map((place) => likeness(words, surroundings(place))));
  return best(opposite) > best(same);
};

type Doubt = { kind: FlagKind; start: number; end: number };

const factsOf = (cited: CitedReading): Fact[] => cited.readings.flatMap((reading) => reading.facts);
const placed = (cited: CitedReading, wanted: (fact: Fact) => boolean): Placed[] =>
  cited.readings.flatMap((reading) => reading.facts.filter(wanted).map((fact) => ({ fact, reading })));

/** An amount tied to one drug is not borne out by the same amount of another; a drug that the notes lack is doubted itself. */
const trades = (fact: Fact, supports: readonly Fact[], source: readonly Fact[]): boolean => {
  const { of } = fact;
  if (of === undefined || supports.length === 0 || !source.some((other) => other.kind === 'drug' && other.keys.includes(of))) return false;
  return supports.every((other) => other.of !== undefined && other.of !== of);
};

const shared = (fact: Fact, others: readonly Fact[]): Fact[] => others.filter((other) => other.keys.some((key) => fact.keys.includes(key)));

const amountDoubt = (fact: Fact, source: readonly Fact[], kind: 'dose' | 'number'): FlagKind | undefined => {
  const same = shared(fact, source);
  if (same.length > 0) return trades(fact, same, source) ? kind : undefined;
  const bare = source.filter(
    (other) => other.amount === fact.amount && (other.kind === 'number' || other.kind === 'dose' || other.kind === 'measure'),
  );
  if (bare.length === 0 || trades(fact, bare, source)) return kind;
  // `HbA1c 7.2%, was 7.6` gives the second figure the unit of the first.
  const inherits = kind === 'number' && bare.every((other) => other.unit === undefined) && source.some((other) => other.unit === fact.unit);
  return inherits ? undefined : 'unit';
};

const numberDoubt = (fact: Fact, cited: CitedReading, source: readonly Fact[]): FlagKind | undefined => {
  if (fact.weak) return undefined;
  const same = shared(fact, source);
  if (same.length > 0) return trades(fact, same, source) ? 'number' : undefined;
  if (fact.amount === undefined) return 'number';
  const counts = fact.keys.some((key) => key.startsWith('times:'));
  const amounts = source.filter((other) => other.amount === fact.amount && !(counts && /^(?:frequency|duration)$/.test(other.kind)));
  if (amounts.length > 0) return trades(fact, amounts, source) ? 'number' : undefined;
  if (counts) return 'number';
  return cited.readings.some((reading) => reading.tokens.some((token) => token.number && String(Number(token.word)) === fact.amount))
    ? undefined
    : 'number';
};

const monthsOf = (fact: Fact): string[] =>
  fact.keys.flatMap(
    (key) =>
      /^date:(\d+)-/
        .exec(key)
        ?.slice(1, 2)
        .map((month) => `month:${month}`) ?? [],
  );

const dateDoubt = (fact: Fact, source: readonly Fact[]): FlagKind | undefined => {
  if (shared(fact, source).length > 0) return undefined;
  return source.some((other) => monthsOf(other).some((month) => fact.keys.includes(month))) ? undefined : 'date';
};

const sideDoubt = (fact: Fact, reading: Reading, cited: CitedReading): FlagKind | undefined => {
  const sides = placed(cited, (other) => other.kind === 'laterality');
  const here = fact.of === undefined ? [] : sides.filter((other) => other.fact.of === fact.of);
  const judged = here.length > 0 ? here : sides;
  const same = judged.filter((other) => shared(fact, [other.fact]).length > 0);
  if (same.length === 0) return 'laterality';
  return mistaken(
    { fact, reading },
    same,
    judged.filter((other) => !same.includes(other)),
  )
    ? 'laterality'
    : undefined;
};

const drugDoubt = (fact: Fact, source: readonly Fact[]): FlagKind | undefined => {
  const same = shared(fact, source);
  if (same.length === 0) return 'drug';
  return same.some((other) => (other.polarity === 'denied') === (fact.polarity === 'denied')) ? undefined : 'negation';
};

/** The cited findings that speak of this one: by name, as the whole of a part, or in the same words put otherwise (`cough, mainly dry`). */
const namedBy = (fact: Fact, reading: Reading, cited: CitedReading, source: readonly Fact[]): Fact[] | undefined => {
  const exact = source.filter((other) => other.kind === 'finding' && fact.names?.some((name) => other.keys.includes(name)));
  if (exact.length > 0) return exact;
  const words = reading.tokens
    .slice(fact.first, fact.last + 1)
    .filter(isContent)
    .map((token) => rootOf(token.word));
  if (words.length === 0 || !words.every((word) => cited.roots.has(word))) return undefined;
  return source.filter((other) => other.kind === 'finding' && shared(fact, [other]).length > 0);
};

/** Whether the notes both say and deny the finding, and this mention has the words of the one and the sense of the other. */
const standsElsewhere = (fact: Fact, reading: Reading, cited: CitedReading, named: readonly Fact[]): boolean => {
  const places = placed(cited, (other) => named.includes(other));
  const agrees = ({ fact: other }: Placed): boolean => (other.polarity === 'denied') === (fact.polarity === 'denied');
  const same = places.filter(agrees);
  return (
    same.length < places.length &&
    mistaken(
      { fact, reading },
      same,
      places.filter((place) => !agrees(place)),
    )
  );
};

const findingDoubt = (fact: Fact, reading: Reading, cited: CitedReading, source: readonly Fact[]): FlagKind | undefined => {
  const named = namedBy(fact, reading, cited, source);
  if (named === undefined) return 'finding';
  if (named.length === 0) return undefined;
  if (fact.polarity === 'denied') {
    // `no dry cough` does not say that there is no cough; `no pain` does say that there is no chest pain.
    const denies = named.some((other) => other.polarity === 'denied' && other.names?.some((name) => fact.keys.includes(name)));
    return denies && !standsElsewhere(fact, reading, cited, named) ? undefined : 'negation';
  }
  const says = named.filter((other) => other.polarity !== 'denied');
  if (says.length === 0 || standsElsewhere(fact, reading, cited, named)) return 'negation';
  if (fact.polarity !== 'said') return undefined;
  return says.some((other) => other.polarity === 'said') ? undefined : 'finding';
};

const doubtOf = (fact: Fact, reading: Reading, cited: CitedReading, source: readonly Fact[]): FlagKind | undefined => {
  switch (fact.kind) {
    case 'drug':
      return drugDoubt(fact, source);
    case 'dose':
      return amountDoubt(fact, source, 'dose');
    case 'measure':
      return amountDoubt(fact, source, 'number');
    case 'frequency': {
      const same = shared(fact, source);
      return same.length > 0 && !trades(fact, same, source) ? undefined : 'dose';
    }
    case 'duration':
    case 'date':
      return dateDoubt(fact, source);
    case 'number':
      return numberDoubt(fact, cited, source);
    case 'laterality':
      return sideDoubt(fact, reading, cited);
    case 'finding':
      return findingDoubt(fact, reading, cited, source);
  }
};

/** The index of the colon after a label such as `Allergies`, or 0. */
const labelEnd = ({ text, tokens }: Reading): number => {
  const colon = tokens.slice(0, 5).findIndex((token) => token.word === ':');
  return colon > 0 && LABELS.has(text.slice(0, tokens[colon]?.start).trim().toLowerCase()) ? colon : 0;
};

/** Denials of what no list of findings holds: `not helped`, `no spread elsewhere`. */
const denialDoubts = (reading: Reading, cited: CitedReading, language: LetterLanguage): Doubt[] => {
  const doubts: Doubt[] = [];
  const inFact = (at: number): Fact | undefined => reading.facts.find((fact) => fact.first <= at && at <= fact.last);
  const cues = cited.readings.flatMap((source) => source.cues.map((cue) => ({ source, cue })));
  const bareCue = cues.some(({ source, cue }) => !source.tokens.slice(cue.from, cue.to).some(isContent));
  for (const cue of reading.cues) {
    const token = reading.tokens[cue.index];
    if (!token) continue;
    const scope = reading.tokens.slice(cue.from, cue.to);
    const findings = reading.facts.filter((fact) => fact.kind === 'finding' && fact.first >= cue.from && fact.last < cue.to);
    const roots = scope.flatMap((each, offset) =>
      isContent(each) && inFact(cue.from + offset)?.kind !== 'finding' ? [rootOf(each.word)] : [],
    );
    if (roots.length === 0 && findings.length > 0) continue;
    const borne =
      language === 'hi' || roots.length === 0
        ? cues.length > 0 || cited.denied.size > 0
        : bareCue ||
          roots.some((root) => cited.denied.has(root)) ||
          (findings.length > 0 && !roots.some((root) => cited.roots.has(root))) ||
          cues.some(
            ({ source, cue: other }) => source.tokens[other.index]?.word === token.word && roots.some((root) => cited.roots.has(root)),
          );
    if (borne) continue;
    const end = reading.tokens[Math.min(cue.to, reading.tokens.length) - 1]?.end ?? token.end;
    const start = reading.tokens[Math.min(cue.from, cue.index)]?.start ?? token.start;
    doubts.push({ kind: 'negation', start: Math.min(start, token.start), end: Math.max(end, token.end) });
  }
  if (language === 'en') {
    const label = labelEnd(reading);
    for (const [at, token] of reading.tokens.entries()) {
      if (at < label || reading.polarity[at] === 'denied' || !isContent(token) || inFact(at)) continue;
      const root = rootOf(token.word);
      if (reading.cues.some((cue) => cue.index === at) || root.length < 3) continue;
      if (cited.denied.has(root) && !cited.said.has(root)) doubts.push({ kind: 'negation', start: token.start, end: token.end });
    }
  }
  return doubts;
};

/** One doubt for one place: neighbouring words doubted for the same reason are one fragment. */
const joined = (doubts: readonly Doubt[], text: string): Doubt[] => {
  const merged: Doubt[] = [];
  for (const doubt of [...doubts].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = merged.findLast((other) => other.kind === doubt.kind);
    const near = last && (doubt.start < last.end || (doubt.kind === 'negation' && /^[\s,]*$/.test(text.slice(last.end, doubt.start))));
    if (last && near) last.end = Math.max(last.end, doubt.end);
    else merged.push({ ...doubt });
  }
  return merged;
};

/** Names that hold a digit and count nothing. */
const NAMED_WITH_DIGITS = /^(?:hba1c|spo2|b12|b6|d3|t3|t4|ft3|ft4|o2|co2|n95|h1n1|s1|s2|ns1|covid19)$/;

/** `G2P1`, `L4`: words with digits, of which the notes must hold the very same. */
const codeDoubts = (reading: Reading, cited: CitedReading): Doubt[] => {
  const words = new Set(cited.readings.flatMap((source) => source.tokens.map((token) => token.word)));
  return reading.tokens
    .filter(
      (token, at) =>
        !token.number &&
        /\d/.test(token.word) &&
        !NAMED_WITH_DIGITS.test(token.word) &&
        !words.has(token.word) &&
        !reading.facts.some((fact) => fact.first <= at && at <= fact.last),
    )
    .map(({ start, end }) => ({ kind: 'number', start, end }));
};

const HAS_CONTENT = /[\p{L}\p{N}]/u;

/**
 * What in a sentence the doctor's own words do not bear out. Shorthand equals its expansion; a unit, a dose, a side or a
 * `no` that the cited words lack is doubted. Deterministic: the same doubt has the same id. `acceptedAt` is left unset.
 */
export const check = (sentence: Checked, rough: string, sources: readonly SourceSpan[], framing: Framing): Flag[] => {
  const { text, language } = sentence;
  if (!HAS_CONTENT.test(text)) return [];
  const spans = sources.filter(
    ({ start, end }) =>
      Number.isInteger(start) &&
      Number.isInteger(end) &&
      start >= 0 &&
      end > start &&
      end <= rough.length &&
      HAS_CONTENT.test(rough.slice(start, end)),
  );
  const flag = ({ kind, start, end }: Doubt, yourWords?: string): Flag => ({
    flagId: `${kind}:${start}-${end}`,
    kind,
    start,
    end,
    found: text.slice(start, end),
    ...(yourWords !== undefined && { yourWords }),
  });
  if (spans.length === 0) {
    const framed = sentence.section === 'letter' && isFraming(text, framing.patientName, framing.doctorName);
    return framed ? [] : [flag({ kind: 'no-source', start: 0, end: text.length })];
  }
  const cited = citedReading(rough, spans);
  const source = factsOf(cited);
  const reading = read(text, false);
  const doubts: Doubt[] = [
    ...denialDoubts(reading, cited, language),
    ...codeDoubts(reading, cited),
    ...unknownConditions(reading, cited).map(({ start, end }): Doubt => ({ kind: 'finding', start, end })),
  ];
  for (const fact of reading.facts.filter(({ first }) => first >= labelEnd(reading))) {
    const kind = doubtOf(fact, reading, cited, source);
    if (kind) doubts.push({ kind, start: fact.start, end: fact.end });
  }
  const words = spans.map(({ start, end }) => rough.slice(start, end).trim()).join(' … ');
  const yourWords = words.length > YOUR_WORDS_LIMIT ? `${words.slice(0, YOUR_WORDS_LIMIT - 1)}…` : words;
  return joined(doubts, text).map((doubt) => flag(doubt, yourWords));
};
