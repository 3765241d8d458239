import type { MarkerInfo, Observation, PrintedRange } from '../../../../functions/observations/contract.ts';
import type { Language } from '../../shared/i18n/language.ts';

type Value = Pick<Observation, 'value' | 'comparator' | 'unit'>;

const HARD_SPACE = '\u00a0';
const signs = { '<': '<', '<=': '≤', '>': '>', '>=': '≥' } as const;

/** A unit as people write it; a percent sign stands at its number. */
export const unitTextOf = (unit: string | undefined, info: MarkerInfo | undefined): string =>
  unit === undefined ? '' : (info?.units.find((known) => known.unit === unit)?.text ?? unit);

const joined = (number: string, unit: string): string =>
  unit === '' ? number : unit.startsWith('%') ? `${number}${unit}` : `${number}${HARD_SPACE}${unit}`;

/** `0.3%`, `12 mg/dL`: an amount in a unit. */
export const amountText = (amount: string, unit: string, info: MarkerInfo | undefined): string => joined(amount, unitTextOf(unit, info));

/** `7.2%`, `< 0.5 mg/L`, `Negative`: a value as it was printed. */
export function valueText({ value, comparator, unit }: Value, info: MarkerInfo | undefined, language: Language): string {
  const finding = info?.findings.find(({ code }) => code === value);
  if (finding) return finding.name[language];
  return joined(comparator ? `${signs[comparator]}${HARD_SPACE}${value}` : value, unitTextOf(unit, info));
}

export type Limits = Pick<PrintedRange, 'low' | 'high' | 'lowInclusive' | 'highInclusive'>;

export type RangeWords = 'range.between' | 'range.up-to' | 'range.less' | 'range.from' | 'range.more';

/** Which words say a range; nothing of one without limits. */
export function rangeWordsOf({ low, high, lowInclusive = true, highInclusive = true }: Limits): RangeWords | undefined {
  if (low !== undefined && high !== undefined) return 'range.between';
  if (high !== undefined) return highInclusive ? 'range.up-to' : 'range.less';
  if (low !== undefined) return lowInclusive ? 'range.from' : 'range.more';
  return undefined;
}
