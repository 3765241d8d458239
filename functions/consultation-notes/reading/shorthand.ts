import { DRUG_SHORTHAND } from './drugs.ts';
import type { Fact, Reading } from './facts.ts';
import { read } from './facts.ts';
import { DENIALS, FINDINGS } from './findings.ts';
import { phrases } from './phrases.ts';
import { FREQUENCIES, FREQUENCY_SHORTHAND, SHORTHAND, TIME_WORDS } from './shorthand-lexicon.ts';
import type { Token } from './tokens.ts';

const WRITTEN = phrases([
  ...SHORTHAND,
  ...FINDINGS.flatMap((finding) => finding.short.map((form) => [form, finding.name] as const)),
  ...DENIALS.map(([form, , written]) => [form, written] as const),
  ...Object.entries(DRUG_SHORTHAND),
]);
const BY_FREQUENCY = new Map(FREQUENCIES.map((frequency) => [frequency.key, frequency]));
export const frequencyOf = (key: string) => BY_FREQUENCY.get(key);

/** Endings of medical nouns: verbs and plain words among the synonyms are left as they stand. */
const MEDICAL = /^[a-z\s-]+(?:oea|hea|ea|ia|ias|itis|uria|osis|disease|infarction|failure|infection|calculi)$/;

const PLAIN = phrases(
  FINDINGS.flatMap((finding) =>
    [finding.name, ...finding.also.filter((form) => MEDICAL.test(form))]
      .filter((form) => form !== finding.plain)
      .map((form) => [form, finding] as const),
  ),
);

type Unit = keyof typeof TIME_WORDS;
const DURATION_KEY = /^dur:([\d.-]+)(min|mo|s|h|d|w|y)$/;

/** `dur:3d` as a number and a unit; nothing for other keys. */
export const durationOf = (fact: Fact | undefined): { amount: string; unit: Unit } | undefined => {
  const match = fact?.kind === 'duration' ? DURATION_KEY.exec(fact.keys[0] ?? '') : null;
  return match ? { amount: match[1] ?? '', unit: match[2] as Unit } : undefined;
};

export const durationInWords = ({ amount, unit }: { amount: string; unit: Unit }, adjective = false): string => {
  const [one, many] = TIME_WORDS[unit];
  if (adjective) return `${amount}${amount.includes('-') ? ' ' : '-'}${one}`;
  return `${amount} ${amount === '1' ? one : many}`;
};

/** Letters that name a vital sign only with its value after them. */
const VITALS: readonly (readonly [RegExp, string])[] = [
  [/^T$/, 'temperature'],
  [/^P$|^PR$/, 'pulse'],
  [/^HR$/i, 'heart rate'],
  [/^RR$/i, 'breathing rate'],
];

const HISTORY = /^(?:hx|history|h)$/;

type Piece = { text: string; length: number };

const REVIEWED = /^(?:review|r\/v|rv|v|u|up|fu|check|recheck)$/;

const durationPiece = (reading: Reading, fact: Fact): string | undefined => {
  const duration = durationOf(fact);
  if (!duration) return undefined;
  const { tokens, facts } = reading;
  const next = tokens[fact.last + 1]?.word ?? '';
  const previous = tokens[fact.first - 1]?.word ?? '';
  const history = HISTORY.test(next) && tokens[fact.last + 2]?.word !== 'ago';
  const words = durationInWords(duration, history);
  if (/^[x×]$/.test(tokens[fact.first]?.word ?? '')) return `for ${words}`;
  if (history || /^(?:ago|old|back|later|of|or|-|\/)$/.test(next)) return words;
  const opening = /^(?:repeat|recheck|r\/v)$/.test(tokens[0]?.word ?? '') && fact.last === tokens.length - 1;
  if (REVIEWED.test(previous) || (opening && !/^(?:in|after|for|every|at)$/.test(previous))) return `in ${words}`;
  const before = facts.find((other) => other.last === fact.first - 1);
  const after = facts.find((other) => other.first === fact.last + 1);
  if (fact.first === 0 && after?.kind === 'finding' && after.polarity === 'said') return `${durationInWords(duration, true)} history of`;
  return before && /^(?:frequency|dose|finding)$/.test(before.kind) && before.polarity === 'said' ? `for ${words}` : words;
};

