import type { Fact, Reading } from '../reading/facts.ts';
import { read } from '../reading/facts.ts';
import type { Finding } from '../reading/findings.ts';
import { BODY_PARTS } from '../reading/findings.ts';
import { phrases } from '../reading/phrases.ts';
import type { Segment } from '../reading/segments.ts';
import { durationOf, expand, plainWords } from '../reading/shorthand.ts';
import { isContent } from '../reading/tokens.ts';
import { asNoun } from './letter-english.ts';
import type { LetterItem, Mention, Side } from './letter-items.ts';
import { agrees, findingOf, findingsOf, onlyHolds, wordSet } from './letter-items.ts';
import { aboutSomebody, toYou } from './letter-person.ts';
import { tidy } from './wording.ts';

const STORY_WORDS = wordSet(
  'history hx of for since has have had having feeling feels felt and with also c o complains presenting presents associated assoc sx symptoms a the is there ago past last from patient pt he she they you your in on at over',
);
const DENIAL_WORDS = wordSet('no nil not denies without or nor and any there is known of');
const ADJECTIVES = wordSet(
  'mild severe slight constant intermittent throbbing sharp dull worsening sudden itchy dry evening occasional recurrent',
);
const PARTS = phrases(BODY_PARTS.map(([english]) => [english, english] as const));
const FEET = /^feet$/i;

/** The parts of the body that the words no fact holds name, and whether the rest are all known. */
const placesIn = (reading: Reading, allowed: ReadonlySet<string>): { parts: string[]; adjectives: number[] } | undefined => {
  const covered = new Set<number>();
  for (const fact of reading.facts) for (let at = fact.first; at <= fact.last; at += 1) covered.add(at);
  const parts: string[] = [];
  const adjectives: number[] = [];
  for (let at = 0; at < reading.tokens.length; at += 1) {
    const token = reading.tokens[at];
    if (!token || covered.has(at)) continue;
    const part = FEET.test(token.word) ? { value: 'foot', length: 1 } : PARTS.at(reading.tokens, at);
    if (part) {
      parts.push(part.value);
      at += part.length - 1;
    } else if (ADJECTIVES.has(token.word)) adjectives.push(at);
    else if (!/^[,.;:/+&()-]$/.test(token.word) && !allowed.has(token.word)) return undefined;
  }
  return { parts, adjectives };
};

const sideOf = (fact: Fact | undefined): Side | undefined => fact?.keys[0]?.slice('side:'.length) as Side | undefined;

/** A lone finding with its side and part of the body; nothing where words are left that this cannot hold. */
export const mentionOf = (reading: Reading, allowed: ReadonlySet<string>): Mention | undefined => {
  const found = reading.facts.filter((fact) => fact.kind === 'finding');
  const sides = reading.facts.filter((fact) => fact.kind === 'laterality');
  const [fact] = found;
  const finding = findingOf(fact);
  if (!fact || !finding || found.length !== 1 || sides.length > 1) return undefined;
  if (reading.facts.some((other) => other !== fact && other !== sides[0] && other.kind !== 'duration')) return undefined;
  const places = placesIn(reading, allowed);
  if (!places || places.parts.length > 1 || places.adjectives.length > 1) return undefined;
  const [at] = places.adjectives;
  // An adjective counts only where it stands before its noun.
  if (at !== undefined && at !== fact.first - 1) return undefined;
  const raw = reading.text.slice(fact.start, fact.end);
  const side = sideOf(sides[0]);
  const [part] = places.parts;
  return {
    finding,
    ...(at !== undefined && { adjective: reading.tokens[at]?.word ?? '' }),
    ...(side && { side }),
    ...(part !== undefined && { part }),
    ...(/^[A-Z]{2,}s$/.test(raw) && { plural: true }),
  };
};

/** `pain` with no place says too little, and `aches and pains` is not `pain`. */
const VAGUE = new Set(['pain', 'discharge', 'swelling', 'tenderness', 'infection', 'stiffness', 'injury', 'lump']);

const symptomItem = (text: string): LetterItem | undefined => {
  const reading = read(text, true);
  const durations = reading.facts.filter((fact) => fact.kind === 'duration');
  const rest = reading.facts.filter((fact) => fact.kind !== 'duration');
  const findings = findingsOf(rest);
  if (findings.length === 0 || durations.length > 1) return undefined;
  const negated = rest.every((fact) => fact.polarity === 'denied' && fact.kind === 'finding');
  if (findings.some((finding) => finding.kind === 'state' || finding.kind === 'diagnosis') && !negated) return undefined;
  if (negated && durations.length === 0 && findings.every((finding) => finding.kind === 'symptom') && onlyHolds(reading, DENIAL_WORDS))
    return { kind: 'absent', findings };
  if (rest.some((fact) => fact.polarity !== 'said') || /\bago\b/i.test(text)) return undefined;
  const lasting = durationOf(durations[0]);
  const several = (): Mention[] | undefined =>
    rest.every((fact) => fact.kind === 'finding') && onlyHolds(reading, STORY_WORDS)
      ? findings.filter((finding) => !VAGUE.has(finding.name)).map((finding) => ({ finding }))
      : undefined;
  const one = findings.length === 1 ? mentionOf(reading, STORY_WORDS) : undefined;
  const mentions = one ? [one].filter(({ finding, part, side }) => !VAGUE.has(finding.name) || part !== undefined || side) : several();
  return mentions && mentions.length > 0 ? { kind: 'symptoms', mentions, ...(lasting && { lasting }) } : undefined;
};

