import type { MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { bandOn, placeOn, valueAxis } from './chart-scale.ts';
import { useResultWords } from './observations-words.ts';
import { useRangeWords } from './range-words.ts';
import { readingOf, sideOf } from './reading.ts';
import { limitOf, mayFill } from './result-rows.ts';
import { valueText } from './value-text.ts';

const WIDTH = 320;
const EDGE = 12;
const LINE = 34;

/** Where the value stands on a line with its range; the sentence below says the same. */
export function NumberLine({ value, info }: { value: Observation; info: MarkerInfo | undefined }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { origin } = useRangeWords();
  const { stored, range } = value;
  const limit = limitOf(range);
  if (!stored || !range) return null;
  const amount = Number(stored.value);
  const axis = valueAxis([{ at: 0, value: amount }], limit);
  const band = bandOn(axis, limit);
  const x = (place: number) => EDGE + place * (WIDTH - 2 * EDGE);
  const at = x(placeOn(axis, amount));
  const side = sideOf(readingOf(value));
  const filled = mayFill(range);
  return (
    <div>
      <svg viewBox={`0 0 ${WIDTH} 72`} className="block w-full max-w-md" aria-hidden="true">
        <rect x={EDGE} y={LINE} width={WIDTH - 2 * EDGE} height={10} rx={5} className="fill-sunken stroke-line" />
        {band && (
          <rect
            x={x(band.from)}
            y={LINE}
            width={x(band.to) - x(band.from)}
            height={10}
            className={filled ? 'fill-ok-soft stroke-ok' : 'fill-none stroke-ink-2'}
            strokeDasharray={filled ? undefined : '4 3'}
          />
        )}
        {side === 'above' || side === 'below' ? (
          <path
            d={side === 'above' ? `M${at} ${LINE - 6}l8 14h-16z` : `M${at} ${LINE + 16}l-8 -14h16z`}
            className="fill-warn stroke-surface"
            strokeWidth={1.5}
          />
        ) : (
          <circle cx={at} cy={LINE + 5} r={7} className="fill-ink stroke-surface" strokeWidth={2} />
        )}
        <text x={Math.min(Math.max(at, 36), WIDTH - 36)} y={20} textAnchor="middle" className="fill-ink text-sm font-semibold">
          {valueText({ value: stored.value, unit: stored.unit, comparator: value.comparator }, info, language)}
        </text>
        {range.low !== undefined && band && (
          <text x={Math.max(x(band.from), 20)} y={66} textAnchor="middle" className="fill-ink-2 text-xs">
            {range.low}
          </text>
        )}
        {range.high !== undefined && band && (
          <text x={Math.min(x(band.to), WIDTH - 20)} y={66} textAnchor="middle" className="fill-ink-2 text-xs">
            {range.high}
          </text>
        )}
      </svg>
      <p>
        {t('line.your-value', { value: valueText(value, info, language), reading: t(`reading.${readingOf(value)}`) })} {origin(range, info)}
      </p>
    </div>
  );
}
