import type { MarkerInfo } from './contract.ts';
import type { Marker } from './marker.ts';
import { isQuantity, MARKERS } from './markers/catalogue.ts';
import { explanationOf } from './markers/explanations.ts';
import { unitText } from './printed-unit.ts';
import { decimalsIn, unitsOf } from './units.ts';

const infoOf = (marker: Marker): MarkerInfo => ({
  code: marker.loinc.code,
  id: marker.id,
  kind: marker.kind,
  name: marker.name,
  shortName: marker.short,
  category: marker.category,
  units: isQuantity(marker) ? unitsOf(marker).map((unit) => ({ unit, text: unitText(unit), decimals: decimalsIn(marker, unit) })) : [],
  findings: isQuantity(marker) ? [] : marker.values.map(({ code, name }) => ({ code, name })),
  explanation: explanationOf(marker.id) ?? { en: '', hi: '' },
});

/** The catalogue, for screens. */
export const markerInfos = (): MarkerInfo[] => MARKERS.map(infoOf);
