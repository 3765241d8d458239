import type * as z from 'zod';

import { isAbove, isBelow, isWithin, type Stretch, stretch } from './bounds.ts';
import type { Comparator, ValueStatus } from './contract.ts';
import { type Exact, ZERO } from './exact.ts';
import type { Band, MarkerWords } from './marker.ts';
import type { ChosenRange } from './reference-range.ts';

type Status = z.infer<typeof ValueStatus>;

/** A value in the marker's storage unit; with a comparator the laboratory could only say that it is below or above. */
export type Result = { value: Exact; comparator?: z.infer<typeof Comparator> | undefined };

/** All that a result may be: `< 0.01` is anything from 0 up to 0.01, since nothing that is measured here is below 0. */
export const stretchOf = ({ value, comparator }: Result): Stretch => {
  const at = { at: value, inclusive: comparator !== '<' && comparator !== '>' };
  if (comparator === '<' || comparator === '<=') return { lower: { at: ZERO, inclusive: true }, upper: at };
  return comparator === undefined ? { lower: at, upper: at } : { lower: at };
};

/**
 * Where a result lies, as the number line shows it. `unknown` if its comparator leaves it open: `< 5` against 3 to 8. This is
 * geometry, whatever the range is worth; what may be said to a person is `statusOf`.
 */
export const placeOf = (result: Result, limits: Stretch): Status => {
  const all = stretchOf(result);
  if (isWithin(all, limits)) return 'within';
  if (isBelow(all, limits)) return 'below';
  return isAbove(all, limits) ? 'above' : 'unknown';
};

export type Judgement = {
  status: Status;
  /** Only below or above, and only by a range that may alert. */
  alert: boolean;
  degree?: Band['degree'];
  /** Why the status is unknown. */
  why?: 'no-range' | 'range-not-checked' | 'left-open';
};

/**
 * What a result is. Without a laboratory's range this is mostly `unknown`: the catalogue's range is then shown as not checked,
 * and the person decides with a doctor what it means.
 */
export const statusOf = (result: Result, range: ChosenRange | undefined): Judgement => {
  if (!range) return { status: 'unknown', alert: false, why: 'no-range' };
  if (!range.mayAlert) return { status: 'unknown', alert: false, why: 'range-not-checked' };
  const status = placeOf(result, range.limits);
  if (status === 'unknown') return { status, alert: false, why: 'left-open' };
  const bands = range.origin === 'catalogue' ? (range.range.bands ?? []) : [];
  const degree = bands.find(({ bounds }) => isWithin(stretchOf(result), stretch(bounds)))?.degree;
  return { status, alert: status !== 'within', ...(degree && { degree }) };
};

export const STATUS_WORDS: Record<Status, MarkerWords> = {
  below: { en: 'Below the range', hi: 'सीमा से कम' },
  within: { en: 'In the range', hi: 'सीमा में' },
  above: { en: 'Above the range', hi: 'सीमा से ज़्यादा' },
  unknown: { en: 'Not compared', hi: 'तुलना नहीं हुई' },
};

export const DEGREE_WORDS: Record<Band['degree'], MarkerWords> = {
  'little-below': { en: 'A little below the range', hi: 'सीमा से थोड़ा कम' },
  'far-below': { en: 'Far below the range', hi: 'सीमा से काफ़ी कम' },
  'little-above': { en: 'A little above the range', hi: 'सीमा से थोड़ा ज़्यादा' },
  'far-above': { en: 'Far above the range', hi: 'सीमा से काफ़ी ज़्यादा' },
};

export const WHY_WORDS: Record<NonNullable<Judgement['why']>, MarkerWords> = {
  'no-range': { en: 'We have no range to compare this with.', hi: 'तुलना के लिए हमारे पास कोई सीमा नहीं है।' },
  'range-not-checked': {
    en: 'No doctor has checked this range for us yet. Your lab’s own range counts.',
    hi: 'यह सीमा अभी किसी डॉक्टर ने हमारे लिए नहीं जाँची। आपकी लैब की सीमा मानी जाती है।',
  },
  'left-open': { en: 'The lab gives no exact number, so we cannot compare it.', hi: 'लैब ने सही-सही नंबर नहीं दिया, इसलिए तुलना नहीं हो सकती।' },
};
