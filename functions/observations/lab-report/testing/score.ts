import { compare, DECIMAL, exact } from '../../exact.ts';
import type { Proposal } from '../propose.ts';
import type { TrueValue, Truth } from './truth.ts';

/** Counts of one report or of many. A value is right if marker, number and unit are. */
export type Score = {
  readonly truths: number;
  readonly proposed: number;
  readonly right: number;
  /** Of the right ones: how many units were printed and read, ranges and dates right, pages right. */
  readonly units: readonly [right: number, of: number];
  readonly ranges: readonly [right: number, of: number];
  readonly dates: readonly [right: number, of: number];
  readonly pages: readonly [right: number, of: number];
  /** Proposals without any question. */
  readonly unasked: readonly [right: number, of: number];
};

export type Miss = {
  readonly kind: 'missing' | 'wrong' | 'unit' | 'range' | 'date' | 'page';
  readonly truth?: TrueValue;
  readonly proposal?: Proposal;
};

const sameNumber = (one: string | undefined | null, other: string | undefined | null): boolean =>
  one == null || other == null
    ? (one ?? null) === (other ?? null)
    : one === other || (DECIMAL.test(one) && DECIMAL.test(other) && compare(exact(one), exact(other)) === 0);

const add = (counts: readonly [number, number], right: boolean): readonly [number, number] => [counts[0] + (right ? 1 : 0), counts[1] + 1];

export const NOTHING: Score = {
  truths: 0,
  proposed: 0,
  right: 0,
  units: [0, 0],
  ranges: [0, 0],
  dates: [0, 0],
  pages: [0, 0],
  unasked: [0, 0],
};

const pair = (one: readonly [number, number], other: readonly [number, number]): readonly [number, number] => [
  one[0] + other[0],
  one[1] + other[1],
];
export const sum = (one: Score, other: Score): Score => ({
  truths: one.truths + other.truths,
  proposed: one.proposed + other.proposed,
  right: one.right + other.right,
  units: pair(one.units, other.units),
  ranges: pair(one.ranges, other.ranges),
  dates: pair(one.dates, other.dates),
  pages: pair(one.pages, other.pages),
  unasked: pair(one.unasked, other.unasked),
});

const unitFits = (truth: TrueValue, proposal: Proposal): boolean => truth.unit === undefined || (truth.unit ?? undefined) === proposal.unit;

const rangeFits = (truth: TrueValue, proposal: Proposal): boolean => {
  const bounds = proposal.labRange?.bounds;
  const low = truth.low === undefined || sameNumber(truth.low, bounds?.from ?? bounds?.above);
  const high = truth.high === undefined || sameNumber(truth.high, bounds?.to ?? bounds?.below);
  return low && high;
};

/** Holds proposals against the truth. Each true value is found once at most. */
export const scoreOf = ({ values }: Truth, proposals: readonly Proposal[]): { score: Score; misses: Miss[] } => {
  const open = [...proposals];
  const misses: Miss[] = [];
  let score: Score = { ...NOTHING, truths: values.length, proposed: proposals.length };
  for (const truth of values) {
    const alike = open.filter((proposal) => proposal.code === truth.code && sameNumber(proposal.value, truth.value));
    const proposal = alike.find((each) => unitFits(truth, each)) ?? alike[0];
    if (!proposal) {
      misses.push({ kind: 'missing', truth });
      continue;
    }
    open.splice(open.indexOf(proposal), 1);
    const unit = unitFits(truth, proposal);
    if (truth.unit != null) score = { ...score, units: add(score.units, unit) };
    if (!unit) misses.push({ kind: 'unit', truth, proposal });
    else score = { ...score, right: score.right + 1 };
    if (proposal.questions.length === 0) score = { ...score, unasked: add(score.unasked, unit) };
    for (const [kind, key, asked, right] of [
      ['range', 'ranges', truth.low !== undefined || truth.high !== undefined, rangeFits(truth, proposal)],
      ['date', 'dates', truth.date !== undefined, (truth.date ?? undefined) === proposal.date?.day],
      ['page', 'pages', truth.page !== undefined, truth.page === proposal.page],
    ] as const) {
      if (!asked) continue;
      score = { ...score, [key]: add(score[key], right) };
      if (!right) misses.push({ kind, truth, proposal });
    }
  }
  for (const proposal of open) {
    misses.push({ kind: 'wrong', proposal });
    if (proposal.questions.length === 0) score = { ...score, unasked: add(score.unasked, false) };
  }
  return { score, misses };
};

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
export const precisionOf = (score: Score): number => share(score.right, score.proposed);
export const recallOf = (score: Score): number => share(score.right, score.truths);
