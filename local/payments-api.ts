import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';

import type { Faults, HttpHandler } from './cloud.ts';
import { readBody, reply } from './http.ts';
import { type Bank, PaymentRefusal } from './payments-bank.ts';
import type { Entity } from './payments-entities.ts';
import type { PaymentStore } from './payments-store.ts';

const LARGEST_REQUEST = 64 * 1024;
const MOST_AT_ONCE = 100;
const SLOW_MILLISECONDS = 5_000;

const Amount = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);
const Notes = z.union([
  z.record(z.string(), z.string()).refine((notes) => Object.keys(notes).length <= 15, 'Number of fields in notes should be at most 15'),
  z.tuple([]),
]);
const NewOrder = z.strictObject({
  amount: Amount,
  currency: z.literal('INR', 'Currency is not supported'),
  receipt: z.string().optional(),
  notes: Notes.optional(),
  partial_payment: z.literal(false).optional(),
  payment: z
    .strictObject({
      capture: z.literal('automatic'),
      capture_options: z.strictObject({
        automatic_expiry_period: z.int().min(12),
        manual_expiry_period: z.int().min(12),
        refund_speed: z.literal('normal'),
      }),
    })
    .optional(),
});
const NewRefund = z.strictObject({
  amount: Amount.optional(),
  speed: z.literal('normal').optional(),
  receipt: z.string().optional(),
  notes: Notes.optional(),
});

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw new PaymentRefusal(`${issue.keys.join(', ')} is/are not required and should not be sent`, { field: issue.keys[0] ?? '' });
  const field = String(issue?.path[0] ?? '');
  throw new PaymentRefusal(`The ${field} field is not right: ${issue?.message}`, { field });
};

const pageOf = (query: URLSearchParams) => ({
  count: Math.min(Number(query.get('count') ?? 10) || 10, MOST_AT_ONCE),
  skip: Number(query.get('skip') ?? 0) || 0,
});
const collection = (items: Entity[]) => ({ entity: 'collection', count: items.length, items });

type Asked = { id: string; query: URLSearchParams; body: unknown; refundKey: string | undefined };

/** Razorpay's API (v1), the parts that Arogya uses. */
export const createPaymentApi = (o: { bank: Bank; store: PaymentStore; faults: Faults; keyId: string; keySecret: string }) => {
  const { bank, store, faults } = o;
  const authorization = `Basic ${Buffer.from(`${o.keyId}:${o.keySecret}`).toString('base64')}`;

  const newOrder = ({ payment, ...asked }: z.infer<typeof NewOrder>) =>
    bank.createOrder({ ...asked, captureMinutes: payment?.capture_options.automatic_expiry_period });
  const refundsOf = (paymentId: string, query: URLSearchParams) =>
    collection(store.list('refund', { parent: bank.payment(paymentId).id, ...pageOf(query) }));
  const routes: [method: string, path: RegExp, answer: (asked: Asked) => unknown][] = [
    ['POST', /^\/v1\/orders$/, ({ body }) => newOrder(parse(NewOrder, body))],
    ['GET', /^\/v1\/orders$/, ({ query }) => collection(store.list('order', { receipt: query.get('receipt'), ...pageOf(query) }))],
    ['GET', /^\/v1\/orders\/(\w+)$/, ({ id }) => bank.order(id)],
    ['GET', /^\/v1\/orders\/(\w+)\/payments$/, ({ id }) => collection(store.list('payment', { parent: bank.order(id).id }))],
    ['GET', /^\/v1\/payments\/(\w+)$/, ({ id }) => bank.payment(id)],
    ['POST', /^\/v1\/payments\/(\w+)\/refund$/, ({ id, body, refundKey }) => bank.refund(id, parse(NewRefund, body), refundKey)],
    ['GET', /^\/v1\/payments\/(\w+)\/refunds$/, ({ id, query }) => refundsOf(id, query)],
    ['GET', /^\/v1\/payments\/\w+\/refunds\/(\w+)$/, ({ id }) => bank.refundNamed(id)],
    ['GET', /^\/v1\/refunds$/, ({ query }) => collection(store.list('refund', pageOf(query)))],
    ['GET', /^\/v1\/refunds\/(\w+)$/, ({ id }) => bank.refundNamed(id)],
  ];

  const answer = (method: string, url: URL, body: unknown, refundKey: string | undefined): unknown => {
    for (const [ofMethod, pattern, run] of routes) {
      const found = method === ofMethod && pattern.exec(url.pathname);
      if (found) return run({ id: found[1] ?? '', query: url.searchParams, body, refundKey });
    }
    throw new PaymentRefusal('The requested URL was not found on the server.', { status: 404 });
  };

  const handle: HttpHandler = async (request, response) => {
    const refuse = ({ message, status, code, field }: PaymentRefusal) =>
      reply(response, status, {
        error: {
          code,
          description: message,
          source: 'business',
          step: 'payment_initiation',
          reason: 'input_validation_failed',
          metadata: {},
          ...(field === undefined ? {} : { field }),
        },
      });
    const raw = await readBody(request, LARGEST_REQUEST);
    const slow = faults.take('payment-api-slow');
    if (slow) await pause(slow.milliseconds ?? SLOW_MILLISECONDS);
    const down = faults.take('payment-api-down');
    if (down && down.at !== 'after-effect')
      return refuse(
        new PaymentRefusal('We are facing some trouble completing your request at the moment. Please try again shortly.', {
          status: 503,
          code: 'SERVER_ERROR',
        }),
      );
    try {
      if (request.headers.authorization !== authorization) throw new PaymentRefusal('Authentication failed', { status: 401 });
      let body: unknown;
      try {
        body = raw?.length ? JSON.parse(raw.toString()) : undefined;
      } catch {
        throw new PaymentRefusal('The request is not JSON.');
      }
      const refundKey = request.headers['x-refund-idempotency'];
      const url = new URL(request.url ?? '/', 'http://local');
      const found = answer(request.method ?? 'GET', url, body, refundKey === undefined ? undefined : String(refundKey));
      // It was done, and nobody is told.
      if (down) response.destroy();
      else reply(response, 200, found);
    } catch (problem) {
      if (!(problem instanceof PaymentRefusal)) throw problem;
      refuse(problem);
    }
  };
  return { handle };
};
