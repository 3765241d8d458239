import { randomBytes, randomUUID } from 'node:crypto';

import type { Faults, HttpHandler } from './cloud.ts';
import { readBody } from './http.ts';
import type { Outbox } from './outbox.ts';
import { type Answer, answerUnderFaults } from './provider-faults.ts';
import type { News, Receipts } from './receipts.ts';
import { ACCOUNT, REGION } from './resource-types.ts';
import type { Topics } from './topics.ts';

type Send = { originationPhoneNumberId?: string; message?: string; metaApiVersion?: string };
type Message = {
  messaging_product?: string;
  to?: string;
  type?: string;
  template?: { name?: string; language?: { code?: string }; components?: { parameters?: { text?: string }[] }[] };
  text?: { body?: string };
  /** Meta gives it back with each status. */
  biz_opaque_callback_data?: string;
};
type Facts = { wamid: string; reference?: string; error?: { code: number; title: string } };

/** Meta's ids of our account and number here; on AWS they are Meta's own. */
const META_ACCOUNT = '100000000000001';
const META_NUMBER = '100000000000002';

const undeliverable = { code: 131026, title: 'Message undeliverable' };
/** Free text is for the day after somebody wrote to us; everything of ours is a template. */
const outsideTheDay = { code: 131047, title: 'Re-engagement message' };

const statuses: Record<News, string> = { sent: 'sent', delivered: 'delivered', failed: 'failed', bounced: 'failed', complained: 'failed' };

const refusal = (status: number, type: string, message: string): Answer => ({
  status,
  body: { message },
  headers: { 'x-amzn-errortype': type },
});
const digits = (number: string) => number.replace(/^\+/, '');
const seconds = () => String(Math.floor(Date.now() / 1000));

const textOf = ({ template, text }: Message): string =>
  template
    ? (template.components ?? []).flatMap(({ parameters = [] }) => parameters.map(({ text: value = '' }) => value)).join('\n')
    : (text?.body ?? '');

/** End User Messaging Social's `SendWhatsAppMessage`, into the outbox; receipts and answers go to the topics that let it in. */
export const createWhatsapp = (o: { outbox: Outbox; receipts: Receipts; topics: Pick<Topics, 'openTo' | 'publish'>; faults: Faults }) => {
  const publish = (value: Record<string, unknown>, messageId?: string) => {
    const arn = (resource: string) => `arn:aws:social-messaging:${REGION}:${ACCOUNT}:${resource}`;
    const metadata = { display_phone_number: '911140000000', phone_number_id: META_NUMBER };
    const entry = {
      id: META_ACCOUNT,
      changes: [{ value: { messaging_product: 'whatsapp', metadata, ...value }, field: 'messages' }],
    };
    const message = JSON.stringify({
      context: {
        MetaWabaIds: [{ wabaId: META_ACCOUNT, arn: arn('waba/local') }],
        MetaPhoneNumberIds: [{ metaPhoneNumberId: META_NUMBER, arn: arn('phone-number-id/local') }],
      },
      whatsAppWebhookEntry: JSON.stringify(entry),
      aws_account_id: ACCOUNT,
      message_timestamp: new Date().toISOString(),
      ...(messageId ? { messageId } : {}),
    });
    for (const topic of o.topics.openTo('social-messaging.amazonaws.com')) o.topics.publish(topic, message);
  };

  o.receipts.tellBy<Facts>('whatsapp', ({ messageId, to, news, facts: { wamid, reference, error = undeliverable } }) => {
    const status = statuses[news];
    const errors = status === 'failed' ? { errors: [error] } : {};
    const about = { id: wamid, status, timestamp: seconds(), recipient_id: digits(to), biz_opaque_callback_data: reference };
    publish({ statuses: [{ ...about, ...errors }] }, messageId);
  });

  const send = ({ originationPhoneNumberId: from = '', metaApiVersion }: Send, message: Message): Answer => {
    const { messaging_product: product, to = '', type, template } = message;
    if (!/^(phone-number-id-|arn:aws:social-messaging:)/.test(from) || !metaApiVersion)
      return refusal(400, 'ValidationException', 'originationPhoneNumberId and metaApiVersion are needed.');
    if (product !== 'whatsapp' || !/^\+?[1-9]\d{6,14}$/.test(to))
      return refusal(400, 'InvalidParametersException', 'The message is not one of the WhatsApp Cloud API.');
    if (type === 'template' && !(template?.name && template.language?.code))
      return refusal(400, 'InvalidParametersException', 'A template needs its name and language.');
    const messageId = randomUUID();
    const subject = template ? `${template.name} (${template.language?.code})` : '';
    o.outbox.add({ channel: 'whatsapp', from, to: [`+${digits(to)}`], subject, text: textOf(message) }, messageId);
    const facts: Facts = {
      wamid: `wamid.${randomBytes(24).toString('base64')}`,
      reference: message.biz_opaque_callback_data,
      ...(type === 'template' ? {} : { error: outsideTheDay }),
    };
    const usually: readonly News[] = type === 'template' ? ['sent', 'delivered'] : ['failed'];
    o.receipts.follow({ channel: 'whatsapp', messageId, to: `+${digits(to)}`, facts, usually });
    return { status: 200, body: { messageId } };
  };

  return {
    handle: (async (request, response) => {
      const path = new URL(request.url ?? '/', 'http://local').pathname;
      const body = JSON.parse(String(await readBody(request)) || '{}') as Send;
      const served = request.method === 'POST' && path === '/v1/whatsapp/send';
      const message = (served ? JSON.parse(Buffer.from(body.message ?? '', 'base64').toString('utf8') || '{}') : {}) as Message;
      const unknown = refusal(404, 'UnknownOperationException', `${request.method} ${path} is not served here.`);
      const about = { faults: o.faults, channel: 'whatsapp', to: message.to ?? '' } as const;
      await answerUnderFaults(response, about, {
        down: refusal(503, 'DependencyException', 'WhatsApp is down.'),
        work: () => (served ? send(body, message) : unknown),
      });
    }) satisfies HttpHandler,
    /** What somebody writes back. */
    answer(number: string, text: string): void {
      const from = digits(number);
      publish({
        contacts: [{ profile: { name: 'WhatsApp user' }, wa_id: from }],
        messages: [{ from, id: `wamid.${randomBytes(24).toString('base64')}`, timestamp: seconds(), text: { body: text }, type: 'text' }],
      });
    },
  };
};
