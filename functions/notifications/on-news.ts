import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { EmergencyAccessTaken } from '../../events/consents/emergency-access-taken.v1.ts';
import type { NewEvent } from '../../events/envelope.ts';
import { appointment } from '../appointments/items.ts';
import { payment } from '../payments/items.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import type { Table } from '../shared/table/table.ts';
import { noticeWanted } from './items.ts';

type News = { readonly appointmentId: string; readonly patientId: string; readonly reason?: string; readonly to?: string };

/** A time that ran out unpaid, or that its patient gave back before it was theirs, is no news to them. */
const concernsPatient = async (table: Table, { appointmentId, reason }: News, feePaise: number): Promise<boolean> => {
  if (reason === 'hold-expired') return false;
  if (reason !== 'by-patient' || feePaise === 0) return true;
  const paid = await table.find(payment, { appointmentId });
  return (paid?.capturedPaise ?? 0) > 0;
};

const ofAppointment = async (table: Table, news: News): Promise<NewEvent[]> => {
  const { appointmentId, patientId: recipientId } = news;
  const booked = await table.find(appointment, { appointmentId });
  if (!booked || !(await concernsPatient(table, news, booked.feePaise))) return [];
  const kind = news.reason ? 'appointment-cancelled' : news.to ? 'appointment-rescheduled' : 'appointment-confirmed';
  const startsAt = booked.startsAt;
  return [noticeWanted({ noticeId: `${kind}.${appointmentId}.${startsAt}`, recipientId, kind, about: { appointmentId, startsAt } })];
};

/** What has happened elsewhere becomes a notification; the letters about it are written by the features themselves. */
export const noticeNews = (options?: ConsumerOptions) =>
  reaction(
    'notifications-on-news',
    [AppointmentConfirmed, AppointmentCancelled, AppointmentRescheduled, EmergencyAccessTaken],
    async ({ data }, { table }) => {
      if ('appointmentId' in data) {
        const events = await ofAppointment(table, data);
        return events.length > 0 ? { writes: [], events } : undefined;
      }
      const { consentId, patientId } = data;
      const about = { patientId, consentId };
      return {
        writes: [],
        events: [noticeWanted({ noticeId: `emergency-access.${consentId}`, recipientId: patientId, kind: 'emergency-access', about })],
      };
    },
    options,
  );

export const handler = noticeNews();
