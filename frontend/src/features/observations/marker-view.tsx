import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';

import type { MarkerInfo, Observation } from '../../../../functions/observations/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { usePages, useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useLanguage } from '../../shared/i18n/language.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Listen } from '../../shared/ui/listen.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Age, Card, Empty, Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { NumberLine } from './number-line.tsx';
import { useResultWords } from './observations-words.ts';
import { fileOfValue, useOriginWords } from './origin-words.ts';
import { useRangeWords } from './range-words.ts';
import { readingOf, sideOf } from './reading.ts';
import { ReadingTag } from './reading-tag.tsx';
import { type Span, within } from './result-rows.ts';
import { ValueChart } from './value-chart.tsx';
import { dayOfSample } from './value-form.ts';
import { unitTextOf, valueText } from './value-text.ts';

/** As many as one page of the API may hold: a chart of a few years without another request. */
const PER_PAGE = '100';

/** Names of the newest files; an older one is linked without its name. */
const MOST_FILES = '100';

type FileNames = ReadonlyMap<string, string>;

/** Names of one's own files in one request; nothing for somebody else, who has not been given the files with the values. */
function useFileNames(wanted: boolean): FileNames | undefined {
  const files = useQuery('GET /documents', { query: { limit: MOST_FILES } }, { enabled: wanted });
  return wanted ? new Map(files.data?.map(({ documentId, name }) => [documentId, name])) : undefined;
}

type RowActions = (value: Observation) => ReactNode;

/** One marker: newest value in words, number line, chart, what it means, table. For the patient, or a doctor by `patientId`. */
export function MarkerView({
  code,
  info,
  patientId,
  actions,
}: {
  code: string;
  info: MarkerInfo | undefined;
  patientId?: string;
  actions?: RowActions;
}) {
  const t = useResultWords();
  const values = usePages('GET /observations', { query: { code, limit: PER_PAGE, ...(patientId && { patientId }) } }, { staleTime: 0 });
  const [newest] = values.items ?? [];
  const files = useFileNames(patientId === undefined && values.items?.some((value) => fileOfValue(value) !== undefined) === true);
  if (isFailure(values.error, 'not-found')) return <Note kind="warn">{t('not-found')}</Note>;
  return (
    <div className="space-y-4">
      {values.error && !values.items && <ErrorNotice failure={values.error} onRetry={() => values.refetch()} />}
      {values.isPending && (values.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={4} />)}
      {values.items?.length === 0 && <Empty icon="report-medical" title={t('marker.none')} />}
      {newest && <Newest value={newest} info={info} />}
      {values.items && values.items.length > 0 && (
        <>
          <div className="grid items-start gap-4 desk:grid-cols-2">
            {info?.kind !== 'coded' && <Chart values={values.items} info={info} />}
            {info && <Explanation info={info} />}
          </div>
          <Card title={t('table.title')}>
            <Table values={values.items} info={info} files={files} {...(actions && { actions })} />
            <ShowMore of={values} className="mt-3">
              {t('table.older')}
            </ShowMore>
          </Card>
        </>
      )}
      <Age at={values.dataUpdatedAt} failed={Boolean(values.items) && (values.isRefetchError || values.fetchStatus === 'paused')} />
    </div>
  );
}

function Newest({ value, info }: { value: Observation; info: MarkerInfo | undefined }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const reading = readingOf(value);
  const { critical } = value;
  const step = critical?.alert ? critical.step : undefined;
  return (
    <Card>
      <p className="flex flex-wrap items-center gap-3">
        <b className="text-2xl">{valueText(value, info, language)}</b>
        <ReadingTag reading={reading} />
        <span className="text-ink-2">{date(dayOfSample(value.at))}</span>
      </p>
      {critical?.alert && step && (
        <div className="my-3" role="alert">
          <Note kind="danger" title={t(`step.${step}`)}>
            {critical.words && <p>{critical.words[language]}</p>}
            <p className="text-sm">{t('critical.source', { source: critical.source.name })}</p>
            {step === 'call-112' && (
              <a className="btn btn-primary" href="tel:112">
                {t('step.call-now')}
              </a>
            )}
          </Note>
        </div>
      )}
      <NumberLine value={value} info={info} />
      {sideOf(reading) === 'unknown' && <p className="mt-2 text-ink-2">{t(`why.${whyOf(reading)}`)}</p>}
    </Card>
  );
}

