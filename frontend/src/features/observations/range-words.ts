import type { MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { useResultWords } from './observations-words.ts';
import { mayFill } from './result-rows.ts';
import { type Limits, rangeWordsOf, unitTextOf } from './value-text.ts';

/** Says a range: `4 to 5.6 %`, `less than 200 mg/dL`; and where it is from. */
export function useRangeWords() {
  const t = useResultWords();
  const limits = (range: Limits, unit: string): string => {
    const words = rangeWordsOf(range);
    return words ? t(words, { low: range.low ?? '', high: range.high ?? '', unit }).trim() : '';
  };
  const origin = (range: NonNullable<Observation['range']>, info: MarkerInfo | undefined): string => {
    const text = limits(range, unitTextOf(range.unit, info));
    if (range.kind === 'lab') return t('range.lab', { range: text });
    const source = [range.source?.name, range.source?.dated].filter(Boolean).join(', ');
    return t(mayFill(range) ? 'range.ours' : 'range.unsure', { range: text, source });
  };
  return { limits, origin };
}
