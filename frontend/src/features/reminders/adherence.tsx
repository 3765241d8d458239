import { useState } from 'react';

import { useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { medicinesIn, mondayOf, totalOf, weeksOf } from './adherence-weeks.ts';
import { useHistoryWords } from './dose-history-words.ts';
import { Back } from './history.tsx';
import { useZone } from './use-zone.ts';
import { WeekChart } from './week-chart.tsx';
import { localIn } from './zone-clock.ts';

const SPANS = ['4', '13'] as const;
const ALL = 'all';

/** `/medicines/adherence`: how much of what was due was taken; a picture, and the same as sentence and table. */
export default function Adherence() {
  const t = useHistoryWords();
  const { date } = useFormat();
  const { zone } = useZone();
  const [span, setSpan] = useState<(typeof SPANS)[number]>('4');
  const [chosen, setChosen] = useState<string>(ALL);
  const adherence = useQuery('GET /adherence', { query: { weeks: span } }, { staleTime: 60_000 });
  const rows = adherence.data ?? [];
  const medicines = medicinesIn(rows);
  const reminderId = medicines.some((medicine) => medicine.reminderId === chosen) ? chosen : undefined;
  const total = totalOf(rows, reminderId);
  const weeks = weeksOf(rows, { monday: mondayOf(localIn(Date.now(), zone).day), count: Number(span), reminderId });
  const table = rows.filter((row) => row.percent !== undefined && (reminderId === undefined || row.reminderId === reminderId));
  return (
    <Page title={t('weeks.title')} heading={t('weeks.heading')}>
      <ChoiceChips
        label={t('weeks.how-many')}
        options={SPANS.map((value) => ({ value, label: t('weeks.count', { count: value }) }))}
        value={span}
        onChange={setSpan}
      />
      {medicines.length > 1 && (
        <ChoiceChips
          label={t('weeks.which')}
          options={[
            { value: ALL, label: t('weeks.all') },
            ...medicines.map((medicine) => ({ value: medicine.reminderId, label: medicine.medicine })),
          ]}
          value={reminderId ?? ALL}
          onChange={setChosen}
        />
      )}
      {adherence.error && !adherence.data && <ErrorNotice failure={adherence.error} onRetry={() => adherence.refetch()} />}
      {adherence.isPending && (adherence.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={1} lines={6} />)}
      {adherence.data && total.percent === undefined && (
        <Empty icon="calendar-week" title={t('weeks.empty')}>
          {t('weeks.empty.text')}
        </Empty>
      )}
      {total.percent !== undefined && (
        <>
          <Card className="space-y-3">
            <p className="text-lg font-semibold">
              {t('weeks.sentence', { weeks: span, count: total.due, taken: total.taken, percent: total.percent })}
            </p>
            <p>{t('weeks.more', { late: total.late, skipped: total.skipped, missed: total.missed })}</p>
            <WeekChart weeks={weeks} />
            {total.percent < 80 && <p className="text-ink-2">{t('weeks.ask')}</p>}
          </Card>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must reach what scrolls */}
          <section tabIndex={0} className="card overflow-x-auto p-4" aria-labelledby="week-table">
            <table className="w-full text-left">
              <caption id="week-table" className="pb-2 text-left font-semibold">
                {t('weeks.table')}
              </caption>
              <thead>
                <tr className="text-sm text-ink-2">
                  {(['week', 'medicine', 'taken', 'late', 'skipped', 'missed', 'percent'] as const).map((column) => (
                    <th key={column} scope="col" className="py-2 pr-4 align-bottom font-semibold">
                      {t(`weeks.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {table.map((row) => (
                  <tr key={`${row.weekOf} ${row.reminderId}`} className="border-t border-line">
                    <th scope="row" className="py-2 pr-4 font-normal whitespace-nowrap">
                      {date(row.weekOf, 'no-weekday')}
                    </th>
                    <td className="py-2 pr-4">{row.medicine}</td>
                    <td className="py-2 pr-4">{row.taken}</td>
                    <td className="py-2 pr-4">{row.late}</td>
                    <td className="py-2 pr-4">{row.skipped}</td>
                    <td className="py-2 pr-4">{row.missed}</td>
                    <td className="py-2">{row.percent}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
      <Age
        at={adherence.dataUpdatedAt}
        failed={Boolean(adherence.data) && (adherence.isRefetchError || adherence.fetchStatus === 'paused')}
      />
      <Back />
    </Page>
  );
}
