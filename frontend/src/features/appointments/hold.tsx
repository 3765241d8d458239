import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

import type { AppointmentDetail } from '../../../../functions/appointments/contract.ts';
import { useForget, useKnow, useMutation } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { Button, ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { useOnline } from '../../shared/ui/net-bar.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Card, Note } from '../../shared/ui/surfaces.tsx';
import { useAppointmentWords } from './appointment-words.ts';
import { bookAgain } from './booking-draft.ts';
import { rememberFresh } from './fresh.ts';
import { clockText, minutesToSay, secondsLeftAt } from './hold-clock.ts';
import { openCheckout } from './open-checkout.ts';

const SECOND = 1_000;
/** The order is made while the person reads; after this long something is wrong with the provider (milliseconds). */
const PATIENCE = 30_000;
/** The webhook is most often here before the browser is; only then we have the provider asked (milliseconds). */
const BEFORE_ASKING = 3_000;
/** From now on the person may do something else than wait (milliseconds). */
const LONG = 20_000;

/** Whole seconds that a hold has left, each second anew; by what the API told and the time since. */
function useSecondsLeft(secondsLeft: number, toldAt: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), SECOND / 2);
    return () => clearInterval(timer);
  }, []);
  return secondsLeftAt({ secondsLeft, toldAt }, Math.max(now, toldAt));
}

/** `performance.now()` at the moment when an answer came. */
export function useToldAt(updatedAt: number): number {
  const told = useRef({ updatedAt, at: performance.now() - Math.max(0, Date.now() - updatedAt) });
  if (told.current.updatedAt !== updatedAt) told.current = { updatedAt, at: performance.now() };
  return told.current.at;
}

/** A time that is kept and not paid: how long still, pay, wait for the bank, or hold it again. */
export function Hold({
  appointment,
  toldAt,
  paying,
  onAgain,
}: {
  appointment: AppointmentDetail;
  toldAt: number;
  /** The person comes back from the provider's page. */
  paying: boolean;
  /** Reads the appointment again. */
  onAgain: () => unknown;
}) {
  const { holdSecondsLeft = 0, paymentStatus } = appointment;
  const seconds = useSecondsLeft(holdSecondsLeft, toldAt);
  const [asking, setAsking] = useState(paying);
  const over = seconds === 0;
  // The API says how it stands once the time is over; here it is only counted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the countdown ends
  useEffect(() => {
    if (over) void onAgain();
  }, [over]);
  if (asking || paymentStatus === 'authorized')
    return <Asking appointment={appointment} seconds={seconds} onUnpaid={() => setAsking(false)} onAgain={onAgain} />;
  return over ? <Over appointment={appointment} /> : <Kept appointment={appointment} seconds={seconds} onAgain={onAgain} />;
}

function Clock({ seconds }: { seconds: number }) {
  const t = useAppointmentWords();
  const said = useRef<number | undefined>(undefined);
  said.current = minutesToSay(seconds, said.current);
  return (
    <>
      <p className="flex items-center gap-2 text-xl font-semibold">
        <Icon name="clock" size={24} className="text-brand" />
        {t('hold.kept', { clock: clockText(seconds) })}
      </p>
      <p role="status" className="sr">
        {said.current ? t('hold.spoken', { count: said.current }) : ''}
      </p>
    </>
  );
}

/** Pays: waits for the order, then leaves for the provider's page. */
function usePay({ appointmentId }: AppointmentDetail, onAgain: () => unknown) {
  const order = useMutation('POST /appointments/{appointmentId}/payment-orders');
  const [state, setState] = useState<'idle' | 'busy' | 'slow'>('idle');
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    // Back from the provider's page the browser may show this one as it was left.
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      setState('idle');
      void onAgain();
    };
    addEventListener('pageshow', shown);
    return () => {
      gone.current = true;
      removeEventListener('pageshow', shown);
    };
  }, [onAgain]);
  const pay = async () => {
    if (state === 'busy') return;
    setState('busy');
    const until = performance.now() + PATIENCE;
    try {
      while (!gone.current) {
        const { checkout } = await order.mutateAsync({ params: { appointmentId } });
        if (checkout) {
          rememberFresh(appointmentId, 'paying');
          openCheckout(checkout);
          return;
        }
        if (performance.now() > until) return setState('slow');
        await new Promise((resolve) => setTimeout(resolve, SECOND));
      }
    } catch {
      // `failure` says why.
      setState('idle');
      void onAgain();
    }
  };
  return { pay: () => void pay(), state, failure: order.failure };
}

