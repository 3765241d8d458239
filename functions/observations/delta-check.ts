import type { CalendarDate } from '../shared/values.ts';
import { daysBetween } from './age.ts';
import { compare, exact, minus, times, ZERO } from './exact.ts';
import type { DeltaLimit, DeltaReason, MarkerWords, QuantityMarker } from './marker.ts';
import type { Result } from './status.ts';

/** A result in the marker's storage unit with the day of its sample. */
export type DatedResult = Result & { on: CalendarDate };

/** Why the marker seldom moves so far so quickly. */
export const DELTA_WORDS: Record<DeltaReason, MarkerWords> = {
  'blood-renews-slowly': {
    en: 'Blood renews slowly, over weeks. Is this your report? Check the number.',
    hi: 'ख़ून हफ़्तों में धीरे-धीरे बदलता है। क्या यह आपकी रिपोर्ट है? नंबर जाँचें।',
  },
  'long-average': {
    en: 'This is an average over three months. It rarely moves so fast. Check the number.',
    hi: 'यह तीन महीने का औसत है। यह इतनी जल्दी कम ही बदलता है। नंबर जाँचें।',
  },
  'body-changes-slowly': {
    en: 'This rarely changes so fast. Check the number and the unit.',
    hi: 'यह इतनी जल्दी कम ही बदलता है। नंबर और इकाई जाँचें।',
  },
  'kept-steady': {
    en: 'The body keeps this steady. Check the number and the unit.',
    hi: 'शरीर इसे लगभग एक-सा रखता है। नंबर और इकाई जाँचें।',
  },
  'organ-reacts': {
    en: 'This can rise fast, but so much is rare. Check the number.',
    hi: 'यह जल्दी बढ़ सकता है, पर इतना कम ही होता है। नंबर जाँचें।',
  },
  swings: {
    en: 'This goes up and down, but so much is rare. Check the number and the unit.',
    hi: 'यह घटता-बढ़ता है, पर इतना कम ही होता है। नंबर और इकाई जाँचें।',
  },
};

export type DeltaDoubt = { change: 'rise' | 'fall'; days: number; limit: DeltaLimit; words: MarkerWords };

const passes = ({ by, times: factor }: DeltaLimit, lower: Result, higher: Result): boolean => {
  if (by !== undefined) return compare(minus(higher.value, lower.value), exact(by)) > 0;
  // A factor says nothing about a rise from 0, which is as often a result below what could be measured.
  if (factor === undefined || compare(lower.value, ZERO) <= 0) return false;
  return compare(higher.value, times(lower.value, exact(factor))) > 0;
};

/**
 * Whether a value is implausibly far from the one nearest to it in time, before or after: an old report may be added late. Of
 * the marker's limits the shortest that covers the days between counts; beyond the longest anything may have happened.
 * Results with a comparator have no distance.
 */
export const deltaDoubt = (marker: Pick<QuantityMarker, 'deltas'>, result: DatedResult, other: DatedResult): DeltaDoubt | undefined => {
  if (result.comparator !== undefined || other.comparator !== undefined) return undefined;
  const days = Math.abs(daysBetween(other.on, result.on));
  const [limit] = marker.deltas.filter(({ withinDays }) => days <= withinDays).sort((one, next) => one.withinDays - next.withinDays);
  if (!limit) return undefined;
  const order = compare(result.value, other.value);
  const [lower, higher] = order < 0 ? [result, other] : [other, result];
  if (!passes(limit, lower, higher)) return undefined;
  return { change: order > 0 ? 'rise' : 'fall', days, limit, words: DELTA_WORDS[limit.reason] };
};
