import type { LetterLanguage } from '../contract.ts';
import { read } from '../reading/facts.ts';
import type { Segment } from '../reading/segments.ts';
import { expand, plainWords } from '../reading/shorthand.ts';
import { inEnglish } from './letter-english.ts';
import { hindiLead, inHindi } from './letter-hindi.ts';
import type { LetterItem, Mention, ReturnItem } from './letter-items.ts';
import { agrees, findingsOf } from './letter-items.ts';
import { opinionItems } from './letter-opinion.ts';
import { toYou } from './letter-person.ts';
import { planItems } from './letter-plan.ts';
import { knownFirst, shortReturns } from './letter-return.ts';
import { complaintInWords, complaintOf, symptomItems } from './letter-story.ts';
import type { Part } from './record-parts.ts';
import { ACTION_IN_IMPRESSION, NOT_FOR_PATIENTS } from './record-parts.ts';
import { sentenceCase, tidy } from './wording.ts';

export type LetterLine = { text: string; language: LetterLanguage; segments: number[] };

type Sourced = { item: LetterItem; segments: number[] };

const MOST_FINDINGS = 4;

type Told<Kind extends LetterItem['kind']> = { item: Extract<LetterItem, { kind: Kind }>; segments: number[] };

const nameOf = ({ finding, side, part }: Mention): string => [finding.name, side, part].join('|');
const isPlain = ({ side, part, adjective }: Mention): boolean => side === undefined && part === undefined && adjective === undefined;

/** Puts what the patient has, then what is absent, in few sentences, and says one thing once. */
const gathered = (found: readonly Sourced[]): Sourced[] => {
  const seen = new Set<string>();
  const first: Sourced[] = [];
  const has: Told<'symptoms'>[] = [];
  const lacks: Told<'absent'>[] = [];
  for (const { item, segments } of found) {
    if (item.kind === 'words') first.push({ item, segments });
    if (item.kind === 'symptoms') {
      const mentions = item.mentions.filter(
        (mention) => !seen.has(nameOf(mention)) && !(isPlain(mention) && seen.has(mention.finding.name)),
      );
      for (const mention of mentions) seen.add(nameOf(mention)).add(mention.finding.name);
      const last = has.at(-1);
      if (mentions.length === 0) continue;
      if (last && !last.item.lasting && !item.lasting && last.item.mentions.length + mentions.length <= MOST_FINDINGS) {
        last.item.mentions.push(...mentions);
        last.segments.push(...segments);
      } else has.push({ item: { ...item, mentions }, segments: [...segments] });
    }
    if (item.kind === 'absent') {
      const findings = item.findings.filter((finding) => !seen.has(`no ${finding.name}`));
      for (const finding of findings) seen.add(`no ${finding.name}`);
      const last = lacks.at(-1);
      if (findings.length === 0) continue;
      if (last && last.item.findings.length + findings.length <= MOST_FINDINGS) {
        last.item.findings.push(...findings);
        last.segments.push(...segments);
      } else lacks.push({ item: { kind: 'absent', findings }, segments: [...segments] });
    }
  }
  return [...first, ...has, ...lacks];
};

const symptomsIn = (items: readonly LetterItem[]): Set<string> =>
  new Set(items.flatMap((item) => (item.kind === 'symptoms' ? item.mentions.map(({ finding }) => finding.name) : [])));

/** How many segments of a story may hold the main complaint. */
const OPENING_SEGMENTS = 3;

/** The main complaint is told, by template or in the doctor's words; of the rest of the story what templates hold. */
const storyOf = (parts: Map<Part, Segment[]>): Sourced[] => {
  const found: Sourced[] = [];
  let complained = false;
  for (const [at, segment] of (parts.get('history') ?? []).entries()) {
    const items = symptomItems(segment.text);
    const named = complaintOf(segment).filter(({ kind }) => kind === 'symptom');
    const told = symptomsIn(items);
    if (!complained && at < OPENING_SEGMENTS && named.length > 0) {
      complained = true;
      const [main] = named;
      const words = main && !told.has(main.name) ? complaintInWords(segment) : undefined;
      if (words !== undefined) {
        found.push({ item: { kind: 'words', lead: 'told', text: words }, segments: [segment.number] });
        const inWords = new Set(findingsOf(read(words, false).facts).map(({ name }) => name));
        for (const item of items) {
          if (item.kind !== 'symptoms') found.push({ item, segments: [segment.number] });
          else {
            const mentions = item.mentions.filter(({ finding }) => !inWords.has(finding.name));
            if (mentions.length > 0) found.push({ item: { ...item, mentions }, segments: [segment.number] });
          }
        }
        continue;
      }
    }
    for (const item of items) found.push({ item, segments: [segment.number] });
  }
  return gathered(found);
};

