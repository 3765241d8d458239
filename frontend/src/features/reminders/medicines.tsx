import { lazy, Suspense, useEffect } from 'react';
import { Link } from 'react-router';

import type { Dose, Reminder } from '../../../../functions/reminders/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import type { IconName } from '../../shared/ui/icons.ts';
import { Chevron, Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useNow } from '../appointments/clock.ts';
import { useLostFocus } from '../appointments/use-lost-focus.ts';
import { AsNeededRow } from './as-needed-row.tsx';
import { groupsOf, plannedOf } from './dose-list.ts';
import { DoseRow } from './dose-row.tsx';
import { DayProgress } from './dose-status.tsx';
import { MedicineRow } from './medicine-row.tsx';
import { useMedicineWords } from './medicines-words.ts';
import { Refill, runsLow, useStockText } from './refill.tsx';
import { useZone } from './use-zone.ts';
import { localIn } from './zone-clock.ts';
import { ZoneQuestion } from './zone-question.tsx';

// Not offered is no reason to stop: offline, or when a new version is out.
const PushAsk = lazy(() => import('../notifications/push-ask.tsx').catch(() => ({ default: () => null })));

/** Doses come due while the page is open. */
const LOOK = 20_000;

/** `/medicines`: what do I take today? */
export default function Medicines() {
  const t = useMedicineWords();
  const now = useNow(LOOK);
  const { zone, settings } = useZone();
  const doses = useQuery('GET /doses', {}, { staleTime: LOOK });
  const reminders = useQuery('GET /reminders', { query: { show: 'all' } }, { staleTime: LOOK });
  const day = localIn(now, zone).day;
  // What was answered or refilled goes to another place, and its button with it.
  const lostFocus = useLostFocus(() => document.getElementById('today'));
  const again = doses.refetch;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new day has other doses
  useEffect(() => {
    void again();
  }, [day]);

  const failure = doses.data ? undefined : doses.error;
  const waits = !doses.data || !reminders.data || settings.isPending;
  const running = reminders.data?.filter(({ status }) => status === 'running') ?? [];
  const past = reminders.data?.filter(({ status }) => status !== 'running') ?? [];
  return (
    <Page
      wide
      title={t('title')}
      heading={t('heading')}
      end={
        <ButtonLink to="/medicines/add" kind="secondary" icon="plus">
          {t('add')}
        </ButtonLink>
      }
    >
      {settings.data && <ZoneQuestion settings={settings.data} now={now} />}
      {failure && <ErrorNotice failure={failure} onRetry={() => doses.refetch()} />}
      {!failure && waits && !reminders.error && (doses.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={3} />)}
      {reminders.error && !reminders.data && !failure && <ErrorNotice failure={reminders.error} onRetry={() => reminders.refetch()} />}
      {reminders.data?.length === 0 && doses.data?.length === 0 && (
        <Empty icon="pill" title={t('empty.title')} action={<ButtonLink to="/medicines/add">{t('add')}</ButtonLink>}>
          {t('empty.text')}
        </Empty>
      )}
      {running.length > 0 && (
        <Suspense fallback={null}>
          <PushAsk />
        </Suspense>
      )}
      <div className="grid items-start gap-4 desk:grid-cols-[3fr_2fr]" {...lostFocus}>
        {doses.data && reminders.data && reminders.data.length > 0 && (
          <Today doses={doses.data} reminders={reminders.data} zone={zone} now={now} />
        )}
        {reminders.data && (
          <div className="space-y-4">
            <Refills reminders={running.filter(runsLow)} />
            {running.length > 0 && (
              <section className="space-y-2" aria-labelledby="mine">
                <h2 id="mine">{t('mine.title')}</h2>
                <ul className="card divide-y divide-line overflow-hidden">
                  {running.map((reminder) => (
                    <MedicineRow key={reminder.reminderId} reminder={reminder} zone={reminder.zone ?? zone} now={now} />
                  ))}
                </ul>
              </section>
            )}
            {past.length > 0 && (
              <details>
                <summary className="link py-3">{t('mine.past', { count: past.length })}</summary>
                <ul className="card mt-2 divide-y divide-line overflow-hidden">
                  {past.map((reminder) => (
                    <MedicineRow key={reminder.reminderId} reminder={reminder} zone={reminder.zone ?? zone} now={now} />
                  ))}
                </ul>
              </details>
            )}
            <Ways started={reminders.data.length > 0} />
          </div>
        )}
      </div>
      <Age at={doses.dataUpdatedAt} failed={Boolean(doses.data) && (doses.isRefetchError || doses.fetchStatus === 'paused')} />
    </Page>
  );
}

