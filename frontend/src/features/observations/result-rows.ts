import type { Observation } from '../../../../functions/observations/contract.ts';
import type { Limit, Point } from './chart-scale.ts';
import { dayOfSample } from './value-form.ts';

const NOON = 'T06:30:00Z';

/** A moment for drawing; of a day alone, its noon in India. */
export const momentOf = (at: string): number => Date.parse(at.length === 10 ? `${at}${NOON}` : at);

/** A value as it is drawn, and the value itself, to be said in words. */
export type ValuePoint = Point & { readonly of: Observation };

/** The values that have a number, in rising time. */
export const pointsOf = (values: readonly Observation[]): ValuePoint[] =>
  values
    .flatMap((value) => (value.stored ? [{ at: momentOf(value.at), value: Number(value.stored.value), of: value }] : []))
    .sort((one, other) => one.at - other.at);

export type Span = 'year' | 'five' | 'all';
const years = { year: 1, five: 5 } as const;

/** Values of the last year or five years before `today`. */
export function within(values: readonly Observation[], span: Span, today: string): readonly Observation[] {
  if (span === 'all') return values;
  const begin = `${Number(today.slice(0, 4)) - years[span]}${today.slice(4)}`;
  return values.filter(({ at }) => dayOfSample(at) >= begin);
}

export const limitOf = (range: Observation['range']): Limit => ({
  low: range?.low === undefined ? undefined : Number(range.low),
  high: range?.high === undefined ? undefined : Number(range.high),
});

/** A band is filled only where a verdict may rest on it: the laboratory's own range, or one that is checked. */
export const mayFill = (range: NonNullable<Observation['range']>): boolean => range.kind === 'lab' || range.certain;
