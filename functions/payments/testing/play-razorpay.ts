import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { signatureOf } from '../signature.ts';

type Entity = Record<string, unknown> & { id: string };

/** What befalls one call: refused before it, or carried out and its answer lost. */
export type Mishap = 'away' | 'answer-lost' | 'refused';

/** Razorpay's API as far as Arogya uses it, over HTTP, with the secret that names it: for tests of what asks it. */
export type Razorpay = {
  readonly orders: Entity[];
  readonly payments: Entity[];
  readonly refunds: Entity[];
  /** `POST /v1/orders`, with the headers that came. */
  readonly calls: { readonly call: string; readonly headers: IncomingMessage['headers']; readonly body: Record<string, unknown> }[];
  /** For each coming call whose `METHOD path` begins so. */
  readonly mishaps: Map<string, Mishap>;
  /** A payment on an order, made at a second since 1970. */
  readonly pay: (orderId: string, o: { status?: string; amount?: number; at: number; captured?: boolean; id?: string }) => Entity;
  readonly stop: () => void;
};

export const WEBHOOK_SECRET = 'a-webhook-secret-of-the-tests';
export const SECRET_ARN = 'arn:aws:secretsmanager:ap-south-1:111122223333:secret:arogya-test-payments';

let serial = 0;
const newId = (kind: string): string => {
  serial += 1;
  return `${kind}_${String(serial).padStart(14, '0')}`;
};

const bodyOf = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};

export const playRazorpay = async (clock: () => number): Promise<Razorpay> => {
  const orders: Entity[] = [];
  const payments: Entity[] = [];
  const refunds: Entity[] = [];
  const calls: Razorpay['calls'] = [];
  const mishaps = new Map<string, Mishap>();
  const seconds = () => Math.floor(clock() / 1000);

  const answerTo = (method: string, url: URL, body: Record<string, unknown>): [number, unknown] => {
    const collection = (items: Entity[]) => ({ entity: 'collection', count: items.length, items });
    const [, , kind, id, part] = url.pathname.split('/');
    if (method === 'GET' && kind === 'orders' && !id)
      return [200, collection(orders.filter(({ receipt }) => receipt === url.searchParams.get('receipt')))];
    if (method === 'POST' && kind === 'orders') {
      const order = { id: newId('order'), entity: 'order', status: 'created', created_at: seconds(), ...body, payment: undefined };
      orders.push(order);
      return [200, order];
    }
    if (method === 'GET' && kind === 'orders' && part === 'payments')
      return [200, collection(payments.filter(({ order_id }) => order_id === id))];
    if (method === 'GET' && kind === 'payments' && part === 'refunds')
      return [200, collection(refunds.filter(({ payment_id }) => payment_id === id))];
    if (method === 'POST' && kind === 'payments' && part === 'refund') {
      const payment = payments.find((each) => each.id === id);
      const given = refunds.filter(({ payment_id }) => payment_id === id).reduce((sum, { amount }) => sum + Number(amount), 0);
      if (!payment || given + Number(body.amount) > Number(payment.amount))
        return [400, { error: { code: 'BAD_REQUEST_ERROR', description: 'The payment of Asha Verma has been fully refunded already' } }];
      const refund = {
        ...body,
        id: newId('rfnd'),
        entity: 'refund',
        payment_id: id,
        currency: 'INR',
        status: 'processed',
        created_at: seconds(),
      };
      refunds.push(refund);
      return [200, refund];
    }
    return [404, { error: { code: 'BAD_REQUEST_ERROR' } }];
  };

  const server: Server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = new URL(request.url ?? '/', origin);
    const call = `${request.method} ${url.pathname}`;
    const body = await bodyOf(request);
    const reply = (status: number, data: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data));
    if (request.headers['x-amz-target'] === 'secretsmanager.GetSecretValue')
      return reply(200, {
        ARN: SECRET_ARN,
        SecretString: JSON.stringify({
          keyId: 'rzp_test_arogya',
          keySecret: 'a-key-secret',
          webhookSecret: WEBHOOK_SECRET,
          apiUrl: origin,
          checkoutUrl: `${origin}/v1/checkout/embedded`,
        }),
      });
    calls.push({ call, headers: request.headers, body });
    const mishap = [...mishaps].find(([prefix]) => call.startsWith(prefix))?.[1];
    if (mishap === 'away') return request.socket.destroy();
    if (mishap === 'refused') return reply(502, { error: { code: 'SERVER_ERROR', description: 'Asha Verma’s bank is away' } });
    const [status, data] = answerTo(request.method ?? '', url, body);
    if (mishap === 'answer-lost') return request.socket.destroy();
    return reply(status, data);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.PAYMENT_SECRET_ARN = SECRET_ARN;
  process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    orders,
    payments,
    refunds,
    calls,
    mishaps,
    pay: (orderId, { status = 'captured', amount, at, captured = status === 'captured', id = newId('pay') }) => {
      const order = orders.find((each) => each.id === orderId);
      const payment = {
        id,
        entity: 'payment',
        order_id: orderId,
        amount: amount ?? order?.amount ?? 50_000,
        currency: 'INR',
        status,
        captured,
        notes: order?.notes ?? [],
        email: 'asha@arogya.example',
        contact: '+919812345678',
        created_at: at,
      };
      const known = payments.findIndex((each) => each.id === id);
      if (known < 0) payments.push(payment);
      else payments[known] = payment;
      return payment;
    },
    stop: () => server.close(),
  };
};

/** A webhook's text and headers, as Razorpay would send them. */
export const signed = (message: object, eventId: string, secret = WEBHOOK_SECRET) => {
  const rawBody = JSON.stringify({ entity: 'event', account_id: 'acc_arogya', ...message });
  return { rawBody, headers: { 'X-Razorpay-Signature': signatureOf(rawBody, secret), 'X-Razorpay-Event-Id': eventId } };
};
