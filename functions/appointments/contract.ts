import * as z from 'zod';

import { ConsentScope } from '../consents/contract.ts';
import { CancellationPolicy, Mode } from '../directory/contract.ts';
import { CarePatient, Doctor } from '../identity/contract.ts';
import { PaymentStatus } from '../payments/contract.ts';
import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant, Paise } from '../shared/values.ts';

/** Every start, end and buffer is a multiple of this: what is claimed in the table is cells of five minutes (ADR 10). */
export const CELL_MINUTES = 5;
/** A hold lasts five minutes and ends by comparison, whoever tidies up. */
export const HOLD_SECONDS = 300;
/** Times that one patient may hold unpaid at once. */
export const HOLDS_AT_ONCE = 2;
/** Slots are shown for this many days at once. */
export const SLOT_DAYS = 31;

/** FHIR `Appointment.status` reads proposed, booked, arrived, fulfilled, cancelled, noshow; the product's words are the issue's. */
export const AppointmentStatus = z.enum(['REQUESTED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW']);
export type AppointmentStatus = z.infer<typeof AppointmentStatus>;

/** A clock time in Asia/Kolkata on the grid of five minutes: `09:20`; `24:00` is the day's end. */
export const ClockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5][05]$|^24:00$/, 'must be a time like 09:20, on a multiple of five minutes');
export type ClockTime = z.infer<typeof ClockTime>;

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);

const minutes = (least: number, most: number) =>
  z
    .int()
    .min(least, `must be at least ${least} minutes`)
    .max(most, `must be at most ${most} minutes`)
    .refine((given) => given % CELL_MINUTES === 0, 'must be a multiple of 5 minutes');

/** A stretch of one day in which a doctor sees patients. */
const hours = {
  from: ClockTime,
  to: ClockTime,
  /** Length of one slot. */
  slotMinutes: minutes(5, 60),
  /** Kept free after each slot. */
  bufferMinutes: minutes(0, 30),
  modes: z.array(Mode).min(1, 'must name at least one mode').max(3),
  /** Where, if not at the practice's address. */
  location: line(160).optional(),
};

/** FHIR `daysOfWeek`. */
export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

const backwards = { path: ['to'], message: 'must be later than from' };
const forwards = ({ from, to }: { from: string; to: string }) => from < to;

export const WeeklyHours = z.strictObject({ days: z.array(Weekday).min(1).max(7), ...hours }).refine(forwards, backwards);
export type WeeklyHours = z.infer<typeof WeeklyHours>;

/** One dated change: `off` takes hours away (the whole day without a time), `extra` adds some. What is booked stays. */
export const AvailabilityException = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('off'),
      fromDate: CalendarDate,
      /** Inclusive. */
      toDate: CalendarDate,
      from: ClockTime.optional(),
      to: ClockTime.optional(),
    })
    .refine(({ fromDate, toDate }) => fromDate <= toDate, { path: ['toDate'], message: 'must not be before fromDate' })
    .refine(({ from, to }) => (from === undefined) === (to === undefined), { path: ['to'], message: 'must come with from' })
    .refine(({ from, to }) => from === undefined || to === undefined || from < to, backwards),
  z.strictObject({ kind: z.literal('extra'), date: CalendarDate, ...hours }).refine(forwards, backwards),
]);
export type AvailabilityException = z.infer<typeof AvailabilityException>;

/** When a doctor can be booked. Free slots are computed from this and from what is claimed; none is stored. */
export const AvailabilityFields = z.strictObject({
  /** May not overlap on one day. */
  weekly: z.array(WeeklyHours).max(28),
  exceptions: z.array(AvailabilityException).max(200),
  /** How many days ahead patients may book, today included. */
  windowDays: z.int().min(1).max(90),
  /** The latest moment before a start at which it may still be booked. */
  noticeMinutes: z
    .int()
    .min(0)
    .max(7 * 24 * 60),
});
export type AvailabilityFields = z.infer<typeof AvailabilityFields>;

export const Availability = AvailabilityFields.extend({ revision: z.int().min(0) });
export type Availability = z.infer<typeof Availability>;

/** A time that can be booked now. */
export const Slot = z.object({
  startsAt: Instant,
  endsAt: Instant,
  modes: z.array(Mode),
  location: z.string().optional(),
});
export type Slot = z.infer<typeof Slot>;

