import { looksLikeUnit } from './unit-words.ts';

/**
 * A result as it is printed: a number with what stands around it in its cell. `number` is a plain decimal; `rest` is what is
 * neither number nor flag, such as a unit.
 */
export type PrintedValue = {
  readonly number: string;
  readonly comparator?: '<' | '<=' | '>' | '>=';
  readonly flag?: string;
  readonly rest: string;
};

export type ResultCell =
  | { readonly kind: 'number'; readonly value: PrintedValue }
  /** Two numbers where one is expected. */
  | { readonly kind: 'several' }
  /** `Negative`, `Nil`, `1+`: a finding without a number. */
  | { readonly kind: 'word'; readonly text: string; readonly flag?: string }
  | { readonly kind: 'other' };

/** 1,50,000 and 150,000 and 150000; 12.50; .85. A comma elsewhere (7,2) makes no number. */
const DIGITS = String.raw`(?:\d{1,3}(?:,\d{2,3})*,\d{3}|\d+)(?:\.\d+)?|\.\d+`;
const NUMBER = new RegExp(`^(${DIGITS})$`);

/** `1,50,000.50` as a decimal without grouping and leading zeros. */
export const plainDecimal = (printed: string): string =>
  printed
    .replace(/,/g, '')
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.');

const FLAG_WORD =
  /^(?:[*#!^†‡↑↓▲▼⇑⇓]+|hh?|ll?|hi|lo|high|low|very high|very low|critical|crit|panic|abnormal|abn|normal|n|a|hi(?:gh)?\*|lo(?:w)?\*)$/i;
const flagOf = (word: string): string | undefined => {
  const bare = word.replace(/^[([{]|[)\]}]$/g, '');
  return FLAG_WORD.test(bare) ? bare : undefined;
};

/** The flags that are nothing else, so that they may stand between a unit and a range. */
const PLAIN_FLAG = /^[([]?(?:hh?|ll?|high|low|[*↑↓]+)[)\]]?$/i;

/** Marks and letters that touch the number: `*12.1`, `12.1*`, `12.1H`, `12.1(L)`, `H12.1`. */
const TOUCHING = new RegExp(
  `^([*#!↑↓▲▼]+|[HL](?=[\\d<>]))?((?:<|>|≤|≥|=)*)(${DIGITS})([*#!↑↓▲▼]+|\\(?[HL]{1,2}\\)?|\\[[HL]{1,2}\\])?(%)?$`,
  'u',
);

const COMPARATORS: Record<string, PrintedValue['comparator']> = {
  '<': '<',
  '>': '>',
  '<=': '<=',
  '=<': '<=',
  '≤': '<=',
  '>=': '>=',
  '=>': '>=',
  '≥': '>=',
};
const comparatorOf = (text: string): PrintedValue['comparator'] => (Object.hasOwn(COMPARATORS, text) ? COMPARATORS[text] : undefined);

/** A lakh is 100,000; kept exact by moving the point. */
const lakhs = (decimal: string): string => {
  const [whole = '', part = ''] = decimal.split('.');
  const moved = `${whole}${part.padEnd(5, '0').slice(0, 5)}`;
  const left = part.slice(5);
  return plainDecimal(left === '' ? moved : `${moved}.${left}`);
};

const FINDING =
  /^(?:nil|negative|positive|neg\.?|pos\.?|absent|present|trace|traces|normal|reactive|non[- ]?reactive|not detected|detected|none|[1-4]\s*\+|\++|\+{1,4}(?:ve)?|-ve|few|occasional|clear|turbid|not seen|seen|rare|many|moderate|within normal limits|adequate|normocytic|normochromic)(?=$|[\s,(;])/i;

/** What is not there yet: `Awaited`, `Sample haemolysed`, `---`. */
const NOTHING = /^(?:[-–—.]+|awaited|pending|to follow|not done|nd|na|n\/a|sample .*|haemoly[sz]ed|hemoly[sz]ed|rejected|refer .*)$/i;
export const isWithoutResult = (text: string): boolean => NOTHING.test(text.trim());

const comparatorInWords = (text: string): string =>
  text
    .replace(/\b(?:less than or equal to|up ?to)\s+(?=[\d.])/gi, '<= ')
    .replace(/\b(?:less than|below|under)\s+(?=[\d.])/gi, '< ')
    .replace(/\b(?:more than|greater than|above|over)\s+(?=[\d.])/gi, '> ');

/** What stands in the cell of a result. */
export const readResult = (text: string): ResultCell => {
  const words = comparatorInWords(text.trim())
    .replace(/^[:=]\s*/, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  let flag: string | undefined;
  let comparator: PrintedValue['comparator'];
  let number: string | undefined;
  const rest: string[] = [];
  for (const [index, word] of words.entries()) {
    const touching = TOUCHING.exec(word);
    const sign = comparatorOf(word);
    if (touching) {
      // After the number a bare figure belongs to a unit only where the unit has begun: `12 x 10 3 / uL`.
      if (number !== undefined && rest.length === 0) return { kind: 'several' };
      if (number !== undefined) {
        rest.push(word);
        continue;
      }
      const mark = touching[1] ?? touching[4];
      const own = comparatorOf(touching[2] ?? '');
      if (touching[2] && !own) return { kind: 'other' };
      number = plainDecimal(touching[3] ?? '');
      comparator = own ?? comparator;
      if (mark) flag = mark.replace(/[()[\]]/g, '');
      if (touching[5]) rest.push('%');
    } else if (sign && number === undefined && index < words.length - 1) {
      comparator = sign;
    } else if (number !== undefined && /^(?:lakhs?|lacs?)$/i.test(word) && rest.length === 0 && !/^[/]/.test(words[index + 1] ?? '')) {
      number = lakhs(number);
    } else if (
      flagOf(word) &&
      (rest.length === 0 || index === words.length - 1 || (PLAIN_FLAG.test(word) && looksLikeUnit(rest.join(' '))))
    ) {
      flag = flagOf(word);
    } else {
      rest.push(word);
    }
  }
  if (number === undefined) {
    const said = rest.join(' ');
    if (FINDING.test(said)) return { kind: 'word', text: said, ...(flag !== undefined && { flag }) };
    // `Normal` reads as a flag, and alone in its cell is the finding itself.
    if (said === '' && flag !== undefined && FINDING.test(flag)) return { kind: 'word', text: flag };
    return { kind: 'other' };
  }
  return {
    kind: 'number',
    value: { number, ...(comparator && { comparator }), ...(flag !== undefined && { flag }), rest: rest.join(' ') },
  };
};

export const isFlag = (text: string): boolean =>
  text.trim() !== '' &&
  text
    .trim()
    .split(/\s+/)
    .every((word) => flagOf(word) !== undefined);
export const isNumber = (text: string): boolean => NUMBER.test(text.trim());
