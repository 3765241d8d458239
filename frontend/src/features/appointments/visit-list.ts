import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import type { NoteSummary } from '../../../../functions/consultation-notes/contract.ts';
import { indianDay } from '../../shared/i18n/dates.ts';

/** Whether an appointment is still to come or going on at `now` (ms). */
export const isComing = ({ status, endsAt, holdSecondsLeft = 0, paymentStatus }: AppointmentSummary, now: number): boolean =>
  status === 'IN_PROGRESS' ||
  (status === 'CONFIRMED' && Date.parse(endsAt) > now) ||
  (status === 'REQUESTED' && (holdSecondsLeft > 0 || paymentStatus === 'authorized'));

/** A time that was kept, let go or not, and never paid: nothing came of it, so no list shows it. */
const cameToNothing = ({ status, cancelReason, paymentStatus }: AppointmentSummary): boolean =>
  (status === 'REQUESTED' || (status === 'CANCELLED' && (cancelReason === 'hold-expired' || cancelReason === 'by-patient'))) &&
  (paymentStatus === 'void' || paymentStatus === 'waiting');

/** One row of the list: an appointment with or without its signed note, or the note of a visit without an appointment. */
export type PastVisit =
  | {
      readonly kind: 'appointment';
      readonly key: string;
      readonly appointment: AppointmentSummary;
      readonly note?: NoteSummary | undefined;
    }
  | { readonly kind: 'note'; readonly key: string; readonly note: NoteSummary };

/** One list of two as far as it has been read. */
export type ReadSoFar<Item> = { readonly items: readonly Item[]; readonly more: boolean };

const NEVER = '';

/**
 * Past appointments and signed notes as one list, newest first; both come newest first, page by page. An appointment and
 * its note are one row. Nothing is shown that is older than what a list has not been read down to yet, so that no row
 * appears above another later; `missing` says which list to read on.
 */
export const mergeVisits = (
  appointments: ReadSoFar<AppointmentSummary>,
  notes: ReadSoFar<NoteSummary>,
  now: number,
): { visits: PastVisit[]; missing: ('appointments' | 'notes')[] } => {
  const lastAppointment = appointments.items.at(-1);
  const readTo = {
    appointments: appointments.more && lastAppointment ? indianDay(lastAppointment.startsAt) : NEVER,
    notes: notes.more ? (notes.items.at(-1)?.visitDate ?? NEVER) : NEVER,
  };
  const horizon = [readTo.appointments, readTo.notes].toSorted().at(-1) ?? NEVER;
  const noteById = new Map(notes.items.map((note) => [note.noteId, note]));
  const withAppointment = new Set(appointments.items.map(({ noteId }) => noteId));
  const rows = [
    ...appointments.items
      .filter((appointment) => !isComing(appointment, now) && !cameToNothing(appointment))
      .map((appointment) => ({
        day: indianDay(appointment.startsAt),
        at: appointment.startsAt as string,
        visit: {
          kind: 'appointment',
          key: appointment.appointmentId,
          appointment,
          note: appointment.noteId === undefined ? undefined : noteById.get(appointment.noteId),
        } satisfies PastVisit as PastVisit,
      })),
    ...notes.items
      .filter(({ noteId }) => !withAppointment.has(noteId))
      .map((note) => ({
        day: note.visitDate as string,
        at: NEVER,
        visit: { kind: 'note', key: note.noteId, note } satisfies PastVisit as PastVisit,
      })),
  ];
  return {
    visits: rows
      .filter(({ day }) => day >= horizon)
      .toSorted((left, right) => right.day.localeCompare(left.day) || right.at.localeCompare(left.at))
      .map(({ visit }) => visit),
    missing: horizon === NEVER ? [] : (['appointments', 'notes'] as const).filter((list) => readTo[list] === horizon),
  };
};
