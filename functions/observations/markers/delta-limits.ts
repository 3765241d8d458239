import type { DeltaLimit, DeltaReason } from '../marker.ts';

/**
 * How far a value may move before it is asked about. Chosen by us, wide: they catch a slipped point, a wrong unit and another
 * person's report, and say nothing about the person.
 */
export const moves = (reason: DeltaReason, ...limits: readonly (readonly [withinDays: number, by: string])[]): DeltaLimit[] =>
  limits.map(([withinDays, by]) => ({ withinDays, by, reason }));

/** The same for values that move by a factor, up or down. */
export const multiplies = (reason: DeltaReason, ...limits: readonly (readonly [withinDays: number, times: string])[]): DeltaLimit[] =>
  limits.map(([withinDays, times]) => ({ withinDays, times, reason }));
