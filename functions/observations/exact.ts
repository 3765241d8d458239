/** A number that is never rounded: `num / den` in lowest terms, `den` above 0. A third of a mmol/L stays a third. */
export type Exact = { readonly num: bigint; readonly den: bigint };

/** As values, ranges and limits are written: digits, at most one dot, no exponent. */
export const DECIMAL = /^-?\d{1,12}(?:\.\d{1,9})?$/;

const divisor = (one: bigint, other: bigint): bigint => {
  let [a, b] = [one < 0n ? -one : one, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
};

export const fraction = (num: bigint, den: bigint): Exact => {
  if (den === 0n) throw new RangeError('A fraction must not have 0 below its line.');
  const [top, bottom] = den < 0n ? [-num, -den] : [num, den];
  const common = divisor(top, bottom);
  return { num: top / common, den: bottom / common };
};

/** Reads a decimal like `12.50`. Throws a RangeError for anything else: what people typed is read with `resultValue`. */
export const exact = (decimal: string): Exact => {
  if (!DECIMAL.test(decimal)) throw new RangeError('must be a decimal number like 12.5');
  const [whole = '', part = ''] = decimal.split('.');
  return fraction(BigInt(whole + part), 10n ** BigInt(part.length));
};

export const ZERO: Exact = { num: 0n, den: 1n };

export const plus = (one: Exact, other: Exact): Exact => fraction(one.num * other.den + other.num * one.den, one.den * other.den);
export const minus = (one: Exact, other: Exact): Exact => plus(one, { num: -other.num, den: other.den });
export const times = (one: Exact, other: Exact): Exact => fraction(one.num * other.num, one.den * other.den);
/** Throws a RangeError if `other` is 0. */
export const over = (one: Exact, other: Exact): Exact => fraction(one.num * other.den, one.den * other.num);
export const size = (value: Exact): Exact => (value.num < 0n ? { num: -value.num, den: value.den } : value);

/** Below 0 if `one` is the smaller, 0 if they are the same number. */
export const compare = (one: Exact, other: Exact): number => {
  const difference = one.num * other.den - other.num * one.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** As a decimal with that many places, halves away from 0, as laboratories round. For eyes only: rules compare the exact value. */
export const decimalText = (value: Exact, places: number): string => {
  const scaled = size(value).num * 10n ** BigInt(places);
  const rounded = (scaled * 2n + value.den) / (value.den * 2n);
  const digits = rounded.toString().padStart(places + 1, '0');
  const sign = value.num < 0n && rounded > 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
};

/** As the table keeps it, at most six decimals (`Decimal` of contract.ts), for sorting and drawing. A third of a degree is cut. */
export const storedDecimal = (value: Exact): string => decimalText(value, 6).replace(/\.?0+$/, '');
