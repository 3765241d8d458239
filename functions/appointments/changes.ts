import { AppointmentReminderDue } from '../../events/appointments/appointment-reminder-due.v1.ts';
import type { NewEvent } from '../../events/envelope.ts';
import { PaymentCheckDue } from '../../events/payments/payment-check-due.v1.ts';
import { payment, type StoredPayment } from '../payments/items.ts';
import { schedule, unschedule } from '../shared/due/due-item.ts';
import { ApiError } from '../shared/http/errors.ts';
import { absent, any, atRevision, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, type Refusal, remove, type Write } from '../shared/table/write.ts';
import { type Instant, ttlAfter } from '../shared/values.ts';
import type { AppointmentStatus } from './contract.ts';
import { type Dossier, holds } from './dossier.ts';
import { cellsOf } from './free-slots.ts';
import { appointment, type CalendarEntry, claim, type PatientCalendar, patientCalendar, type StoredAppointment } from './items.ts';
import { reminderTimes } from './reminder-times.ts';

/** Claims and holds are tidied by TTL this long after they end; until then they cost nothing and prove what was. */
const CLAIM_DAYS = 30;

export const slotTaken = (startsAt: Instant) =>
  new ApiError('slot-taken', 'Somebody has just taken this time. Please choose another one.', { startsAt });

/** States in which the doctor's time belongs to the appointment. */
const claims: readonly AppointmentStatus[] = ['REQUESTED', 'CONFIRMED', 'IN_PROGRESS', 'COMPLETED', 'NO_SHOW'];
/** States in which the patient can be nowhere else. */
const occupies: readonly AppointmentStatus[] = ['REQUESTED', 'CONFIRMED', 'IN_PROGRESS'];

/** What is to be, after a command or a payment; `before` is absent for a new appointment. */
export type Change = {
  readonly before: Pick<Dossier, 'appointment' | 'payment'> | undefined;
  readonly calendar: PatientCalendar;
  readonly after: { readonly appointment: StoredAppointment; readonly payment: StoredPayment };
  readonly now: Instant;
  readonly correlationId: string;
  /** What to answer when the doctor's time belongs to somebody else. */
  readonly taken: Refusal;
};

const cellsClaimedBy = (of: StoredAppointment | undefined): Instant[] => (of && claims.includes(of.status) ? cellsOf(of) : []);

/**
 * The doctor's time. A cell is taken if nobody has it, its hold is over, or it is this appointment's own already; it is
 * given back unless its hold is over, when it is free without a write and may be somebody else's.
 */
const claimWrites = ({ before, after, now, taken }: Change): Write[] => {
  const { doctorId, appointmentId, status, heldUntil } = after.appointment;
  const had = cellsClaimedBy(before?.appointment);
  const wanted = cellsClaimedBy(after.appointment);
  const hold = status === 'REQUESTED' ? heldUntil : undefined;
  const hadHold = before?.appointment.status === 'REQUESTED' ? before.appointment.heldUntil : undefined;
  const unchanged = before !== undefined && hold === hadHold && claims.includes(before.appointment.status);
  const taking = wanted.filter((cell) => !(unchanged && had.includes(cell)));
  const giving = hadHold !== undefined && !holds({ heldUntil: hadHold }, now) ? [] : had.filter((cell) => !wanted.includes(cell));
  return [
    ...taking.map((cell) =>
      put(
        claim.make({ doctorId, cell }, { appointmentId, heldUntil: hold, expiresAt: ttlAfter(after.appointment.endsAt, CLAIM_DAYS) }),
      ).when(any(absent, attribute('heldUntil').isAtMost(now), attribute('appointmentId').is(appointmentId)), taken),
    ),
    ...giving.map((cell) =>
      remove(claim.key({ doctorId, cell })).when(any(absent, attribute('appointmentId').is(appointmentId)), outdated),
    ),
  ];
};

