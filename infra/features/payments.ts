import { Duration } from 'aws-cdk-lib';

import { Alarm } from '../constructs/alarm.ts';
import { Consumer, type ConsumerProps } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import { grantPaymentSecret } from '../constructs/payment-secret.ts';

/** Razorpay answers 429 to a burst; what waits here can wait a minute longer. */
const ASKED_AT_ONCE = 5;
/** Three questions, one after the other, are given up after eight seconds each. */
const THREE_QUESTIONS = Duration.seconds(45);

/** Razorpay is asked by consumers only, so that no command waits for it or half-does a thing with it. */
export const payments: Feature = {
  name: 'payments',
  http: (fn, house) => {
    grantPaymentSecret(fn, house);
    fn.alarms.push(
      new Alarm(fn, 'WebhooksForgedAlarm', {
        metric: fn.measured('WebhookForged', { statistic: 'Sum', period: Duration.minutes(5) }),
        above: 9,
        times: 1,
        of: 1,
        whoIsHurt:
          'Patients who paid, if our webhook secret is not Razorpay’s: they are confirmed minutes late. Otherwise nobody: somebody forges webhooks and is refused.',
        runbook: 'webhooks-refused',
        topic: house.alarmTopic,
      }),
    );
  },
  events: (scope, house) => {
    const asking = (props: Omit<ConsumerProps, 'house' | 'feature'>): Consumer => {
      const consumer = new Consumer(scope, { house, feature: 'payments', ...props });
      house.table.grantReadWrite(consumer.fn);
      grantPaymentSecret(consumer.fn, house);
      return consumer;
    };
    return {
      consumers: [
        asking({
          file: 'on-payment-order-requested',
          description: 'Has Razorpay make the order that an appointment is paid by',
          events: ['payment-order-requested'],
          // A patient waits for it with a hold of five minutes: nobody else's slow order may hold it up.
          batchSize: 1,
          // Two questions of eight seconds at most; what fails is tried again after six times as long, within the hold.
          timeout: Duration.seconds(20),
          whoIsHurt: 'A patient cannot pay for the appointment that they hold, and loses it.',
        }),
        asking({
          file: 'on-payment-check',
          description: 'Asks Razorpay what became of a payment',
          events: ['payment-check-requested'],
          due: ['payment-check-due'],
          timeout: THREE_QUESTIONS,
          maxConcurrency: ASKED_AT_ONCE,
          whoIsHurt: 'A patient who paid has no confirmed appointment, if Razorpay’s own message was lost too.',
        }),
        asking({
          file: 'on-refund-requested',
          description: 'Has Razorpay give money back',
          events: ['refund-requested'],
          timeout: THREE_QUESTIONS,
          maxConcurrency: ASKED_AT_ONCE,
          whoIsHurt: 'A patient does not get money back that is theirs.',
        }),
      ],
    };
  },
};
