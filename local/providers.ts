import type { DatabaseSync } from 'node:sqlite';

import type { Faults, Log, Mail } from './cloud.ts';
import type { Events } from './events.ts';
import { createMail } from './mail.ts';
import { openOutbox } from './outbox.ts';
import { createPush, vapidKeys } from './push.ts';
import { createReceipts } from './receipts.ts';
import type { Keyring } from './secrets.ts';
import { createSms } from './sms.ts';
import type { Template } from './template.ts';
import type { Topics } from './topics.ts';
import { createWhatsapp } from './whatsapp.ts';

/** Everybody who carries messages to people: SES, End User Messaging for SMS and WhatsApp, a push service. They share an outbox and its receipts. */
export const createProviders = (o: {
  template: Pick<Template, 'ofType'>;
  store: DatabaseSync;
  keyring: Keyring;
  events: Pick<Events, 'put'>;
  topics: Pick<Topics, 'openTo' | 'publish'>;
  faults: Faults;
  log: Log;
  /** Where the push service is. */
  origin: string;
  webOrigins: string[];
}) => {
  const { template, store, events, topics, faults, log, origin, webOrigins } = o;
  const outbox = openOutbox(store);
  const receipts = createReceipts({ store, outbox, faults, log });
  const shared = { store, outbox, receipts, faults };
  const mail = createMail({
    ...shared,
    events,
    configurationSets: template.ofType('AWS::SES::ConfigurationSet'),
    destinations: template.ofType('AWS::SES::ConfigurationSetEventDestination'),
  });
  const sms = createSms({
    ...shared,
    events,
    configurationSets: template.ofType('AWS::SMSVOICE::ConfigurationSet').map(({ name }) => name),
  });
  const whatsapp = createWhatsapp({ ...shared, topics });
  const push = createPush({ ...shared, origin, webOrigins });
  const answering: Partial<Record<Mail['channel'], (number: string, text: string) => void>> = {
    sms: sms.answer,
    whatsapp: whatsapp.answer,
  };

  return {
    ses: mail.handle,
    sms: sms.handle,
    whatsapp: whatsapp.handle,
    push: push.handle,
    mail: { list: outbox.list },
    /** What somebody fills into the secret after a deployment. */
    pushSecret: o.keyring('push-keys', () => JSON.stringify({ ...vapidKeys(), subject: 'mailto:operations@arogya.example' })),
    answer(messageId: string, text: string): boolean {
      const message = outbox.find(messageId);
      const answer = message && answering[message.channel];
      if (answer) for (const number of message.to) answer(number, text);
      return answer !== undefined;
    },
    start: receipts.start,
    stop: receipts.stop,
  };
};
