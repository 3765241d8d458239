import type { Bounds } from '../marker.ts';
import { plainDecimal } from './printed-value.ts';

export type Person = { readonly sex?: 'female' | 'male'; readonly ageYears?: number };

/** The lab's own range. Without `bounds` the text could not be brought to one range for this person: it is shown as printed. */
export type PrintedRange = { readonly text: string; readonly bounds?: Bounds; readonly needsSex?: true };

const NUMBER = String.raw`(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.\d+)?|\.\d+`;
const WORDS_AS_SIGNS: readonly (readonly [RegExp, string])[] = [
  [/[–—−‐‑~]/g, '-'],
  [/≤|=<|\b(?:less than or equal to|up\s?-?to|not more than|max(?:imum)?\.?|at most)\s*:?(?=\s*[\d.])/gi, '<='],
  [/≥|=>|\b(?:(?:more|greater) than or equal to|at least|min(?:imum)?\.?)\s*:?(?=\s*[\d.])/gi, '>='],
  [/\b(?:less than|below|under|lesser than)\s*(?=[\d.])/gi, '<'],
  [/\b(?:more than|greater than|above|over)\s*(?=[\d.])/gi, '>'],
  [/(?<=\d)\s*to\s*(?=[\d.])/gi, ' - '],
];
/** Numbers that belong to units. */
const UNIT_NUMBERS =
  /(?:[x×*]\s*|\b)10\s*[\^*~]\s*\d{1,2}(?:\s*\/\s*[a-zµμ]+)?|\/\s*1\.73\s*m(?:2|²)?|\/\s*(?:1st|1)\s*(?:hr|hour)|[x×]\s*10\d?(?=\s*\/)/gi;

const withSigns = (text: string): string =>
  WORDS_AS_SIGNS.reduce((signed, [words, sign]) => signed.replace(words, sign), text.replace(UNIT_NUMBERS, ' '))
    .replace(/\s+/g, ' ')
    .trim();

const PIECE = new RegExp(
  String.raw`(?<![\d.,])(${NUMBER})\s*-\s*(${NUMBER})(?![\d.,]*\d|\s*-\s*\d)|(<=|>=|<|>)\s*(${NUMBER})(?![\d.,]*\d)`,
  'g',
);
const AGE_UNIT = /^\s*(years?|yrs?|yr|y|months?|mths?|mon|days?|weeks?|wks?|hours?|hrs?)\b(?!\s*\/)\.?/i;

type Span = { readonly low?: number; readonly high?: number };
type Piece = { bounds: Bounds; label: string; age?: Span };

const boundsOf = (match: RegExpExecArray): Bounds => {
  const [, low, high, sign, limit = ''] = match;
  if (low !== undefined && high !== undefined) return { from: plainDecimal(low), to: plainDecimal(high) };
  const at = plainDecimal(limit);
  if (sign === '<') return { below: at };
  if (sign === '<=') return { to: at };
  return sign === '>' ? { above: at } : { from: at };
};

const YEARS: Record<string, number> = { y: 1, m: 1 / 12, d: 1 / 365, w: 7 / 365, h: 1 / 8760 };
const ageOf = (bounds: Bounds, unit: string): Span => {
  const years = YEARS[unit[0]?.toLowerCase() ?? ''] ?? 1;
  const low = bounds.from ?? bounds.above;
  const high = bounds.to ?? bounds.below;
  return { ...(low !== undefined && { low: Number(low) * years }), ...(high !== undefined && { high: Number(high) * years }) };
};

/** The ranges of a text with what is said before each (or after each, where the text begins with a number). */
const piecesOf = (text: string): Piece[] => {
  const signed = withSigns(text);
  const found: { bounds: Bounds; start: number; end: number; age?: Span }[] = [];
  for (const match of signed.matchAll(PIECE)) {
    const bounds = boundsOf(match as RegExpExecArray);
    const end = match.index + match[0].length;
    const unit = AGE_UNIT.exec(signed.slice(end));
    found.push({ bounds, start: match.index, end: end + (unit?.[0].length ?? 0), ...(unit && { age: ageOf(bounds, unit[1] ?? '') }) });
  }
  const values = found.filter(({ age }) => !age);
  // Ages are taken out of the words: they are read by themselves.
  const words = found.reduce(
    (text, { age, start, end }) => (age ? text.slice(0, start) + ' '.repeat(end - start) + text.slice(end) : text),
    signed,
  );
  const [first, last] = [found[0], values.at(-1)];
  const opens = first === undefined || first.age !== undefined || wordsOf(words.slice(0, first.start)) !== '';
  // Words stand before their ranges, unless the text begins with a range and ends with words.
  const labelFirst = opens || last === undefined || bareLabel(words.slice(last.end)) === '';
  return values.map((piece, at) => {
    const [from, to] = labelFirst ? [values[at - 1]?.end ?? 0, piece.start] : [piece.end, values[at + 1]?.start ?? words.length];
    const age = found.find((each) => each.age && each.start >= from && each.end <= to)?.age;
    return { bounds: piece.bounds, label: bareLabel(words.slice(from, to)), ...(age && { age }) };
  });
};

