import { randomUUID } from 'node:crypto';

import { type Instant, instantOf } from './values.ts';

/** Time and chance, handed in so that a test can hold them still. */
export type Surroundings = {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
};

export const surroundings: Surroundings = { clock: Date.now, newId: randomUUID };

export const nowOf = ({ clock }: Surroundings): Instant => instantOf(clock());
