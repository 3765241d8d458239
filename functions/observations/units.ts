import { type Exact, fraction, minus, over, plus, times, ZERO } from './exact.ts';
import type { QuantityMarker, UnitForm } from './marker.ts';

type WithUnits = Pick<QuantityMarker, 'unit' | 'units' | 'unitSpellings' | 'decimals'>;

/** The units in which a value of the marker may come, the storage unit first. */
export const unitsOf = (marker: WithUnits): string[] => [marker.unit, ...Object.keys(marker.units)];

const ONE: Exact = { num: 1n, den: 1n };
const ratio = ([num, den]: readonly [number, number]): Exact => fraction(BigInt(num), BigInt(den));
const lineOf = ({ per, plus: offset }: Pick<UnitForm, 'per' | 'plus'>) => ({ slope: ratio(per), offset: offset ? ratio(offset) : ZERO });

const conversion = (marker: WithUnits, unit: string): { slope: Exact; offset: Exact } | undefined => {
  if (unit === marker.unit) return { slope: ONE, offset: ZERO };
  const form = Object.hasOwn(marker.units, unit) ? marker.units[unit] : undefined;
  return form && lineOf(form);
};

/**
 * A value in another unit of the same marker, without rounding, so that the way back gives the same number. Undefined if the
 * marker knows one of the units not: 5.5 mmol/L is 99 mg/dL of glucose and 213 of cholesterol, so a unit alone says nothing.
 */
export const convert = (value: Exact, from: string, to: string, marker: WithUnits): Exact | undefined => {
  const [source, target] = [conversion(marker, from), conversion(marker, to)];
  if (!source || !target) return undefined;
  return from === to ? value : over(minus(plus(times(value, source.slope), source.offset), target.offset), target.slope);
};

/** How many decimals a value of the marker is shown with in a unit. */
export const decimalsIn = (marker: WithUnits, unit: string): number => marker.units[unit]?.decimals ?? marker.decimals;

/** The value of the marker that counts the same substance otherwise: urea from urea nitrogen. Both in their storage units. */
export const asOther = (value: Exact, marker: Pick<QuantityMarker, 'sameAs'>): { marker: string; value: Exact } | undefined =>
  marker.sameAs && { marker: marker.sameAs.marker, value: times(value, ratio(marker.sameAs.per)) };
