import { Consumer, type ConsumerProps } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { grantMail } from '../constructs/mail.ts';

/** What follows from a payment, a change of free times or an appointment's news; and reminders, by the clock. */
export const appointments: Feature = {
  name: 'appointments',
  events: (scope, house) => {
    const reacting = (props: Omit<ConsumerProps, 'house' | 'feature'>): Consumer => {
      const consumer = new Consumer(scope, { house, feature: 'appointments', ...props });
      house.table.grantReadWrite(consumer.fn);
      return consumer;
    };
    const writing = (props: Omit<ConsumerProps, 'house' | 'feature'>): Consumer => {
      const consumer = reacting(props);
      grantMail(consumer.fn, house);
      consumer.fn.addEnvironment('WEB_ORIGINS', house.stage.webOrigins.join(','));
      return consumer;
    };
    const news = ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled'];
    return {
      consumers: [
        reacting({
          file: 'on-payment-reported',
          description: 'Brings an appointment, its hold and its refunds in line with what was paid',
          events: ['payment-reported'],
          whoIsHurt: 'A patient who paid has no confirmed appointment and no refund.',
        }),
        reacting({
          file: 'on-free-times-changed',
          description: 'Makes a doctor’s line in the directory anew',
          events: ['free-times-changed', 'doctor-application-approved', 'account-deactivated', 'account-reactivated'],
          due: ['doctor-listing-due'],
          whoIsHurt: 'Patients find a doctor at the wrong place of the list, or not at all.',
        }),
        writing({
          file: 'on-appointment-news-for-patient',
          description: 'Tells a patient by e-mail that their appointment is confirmed, cancelled or moved',
          events: news,
          whoIsHurt: 'A patient does not hear that their appointment is confirmed, cancelled or moved.',
        }),
        writing({
          file: 'on-appointment-news-for-doctor',
          description: 'Tells a doctor by e-mail that an appointment is confirmed, cancelled or moved',
          events: news,
          whoIsHurt: 'A doctor does not hear that an appointment is confirmed, cancelled or moved.',
        }),
        writing({
          file: 'on-appointment-reminder-due',
          description: 'Reminds a patient of an appointment by e-mail',
          due: ['appointment-reminder-due'],
          whoIsHurt: 'A patient is not reminded of an appointment and may miss it.',
        }),
      ],
    };
  },
};
