import { lazy, Suspense, useRef, useState } from 'react';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';

import type { DoctorPage } from '../../../../functions/directory/contract.ts';
import type { Me } from '../../../../functions/identity/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import { isFailure } from '../../shared/api/failure.ts';
import { useForget, useKnow, useMutation, useQuery } from '../../shared/api/query.ts';
import { useDraft } from '../../shared/drafts.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { Check } from '../../shared/ui/check.tsx';
import { ErrorNotice, ErrorSummary } from '../../shared/ui/errors.tsx';
import { TextArea, TextField } from '../../shared/ui/field.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useOnline } from '../../shared/ui/net-bar.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Empty, Note, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { draftName, emptyDraft, expectedFee, isMinorOn } from './booking-draft.ts';
import { BookingRefused } from './booking-refused.tsx';
import { useBookingWords } from './booking-words.ts';
import { chosenOf } from './chosen-time.ts';
import { useNow } from './clock.ts';
import { rememberFresh } from './fresh.ts';
import { modeIcons } from './modes.ts';
import { RefundLine, useRefundWords } from './refund-rules.tsx';
import type { ChosenTime } from './slot-picker.tsx';

// Most people share nothing while they book: the choice comes after the rest of the form.
const ShareChoice = lazy(async () => ({ default: (await import('../consents/share-choice.tsx')).ShareChoice }));

/** The sentence of `consent` in the words, by its version. */
const CONSENT: CallInput<'POST /appointments'>['body']['consent']['wording'] = 'booking-1';

const MINUTE = 60_000;

/** `/book/:doctorId?at=…&mode=…`: why, who comes along, agree, keep the time. */
export default function Booking() {
  const { doctorId = '' } = useParams();
  const t = useBookingWords();
  useRefundWords();
  const [params] = useSearchParams();
  const time = chosenOf(params);
  const doctor = useQuery('GET /doctors/{doctorId}', { params: { doctorId } });
  const me = useQuery('GET /me', {});
  const page = `/doctors/${encodeURIComponent(doctorId)}`;
  const failed = [doctor, me].find(({ error, data }) => error && !data);
  const waiting = [doctor, me].find(({ data, error }) => !data && !error);
  return (
    <Page title={t('title')}>
      {!time ? (
        <Empty icon="clock" title={t('no-time.title')} action={<ButtonLink to={page}>{t('no-time.action')}</ButtonLink>} />
      ) : isFailure(doctor.error, 'not-found') ? (
        <Empty icon="search" title={t('near.none')} action={<ButtonLink to="/doctors">{t('no-time.action')}</ButtonLink>} />
      ) : failed?.error ? (
        <ErrorNotice failure={failed.error} onRetry={() => failed.refetch()} />
      ) : waiting ? (
        waiting.fetchStatus === 'paused' ? (
          <OfflineEmpty />
        ) : (
          <Skeleton cards={2} lines={4} />
        )
      ) : (
        doctor.data && me.data && <BookingForm doctor={doctor.data} me={me.data} time={time} />
      )}
    </Page>
  );
}

