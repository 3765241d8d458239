import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';

import type { Faults, HttpHandler, Mail } from './cloud.ts';
import { readBody } from './http.ts';
import { parseMessage } from './mail-message.ts';

/** SES refuses messages above 40 MB; nothing of ours comes near. */
const LARGEST_MESSAGE = 40 * 1024 * 1024;

type Content = { Data?: string };
type SendEmail = {
  FromEmailAddress?: string;
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] };
  Content?: { Simple?: { Subject?: Content; Body?: { Text?: Content; Html?: Content } }; Raw?: { Data?: string }; Template?: unknown };
};

export type NewMail = Omit<Mail, 'id' | 'at'>;

/** Keeps what would have left the building. An SMS is a mail to a phone number. */
export const openOutbox = (store: DatabaseSync) => {
  store.exec(
    'CREATE TABLE IF NOT EXISTS mail (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, mail TEXT NOT NULL)',
  );
  return {
    add(mail: NewMail): string {
      // The form of an SES message id.
      const id = `010b${randomBytes(6).toString('hex')}-${randomBytes(20).toString('hex')}-000000`;
      store.prepare('INSERT INTO mail (id, at, mail) VALUES (?, ?, ?)').run(id, new Date().toISOString(), JSON.stringify(mail));
      return id;
    },
    /** Newest first. */
    list: (): Mail[] =>
      store
        .prepare('SELECT id, at, mail FROM mail ORDER BY number DESC LIMIT 500')
        .all()
        .map((row) => ({ ...(JSON.parse(String(row.mail)) as NewMail), id: String(row.id), at: String(row.at) })),
  };
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
  return { from: request.FromEmailAddress, to, subject: simple.Subject.Data, text: text ?? '', ...(html === undefined ? {} : { html }) };
};

/** SES v2's `SendEmail`, into an inbox. */
export const createMail = (o: { store: DatabaseSync; faults: Faults }) => {
  const outbox = openOutbox(o.store);

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
    const id = outbox.add(mail);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ MessageId: id }));
  };
  return { handle, list: outbox.list };
};
