/** A word, number or mark of a text. `word` is the form in which texts are compared; `start`/`end` are UTF-16 offsets. */
export type Token = { word: string; stem: string; raw: string; start: number; end: number; number: boolean };

// A count or a vital sign written against its number (`x2`, `BP132`, `P92`) is two words; `T2DM` and `B12` are one.
const TOKEN =
  /[xX×](?=\p{Nd})|(?:BP|HR|PR|RR|[Ww]t|[Tt]emp)(?=\p{Nd})|P(?=\p{Nd}{2,3}(?![\p{L}\p{Nd}]))|T(?=(?:3[5-9]|4[0-2]|9\d|10\d)(?!\d))|[\p{Nd}]+(?:[.,][\p{Nd}]+)*|\p{L}[\p{L}\p{M}\p{Nd}]*(?:['’][\p{L}\p{M}]+)*|\S/gu;
const DEVANAGARI_ZERO = 0x0966;

const western = (digits: string): string => digits.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - DEVANAGARI_ZERO));

// The nukta is often left out and the two nasal marks are used alike: बुखार/बुख़ार, खांसी/खाँसी.
const spelling = (word: string): string =>
  word
    .normalize('NFC')
    .replace(/\u093c/g, '')
    .replace(/\u0901/g, '\u0902')
    .toLowerCase()
    .replace(/’/g, "'");

/** Singular of an English word, by its ending; Hindi and short words stay as they are. */
const singular = (word: string): string => {
  if (word.length < 4 || !/^[a-z']+$/.test(word)) return word;
  if (/(?:ss|us|is|ous|'s)$/.test(word)) return word.replace(/'s$/, '');
  if (word.endsWith('ies') && word.length > 5) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|xes)$/.test(word) && !word.endsWith('aches')) return word.slice(0, -2);
  return word.endsWith('s') ? word.slice(0, -1) : word;
};

export const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const raw = match[0];
    const number = /^\p{Nd}/u.test(raw);
    const word = number ? western(raw).replace(/,(?=\d)/g, '') : spelling(raw);
    tokens.push({ word, stem: singular(word), raw, start: match.index, end: match.index + raw.length, number });
  }
  return tokens;
};

export const touches = (left: Token | undefined, right: Token | undefined): boolean =>
  left !== undefined && right !== undefined && left.end === right.start;

/** Words of one meaning that do not look alike. */
const SAME_ROOT: Record<string, string> = {
  better: 'improve',
  improving: 'improve',
  improved: 'improve',
  improvement: 'improve',
  worse: 'worsen',
  worsening: 'worsen',
  worsened: 'worsen',
  meds: 'medicine',
  medication: 'medicine',
  medications: 'medicine',
  drugs: 'medicine',
};

/** A rough root, for telling whether two texts speak of the same thing: `worsening`, `worsens` and `worse` are one. */
export const rootOf = (word: string): string => {
  const base = SAME_ROOT[word] ?? singular(word);
  if (base.length < 5 || !/^[a-z']+$/.test(base)) return base;
  const root = base.replace(/(?:ening|ing|ened|edly|ed|ly|es|ement|ness|e|y)$/, '');
  return root.length >= 3 ? root : base;
};

const FUNCTION_WORDS = new Set(
  (
    'no nil nor not a an the of for to in on at by with and or but is are was were be been being has have had do does did this that these those there it its as from ' +
    'you your i we our he she they his her their him them my me will would can could should may might must shall if then than so also very ' +
    'patient pt who which when while what after before during since until till about into over under out up down per re any some other another ' +
    'है हैं था थे थी को का के की में से पर और या तो भी ने यह वह आप आपको आपका आपके आपकी अगर हो लें करें जाएं दें तक एक कि जो डॉक्टर लगता राय'
  ).split(' '),
);

/** Words that carry meaning: not marks, numbers, nor words that only hold a sentence together. */
export const isContent = (token: Token): boolean =>
  !token.number && token.word.length > 1 && /\p{L}/u.test(token.word) && !FUNCTION_WORDS.has(token.word);
