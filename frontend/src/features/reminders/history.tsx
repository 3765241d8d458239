import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';

import type { Dose } from '../../../../functions/reminders/contract.ts';
import { callWithMeta } from '../../shared/api/client.ts';
import { ApiFailure } from '../../shared/api/failure.ts';
import { usePages, useQuery } from '../../shared/api/query.ts';
import { saveFile } from '../../shared/save-file.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { BackLink, ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { csvOf } from './dose-csv.ts';
import { useHistoryWords } from './dose-history-words.ts';
import { DoseRow, nameOf } from './dose-row.tsx';
import { useMedicineWords } from './medicines-words.ts';
import { doseAmount } from './rule-text.ts';
import { useMedicineFormat } from './use-medicine-format.ts';
import { useZone } from './use-zone.ts';
import { localIn } from './zone-clock.ts';

const MINUTE = 60_000;

/** `/medicines/history?medicine`: doses whose time has come, newest first. */
export default function History() {
  const t = useHistoryWords();
  const now = useNow(MINUTE);
  const { zone } = useZone();
  const { date } = useMedicineFormat(zone);
  const [params] = useSearchParams();
  const reminderId = params.get('medicine') ?? undefined;
  const query = reminderId === undefined ? {} : { reminderId };
  const reminders = useQuery('GET /reminders', { query: { show: 'all' } });
  const doses = usePages('GET /dose-history', { query }, { staleTime: MINUTE });
  const zones = new Map(reminders.data?.map((reminder) => [reminder.reminderId, reminder.zone]));
  const zoneOf = (dose: Dose): string => zones.get(dose.reminderId) ?? zone;
  const one = reminders.data?.find((reminder) => reminder.reminderId === reminderId);
  const days = Map.groupBy(doses.items ?? [], (dose) => localIn(dose.dueAt, zoneOf(dose)).day);
  return (
    <Page title={one ? t('history.of', { medicine: nameOf(one) }) : t('history.title')}>
      {doses.error && !doses.items && <ErrorNotice failure={doses.error} onRetry={() => doses.refetch()} />}
      {doses.isPending && (doses.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={2} />)}
      {doses.items?.length === 0 && (
        <Empty icon="history" title={t('history.empty')}>
          {t('history.empty.text')}
        </Empty>
      )}
      {doses.items && doses.items.length > 0 && <Export query={query} zoneOf={zoneOf} today={localIn(now, zone).day} />}
      {reminderId !== undefined && (
        <Link to="/medicines/history" className="link inline-block py-3">
          {t('history.all')}
        </Link>
      )}
      {[...days].map(([day, ofDay]) => (
        <section key={day} className="space-y-2" aria-labelledby={`day-${day}`}>
          <h2 id={`day-${day}`} className="text-base">
            {date(day)}
          </h2>
          <ul className="card divide-y divide-line">
            {ofDay.map((dose) => (
              <DoseRow key={dose.doseId} dose={dose} zone={zoneOf(dose)} now={now} />
            ))}
          </ul>
        </section>
      ))}
      <ShowMore of={doses}>{t('history.more')}</ShowMore>
      {doses.error && doses.items && <ErrorNotice failure={doses.error} onRetry={() => doses.refetch()} />}
      <Age at={doses.dataUpdatedAt} failed={Boolean(doses.items) && doses.fetchStatus === 'paused'} />
      <Back />
    </Page>
  );
}

export function Back() {
  const t = useHistoryWords();
  return (
    <p>
      <BackLink to="/medicines">{t('back')}</BackLink>
    </p>
  );
}

/** Gathers all pages and hands them to the browser as one table. */
function Export({ query, zoneOf, today }: { query: { reminderId?: string }; zoneOf: (dose: Dose) => string; today: string }) {
  const t = useHistoryWords();
  const words = useMedicineWords();
  const { say } = useStatus();
  const [count, setCount] = useState<number>();
  const [failure, setFailure] = useState<ApiFailure>();
  const save = async () => {
    setFailure(undefined);
    setCount(0);
    try {
      const doses: Dose[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const { data, meta } = await callWithMeta('GET /dose-history', { query: { ...query, limit: '100', ...(cursor && { cursor }) } });
        doses.push(...data);
        setCount(doses.length);
        cursor = (meta as { nextCursor?: string }).nextCursor;
      }
      const csv = csvOf(doses, zoneOf, {
        columns: [
          t('csv.day'),
          t('csv.time'),
          t('csv.medicine'),
          t('csv.strength'),
          t('csv.dose'),
          t('csv.what'),
          t('csv.taken-at'),
          t('csv.reason'),
        ],
        dose: ({ amount, form }) => doseAmount(amount, form, { t: words }),
        what: ({ status, late }) => t(`what.${status === 'taken' && late ? 'late' : status}`),
        reason: ({ skipReason }) => (skipReason === undefined ? '' : words(`reason.${skipReason}`)),
      });
      saveFile(`arogya-doses-${today}.csv`, csv, 'text/csv;charset=utf-8');
      say(t('history.saved', { count: doses.length }));
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      setFailure(error);
    } finally {
      setCount(undefined);
    }
  };
  return (
    <div className="space-y-3">
      <Button kind="secondary" icon="download" busy={count !== undefined} onClick={() => void save()}>
        {t('history.save')}
      </Button>
      {count !== undefined && count > 0 && <p className="text-sm text-ink-2">{t('history.gathering', { count })}</p>}
      {failure && <ErrorNotice failure={failure} onRetry={() => void save()} />}
    </div>
  );
}
