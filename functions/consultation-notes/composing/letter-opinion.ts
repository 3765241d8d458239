import { read } from '../reading/facts.ts';
import type { Segment } from '../reading/segments.ts';
import { expand, plainWords } from '../reading/shorthand.ts';
import { forClinicians, isAccount } from './letter-clauses.ts';
import type { LetterItem, Mention } from './letter-items.ts';
import { agrees, findingOf, wordSet } from './letter-items.ts';
import { aboutSomebody, toYou } from './letter-person.ts';
import { mentionOf } from './letter-story.ts';
import { tidy } from './wording.ts';

/** What stands after the diagnosis: why it surprises, and what is to be done. */
const NOT_DIAGNOSIS =
  /\s*(?:[-–—,;]\s*|\s)\b(?:despite|although|though|however|but|needs?|needed|to (?:exclude|rule out|consider)|also|r\/o|rule out|exclude|in view of|given|plan|start|give|take|treat|continue|rx|advised?)\b.*$|\s*(?:[-–—,;]\s*|\s)r\/o\b.*$/is;
const ALSO_POSSIBLE = /\s*(?:\+\s*\/\s*-|\band possibly\b|\bpossibly also\b)\s*/i;
const ALTERNATIVES = /\s*(?:\bor\b|\bvs\.?|\bversus\b|(?<![+\d])\/(?![-\d]))\s*/i;
const TOGETHER = /\s*(?:,|;|\+|&|\band\b|\bwith\b)\s*/i;
const DOUBT = /\?|\b(?:possible|possibly|probable|probably|likely|suspected|suspect|query|may be|could be|might be|differentials?|ddx)\b/i;
const MOST_LIKELY =
  /^(?:the )?most likely (?:(?:diagnosis|disgnosis|dx|cause)\b)?\s*(?:is\b|:|-)?\s*|^(?:the )?(?:working )?(?:diagnosis|dx) (?:is|:)\s*/i;
/** A doubt amid the words may be of a part of them only. */
const OPENS_WITH_DOUBT = /^(?:\?|(?:likely|possible|possibly|probable|probably|suspected|query)\b)/i;
/** `UTI (?)`, `UTI - not sure`: a doubt of the whole, in words that are cut off. */
const DOUBT_AROUND =
  /\(\s*(?:\?+|possible|possibly|probable|probably|likely|suspected)\s*\)|\b(?:unsure|uncertain|unclear|not (?:sure|certain|clear|confirmed))\b/i;
const MOST_LIKELY_SAID = /^(?:the )?most likely\b/i;
const LIKELY = /^(?:\?+|likely|possible|possibly|probable|probably|suspected|query|\s)+(?:diagnosis|dx|cause)?\s*(?:is\b|:)?\s*/i;

const WORDS = wordSet('a an the is likely most probable possible ? type acute inferior anterior lateral posterior stable simple');
const KEPT_ADJECTIVE = /^(?:mild|moderate|severe|simple|recurrent|chronic|early|uncontrolled|allergic|bacterial|viral|soft tissue)\s+/i;

/** `simple constipation`: the finding with the one word before it that a patient may read. */
const diagnosisOf = (text: string): Mention | undefined => {
  const clean = text.replace(LIKELY, '').trim();
  const flare = /^(?:acute )?exacerbation of\s+/i.exec(clean);
  const rest = flare ? clean.slice(flare[0].length) : clean;
  const opened = KEPT_ADJECTIVE.exec(rest);
  const named = read(rest, true).facts[0];
  // `allergic rhinitis` is one finding, `simple constipation` a word and a finding.
  const adjective = opened && named && named.start >= opened[0].length ? opened[0].trim().toLowerCase() : undefined;
  const body = adjective === undefined ? rest : rest.slice(opened?.[0].length);
  const mention = mentionOf(read(body, true), WORDS);
  if (!mention || mention.finding.kind === 'state' || mention.adjective !== undefined) return undefined;
  const before = [flare ? 'flare-up of' : undefined, adjective].filter((word) => word !== undefined).join(' ');
  return { ...mention, ...(before !== '' && { adjective: before }) };
};

const mentionsOf = (pieces: readonly string[]): Mention[] | undefined => {
  const found = pieces.map(diagnosisOf);
  return found.every((mention): mention is Mention => mention !== undefined) ? found : undefined;
};

const split = (text: string, at: RegExp): string[] =>
  text.split(new RegExp(at.source, `g${at.flags}`)).filter((piece) => piece.trim() !== '');

const MOST_AT_ONCE = 2;

