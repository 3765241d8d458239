import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

import type { Faults, HttpHandler } from './cloud.ts';
import type { Events } from './events.ts';
import { readBody } from './http.ts';
import { parseMessage } from './mail-message.ts';
import type { NewMail, Outbox } from './outbox.ts';
import { answerUnderFaults } from './provider-faults.ts';
import type { News, Receipts } from './receipts.ts';
import { ACCOUNT } from './resource-types.ts';
import type { Resource } from './template.ts';

/** SES refuses messages above 40 MB; nothing of ours comes near. */
const LARGEST_MESSAGE = 40 * 1024 * 1024;

type Content = { Data?: string };
type Pair = { Name?: string; Value?: string };
type SendEmail = {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] };
  Content?: {
    Simple?: { Subject?: Content; Body?: { Text?: Content; Html?: Content }; Headers?: Pair[] };
    Raw?: { Data?: string };
    Template?: unknown;
  };
  ConfigurationSetName?: string;
  EmailTags?: Pair[];
};

const refuse = (response: ServerResponse, status: number, type: string, message: string) => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ message }));
};

const mailOf = (request: SendEmail): NewMail | string => {
  const { Simple: simple, Raw: raw } = request.Content ?? {};
  const destination = request.Destination ?? {};
  const to = [destination.ToAddresses, destination.CcAddresses, destination.BccAddresses].flatMap((some) => some ?? []);
  if (raw?.Data) {
    const message = parseMessage(Buffer.from(raw.Data, 'base64'));
    const mail = { ...message, from: request.FromEmailAddress ?? message.from, to: to.length > 0 ? to : message.to };
    return mail.from && mail.to.length > 0 ? mail : 'Missing sender or recipient.';
  }
  if (!simple) return 'The local inbox takes Simple and Raw content only.';
  const text = simple.Body?.Text?.Data;
  const html = simple.Body?.Html?.Data;
  if (!request.FromEmailAddress) return 'Missing required parameter FromEmailAddress.';
  if (to.length === 0) return 'Destination has no address.';
  if (!simple.Subject?.Data) return 'Missing required parameter Content.Simple.Subject.';
  if (text === undefined && html === undefined) return 'Missing required parameter Content.Simple.Body.';
  const misfit = to.find((address) => !/^([^<>]*<)?[^\s@<>]+@[^\s@<>]+>?$/.test(address));
  if (misfit !== undefined) return 'Missing final @domain in an address.';
  const headers = Object.fromEntries((simple.Headers ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
  const mail = { from: request.FromEmailAddress, to, subject: simple.Subject.Data, text: text ?? '' };
  return { ...mail, ...(html === undefined ? {} : { html }), ...(simple.Headers ? { headers } : {}) };
};

type Facts = { from: string; sentAt: string; destination: string[]; set?: string; tags: Record<string, string[]> };

/** What SES calls an event in a configuration set, on the bus, and in the event; and its own part of the event. */
const told: Partial<
  Record<News, { matching: string; detailType: string; eventType: string; part: (to: string[]) => Record<string, unknown> }>
> = {
  delivered: {
    matching: 'delivery',
    detailType: 'Email Delivered',
    eventType: 'Delivery',
    part: (to) => ({ delivery: { recipients: to, processingTimeMillis: 500, smtpResponse: '250 2.0.0 OK' } }),
  },
  bounced: {
    matching: 'bounce',
    detailType: 'Email Bounced',
    eventType: 'Bounce',
    part: (to) => ({
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', status: '5.1.1' })),
        feedbackId: randomUUID(),
      },
    }),
  },
  // SES gave up after hours: the mailbox was full or its server away.
  failed: {
    matching: 'bounce',
    detailType: 'Email Bounced',
    eventType: 'Bounce',
    part: (to) => ({
      bounce: {
        bounceType: 'Transient',
        bounceSubType: 'MailboxFull',
        bouncedRecipients: to.map((emailAddress) => ({ emailAddress, action: 'failed', status: '4.2.2' })),
        feedbackId: randomUUID(),
      },
    }),
  },
  complained: {
    matching: 'complaint',
    detailType: 'Email Complaint Received',
    eventType: 'Complaint',
    part: (to) => ({
      complaint: {
        complainedRecipients: to.map((emailAddress) => ({ emailAddress })),
        complaintFeedbackType: 'abuse',
        feedbackId: randomUUID(),
      },
    }),
  },
};

type Destination = {
  ConfigurationSetName: string;
  EventDestination: { Enabled?: boolean; MatchingEventTypes?: string[]; EventBridgeDestination?: unknown };
};

/** SES v2's `SendEmail`, into the outbox. Letters of a configuration set are told of on the account's bus, as far as its destinations ask. */
export const createMail = (o: {
  outbox: Outbox;
  receipts: Receipts;
  events: Pick<Events, 'put'>;
  faults: Faults;
  configurationSets: Resource[];
  destinations: Resource[];
}) => {
  const sets = o.configurationSets.map(({ name }) => name);
  const matching = (set: string) =>
    o.destinations
      .map(({ properties }) => properties as Destination)
      .filter(({ ConfigurationSetName, EventDestination: to }) => ConfigurationSetName === set && to.Enabled && to.EventBridgeDestination)
      .flatMap(({ EventDestination }) => EventDestination.MatchingEventTypes ?? []);

  o.receipts.tellBy<Facts>('email', ({ messageId, news, facts: { from, sentAt, destination, set, tags } }) => {
    const event = told[news];
    if (!event || !set || !matching(set).includes(event.matching)) return;
    const mail = { timestamp: sentAt, source: from, sendingAccountId: ACCOUNT, messageId, destination };
    const detail = {
      eventType: event.eventType,
      mail: { ...mail, tags: { ...tags, 'ses:configuration-set': [set] } },
      ...event.part(destination),
    };
    o.events.put({ Source: 'aws.ses', DetailType: event.detailType, Detail: JSON.stringify(detail) });
  });

  const take = (mail: NewMail, { ConfigurationSetName: set, EmailTags = [] }: SendEmail): string => {
    const messageId = o.outbox.add({ ...mail, channel: 'email' });
    const tags = Object.fromEntries(EmailTags.map(({ Name = '', Value = '' }) => [Name, [Value]]));
    const facts: Facts = { from: mail.from, sentAt: new Date().toISOString(), destination: mail.to, set, tags };
    o.receipts.follow({ channel: 'email', messageId, to: mail.to.join(), facts, usually: ['delivered'] });
    return messageId;
  };

  const handle: HttpHandler = async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://local').pathname;
    if (request.method !== 'POST' || path !== '/v2/email/outbound-emails') {
      return refuse(
        response,
        404,
        'UnknownOperationException',
        `The local cloud's SES knows POST /v2/email/outbound-emails only, not ${request.method} ${path}.`,
      );
    }
    const body = await readBody(request, LARGEST_MESSAGE);
    if (body === undefined) return refuse(response, 400, 'BadRequestException', 'The message is larger than 40 MB.');
    let wanted: SendEmail;
    try {
      wanted = JSON.parse(body.toString('utf8')) as SendEmail;
    } catch {
      return refuse(response, 400, 'BadRequestException', 'The request is not JSON.');
    }
    if (o.faults.take('mail-throttled')) return refuse(response, 429, 'TooManyRequestsException', 'Maximum sending rate exceeded.');
    const mail = mailOf(wanted);
    if (typeof mail === 'string') return refuse(response, 400, 'BadRequestException', mail);
    const { ConfigurationSetName: set } = wanted;
    if (set !== undefined && !sets.includes(set))
      return refuse(response, 404, 'NotFoundException', `Configuration set <${set}> does not exist.`);
    const about = { faults: o.faults, channel: 'email', to: mail.to.join() } as const;
    await answerUnderFaults(response, about, {
      down: { status: 503, body: { message: 'Service Unavailable' } },
      work: () => ({ status: 200, body: { MessageId: take(mail, wanted) } }),
    });
  };
  return { handle };
};
