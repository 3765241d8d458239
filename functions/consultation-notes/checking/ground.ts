import type { LetterLanguage, SourceSpan } from '../contract.ts';
import type { FactKind, Reading } from '../reading/facts.ts';
import { read, sharesKey } from '../reading/facts.ts';
import type { Heading } from '../reading/headings.ts';
import type { Segment } from '../reading/segments.ts';
import { segmentsOf } from '../reading/segments.ts';
import { expand } from '../reading/shorthand.ts';
import { isContent, rootOf } from '../reading/tokens.ts';

/** What a label adds to the words under it: `Allergies: penicillin` says that there is an allergy. */
const HEADING_WORDS: Partial<Record<Heading, string>> = {
  'past-medical': 'past medical history',
  'past-surgical': 'past surgical history',
  medicines: 'medicines',
  allergies: 'allergies',
  family: 'family history',
  social: 'social history',
  examination: 'on examination',
  observations: 'observations',
  investigations: 'investigations',
  impression: 'impression',
  differential: 'differential diagnosis',
  plan: 'plan',
  'follow-up': 'review',
  'risk-factors': 'risk factors',
  obstetric: 'obstetric history',
};

/** The labels that a composed sentence opens with; they say nothing by themselves. */
export const LABELS: ReadonlySet<string> = new Set(Object.values(HEADING_WORDS));

/** A cited place as the guard reads it: as written, and with its shorthand written out, each under the doctor's label. */
export type CitedReading = { readings: Reading[]; roots: Set<string>; denied: Set<string>; said: Set<string> };

export const rootsOf = (reading: Reading, keep: (at: number) => boolean = () => true): string[] =>
  reading.tokens.flatMap((token, at) => (isContent(token) && keep(at) ? [rootOf(token.word)] : []));

const readingsOf = (text: string, heading: Heading | undefined): Reading[] => {
  const words = heading && HEADING_WORDS[heading];
  const written = expand(text);
  const texts = [text, ...(written === text ? [] : [written])];
  return texts.map((each) => {
    const reading = read(each, true);
    const speaksOfIt = heading === 'allergies' && reading.facts.some((fact) => fact.keys.includes('allergy'));
    return words === undefined || speaksOfIt ? reading : read(`${words}: ${each}`, true);
  });
};

export const citedReading = (rough: string, spans: readonly SourceSpan[]): CitedReading => {
  const readings: Reading[] = [];
  const segments = segmentsOf(rough);
  for (const span of spans) {
    const within = segments.filter((segment) => segment.start < span.end && segment.end > span.start);
    if (within.length === 0) readings.push(...readingsOf(rough.slice(span.start, span.end), undefined));
    for (const segment of within) {
      const text = rough.slice(Math.max(segment.start, span.start), Math.min(segment.end, span.end));
      readings.push(...readingsOf(text, segment.heading));
    }
  }
  const denied = new Set(readings.flatMap((reading) => rootsOf(reading, (at) => reading.polarity[at] === 'denied')));
  const said = new Set(readings.flatMap((reading) => rootsOf(reading, (at) => reading.polarity[at] !== 'denied')));
  return { readings, denied, said, roots: new Set([...denied, ...said]) };
};

export const mergeSpans = (spans: readonly SourceSpan[]): SourceSpan[] => {
  const merged: SourceSpan[] = [];
  for (const span of [...spans].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
};

// An edit is looked up against the same notes again and again; one entry spares reading them each time.
let last: { rough: string; read: { segment: Segment; reading: CitedReading }[] } | undefined;

const readNotes = (rough: string): { segment: Segment; reading: CitedReading }[] => {
  if (last?.rough !== rough) {
    last = { rough, read: segmentsOf(rough).map((segment) => ({ segment, reading: readingOfSegment(segment) })) };
  }
  return last.read;
};

const readingOfSegment = (segment: Segment): CitedReading => {
  const readings = readingsOf(segment.text, segment.heading);
  const roots = new Set(readings.flatMap((reading) => rootsOf(reading)));
  return { readings, roots, denied: roots, said: roots };
};

const WEIGHT: Record<FactKind, number> = {
  drug: 4,
  dose: 4,
  finding: 4,
  date: 3,
  duration: 3,
  measure: 3,
  frequency: 3,
  number: 2,
  laterality: 2,
};
const ROOT_WEIGHT = 1;
const LEAST_WEIGHT = 2;
const MOST_SOURCES = 6;

/**
 * The segments that best support a sentence that a person wrote or changed: those that share the most facts and words,
 * fewest first. Empty when no segment shares a fact, nor a third of the words.
 */
export const sourcesFor = (text: string, rough: string, language: LetterLanguage): SourceSpan[] => {
  const reading = read(text, false);
  const covered = new Set(
    reading.facts.flatMap((fact) => Array.from({ length: fact.last - fact.first + 1 }, (_, offset) => fact.first + offset)),
  );
  const roots = language === 'hi' ? [] : [...new Set(rootsOf(reading, (at) => !covered.has(at)))];
  const wanted = reading.facts.map((fact) => WEIGHT[fact.kind]).concat(roots.map(() => ROOT_WEIGHT));
  const supports = readNotes(rough).map(({ segment, reading: notes }) => {
    const facts = notes.readings.flatMap((each) => each.facts);
    const held = reading.facts.map((fact) => facts.some((other) => sharesKey(fact, other)));
    return { segment, held: held.concat(roots.map((root) => notes.roots.has(root))) };
  });
  const total = wanted.reduce((sum, weight) => sum + weight, 0);
  const left = [...wanted];
  const chosen: Segment[] = [];
  let gained = 0;
  while (chosen.length < MOST_SOURCES) {
    let best: { support: (typeof supports)[number]; gain: number } | undefined;
    for (const support of supports) {
      const gain = support.held.reduce((sum, holds, at) => sum + (holds ? (left[at] ?? 0) : 0), 0);
      if (gain > (best?.gain ?? 0)) best = { support, gain };
    }
    if (!best || best.gain < LEAST_WEIGHT) break;
    gained += best.gain;
    chosen.push(best.support.segment);
    for (const [at, holds] of best.support.held.entries()) if (holds) left[at] = 0;
  }
  if (gained * 3 < total) return [];
  return mergeSpans(chosen.map(({ start, end }) => ({ start, end })));
};
