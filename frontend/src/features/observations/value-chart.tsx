import { useState } from 'react';

import type { MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { ChartPoints, usePointWords } from './chart-points.tsx';
import { bandOn, placeOn, thinned, timeAxis, valueAxis } from './chart-scale.ts';
import { useResultWords } from './observations-words.ts';
import { limitOf, mayFill, pointsOf } from './result-rows.ts';
import { unitTextOf, valueText } from './value-text.ts';

const WIDTH = 360;
const HEIGHT = 220;
const LEFT = 46;
const RIGHT = 10;
const TOP = 14;
const BOTTOM = 34;

/** Values over time, with the newest value's range; the sentence and the table beside say the same. Newest first comes in. */
export function ValueChart({ values, info }: { values: readonly Observation[]; info: MarkerInfo | undefined }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const wordsOf = usePointWords();
  const [chosenId, setChosenId] = useState<string>();
  const all = pointsOf(values);
  const newest = values.find(({ stored }) => stored);
  const [first, last] = [all[0], all.at(-1)];
  if (!newest?.stored || !first || !last) return <p className="text-ink-2">{t('chart.none')}</p>;
  const unit = unitTextOf(newest.stored.unit, info);
  const range = newest.range;
  const limit = limitOf(range);
  const upward = valueAxis(all, limit);
  const across = timeAxis(all);
  const shown = thinned(all);
  const chosen = shown.find(({ of }) => of.observationId === chosenId);
  const band = range && bandOn(upward, limit);
  const filled = range !== undefined && mayFill(range);
  const x = (at: number) => LEFT + placeOn(across, at) * (WIDTH - LEFT - RIGHT);
  const y = (place: number) => HEIGHT - BOTTOM - place * (HEIGHT - TOP - BOTTOM);
  const day = (at: number) => date(indianDay(at), 'no-weekday');
  const amounts = all.map(({ value }) => value);
  const sentence =
    all.length === 1
      ? t('chart.one', { value: `${newest.stored.value} ${unit}`, when: day(first.at) })
      : t('chart.sentence', {
          count: all.length,
          from: day(first.at),
          to: day(last.at),
          low: String(Math.min(...amounts)),
          high: String(Math.max(...amounts)),
          newest: String(last.value),
          unit,
        });
  return (
    <figure className="space-y-2">
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the list of its points has a name, and the caption says the rest */}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full max-w-xl">
        {band && (
          <rect
            x={LEFT}
            y={y(band.to)}
            width={WIDTH - LEFT - RIGHT}
            height={y(band.from) - y(band.to)}
            className={filled ? 'fill-ok-soft stroke-ok' : 'fill-none stroke-ink-2'}
            strokeDasharray={filled ? undefined : '6 4'}
          />
        )}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: lines and figures, none of which takes the focus */}
        <g aria-hidden="true">
          {upward.ticks.map((tick) => (
            <g key={tick}>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={y(placeOn(upward, tick))} y2={y(placeOn(upward, tick))} className="stroke-line" />
              <text x={LEFT - 8} y={y(placeOn(upward, tick)) + 5} textAnchor="end" className="fill-ink-2 text-xs">
                {tick.toLocaleString('en-IN')}
              </text>
            </g>
          ))}
          {across.ticks.map((tick, index) => (
            <text
              key={tick}
              x={x(tick)}
              y={HEIGHT - 8}
              textAnchor={
                across.ticks.length === 1 ? 'middle' : index === 0 ? 'start' : index === across.ticks.length - 1 ? 'end' : 'middle'
              }
              className="fill-ink-2 text-xs"
            >
              {day(tick)}
            </text>
          ))}
          {shown.length > 1 && (
            <polyline
              points={shown.map(({ at, value }) => `${x(at).toFixed(1)},${y(placeOn(upward, value)).toFixed(1)}`).join(' ')}
              className="fill-none stroke-brand"
              strokeWidth={2}
            />
          )}
        </g>
        <ChartPoints
          points={shown}
          info={info}
          x={x}
          y={(value) => y(placeOn(upward, value))}
          chosen={chosen}
          onChoose={({ of }) => setChosenId(of.observationId)}
        />
      </svg>
      <p className="text-sm">
        {chosen ? (
          <>
            <b>{valueText(chosen.of, info, language)}</b> {wordsOf(chosen)}
          </>
        ) : (
          <span className="text-ink-2">{t('chart.hint')}</span>
        )}
      </p>
      <figcaption className="text-sm text-ink-2">
        {sentence} {band && t(filled ? 'chart.band' : 'chart.outline')} {shown.length < all.length && t('chart.thinned')}
      </figcaption>
    </figure>
  );
}
