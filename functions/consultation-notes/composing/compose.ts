import type { Sex } from '../../identity/contract.ts';
import type { LetterLanguage, Section } from '../contract.ts';
import { DRUGS } from '../reading/drugs.ts';
import type { Segment } from '../reading/segments.ts';
import { segmentsOf } from '../reading/segments.ts';
import { expand } from '../reading/shorthand.ts';
import { MONTH_NAMES, WEEKDAYS } from '../reading/shorthand-lexicon.ts';
import { lettersBody } from './compose-letter.ts';
import { framingOf } from './framing.ts';
import type { Part } from './record-parts.ts';
import { actionsOf, partsOf } from './record-parts.ts';
import { sentenceCase, tidy } from './wording.ts';

export type ComposeInput = {
  rough: string;
  letterLanguage: LetterLanguage;
  patient: { name: string; ageYears?: number; sex?: Sex };
  doctorName: string;
  /** ISO 8601 calendar date. */
  visitDate: string;
};

/** A sentence of the note with the numbers of the segments it rests on; none for a greeting or a closing. */
export type ComposedSentence = { section: Section; text: string; language: LetterLanguage; segments: number[] };

/** A sentence of the record is cut to fit the contract (2,000 characters); shorthand seldom grows fourfold. */
const LONGEST_SENTENCE = 1_900;
const LONGEST_LIST = 240;
/** A longer sentence of a plan is no item of a list. */
const LONGEST_ITEM = 80;
const SHORT_FRAGMENT = 44;
const LONGEST_MERGED = 120;

const OPENINGS: Record<Exclude<Part, 'history'>, string> = {
  'risk-factors': 'Risk factors: ',
  'past-medical': 'Past medical history: ',
  'past-surgical': 'Past surgical history: ',
  obstetric: 'Obstetric history: ',
  medicines: 'Medicines: ',
  allergies: 'Allergies: ',
  family: 'Family history: ',
  social: 'Social history: ',
  examination: 'On examination: ',
  investigations: 'Investigations: ',
  impression: 'Impression: ',
  plan: 'Plan: ',
};

const KEEPS_CAPITAL = new Set([
  ...DRUGS.flatMap((drug) => drug.forms.filter((form) => form !== drug.name)),
  ...[...MONTH_NAMES, ...WEEKDAYS].map((name) => name.toLowerCase()),
]);

const NONE = /^(?:nil|none|no|nad|-|n\/a)\.?$/i;
const NOTHING_REGULAR = /^(?:nil|no|none) regular\b[.,]?$/i;
const NO_MEDICINES = /^(?:nil|no) (?:meds|medicines|medication|medications|drugs)[.,]?$/i;

/** The segment as it stands in the record; a lone `nil` takes its meaning from its label. */
const recorded = (segment: Segment, part: Part): string => {
  if (NONE.test(segment.text) || (part === 'medicines' && NO_MEDICINES.test(segment.text))) return 'none';
  if (part === 'medicines' && NOTHING_REGULAR.test(segment.text)) return 'no regular medicines';
  const written = tidy(expand(segment.text));
  return (part === 'family' ? relatives(written) : written).slice(0, LONGEST_SENTENCE);
};

/** `mother - asthma, eczema` reads as `mother (asthma, eczema)`. */
const relatives = (text: string): string =>
  text.replace(
    /\b(father|mother|brother|sister|son|daughter|mum|dad|grandmother|grandfather|uncle|aunt)\s*(?:[-–—:]|,(?= ))\s*((?:(?!, (?:father|mother|brother|sister|son|daughter|mum|dad)\b)[^;.()]){2,80})/gi,
    (_, relative: string, what: string) => `${relative} (${what.trim()})`,
  );

type Draft = { text: string; segments: number[]; paragraph: boolean };