const whyOf = (reading: ReturnType<typeof readingOf>) =>
  reading === 'not-checked' || reading === 'left-open' || reading === 'no-number' ? reading : 'no-range';

function Chart({ values, info }: { values: readonly Observation[]; info: MarkerInfo | undefined }) {
  const t = useResultWords();
  const [span, setSpan] = useState<Span>('all');
  return (
    <Card title={t('chart.title')}>
      <ValueChart values={within(values, span, indianDay())} info={info} />
      {values.length > 2 && (
        <ChoiceChips
          label={t('chart.span')}
          options={[
            { value: 'year', label: t('chart.year') },
            { value: 'five', label: t('chart.five') },
            { value: 'all', label: t('chart.all') },
          ]}
          value={span}
          onChange={setSpan}
          className="mt-3"
        />
      )}
    </Card>
  );
}

function Explanation({ info }: { info: MarkerInfo }) {
  const t = useResultWords();
  const { language } = useLanguage();
  const text = info.explanation[language];
  if (text === '') return null;
  return (
    <Card title={t('about.title')} end={<Listen text={text} language={language} />}>
      <div className="max-w-prose space-y-2">
        {text.split('\n').map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </Card>
  );
}

/** Columns on a wide screen; on a phone each value is a block, so that nothing has to be scrolled sideways. */
function Table({
  values,
  info,
  files,
  actions,
}: {
  values: readonly Observation[];
  info: MarkerInfo | undefined;
  files: FileNames | undefined;
  actions?: RowActions;
}) {
  const t = useResultWords();
  const { language } = useLanguage();
  const { date } = useFormat();
  const { limits } = useRangeWords();
  const rangeOf = ({ labRange, range, unit }: Observation): string => {
    if (labRange) return `${labRange.text ?? limits(labRange, unitTextOf(unit, info))} (${t('table.lab-range')})`;
    return range ? limits(range, unitTextOf(range.unit, info)) : '';
  };
  return (
    <table className="w-full text-left">
      <thead className="sr desk:not-sr-only">
        <tr>
          {(['date', 'value', 'source', 'range', 'from'] as const).map((column) => (
            <th key={column} scope="col" className="py-2 pr-4 text-sm font-semibold text-ink-2">
              {t(`table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.map((value) => (
          <tr key={value.observationId} className="flex flex-col border-t border-line py-3 align-top desk:table-row">
            <th scope="row" className="pr-4 font-normal desk:py-3">
              {date(dayOfSample(value.at), 'no-weekday')}
            </th>
            <td className="space-y-1 pr-4 desk:py-3">
              <b className="mr-2">{valueText(value, info, language)}</b>
              <ReadingTag reading={readingOf(value)} />
              {value.corrected[0] && (
                <span className="block text-sm text-ink-2">
                  {t('table.corrected', { value: valueText(value.corrected[0], info, language) })}
                </span>
              )}
              {value.note && <span className="block text-sm text-ink-2">{value.note}</span>}
            </td>
            <td className="pr-4 text-sm text-ink-2 desk:py-3">{value.source}</td>
            <td className="pr-4 text-sm text-ink-2 desk:py-3">{rangeOf(value)}</td>
            <td className="text-sm text-ink-2 desk:py-3">
              <Origin value={value} files={files} />
              {actions?.(value)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a value came from: the file, its page and the way to it. `files`: names of those that the reader may open. */
function Origin({ value, files }: { value: Observation; files: FileNames | undefined }) {
  const originOf = useOriginWords();
  const documentId = fileOfValue(value);
  if (!files || documentId === undefined) return <span className="block">{originOf(value, undefined)}</span>;
  return (
    <Link to={`/record/files/${encodeURIComponent(documentId)}`} className="link inline-block py-2 break-words">
      {originOf(value, files.get(documentId))}
    </Link>
  );
}
