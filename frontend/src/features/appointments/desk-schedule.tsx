import './desk-appointments.css';

import { useSyncExternalStore } from 'react';
import { Link, useSearchParams } from 'react-router';

import { useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { dayAfter, indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink, IconButton } from '../../shared/ui/button.tsx';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskTop } from '../consultation-notes/desk-top.tsx';
import { useNow } from './clock.ts';
import { AppointmentRow, appointmentPath, useVisitFacts } from './desk-row.tsx';
import { type Calendar, calendarOf, type Entry, type FreeRun, type Shown, shownOf } from './desk-week.ts';
import { useAppointmentDeskWords } from './desk-words.ts';
import { instantAt, weekOf } from './india-clock.ts';
import { modeIcons } from './modes.ts';
import { useAppointments } from './use-appointments.ts';

type View = 'day' | 'week';
const VIEWS: readonly View[] = ['day', 'week'];

const MINUTE = 60_000;
const wide = matchMedia('(min-width: 64rem)');
const onWide = (listener: () => void) => {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
};

/** `9:20 am free`, `9:20 am · 3 free`. */
function FreeText({ run, until = false }: { run: FreeRun; until?: boolean }) {
  const t = useAppointmentDeskWords();
  const { time } = useFormat();
  return (
    <>
      <span className={until ? 'visit-time' : undefined}>{time(run.startsAt)}</span>{' '}
      <span className="week-free-word">
        {run.count === 1
          ? t('schedule.free')
          : until
            ? t('schedule.free-until', { count: run.count, time: time(run.endsAt) })
            : t('schedule.free-run', { count: run.count })}
      </span>
    </>
  );
}

function WeekEntry({ entry }: { entry: Shown }) {
  const t = useAppointmentDeskWords();
  const { time } = useFormat();
  const factsOf = useVisitFacts();
  if (entry.kind === 'free')
    return (
      <li className="week-free">
        <FreeText run={entry} />
      </li>
    );
  const { appointment } = entry;
  return (
    <li>
      <Link
        to={appointmentPath(appointment.appointmentId)}
        className={`week-visit week-visit-${appointment.status}`}
        title={factsOf(appointment)}
      >
        <span className="week-visit-time">
          {time(entry.startsAt)} <Icon name={appointment.status === 'COMPLETED' ? 'check' : modeIcons[appointment.mode]} size={16} />
        </span>
        <span className="block font-semibold">{appointment.patient.name}</span>
        <span className="sr">
          {factsOf(appointment)}, {t(`status.${appointment.status}`)}
        </span>
      </Link>
    </li>
  );
}