/** At most two diagnoses a sentence where there is doubt. */
const doubted = (mentions: readonly Mention[]): LetterItem[] => {
  if (
    mentions.length <= MOST_AT_ONCE + 1 &&
    mentions
      .map(({ finding }) => finding.plain)
      .join(' ')
      .split(' ').length <= 8
  )
    return [{ kind: 'opinion', mentions: [...mentions], certain: false, also: false }];
  const items: LetterItem[] = [];
  for (let at = 0; at < mentions.length; at += MOST_AT_ONCE)
    items.push({ kind: 'opinion', mentions: mentions.slice(at, at + MOST_AT_ONCE), certain: false, also: at > 0 });
  return items;
};

const LONGEST_VIEW = 16;

/** What the doctor thinks, without what is said among clinicians around it. Nothing where no part of it is for the patient. */
export const opinionItems = (segment: Segment, known: ReadonlySet<string>): LetterItem[] => {
  const text = segment.text
    .replace(/\s*\([^()]*\)?/g, ' ')
    .replace(NOT_DIAGNOSIS, '')
    .replace(/[\s.,;:–—-]+$/, '')
    .trim();
  const body = text.replace(MOST_LIKELY, '').trim();
  if (body === '' || /^(?:also|and|but|plan)$/i.test(body) || forClinicians(body) || isAccount(body)) return [];
  const whole = read(segment.text, true);
  const reading = read(body, true);
  const { facts } = reading;
  if (facts.some((fact) => fact.polarity === 'denied' || fact.polarity === 'family' || fact.polarity === 'condition'))
    return wordsOf(segment, body, 'view');
  const doubt = DOUBT.test(body) || DOUBT_AROUND.test(segment.text) || segment.heading === 'differential';
  const [main = '', ...also] = split(body, ALSO_POSSIBLE);
  const alternatives = split(main, ALTERNATIVES);
  if (alternatives.length > 1 || doubt) {
    const mentions = mentionsOf([...alternatives.flatMap((piece) => split(piece, TOGETHER)), ...also]);
    if (mentions) return doubted(mentions);
    return wordsOf(segment, body, segment.heading === 'differential' || OPENS_WITH_DOUBT.test(body) ? 'maybe' : 'view');
  }
  const mentions = mentionsOf(split(main, TOGETHER));
  const extra = mentionsOf(also);
  if (!mentions || mentions.length === 0 || !extra) {
    const named = facts.some((fact) => findingOf(fact)?.kind === 'diagnosis' || findingOf(fact)?.kind === 'symptom');
    // A doubt that stands in what was cut off belongs to what was kept.
    return wordsOf(segment, body, named && agrees(reading, whole, segment.text.indexOf(body)) ? 'cause' : 'view');
  }
  const problems = mentions.every(
    ({ finding, adjective }) => finding.kind === 'symptom' && finding.name !== 'injury' && adjective === undefined,
  );
  if (extra.length === 0 && (problems || segment.heading === 'assessment-and-plan')) return [{ kind: 'about', mentions }];
  if (extra.length === 0 && mentions.every(({ finding, adjective }) => known.has(finding.name) && !adjective?.startsWith('flare')))
    return [{ kind: 'about', mentions }];
  if (mentions.length > 2) return doubted(mentions);
  return [
    { kind: 'opinion', mentions, certain: true, also: false, ...(MOST_LIKELY_SAID.test(text) && { likely: true }) },
    ...(extra.length > 0 ? [{ kind: 'opinion', mentions: extra, certain: false, also: true } as const] : []),
  ];
};

/** `Depression` within a sentence; a person's name keeps its capital. */
const lowered = (text: string): string =>
  /^[A-Z][a-z]+['’]s\b/.test(text) ? text : text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());

const wordsOf = (segment: Segment, body: string, lead: 'maybe' | 'cause' | 'view'): LetterItem[] => {
  const stripped = lead === 'maybe' ? body.replace(LIKELY, '') : body;
  const words = toYou(tidy(plainWords(expand(stripped))));
  const tooLong = words.split(' ').length > LONGEST_VIEW;
  // Whose only content is what clinicians are to think of.
  const named = read(stripped, true).facts.some((fact) => fact.kind === 'finding');
  // `However, may` tells nothing.
  if (
    !/\p{L}{3}/u.test(words) ||
    (!named && words.split(' ').length < 2) ||
    tooLong ||
    aboutSomebody(words) ||
    /\b(?:differentials?|exclude|rule out|consider)\b/i.test(words)
  )
    return [];
  // Under `assessment and plan` a line is a heading or an argument, unless a template knows it.
  if (lead === 'view' && segment.heading === 'assessment-and-plan') return [];
  return [{ kind: 'words', lead, text: lead === 'view' ? words : lowered(words) }];
};
