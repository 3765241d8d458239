import { useId } from 'react';
import { Link, useSearchParams } from 'react-router';

import type { ComparedMarker, MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { usePages } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Select } from '../../shared/ui/field.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { BackLink, ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { categories } from './categories.ts';
import { type Change, changeOf, chosenDays } from './comparing.ts';
import { useResultWords } from './observations-words.ts';
import { readingOf } from './reading.ts';
import { ReadingTag } from './reading-tag.tsx';
import { infoOf, useMarkers } from './use-markers.ts';
import { dayOfSample } from './value-form.ts';
import { amountText, valueText } from './value-text.ts';

const MOST_DAYS = '100';

/** `/record/compare?earlier=2026-05-01&later=2026-11-01`: each marker as it was known on two days. */
export default function CompareScreen() {
  const t = useResultWords();
  const [params, setParams] = useSearchParams();
  const days = usePages('GET /observations/days', { query: { limit: MOST_DAYS } }, { staleTime: 0 });
  const known = days.items ?? [];
  const chosen = chosenDays(known, { earlier: params.get('earlier'), later: params.get('later') });
  const choose = (next: { earlier: string; later: string }) => setParams(next, { replace: true });
  return (
    <Page title={t('compare.title')} wide>
      <p className="text-ink-2">{t('compare.lead')}</p>
      {days.error && !days.items && <ErrorNotice failure={days.error} onRetry={() => days.refetch()} />}
      {days.isPending && (days.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={3} />)}
      {days.items && !chosen && (
        <Empty icon="history" title={t('compare.one-day')} action={<ButtonLink to="/record/results/add">{t('add-value')}</ButtonLink>}>
          {t('compare.one-day.text')}
        </Empty>
      )}
      {chosen && (
        <>
          <div className="flex flex-wrap items-end gap-4">
            <DayChoice
              label={t('compare.earlier')}
              days={known.filter((day) => day < chosen.later)}
              value={chosen.earlier}
              onChange={(earlier) => choose({ ...chosen, earlier })}
            />
            <DayChoice
              label={t('compare.later')}
              days={known.slice(0, days.hasNextPage ? undefined : -1)}
              value={chosen.later}
              onChange={(later) => choose({ ...chosen, later })}
            />
            <ShowMore of={days}>{t('compare.older-days')}</ShowMore>
          </div>
          <Comparison key={`${chosen.earlier} ${chosen.later}`} {...chosen} />
        </>
      )}
      <BackLink to="/record">{t('back')}</BackLink>
    </Page>
  );
}

function DayChoice({
  label,
  days,
  value,
  onChange,
}: {
  label: string;
  days: readonly string[];
  value: string;
  onChange: (day: string) => void;
}) {
  const { date } = useFormat();
  // A day of a link may be one without values.
  const all = days.includes(value) ? days : [value, ...days];
  return (
    <Select
      label={label}
      className="min-w-0 grow basis-56 desk:max-w-64"
      options={all.map((day) => ({ value: day, label: date(day) }))}
      value={value}
      onChange={onChange}
    />
  );
}

function Comparison({ earlier, later }: { earlier: string; later: string }) {
  const t = useResultWords();
  const markers = useMarkers();
  const pages = usePages('GET /observations/comparison', { query: { earlier, later } }, { staleTime: 0 });
  const failure = pages.error ?? markers.error;
  const compared = pages.items ?? [];
  const moved = compared.filter((row) => changeOf(row, undefined).is !== 'no-newer');
  const still = compared.filter((row) => !moved.includes(row));
  return (
    <>
      {failure && !(pages.items && markers.data) && (
        <ErrorNotice failure={failure} onRetry={() => Promise.all([pages.refetch(), markers.refetch()])} />
      )}
      {pages.isPending && (pages.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={3} />)}
      {pages.items && !pages.hasNextPage && compared.length === 0 && <p role="status">{t('compare.none')}</p>}
      <CategoryTables rows={moved} markers={markers.data} />
      {still.length > 0 && (
        <details className="space-y-4">
          <summary className="card min-h-12 p-4 font-semibold">{t('compare.still', { count: still.length })}</summary>
          <CategoryTables rows={still} markers={markers.data} />
        </details>
      )}
      <ShowMore of={pages} />
      <Age at={pages.dataUpdatedAt} failed={Boolean(pages.items) && (pages.isRefetchError || pages.fetchStatus === 'paused')} />
    </>
  );
}

type Rows = { rows: readonly ComparedMarker[]; markers: readonly MarkerInfo[] | undefined };

function CategoryTables({ rows, markers }: Rows) {
  const t = useResultWords();
  return categories.map((category) => {
    const inIt = rows.filter((each) => each.category === category);
    return inIt.length === 0 ? null : <CategoryTable key={category} title={t(`category.${category}`)} rows={inIt} markers={markers} />;
  });
}

/** Columns on a wide screen; on a phone both values stand side by side below the test's name. */
function CategoryTable({ title, rows, markers }: Rows & { title: string }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const heading = useId();
  return (
    <section className="card p-4">
      <h2 id={heading}>{title}</h2>
      <table className="w-full table-fixed text-left" aria-labelledby={heading}>
        <thead className="sr desk:not-sr-only">
          <tr>
            {(['test', 'earlier', 'later', 'change'] as const).map((column) => (
              <th key={column} scope="col" className="py-2 pr-4 text-sm font-semibold text-ink-2">
                {t(`compare.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const info = infoOf(markers, row.code);
            return (
              <tr key={row.code} className="grid grid-cols-2 gap-x-4 border-t border-line py-3 align-top first:border-t-0 desk:table-row">
                <th scope="row" className="col-span-2 font-normal desk:py-3 desk:pr-4">
                  <Link to={`/record/results/${row.code}`} className="link inline-block py-2 desk:py-0">
                    {row.name[language]}
                  </Link>
                </th>
                <td className="desk:py-3 desk:pr-4">{row.earlier ? <Then value={row.earlier} info={info} /> : t('compare.no-value')}</td>
                <td className="desk:py-3 desk:pr-4">
                  <Then value={row.later} info={info} />
                </td>
                <td className="col-span-2 pt-2 desk:py-3">
                  <ChangeText change={changeOf(row, info)} info={info} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Then({ value, info }: { value: Observation; info: MarkerInfo | undefined }) {
  const { language } = useLanguage();
  const { date } = useFormat();
  return (
    <>
      <b className="block">{valueText(value, info, language)}</b>
      <span className="block text-sm text-ink-2">{date(dayOfSample(value.at), 'no-weekday')}</span>
      {/* Two columns on a phone: the words of a tag may need two lines, which a pill does not hold. */}
      <span className="mt-1 block [&_.tag]:rounded-md desk:[&_.tag]:rounded-full">
        <ReadingTag reading={readingOf(value)} />
      </span>
    </>
  );
}

function ChangeText({ change, info }: { change: Change; info: MarkerInfo | undefined }) {
  const t = useResultWords();
  if (change.is !== 'up' && change.is !== 'down') return <span className="text-ink-2">{t(`change.${change.is}`)}</span>;
  return (
    <span className="inline-flex items-start gap-1 font-semibold">
      <Icon name="arrow-down" size={16} className={`mt-1 ${change.is === 'up' ? 'rotate-180' : ''}`} />
      {t(`change.${change.is}`, { amount: amountText(change.amount, change.unit, info) })}
    </span>
  );
}
