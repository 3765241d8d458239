import type * as z from 'zod';

import type { Mode, Practice } from '../directory/contract.ts';
import type { Doctor, Profile } from '../identity/contract.ts';
import { paymentStatusOf, receiptNumberOf, type StoredPayment, totalsOf } from '../payments/items.ts';
import { ApiError, type FieldProblem, invalidRequest } from '../shared/http/errors.ts';
import { type CalendarDate, type Instant, indianDateOf, later, millisecondsOf, type Paise } from '../shared/values.ts';
import { counting } from './changes.ts';
import { type Availability, type appointmentRoutes, HOLD_SECONDS, HOLDS_AT_ONCE } from './contract.ts';
import { bookable, type OfferedSlot, offeredAt } from './free-slots.ts';
import type { PatientCalendar, StoredAppointment } from './items.ts';

export type Booking = z.infer<typeof appointmentRoutes.book.body>;

/** Below this a person comes with an adult (TPG 2020, FACTS 6; the age of majority in India). */
const ADULT_AGE = 18;

/** Whole years at a date. */
export const ageOn = (dateOfBirth: CalendarDate, date: CalendarDate): number =>
  Number(date.slice(0, 4)) - Number(dateOfBirth.slice(0, 4)) - (date.slice(5) < dateOfBirth.slice(5) ? 1 : 0);

/** The time as the doctor offers it, or why it cannot be booked. */
export const requireSlot = (hours: Availability, startsAt: Instant, mode: Mode, now: Instant, field = 'body.startsAt'): OfferedSlot => {
  const when = bookable(hours, startsAt, now);
  if (when === 'too-short-notice')
    throw new ApiError('too-short-notice', 'This time is too near, or past. Please choose a later one.', {
      noticeMinutes: hours.noticeMinutes,
    });
  const slot = when === 'yes' ? offeredAt(hours, startsAt) : undefined;
  if (!slot) throw new ApiError('slot-not-offered', `${field} must be a time that this doctor offers.`, { startsAt });
  if (!slot.modes.includes(mode))
    throw new ApiError('slot-not-offered', `body.mode must be one that this doctor offers at this time: ${slot.modes.join(', ')}.`, {
      startsAt,
      modes: slot.modes,
    });
  return slot;
};

/** A patient is in one place at a time. */
export const refuseOverlap = (
  calendar: PatientCalendar,
  time: { readonly startsAt: Instant; readonly endsAt: Instant },
  now: Instant,
  except?: string,
): void => {
  const other = counting(calendar, now).find(
    ({ appointmentId, startsAt, endsAt }) => appointmentId !== except && startsAt < time.endsAt && time.startsAt < endsAt,
  );
  if (other)
    throw new ApiError('overlapping-appointment', 'You have another appointment at this time.', {
      appointmentId: other.appointmentId,
      startsAt: other.startsAt,
    });
};

const refuseManyHolds = (calendar: PatientCalendar, now: Instant): void => {
  const held = counting(calendar, now).filter(({ heldUntil }) => heldUntil !== undefined);
  if (held.length >= HOLDS_AT_ONCE)
    throw new ApiError(
      'too-many-holds',
      `You keep ${held.length} times unpaid. Pay for one or cancel it, or wait until its five minutes are over.`,
      {
        appointmentIds: held.map(({ appointmentId }) => appointmentId),
      },
    );
};

/** Both sides must know who the other is (TPG 2020, FACTS 6): name, age, and where to reach the person. */
const requirePerson = (profile: Profile | undefined) => {
  const { name, dateOfBirth } = profile ?? {};
  const problems: FieldProblem[] = [
    ...(name ? [] : [{ field: 'profile.name', rule: 'is required before you book' }]),
    ...(dateOfBirth ? [] : [{ field: 'profile.dateOfBirth', rule: 'is required before you book' }]),
    ...(profile?.phone || profile?.email ? [] : [{ field: 'profile.phone', rule: 'is required before you book, or profile.email' }]),
  ];
  if (!name || !dateOfBirth || problems.length > 0)
    throw new ApiError('profile-incomplete', problems.map(({ field, rule }) => `${field} ${rule}`).join('; '), { problems });
  return { name, dateOfBirth, phone: profile?.phone, sex: profile?.sex };
};

