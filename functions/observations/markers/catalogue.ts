import type { CodedMarker, Marker, QuantityMarker } from '../marker.ts';
import { bloodCount } from './blood-count.ts';
import { body } from './body.ts';
import { glucose } from './glucose.ts';
import { inflammation } from './inflammation.ts';
import { kidney } from './kidney.ts';
import { lipids } from './lipids.ts';
import { liver } from './liver.ts';
import { thyroid } from './thyroid.ts';
import { vitals } from './vitals.ts';
import { vitaminsIron } from './vitamins-iron.ts';

/**
 * What we know of each marker (FACTS.md 5), by category. Ranges are shown with their source; nearly all of them are marked [K],
 * so a result is judged by the range that its own laboratory printed, and otherwise not (certainty.ts).
 * LOINC codes are used under the Regenstrief licence, whose notice the app shows.
 */
export const MARKERS: readonly Marker[] = [
  ...bloodCount,
  ...glucose,
  ...lipids,
  ...kidney,
  ...liver,
  ...thyroid,
  ...vitaminsIron,
  ...inflammation,
  ...vitals,
  ...body,
];

const BY_ID = new Map(MARKERS.map((marker) => [marker.id, marker]));
const BY_LOINC = new Map(MARKERS.flatMap((marker) => [marker.loinc.code, ...(marker.loinc.also ?? [])].map((code) => [code, marker])));

export const markerOf = (id: string): Marker | undefined => BY_ID.get(id);

/** The marker of a LOINC code, also of a code for the same quantity by another method. */
export const markerOfLoinc = (code: string): Marker | undefined => BY_LOINC.get(code);

export const isQuantity = (marker: Marker): marker is QuantityMarker => marker.kind === 'quantity';
export const isCoded = (marker: Marker): marker is CodedMarker => marker.kind === 'coded';

/** A quantity by id. Throws for an id that the catalogue does not hold: only rules that name a marker use it. */
export const quantityOf = (id: string): QuantityMarker => {
  const marker = BY_ID.get(id);
  if (marker?.kind !== 'quantity') throw new RangeError(`The catalogue has no quantity ${id}.`);
  return marker;
};
