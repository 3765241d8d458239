import type { Doubt } from '../../../../functions/observations/contract.ts';
import { type ApiFailure, isFailure } from '../../shared/api/failure.ts';

/** The doubts that an answer asks about; none of another failure. */
export const doubtsIn = (failure: ApiFailure | undefined): readonly Doubt[] => {
  if (!isFailure(failure, 'second-look')) return [];
  const { doubts } = (failure.details ?? {}) as { doubts?: unknown };
  return Array.isArray(doubts) ? (doubts as Doubt[]) : [];
};

/** Doubts that a person has looked at, as the API takes them. */
export const acceptedOf = (doubts: readonly Doubt[]) => doubts.map(({ kind, index }) => ({ kind, index }));
