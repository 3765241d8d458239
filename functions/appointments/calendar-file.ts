import ical, { ICalAlarmType, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { doctorTitle } from '../identity/contract.ts';

import { type Instant, indianDateOf, millisecondsOf } from '../shared/values.ts';
import type { AppointmentStatus } from './contract.ts';
import type { StoredAppointment } from './items.ts';

const MODES = { 'in-person': 'in person', video: 'video', phone: 'phone' } as const;

const statusIn: Readonly<Record<AppointmentStatus, ICalEventStatus>> = {
  REQUESTED: ICalEventStatus.TENTATIVE,
  CONFIRMED: ICalEventStatus.CONFIRMED,
  IN_PROGRESS: ICalEventStatus.CONFIRMED,
  COMPLETED: ICalEventStatus.CONFIRMED,
  NO_SHOW: ICalEventStatus.CONFIRMED,
  CANCELLED: ICalEventStatus.CANCELLED,
};

/**
 * An appointment as iCalendar (RFC 5545). Calendars are copied to other clouds and shared in families: the file names the
 * other person and the place, never the reason for the visit, and asks to be shown as private. Whoever imports a later
 * file of the same appointment gets their entry changed: the UID stays and SEQUENCE is the revision.
 */
export const calendarFile = (
  appointment: StoredAppointment,
  viewer: 'patient' | 'doctor',
  now: Instant,
): { fileName: string; content: string } => {
  const { appointmentId, doctor, patient, mode, startsAt, endsAt, status } = appointment;
  const summary = `${viewer === 'patient' ? doctorTitle(doctor.name) : `Appointment: ${patient.name}`} (${MODES[mode]})`;
  const calendar = ical({ prodId: { company: 'Arogya', product: 'Appointments', language: 'EN' } });
  const event = calendar.createEvent({
    id: `${appointmentId}@arogya`,
    sequence: appointment.revision,
    stamp: new Date(millisecondsOf(now)),
    start: new Date(millisecondsOf(startsAt)),
    end: new Date(millisecondsOf(endsAt)),
    status: statusIn[status],
    class: ICalEventClass.PRIVATE,
    summary,
    ...(mode === 'in-person' ? { location: appointment.location } : {}),
    ...(viewer === 'patient' && mode === 'video' && appointment.videoUrl && (status === 'CONFIRMED' || status === 'IN_PROGRESS')
      ? // ical-generator 11.1.2 puts a backslash before these two, which a URI may not have (RFC 5545 3.3.13).
        { url: appointment.videoUrl.replace(/[,;]/g, encodeURIComponent) }
      : {}),
  });
  if (status !== 'CANCELLED') event.createAlarm({ type: ICalAlarmType.display, triggerBefore: 15 * 60, description: summary });
  return { fileName: `arogya-${indianDateOf(startsAt)}.ics`, content: `${calendar.toString().trimEnd()}\r\n` };
};
