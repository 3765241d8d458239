import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import type { ConsumerOptions } from '../../shared/events/consumer.ts';
import { lambdaContext } from '../../shared/testing/caller.ts';
import { takeEmailEvents } from '../on-email-event.ts';
import { takeSmsEvents } from '../on-sms-event.ts';
import { takeWhatsappEvents } from '../on-whatsapp-event.ts';

// biome-ignore lint/suspicious/noExplicitAny: messages of three services, changed in one place each
type Message = any;

const samples = join(import.meta.dirname, '../../../events/notifications');
const sample = (name: string): Message => JSON.parse(readFileSync(join(samples, `${name}.json`), 'utf8'));

/** What a receipt is about: the provider's id and, if the provider gives it back, our reference. */
export type Meant = { readonly id: string; readonly reference?: string | undefined; readonly to?: string };

const email = (name: string, { id, reference, to }: Meant): Message => {
  const message = sample(name);
  message.id = randomUUID();
  const { mail, bounce, complaint } = message.detail;
  mail.messageId = id;
  mail.tags = { ...mail.tags, delivery: reference ? [reference] : [] };
  for (const each of [...(bounce?.bouncedRecipients ?? []), ...(complaint?.complainedRecipients ?? [])])
    each.emailAddress = to ?? 'nobody@arogya.example';
  return message;
};

const sms = (messageStatus: string, isFinal: boolean, { id, reference }: Meant): Message => {
  const message = sample('text-message-reported.delivered');
  message.id = randomUUID();
  Object.assign(message.detail, {
    messageId: id,
    messageStatus,
    isFinal,
    context: reference ? { stage: 'test', delivery: reference } : {},
  });
  return message;
};

const whatsapp = (change: (value: Message) => void, name: string, messageId: string | undefined): Message => {
  const message = sample(name);
  message.MessageId = randomUUID();
  const told = JSON.parse(message.Message);
  const entry = JSON.parse(told.whatsAppWebhookEntry);
  change(entry.changes[0].value);
  message.Message = JSON.stringify({ ...told, messageId, whatsAppWebhookEntry: JSON.stringify(entry) });
  return message;
};

const status = (said: string, { id, reference }: Meant): Message =>
  whatsapp(
    ({ statuses: [first] }) => Object.assign(first, { id: `wamid.${id}`, status: said, biz_opaque_callback_data: reference }),
    'whatsapp-reported.delivered',
    id,
  );

/** Receipts as the providers word them, by their names in the tests. */
export const says = {
  email: {
    delivered: (meant: Meant) => email('email-delivered.typical', meant),
    bounced: (meant: Meant) => email('email-bounced.permanent', meant),
    returned: (meant: Meant) => email('email-bounced.transient', meant),
    complained: (meant: Meant) => email('email-complained.typical', meant),
  },
  sms: {
    queued: (meant: Meant) => sms('SUCCESSFUL', false, meant),
    delivered: (meant: Meant) => sms('DELIVERED', true, meant),
    failed: (meant: Meant) => sms('UNREACHABLE', true, meant),
  },
  whatsapp: {
    sent: (meant: Meant) => status('sent', meant),
    delivered: (meant: Meant) => status('delivered', meant),
    read: (meant: Meant) => status('read', meant),
    failed: (meant: Meant) => status('failed', meant),
  },
} as const;

/** Somebody writes to our WhatsApp number. */
export const writesToUs = (phone: string, body: string): Message =>
  whatsapp(
    ({ messages: [first] }) => Object.assign(first, { from: phone.replace('+', ''), text: { body } }),
    'whatsapp-reported.stop',
    undefined,
  );

const listeners = { email: takeEmailEvents, sms: takeSmsEvents, whatsapp: takeWhatsappEvents } as const;

/** The consumer hears one message, once. */
export const hear = async (channel: keyof typeof listeners, message: Message, options: ConsumerOptions): Promise<void> => {
  const listen = listeners[channel](options) as (event: SQSEvent, context: ReturnType<typeof lambdaContext>) => Promise<SQSBatchResponse>;
  const { batchItemFailures } = await listen(
    { Records: [{ messageId: randomUUID(), body: JSON.stringify(message) }] } as unknown as SQSEvent,
    lambdaContext(),
  );
  if (batchItemFailures.length > 0) throw new Error('the receipt could not be taken');
};
