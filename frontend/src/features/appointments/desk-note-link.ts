import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { indianDay } from '../../shared/i18n/dates.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The note of a visit, or the form that writes it, filled with what the appointment knows. */
export const noteLinkOf = ({ appointmentId, noteId, patient, mode, startsAt }: AppointmentSummary): string => {
  if (noteId !== undefined) return `/desk/notes/${encodeURIComponent(noteId)}`;
  const visit = new URLSearchParams({ patient: patient.patientId, appointment: appointmentId, type: mode, date: indianDay(startsAt) });
  // One draft for one visit, however often and wherever its note is begun.
  if (UUID.test(appointmentId)) visit.set('draft', appointmentId);
  return `/desk/notes/new?${visit}`;
};
