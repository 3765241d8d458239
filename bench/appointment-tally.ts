import type { Counted } from './counted.ts';

/** What was asked of the services for some appointments. */
export type Tally = {
  /** API requests, webhooks included. */
  readonly requests: number;
  /** Events on the bus, heard or not. */
  readonly events: number;
  /** Messages handled by a consumer, from a rule of the bus or from the sweep. */
  readonly deliveries: number;
  readonly letters: number;
  readonly writeUnits: number;
  readonly readUnits: number;
};

const names = ['requests', 'events', 'deliveries', 'letters', 'writeUnits', 'readUnits'] as const;

const made = (countOf: (name: keyof Tally) => number): Tally => Object.fromEntries(names.map((name) => [name, countOf(name)])) as Tally;

export const nothing: Tally = made(() => 0);
export const together = (...tallies: readonly Partial<Tally>[]): Tally =>
  made((name) => tallies.reduce((sum, each) => sum + (each[name] ?? 0), 0));
export const times = (factor: number, tally: Tally): Tally => made((name) => factor * tally[name]);

/** What handling one thing took of the table. */
export const ofTable = ({ writeUnits, readUnits }: Counted): Pick<Tally, 'writeUnits' | 'readUnits'> => ({ writeUnits, readUnits });