/** The symptoms of a segment, or of those of its clauses that say by themselves what they say in the whole. */
export const symptomItems = (text: string): LetterItem[] => {
  const one = symptomItem(text);
  if (one) return [one];
  const whole = read(text, true);
  let start = 0;
  return text.split(',').flatMap((clause) => {
    const from = start;
    start += clause.length + 1;
    const item = agrees(read(clause, true), whole, from) ? symptomItem(clause) : undefined;
    return item ? [item] : [];
  });
};

const LONGEST_TOLD = 14;
/** `72M, `, `6 yr old, ` and the like: who the patient is. */
const PERSON = /^\d{1,3}\s*(?:[MF]\b|(?:yrs?|years?|y)[\s/-]*(?:o|old)\b)[\s,]*/i;
const OPENINGS =
  /^(?:(?:c\/o|℅|complains? of|complaining of|presents? with|presenting with|here (?:with|for)|p\/w|developed|has|have|had|having|with|sx|symptoms?|onset of|hx of|h\/o|history of|feels?|feeling|ongoing|started as(?: a)?)[\s:.–—-]+)+/i;
const NOT_TOLD =
  /^(?:no|nil|not|denies|the|he|she|i|patient|pt|this|it|they|we|g\d|\d+\s*[mf]\b|\d+[- ](?:y|year)|name|worried|unable|still|now|also|used|using|taking|ate|lmp|known|k\/c\/o|seen|review|diagnosed)(?![\p{L}\d])|^\(/iu;

const CLAUSE = /(?:[^,;.–—-]|\.(?=\d)|[-–—](?=\S))+(?:[,;.]|\s?[-–—]\s|$)?/g;

/** The main complaint in the doctor's words, where no template names it: as many of its clauses as make a short sentence. */
export const complaintInWords = (segment: Segment): string | undefined => {
  const text = segment.text.replace(PERSON, '').replace(OPENINGS, '');
  if (NOT_TOLD.test(text)) return undefined;
  const whole = read(segment.text, true);
  const at = segment.text.length - text.length;
  let kept = '';
  for (const match of text.matchAll(CLAUSE)) {
    const clause = match[0].replace(/(?:[,;.]|\s?[-–—])\s*$/, '');
    if (clause.trim() === '') break;
    const reading = read(clause, true);
    const longer = text.slice(0, match.index + clause.length);
    if (reading.facts.some((fact) => fact.polarity !== 'said' || fact.kind === 'drug') || !agrees(reading, whole, at + match.index)) break;
    if (toldWords(longer).split(' ').length > LONGEST_TOLD) break;
    // After the complaint only what adds a finding or a time is worth its words.
    if (kept !== '' && reading.facts.length === 0) break;
    kept = longer;
  }
  const reading = read(kept, true);
  const tells = findingsOf(reading.facts).some(
    ({ kind, name }) => kind === 'symptom' && (name !== 'pain' || reading.tokens.filter(isContent).length > 1),
  );
  const words = toldWords(kept);
  return tells && !words.includes(':') && !aboutSomebody(words) ? asNoun(words) : undefined;
};

const UNWELL = /^(?=(?:generally |very )?(?:unwell|tired|dizzy|sick|weak|hot)\b)/i;

const toldWords = (text: string): string =>
  toYou(tidy(plainWords(expand(text))))
    .replace(/\s*\([^)]*\)/g, '')
    .replace(/^\d+\/\d+ history of /i, '')
    .replace(
      /^(\d[\d.-]*)[- ](\w+) history of ([^,;]*)/i,
      (_, count: string, unit: string, what: string) => `${what} for ${count} ${unit}${count === '1' ? '' : 's'}`,
    )
    .replace(/^(\d[\d.-]* \w+ ago)[, ]+(?:developed|started with|noticed|had|has had|onset of) ([^,;]*)/i, '$2, starting $1')
    .replace(/\bthen developed\b/gi, 'then')
    .replace(/\bunilateral (?=left|right)/gi, '')
    .replace(/\s*(?<=\p{L})\s*\/\s*(?=\p{L})/gu, ' or ')
    .replace(/(?<!\b(?:on|in|at|of)) both (?=(?:hands|feet|legs|arms|knees|ears|eyes)\b)/gi, ' on both ')
    .replace(/(?<!\b(?:for|past|last|over|since|about|the|than|of|in|after|every)) (\d[\d.-]* (?:hour|day|week|month|year)s?)$/i, ' for $1')
    .replace(UNWELL, 'feeling ');

/** What a story names of the present: for telling whether the main complaint has been told. */
export const complaintOf = (segment: Segment): Finding[] =>
  findingsOf(read(segment.text, true).facts.filter((fact) => fact.polarity === 'said'));
