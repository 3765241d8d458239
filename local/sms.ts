import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Faults, HttpHandler } from './cloud.ts';
import type { Events } from './events.ts';
import { readBody, reply } from './http.ts';
import type { Outbox } from './outbox.ts';
import { type Answer, answerUnderFaults } from './provider-faults.ts';
import type { News, Receipts } from './receipts.ts';

type SendTextMessage = {
  DestinationPhoneNumber?: string;
  OriginationIdentity?: string;
  MessageBody?: string;
  MessageType?: string;
  ConfigurationSetName?: string;
  Context?: Record<string, string>;
  DestinationCountryParameters?: { IN_TEMPLATE_ID?: string; IN_ENTITY_ID?: string };
};
type Facts = { context?: Record<string, string>; from: string; requestedAt: number; blocked: boolean };

/** The longest text that AWS takes, in characters. */
const LONGEST = 1_600;
/** AWS's own keywords. */
const STOP = /^(arret|cancel|end|opt-?out|quit|remove|stop|td|unsubscribe)$/i;

/** `status`, `description`, and whether nothing follows; as AWS's list of SMS events has them. */
const told: Record<News, [string, string, boolean]> = {
  sent: ['SUCCESSFUL', 'Message has been accepted by phone carrier', false],
  delivered: ['DELIVERED', 'Message has been delivered to the phone', true],
  failed: ['UNREACHABLE', 'Phone is currently unreachable/unavailable', true],
  bounced: ['INVALID', 'The destination phone number is not valid', true],
  complained: ['SPAM', 'Message was identified as spam by the carrier', true],
};

const refusal = (type: string, Message: string, more: Record<string, string> = {}): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.pinpointsmsvoicev2#${type}`, Message, ...more },
  headers: { 'content-type': 'application/x-amz-json-1.0' },
});

/** End User Messaging's `SendTextMessage`, into the outbox; receipts go to the account's bus. STOP puts a number on AWS's opt-out list. */
export const createSms = (o: {
  store: DatabaseSync;
  outbox: Outbox;
  receipts: Receipts;
  events: Pick<Events, 'put'>;
  faults: Faults;
  configurationSets: string[];
}) => {
  o.store.exec('CREATE TABLE IF NOT EXISTS sms_opted_out (number TEXT PRIMARY KEY)');
  const isOut = o.store.prepare('SELECT 1 FROM sms_opted_out WHERE number = ?');
  const optOut = o.store.prepare('INSERT OR IGNORE INTO sms_opted_out VALUES (?)');
  const optIn = o.store.prepare('DELETE FROM sms_opted_out WHERE number = ?');

  o.receipts.tellBy<Facts>('sms', ({ messageId, to, news, facts }) => {
    // Carriers in India drop a text without the ids of its DLT registration.
    const blocked = ['CARRIER_BLOCKED', 'Message was blocked by the carrier', true] as const;
    const [messageStatus, messageStatusDescription, isFinal] = facts.blocked ? blocked : told[news];
    o.events.put({
      Source: 'aws.sms-voice',
      DetailType: 'Text Message Delivery Status Updated',
      Detail: JSON.stringify({
        eventType: `TEXT_${messageStatus}`,
        eventVersion: '1.0',
        eventTimestamp: Date.now(),
        isFinal,
        originationPhoneNumber: facts.from,
        destinationPhoneNumber: to,
        isoCountryCode: 'IN',
        isInternationalSend: false,
        messageId,
        messageRequestTimestamp: facts.requestedAt,
        messageEncoding: 'UNICODE',
        messageType: 'TRANSACTIONAL',
        messageStatus,
        messageStatusDescription,
        context: facts.context ?? {},
        totalMessageParts: 1,
      }),
    });
  });

  const send = (wanted: SendTextMessage): Answer => {
    const { DestinationPhoneNumber: to = '', OriginationIdentity: from, MessageBody: text, ConfigurationSetName: set } = wanted;
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refusal('ValidationException', 'Invalid phone number', { Reason: 'INVALID_PARAMETER' });
    if (!from || !text || text.length > LONGEST)
      return refusal('ValidationException', 'OriginationIdentity and a MessageBody of 1 to 1600 characters are needed.');
    if (set !== undefined && !o.configurationSets.includes(set))
      return refusal('ResourceNotFoundException', `Configuration set ${set} does not exist`, { ResourceType: 'configuration-set' });
    if (isOut.get(to))
      return refusal('ConflictException', 'Destination phone number is opted out', { Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' });
    const { IN_TEMPLATE_ID: template, IN_ENTITY_ID: entity } = wanted.DestinationCountryParameters ?? {};
    const blocked = to.startsWith('+91') && !(template && entity);
    const messageId = o.outbox.add({ channel: 'sms', from, to: [to], subject: template ?? '', text }, randomUUID());
    const facts: Facts = { context: wanted.Context, from, requestedAt: Date.now(), blocked };
    o.receipts.follow({ channel: 'sms', messageId, to, facts, usually: blocked ? ['failed'] : ['sent', 'delivered'] });
    return { status: 200, body: { MessageId: messageId }, headers: { 'content-type': 'application/x-amz-json-1.0' } };
  };

  return {
    handle: (async (request, response) => {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1);
      const { status, body } = refusal('UnknownOperationException', `${operation} is not served here.`);
      if (operation !== 'SendTextMessage') return reply(response, status, body);
      const wanted = JSON.parse(String(await readBody(request))) as SendTextMessage;
      const down = { ...refusal('InternalServerException', 'The SMS provider is down.'), status: 503 };
      const about = { faults: o.faults, channel: 'sms', to: wanted.DestinationPhoneNumber ?? '' } as const;
      await answerUnderFaults(response, about, { down, work: () => send(wanted) });
    }) satisfies HttpHandler,
    /** What somebody texts back. The sender id of a company is one-way: nobody here hears it but AWS's opt-out list. */
    answer(number: string, text: string): void {
      if (STOP.test(text.trim())) optOut.run(number);
      else if (/^start$/i.test(text.trim())) optIn.run(number);
    },
  };
};
