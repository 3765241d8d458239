import type { Fact } from './facts.ts';
import {
  DOSE_UNITS,
  MEASURE_UNITS,
  MONTH_NAMES,
  MONTHS,
  MONTHS_HINDI,
  NUMBER_WORDS,
  TIME_UNITS,
  WEEKDAYS,
  WEEKDAYS_HINDI,
} from './shorthand-lexicon.ts';
import type { Token } from './tokens.ts';
import { touches } from './tokens.ts';

type Numeric = Pick<Fact, 'kind' | 'keys' | 'amount' | 'unit' | 'weak'> & { length: number };

/** What a fraction counts, by its denominator: `3/7` is 3 days, `2/52` 2 weeks, `4/12` 4 months. `1/24` is 1 hour. */
export const DURATION_DENOMINATORS: Record<string, 'd' | 'w' | 'mo' | 'h'> = { '7': 'd', '52': 'w', '12': 'mo', '24': 'h' };
const MOST = { d: 31, w: 52, mo: 36, h: 48 };

/** After these a fraction is a day of the calendar; `ago` after it makes it a duration again. */
const DATE_CUE = /^(?:on|dated|date|dt|dob|lmp|edd|born|seen|from)$/;

const plain = (value: string): string => String(Number(value));
const isDash = (token: Token | undefined): boolean => token !== undefined && /^[-–—‑]$/.test(token.word);
const spelled = (token: Token | undefined): number | undefined =>
  token && Object.hasOwn(NUMBER_WORDS, token.word) ? NUMBER_WORDS[token.word] : undefined;
const lookup = <Value>(table: Record<string, Value>, token: Token | undefined): Value | undefined => {
  if (token === undefined) return undefined;
  if (Object.hasOwn(table, token.word)) return table[token.word];
  return Object.hasOwn(table, token.stem) ? table[token.stem] : undefined;
};

type Amount = { value: string; next: number; spelled: boolean };

const single = (tokens: Token[], index: number): Amount | undefined => {
  const token = tokens[index];
  if (token?.number) {
    // A stop after the digits without digits after it belongs to the sentence, so a number token never ends in one.
    return { value: plain(token.word), next: index + 1, spelled: false };
  }
  const word = spelled(token);
  return word === undefined ? undefined : { value: String(word), next: index + 1, spelled: true };
};

/** One number or a range: `5`, `three`, `24-48`, `3 to 5`. */
const amountAt = (tokens: Token[], index: number): Amount | undefined => {
  const low = single(tokens, index);
  if (!low) return undefined;
  const joiner = tokens[low.next];
  const high = single(tokens, low.next + 1);
  if (high && (isDash(joiner) || joiner?.word === 'to' || joiner?.word === 'से') && Number(high.value) > Number(low.value)) {
    return { value: `${low.value}-${high.value}`, next: high.next, spelled: low.spelled || high.spelled };
  }
  return low;
};

/** `1-0-1`, the doses of a morning, a noon and a night (Indian prescriptions); also with four. */
const slotsAt = (tokens: Token[], index: number): Numeric | undefined => {
  const slots: string[] = [];
  let at = index;
  for (;;) {
    const token = tokens[at];
    const half = token?.word === '½';
    if (!token || !(half || (token.number && Number(token.word) <= 4))) return undefined;
    slots.push(half ? '0.5' : plain(token.word));
    if (slots.length < 4 && isDash(tokens[at + 1]) && touches(token, tokens[at + 1]) && touches(tokens[at + 1], tokens[at + 2])) at += 2;
    else break;
  }
  if (slots.length < 3) return undefined;
  const times = slots.filter((slot) => slot !== '0').length;
  return { kind: 'frequency', keys: [`slots:${slots.join('-')}`, `freq:${times}/day`], length: at - index + 1 };
};

const dateKeys = (day: number, month: number): string[] =>
  day >= 1 && day <= 31 && month >= 1 && month <= 12 ? [`date:${month}-${day}`] : [];

