import { Link } from 'react-router';

import type { Profile } from '../../../functions/identity/contract.ts';
import { AppointmentRow } from '../features/appointments/appointment-row.tsx';
import { useAppointmentWords } from '../features/appointments/appointment-words.ts';
import { isComing } from '../features/appointments/visit-list.ts';
import { VisitRow } from '../features/consultation-notes/visit-row.tsx';
import { useVisitWords } from '../features/consultation-notes/visits-words.ts';
import { useMedicineWords } from '../features/reminders/medicines-words.ts';
import { NextDose } from '../features/reminders/next-dose.tsx';
import { useQuery } from '../shared/api/query.ts';
import { useSession } from '../shared/auth/session.ts';
import { indianDay, useFormat } from '../shared/i18n/dates.ts';
import { useSharedWords } from '../shared/i18n/shared-words.ts';
import { dictionary, useWords } from '../shared/i18n/words.ts';
import { ButtonLink } from '../shared/ui/button.tsx';
import { ErrorNotice } from '../shared/ui/errors.tsx';
import { Icon } from '../shared/ui/icon.tsx';
import type { IconName } from '../shared/ui/icons.ts';
import { Chevron, Page } from '../shared/ui/page.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../shared/ui/surfaces.tsx';

const words = dictionary({ en: () => import('./home.en.ts'), hi: () => import('./home.hi.ts') });

/** What is missing in the profile and matters most; one thing at a time. */
const nextOf = (profile: Profile) =>
  profile.allergies === undefined
    ? 'allergies'
    : profile.dateOfBirth === undefined
      ? 'date-of-birth'
      : (profile.emergencyContacts?.length ?? 0) === 0
        ? 'emergency-contacts'
        : profile.email === undefined
          ? 'email'
          : undefined;

const sectionOf = { allergies: 'allergies', 'date-of-birth': 'about', 'emergency-contacts': 'emergency', email: 'contact' } as const;

/** `/home`: what is new, one thing to do, and the ways to everything. */
export default function Home() {
  const t = useWords(words);
  const shared = useSharedWords();
  // The words of the rows are waited for with the others: if they came later, the page would go back to its skeleton.
  useVisitWords();
  useMedicineWords();
  const booked = useAppointmentWords();
  const { date } = useFormat();
  const { name, roles } = useSession();
  const me = useQuery('GET /me', {});
  const newest = useQuery('GET /consultation-notes', { query: { as: 'patient', limit: '3' } });
  const coming = useQuery(
    'GET /appointments',
    { query: { as: 'patient', from: indianDay(), order: 'soonest', limit: '10' } },
    { staleTime: 20_000 },
  );
  const visit = coming.data?.find((appointment) => isComing(appointment, Date.now()));
  const called = (me.data?.profile.name ?? name ?? '').split(' ')[0];
  const next = me.data && nextOf(me.data.profile);
  const tiles: {
    to: string;
    icon: IconName;
    word: 'need.book' | 'need.visits' | 'need.record' | 'need.code' | 'need.seen-by' | 'need.desk';
  }[] = [
    { to: '/doctors', icon: 'stethoscope', word: 'need.book' },
    { to: '/visits', icon: 'calendar', word: 'need.visits' },
    { to: '/record', icon: 'report-medical', word: 'need.record' },
    { to: '/me#code', icon: 'id-card', word: 'need.code' },
    { to: '/me/seen-by', icon: 'eye', word: 'need.seen-by' },
  ];
  if (roles.includes('doctor')) tiles.push({ to: '/desk', icon: 'notes', word: 'need.desk' });

  return (
    <Page
      title={t('title')}
      heading={called ? shared('hello', { name: called }) : shared('hello.plain')}
      end={<p className="text-ink-2">{date(indianDay())}</p>}
    >
      <NextDose />
      {visit && (
        <section className="card overflow-hidden" aria-labelledby="coming">
          <h2 id="coming" className="flex flex-wrap px-4 pt-3 text-base text-ink-2">
            <span className="mr-auto">{booked('home.next')}</span> <DaysUntil day={indianDay(visit.startsAt)} />
          </h2>
          <AppointmentRow appointment={visit} quiet={visit.status === 'CONFIRMED'} />
        </section>
      )}
      {newest.error && !newest.data && <ErrorNotice failure={newest.error} onRetry={() => newest.refetch()} />}
      {newest.isPending && (newest.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={1} lines={4} />)}
      {newest.data?.length === 0 && !visit && !coming.isPending && (
        <Empty icon="stethoscope" title={t('empty.title')} action={<ButtonLink to="/doctors">{t('need.book')}</ButtonLink>}>
          {t('empty.text')}
        </Empty>
      )}
      {newest.data?.[0] && (
        <section className="card overflow-hidden" aria-labelledby="newest">
          <h2 id="newest" className="px-4 pt-3 text-base text-ink-2">
            {t('newest.title')}
          </h2>
          <VisitRow note={newest.data[0]} />
          <div className="px-4 pb-4">
            <ButtonLink to={`/visits/${encodeURIComponent(newest.data[0].noteId)}`} className="w-full text-lg">
              {t('newest.read')}
            </ButtonLink>
          </div>
          {newest.data.length > 1 && (
            <Link to="/visits" className="row-link border-t border-line font-semibold text-brand">
              {t('newest.all')}
              <Chevron />
            </Link>
          )}
        </section>
      )}
      <Age at={newest.dataUpdatedAt} failed={Boolean(newest.data) && (newest.isRefetchError || newest.fetchStatus === 'paused')} />
      {next && (
        <section className="card overflow-hidden" aria-labelledby="next">
          <h2 id="next" className="px-4 pt-3 text-base text-ink-2">
            {t('next.title')}
          </h2>
          <Link to={`/me#${sectionOf[next]}`} className="row-link">
            <span>
              <span className="block font-semibold">{t(`next.${next}`)}</span>
              <span className="block text-sm text-ink-2">{t(`next.${next}.why`)}</span>
            </span>
            <Chevron />
          </Link>
        </section>
      )}
      <h2 className="pt-2">{t('need.title')}</h2>
      <ul className="grid grid-cols-2 gap-3 desk:grid-cols-4">
        {tiles.map(({ to, icon, word }) => (
          <li key={to}>
            <Link to={to} className="card tile">
              <Icon name={icon} size={40} className="text-brand" />
              {t(word)}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** How far away a day is: `today`, `tomorrow`, `in 3 days`. */
function DaysUntil({ day }: { day: string }) {
  const t = useAppointmentWords();
  const days = Math.round((Date.parse(day) - Date.parse(indianDay())) / 86_400_000);
  return <span className="font-normal">{days <= 0 ? t('when.today') : t('when.in', { count: days })}</span>;
}
