import * as z from 'zod';

import { CancellationPolicy, Mode } from '../directory/contract.ts';
import { Sex } from '../identity/contract.ts';
import { DuePlace } from '../shared/due/due-item.ts';
import { attribute } from '../shared/table/condition.ts';
import { itemKind } from '../shared/table/item.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, type Write } from '../shared/table/write.ts';
import { EpochSeconds, Instant, Paise } from '../shared/values.ts';
import { AccompaniedBy, AppointmentStatus, AppointmentSummary, Availability, CancelReason, Consent } from './contract.ts';

type DoctorKey = { doctorId: string };
type PatientKey = { patientId: string };
type AppointmentKey = { appointmentId: string };

export const availability = itemKind({
  type: 'availability',
  version: 1,
  schema: Availability,
  key: ({ doctorId }: DoctorKey) => ({ pk: `doctor#${doctorId}`, sk: 'availability' }),
  holds: 'When a doctor can be booked: weekly hours, dated exceptions, window, notice',
  readBy: ['appointments: free times, booking, the doctor'],
});

/** One appointment's claim of a doctor's time. */
export const Claim = z.object({
  appointmentId: z.string(),
  /** Of an unpaid appointment: from this instant on the time is free again. Absent once it is confirmed. */
  heldUntil: Instant.optional(),
  expiresAt: EpochSeconds,
});
export type Claim = z.infer<typeof Claim>;

/**
 * Five minutes of a doctor's time. An appointment claims each cell from its start to the end of its buffer, so that two
 * appointments can never overlap, whatever hours they were booked under (ADR 10).
 */
export const claim = itemKind({
  type: 'claim',
  version: 1,
  schema: Claim,
  key: ({ doctorId, cell }: DoctorKey & { cell: Instant }) => ({ pk: `doctor#${doctorId}#claims`, sk: cell }),
  holds: 'Five minutes of a doctor’s time, and whose they are',
  readBy: ['appointments: free times, by start', 'appointments: whoever books, moves or settles'],
});

export const appointment = itemKind({
  type: 'appointment',
  version: 1,
  schema: AppointmentSummary.omit({ holdSecondsLeft: true }).extend({
    status: AppointmentStatus,
    doctorId: z.string(),
    patientId: z.string(),
    mode: Mode,
    /** Kept free after it, claimed with it. */
    bufferMinutes: z.int().min(0),
    reason: z.string(),
    consent: Consent,
    accompaniedBy: AccompaniedBy.optional(),
    patientAge: z.int().min(0).optional(),
    patientSex: Sex.optional(),
    patientPhone: z.string().optional(),
    hospital: z.string(),
    location: z.string(),
    videoUrl: z.string().optional(),
    /** The terms that it was booked under. */
    cancellation: CancellationPolicy,
    feePaise: Paise,
    /** Until when an unpaid one is kept. */
    heldUntil: Instant.optional(),
    cancelReason: CancelReason.optional(),
    cancelledAt: Instant.optional(),
    noteSignedAt: Instant.optional(),
    movedFrom: z.array(Instant),
    /** What is due for it, so that a cancellation takes it back. */
    due: z.array(DuePlace),
    createdAt: Instant,
    revision: z.int().min(1),
  }),
  key: ({ appointmentId }: AppointmentKey) => ({ pk: `appointment#${appointmentId}`, sk: 'appointment' }),
  indexes: ({ doctorId, patientId, startsAt, appointmentId }) => ({
    gsi1pk: `doctor#${doctorId}#appointments`,
    gsi1sk: `${startsAt}#${appointmentId}`,
    gsi2pk: `patient#${patientId}#appointments`,
    gsi2sk: `${startsAt}#${appointmentId}`,
  }),
  holds: 'One appointment: who, when, how, under which terms, how far it is',
  readBy: [
    'appointments: patient, doctor, reminders',
    'appointments: the doctor’s days, by start',
    'appointments: the patient’s list, by start',
    'consultation-notes: the note of a visit',
    'payments: whose payment it is',
  ],
});
export type StoredAppointment = z.infer<typeof appointment.schema>;

/** The note of a visit joins its appointment, in the note's own transaction. */
export const joinNote = (visit: StoredAppointment, note: { readonly noteId: string; readonly noteSignedAt?: Instant }): Write =>
  put(appointment.make(visit, { ...visit, ...note, revision: visit.revision + 1 })).when(
    attribute('revision').is(visit.revision),
    outdated,
  );

export const CalendarEntry = z.object({
  appointmentId: z.string(),
  startsAt: Instant,
  endsAt: Instant,
  /** Of an unpaid appointment: from this instant on the entry counts no more. */
  heldUntil: Instant.optional(),
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;

/** A patient's coming appointments in one item, so that one condition refuses an overlap or a hold too many. */
export const patientCalendar = itemKind({
  type: 'patient-calendar',
  version: 1,
  schema: z.object({ entries: z.array(CalendarEntry), revision: z.int().min(0) }),
  key: ({ patientId }: PatientKey) => ({ pk: `patient#${patientId}`, sk: 'calendar' }),
  holds: 'A patient’s coming appointments and holds, so that none overlap',
  readBy: ['appointments: whoever books, moves, cancels or settles'],
});
export type PatientCalendar = z.infer<typeof patientCalendar.schema>;

export const lastVisit = itemKind({
  type: 'last-visit',
  version: 1,
  schema: z.object({ appointmentId: z.string(), completedAt: Instant }),
  key: ({ patientId, doctorId }: PatientKey & DoctorKey) => ({ pk: `patient#${patientId}`, sk: `last-visit#${doctorId}` }),
  holds: 'When a patient’s last visit with a doctor was completed, for the follow-up fee',
  readBy: ['appointments: the next booking'],
});