function Kept({ appointment, seconds, onAgain }: { appointment: AppointmentDetail; seconds: number; onAgain: () => unknown }) {
  const t = useAppointmentWords();
  const { rupees } = useFormat();
  const { say } = useStatus();
  const know = useKnow();
  const forget = useForget();
  const online = useOnline();
  const [params] = useSearchParams();
  const { appointmentId, feePaise } = appointment;
  const { pay, state, failure } = usePay(appointment, onAgain);
  const letGo = useMutation('POST /appointments/{appointmentId}/cancel', {
    onSuccess: (reply) => {
      know('GET /appointments/{appointmentId}', { params: { appointmentId } }, () => reply);
      void forget('GET /appointments', 'GET /doctors/{doctorId}/slots');
      say(t('hold.let-gone'));
    },
  });
  const came = params.get('paid') === 'no';
  return (
    <Card className="space-y-3">
      <Clock seconds={seconds} />
      {came ? <Note>{t('hold.nothing-paid')}</Note> : <p>{t('hold.text')}</p>}
      <div className="grid">
        <Button className="text-lg" busy={state === 'busy'} locked={!online && state !== 'busy' && t('hold.offline')} onClick={pay}>
          {t('hold.pay', { fee: rupees(feePaise) })}
        </Button>
      </div>
      <p role="status" className={state === 'slow' ? 'font-semibold text-warn' : 'sr'}>
        {state === 'busy' ? t('hold.preparing') : state === 'slow' ? t('hold.slow') : ''}
      </p>
      {failure && failure.code !== 'payment-not-waiting' && <ErrorNotice failure={failure} onRetry={failure.mayPass ? pay : undefined} />}
      <p className="hint">{t('hold.where')}</p>
      {letGo.failure && <ErrorNotice failure={letGo.failure} />}
      <Button kind="quiet" className="-ml-3" busy={letGo.isPending} onClick={() => letGo.mutate({ params: { appointmentId } })}>
        {t('hold.let-go')}
      </Button>
    </Card>
  );
}

/** Back from the provider's page: the answer is the API's, not the page's that sent the person back. */
function Asking({
  appointment,
  seconds,
  onUnpaid,
  onAgain,
}: {
  appointment: AppointmentDetail;
  seconds: number;
  onUnpaid: () => void;
  onAgain: () => unknown;
}) {
  const t = useAppointmentWords();
  const { rupees } = useFormat();
  const { appointmentId, feePaise, actions } = appointment;
  const [since] = useState(() => performance.now());
  const [now, setNow] = useState(since);
  const check = useMutation('POST /appointments/{appointmentId}/payment-checks');
  const long = now - since > LONG;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that somebody comes back
  useEffect(() => {
    const asked = setTimeout(() => check.mutate({ params: { appointmentId } }), BEFORE_ASKING);
    return () => clearTimeout(asked);
  }, [appointmentId]);
  useEffect(() => {
    // Each second at first, then slower: a bank that has not answered by then takes its time.
    const timer = setInterval(
      () => {
        setNow(performance.now());
        void onAgain();
      },
      long ? 5 * SECOND : SECOND,
    );
    return () => clearInterval(timer);
  }, [long, onAgain]);
  return (
    <Card className="space-y-3">
      <div role="status" className="space-y-2">
        <p className="flex items-center gap-3 text-lg font-semibold">
          {long ? <Icon name="clock" size={24} className="text-brand" /> : <span className="spin static" aria-hidden="true" />}
          {long ? t('asking.long.title') : t('asking.title')}
        </p>
        <p>{long ? t('asking.long.text') : t('asking.text')}</p>
      </div>
      {seconds > 0 && <Clock seconds={seconds} />}
      {long && seconds === 0 && <p>{t('hold.over.paid')}</p>}
      {long && actions.includes('pay') && seconds > 0 && (
        <Button kind="secondary" onClick={onUnpaid}>
          {t('asking.unpaid', { fee: rupees(feePaise) })}
        </Button>
      )}
    </Card>
  );
}

/** The hold is over, and nothing was paid as far as we know. */
export function Over({ appointment, paying = false }: { appointment: AppointmentDetail; paying?: boolean }) {
  const t = useAppointmentWords();
  const navigate = useNavigate();
  const { doctor, mode, startsAt } = appointment;
  const past = Date.parse(startsAt) <= Date.now();
  return (
    <Card title={t('hold.over.title')} className="space-y-3">
      <p>{t('hold.over.text')}</p>
      {paying && <p>{t('hold.over.paid')}</p>}
      <div className="flex flex-wrap gap-3">
        {!past && <Button onClick={() => navigate(bookAgain(appointment))}>{t('hold.again')}</Button>}
        <ButtonLink kind="secondary" to={`/doctors/${encodeURIComponent(doctor.doctorId)}?mode=${mode}`}>
          {t('hold.other')}
        </ButtonLink>
      </div>
    </Card>
  );
}
