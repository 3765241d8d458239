import { isWithin, stretch } from './bounds.ts';
import { compare, type Exact } from './exact.ts';
import type { MarkerWords, QuantityMarker } from './marker.ts';
import { stretchOf } from './status.ts';
import { convert, unitsOf } from './units.ts';

/** `impossible` is refused, `odd` is asked about once. `perhaps`: a unit in which the same number would be usual. */
export type Plausibility = { verdict: 'usual' | 'odd' | 'impossible'; perhaps?: string };

const fits = (value: Exact, bounds: QuantityMarker['plausible']['usual']): boolean => isWithin(stretchOf({ value }), stretch(bounds));

/**
 * Whether a number can be what somebody read off a report. Undefined for a unit that the marker does not know. The unit that
 * is proposed is a question on the screen: it is never taken by itself.
 */
export const plausibilityOf = (value: Exact, unit: string, marker: QuantityMarker): Plausibility | undefined => {
  const stored = convert(value, unit, marker.unit, marker);
  if (!stored) return undefined;
  if (fits(stored, marker.plausible.usual)) return { verdict: 'usual' };
  const perhaps = unitsOf(marker).find((other) => {
    const otherwise = convert(value, other, marker.unit, marker);
    return otherwise !== undefined && fits(otherwise, marker.plausible.usual);
  });
  return { verdict: fits(stored, marker.plausible.possible) ? 'odd' : 'impossible', ...(perhaps !== undefined && { perhaps }) };
};

export const PLAUSIBILITY_WORDS: Record<'odd' | 'impossible', MarkerWords> = {
  odd: { en: 'This number is rare. Look once more at the number and the unit.', hi: 'ऐसा नंबर कम ही आता है। नंबर और इकाई एक बार फिर देखें।' },
  impossible: { en: 'This number cannot be right. Check the number and the unit.', hi: 'यह नंबर सही नहीं हो सकता। नंबर और इकाई जाँचें।' },
};

/** The first is a part of the second, or always the lower of the two. */
const NOT_ABOVE: readonly (readonly [smaller: string, larger: string])[] = [
  ['diastolic', 'systolic'],
  ['bilirubin-direct', 'bilirubin-total'],
  ['bilirubin-indirect', 'bilirubin-total'],
  ['hdl-cholesterol', 'total-cholesterol'],
  ['ldl-cholesterol', 'total-cholesterol'],
  ['non-hdl-cholesterol', 'total-cholesterol'],
  ['albumin', 'total-protein'],
  ['neutrophil-count', 'white-cells'],
  ['lymphocyte-count', 'white-cells'],
  ['eosinophil-count', 'white-cells'],
  ['parity', 'gravida'],
];

/** Pairs of one sample, in storage units, whose parts outgrow the whole: two numbers were swapped, or one was misread. */
export const contradictionsIn = (values: ReadonlyMap<string, Exact>): { smaller: string; larger: string }[] =>
  NOT_ABOVE.flatMap(([smaller, larger]) => {
    const [part, all] = [values.get(smaller), values.get(larger)];
    return part && all && compare(part, all) > 0 ? [{ smaller, larger }] : [];
  });

export const CONTRADICTION_WORDS: MarkerWords = {
  en: 'These two numbers do not fit together. Were they swapped?',
  hi: 'ये दो नंबर आपस में मेल नहीं खाते। क्या ये आपस में बदल गए?',
};