const NO_ALLERGIES =
  /^(?:(?:he|she|you|patient|pt|the patient|there) (?:has|have|is|are|were|was) )?(?:(?:nil|none|no|nad|-|nka|nkda)|no (?:known )?(?:(?:drug|medicine|medication|medical) )?allergies(?: known)?(?: to (?:any )?(?:drugs?|medicines?|medications?))?)$/i;
const DEGREE = /^\(?(mild|moderate|severe)\)?\s+(?=allerg)/i;
const ALLERGIC =
  /^(?:there (?:is|are) )?(?:(?:he|she|you|patient|pt|the patient) is )?(?:(?:an? )?known )?(?:(?:drug )?allerg(?:y|ies) to|allergic to)\s+/i;

const plainly = (words: string): string => tidy(plainWords(expand(words))).replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

const allergyItem = (segment: Segment): LetterItem => {
  const text = segment.text.trim().replace(/[\s.,;]+$/, '');
  const { facts } = read(text, true);
  const bareDenial = facts.length === 1 && facts[0]?.names?.[0] === 'allergy' && facts[0].polarity === 'denied' && text.length < 30;
  if (NO_ALLERGIES.test(text) || bareDenial) return { kind: 'no-allergies' };
  const degree = DEGREE.exec(text)?.[1]?.toLowerCase();
  const body = text
    .replace(DEGREE, '')
    .replace(ALLERGIC, '')
    .replace(/^(?:\?+|possible|possibly|suspected|query)\s*/i, '');
  const match = /^([^()–—:]+?)(?:\s*(?:\s[-–—]|[-–—]\s|:|\()\s*([^()]+)\)?)?$/.exec(body);
  const possible = facts.length > 0 && facts.every((fact) => fact.polarity === 'possible');
  const certain = (possible || facts.every((fact) => fact.polarity === 'said')) && !/\b(?:no|none|nil|denies|denied|not)\b/i.test(text);
  const what = match?.[1];
  const named =
    what !== undefined &&
    what.split(' ').length <= 6 &&
    !/\b(?:allerg\w*|is|has|was|were|had|patient|he|she|reaction|to|but|and then|which)\b/i.test(what);
  if (!named || !certain) {
    const listed =
      /^none known$/i.test(text) ||
      (certain && facts.some((fact) => fact.kind === 'drug') && facts.every((fact) => !fact.keys.includes('allergy')));
    return { kind: 'words', lead: listed ? 'allergies' : 'stated', text: toYou(plainly(text)) };
  }
  const detail = match?.[2] === undefined ? undefined : plainly(match[2]);
  const isDegree = detail !== undefined && /^(?:mild|severe|moderate)$/.test(detail);
  const known = degree ?? (isDegree ? detail : undefined);
  return {
    kind: 'allergy',
    to: plainly(what),
    ...(possible && { possible }),
    ...(known !== undefined && { degree: known }),
    ...(detail !== undefined && !isDegree && { detail }),
  };
};

/** What stands in the impression and is for the patient to do: `needs urgent ECG`. */
const ASKED = /\b(?:needs?|needed|for|refer\w*|arrange|plan|start|give|take|treat|continue|rx|advised?)\b\s*:?\s*(?=\S)/i;
const askedOf = (segment: Segment): LetterItem[] => {
  if (!ACTION_IN_IMPRESSION.test(segment.text) && !read(segment.text, true).facts.some((fact) => fact.kind === 'drug')) return [];
  const text = segment.text.replace(/\([^()]*\)/g, ' ');
  const asked = ASKED.exec(text);
  if (!asked) return [];
  const from = asked.index + (/needs?|for|plan/i.test(asked[0]) ? asked[0].length : 0);
  const body = text.slice(from);
  // `does not need to take it` asks for nothing.
  const whole = read(text, true);
  if (whole.tokens.some((token, at) => token.start >= from && whole.polarity[at] === 'denied') && !agrees(read(body, true), whole, from))
    return [];
  return planItems(body.trim()).filter((item) => item.kind !== 'words' || item.lead === 'none');
};

/** What the notes know already of the patient: no cause that this visit found. */
const knownOf = (parts: Map<Part, Segment[]>): Set<string> =>
  new Set(
    [
      ...(parts.get('past-medical') ?? []).filter(
        ({ text }) => !/\bas (?:a )?child\b|\bprevious|\bresolved\b|\bin (?:19|20)\d\d\b/i.test(text),
      ),
      ...(parts.get('history') ?? []).filter(({ text }) => /\b(?:k\/c\/o|known case)\b/i.test(text)),
    ].flatMap((segment) => complaintOf(segment).flatMap(({ kind, name }) => (kind === 'diagnosis' ? [name] : []))),
  );