function BookingForm({ doctor, me, time }: { doctor: DoctorPage; me: Me; time: ChosenTime }) {
  const t = useBookingWords();
  const shared = useSharedWords();
  const { dateTime, rupees } = useFormat();
  const { say, clear } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const online = useOnline();
  const now = useNow(MINUTE);
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [, setParams] = useSearchParams();
  const summary = useRef<HTMLHeadingElement>(null);
  const { doctorId } = doctor;
  const draft = useDraft(draftName(doctorId), emptyDraft);
  const [share, setShare] = useState<CallInput<'POST /appointments'>['body']['share']>();
  const [wasKept] = useState(draft.kept && draft.value.reason !== '');
  const [agreed, setAgreed] = useState(false);
  const [problems, setProblems] = useState<readonly { fieldId: string; text: string }[]>([]);
  const visits = useQuery('GET /appointments', { query: { as: 'patient', order: 'latest' } }, { enabled: doctor.followUp !== undefined });
  const fee = expectedFee(doctor, visits.data ?? [], time.startsAt);
  const minor = isMinorOn(me.profile.dateOfBirth, time.startsAt);
  const form = draft.value;
  const book = useMutation('POST /appointments', {
    onSuccess: (appointment) => {
      const { appointmentId, status } = appointment;
      draft.discard(form);
      clear();
      rememberFresh(appointmentId, status === 'CONFIRMED' ? 'booked' : undefined);
      know('GET /appointments/{appointmentId}', { params: { appointmentId } }, () => appointment);
      void forget('GET /appointments', 'GET /doctors/{doctorId}/slots', 'GET /doctors/{doctorId}', 'GET /doctors');
      // Back leads to the doctor, not to a form that would book once more.
      navigate(`/visits/booked/${encodeURIComponent(appointmentId)}`, { replace: true });
    },
    onError: ({ code }) => {
      if (code === 'slot-taken' || code === 'slot-not-offered') void forget('GET /doctors/{doctorId}/slots', 'GET /doctors');
    },
  });

  const errorOf = (fieldId: string) => problems.find((problem) => problem.fieldId === fieldId)?.text;
  const check = () => {
    const found: { fieldId: string; text: string }[] = [];
    if (!form.reason.trim()) found.push({ fieldId: 'book-reason', text: t('reason.missing') });
    if (minor && !form.withName.trim()) found.push({ fieldId: 'book-with', text: t('minor.name.missing') });
    if (minor && !form.withRelation.trim()) found.push({ fieldId: 'book-relation', text: t('minor.relation.missing') });
    if (!agreed) found.push({ fieldId: 'book-consent', text: t('consent.missing') });
    return found;
  };
  const submit = () => {
    if (book.isPending) return;
    const found = check();
    setProblems(found);
    if (found.length > 0) return;
    book.mutate({
      body: {
        doctorId,
        startsAt: time.startsAt,
        mode: time.mode,
        reason: form.reason.trim(),
        consent: { wording: CONSENT },
        ...(share && { share }),
        ...(minor && { accompaniedBy: { name: form.withName.trim(), relation: form.withRelation.trim() } }),
      },
    });
  };
  const choose = (startsAt: string) => {
    book.reset();
    setParams({ at: startsAt, mode: time.mode }, { replace: true, preventScrollReset: true });
    say(t('near.chosen', { when: dateTime(startsAt) }));
    summary.current?.focus();
  };
  if (me.accountId === doctorId) return <Note kind="warn">{t('yourself')}</Note>;

  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <section className="card space-y-2 p-4">
        <div className="flex items-start gap-2">
          <h2 ref={summary} tabIndex={-1} className="mr-auto min-w-0">
            {dateTime(time.startsAt)}
          </h2>
          <ButtonLink
            kind="quiet"
            className="-mt-2 -mr-2"
            to={`/doctors/${encodeURIComponent(doctorId)}?${new URLSearchParams({ at: time.startsAt, mode: time.mode })}`}
          >
            {t('time.change')}
          </ButtonLink>
        </div>
        <p className="font-semibold">{doctor.name}</p>
        <p className="flex items-start gap-2 text-ink-2">
          <Icon name={modeIcons[time.mode]} className="mt-1" />
          {shared(`mode.${time.mode}`)}
          {time.mode === 'in-person' && `, ${doctor.hospital}`}
        </p>
        <p>
          <b className="font-semibold">{fee.paise === 0 ? t('fee.free') : rupees(fee.paise)}</b>
          {fee.paise > 0 && (
            <span className="text-ink-2">
              {' · '}
              <RefundLine policy={doctor.cancellation} startsAt={time.startsAt} now={now} />
            </span>
          )}
        </p>
        {fee.followUp && <p className="text-sm text-ink-2">{t('fee.follow-up')}</p>}
      </section>

      <ErrorSummary problems={problems} />
      {wasKept && <p className="hint">{shared('draft.kept')}</p>}
      <section className="card space-y-5 p-4">
        <TextArea
          id="book-reason"
          label={t('reason')}
          hint={t('reason.hint')}
          maxLength={1000}
          value={form.reason}
          onChange={(reason) => draft.set({ ...form, reason })}
          error={errorOf('book-reason')}
        />
        {minor && (
          <fieldset className="field space-y-4">
            <legend className="label">{t('minor.title')}</legend>
            <p className="text-ink-2">{t('minor.text')}</p>
            <TextField
              id="book-with"
              label={t('minor.name')}
              maxLength={120}
              value={form.withName}
              onChange={(withName) => draft.set({ ...form, withName })}
              error={errorOf('book-with')}
            />
            <TextField
              id="book-relation"
              label={t('minor.relation')}
              hint={t('minor.relation.hint')}
              maxLength={60}
              value={form.withRelation}
              onChange={(withRelation) => draft.set({ ...form, withRelation })}
              error={errorOf('book-relation')}
            />
          </fieldset>
        )}
        <Suspense>
          <ShareChoice doctor={doctor.name} onChange={setShare} />
        </Suspense>
        <Check
          id="book-consent"
          label={t('consent', { doctor: doctor.name })}
          hint={time.mode === 'in-person' ? undefined : t('consent.hint')}
          checked={agreed}
          onChange={setAgreed}
          error={errorOf('book-consent')}
        />
        {book.failure && (
          <BookingRefused
            failure={book.failure}
            doctorId={doctorId}
            time={time}
            back={pathname + search}
            onChoose={choose}
            onRetry={submit}
          />
        )}
        {book.isPaused && <Note>{t('waits.internet')}</Note>}
        <div className="grid gap-2">
          <Button type="submit" className="text-lg" busy={book.isPending} locked={!online && !book.isPending && t('offline.reason')}>
            {fee.paise > 0 ? t('keep-and-pay', { fee: rupees(fee.paise) }) : t('book')}
          </Button>
          {fee.paise > 0 && <p className="hint">{t('kept-for')}</p>}
        </div>
      </section>
    </form>
  );
}
