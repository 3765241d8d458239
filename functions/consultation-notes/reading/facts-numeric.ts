import type { Amount, Numeric } from './amounts.ts';
import { amountAt, isDash, lookup, plain } from './amounts.ts';
import { calendarAt, fractionAt } from './facts-calendar.ts';
import { DOSE_UNITS, MEASURE_UNITS, TIME_UNITS } from './shorthand-lexicon.ts';
import type { Token } from './tokens.ts';
import { touches } from './tokens.ts';

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
