import { useFormat } from '../../shared/i18n/dates.ts';
import type { WeekSum } from './adherence-weeks.ts';
import { useHistoryWords } from './dose-history-words.ts';

const WIDTH = 360;
const HEIGHT = 190;
const TOP = 22;
const BOTTOM = 30;
/** So many bars have room for their numbers and dates. */
const ROOMY = 6;

/** `23 Nov`: each week begins on the same weekday. */
const withoutWeekday = (text: string): string => text.slice(text.indexOf('\u00a0') + 1);

/** A bar for each week: how much of what was due was taken. The sentence above and the table below say the same. */
export function WeekChart({ weeks }: { weeks: readonly WeekSum[] }) {
  const t = useHistoryWords();
  const { date } = useFormat();
  const slot = WIDTH / weeks.length;
  const wide = Math.min(48, slot * 0.7);
  const full = HEIGHT - TOP - BOTTOM;
  const roomy = weeks.length <= ROOMY;
  return (
    <figure className="space-y-2">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="block w-full max-w-md" role="img" aria-label={t('weeks.picture')}>
        <line x1={0} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} className="stroke-edge" />
        {weeks.map(({ weekOf, percent, due }, place) => {
          const x = place * slot + (slot - wide) / 2;
          const height = ((percent ?? 0) / 100) * full;
          const middle = x + wide / 2;
          const dated = roomy || place % 3 === 0;
          return (
            <g key={weekOf}>
              {due > 0 && <rect x={x} y={TOP} width={wide} height={full} className="fill-none stroke-edge" strokeDasharray="4 3" />}
              {due > 0 && <rect x={x} y={HEIGHT - BOTTOM - height} width={wide} height={height} className="fill-brand" />}
              {percent !== undefined && (
                <text x={middle} y={TOP - 6} textAnchor="middle" className={`fill-ink font-semibold ${roomy ? 'text-sm' : 'text-xs'}`}>
                  {roomy ? `${percent}%` : percent}
                </text>
              )}
              {dated && (
                <text x={middle} y={HEIGHT - 10} textAnchor="middle" className="fill-ink-2 text-xs">
                  {withoutWeekday(date(weekOf, 'no-year'))}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
        <span className="inline-flex items-center gap-2">
          <span aria-hidden="true" className="inline-block size-4 bg-brand" />
          {t('weeks.key.taken')}
        </span>
        <span className="inline-flex items-center gap-2">
          <span aria-hidden="true" className="inline-block size-4 border border-dashed border-edge" />
          {t('weeks.key.rest')}
        </span>
      </figcaption>
    </figure>
  );
}