export type Terms = {
  readonly doctor: Doctor;
  readonly practice: Practice;
  readonly hours: Availability;
  readonly profile: Profile | undefined;
  readonly calendar: PatientCalendar;
  /** When the last visit of this patient with this doctor was completed. */
  readonly lastVisitAt: Instant | undefined;
};

const feeOf = ({ feePaise, followUp }: Practice, lastVisitAt: Instant | undefined, startsAt: Instant) => {
  const again =
    followUp !== undefined &&
    lastVisitAt !== undefined &&
    millisecondsOf(startsAt) - millisecondsOf(lastVisitAt) <= followUp.days * 86_400_000;
  return again ? { feePaise: followUp.feePaise, visitType: 'follow-up' as const } : { feePaise, visitType: 'first' as const };
};

/** A new appointment and its payment under the doctor's terms of this moment, or the reason why there can be none. */
export const newAppointment = (
  asked: Booking,
  { doctor, practice, hours, profile, calendar, lastVisitAt }: Terms,
  made: { readonly appointmentId: string; readonly patientId: string; readonly now: Instant },
): { appointment: StoredAppointment; payment: StoredPayment } => {
  const { appointmentId, patientId, now } = made;
  const { doctorId } = doctor;
  if (doctorId === patientId) throw invalidRequest([{ field: 'body.doctorId', rule: 'must be another person than you' }]);
  const person = requirePerson(profile);
  const patientAge = ageOn(person.dateOfBirth, indianDateOf(asked.startsAt));
  if (patientAge < ADULT_AGE && !asked.accompaniedBy)
    throw invalidRequest([{ field: 'body.accompaniedBy', rule: `is required for a person under ${ADULT_AGE}` }]);
  const slot = requireSlot(hours, asked.startsAt, asked.mode, now);
  refuseOverlap(calendar, slot, now);
  const { feePaise, visitType } = feeOf(practice, lastVisitAt, asked.startsAt);
  if (feePaise > 0) refuseManyHolds(calendar, now);

  const patient = { patientId, name: person.name };
  const { name, registrationNumber, specialty, qualification, council } = doctor;
  const paymentStatus = paymentStatusOf({ amountPaise: feePaise, totals: totalsOf([]), refundDuePaise: 0, cancelled: false });
  const nothing = 0 as Paise;
  return {
    appointment: {
      appointmentId,
      doctorId,
      patientId,
      status: feePaise === 0 ? 'CONFIRMED' : 'REQUESTED',
      doctor: { doctorId, name, registrationNumber, specialty, qualification },
      patient,
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      bufferMinutes: slot.bufferMinutes,
      mode: asked.mode,
      feePaise,
      visitType,
      paymentStatus,
      reason: asked.reason,
      consent: { type: 'implied', startedBy: 'patient', wording: asked.consent.wording, givenAt: now },
      accompaniedBy: asked.accompaniedBy,
      patientAge,
      patientSex: person.sex,
      patientPhone: person.phone,
      hospital: practice.hospital,
      location: slot.location ?? practice.address,
      videoUrl: practice.videoUrl,
      cancellation: practice.cancellation,
      heldUntil: feePaise === 0 ? undefined : later(now, HOLD_SECONDS),
      movedFrom: [],
      due: [],
      createdAt: now,
      revision: 1,
    },
    payment: {
      appointmentId,
      doctor: { doctorId, name, registrationNumber, council, qualification, specialty },
      patient,
      hospital: practice.hospital,
      visitAt: slot.startsAt,
      amountPaise: feePaise,
      currency: 'INR',
      status: paymentStatus,
      capturedPaise: nothing,
      refundedPaise: nothing,
      refundDuePaise: nothing,
      refunds: [],
      receiptNumber: receiptNumberOf(appointmentId, indianDateOf(now)),
      createdAt: now,
      revision: 1,
    },
  };
};
