import type { LetterLanguage } from './contract.ts';
import { read } from './facts.ts';
import { inEnglish } from './letter-english.ts';
import { inHindi } from './letter-hindi.ts';
import type { LetterItem } from './letter-items.ts';
import { opinionItem, planItems, symptomItems } from './letter-items.ts';
import type { Part } from './record-parts.ts';
import { ACTION_IN_IMPRESSION, NOT_FOR_PATIENTS } from './record-parts.ts';
import type { Segment } from './segments.ts';
import { expand, plainWords } from './shorthand.ts';
import { sentenceCase, tidy } from './wording.ts';

export type LetterLine = { text: string; language: LetterLanguage; segments: number[] };

type Sourced = { item: LetterItem; segments: number[] } | { own: string; segments: number[] };

const MOST_FINDINGS = 4;

type Told<Kind extends LetterItem['kind']> = { item: Extract<LetterItem, { kind: Kind }>; segments: number[] };

/** Puts what the patient has, then what is absent, in few sentences, and says one thing once. */
const gathered = (found: readonly { item: LetterItem; segments: number[] }[]): Sourced[] => {
  const seen = new Set<string>();
  const has: Told<'symptoms'>[] = [];
  const lacks: Told<'absent'>[] = [];
  for (const { item, segments } of found) {
    if (item.kind === 'symptoms') {
      const findings = item.findings.filter((finding) => !seen.has(finding.name));
      for (const finding of findings) seen.add(finding.name);
      const last = has.at(-1);
      if (findings.length === 0) continue;
      if (last && !last.item.lasting && !item.lasting && last.item.findings.length + findings.length <= MOST_FINDINGS) {
        last.item.findings.push(...findings);
        last.segments.push(...segments);
      } else has.push({ item: { ...item, findings }, segments: [...segments] });
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
  return [...has, ...lacks];
};

const ALONE = /^(?:nil|none|no|nad|-)\.?$/i;

const PLAN_LEAD = 'Plan: ';
const DIRECT =
  /^(?:take|use|continue|avoid|drink|eat|stop|start|keep|go|call|come|return|rest|please|if|do not|don't|you|we|to|may|expect|review|increase|reduce|apply|sleep|self)\b/i;

/** The doctor's own words for the patient, where no template holds all of them. */
const ownWords = (lead: string, segment: Segment): Sourced => {
  const direct = lead === PLAN_LEAD ? DIRECT : /^(?:you|please|if you|there)\b/i;
  const words = tidy(plainWords(expand(segment.text)))
    .replace(/^review (?:symptoms )?(?=in\b|if\b)/i, 'Come back ')
    .replace(/^patient (?:to|should|needs? to) /i, 'Please ');
  return { own: lead === '' || direct.test(words) ? words : `${lead}${words}`, segments: [segment.number] };
};

const planned = (segment: Segment): Sourced[] => {
  const items = planItems(segment.text);
  if (items) return items.map((item) => ({ item, segments: [segment.number] }));
  return [ownWords(PLAN_LEAD, segment)];
};

const storyOf = (parts: Map<Part, Segment[]>): Sourced[] => {
  const found: { item: LetterItem; segments: number[] }[] = [];
  for (const segment of parts.get('history') ?? []) {
    for (const item of symptomItems(segment.text)) found.push({ item, segments: [segment.number] });
  }
  return gathered(found);
};

const allergiesOf = (parts: Map<Part, Segment[]>): Sourced[] =>
  (parts.get('allergies') ?? []).map((segment): Sourced => {
    const none =
      ALONE.test(segment.text) ||
      (read(segment.text, true).facts.some((fact) => fact.keys[0] === 'allergy' && fact.polarity === 'denied') && segment.text.length < 30);
    return none
      ? { item: { kind: 'no-allergies' }, segments: [segment.number] }
      : ownWords(/allerg/i.test(segment.text) ? '' : 'Your allergies: ', segment);
  });

const opinionsOf = (parts: Map<Part, Segment[]>): Sourced[] =>
  (parts.get('impression') ?? [])
    .filter((segment) => !NOT_FOR_PATIENTS.test(segment.text))
    .map((segment): Sourced => {
      const opinion = opinionItem(segment.text);
      // What is named under `DDx` is named as possible.
      const item = opinion && segment.heading === 'differential' ? { ...opinion, certain: false } : opinion;
      return item
        ? { item, segments: [segment.number] }
        : ownWords(
            ACTION_IN_IMPRESSION.test(segment.text) && read(segment.text, true).facts.every((fact) => fact.polarity !== 'said')
              ? PLAN_LEAD
              : 'I think: ',
            segment,
          );
    });

const once = (told: readonly Sourced[]): Sourced[] => {
  const seen = new Set<string>();
  return told.filter((line) => {
    if (!('item' in line) || line.item.kind !== 'no-allergies') return true;
    if (seen.has(line.item.kind)) return false;
    seen.add(line.item.kind);
    return true;
  });
};

/** The letter between its greeting and its closing. Hindi where a template says the whole; English, marked as such, elsewhere. */
export const lettersBody = (parts: Map<Part, Segment[]>, language: LetterLanguage): LetterLine[] => {
  const plan = (parts.get('plan') ?? []).filter((segment) => !NOT_FOR_PATIENTS.test(segment.text));
  const told = once([...storyOf(parts), ...opinionsOf(parts), ...plan.flatMap(planned), ...allergiesOf(parts)]);
  return told.map((line): LetterLine => {
    if ('own' in line) return { text: sentenceCase(line.own).slice(0, 1_900), language: 'en', segments: line.segments };
    const hindi = language === 'hi' ? inHindi(line.item) : undefined;
    return hindi === undefined
      ? { text: sentenceCase(inEnglish(line.item)), language: 'en', segments: line.segments }
      : { text: `${hindi}।`, language: 'hi', segments: line.segments };
  });
};