/** The week as a table: days across, hours down. */
function WeekTable({ days, calendar, today }: { days: readonly string[]; calendar: Calendar; today: string }) {
  const t = useAppointmentDeskWords();
  const { date, weekday, time } = useFormat();
  return (
    <div className="card week-box">
      <table className="week-table">
        <caption className="sr">{t('schedule.table')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr">{t('schedule.hour')}</span>
            </th>
            {days.map((day) => (
              <th key={day} scope="col" aria-current={day === today ? 'date' : undefined}>
                <Link to={`?view=day&day=${day}`} className="week-day">
                  <span className="block text-sm">{weekday(day)}</span>
                  {date(day, 'no-year').replace(`${weekday(day)}\u00a0`, '')}
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calendar.hours.map((hour) => (
            <tr key={hour}>
              <th scope="row">{time(instantAt(today, hour * 60))}</th>
              {days.map((day) => {
                const entries = shownOf(calendar.at(day, hour));
                return (
                  <td key={day} className={day === today ? 'week-today' : undefined}>
                    {entries.length > 0 && (
                      <ul>
                        {entries.map((entry) => (
                          <WeekEntry key={`${entry.kind} ${entry.startsAt}`} entry={entry} />
                        ))}
                      </ul>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A day as a list, for a phone and for whoever wants no table. */
function DayList({ day, entries }: { day: string; entries: readonly Entry[] }) {
  const t = useAppointmentDeskWords();
  const { date } = useFormat();
  const free = entries.filter(({ kind }) => kind === 'free').length;
  const booked = entries.length - free;
  return (
    <section className="card overflow-hidden" aria-labelledby={`day-${day}`}>
      <div className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-3">
        <h2 id={`day-${day}`} className="mr-auto">
          {date(day)}
        </h2>
        {entries.length > 0 && (
          <p className="text-sm text-ink-2">
            {t('schedule.booked-count', { count: booked })} · {t('schedule.free-count', { count: free })}
          </p>
        )}
      </div>
      {entries.length === 0 ? (
        <p className="px-4 py-3 text-ink-2">{t('schedule.nothing-day')}</p>
      ) : (
        <ul className="day-list">
          {shownOf(entries).map((entry) =>
            entry.kind === 'appointment' ? (
              <AppointmentRow
                key={entry.appointment.appointmentId}
                appointment={entry.appointment}
                withStatus={entry.appointment.status !== 'CONFIRMED'}
                quiet={entry.appointment.status === 'REQUESTED'}
              />
            ) : (
              <li key={entry.startsAt} className="day-free">
                <FreeText run={entry} until />
              </li>
            ),
          )}
        </ul>
      )}
    </section>
  );
}

/** `/desk/schedule`: what is booked and what is free, by day or by week. */
export default function DeskSchedule() {
  const t = useAppointmentDeskWords();
  const { date } = useFormat();
  const { accountId = '' } = useSession();
  const isWide = useSyncExternalStore(onWide, () => wide.matches);
  const today = indianDay(useNow(MINUTE));
  const [params, setParams] = useSearchParams();
  const asked = params.get('view');
  const view: View = asked === 'day' || asked === 'week' ? asked : isWide ? 'week' : 'day';
  const given = params.get('day') ?? '';
  const day = /^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)) ? given : today;
  const days = view === 'week' ? weekOf(day) : [day];
  const from = days[0] ?? day;
  const to = days.at(-1) ?? day;
  const coming = to >= today;
  const freeFrom = days.find((one) => one >= today) ?? from;

  const appointments = useAppointments(from, to, { staleTime: 0, refetchInterval: MINUTE });
  const slots = useQuery(
    'GET /doctors/{doctorId}/slots',
    { params: { doctorId: accountId }, query: { from: freeFrom, to } },
    { enabled: coming && accountId !== '', staleTime: 0, refetchInterval: MINUTE },
  );
  // A doctor whom no patient can find yet has no free times to ask for.
  const free = slots.error?.code === 'not-found' ? [] : slots.data;
  const failure = appointments.error ?? (slots.error?.code === 'not-found' ? null : slots.error);
  const isThere = appointments.items !== undefined && (!coming || free !== undefined);
  const calendar = calendarOf(appointments.items ?? [], coming ? (free ?? []) : []);
  const go = (change: { view?: View; day?: string }): void => setParams({ view, day, ...change }, { replace: true });
  const step = view === 'week' ? 7 : 1;

  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <span>{t('schedule.title')}</span>
      </DeskTop>
      <Page
        title={t('schedule.title')}
        wide
        end={
          <ButtonLink kind="secondary" icon="clock" to="/desk/hours">
            {t('schedule.hours')}
          </ButtonLink>
        }
      >
        <div className="schedule-bar">
          <div className="flex items-center gap-1">
            <IconButton icon="chevron-left" label={t(`schedule.earlier.${view}`)} onClick={() => go({ day: dayAfter(day, -step) })} />
            <p role="status" className="schedule-range">
              {view === 'day' ? date(day) : t('schedule.of', { from: date(from, 'no-year'), to: date(to, 'no-year') })}
            </p>
            <IconButton icon="chevron-right" label={t(`schedule.later.${view}`)} onClick={() => go({ day: dayAfter(day, step) })} />
          </div>
          {!days.includes(today) && (
            <Button kind="secondary" onClick={() => go({ day: today })}>
              {t('schedule.today')}
            </Button>
          )}
          <label className="schedule-pick">
            <span className="sr">{t('schedule.pick')}</span>
            <input
              type="date"
              className="input mt-0"
              value={day}
              onChange={({ target }) => target.value !== '' && go({ day: target.value })}
            />
          </label>
          <ChoiceChips<View>
            label={<span className="sr">{t('schedule.view')}</span>}
            options={VIEWS.map((value) => ({ value, label: t(`schedule.${value}`) }))}
            value={view}
            onChange={(value) => go({ view: value })}
          />
        </div>
        {failure && (
          <ErrorNotice
            failure={failure}
            onRetry={() => {
              if (appointments.error) void appointments.refetch();
              if (slots.error) void slots.refetch();
            }}
          />
        )}
        {!isThere &&
          !failure &&
          (appointments.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={view === 'week' && isWide ? 1 : 2} lines={8} />)}
        {isThere && calendar.hours.length === 0 && (
          <Empty
            icon="calendar"
            title={t('schedule.nothing')}
            action={
              <ButtonLink kind="secondary" to="/desk/hours">
                {t('schedule.hours')}
              </ButtonLink>
            }
          />
        )}
        {isThere &&
          calendar.hours.length > 0 &&
          (view === 'week' && isWide ? (
            <WeekTable days={days} calendar={calendar} today={today} />
          ) : (
            days.map((one) => <DayList key={one} day={one} entries={calendar.on(one)} />)
          ))}
        <Age
          at={appointments.dataUpdatedAt}
          failed={isThere && (appointments.isRefetchError || appointments.fetchStatus === 'paused' || slots.isRefetchError)}
        />
      </Page>
    </>
  );
}
