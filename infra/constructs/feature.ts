import type { Construct } from 'constructs';

import type { contracts } from '../../functions/contracts.ts';
import type { Consumer } from './consumer.ts';
import type { FeatureFunction } from './feature-function.ts';
import type { House, HouseWithBus } from './house.ts';
import type { ScheduledFunction } from './scheduled-function.ts';

/** What a feature owns beyond the default: one HTTP function that reads and writes the table. */
export type Feature = {
  readonly name: keyof typeof contracts;
  /** The table access of the HTTP function; `read-write` unless said. */
  readonly table?: 'read';
  /** Gives the HTTP function what else it needs. */
  readonly http?: (fn: FeatureFunction, house: House) => void;
  /** Gives the function of the `stream: true` routes what it needs beyond the table. */
  readonly stream?: (fn: FeatureFunction, house: House) => void;
  /** Consumers, schedules and whatever else happens without a request. */
  readonly events?: (scope: Construct, house: HouseWithBus) => BackgroundWork;
};

export type BackgroundWork = { readonly consumers: readonly Consumer[]; readonly scheduled?: readonly ScheduledFunction[] };
