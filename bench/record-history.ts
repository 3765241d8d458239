import type { ObservationFields } from '../functions/observations/contract.ts';
import { isQuantity, MARKERS } from '../functions/observations/markers/catalogue.ts';
import type { Instant } from '../functions/shared/values.ts';

export const YEARS = 10;
const BEGIN = Date.parse('2016-11-20T02:30:00Z');
const SPAN_MILLISECONDS = YEARS * 365 * 86_400_000;

/** Amounts that nobody asks about twice: in the middle of what is usual. */
const usual = MARKERS.filter(isQuantity).flatMap(({ loinc, unit, decimals, plausible }) => {
  const { from, above, to, below } = plausible.usual;
  const [low, high] = [Number(from ?? above ?? Number.NaN), Number(to ?? below ?? Number.NaN)];
  if (Number.isNaN(low) || Number.isNaN(high)) return [];
  const text = (share: number) => (low + (high - low) * share).toFixed(decimals);
  return [{ code: loinc.code, unit, values: [text(0.5), text(0.505)], labRange: { low: text(0.4), high: text(0.6) } }];
});

/** A record of so many values over ten years, oldest first: sample after sample of every marker, a second between them. */
export const historyOf = (count: number): ObservationFields[] => {
  const samples = Math.ceil(count / usual.length);
  return Array.from({ length: samples }, (_, sample) =>
    usual.map(({ code, unit, values, labRange }, turn) => {
      const at = BEGIN + Math.floor((sample * SPAN_MILLISECONDS) / samples) + turn * 1_000;
      return {
        code,
        unit,
        value: values[sample % 2] ?? '',
        labRange,
        at: `${new Date(at).toISOString().slice(0, 19)}Z` as Instant,
        source: 'Jeevan Diagnostics, Pune',
      };
    }),
  )
    .flat()
    .slice(0, count);
};

export const markersOf = (count: number): number => Math.min(count, usual.length);
