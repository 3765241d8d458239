import { compare, type Exact, exact } from './exact.ts';
import type { Bounds } from './marker.ts';

type Edge = { readonly at: Exact; readonly inclusive: boolean };
/** A stretch of the number line; an edge that is missing is endless. */
export type Stretch = { readonly lower?: Edge | undefined; readonly upper?: Edge | undefined };

const edge = (inclusive: string | undefined, exclusive: string | undefined): Edge | undefined => {
  if (inclusive !== undefined) return { at: exact(inclusive), inclusive: true };
  return exclusive === undefined ? undefined : { at: exact(exclusive), inclusive: false };
};

export const stretch = ({ from, above, to, below }: Bounds): Stretch => ({ lower: edge(from, above), upper: edge(to, below) });

/** The same stretch in another unit. `change` must keep the order, as every conversion of a marker does. */
export const changed = ({ lower, upper }: Stretch, change: (value: Exact) => Exact): Stretch => ({
  lower: lower && { ...lower, at: change(lower.at) },
  upper: upper && { ...upper, at: change(upper.at) },
});

/** Whether all of `inner` is left of the lower edge of `outer`. */
export const isBelow = (inner: Stretch, outer: Stretch): boolean => {
  if (!inner.upper || !outer.lower) return false;
  const order = compare(inner.upper.at, outer.lower.at);
  return order < 0 || (order === 0 && !(inner.upper.inclusive && outer.lower.inclusive));
};

export const isAbove = (inner: Stretch, outer: Stretch): boolean => isBelow(outer, inner);

const reaches = (outer: Edge | undefined, inner: Edge | undefined, side: 1 | -1): boolean => {
  if (!outer) return true;
  if (!inner) return false;
  const order = compare(outer.at, inner.at) * side;
  return order < 0 || (order === 0 && (outer.inclusive || !inner.inclusive));
};

export const isWithin = (inner: Stretch, outer: Stretch): boolean =>
  reaches(outer.lower, inner.lower, 1) && reaches(outer.upper, inner.upper, -1);
