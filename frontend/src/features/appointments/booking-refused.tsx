import type { ApiFailure } from '../../shared/api/failure.ts';
import { useFormat } from '../../shared/i18n/dates.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { ErrorNotice } from '../../shared/ui/errors.tsx';
import { Note } from '../../shared/ui/surfaces.tsx';
import { useBookingWords } from './booking-words.ts';
import { NearTimes, type Refusal, refusals } from './near-times.tsx';
import type { ChosenTime } from './slot-picker.tsx';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Which part of the profile a missing field is in. */
const sectionOf = { name: 'about', dateOfBirth: 'about', phone: 'contact' } as const;
type MissingField = keyof typeof sectionOf;
const isMissing = (field: string): field is MissingField => field in sectionOf;

/** Why a time was not booked, and the way on; the form stays as it is. */
export function BookingRefused({
  failure,
  doctorId,
  time,
  back,
  onChoose,
  onRetry,
}: {
  failure: ApiFailure;
  doctorId: string;
  time: ChosenTime;
  /** The address of this form, to come back to. */
  back: string;
  onChoose: (startsAt: string) => void;
  onRetry: () => void;
}) {
  const t = useBookingWords();
  const { dateTime } = useFormat();
  const { code } = failure;
  const details = (failure.details ?? {}) as Record<string, unknown>;
  if (code in refusals)
    return (
      <NearTimes
        key={time.startsAt}
        refusal={code as Refusal}
        doctorId={doctorId}
        startsAt={time.startsAt}
        mode={time.mode}
        onChoose={onChoose}
      />
    );
  if (code === 'overlapping-appointment') {
    const other = text(details.appointmentId);
    return (
      <div role="alert">
        <Note kind="warn" title={t('overlap.title', { when: dateTime(text(details.startsAt) ?? time.startsAt) })}>
          <p>{t('overlap.text')}</p>
          <ButtonLink kind="secondary" to={other ? `/visits/booked/${encodeURIComponent(other)}` : '/visits'}>
            {t('overlap.open')}
          </ButtonLink>
        </Note>
      </div>
    );
  }
  if (code === 'too-many-holds') {
    const held = Array.isArray(details.appointmentIds) ? (details.appointmentIds as string[]) : [];
    return (
      <div role="alert">
        <Note kind="warn" title={t('holds.title')}>
          <p>{t('holds.text')}</p>
          <div className="flex flex-wrap gap-3">
            {held.map((appointmentId, index) => (
              <ButtonLink key={appointmentId} kind="secondary" to={`/visits/booked/${encodeURIComponent(appointmentId)}`}>
                {t('holds.open', { number: index + 1 })}
              </ButtonLink>
            ))}
          </div>
        </Note>
      </div>
    );
  }
  if (code === 'profile-incomplete') {
    const missing = failure.problems.map(({ field }) => field.replace(/^profile\./, '')).filter(isMissing);
    const [first] = missing;
    return (
      <div role="alert">
        <Note kind="warn" title={t('profile.title')}>
          <p>{t('profile.text')}</p>
          <ul className="list-disc pl-5">
            {missing.map((field) => (
              <li key={field}>{t(`profile.${field}`)}</li>
            ))}
          </ul>
          <ButtonLink to={`/me#${first ? sectionOf[first] : 'about'}`} state={{ edit: true, back }}>
            {t('profile.open')}
          </ButtonLink>
        </Note>
      </div>
    );
  }
  return <ErrorNotice failure={failure} onRetry={failure.mayPass ? onRetry : undefined} />;
}
