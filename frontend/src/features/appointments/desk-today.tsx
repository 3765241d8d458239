import './desk-appointments.css';

import { Link } from 'react-router';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Age, Card, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useNow } from './clock.ts';
import { VisitActions } from './desk-actions.tsx';
import { deskDay } from './desk-day.ts';
import { AppointmentRow, appointmentPath, useVisitFacts } from './desk-row.tsx';
import { VisitWay } from './desk-way.tsx';
import { useAppointmentDeskWords } from './desk-words.ts';
import { modeIcons } from './modes.ts';
import { useAppointments } from './use-appointments.ts';
import { useLostFocus } from './use-lost-focus.ts';

const HALF_A_MINUTE = 30_000;

function MinutesUntil({ startsAt, now }: { startsAt: string; now: number }) {
  const t = useAppointmentDeskWords();
  const minutes = Math.round((Date.parse(startsAt) - now) / 60_000);
  if (Math.abs(minutes) > 90) return null;
  return minutes === 0
    ? t('today.now-time')
    : minutes > 0
      ? t('today.in-minutes', { count: minutes })
      : t('today.late', { count: -minutes });
}

/** Whoever is with the doctor now or comes next, and the one thing to do. */
function FirstVisit({ appointment, now }: { appointment: AppointmentSummary; now: number }) {
  const t = useAppointmentDeskWords();
  const { time } = useFormat();
  const factsOf = useVisitFacts();
  const isOn = appointment.status === 'IN_PROGRESS';
  return (
    <section className="card first-visit" aria-labelledby="first-visit">
      <p className="first-visit-when">
        <span>{t(isOn ? 'today.now' : 'today.next')}</span>
        <strong>{time(appointment.startsAt)}</strong>
        {!isOn && (
          <span>
            <MinutesUntil startsAt={appointment.startsAt} now={now} />
          </span>
        )}
      </p>
      <h2 id="first-visit" className="text-xl">
        <Link to={appointmentPath(appointment.appointmentId)} className="first-visit-name">
          {appointment.patient.name}
        </Link>
      </h2>
      <p className="flex items-center gap-2 text-ink-2">
        <Icon name={modeIcons[appointment.mode]} />
        {factsOf(appointment)}
      </p>
      {isOn && <VisitWay appointmentId={appointment.appointmentId} />}
      <div className="first-visit-actions">
        <VisitActions appointment={appointment} now={now} />
        <ButtonLink kind="quiet" to={appointmentPath(appointment.appointmentId)}>
          {t('see')}
        </ButtonLink>
      </div>
    </section>
  );
}

/** Nothing is booked: whether that is chance, or the doctor cannot be booked. */
function NobodyToday() {
  const t = useAppointmentDeskWords();
  const hours = useQuery('GET /me/availability', {});
  if (hours.isPending && !hours.error) return <Skeleton lines={3} />;
  return hours.data !== undefined && hours.data.weekly.length === 0 && !hours.data.exceptions.some(({ kind }) => kind === 'extra') ? (
    <Empty icon="clock" title={t('today.no-hours')} action={<ButtonLink to="/desk/hours">{t('today.add-hours')}</ButtonLink>}>
      <p>{t('today.no-hours.text')}</p>
    </Empty>
  ) : (
    <Empty
      icon="calendar"
      title={t('today.none')}
      action={
        <ButtonLink kind="secondary" to="/desk/schedule">
          {t('today.see-schedule')}
        </ButtonLink>
      }
    >
      <p>{t('today.none.text')}</p>
    </Empty>
  );
}

/** The day's appointments, looked at again each half minute and when the doctor comes back to the page. */
export function TodayAppointments() {
  const t = useAppointmentDeskWords();
  const now = useNow(HALF_A_MINUTE);
  const today = indianDay(now);
  const kept = useLostFocus(() => document.querySelector<HTMLElement>('.first-visit-name') ?? document.querySelector('h1'));
  const list = useAppointments(today, today, { staleTime: 0, refetchInterval: HALF_A_MINUTE });
  if (list.error && list.items === undefined) return <ErrorNotice failure={list.error} onRetry={() => list.refetch()} />;
  if (list.items === undefined) return list.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={1} lines={4} />;

  const { first, unsettled, coming, held, over } = deskDay(list.items, now);
  const groups = [
    { word: 'today.unsettled', visits: unsettled },
    { word: 'today.coming', visits: coming },
    { word: 'today.held', visits: held },
    { word: 'today.over', visits: over },
  ] as const;
  return (
    <div className="space-y-4" {...kept}>
      {list.items.length === 0 && <NobodyToday />}
      {first !== undefined && <FirstVisit key={first.appointmentId} appointment={first} now={now} />}
      {first === undefined && over.length > 0 && unsettled.length === 0 && (
        <p className="card flex items-center gap-3 p-4 text-ink-2">
          <Icon name="check" /> {t('today.none-left')}
        </p>
      )}
      {groups.map(
        ({ word, visits }) =>
          visits.length > 0 && (
            <Card key={word} title={t(word)}>
              {word === 'today.held' && <p className="-mt-2 mb-3 text-sm text-ink-2">{t('today.held.text')}</p>}
              <ul className="row-list">
                {visits.map((appointment) => (
                  <AppointmentRow
                    key={appointment.appointmentId}
                    appointment={appointment}
                    withStatus={word === 'today.over'}
                    quiet={word === 'today.held'}
                  >
                    {word === 'today.unsettled' && <VisitActions appointment={appointment} now={now} aside />}
                  </AppointmentRow>
                ))}
              </ul>
            </Card>
          ),
      )}
      <Age at={list.dataUpdatedAt} failed={list.isRefetchError || list.fetchStatus === 'paused'} />
    </div>
  );
}
