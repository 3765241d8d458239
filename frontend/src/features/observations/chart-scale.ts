/** A value on the chart: when (milliseconds) and how much, in the marker's storage unit. */
export type Point = { readonly at: number; readonly value: number };
export type Limit = { readonly low?: number | undefined; readonly high?: number | undefined };
/** From..to of what an axis shows, and where it has marks. */
export type Axis = { readonly from: number; readonly to: number; readonly ticks: readonly number[] };

/** More points than this are no clearer on a phone, and slow to draw. */
export const MOST_POINTS = 300;

const DAY = 86_400_000;

const extremes = <P extends Point>(points: readonly P[]): P[] => {
  const lowest = points.reduce((one, other) => (other.value < one.value ? other : one));
  const highest = points.reduce((one, other) => (other.value > one.value ? other : one));
  return lowest === highest ? [lowest] : lowest.at < highest.at ? [lowest, highest] : [highest, lowest];
};

/** At most `most` of points in rising time: the first, the last, and the lowest and highest of each stretch between. */
export function thinned<P extends Point>(points: readonly P[], most = MOST_POINTS): readonly P[] {
  if (points.length <= most) return points;
  const [first, last] = [points[0], points.at(-1)];
  const between = points.slice(1, -1);
  const stretches = Math.floor((most - 2) / 2);
  const kept = Array.from({ length: stretches }, (_, index) =>
    between.slice(Math.floor((index * between.length) / stretches), Math.floor(((index + 1) * between.length) / stretches)),
  ).flatMap(extremes);
  return [first, ...kept, last].filter((point) => point !== undefined);
}

/** The step of 1, 2 or 5 (times a power of ten) that gives about `wanted` marks. */
const stepOf = (length: number, wanted: number): number => {
  const rough = length / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power;
};

/** Marks computed by steps would print as 0.30000000000000004. */
const tidy = (value: number): number => Number(value.toPrecision(12));

/** An axis of values with round marks, that holds all values and the limits of the range. */
export function valueAxis(points: readonly Point[], { low, high }: Limit = {}): Axis {
  const all = [...points.map(({ value }) => value), low, high].filter((value) => value !== undefined);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const length = most - least || Math.abs(most) || 1;
  const step = stepOf(length, 4);
  const floor = Math.floor((least - length * 0.05) / step) * step;
  // No value of a laboratory below nothing: an axis that shows it would mislead.
  const from = least >= 0 ? Math.max(0, floor) : floor;
  const to = Math.ceil((most + length * 0.05) / step) * step;
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => tidy(from + index * step));
  return { from: tidy(from), to: tidy(to), ticks };
}

/** An axis of time with a little room on both sides, and at most `marks` marks evenly between. */
export function timeAxis(points: readonly Point[], marks = 2): Axis {
  const times = points.map(({ at }) => at);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const room = Math.max(DAY, (last - first) * 0.04);
  const count = first === last ? 1 : marks;
  const ticks = Array.from({ length: count }, (_, index) => (count === 1 ? first : first + ((last - first) * index) / (count - 1)));
  return { from: first - room, to: last + room, ticks };
}

/** Where on an axis something is, from 0 to 1. */
export const placeOn = ({ from, to }: Pick<Axis, 'from' | 'to'>, value: number): number => (value - from) / (to - from);

/** The stretch of an axis that a range covers; an open side goes to the axis's end. */
export function bandOn(axis: Axis, { low, high }: Limit): { from: number; to: number } | undefined {
  if (low === undefined && high === undefined) return undefined;
  return { from: low === undefined ? 0 : placeOn(axis, low), to: high === undefined ? 1 : placeOn(axis, high) };
}