/** Why an appointment was cancelled. `hold-expired`: not paid in time. `slot-gone`: paid after the hold, when the time was taken or past. `refunded`: the money went back at the provider. */
export const CancelReason = z.enum(['by-patient', 'by-doctor', 'hold-expired', 'slot-gone', 'refunded']);
export type CancelReason = z.infer<typeof CancelReason>;

/**
 * Consent as the Telemedicine Practice Guidelines 2020 ask: who starts the consultation. A patient who books has given
 * `implied` consent; the sentence that they agreed to is kept by its version.
 */
export const Consent = z.object({ type: z.literal('implied'), startedBy: z.literal('patient'), wording: z.string(), givenAt: Instant });

/** The adult with whom a person under 18 comes; the doctor checks who it is. */
export const AccompaniedBy = z.strictObject({ name: line(120), relation: line(60) });

/** What a caller can do with an appointment now. */
export const AppointmentAction = z.enum(['pay', 'cancel', 'reschedule', 'start', 'complete', 'no-show', 'write-note']);
export type AppointmentAction = z.infer<typeof AppointmentAction>;

/** What would come back if the caller cancelled now. */
export const RefundPreview = z.object({ kind: z.enum(['full', 'partial', 'none']), paise: Paise });
export type RefundPreview = z.infer<typeof RefundPreview>;

export const AppointmentSummary = z.object({
  appointmentId: z.string(),
  status: AppointmentStatus,
  doctor: Doctor.pick({ doctorId: true, name: true, registrationNumber: true, specialty: true, qualification: true }),
  patient: CarePatient.pick({ patientId: true, name: true }),
  startsAt: Instant,
  endsAt: Instant,
  mode: Mode,
  feePaise: Paise,
  /** Follow-up within the doctor's window after a completed visit; else first. */
  visitType: z.enum(['first', 'follow-up']),
  paymentStatus: PaymentStatus,
  cancelReason: CancelReason.optional(),
  /** Whole seconds that the time is still kept for the patient; 0 when the hold is over. Only while REQUESTED. */
  holdSecondsLeft: z.int().min(0).optional(),
  /** The consultation note: for the patient once it is signed. */
  noteId: z.string().optional(),
});
export type AppointmentSummary = z.infer<typeof AppointmentSummary>;

export const AppointmentDetail = AppointmentSummary.extend({
  reason: z.string(),
  consent: Consent,
  accompaniedBy: AccompaniedBy.optional(),
  /** For the doctor, who must ask it before prescribing. Whole years on the day of the appointment. */
  patientAge: z.int().min(0).optional(),
  patientSex: CarePatient.shape.sex,
  /** For the doctor, when the appointment is by phone and confirmed. */
  patientPhone: z.string().optional(),
  hospital: z.string(),
  location: z.string(),
  /** Of a confirmed video appointment. */
  videoUrl: z.string().optional(),
  cancellation: CancellationPolicy,
  refundIfCancelled: RefundPreview.optional(),
  actions: z.array(AppointmentAction),
  refundedPaise: Paise,
  refundDuePaise: Paise,
  createdAt: Instant,
  cancelledAt: Instant.optional(),
  /** The times that it was moved from, oldest first. */
  movedFrom: z.array(Instant),
  revision: z.int().min(1),
});
export type AppointmentDetail = z.infer<typeof AppointmentDetail>;

/** The sentence that a patient agrees to when booking; a new wording is a new version. */
export const CONSENT_WORDING = 'booking-1';

const params = z.strictObject({ appointmentId: z.string().min(1).max(128) });
const change = { params, reply: AppointmentDetail, idempotent: true } as const;

