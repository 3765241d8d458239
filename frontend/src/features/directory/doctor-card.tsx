import type { DoctorListing } from '../../../../functions/directory/contract.ts';
import { indianDay, useFormat } from '../../shared/i18n/dates.ts';
import { useSharedWords } from '../../shared/i18n/shared-words.ts';
import { ButtonLink } from '../../shared/ui/button.tsx';
import { Icon } from '../../shared/ui/icon.tsx';
import { modeIcons } from '../appointments/modes.ts';
import { useDirectoryWords, useSpecialty } from './directory-words.ts';

/** `Today, 4:20 pm`, or the date and the time. */
export function useFreeTime() {
  const t = useDirectoryWords();
  const { time, dateTime } = useFormat();
  return (at: string): string => (indianDay(at) === indianDay() ? t('card.today', { time: time(at) }) : dateTime(at));
}

/** `Free` or `₹500`. */
export function useFee() {
  const t = useDirectoryWords();
  const { rupees } = useFormat();
  return (paise: number): string => (paise === 0 ? t('fee.none') : rupees(paise));
}

/** One doctor in the list: who, where, how soon, for how much. */
export function DoctorCard({ doctor }: { doctor: DoctorListing }) {
  const t = useDirectoryWords();
  const shared = useSharedWords();
  const specialtyText = useSpecialty();
  const { languageName, list } = useFormat();
  const freeTime = useFreeTime();
  const fee = useFee();
  const page = `/doctors/${encodeURIComponent(doctor.doctorId)}`;
  return (
    <article className="card space-y-3 p-4" aria-labelledby={`doctor-${doctor.doctorId}`}>
      <div className="flex items-start gap-3">
        <div className="mr-auto min-w-0">
          <h2 id={`doctor-${doctor.doctorId}`}>{doctor.name}</h2>
          <p className="text-ink-2">{specialtyText(doctor.specialty)}</p>
        </div>
        <p className="text-lg font-semibold whitespace-nowrap">{fee(doctor.feePaise)}</p>
      </div>
      <p className="flex items-start gap-2 rounded-md bg-brand-soft px-3 py-2 font-semibold text-brand">
        <Icon name="clock" className="mt-0.5" />
        {doctor.nextFreeAt ? t('card.next', { when: freeTime(doctor.nextFreeAt) }) : t('card.none')}
      </p>
      <div className="space-y-1 text-sm text-ink-2">
        <p>
          {doctor.hospital}, {doctor.city}
        </p>
        {doctor.modes.length > 0 && (
          <p className="flex flex-wrap gap-x-4 gap-y-1">
            {doctor.modes.map((mode) => (
              <span key={mode} className="inline-flex items-center gap-1.5">
                <Icon name={modeIcons[mode]} size={16} />
                {shared(`mode.${mode}`)}
              </span>
            ))}
          </p>
        )}
        {doctor.languages.length > 0 && <p>{t('card.speaks', { languages: list(doctor.languages.map(languageName)) })}</p>}
        <p>{t('card.number', { number: doctor.registrationNumber })}</p>
      </div>
      <ButtonLink to={page} kind={doctor.nextFreeAt ? 'primary' : 'secondary'} className="w-full desk:w-auto">
        {t('card.see')}
        <span className="sr"> {t('card.see.of', { doctor: doctor.name })}</span>
      </ButtonLink>
    </article>
  );
}