const UNIT_TEXT =
  /\b(?:m|mc|µ|μ|u|n|p|k|f)?(?:g|gm|gms|l|iu|u|mol|eq|iu)\s*(?:\/\s*(?:d|m|µ|μ|u)?l|%)(?![a-z])|\b(?:cells|thou|lakhs?|mill(?:ion)?)\s*\/\s*(?:cumm|cu\.?\s*mm|µl|ul|mm3)|\/\s*(?:cumm|hpf|lpf|µl|ul|l|mm3)\b|%|\bmm\b|\b(?:sec|seconds|fl|pg)\b\.?/gi;
const NEUTRAL =
  /\b(?:adults?|fasting|range|ref|reference|biological|interval|bio|all|ages?|age|serum|plasma|for|in|value|values|years?|yrs?|and|or|general|population|group)\b/gi;

/** What is said, without units and marks. */
const wordsOf = (said: string): string =>
  said
    .replace(UNIT_TEXT, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();

/** A label without its units, marks and words that do not narrow it down. */
const bareLabel = (said: string): string =>
  said
    .replace(UNIT_TEXT, ' ')
    .replace(NEUTRAL, ' ')
    .replace(/[^\p{L}\p{N}<>]+/gu, ' ')
    .trim()
    .toLowerCase();

const FEMALE = /\b(?:females?|women|woman|f|lad(?:y|ies))\b/;
const MALE = /\b(?:males?|men|man|m|gents?)\b/;
const NOT_FOR_ADULTS = /\b(?:child(?:ren)?|infants?|new ?borns?|neonates?|cord|boys?|girls?|paediatric|pediatric|premature)\b/;
const SPECIAL =
  /\b(?:pregnan(?:t|cy)|trimester|follicular|luteal|mid ?cycle|ovulat\w*|menopaus\w*|lactat\w*|post|smokers?|therapeutic|diabetics?)\b/;
const USUAL =
  /^(?:normal|desirable|desired|optimal|optimum|sufficien(?:t|cy)|non ?diabetics?|acceptable|adequate|healthy|ideal|no risk|euthyroid|normal level|normal range|normal value|normal glucose tolerance)$/;

type Meaning = { sex?: 'female' | 'male'; usual?: true; plain?: true; excluded?: true };
const meaningOf = ({ label, age }: Piece, person: Person): Meaning => {
  const withAge = (meaning: Meaning): Meaning => {
    if (!age) return meaning;
    // An age band counts only for a person whose age is printed.
    if (person.ageYears === undefined) return { excluded: true };
    const fits = (age.low === undefined || person.ageYears >= age.low) && (age.high === undefined || person.ageYears <= age.high);
    return fits ? meaning : { excluded: true };
  };
  const adult = person.ageYears === undefined || person.ageYears >= 18;
  if (NOT_FOR_ADULTS.test(label)) return { excluded: true };
  if (!adult && !age) return label === '' ? { plain: true } : USUAL.test(label) ? { usual: true } : { excluded: true };
  if (USUAL.test(label)) return withAge({ usual: true });
  if (SPECIAL.test(label)) return { excluded: true };
  const rest = label.replace(FEMALE, '').replace(MALE, '').trim();
  const female = FEMALE.test(label);
  const male = MALE.test(label);
  if (female !== male && (rest === '' || USUAL.test(rest))) return withAge({ sex: female ? 'female' : 'male' });
  if (label === '') return withAge({ plain: true });
  return { excluded: true };
};

/**
 * The range that a lab prints for this person. Where the print gives several (by sex, by age, as grades of a finding), the one
 * for the person's sex and age or the one that is called normal is taken; where that does not settle it, none is.
 */
export const readRange = (printed: string, person: Person): PrintedRange => {
  const text = printed.replace(/\s+/g, ' ').trim();
  const pieces = piecesOf(text);
  const meant = pieces.map((piece) => ({ piece, meaning: meaningOf(piece, person) }));
  const bySex = meant.filter(({ meaning }) => meaning.sex);
  if (bySex.length > 0) {
    if (!person.sex) return { text, needsSex: true };
    const own = bySex.filter(({ meaning }) => meaning.sex === person.sex);
    return own.length === 1 && own[0] ? { text, bounds: own[0].piece.bounds } : { text };
  }
  const usual = meant.filter(({ meaning }) => meaning.usual);
  if (usual.length === 1 && usual[0]) return { text, bounds: usual[0].piece.bounds };
  const plain = meant.filter(({ meaning }) => meaning.plain);
  // `70 - 99, Prediabetes: 100 - 125`: the range that has no name is the reference range.
  return usual.length === 0 && plain.length === 1 && plain[0] && plain[0] === meant[0] ? { text, bounds: plain[0].piece.bounds } : { text };
};

/** Whether a text is a range or opens one: `13 - 17`, `< 5.7`, `M: 13-17`. */
export const looksLikeRange = (text: string): boolean => {
  const pieces = piecesOf(text);
  if (pieces.length === 0) return false;
  const [first] = pieces;
  return (
    pieces.length > 1 ||
    first?.label === '' ||
    USUAL.test(first?.label ?? '') ||
    FEMALE.test(first?.label ?? '') ||
    MALE.test(first?.label ?? '')
  );
};
