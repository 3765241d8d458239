import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentConfirmed } from '../../events/appointments/appointment-confirmed.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import { letterTo } from '../notifications/items.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { linkTo } from '../shared/links.ts';
import { sendMail } from '../shared/mail.ts';
import { doctorNewsMail } from './doctor-news-mail.ts';
import { type News, readNews } from './news.ts';

/** A doctor who has cancelled knows it, and one whose time was never confirmed to anybody has lost nothing. */
const concernsDoctor = (news: News): boolean => news.kind !== 'cancelled' || news.reason === 'by-patient' || news.reason === 'refunded';

/** E-mails a doctor that an appointment with them is confirmed, moved or cancelled. */
export const tellDoctor = (options?: ConsumerOptions) =>
  consumer(
    'appointments-on-appointment-news-for-doctor',
    [AppointmentConfirmed, AppointmentCancelled, AppointmentRescheduled],
    async ({ data }, { table }) => {
      const told = await readNews(data, table);
      if ('skipped' in told) return told;
      if (!concernsDoctor(told.news)) return { skipped: 'no news for the doctor' };
      const to = await letterTo(table, told.appointment.doctorId, 'appointments');
      if ('skipped' in to) return to;
      return { done: await sendMail(doctorNewsMail(told.news, told.appointment, to, linkTo('/desk/schedule'))) };
    },
    options,
  );

export const handler = tellDoctor();
