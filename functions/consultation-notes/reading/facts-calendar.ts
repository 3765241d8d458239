import type { Numeric } from './amounts.ts';
import { isDash, lookup, plain } from './amounts.ts';
import { DOSE_UNITS, MONTH_NAMES, MONTHS, MONTHS_HINDI, WEEKDAYS, WEEKDAYS_HINDI } from './shorthand-lexicon.ts';
import type { Token } from './tokens.ts';
import { touches } from './tokens.ts';

/** What a fraction counts, by its denominator: `3/7` is 3 days, `2/52` 2 weeks, `4/12` 4 months. `1/24` is 1 hour. */
const DURATION_DENOMINATORS: Record<string, 'd' | 'w' | 'mo' | 'h'> = { '7': 'd', '52': 'w', '12': 'mo', '24': 'h' };
const MOST = { d: 31, w: 52, mo: 36, h: 48 };

/** After these a fraction is a day of the calendar; `ago` after it makes it a duration again. */
const DATE_CUE = /^(?:on|dated|date|dt|dob|lmp|edd|born|seen|from)$/;

const dateKeys = (day: number, month: number): string[] =>
  day >= 1 && day <= 31 && month >= 1 && month <= 12 ? [`date:${month}-${day}`] : [];

/** `3/7`, `18/11`, `132/84`, `6/10`: what a fraction stands for. */
export const fractionAt = (tokens: Token[], index: number): Numeric | undefined => {
  let top = tokens[index];
  let slash = index + 1;
  let value = top?.number ? plain(top.word) : undefined;
  if (
    value !== undefined &&
    isDash(tokens[index + 1]) &&
    tokens[index + 2]?.number &&
    tokens[index + 3]?.word === '/' &&
    tokens[index + 4]?.number
  ) {
    value = `${value}-${plain(tokens[index + 2]?.word ?? '')}`;
    top = tokens[index + 2];
    slash = index + 3;
  }
  const bottom = tokens[slash + 1];
  if (
    value === undefined ||
    tokens[slash]?.word !== '/' ||
    !bottom?.number ||
    !touches(top, tokens[slash]) ||
    !touches(tokens[slash], bottom)
  )
    return undefined;
  const length = slash + 2 - index;
  const numerator = Number(top?.word);
  const third = tokens[slash + 3];
  if (tokens[slash + 2]?.word === '/' && third?.number && touches(bottom, tokens[slash + 2])) {
    const year = Number(third.word) < 100 ? 2000 + Number(third.word) : Number(third.word);
    return {
      kind: 'date',
      keys: [
        ...dateKeys(numerator, Number(bottom.word)).map((key) => `${key}`),
        ...dateKeys(Number(bottom.word), numerator),
        `full:${plain(top?.word ?? '')}/${plain(bottom.word)}/${year}`,
      ],
      length: length + 2,
    };
  }
  const written = `frac:${value}/${plain(bottom.word)}`;
  const unit = DURATION_DENOMINATORS[plain(bottom.word)];
  const cued =
    DATE_CUE.test(tokens[index - 1]?.word ?? '') || (tokens[index - 1]?.word === ':' && DATE_CUE.test(tokens[index - 2]?.word ?? ''));
  const ago = /^(?:ago|back|hx|history|of|h)$/.test(tokens[slash + 2]?.word ?? '');
  if (unit && numerator <= MOST[unit] && !(cued && !ago))
    return { kind: 'duration', keys: [`dur:${value}${unit}`, written], amount: value, length };
  const days = dateKeys(numerator, Number(bottom.word));
  // 6/10 is a score and 5/5 a power: only a day past the twelfth, or one after a date word, is surely a date.
  if (days.length > 0 && (cued || (numerator > 12 && tokens[index - 1]?.word === '(')))
    return { kind: 'date', keys: [...days, written], length };
  return { kind: 'number', keys: [written, ...days], length };
};

const monthOf = (token: Token | undefined): number | undefined => {
  if (token === undefined) return undefined;
  const english = MONTH_NAMES.findIndex(
    (name, at) => token.word === name.toLowerCase() || token.word === MONTHS[at] || (at === 8 && token.word === 'sept'),
  );
  const hindi = MONTHS_HINDI.indexOf(token.word);
  const found = Math.max(english, hindi);
  return found < 0 ? undefined : found + 1;
};

/** `may` and `mar` are words and `sun` shines: they count as a month only beside a number. */
const MONTH_AND_WORD = /^(?:may|mar|march|dec|jan)$/;

/** Months, weekdays, days, years and times of the clock. */
export const calendarAt = (tokens: Token[], index: number): Numeric | undefined => {
  const token = tokens[index];
  if (!token) return undefined;
  const month = monthOf(token);
  if (month !== undefined) {
    const day = tokens[index + 1];
    if (day?.number && Number(day.word) <= 31 && !DOSE_UNITS[tokens[index + 2]?.word ?? ''])
      return { kind: 'date', keys: dateKeys(Number(day.word), month), length: 2 };
    if (MONTH_AND_WORD.test(token.word) && !(day?.number && /^[A-Z]/.test(token.raw))) return undefined;
    return { kind: 'date', keys: [`month:${month}`], length: 1 };
  }
  const weekday = WEEKDAYS.findIndex(
    (name) => token.word === name || (token.word === name.slice(0, 3) && !/^(?:sat|sun|wed)$/.test(token.word)),
  );
  if (weekday >= 0 || WEEKDAYS_HINDI.includes(token.word))
    return { kind: 'date', keys: [`weekday:${Math.max(weekday, WEEKDAYS_HINDI.indexOf(token.word))}`], length: 1 };
  if (/^(?:yesterday|tomorrow|tonight)$/.test(token.word)) return { kind: 'date', keys: [`day:${token.word}`], length: 1 };
  if (!token.number) return undefined;
  const ordinal = /^(?:st|nd|rd|th)$/.test(tokens[index + 1]?.word ?? '') && touches(token, tokens[index + 1]) ? 1 : 0;
  const of = tokens[index + 1 + ordinal]?.word === 'of' ? 1 : 0;
  const after = monthOf(tokens[index + 1 + ordinal + of]);
  if (after !== undefined && Number(token.word) <= 31 && Number.isInteger(Number(token.word)))
    return { kind: 'date', keys: dateKeys(Number(token.word), after), length: 2 + ordinal + of };
  if (/^(?:19|20)\d\d$/.test(token.word)) {
    const unit = lookup(DOSE_UNITS, tokens[index + 1]);
    if (unit === undefined) return { kind: 'date', keys: [`year:${token.word}`, `num:${token.word}`], length: 1 };
  }
  if (/^(?:am|pm)$/.test(tokens[index + 1]?.word ?? ''))
    return { kind: 'date', keys: [`clock:${token.word.replace(/\D/g, '')}${tokens[index + 1]?.word}`], length: 2 };
  if (
    tokens[index + 1]?.word === ':' &&
    tokens[index + 2]?.number &&
    touches(token, tokens[index + 1]) &&
    touches(tokens[index + 1], tokens[index + 2])
  ) {
    const half = /^(?:am|pm)$/.test(tokens[index + 3]?.word ?? '') ? (tokens[index + 3]?.word ?? '') : '';
    return { kind: 'date', keys: [`clock:${token.word}${tokens[index + 2]?.word}${half}`], length: half ? 4 : 3 };
  }
  return undefined;
};
