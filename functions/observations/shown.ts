import type * as z from 'zod';

import { type CalendarDate, type Instant, indianDateOf } from '../shared/values.ts';
import type { Source } from './certainty.ts';
import type { Observation, UsedRange } from './contract.ts';
import { criticalValuesOf } from './critical-values.ts';
import { type Exact, exact, storedDecimal } from './exact.ts';
import type { StoredObservation } from './items.ts';
import { boundsOf } from './lab-range.ts';
import type { QuantityMarker } from './marker.ts';
import { isQuantity, markerOfLoinc } from './markers/catalogue.ts';
import { type ChosenRange, type Person, rangeFor } from './reference-range.ts';
import { statusOf } from './status.ts';
import { convert } from './units.ts';

/** The day of a sample in India, by which ages are counted. */
export const dayOf = (at: Instant | CalendarDate): CalendarDate => (at.length === 10 ? (at as CalendarDate) : indianDateOf(at as Instant));

/** The value in the marker's storage unit, exactly; nothing if its unit is not known. */
export const amountOf = (marker: QuantityMarker, { value, unit }: Pick<StoredObservation, 'value' | 'unit'>): Exact | undefined =>
  unit === undefined ? undefined : convert(exact(value), unit, marker.unit, marker);

const figureSource = ({ name, url, dated, checkedOn, certainty, reviewedBy }: Source) => ({
  name,
  url,
  dated,
  checkedOn,
  certainty,
  reviewedBy,
});

const usedRange = ({ limits, mayAlert, ...range }: ChosenRange, unit: string): z.infer<typeof UsedRange> => ({
  kind: range.origin === 'laboratory' ? 'lab' : 'catalogue',
  ...(limits.lower && { low: storedDecimal(limits.lower.at) }),
  ...(limits.upper && { high: storedDecimal(limits.upper.at) }),
  lowInclusive: limits.lower?.inclusive ?? true,
  highInclusive: limits.upper?.inclusive ?? true,
  unit,
  ...(range.origin === 'catalogue' && { source: figureSource(range.source) }),
  certain: mayAlert,
});

/**
 * A value with how it compares: held against its laboratory's range, else against ours for the person's age on the day of the
 * sample and sex. Whether the person was pregnant then, nobody has told.
 */
export const observationOf = (stored: StoredObservation, person: Person): Observation => {
  const marker = markerOfLoinc(stored.code);
  if (!marker || !isQuantity(marker)) return { ...stored, status: 'unknown', why: 'no-number' };
  const amount = amountOf(marker, stored);
  if (!amount || stored.unit === undefined) return { ...stored, status: 'unknown', why: 'no-range' };
  const sampledOn = dayOf(stored.at);
  const bounds = stored.labRange && boundsOf(stored.labRange);
  // A laboratory's range that has words only wins too: then there is nothing to compare with.
  const range =
    stored.labRange && !bounds ? undefined : rangeFor(marker, { person, sampledOn, labRange: bounds && { bounds, unit: stored.unit } });
  const result = { value: amount, comparator: stored.comparator };
  const { status, why, degree } = statusOf(result, range);
  const [critical] = criticalValuesOf(marker.id, result, { person, sampledOn });
  return {
    ...stored,
    stored: { value: storedDecimal(amount), unit: marker.unit },
    status,
    ...(why && { why }),
    ...(degree && { degree }),
    ...(range && { range: usedRange(range, marker.unit) }),
    ...(critical && {
      critical: {
        alert: critical.alert,
        ...(critical.alert && { step: critical.limit.step }),
        ...(critical.words && { words: critical.words }),
        source: figureSource(critical.source),
      },
    }),
  };
};
