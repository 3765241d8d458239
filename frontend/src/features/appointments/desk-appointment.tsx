import './desk-appointments.css';

import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { type ApiFailure, isFailure } from '../../shared/api/failure.ts';
import { useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { PatientBanner } from '../../shared/ui/patient-banner.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Card, Empty, Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { DeskTop } from '../consultation-notes/desk-top.tsx';
import { useDeskWords } from '../consultation-notes/words.ts';
import { useNow } from './clock.ts';
import { CancelDialog, VisitActions } from './desk-actions.tsx';
import { MoveDialog } from './desk-move.tsx';
import { AppointmentTag } from './desk-row.tsx';
import { WayTo } from './desk-way.tsx';
import { useAppointmentDeskWords } from './desk-words.ts';
import { saveCalendarFile } from './save-calendar-file.ts';
import { useLostFocus } from './use-lost-focus.ts';

/** Whose visit it is. The record is the doctor's to read once the visit has begun; before that, what the booking told. */
function VisitPatient({ appointment }: { appointment: AppointmentDetail }) {
  const shared = useSharedWords();
  const t = useAppointmentDeskWords();
  const desk = useDeskWords();
  const { status, patient, patientAge, patientSex } = appointment;
  const inCare = status === 'IN_PROGRESS' || status === 'COMPLETED';
  const record = useQuery('GET /patients/{patientId}', { params: { patientId: patient.patientId } }, { enabled: inCare });
  return (
    <PatientBanner
      heading="p"
      name={patient.name}
      facts={[
        ...(patientAge === undefined ? [] : [shared('age', { count: patientAge })]),
        ...(patientSex === undefined ? [] : [shared(`sex.${patientSex}`)]),
      ]}
      allergies={record.data?.allergies ?? []}
      more={
        inCare
          ? [
              ...(record.data?.allergies.length === 0 ? [{ label: desk('patient.allergies'), value: desk('patient.none-told') }] : []),
              ...(record.data === undefined || record.data.conditions.length === 0
                ? []
                : [{ label: desk('patient.conditions'), value: record.data.conditions.join(', ') }]),
              {
                label: t('page.patient.record'),
                value: (
                  <Link className="link" to={`/desk/patients/${encodeURIComponent(patient.patientId)}`}>
                    {t('page.patient')}
                  </Link>
                ),
              },
            ]
          : []
      }
    />
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Details({ appointment }: { appointment: AppointmentDetail }) {
  const t = useAppointmentDeskWords();
  const shared = useSharedWords();
  const { date, time, dateTime, rupees } = useFormat();
  const { startsAt, endsAt, mode, status, videoUrl, patientPhone, feePaise, refundedPaise, refundDuePaise } = appointment;
  const live = status === 'CONFIRMED' || status === 'IN_PROGRESS';
  return (
    <Card title={t('page.details')}>
      <dl className="fact-list">
        <Fact label={t('page.when')}>
          {date(indianDay(startsAt))}, {time(startsAt)} – {time(endsAt)}
        </Fact>
        <Fact label={t('page.kind')}>
          {t(`visit.${appointment.visitType}`)}, {shared(`mode.${mode}`)}
        </Fact>
        {mode === 'in-person' && (
          <Fact label={t('page.place')}>{[...new Set([appointment.hospital, appointment.location])].filter(Boolean).join(', ')}</Fact>
        )}
        {mode === 'video' && live && (
          <Fact label={t('page.video')}>
            {videoUrl === undefined ? (
              <>
                {t('page.video.none')}{' '}
                <Link className="link" to="/desk/hours/practice#practice-videoUrl">
                  {t('page.video.add')}
                </Link>
              </>
            ) : (
              <WayTo appointment={appointment} />
            )}
          </Fact>
        )}
        {mode === 'phone' && live && (
          <Fact label={t('page.phone')}>{patientPhone === undefined ? t('page.phone.none') : <WayTo appointment={appointment} />}</Fact>
        )}
        <Fact label={t('page.payment')}>
          {feePaise > 0 && `${rupees(feePaise)} · `}
          {t(`paid.${appointment.paymentStatus}`)}
          {refundedPaise > 0 && <span className="block">{t('page.refunded', { sum: rupees(refundedPaise) })}</span>}
          {refundDuePaise > 0 && <span className="block">{t('page.refund-due', { sum: rupees(refundDuePaise) })}</span>}
        </Fact>
        <Fact label={t('page.booked')}>{dateTime(appointment.createdAt)}</Fact>
        {appointment.movedFrom.length > 0 && (
          <Fact label={t('page.moved-from')}>
            {appointment.movedFrom.map((from) => (
              <span key={from} className="block">
                {dateTime(from)}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </Card>
  );
}

function Reason({ appointment: { reason, consent, accompaniedBy } }: { appointment: AppointmentDetail }) {
  const t = useAppointmentDeskWords();
  const { dateTime } = useFormat();
  return (
    <Card title={t('page.reason')}>
      <blockquote className="said">{reason}</blockquote>
      <p className="mt-3 text-sm text-ink-2">{t('page.consent', { when: dateTime(consent.givenAt) })}</p>
      {accompaniedBy !== undefined && (
        <div className="mt-3">
          <Note kind="info" title={t('page.with', accompaniedBy)}>
            <p>{t('page.with.check')}</p>
          </Note>
        </div>
      )}
    </Card>
  );
}

function CalendarButton({ appointmentId }: { appointmentId: string }) {
  const t = useAppointmentDeskWords();
  const { say } = useStatus();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await saveCalendarFile(appointmentId);
      say(t('page.calendar.done'));
    } catch (error) {
      if (isFailure(error)) setFailure(error);
    }
    setBusy(false);
  };
  return (
    <>
      <Button kind="secondary" icon="calendar-plus" busy={busy} onClick={() => void save()}>
        {t('page.calendar')}
      </Button>
      {failure && (
        <div className="order-last w-full">
          <ErrorNotice failure={failure} onRetry={save} />
        </div>
      )}
    </>
  );
}

function Whole({ appointment }: { appointment: AppointmentDetail }) {
  const t = useAppointmentDeskWords();
  const now = useNow(15_000);
  const [open, setOpen] = useState<'cancel' | 'move'>();
  const kept = useLostFocus(() => document.querySelector<HTMLElement>('.visit-now :is(a, button)') ?? document.querySelector('h1'));
  const { status, noteId } = appointment;
  const close = (): void => setOpen(undefined);
  return (
    <div className="space-y-4" {...kept}>
      <VisitPatient appointment={appointment} />
      {status !== 'CANCELLED' && status !== 'REQUESTED' && (
        <section className="card visit-now" aria-label={t(`status.${status}`)}>
          {status === 'COMPLETED' && (
            <p className="mr-auto">
              {t('page.done.text')} {noteId === undefined && t('page.no-note')}
            </p>
          )}
          {status === 'NO_SHOW' && <p className="mr-auto">{t('page.no-show.text')}</p>}
          <VisitActions appointment={appointment} now={now} />
          {status === 'IN_PROGRESS' && <WayTo appointment={appointment} />}
        </section>
      )}
      {status === 'REQUESTED' && <Note kind="info">{t('page.held.text')}</Note>}
      <Reason appointment={appointment} />
      <Details appointment={appointment} />
      {appointment.actions.length > 0 && status !== 'COMPLETED' && (
        <div className="flex flex-wrap gap-3">
          {appointment.actions.includes('reschedule') && (
            <Button kind="secondary" icon="calendar" onClick={() => setOpen('move')}>
              {t('move.action')}
            </Button>
          )}
          {status === 'CONFIRMED' && <CalendarButton appointmentId={appointment.appointmentId} />}
          {appointment.actions.includes('cancel') && (
            <Button kind="secondary" icon="x" onClick={() => setOpen('cancel')}>
              {t('cancel.action')}
            </Button>
          )}
        </div>
      )}
      {open === 'cancel' && <CancelDialog appointment={appointment} onClose={close} />}
      {open === 'move' && <MoveDialog appointment={appointment} onClose={close} />}
    </div>
  );
}

/** `/desk/appointments/:appointmentId`: who comes, why, how, and what is to be done now. */
export default function DeskAppointment() {
  const t = useAppointmentDeskWords();
  const { date, time } = useFormat();
  const { appointmentId = '' } = useParams();
  const found = useQuery('GET /appointments/{appointmentId}', { params: { appointmentId } });
  const appointment = found.data;
  const title = appointment === undefined ? t('page.title') : `${time(appointment.startsAt)}, ${date(indianDay(appointment.startsAt))}`;
  const missing = found.error?.code === 'not-found';
  return (
    <>
      <DeskTop>
        <span aria-hidden="true">/</span>
        <Link to="/desk/schedule" className="link">
          {t('schedule.title')}
        </Link>
      </DeskTop>
      <Page
        title={appointment === undefined ? t('page.title') : `${appointment.patient.name}, ${title}`}
        heading={title}
        wide
        end={appointment && <AppointmentTag appointment={appointment} />}
      >
        {missing && (
          <Empty icon="calendar" title={t('page.not-found')} action={<ButtonLink to="/desk/schedule">{t('page.to-schedule')}</ButtonLink>}>
            <p>{t('page.not-found.text')}</p>
          </Empty>
        )}
        {found.error && appointment === undefined && !missing && <ErrorNotice failure={found.error} onRetry={() => found.refetch()} />}
        {found.isPending && (found.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} />)}
        {appointment && <Whole key={appointment.appointmentId} appointment={appointment} />}
        <Age at={found.dataUpdatedAt} failed={appointment !== undefined && (found.isRefetchError || found.fetchStatus === 'paused')} />
      </Page>
    </>
  );
}