function Today({ doses, reminders, zone, now }: { doses: readonly Dose[]; reminders: readonly Reminder[]; zone: string; now: number }) {
  const t = useMedicineWords();
  const zones = new Map(reminders.map((reminder) => [reminder.reminderId, reminder.zone ?? zone]));
  const { due, later, fresh, done } = groupsOf(doses, now);
  const needed = reminders.filter(({ schedule, status }) => schedule.kind === 'as-needed' && status === 'running');
  const planned = plannedOf(doses).length;
  const rows = (list: readonly Dose[]) =>
    list.map((dose) => <DoseRow key={dose.doseId} dose={dose} zone={zones.get(dose.reminderId) ?? zone} now={now} />);
  const group = (id: 'due' | 'later' | 'fresh', list: readonly Dose[]) =>
    list.length > 0 && (
      <section className="space-y-2" aria-labelledby={`doses-${id}`}>
        <h2 id={`doses-${id}`}>{t(id)}</h2>
        <ul className="card divide-y divide-line">{rows(list)}</ul>
      </section>
    );
  return (
    <div className="space-y-4">
      <div id="today" tabIndex={-1} className="focus-by-script">
        {planned > 0 ? <DayProgress doses={doses} now={now} /> : <p>{t('today.none')}</p>}
        {planned > 0 && due.length + later.length === 0 && <p className="text-ink-2">{t('today.all')}</p>}
      </div>
      {group('due', due)}
      {group('fresh', fresh)}
      {group('later', later)}
      {needed.length > 0 && (
        <section className="space-y-2" aria-labelledby="needed">
          <h2 id="needed">{t('needed.title')}</h2>
          <ul className="card divide-y divide-line">
            {needed.map((reminder) => (
              <AsNeededRow
                key={reminder.reminderId}
                reminder={reminder}
                zone={reminder.zone ?? zone}
                now={now}
                takenToday={doses.filter(({ reminderId }) => reminderId === reminder.reminderId).length}
              />
            ))}
          </ul>
        </section>
      )}
      {done.length > 0 && (
        <details>
          <summary className="link py-3">{t('done', { count: done.length })}</summary>
          <ul className="card mt-2 divide-y divide-line">{rows(done)}</ul>
        </details>
      )}
    </div>
  );
}

function Refills({ reminders }: { reminders: readonly Reminder[] }) {
  const textOf = useStockText();
  return reminders.map((reminder) => (
    <Card key={reminder.reminderId} className="space-y-3">
      <Note kind="warn" title={textOf(reminder)} />
      <Refill reminder={reminder} />
    </Card>
  ));
}

function Ways({ started }: { started: boolean }) {
  const t = useMedicineWords();
  const ways: { to: string; icon: IconName; word: 'adherence' | 'history' | 'caregivers' }[] = [
    ...(started
      ? ([
          { to: '/medicines/adherence', icon: 'calendar-week', word: 'adherence' },
          { to: '/medicines/history', icon: 'history', word: 'history' },
        ] as const)
      : []),
    { to: '/medicines/caregivers', icon: 'users', word: 'caregivers' },
  ];
  return (
    <ul className="card divide-y divide-line overflow-hidden">
      {ways.map(({ to, icon, word }) => (
        <li key={to}>
          <Link to={to} className="row-link">
            <Icon name={icon} size={24} className="text-brand" />
            <span className="min-w-0">
              <span className="block font-semibold">{t(word)}</span>
              <span className="block text-sm text-ink-2">{t(`${word}.text`)}</span>
            </span>
            <Chevron />
          </Link>
        </li>
      ))}
    </ul>
  );
}
