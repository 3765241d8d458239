import type { AppointmentDetail, AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import type { DoctorPage } from '../../../../functions/directory/contract.ts';
import { keepDraft } from '../../shared/drafts.ts';
import { ageOn, indianDay } from '../../shared/i18n/dates.ts';

/** What is typed for a booking. The consent is given anew each time and is not part of it. */
export type BookingDraft = { readonly reason: string; readonly withName: string; readonly withRelation: string };

export const emptyDraft: BookingDraft = { reason: '', withName: '', withRelation: '' };

export const draftName = (doctorId: string): string => `book.${doctorId}`;

/** The way back to the form with what was written before: for a time that was not paid while it was kept. */
export const bookAgain = ({ doctor, startsAt, mode, reason, accompaniedBy }: AppointmentDetail): string => {
  keepDraft(draftName(doctor.doctorId), {
    reason,
    withName: accompaniedBy?.name ?? '',
    withRelation: accompaniedBy?.relation ?? '',
  } satisfies BookingDraft);
  return `/book/${encodeURIComponent(doctor.doctorId)}?${new URLSearchParams({ at: startsAt, mode })}`;
};

/** Below this a person comes with an adult; the API asks the same (functions/appointments/booking.ts). */
const ADULT_AGE = 18;

export const isMinorOn = (dateOfBirth: string | undefined, startsAt: string): boolean =>
  dateOfBirth !== undefined && ageOn(dateOfBirth, indianDay(startsAt)) < ADULT_AGE;

/** What the visit will most likely cost; the API decides by the moment when the last visit was completed. */
export const expectedFee = (
  { doctorId, feePaise, followUp }: Pick<DoctorPage, 'doctorId' | 'feePaise' | 'followUp'>,
  visits: readonly AppointmentSummary[],
  startsAt: string,
): { readonly paise: number; readonly followUp: boolean } => {
  const again =
    followUp !== undefined &&
    visits.some(
      ({ status, doctor, endsAt }) =>
        status === 'COMPLETED' && doctor.doctorId === doctorId && Date.parse(startsAt) - Date.parse(endsAt) <= followUp.days * 86_400_000,
    );
  return again ? { paise: followUp.feePaise, followUp: true } : { paise: feePaise, followUp: false };
};