const fractionAt = (tokens: Token[], index: number): Numeric | undefined => {
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

const calendarAt = (tokens: Token[], index: number): Numeric | undefined => {
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

const ONE_LETTER = /^[a-z]$/;
const PERIODS: Record<string, string> = {
  day: 'day',
  d: 'day',
  daily: 'day',
  week: 'week',
  wk: 'week',
  weekly: 'week',
  month: 'month',
  night: 'day',
  hour: 'hour',
  hr: 'hour',
};

/** After a count: `/day`, `x/day`, `times a day`, `per week`, `daily`. */
const rateAt = (tokens: Token[], from: number): { period: string; length: number } | undefined => {
  let at = from;
  const times = /^(?:x|×|time|times)$/.test(tokens[at]?.word ?? '');
  if (times) at += 1;
  if (/^(?:a|per|each|every|in|\/|daily|weekly)$/.test(tokens[at]?.word ?? '')) {
    const adverb = /^(?:daily|weekly)$/.test(tokens[at]?.word ?? '');
    if (adverb && !times) return undefined;
    if (!adverb) at += 1;
    const slash = tokens[at - 1]?.word === '/';
    const afterFigure = tokens[at - 1]?.word === 'a' && tokens[from - 1]?.number;
    if (!times && !slash && !afterFigure && tokens[at - 1]?.word !== 'per') return undefined;
    const period = lookup(PERIODS, tokens[at]);
    if (period !== undefined) return { period, length: at - from + 1 };
  }
  return undefined;
};

const hindiRateAt = (tokens: Token[], index: number): Numeric | undefined => {
  const period = { दिन: 'day', हफ्ते: 'week', महीने: 'month' }[tokens[index]?.word ?? ''];
  if (period === undefined || tokens[index + 1]?.word !== 'में') return undefined;
  const amount = amountAt(tokens, index + 2);
  if (!amount || tokens[amount.next]?.word !== 'बार') return undefined;
  return { kind: 'frequency', keys: [`freq:${amount.value}/${period}`], amount: amount.value, length: amount.next + 1 - index };
};

/** The fact that numbers, dates or counts make at a place in a text. */
export const numericFact = (tokens: Token[], index: number): Numeric | undefined => {
  const found = numeric(tokens, index);
  return found?.kind === 'duration' ? { ...found, keys: [...found.keys, ...sameLength(found.keys[0] ?? '')] } : found;
};

/** 7 days are a week, 24 hours a day, 12 months a year. */
const sameLength = (key: string): string[] => {
  const match = /^dur:([\d.]+)(h|d|w|mo|y)$/.exec(key);
  if (!match) return [];
  const count = Number(match[1]);
  switch (match[2]) {
    case 'd':
      return [`days:${count}`];
    case 'w':
      return [`days:${count * 7}`];
    case 'h':
      return count % 24 === 0 ? [`days:${count / 24}`] : [];
    case 'mo':
      return [`months:${count}`];
    default:
      return [`months:${count * 12}`];
  }
};

const numeric = (tokens: Token[], index: number): Numeric | undefined => {
  const token = tokens[index];
  if (token === undefined) return undefined;
  const hindi = hindiRateAt(tokens, index);
  if (hindi) return hindi;
  // `5x4 cm` is a size, not a count.
  if (/^(?:x|×)$/.test(token.word) && tokens[index + 1]?.number && !(tokens[index - 1]?.number && touches(tokens[index - 1], token))) {
    const count = amountAt(tokens, index + 1);
    const timeUnit = count && lookup(TIME_UNITS, tokens[count.next]);
    const fraction = fractionAt(tokens, index + 1);
    if (fraction?.kind === 'duration') return { ...fraction, length: fraction.length + 1 };
    if (count && timeUnit && tokens[count.next])
      return { kind: 'duration', keys: [`dur:${count.value}${timeUnit}`], amount: count.value, length: count.next + 1 - index };
    if (count)
      return { kind: 'number', keys: [`times:${count.value}`, `num:${count.value}`], amount: count.value, length: count.next - index };
  }
  if (/^(?:twice|thrice)$/.test(token.word)) {
    const count = token.word === 'twice' ? '2' : '3';
    return rateAt(tokens, index + 1) || /^(?:daily|weekly|a|per)$/.test(tokens[index + 1]?.word ?? '')
      ? undefined
      : { kind: 'number', keys: [`times:${count}`, `num:${count}`], length: 1 };
  }
  const calendar = slotsAt(tokens, index) ?? fractionAt(tokens, index) ?? calendarAt(tokens, index);
  if (calendar) return calendar;
  if (/^q$/.test(token.word) && tokens[index + 1]?.number && /^(?:h|hr|hourly)$/.test(tokens[index + 2]?.word ?? '')) {
    return { kind: 'frequency', keys: [`every:${tokens[index + 1]?.word}h`], length: 3 };
  }
  if (token.word === 'every' && tokens[index + 1]) {
    const gap = amountAt(tokens, index + 1);
    const unit = gap && lookup(TIME_UNITS, tokens[gap.next]);
    if (gap && unit) return { kind: 'frequency', keys: [`every:${gap.value}${unit}`], amount: gap.value, length: gap.next + 1 - index };
  }
  const amount = amountAt(tokens, index);
  return amount && counted(tokens, index, amount);
};

const counted = (tokens: Token[], index: number, amount: Amount): Numeric | undefined => {
  const lengthTo = (next: number): number => next - index;
  const rate = rateAt(tokens, amount.next);
  if (rate)
    return {
      kind: 'frequency',
      keys: [`freq:${amount.value}/${rate.period}`],
      amount: amount.value,
      length: lengthTo(amount.next) + rate.length,
    };
  const times = tokens[amount.next];
  if (/^(?:x|×|times?|बार)$/.test(times?.word ?? '') && !tokens[amount.next + 1]?.number) {
    return {
      kind: 'number',
      keys: [`times:${amount.value}`, `num:${amount.value}`],
      amount: amount.value,
      length: lengthTo(amount.next + 1),
    };
  }
  const hyphen = isDash(tokens[amount.next]) && touches(tokens[amount.next - 1], tokens[amount.next]) ? 1 : 0;
  const unitToken = tokens[amount.next + hyphen];
  const adjacent = touches(tokens[amount.next - 1], unitToken);
  const mayUnit = unitToken !== undefined && (adjacent || !ONE_LETTER.test(unitToken.word) || unitToken.word === 'g');
  const nextWord = tokens[amount.next + hyphen + 1];

  const time = mayUnit && !(unitToken.raw === 'M' || unitToken.raw === 'F') ? lookup(TIME_UNITS, unitToken) : undefined;
  if (time !== undefined) {
    if (
      time === 'y' &&
      (unitToken?.word === 'y' || unitToken?.word === 'year' || unitToken?.word === 'yr') &&
      isAge(tokens, amount.next + hyphen + 1)
    ) {
      return {
        kind: 'number',
        keys: [`age:${amount.value}`, `num:${amount.value}`, `dur:${amount.value}y`],
        amount: amount.value,
        length: lengthTo(amount.next + hyphen + 1),
      };
    }
    return {
      kind: 'duration',
      keys: [`dur:${amount.value}${time}`, ...(time === 'y' ? [`age:${amount.value}`] : [])],
      amount: amount.value,
      length: lengthTo(amount.next + hyphen + 1),
    };
  }
  if (unitToken?.word === 'hourly')
    return { kind: 'frequency', keys: [`every:${amount.value}h`], amount: amount.value, length: lengthTo(amount.next + hyphen + 1) };
  // `58F` is a woman of 58: a letter is a temperature's only where a body can have it.
  const scale = /^[FC]$/i.test(unitToken?.raw ?? '') ? (unitToken?.word ?? '') : '';
  const measure =
    scale !== '' && !bodyTemperature(Number(amount.value), scale) ? undefined : measureAt(tokens, amount.next + hyphen, mayUnit);
  if (measure)
    return {
      kind: 'measure',
      keys: [`qty:${amount.value}${measure.unit}`],
      amount: amount.value,
      unit: measure.unit,
      length: lengthTo(measure.next),
    };
  const dose = mayUnit && unitToken.word !== 'u' ? lookup(DOSE_UNITS, unitToken) : adjacent ? lookup(DOSE_UNITS, unitToken) : undefined;
  if (dose !== undefined) {
    const perKilo = nextWord?.word === '/' && tokens[amount.next + hyphen + 2]?.word === 'kg';
    const grams = dose === 'g' && !amount.value.includes('-') ? [`dose:${Number(amount.value) * 1000}mg`] : [];
    return {
      kind: 'dose',
      keys: [`dose:${amount.value}${dose}${perKilo ? '/kg' : ''}`, ...grams],
      amount: amount.value,
      unit: dose,
      length: lengthTo(amount.next + hyphen + 1) + (perKilo ? 2 : 0),
    };
  }
  const one = amount.value === '1' || amount.value === '0.5';
  return {
    kind: 'number',
    keys: [`num:${amount.value}`, `age:${amount.value}`],
    amount: amount.value,
    length: lengthTo(amount.next),
    ...(amount.spelled && one && { weak: true }),
  };
};

const bodyTemperature = (value: number, scale: string): boolean =>
  scale === 'f' ? value >= 85 && value <= 115 : value >= 25 && value <= 45;

const isAge = (tokens: Token[], index: number): boolean => {
  const [first, second] = [tokens[index]?.word, tokens[index + 1]?.word];
  return first === 'old' || (isDash(tokens[index]) && second === 'old') || (first === '/' && second === 'o') || first === 'o';
};

const measureAt = (tokens: Token[], index: number, mayUnit: boolean): { unit: string; next: number } | undefined => {
  const token = tokens[index];
  if (!token) return undefined;
  if (token.word === '°' || token.word === 'º') {
    const scale = /^[fc]$/.test(tokens[index + 1]?.word ?? '') ? tokens[index + 1] : undefined;
    return scale ? { unit: scale.word.toUpperCase(), next: index + 2 } : { unit: 'degree', next: index + 1 };
  }
  if (token.word === 'mm' && tokens[index + 1]?.word === 'hg') return { unit: 'mmHg', next: index + 2 };
  if (!mayUnit) return undefined;
  // `42 F` is a woman of 42; a temperature's letter touches its number.
  const unit = lookup(MEASURE_UNITS, token);
  if (unit === undefined || (token.word === 'in' && !touches(tokens[index - 1], token)) || unit === 'degree') return undefined;
  return { unit, next: index + 1 };
};
