import { lazy, type ReactNode, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { Age, Card, Empty, Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useVisitWords } from '../consultation-notes/visits-words.ts';
import { AppointmentActions } from './appointment-actions.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { type Fresh, freshOf, rememberFresh } from './fresh.ts';
import { Hold, Over, useToldAt } from './hold.tsx';
import { Join } from './join.tsx';
import { modeIcons } from './modes.ts';
import { moneyWord } from './money-words.ts';
import { RefundLine, useRefundWords } from './refund-rules.tsx';
import { useSlotWords } from './slot-picker-words.ts';
import { StatusTag } from './status-tag.tsx';

const VisitLetter = lazy(() => import('../consultation-notes/visit-letter.tsx'));

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A payment can come this long after its hold; from then on somebody who waits for it looks again by hand (milliseconds). */
const LATE_PAYMENT = 15 * MINUTE;
/** A doctor who writes does it most often on the same day (milliseconds). */
const LETTER = 6 * 60 * MINUTE;

/** How often to look again by itself: the doctor, the bank or the clock may change it while the page is open (milliseconds). */
const lookAgainAfter = (appointment: AppointmentDetail): number | false => {
  const { status, noteId, endsAt, cancelReason, cancelledAt = '', paymentStatus } = appointment;
  const since = (instant: string) => Date.now() - Date.parse(instant);
  if (status === 'REQUESTED') return 15 * SECOND;
  if (status === 'IN_PROGRESS') return 20 * SECOND;
  if (status === 'CONFIRMED' || paymentStatus === 'refund-due') return MINUTE;
  if (status === 'CANCELLED' && cancelReason === 'hold-expired' && since(cancelledAt) < LATE_PAYMENT) return 15 * SECOND;
  return status === 'COMPLETED' && !noteId && since(endsAt) < LETTER ? MINUTE : false;
};

/** `/visits/booked/:appointmentId`: pay, join, change, cancel; and afterwards visit, note and receipt together. */
export default function AppointmentScreen() {
  const { appointmentId = '' } = useParams();
  return <Appointment key={appointmentId} appointmentId={appointmentId} />;
}

function Appointment({ appointmentId }: { appointmentId: string }) {
  const t = useAppointmentWords();
  const shared = useSharedWords();
  // The words of the parts are waited for with the others: if they came later, the page would go back to its skeleton.
  useSlotWords();
  useRefundWords();
  useVisitWords();
  const { dateTime } = useFormat();
  const forget = useForget();
  const [lookAfter, setLookAfter] = useState<number | false>(false);
  const read = useQuery(
    'GET /appointments/{appointmentId}',
    { params: { appointmentId } },
    { staleTime: 2 * SECOND, refetchInterval: lookAfter },
  );
  const toldAt = useToldAt(read.dataUpdatedAt);
  const [fresh] = useState(() => freshOf(appointmentId));
  const appointment = read.data;
  const next = appointment ? lookAgainAfter(appointment) : false;
  useEffect(() => setLookAfter(next), [next]);

  const { refetch } = read;
  const again = useCallback(() => refetch(), [refetch]);
  const status = appointment?.status;
  const before = useRef(status);
  useEffect(() => {
    if (status === undefined || status === 'REQUESTED') return;
    // What somebody was in the middle of is over: another look at this page is an ordinary one.
    rememberFresh(appointmentId, undefined);
    if (before.current !== undefined && before.current !== status) void forget('GET /appointments');
    before.current = status;
  }, [status, appointmentId, forget]);

  if (!appointment) {
    return (
      <Page title={t('title')}>
        {read.isPending && (read.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={2} lines={5} />)}
        {isFailure(read.error, 'not-found') ? (
          <Empty icon="search" title={t('not-found')} action={<ButtonLink to="/visits">{t('back')}</ButtonLink>} />
        ) : (
          read.error && <ErrorNotice failure={read.error} onRetry={() => read.refetch()} />
        )}
      </Page>
    );
  }
  const { doctor, startsAt, mode, noteId } = appointment;
  return (
    <Page
      title={t('title.with', { doctor: doctor.name })}
      heading={doctor.name}
      eyebrow={`${shared(`mode.${mode}`)}, ${dateTime(startsAt)}`}
      end={<StatusTag status={appointment.status} />}
    >
      <State appointment={appointment} toldAt={toldAt} fresh={fresh} onAgain={again} />
      <Join appointment={appointment} />
      {noteId && (
        <section className="space-y-4" aria-labelledby="letter">
          <h2 id="letter" className="sr">
            {t('letter.heading')}
          </h2>
          <Suspense fallback={<Skeleton cards={2} lines={5} />}>
            <VisitLetter noteId={noteId} />
          </Suspense>
        </section>
      )}
      <Facts appointment={appointment} />
      <AppointmentActions appointment={appointment} onAgain={again} />
      <Age at={read.dataUpdatedAt} failed={read.isRefetchError || read.fetchStatus === 'paused'} />
    </Page>
  );
}

/** What this means for the person now. */
function State({
  appointment,
  toldAt,
  fresh,
  onAgain,
}: {
  appointment: AppointmentDetail;
  toldAt: number;
  fresh: Fresh | undefined;
  onAgain: () => unknown;
}) {
  const t = useAppointmentWords();
  const { rupees, dateTime } = useFormat();
  const { status, feePaise, doctor, cancelReason, cancelledAt, noteId, paymentStatus } = appointment;
  const [opened] = useState(status);
  const booked = useRef<HTMLDivElement>(null);
  const justBooked = status === 'CONFIRMED' && (fresh !== undefined || opened === 'REQUESTED');
  useEffect(() => {
    if (justBooked) booked.current?.focus();
  }, [justBooked]);

  if (status === 'REQUESTED')
    return <Hold appointment={appointment} toldAt={toldAt} paying={fresh === 'paying' && !cameBackUnpaid()} onAgain={onAgain} />;
  if (justBooked)
    return (
      <div ref={booked} tabIndex={-1} role="status" className="focus-by-script">
        <Note kind="ok" title={t('fresh.title')}>
          <p>{feePaise > 0 ? t('fresh.paid', { fee: rupees(feePaise) }) : t('fresh.free')}</p>
        </Note>
      </div>
    );
  if (status === 'IN_PROGRESS') return <Note>{t('going-on')}</Note>;
  if (status === 'COMPLETED' && !noteId) return <Note>{t('done.no-note')}</Note>;
  if (status === 'NO_SHOW')
    return (
      <Note kind="warn" title={t('missed.title')}>
        <p>{t('missed.text')}</p>
      </Note>
    );
  if (status !== 'CANCELLED') return null;
  if (cancelReason === 'hold-expired' && paymentStatus !== 'refund-due' && paymentStatus !== 'refunded')
    return <Over appointment={appointment} paying={fresh === 'paying'} />;
  return (
    <Note kind={cancelReason === 'by-patient' ? 'info' : 'warn'} title={<Why appointment={appointment} />}>
      <p>
        <MoneyText appointment={appointment} />
      </p>
      {cancelledAt && <p className="text-sm text-ink-2">{t('why.on', { when: dateTime(cancelledAt) })}</p>}
      {cancelReason !== 'by-patient' && (
        <ButtonLink kind="secondary" to={`/doctors/${encodeURIComponent(doctor.doctorId)}`}>
          {t('hold.other')}
        </ButtonLink>
      )}
    </Note>
  );
}

/** The provider's page sends those who turned back to an address that says so. */
const cameBackUnpaid = () => new URLSearchParams(location.search).get('paid') === 'no';

function Why({ appointment: { cancelReason = 'by-patient', doctor } }: { appointment: AppointmentDetail }) {
  const t = useAppointmentWords();
  return <>{cancelReason === 'by-doctor' ? t('why.by-doctor', { doctor: doctor.name }) : t(`why.${cancelReason}`)}</>;
}

/** Where the money is. */
function MoneyText({ appointment }: { appointment: AppointmentDetail }) {
  const t = useAppointmentWords();
  const { rupees } = useFormat();
  const fee = rupees(appointment.feePaise);
  const due = rupees(appointment.refundDuePaise);
  const refunded = rupees(appointment.refundedPaise);
  const word = moneyWord(appointment);
  switch (word) {
    case 'free':
    case 'nothing-paid':
      return <>{t(`money.${word}`)}</>;
    case 'refund-due':
    case 'refund-failed':
      return <>{t(`money.${word}`, { due })}</>;
    case 'refunded':
    case 'partly-refunded':
      return <>{t(`money.${word}`, { refunded })}</>;
    default:
      return <>{t(`money.${word}`, { fee })}</>;
  }
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-2">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}

/** When, how, where, with whom, for how much. */
function Facts({ appointment }: { appointment: AppointmentDetail }) {
  const t = useAppointmentWords();
  const shared = useSharedWords();
  const { dateTime, time } = useFormat();
  const { status, startsAt, endsAt, mode, doctor, hospital, location, reason, accompaniedBy, movedFrom, visitType, videoUrl, feePaise } =
    appointment;
  const coming = status === 'CONFIRMED' || status === 'REQUESTED';
  return (
    <Card>
      <dl className="space-y-3">
        <Fact name={t('when')}>
          <b className="font-semibold">
            {dateTime(startsAt)} – {time(endsAt)}
          </b>
          {movedFrom.length > 0 && (
            <span className="block text-sm text-ink-2">
              {t('moved.from', { when: dateTime(movedFrom[movedFrom.length - 1] ?? startsAt) })}
            </span>
          )}
        </Fact>
        <Fact name={t('how')}>
          <span className="flex items-center gap-2 font-semibold">
            <Icon name={modeIcons[mode]} />
            {shared(`mode.${mode}`)}
            {visitType === 'follow-up' && <span className="font-normal text-ink-2">({t('follow-up')})</span>}
          </span>
          {coming && (
            <span className="block text-ink-2">
              {mode === 'video' && status === 'CONFIRMED' && !videoUrl ? t('how.video.no-link') : t(`how.${mode}`)}
            </span>
          )}
        </Fact>
        {mode === 'in-person' && (
          <Fact name={t('where')}>
            <b className="font-semibold">{hospital}</b>
            <span className="block">{location}</span>
          </Fact>
        )}
        <Fact name={t('doctor')}>
          <b className="font-semibold">{doctor.name}</b>, {doctor.qualification}
          <span className="block text-ink-2">{t('doctor.number', { number: doctor.registrationNumber })}</span>
        </Fact>
        {status !== 'CANCELLED' && (
          <Fact name={t('money')}>
            <MoneyText appointment={appointment} />
            {coming && feePaise > 0 && (
              <span className="block text-sm text-ink-2">
                <RefundLine policy={appointment.cancellation} startsAt={startsAt} now={Date.now()} />
              </span>
            )}
          </Fact>
        )}
        <Fact name={t('reason')}>
          <span className="whitespace-pre-line">{reason}</span>
        </Fact>
        {accompaniedBy && <Fact name={t('with')}>{t('with.who', { name: accompaniedBy.name, relation: accompaniedBy.relation })}</Fact>}
      </dl>
    </Card>
  );
}
