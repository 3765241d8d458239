import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { letterTo } from '../notifications/items.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { linkTo } from '../shared/links.ts';
import { sendMail } from '../shared/mail.ts';
import { readNews } from './news.ts';
import { patientNewsMail } from './news-mail.ts';

/** E-mails a patient that their appointment is confirmed, moved or cancelled. */
export const tellPatient = (options?: ConsumerOptions) =>
  consumer(
    'appointments-on-appointment-news-for-patient',
    [AppointmentConfirmed, AppointmentCancelled, AppointmentRescheduled],
    async ({ data }, { table }) => {
      const told = await readNews(data, table);
      if ('skipped' in told) return told;
      const { appointmentId, doctorId, patientId } = told.appointment;
      const to = await letterTo(table, patientId, 'appointments');
      if ('skipped' in to) return to;
      const links = { visit: linkTo(`/visits/booked/${appointmentId}`), booking: linkTo(`/book/${doctorId}`) };
      return { done: await sendMail(patientNewsMail(told.news, told, to, links)) };
    },
    options,
  );

export const handler = tellPatient();