export const appointmentRoutes = {
  listSlots: route({
    method: 'GET',
    path: '/doctors/{doctorId}/slots',
    summary: 'Free times of a doctor between two dates (Asia/Kolkata, both inclusive, 31 days at most)',
    allow: ['patient', 'doctor', 'health-worker'],
    params: z.strictObject({ doctorId: z.string().min(1).max(128) }),
    query: z.strictObject({ from: CalendarDate, to: CalendarDate }),
    reply: z.array(Slot),
  }),
  getMyAvailability: route({
    method: 'GET',
    path: '/me/availability',
    summary: 'When the calling doctor can be booked; revision 0 when nothing is saved yet',
    allow: ['doctor'],
    reply: Availability,
  }),
  saveMyAvailability: route({
    method: 'PUT',
    path: '/me/availability',
    summary: 'Save when the calling doctor can be booked; what is booked stays booked',
    allow: ['doctor'],
    body: Availability,
    reply: Availability,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
  book: route({
    method: 'POST',
    path: '/appointments',
    summary: 'Book a time: confirmed at once if it is free of charge, else kept for five minutes until it is paid',
    allow: ['patient'],
    status: 201,
    body: z.strictObject({
      doctorId: z.string().min(1).max(128),
      startsAt: Instant,
      mode: Mode,
      /** Why the patient comes, in their own words. */
      reason: line(1_000),
      /** The patient agreed to the consent of version `wording`. */
      consent: z.strictObject({ wording: z.literal(CONSENT_WORDING) }),
      /** What the doctor may read of the patient's record, until a week after the visit; nothing if absent. */
      share: ConsentScope.optional(),
      /** Required for a person under 18. */
      accompaniedBy: AccompaniedBy.optional(),
    }),
    reply: AppointmentDetail,
    errors: ['slot-taken', 'slot-not-offered', 'too-short-notice', 'overlapping-appointment', 'too-many-holds', 'profile-incomplete'],
    idempotent: true,
  }),
  list: route({
    method: 'GET',
    path: '/appointments',
    summary: 'Appointments by start, of the calling patient or doctor',
    allow: ['patient', 'doctor'],
    query: pageQuery.extend({
      /** A doctor who is a patient too says whose: `patient` for the appointments with others. */
      as: z.enum(['patient', 'doctor']).optional(),
      /** Starts, Asia/Kolkata, both inclusive. */
      from: CalendarDate.optional(),
      to: CalendarDate.optional(),
      order: z.enum(['soonest', 'latest']).optional(),
    }),
    reply: z.array(AppointmentSummary),
    meta: PageMeta,
  }),
  get: route({
    method: 'GET',
    path: '/appointments/{appointmentId}',
    summary: 'One appointment, for its patient or its doctor',
    allow: ['patient', 'doctor'],
    params,
    reply: AppointmentDetail,
  }),
  cancel: route({
    ...change,
    method: 'POST',
    path: '/appointments/{appointmentId}/cancel',
    summary: 'Cancel; the time is free at once, and what the policy gives back is on its way',
    allow: ['patient', 'doctor'],
    errors: ['illegal-transition'],
  }),
  reschedule: route({
    ...change,
    method: 'POST',
    path: '/appointments/{appointmentId}/reschedule',
    summary: 'Move to another time of the same doctor, at the same fee',
    allow: ['patient', 'doctor'],
    body: z.strictObject({ startsAt: Instant, mode: Mode.optional() }),
    errors: ['illegal-transition', 'slot-taken', 'slot-not-offered', 'too-short-notice', 'overlapping-appointment', 'too-late'],
  }),
  start: route({
    ...change,
    method: 'POST',
    path: '/appointments/{appointmentId}/start',
    summary: 'The doctor begins the consultation, at the earliest 30 minutes before its time; the patient is then in the doctor’s care',
    allow: ['doctor'],
    errors: ['illegal-transition', 'too-early'],
  }),
  complete: route({
    ...change,
    method: 'POST',
    path: '/appointments/{appointmentId}/complete',
    summary: 'The doctor ends the consultation',
    allow: ['doctor'],
    errors: ['illegal-transition'],
  }),
  markNoShow: route({
    ...change,
    method: 'POST',
    path: '/appointments/{appointmentId}/no-show',
    summary: 'The patient did not come; only after the end',
    allow: ['doctor'],
    errors: ['illegal-transition', 'too-early'],
  }),
  getCalendarFile: route({
    method: 'GET',
    path: '/appointments/{appointmentId}/calendar-file',
    summary: 'The appointment as an iCalendar file (RFC 5545), for its patient or its doctor',
    allow: ['patient', 'doctor'],
    params,
    reply: z.object({ fileName: z.string(), content: z.string() }),
  }),
};
