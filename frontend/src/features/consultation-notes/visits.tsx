import { usePages, useQuery } from '../../shared/api/query.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { AppointmentRow } from '../appointments/appointment-row.tsx';
import { useAppointmentWords } from '../appointments/appointment-words.ts';
import { useNow } from '../appointments/clock.ts';
import { isComing, mergeVisits } from '../appointments/visit-list.ts';
import { VisitRow } from './visit-row.tsx';
import { useVisitWords } from './visits-words.ts';

const MINUTE = 60_000;
/** A visit is booked, moved and cancelled elsewhere too (milliseconds). */
const STALE = 20_000;

/** `/visits`: what comes next, then what was: appointments and signed notes as one list. */
export default function Visits() {
  const t = useVisitWords();
  const booked = useAppointmentWords();
  const shared = useSharedWords();
  const now = useNow(MINUTE);
  const soonest = useQuery(
    'GET /appointments',
    { query: { as: 'patient', from: indianDay(now), order: 'soonest', limit: '50' } },
    { staleTime: STALE },
  );
  const appointments = usePages('GET /appointments', { query: { as: 'patient', order: 'latest' } }, { staleTime: STALE });
  const notes = usePages('GET /consultation-notes', { query: { as: 'patient' } });
  const all = [soonest, appointments, notes];
  const failed = all.find(({ error, data }) => error && !data);
  const ready = soonest.data && appointments.items && notes.items;

  const next = soonest.data?.filter((appointment) => isComing(appointment, now)) ?? [];
  const { visits, missing } = mergeVisits(
    { items: appointments.items ?? [], more: appointments.hasNextPage },
    { items: notes.items ?? [], more: notes.hasNextPage },
    now,
  );
  const more = () => {
    if (missing.includes('appointments')) void appointments.fetchNextPage();
    if (missing.includes('notes')) void notes.fetchNextPage();
  };
  return (
    <Page title={t('title')}>
      {failed?.error && <ErrorNotice failure={failed.error} onRetry={() => Promise.all(all.map((each) => each.refetch()))} />}
      {!ready &&
        !failed &&
        (all.some(({ fetchStatus, data }) => !data && fetchStatus === 'paused') ? <OfflineEmpty /> : <Skeleton cards={3} />)}
      {ready && next.length === 0 && visits.length === 0 && missing.length === 0 && (
        <Empty
          icon="stethoscope"
          title={t('empty.title')}
          action={
            <div className="flex flex-wrap justify-center gap-3">
              <ButtonLink to="/doctors">{booked('list.book')}</ButtonLink>
              <ButtonLink kind="secondary" to="/me#code">
                {t('empty.action')}
              </ButtonLink>
            </div>
          }
        >
          {t('empty.text')}
        </Empty>
      )}
      {ready && (next.length > 0 || visits.length > 0 || missing.length > 0) && (
        <>
          <section className="space-y-3" aria-labelledby="next">
            <h2 id="next">{booked('list.next')}</h2>
            {next.length > 0 ? (
              <ul className="card divide-y divide-line overflow-hidden" aria-label={booked('list.next.label')}>
                {next.map((appointment) => (
                  <li key={appointment.appointmentId}>
                    <AppointmentRow appointment={appointment} />
                  </li>
                ))}
              </ul>
            ) : (
              <div className="flex flex-wrap items-center gap-3">
                <p className="mr-auto text-ink-2">{booked('list.empty')}</p>
                <ButtonLink to="/doctors">{booked('list.book')}</ButtonLink>
              </div>
            )}
          </section>
          {(visits.length > 0 || missing.length > 0) && (
            <section className="space-y-3" aria-labelledby="past">
              <h2 id="past" className="pt-2">
                {booked('list.past')}
              </h2>
              {visits.length > 0 && (
                <ul className="card divide-y divide-line overflow-hidden" aria-label={t('list.label')}>
                  {visits.map((visit) => (
                    <li key={visit.key}>
                      {visit.kind === 'appointment' ? <AppointmentRow appointment={visit.appointment} /> : <VisitRow note={visit.note} />}
                    </li>
                  ))}
                </ul>
              )}
              {missing.length > 0 && (
                <Button kind="secondary" busy={appointments.isFetchingNextPage || notes.isFetchingNextPage} onClick={more}>
                  {shared('show-more')}
                </Button>
              )}
            </section>
          )}
          <Age
            at={Math.min(...all.map(({ dataUpdatedAt }) => dataUpdatedAt))}
            failed={all.some(({ isRefetchError, fetchStatus }) => isRefetchError || fetchStatus === 'paused')}
          />
        </>
      )}
    </Page>
  );
}