/** Entries that still count: not over, and not a hold that has ended. */
export const counting = ({ entries }: PatientCalendar, now: Instant): CalendarEntry[] =>
  entries.filter((entry) => entry.endsAt > now && holds(entry, now));

const entryOf = ({ appointmentId, startsAt, endsAt, status, heldUntil }: StoredAppointment): CalendarEntry => ({
  appointmentId,
  startsAt,
  endsAt,
  ...(status === 'REQUESTED' ? { heldUntil } : {}),
});

/** The patient's time, under the revision that it was judged on. */
const calendarWrites = ({ before, after, calendar, now }: Change): Write[] => {
  const { appointmentId, patientId, status } = after.appointment;
  const mine = occupies.includes(status) ? [entryOf(after.appointment)] : [];
  const listed = calendar.entries.find((entry) => entry.appointmentId === appointmentId);
  if (before && JSON.stringify(listed ? [listed] : []) === JSON.stringify(mine)) return [];
  const entries = [...counting(calendar, now).filter((entry) => entry.appointmentId !== appointmentId), ...mine];
  const next = patientCalendar.make({ patientId }, { entries, revision: calendar.revision + 1 });
  return [put(next).when(atRevision(calendar.revision), outdated)];
};

/** What must happen by the clock: the look at an unpaid hold when it ends; the reminders of a confirmed appointment. */
const dueEvents = ({ appointmentId, status, startsAt, heldUntil }: StoredAppointment, now: Instant) => {
  const due: { id: string; event: NewEvent; at: Instant }[] = [];
  if (status === 'REQUESTED' && heldUntil)
    due.push({ id: `payment-check#${appointmentId}#0`, event: PaymentCheckDue.of({ appointmentId, round: 0 }), at: heldUntil });
  if (status === 'CONFIRMED') {
    for (const { minutesBefore, at } of reminderTimes(startsAt, now))
      due.push({
        id: `appointment-reminder#${appointmentId}#${startsAt}#${minutesBefore}#email`,
        event: AppointmentReminderDue.of({ appointmentId, startsAt, minutesBefore, channel: 'email' }),
        at,
      });
  }
  return due;
};

const dueWrites = ({ before, after, now, correlationId }: Change): { writes: Write[]; due: StoredAppointment['due'] } => {
  const old = before?.appointment;
  // What was due stays due, even if it is late: writing it anew would drop what the sweep has not come to yet.
  if (old?.status === after.appointment.status && old.startsAt === after.appointment.startsAt) return { writes: [], due: old.due };
  const scheduled = dueEvents(after.appointment, now).map(({ id, event, at }) => schedule(id, event, at, { now, correlationId }));
  const due = scheduled.map(({ place }) => place);
  const dropped = (old?.due ?? []).filter((place) => !due.some(({ id, minute }) => id === place.id && minute === place.minute));
  return { writes: [...scheduled.map(({ write }) => write), ...dropped.map(unschedule)], due };
};

/**
 * Every write that brings an appointment from one state to another: itself, its payment, the doctor's time, the patient's
 * time, what is due. All transitions go through here, so that the five cannot disagree.
 */
export const changeWrites = (change: Change): Write[] => {
  const { before, after } = change;
  const { appointmentId } = after.appointment;
  const { writes, due } = dueWrites(change);
  const next: StoredAppointment = {
    ...after.appointment,
    due,
    paymentStatus: after.payment.status,
    revision: (before?.appointment.revision ?? 0) + 1,
  };
  const save = (write: Write, revision = 0) => write.when(atRevision(revision), outdated);
  return [
    ...claimWrites(change),
    save(put(appointment.make({ appointmentId }, next)), before?.appointment.revision),
    ...(before && before.payment.revision === after.payment.revision
      ? []
      : [save(put(payment.make({ appointmentId }, after.payment)), before?.payment.revision)]),
    ...calendarWrites(change),
    ...writes,
  ];
};