/** The words for a fact that the notes write in figures or letters; nothing where the notes are words already. */
const factPiece = (reading: Reading, fact: Fact): string | undefined => {
  const raw = reading.text.slice(fact.start, fact.end);
  const next = reading.tokens[fact.last + 1];
  if (fact.kind === 'duration') return durationPiece(reading, fact);
  if (fact.kind === 'frequency') {
    if (FREQUENCY_SHORTHAND.has(raw.toLowerCase()) || /^[ap]c$/i.test(raw)) return BY_FREQUENCY.get(fact.keys[0] ?? '')?.written;
    const rate = /^freq:([\d.-]+)\/(\w+)$/.exec(fact.keys[0] ?? '');
    if (rate && /[x×]/i.test(raw)) return `${rate[1]} times a ${rate[2]}`;
    if (rate && raw.includes('/')) return `${rate[1]} a ${rate[2]}`;
    const hours = /^every:(\d+)h$/.exec(fact.keys[0] ?? '');
    if (hours && /^q/i.test(raw)) return `every ${hours[1]} hours`;
    return undefined;
  }
  const before = reading.facts.find((other) => other.last === fact.first - 1);
  if (fact.kind === 'number' && /^[x×]/i.test(raw) && before?.kind === 'finding') return `${fact.amount ?? ''} times`;
  // `58F`, `72M` open a note with the patient's age and sex.
  if (fact.kind === 'number' && next && /^[MF]$/.test(next.raw) && next.start === fact.end && fact.first === 0)
    return `${fact.amount ?? ''}-year-old`;
  if (fact.kind === 'measure' && (fact.unit === 'F' || fact.unit === 'C')) return `${fact.amount ?? ''} °${fact.unit}`;
  if (fact.kind === 'laterality' && /^(?:L|R|lt|rt)\.?$/i.test(raw)) return fact.keys[0] === 'side:left' ? 'left' : 'right';
  return undefined;
};

const symbolPiece = (tokens: Token[], index: number): Piece | undefined => {
  const token = tokens[index];
  const next = tokens[index + 1];
  const previous = tokens[index - 1];
  if (token === undefined) return undefined;
  if (token.word === '+' && next?.word === '/' && tokens[index + 2]?.word === '-') return { text: 'and possibly', length: 3 };
  if (token.word === '?' && next && /\p{L}/u.test(next.word)) return { text: 'possible', length: 1 };
  if (token.word === '+' && previous && next && next.word !== '+' && previous.word !== '+' && /\p{L}/u.test(next.word))
    return { text: 'and', length: 1 };
  if (token.word === '&' && previous && next && previous.word.length > 1) return { text: 'and', length: 1 };
  if (token.word === '>' && next?.number) return { text: 'more than', length: 1 };
  if (token.word === '<' && next?.number) return { text: 'less than', length: 1 };
  if (index === 1 && previous?.number && /^[MF]$/.test(token.raw) && previous.end === token.start)
    return { text: token.raw === 'F' ? 'female' : 'male', length: 1 };
  if (token.word === '↑') return { text: 'raised', length: 1 };
  if (token.word === '↓') return { text: 'reduced', length: 1 };
  return undefined;
};

const vitalPiece = (tokens: Token[], index: number): Piece | undefined => {
  const token = tokens[index];
  const previous = tokens[index - 1];
  if (token === undefined) return undefined;
  // `RA` is room air only after a saturation; elsewhere it may be a joint disease.
  if (token.raw === 'RA' && (previous?.word === '%' || previous?.number || previous?.word === 'on'))
    return { text: previous.word === 'on' ? 'room air' : 'on room air', length: 1 };
  const vital = tokens[index + 1]?.number ? VITALS.find(([form]) => form.test(token.raw)) : undefined;
  return vital && { text: vital[1], length: 1 };
};

/** Words that read badly where they stand, though each is right. */
const POLISH: readonly (readonly [RegExp, string])[] = [
  [/\bnil of note\b/gi, 'nothing of note'],
  [/\b(?:otherwise nil|nil otherwise)\b/gi, 'otherwise none'],
  [/\bnil (?=else\b)/gi, 'nothing '],
  [/\bnil smoker(?= or )/gi, 'no smoking'],
  [/\bnil smoker\b/gi, 'non-smoker'],
  [/\bnon smoker\b/gi, 'non-smoker'],
  [/\bnil (?=[\p{L}])/giu, 'no '],
  [/\b(\d[\d.-]*[- ](?:day|week|month|year|hour)) history (?!of\b|ago\b|\s*[,.:;]|$)/g, '$1 history of '],
  [/\bhistory ago\b/g, 'ago'],
  [/\b(no history) (?!of\b|or\b|and\b|suggest|[,.;])/gi, '$1 of '],
  [/\bhistory of history of\b/g, 'history of'],
  [/\b(not|feeling more|feels more|feeling very|very|feeling|feels) breathlessness\b/gi, '$1 breathless'],
  [/\babdominal(?=\s*(?:[,.;:]|$|soft|tender|distended|normal|non|mildly|snt))/gi, 'abdomen'],
  [/\b(worried|concerned|anxious) re:? /gi, '$1 about '],
  [/\balcohol more than\b/gi, 'alcohol, more than'],
  [/\bantibiotics antibiotics\b/g, 'antibiotics'],
  [/\bon on room air\b/g, 'on room air'],
];

