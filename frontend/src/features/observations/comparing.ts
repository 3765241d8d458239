import type { ComparedMarker, MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';

/** A decimal as a whole number of 10^-places. */
const scaled = (decimal: string, places: number): bigint => {
  const [whole = '', part = ''] = decimal.replace('-', '').split('.');
  const amount = BigInt(whole + part.slice(0, places).padEnd(places, '0'));
  return decimal.startsWith('-') ? -amount : amount;
};

const placesOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0;

/** Halves away from nothing, as laboratories round. */
const rounded = (amount: bigint, away: number): bigint => {
  const unit = 10n ** BigInt(away);
  return amount < 0n ? -rounded(-amount, away) : (amount * 2n + unit) / (unit * 2n);
};

/** How much `later` is above `earlier`, to at most so many places; digit by digit, so that 7.2 less 6.9 is 0.3. */
export function differenceOf(later: string, earlier: string, most = Number.POSITIVE_INFINITY): string {
  const exact = Math.max(placesOf(later), placesOf(earlier));
  const places = Math.min(exact, most);
  const difference = rounded(scaled(later, exact) - scaled(earlier, exact), exact - places);
  const digits = String(difference < 0n ? -difference : difference).padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
  return difference < 0n ? `-${text}` : text;
}

export type Change =
  /** No value up to the earlier day; no value after it; the same again; another finding; only "less than" is known of one. */
  | { readonly is: 'began' | 'no-newer' | 'same' | 'other-finding' | 'left-open' }
  | { readonly is: 'up' | 'down'; readonly amount: string; readonly unit: string };

/** Both values in one unit: as printed, or in the marker's storage unit, of which a conversion has no digits to spare. */
const inOneUnit = (earlier: Observation, later: Observation, info: MarkerInfo | undefined) => {
  if (later.unit !== undefined && earlier.unit === later.unit)
    return { from: earlier.value, to: later.value, unit: later.unit, most: undefined };
  if (!earlier.stored || !later.stored) return undefined;
  const { unit } = later.stored;
  return { from: earlier.stored.value, to: later.stored.value, unit, most: info?.units.find((known) => known.unit === unit)?.decimals };
};

/** How a marker moved between two days. */
export function changeOf({ earlier, later }: Pick<ComparedMarker, 'earlier' | 'later'>, info: MarkerInfo | undefined): Change {
  if (!earlier) return { is: 'began' };
  if (earlier.observationId === later.observationId) return { is: 'no-newer' };
  const numbers = inOneUnit(earlier, later, info);
  if (!numbers) return { is: earlier.value === later.value && earlier.unit === later.unit ? 'same' : 'other-finding' };
  const difference = differenceOf(numbers.to, numbers.from, numbers.most);
  if (earlier.comparator !== undefined || later.comparator !== undefined)
    return { is: earlier.comparator === later.comparator && difference === '0' ? 'same' : 'left-open' };
  if (difference === '0') return { is: 'same' };
  return { is: difference.startsWith('-') ? 'down' : 'up', amount: difference.replace('-', ''), unit: numbers.unit };
}

/** The two days to compare, of days newest first: those asked for as far as they can be, else the newest and the one before. */
export function chosenDays(
  days: readonly string[],
  asked: { readonly earlier?: string | null; readonly later?: string | null },
): { readonly earlier: string; readonly later: string } | undefined {
  const [newest, second] = days;
  if (newest === undefined || second === undefined) return undefined;
  const oldest = days.at(-1) ?? second;
  const later = asked.later && asked.later > oldest ? asked.later : newest;
  const before = days.find((day) => day < later) ?? oldest;
  return { later, earlier: asked.earlier && asked.earlier < later ? asked.earlier : before };
}
