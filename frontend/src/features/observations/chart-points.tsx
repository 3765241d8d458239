import { type KeyboardEvent, useRef } from 'react';

import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { useResultWords } from './observations-words.ts';
import { useOriginWords } from './origin-words.ts';
import { readingOf } from './reading.ts';
import type { ValuePoint } from './result-rows.ts';
import { dayOfSample } from './value-form.ts';
import { valueText } from './value-text.ts';

/** More points than this are drawn small. */
const MANY = 60;

/** Where the focus goes by a key, of so many points. */
const targets: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at) => at + 1,
  ArrowUp: (at) => at + 1,
  ArrowLeft: (at) => at - 1,
  ArrowDown: (at) => at - 1,
  Home: () => 0,
  End: (_, last) => last,
};

/** Says one point: when, how it stands, which lab and where from. */
export function usePointWords() {
  const t = useResultWords();
  const { date } = useFormat();
  const originOf = useOriginWords();
  return ({ of: value }: ValuePoint): string =>
    [date(dayOfSample(value.at), 'no-weekday'), t(`reading.${readingOf(value)}`), value.source, originOf(value, undefined)]
      .filter(Boolean)
      .join(', ');
}

/** The points of a chart: one stop of the Tab key, arrows from point to point, a tap chooses. */
export function ChartPoints({
  points,
  info,
  x,
  y,
  chosen,
  onChoose,
}: {
  points: readonly ValuePoint[];
  info: MarkerInfo | undefined;
  x: (at: number) => number;
  y: (value: number) => number;
  chosen: ValuePoint | undefined;
  onChoose: (point: ValuePoint) => void;
}) {
  const t = useResultWords();
  const { language } = useLanguage();
  const wordsOf = usePointWords();
  const list = useRef<SVGGElement>(null);
  const last = points.length - 1;
  // Until one is chosen, the newest is where the keyboard comes in.
  const stop = Math.max(
    0,
    points.findIndex((point) => point === (chosen ?? points[last])),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const target = targets[event.key]?.(stop, last);
    const next = target === undefined ? undefined : points[target];
    if (target === undefined || !next) return;
    event.preventDefault();
    onChoose(next);
    list.current?.querySelectorAll<SVGGElement>('[role=option]')[target]?.focus();
  };
  return (
    <g ref={list} role="listbox" aria-label={t('chart.points')} aria-orientation="horizontal" onKeyDown={onKeyDown}>
      {points.map((point, index) => {
        const { at, value, of } = point;
        const [cx, cy] = [x(at), y(value)];
        const { status } = of;
        return (
          <g
            key={of.observationId}
            role="option"
            tabIndex={index === stop ? 0 : -1}
            aria-selected={point === chosen}
            aria-label={`${valueText(of, info, language)}, ${wordsOf(point)}`}
            className="group cursor-pointer outline-none"
            onFocus={() => onChoose(point)}
            onClick={() => onChoose(point)}
          >
            <circle cx={cx} cy={cy} r={points.length > MANY ? 6 : 16} className="fill-transparent" />
            {point === chosen && (
              <>
                <circle cx={cx} cy={cy} r={12} className="fill-surface stroke-ink" strokeWidth={3} />
                <circle
                  cx={cx}
                  cy={cy}
                  r={9.5}
                  className="fill-none stroke-transparent group-focus-visible:stroke-marigold"
                  strokeWidth={2}
                />
              </>
            )}
            {status === 'above' || status === 'below' ? (
              <path
                d={status === 'above' ? `M${cx} ${cy - 7}l7 12h-14z` : `M${cx} ${cy + 7}l-7 -12h14z`}
                className="fill-warn stroke-surface"
              />
            ) : (
              <circle cx={cx} cy={cy} r={points.length > MANY ? 2.5 : 5} className="fill-brand stroke-surface" />
            )}
          </g>
        );
      })}
    </g>
  );
}
