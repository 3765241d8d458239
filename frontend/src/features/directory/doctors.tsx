import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';

import { usePages, useQuery } from '../../shared/api/query.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { Button } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { ShowMore } from '../../shared/ui/lists.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { useStatus } from '../../shared/ui/status-line.tsx';
import { Age, Empty, OfflineEmpty, Skeleton } from '../../shared/ui/surfaces.tsx';
import { useDirectoryWords, useSpecialty } from './directory-words.ts';
import { DoctorCard } from './doctor-card.tsx';
import { DoctorFilters } from './doctor-filters.tsx';
import { narrowedBy, paramsOf, queryOf, type Search, type SearchPart, searchOf } from './doctor-search.ts';

/** A minute: free times go fast. */
const STALE = 60_000;

/** `/doctors`: who can see me soon. */
export default function Doctors() {
  const t = useDirectoryWords();
  const [params, setParams] = useSearchParams();
  const results = useRef<HTMLParagraphElement>(null);
  const search = searchOf(params);
  const put = (change: Partial<Search>) => setParams(paramsOf({ ...search, ...change }), { replace: true, preventScrollReset: true });
  const doctors = usePages('GET /doctors', { query: queryOf(search, indianDay()) }, { staleTime: STALE });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = doctors;
  // A page can come empty while there are more: then the next one is what the person waits for.
  const readingOn = doctors.items?.length === 0 && hasNextPage;
  useEffect(() => {
    if (readingOn && !isFetchingNextPage) void fetchNextPage();
  }, [readingOn, isFetchingNextPage, fetchNextPage]);
  const found = readingOn ? undefined : doctors.items;
  const seen = useRef({ cities: new Set<string>(), specialties: new Set<string>() });
  for (const { city, specialty } of found ?? []) {
    seen.current.cities.add(city);
    seen.current.specialties.add(specialty);
  }
  return (
    <Page title={t('title')} heading={t('heading')}>
      <DoctorFilters search={search} put={put} cities={[...seen.current.cities]} specialties={[...seen.current.specialties]} />
      <p ref={results} tabIndex={-1} role="status" className={`focus-by-script ${found && found.length > 0 ? 'text-sm text-ink-2' : 'sr'}`}>
        {found && found.length > 0 && (hasNextPage ? t('found.more', { count: found.length }) : t('found', { count: found.length }))}
        {found?.length === 0 && t('empty.title')}
      </p>
      {doctors.error && !found && <ErrorNotice failure={doctors.error} onRetry={() => doctors.refetch()} />}
      {(doctors.isPending || readingOn) && (doctors.fetchStatus === 'paused' ? <OfflineEmpty /> : <Skeleton cards={3} lines={5} />)}
      {found?.length === 0 && (
        <Nobody
          search={search}
          drop={(change) => {
            put(change);
            results.current?.focus();
          }}
        />
      )}
      {found && found.length > 0 && (
        <>
          <ul className="space-y-3" aria-label={t('list.label')}>
            {found.map((doctor) => (
              <li key={doctor.doctorId}>
                <DoctorCard doctor={doctor} />
              </li>
            ))}
          </ul>
          <ShowMore of={doctors} className="w-full" />
          <Age at={doctors.dataUpdatedAt} failed={doctors.isRefetchError || doctors.fetchStatus === 'paused'} />
        </>
      )}
    </Page>
  );
}

const nothing: Search = { q: '', specialty: '', city: '', language: '', mode: '', fee: '', free: '' };

/** Nobody fits: which wish to leave out, so that somebody does. */
function Nobody({ search, drop }: { search: Search; drop: (change: Partial<Search>) => void }) {
  const t = useDirectoryWords();
  const wishes = narrowedBy(search);
  if (wishes.length === 0) {
    return (
      <Empty icon="stethoscope" title={t('nobody.title')}>
        {t('nobody.text')}
      </Empty>
    );
  }
  return (
    <Empty icon="search" title={t('empty.title')}>
      <p>{t('empty.text')}</p>
      <div className="mt-3 flex flex-col items-center gap-3">
        {wishes.map((part) => (
          <Drop key={part} part={part} search={search} drop={drop} alone={wishes.length === 1} />
        ))}
        {wishes.length > 1 && (
          <Button kind="quiet" onClick={() => drop(nothing)}>
            {t('empty.all')}
          </Button>
        )}
      </div>
    </Empty>
  );
}

/** Offered only where it helps: the search without this wish finds somebody. */
function Drop({
  part,
  search,
  drop,
  alone,
}: {
  part: SearchPart;
  search: Search;
  drop: (change: Partial<Search>) => void;
  alone: boolean;
}) {
  const t = useDirectoryWords();
  const { say } = useStatus();
  const wishText = useWishText();
  const without = { ...search, [part]: '' };
  const others = useQuery(
    'GET /doctors',
    { query: { ...queryOf(without, indianDay()), limit: '5' } },
    { staleTime: STALE, enabled: !alone },
  );
  // Until it is known that it helps, its place is kept.
  if (!alone && others.isPending) return <Skeleton lines={1} />;
  if (!alone && others.data?.length === 0) return null;
  const wish = wishText(part, search);
  return (
    <Button
      kind="secondary"
      icon="x"
      onClick={() => {
        drop({ [part]: '' });
        say(t('empty.dropped', { wish }), { undo: () => drop(search) });
      }}
    >
      {t('empty.drop', { wish })}
    </Button>
  );
}

/** A wish as the person said it. */
function useWishText() {
  const t = useDirectoryWords();
  const shared = useSharedWords();
  const specialtyText = useSpecialty();
  const { rupees, languageName } = useFormat();
  return (part: SearchPart, search: Search): string => {
    if (part === 'free') return search.free === '' ? '' : t(`free.${search.free}`);
    if (part === 'mode') return search.mode === '' ? '' : shared(`mode.${search.mode}`);
    if (part === 'specialty') return specialtyText(search.specialty);
    if (part === 'language') return languageName(search.language);
    if (part === 'fee') return search.fee === '0' ? t('wish.fee-free') : t('fee.up-to', { fee: rupees(Number(search.fee) * 100) });
    return search[part];
  };
}