const joinDenied = (text: string): string =>
  text.replace(/(?: or [\p{L}][\p{L}\s'-]{1,60}?(?= or |[,.;]|$)){2,}/gu, (list) => {
    const items = list.split(' or ').slice(1);
    return items.map((item, at) => (at === items.length - 1 ? ` or ${item}` : `, ${item}`)).join('');
  });

/** Writes out clinical shorthand. Adds no fact: every number, drug, side and denial stays; no unit is supplied. */
export const expand = (text: string): string => {
  const reading = read(text, false);
  const { tokens, facts } = reading;
  const factAt = new Map(facts.map((fact) => [fact.first, fact]));
  let written = '';
  let copied = 0;
  const put = (piece: string, first: number, length: number): void => {
    const start = tokens[first]?.start ?? text.length;
    const end = tokens[first + length - 1]?.end ?? start;
    const gap = text.slice(copied, start);
    written += gap;
    const joined = gap === '' && /[\p{L}\p{N}]$/u.test(written) && /^[\p{L}\p{N}]/u.test(piece);
    written += joined ? ` ${piece}` : piece;
    copied = end;
    const after = text.slice(end, end + 1);
    if (/^[\p{L}\p{N}]/u.test(after) && /[\p{L}\p{N}]$/u.test(piece)) written += ' ';
  };
  for (let index = 0; index < tokens.length; ) {
    const fact = factAt.get(index);
    const words = fact && factPiece(reading, fact);
    // `PR 92` is a pulse, `PR` alone an examination.
    const vital = vitalPiece(tokens, index);
    const shorthand = vital ? undefined : WRITTEN.at(tokens, index);
    const factLength = fact ? fact.last - fact.first + 1 : 0;
    if (shorthand && shorthand.length >= (words === undefined ? 1 : factLength)) {
      const plural = shorthand.length === 1 && /[A-Z]s$/.test(tokens[index]?.raw ?? '') && /[a-rt-z]$/.test(shorthand.value);
      put(plural ? `${shorthand.value}s` : shorthand.value, index, shorthand.length);
      index += shorthand.length;
      continue;
    }
    if (fact && words !== undefined) {
      put(words, index, factLength);
      index += factLength;
      continue;
    }
    const symbol = vital ?? symbolPiece(tokens, index);
    if (symbol) {
      put(symbol.text, index, symbol.length);
      index += symbol.length;
      if (symbol.text !== '' && /[\p{L}\p{N}]/u.test(text.slice(copied, copied + 1))) written += ' ';
      continue;
    }
    const slash = tokens[index]?.word === '/';
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    const asks = after?.word === '?';
    if (
      slash &&
      before &&
      after &&
      !before.number &&
      !after.number &&
      (asks || (reading.polarity[index] === 'denied' && /^\p{L}/u.test(after.word)))
    ) {
      written += `${text.slice(copied, tokens[index]?.start ?? copied).trimEnd()} or `;
      copied = tokens[index]?.end ?? copied;
      while (/^\s/.test(text.slice(copied, copied + 1))) copied += 1;
      index += 1;
      continue;
    }
    index += Math.max(
      1,
      fact && fact.kind !== 'finding' && fact.kind !== 'drug' && fact.kind !== 'laterality' && fact.kind !== 'number' ? factLength : 1,
    );
  }
  written += text.slice(copied);
  for (const [form, better] of POLISH) written = written.replace(form, better);
  return joinDenied(written)
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ([,.;:)])/g, '$1')
    .replace(/\( /g, '(')
    .trim();
};

/** The same text with findings in a patient's words: `rhinorrhoea` is `runny nose`. */
export const plainWords = (text: string): string => {
  const { tokens } = read(text, false);
  let written = '';
  let copied = 0;
  for (let index = 0; index < tokens.length; ) {
    const match = PLAIN.at(tokens, index);
    const token = tokens[index];
    if (!match || !token || match.value.kind === 'state') {
      index += 1;
      continue;
    }
    written += text.slice(copied, token.start) + match.value.plain;
    copied = tokens[index + match.length - 1]?.end ?? token.end;
    index += match.length;
  }
  return written + text.slice(copied);
};