/** Fragments of one breath (`No vomiting`, `No dysuria`) are put in one sentence. */
const storySentences = (segments: readonly Segment[]): Draft[] => {
  const drafts: Draft[] = [];
  let open = false;
  for (const segment of segments) {
    const text = recorded(segment, 'history');
    const previous = drafts.at(-1);
    const short = segment.text.length <= SHORT_FRAGMENT;
    if (previous && open && short && !segment.opensParagraph && previous.text.length + text.length <= LONGEST_MERGED) {
      previous.text = `${previous.text}; ${lowerFirst(text)}`;
      previous.segments.push(segment.number);
    } else {
      drafts.push({ text, segments: [segment.number], paragraph: segment.opensParagraph });
    }
    open = short;
  }
  return drafts;
};

/** Lowers a capital that only began the doctor's sentence; abbreviations, brands and dates keep theirs. */
const lowerFirst = (text: string): string => {
  const first = /^[A-Z][a-z'-]*(?![\p{L}\p{N}])/u.exec(text)?.[0];
  if (first === undefined || /^(?:[B-HJ-Z]|I|Dr|Mr|Mrs|Ms|Prof)$/.test(first) || KEEPS_CAPITAL.has(first.toLowerCase())) return text;
  // `Ramesh Rao`, `Cushing's syndrome`: names of people.
  if (first.endsWith("'s") || /^['’]s|^ [A-Z][a-z]/.test(text.slice(first.length))) return text;
  return text.slice(0, 1).toLowerCase() + text.slice(1);
};

/** The items of a part after its opening, in as few sentences as read well. */
const listSentences = (segments: readonly Segment[], part: Exclude<Part, 'history'>): Draft[] => {
  const drafts: Draft[] = [];
  for (const segment of segments) {
    const text = recorded(segment, part);
    const previous = drafts.at(-1);
    const own = part === 'plan' && (/^(?:review|follow-up|if )/i.test(text) || (text.length > LONGEST_ITEM && segment.text.endsWith('.')));
    if (previous && !own && !previous.paragraph && previous.text.length + text.length <= LONGEST_LIST) {
      previous.text = `${previous.text}; ${lowerFirst(text)}`;
      previous.segments.push(segment.number);
    } else {
      const opening = previous && (own || part === 'plan' || part === 'impression') ? '' : openingOf(segment, part, text);
      drafts.push({ text: opening === '' ? text : `${opening}${lowerFirst(text)}`, segments: [segment.number], paragraph: own });
    }
  }
  return drafts;
};

const openingOf = (segment: Segment, part: Exclude<Part, 'history'>, text: string): string => {
  if (part === 'allergies' && /^(?:no |known |allerg|there )/i.test(text)) return '';
  if (part === 'plan' && /^plan\b/i.test(text)) return '';
  if (part === 'past-medical' && segment.label && /(?:and|&|\/)\s*f/i.test(segment.label))
    return 'Past medical history and family history: ';
  if (segment.heading === 'differential') return 'Differential diagnosis: ';
  return OPENINGS[part];
};

const summaryOf = (parts: Map<Part, Segment[]>): Draft[] => {
  const drafts: Draft[] = [];
  for (const [part, segments] of parts) drafts.push(...(part === 'history' ? storySentences(segments) : listSentences(segments, part)));
  return drafts;
};

/** Composes a note from rough notes by rule, without a model. Adds nothing that the notes do not say. Never throws. */
export const compose = (input: ComposeInput): ComposedSentence[] => {
  const segments = segmentsOf(input.rough);
  if (segments.length === 0) return [];
  const parts = partsOf(segments);
  const sentence = (section: Section, { text, segments: cited }: Draft): ComposedSentence => ({
    section,
    text: sentenceCase(text),
    language: 'en',
    segments: cited,
  });
  const summary = summaryOf(parts).map((draft) => sentence('summary', draft));
  const steps = actionsOf(parts).map((segment) =>
    sentence('next-steps', { text: recorded(segment, 'plan'), segments: [segment.number], paragraph: false }),
  );
  const { greeting, closing } = framingOf(input.patient.name, input.doctorName, input.letterLanguage);
  const framed = (text: string): ComposedSentence => ({ section: 'letter', text, language: input.letterLanguage, segments: [] });
  const body = lettersBody(parts, input.letterLanguage);
  const letter =
    body.length === 0 ? [] : [framed(greeting), ...body.map((line): ComposedSentence => ({ section: 'letter', ...line })), framed(closing)];
  return [...summary, ...steps, ...letter];
};
