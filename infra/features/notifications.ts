import { aws_cloudwatch as cloudwatch, Duration } from 'aws-cdk-lib';

import { Alarm, type AlarmProps } from '../constructs/alarm.ts';
import { Consumer, type ConsumerProps } from '../constructs/consumer.ts';
import type { Feature } from '../constructs/feature.ts';
import type { FeatureFunction } from '../constructs/feature-function.ts';
import { MailReceipts } from '../constructs/mail-receipts.ts';
import { grantPush } from '../constructs/push-secret.ts';
import { Texts } from '../constructs/texts.ts';
import { Whatsapp } from '../constructs/whatsapp.ts';

/** Providers take so many messages a second from one sender; more at once would only be refused and come again minutes later. */
const SENT_AT_ONCE = 10;

/** A share of few is none: one wrong number at night wakes nobody. */
const ENOUGH_TO_JUDGE = 20;

/** One queue for each channel, so that a provider that is down holds up its own messages only. */
export const notifications: Feature = {
  name: 'notifications',
  http: grantPush,
  events: (scope, house) => {
    const reacting = (props: Omit<ConsumerProps, 'house' | 'feature'>): Consumer => {
      const consumer = new Consumer(scope, { house, feature: 'notifications', ...props });
      house.table.grantReadWrite(consumer.fn);
      return consumer;
    };
    const letters = new MailReceipts(scope, 'LetterReceipts', house);
    const texts = new Texts(scope, 'Texts', house);
    const whatsapp = new Whatsapp(scope, 'Whatsapp', house);

    const planning = reacting({
      file: 'on-notice-wanted',
      description: 'Plans a notification: its words, its channels, its place in the inbox',
      events: ['notice-wanted'],
      due: ['notice-wanted'],
      whoIsHurt: 'Somebody is told nothing of a dose, an appointment or their record: not even their inbox has it.',
    });
    const news = reacting({
      file: 'on-news',
      description: 'Makes notifications of what happened to an appointment or a record',
      events: ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled', 'emergency-access-taken'],
      whoIsHurt: 'Patients are not notified that an appointment is booked, moved or cancelled, or that their record was opened.',
    });
    const later = reacting({
      file: 'on-notice-due',
      description: 'Sends what waited for the end of quiet hours',
      due: ['notice-due'],
      whoIsHurt: 'Somebody is not told by push, phone or e-mail what waited for the morning; their inbox has it.',
    });
    const fallback = reacting({
      file: 'on-fallback-due',
      description: 'Gives the next channel its turn when one has not confirmed',
      events: ['fallback-due'],
      due: ['fallback-due'],
      whoIsHurt: 'Somebody whose phone did not take a push is not reached by WhatsApp or SMS instead.',
    });
    const byPush = reacting({
      file: 'on-push-wanted',
      description: 'Pushes a notification to a person’s browsers',
      events: ['push-wanted'],
      due: ['push-wanted'],
      whoIsHurt: 'Somebody’s browser shows no notification; WhatsApp or SMS takes over after minutes.',
    });
    const byWhatsapp = reacting({
      file: 'on-whatsapp-wanted',
      description: 'Sends a notification by WhatsApp',
      events: ['whatsapp-wanted'],
      due: ['whatsapp-wanted'],
      maxConcurrency: SENT_AT_ONCE,
      whoIsHurt: 'Somebody does not get a notification by WhatsApp; an SMS takes over after minutes.',
    });
    const bySms = reacting({
      file: 'on-sms-wanted',
      description: 'Sends a notification by SMS',
      events: ['sms-wanted'],
      due: ['sms-wanted'],
      maxConcurrency: SENT_AT_ONCE,
      whoIsHurt: 'Somebody does not get a notification by SMS, the last channel: only their inbox has it.',
    });
    const byEmail = reacting({
      file: 'on-email-wanted',
      description: 'Sends a notification by e-mail',
      events: ['email-wanted'],
      due: ['email-wanted'],
      maxConcurrency: SENT_AT_ONCE,
      whoIsHurt: 'Somebody does not get a letter about an appointment or their record.',
    });
    const emailReceipts = reacting({
      file: 'on-email-event',
      description: 'Takes up what became of a letter',
      eventOfAws: letters.events,
      whoIsHurt: 'People: an address that bounced or complained is written to again, and SES may stop all our e-mail for it.',
    });
    const smsReceipts = reacting({
      file: 'on-sms-event',
      description: 'Takes up what became of a text',
      eventOfAws: texts.receipts,
      whoIsHurt: 'Nobody at once: a text’s failure is not known, and the inbox says less than it could.',
    });
    const whatsappReceipts = reacting({
      file: 'on-whatsapp-event',
      description: 'Takes up what became of a WhatsApp message, and STOP',
      whoIsHurt: 'Somebody who said STOP is written to again, or gets an SMS beside the WhatsApp message that they have.',
    });

    grantPush(byPush.fn, house);
    whatsapp.grantSend(byWhatsapp.fn, house);
    texts.grantSend(bySms.fn, house);
    letters.grantSend(byEmail.fn, house);
    whatsapp.tell(whatsappReceipts);
    for (const { fn } of [planning, byEmail]) fn.addEnvironment('WEB_ORIGINS', house.stage.webOrigins.join(','));

    const alarm = (fn: FeatureFunction, id: string, props: Omit<AlarmProps, 'topic'>) =>
      fn.alarms.push(new Alarm(fn, id, { ...props, topic: house.alarmTopic }));
    const counted = (fn: FeatureFunction, name: string, minutes: number) =>
      fn.measured(name, { statistic: 'Sum', period: Duration.minutes(minutes) });
    /** In hundred of those that were sent; 0 where there were few. */
    const share = (fn: FeatureFunction, part: string, of: string, expression: string, minutes: number) =>
      new cloudwatch.MathExpression({
        expression: `IF(FILL(of, 0) > ${ENOUGH_TO_JUDGE}, ${expression}, 0)`,
        usingMetrics: { part: counted(fn, part, minutes), of: counted(fn, of, minutes) },
        period: Duration.minutes(minutes),
      });

    const senders = [
      ['Push', byPush, 'no push reaches a browser, and WhatsApp and SMS are sent instead, at a price'],
      ['Whatsapp', byWhatsapp, 'no WhatsApp message arrives, and SMS are sent instead, at a price'],
      ['Sms', bySms, 'no SMS arrives, and people without the app or WhatsApp are reached by nothing else'],
      ['Email', byEmail, 'no letter about appointments or records arrives'],
    ] as const;
    for (const [name, { fn }, what] of senders)
      alarm(fn, 'SendsFailingAlarm', {
        metric: new cloudwatch.MathExpression({
          expression: `IF(FILL(failed, 0) + FILL(accepted, 0) > ${ENOUGH_TO_JUDGE}, 100 * FILL(failed, 0) / (FILL(failed, 0) + FILL(accepted, 0)), 0)`,
          usingMetrics: { failed: counted(fn, `${name}Failed`, 5), accepted: counted(fn, `${name}Accepted`, 5) },
          period: Duration.minutes(5),
        }),
        above: 25,
        times: 2,
        of: 3,
        whoIsHurt: `Patients and caregivers: ${what}.`,
        runbook: 'sends-failing',
      });

    const receipts = [
      ['Whatsapp', whatsappReceipts],
      ['Sms', smsReceipts],
      ['Email', emailReceipts],
    ] as const;
    for (const [name, { fn }] of receipts)
      alarm(fn, 'ReceiptsMissingAlarm', {
        metric: share(fn, `${name}Delivered`, `${name}Accepted`, '100 - 100 * FILL(part, 0) / of', 15),
        above: 75,
        times: 2,
        of: 2,
        whoIsHurt:
          name === 'Whatsapp'
            ? 'Patients: WhatsApp’s receipts do not come, so each message is sent as an SMS once more, at a price.'
            : `Patients: ${name === 'Sms' ? 'texts' : 'letters'} are taken by the provider and not confirmed, so they may not arrive.`,
        runbook: 'receipts-missing',
      });
    alarm(emailReceipts.fn, 'BouncesAlarm', {
      // SES reviews an account at 5 % bounces, and may stop it at 10 %.
      metric: share(emailReceipts.fn, 'EmailBounced', 'EmailAccepted', '100 * FILL(part, 0) / of', 60),
      above: 4,
      times: 2,
      of: 3,
      whoIsHurt: 'Everybody who gets e-mail of us: SES stops an account whose letters bounce, sign-in codes included.',
      runbook: 'sends-failing',
    });
    alarm(smsReceipts.fn, 'UnknownReceiptsAlarm', {
      metric: counted(smsReceipts.fn, 'UnknownReceipt', 5),
      above: ENOUGH_TO_JUDGE,
      times: 2,
      of: 3,
      whoIsHurt: 'Patients: receipts come of messages that we do not know, so ours stay unconfirmed and are sent by other channels too.',
      runbook: 'receipts-missing',
    });
    alarm(planning.fn, 'NoticesLimitedAlarm', {
      metric: counted(planning.fn, 'NoticesLimited', 60),
      above: ENOUGH_TO_JUDGE,
      times: 1,
      of: 1,
      whoIsHurt: 'People who were sent as much as one day allows: a fault floods them, and what else is for them is in their inbox only.',
      runbook: 'sends-failing',
    });

    return {
      consumers: [planning, news, later, fallback, byPush, byWhatsapp, bySms, byEmail, emailReceipts, smsReceipts, whatsappReceipts],
    };
  },
};
