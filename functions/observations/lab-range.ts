import { Decimal, type PrintedRange } from './contract.ts';
import { compare, exact } from './exact.ts';
import type { Bounds } from './marker.ts';

/** What a laboratory's range says, as limits; nothing if it has only words. */
export const boundsOf = ({ low, lowInclusive = true, high, highInclusive = true }: PrintedRange): Bounds | undefined => {
  if (low === undefined && high === undefined) return undefined;
  return {
    ...(low !== undefined && (lowInclusive ? { from: low } : { above: low })),
    ...(high !== undefined && (highInclusive ? { to: high } : { below: high })),
  };
};

const isDecimal = (text: string | undefined): boolean => text === undefined || Decimal.safeParse(text).success;

/** A range as a value keeps it. Limits with more digits than a value can have leave the words alone. */
export const printedRange = (bounds: Bounds | undefined, text: string | undefined): PrintedRange | undefined => {
  const low = bounds?.from ?? bounds?.above;
  const high = bounds?.to ?? bounds?.below;
  const usable = isDecimal(low) && isDecimal(high);
  const range = {
    ...(usable && low !== undefined && { low, ...(bounds?.above !== undefined && { lowInclusive: false }) }),
    ...(usable && high !== undefined && { high, ...(bounds?.below !== undefined && { highInclusive: false }) }),
    ...(text !== undefined && text.trim() !== '' && { text: text.trim().slice(0, 300) }),
  };
  return Object.keys(range).length > 0 ? range : undefined;
};

export const isInOrder = ({ low, high }: PrintedRange): boolean =>
  low === undefined || high === undefined || compare(exact(low), exact(high)) <= 0;