const sourced = (items: readonly LetterItem[], segment: Segment): Sourced[] => items.map((item) => ({ item, segments: [segment.number] }));

const BARE_CONDITION = /^(?:if|should)\b/i;

/** `If weak or sick.` and then `Please go to A&E.`: the consequence is a segment of its own. */
const planOf = (segments: readonly Segment[]): Sourced[] => {
  const told: Sourced[] = [];
  for (let at = 0; at < segments.length; at += 1) {
    const segment = segments[at];
    const next = segments[at + 1];
    if (!segment) continue;
    const argued = segment.heading === 'assessment-and-plan';
    const items = planItems(segment.text, argued);
    const [only] = items;
    if (next && BARE_CONDITION.test(segment.text) && items.length === 1 && only?.kind === 'words') {
      const both = planItems(`${segment.text.replace(/[\s.,;]+$/, '')}, ${next.text}`);
      const [joined] = both;
      if (both.length === 1 && joined?.kind === 'return') {
        told.push({ item: joined, segments: [segment.number, next.number] });
        at += 1;
        continue;
      }
    }
    told.push(...sourced(items, segment));
  }
  return told;
};

const once = (told: readonly Sourced[]): Sourced[] => {
  const seen = new Set<string>();
  return told.filter(({ item }) => {
    const said = item.kind === 'symptoms' || item.kind === 'absent' ? undefined : inEnglish(item);
    if (said === undefined) return true;
    if (seen.has(said)) return false;
    seen.add(said);
    return true;
  });
};

const LONGEST_LINE = 1_900;
const LONGEST_SENTENCE = 15;
const MOST_REASONS = 12;

const wordsIn = (text: string): number => text.split(/\s+/).length;

/** A return in sentences of a length that is read at a glance; in Hindi apart, where only some of its reasons have a template. */
const parted = (item: ReturnItem, language: LetterLanguage): LetterItem[] => {
  if (language === 'hi') return knownFirst(item).flatMap((each) => shortReturns(each, inHindi(each) === undefined ? 2 : 3));
  return (
    [shortReturns(item, MOST_REASONS), shortReturns(item), shortReturns(item, 2)].find((parts) =>
      parts.every((part) => wordsIn(inEnglish(part)) <= LONGEST_SENTENCE),
    ) ?? shortReturns(item, 1)
  );
};

/** One item as lines: parted where the sentence would be long, and in Hindi where only a part has a template. */
const linesOf = ({ item, segments }: Sourced, language: LetterLanguage): LetterLine[] => {
  const english = (each: LetterItem): LetterLine => ({
    text: `${language === 'hi' ? hindiLead(each) : ''}${sentenceCase(each.kind === 'words' && language === 'hi' ? each.text : inEnglish(each))}`.slice(
      0,
      LONGEST_LINE,
    ),
    language: 'en',
    segments,
  });
  const parts = item.kind === 'return' ? parted(item, language) : [item];
  return parts.map((each): LetterLine => {
    const hindi = language === 'hi' ? inHindi(each) : undefined;
    return hindi === undefined ? english(each) : { text: `${hindi}।`, language: 'hi', segments };
  });
};

/** The letter between its greeting and its closing. Hindi where a template says the whole; English, marked as such, elsewhere. */
export const lettersBody = (parts: Map<Part, Segment[]>, language: LetterLanguage): LetterLine[] => {
  const forPatients = (part: Part): Segment[] =>
    (parts.get(part) ?? []).filter(
      ({ text }) =>
        !NOT_FOR_PATIENTS.test(text) ||
        /\b(?:if|return|review|r\/v|refer\w*)\b/i.test(text) ||
        read(text, true).facts.some((fact) => fact.kind === 'drug'),
    );
  const known = knownOf(parts);
  const impressions = forPatients('impression');
  const told = once([
    ...storyOf(parts),
    ...impressions.flatMap((segment) => sourced(opinionItems(segment, known), segment)),
    ...impressions.flatMap((segment) => sourced(askedOf(segment), segment)),
    ...planOf(forPatients('plan')),
    ...(parts.get('allergies') ?? []).map((segment): Sourced => ({ item: allergyItem(segment), segments: [segment.number] })),
  ]);
  return told.flatMap((line) => linesOf(line, language));
};
