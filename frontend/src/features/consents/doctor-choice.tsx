import { useState } from 'react';

import { useQuery } from '../../shared/api/query.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { ChoiceChips } from '../../shared/ui/chips.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { TextField } from '../../shared/ui/field.tsx';
import { Skeleton } from '../../shared/ui/surfaces.tsx';
import { useSettled } from '../documents/use-settled.ts';
import { useConsentWords } from './consents-words.ts';
import type { KnownDoctor } from './share-form.ts';

const OTHER = 'other';

/** A doctor of one's visits, or another one by name. */
export function DoctorChoice({
  known,
  doctorId,
  doctorName,
  error,
  onChoose,
}: {
  known: readonly KnownDoctor[];
  doctorId: string;
  doctorName: string;
  error?: string | undefined;
  onChoose: (doctorId: string, name: string) => void;
}) {
  const t = useConsentWords();
  const { dateTime } = useFormat();
  const [searching, setSearching] = useState(known.length === 0 || (doctorId !== '' && !known.some((one) => one.doctorId === doctorId)));
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const found = useQuery('GET /doctors', { query: { q, limit: '10' } }, { enabled: searching && q.length > 1 });
  const results = [
    ...(doctorId !== '' && !found.data?.some((one) => one.doctorId === doctorId) ? [{ doctorId, name: doctorName, place: '' }] : []),
    ...(found.data ?? []).map(({ hospital, city, ...one }) => ({ doctorId: one.doctorId, name: one.name, place: `${hospital}, ${city}` })),
  ];
  const pick = (id: string) => {
    if (id === OTHER) {
      setSearching(true);
      return onChoose('', '');
    }
    const doctor = known.find((one) => one.doctorId === id);
    if (!doctor) return;
    setSearching(false);
    onChoose(id, doctor.name);
  };
  return (
    <div className="space-y-4">
      {known.length > 0 && (
        <ChoiceChips
          id={searching ? undefined : 'share-doctor'}
          label={t('doctor')}
          error={searching ? undefined : error}
          options={[
            ...known.slice(0, 6).map(({ doctorId: value, name, nextVisit }) => ({
              value,
              label: nextVisit ? t('doctor.with-visit', { doctor: name, when: dateTime(nextVisit) }) : name,
            })),
            { value: OTHER, label: t('doctor.other') },
          ]}
          value={searching ? OTHER : doctorId}
          onChange={pick}
        />
      )}
      {searching && (
        <>
          <TextField
            id="share-doctor"
            type="search"
            enterKeyHint="search"
            autoComplete="off"
            maxLength={80}
            label={t('doctor.search')}
            value={typed}
            onChange={setTyped}
            error={error}
          />
          <p role="status" className="text-sm text-ink-2">
            {found.data && (found.data.length > 0 ? t('doctor.found', { count: found.data.length }) : t('doctor.none'))}
          </p>
          {found.isFetching && !found.data && <Skeleton lines={2} />}
          {found.error && <ErrorNotice failure={found.error} onRetry={() => found.refetch()} />}
          {results.length > 0 && (
            <ChoiceChips
              label={t('doctor.results')}
              options={results.map(({ doctorId: value, name, place }) => ({
                value,
                label: (
                  <>
                    {name}
                    {place && <span className="block text-sm font-normal">{place}</span>}
                  </>
                ),
              }))}
              value={doctorId}
              onChange={(id) => onChoose(id, results.find((one) => one.doctorId === id)?.name ?? '')}
            />
          )}
        </>
      )}
    </div>
  );
}
