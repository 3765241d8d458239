import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';

import type { CloudView, Log, PaymentsView, Pool, QueueView } from './cloud.ts';
import { DEMO_ADMIN_TOTP_SECRET } from './demo-people.ts';
import { createFaults } from './faults.ts';
import { closeServer, listen } from './http.ts';
import { totpOf } from './identity-accounts.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { openOutbox } from './outbox.ts';
import { createPage } from './page.ts';
import { createPayments } from './payments.ts';
import { openKeyring } from './secrets.ts';

const log: Log = { info() {}, warn() {}, error: console.error };
const pool = (name: Pool['name']): Pool => ({
  poolId: name,
  logicalId: name,
  name,
  mfaRequired: name === 'admins',
  groups: ['doctor', 'health-worker', 'responder'],
  clients: [{ clientId: name, callbackUrls: ['http://localhost/x'], logoutUrls: [], accessTokenSeconds: 900, refreshTokenSeconds: 86_400 }],
  scopes: ['arogya/api'],
});

let server: Server;
let origin: string;
let port: number;
let store: DatabaseSync;
let cloud: CloudView;
let redriven: string[];
let answers: string[];
let payments: ReturnType<typeof createPayments>;

beforeEach(async () => {
  store = new DatabaseSync(':memory:');
  redriven = [];
  answers = [];
  const queue: QueueView = { name: 'letters', visible: 0, inFlight: 0, delayed: 0, deadLetterQueue: 'letters-dlq', deadLettersOf: [] };
  let handle: (...args: Parameters<ReturnType<typeof createPage>['handle']>) => unknown = () => {};
  const listening = await listen(0, (request, response) => handle(request, response) as Promise<void>, log);
  ({ server, port } = listening);
  origin = `http://localhost:${port}`;
  const identity = await createIdentityProvider({ publicUrl: origin, webOrigins: [], pools: [pool('people'), pool('admins')], store, log });
  payments = createPayments({
    store,
    keyring: openKeyring(store),
    faults: createFaults(),
    log,
    origin,
    webOrigins: [],
    apiUrl: origin,
    webhookUrl: `${origin}/webhook`,
  });
  cloud = {
    origin,
    stage: 'dev',
    startedAt: '2026-11-20T07:00:00Z',
    data: '.local',
    ignored: [{ logicalId: 'Key', type: 'AWS::KMS::Key', reason: 'nothing is encrypted here' }],
    faults: createFaults(),
    identity,
    mail: openOutbox(store),
    answer: (messageId, text) => messageId === 'm1' && answers.push(text) > 0,
    payments,
    files: () => ({ buckets: [{ name: 'records', objects: 2, bytes: 25 }], scanner: 'signatures', scans: [] }),
    queues: () => [queue, { ...queue, name: 'letters-dlq', visible: 2, deadLetterQueue: undefined, deadLettersOf: ['letters'] }],
    peek: () => [{ id: 'm1', sentAt: '2026-11-20T07:00:00Z', receiveCount: 5, body: '{}' }],
    redrive: async (name) => redriven.push(name),
    functions: () => [],
    logs: () => [],
    metrics: () => [],
    schedules: () => [{ name: 'hourly', expression: 'rate(1 hour)', targets: ['seal'] }],
    fire: async (name) => {
      redriven.push(name);
    },
  };
  handle = createPage({ cloud }).handle;
});
afterEach(async () => {
  await payments.stop();
  cloud.identity.stop();
  await closeServer(server);
  store.close();
});

const api = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${origin}/local/api/${path}`, init);
  return { status: response.status, body: (await response.json()) as { data?: never; error?: { code: string; message: string } } };
};
const post = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
  api(path, { method: 'POST', headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

/** `fetch` does not let one choose the Host header. */
const statusWith = (method: string, path: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject).end();
  });

test('the page and its files come with a policy that allows nothing inline', async () => {
  const page = await fetch(`${origin}/local`);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
  const html = await page.text();
  expect(html).not.toMatch(/<script>|style=|onclick=/);
  for (const [, file = ''] of html.matchAll(/(?:href|src)="(\/local\/assets\/[^"]+)"/g)) {
    expect((await fetch(`${origin}${file}`)).status).toBe(200);
  }
  for (const wrong of ['/local/assets/..%2fpage.ts', '/local/assets/constructor', '/local/nothing']) {
    expect((await fetch(`${origin}${wrong}`)).status).toBe(404);
  }
});

test('a name that was bent to this computer is refused, and so is a script of another site', async () => {
  for (const path of ['/local', '/local/api/mail']) expect(await statusWith('GET', path, { host: 'evil.example' })).toBe(403);
  expect(await statusWith('GET', '/local/api/mail', { host: `127.0.0.1:${port}` })).toBe(200);
  const redrive = '/local/api/queues/letters-dlq/redrive';
  const host = `localhost:${port}`;
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of foreign) {
    expect(await statusWith('POST', redrive, { host, ...headers })).toBe(403);
    expect(await statusWith('DELETE', '/local/api/faults', { host, ...headers })).toBe(403);
  }
  expect(redriven).toEqual([]);
  expect(await statusWith('POST', redrive, { host, origin })).toBe(200);
  expect(redriven).toEqual(['letters-dlq']);
});

test('only a dead-letter queue is redriven, and only what is there is shown', async () => {
  expect((await post('queues/letters/redrive')).status).toBe(404);
  expect((await post('queues/nobody/redrive')).status).toBe(404);
  expect((await api('queues')).body.data).toMatchObject([{ name: 'letters' }, { name: 'letters-dlq', visible: 2 }]);
  expect((await api('queues/letters/messages')).body.data).toMatchObject([{ receiveCount: 5 }]);
  expect((await api('queues/nobody/messages')).status).toBe(404);
  expect((await api('functions/nobody/logs')).status).toBe(404);
  expect((await post('schedules/hourly/fire')).status).toBe(200);
  expect((await post('schedules/nobody/fire')).status).toBe(404);
  expect((await api('nothing')).body.error?.code).toBe('not-found');
  for (const path of ['cloud', 'files', 'functions', 'metrics', 'schedules', 'mail', 'totp']) expect((await api(path)).status).toBe(200);
});

test('a fault is set, listed and cleared, and a made-up one is refused', async () => {
  expect((await post('faults', { kind: 'model-slow', milliseconds: 5 })).status).toBe(201);
  expect((await post('faults', { kind: 'earthquake' })).status).toBe(422);
  expect((await api('faults')).body.data).toMatchObject([{ kind: 'model-slow' }]);
  await api('faults', { method: 'DELETE' });
  expect(cloud.faults.list()).toEqual([]);
});

test('an order is paid and a message sent again from the page, and nothing that is not there', async () => {
  const { keyId, keySecret } = JSON.parse(payments.secret) as { keyId: string; keySecret: string };
  const ask = createServer((request, response) => payments.api(request, response)).listen(0, '127.0.0.1');
  await once(ask, 'listening');
  const made = await fetch(`http://127.0.0.1:${(ask.address() as AddressInfo).port}/v1/orders`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${keyId}:${keySecret}`)}` },
    body: JSON.stringify({ amount: 50_000, currency: 'INR', receipt: 'a1' }),
  });
  ask.close();
  const { id } = (await made.json()) as { id: string };
  expect((await post(`payments/orders/${id}/pay`, { outcome: 'paid' })).body.data).toMatchObject({ order_id: id, status: 'captured' });
  const view = (await api('payments')).body.data as unknown as PaymentsView;
  expect(view).toMatchObject({ orders: [{ id, status: 'paid', receipt: 'a1' }], payments: [{ order_id: id }], refunds: [] });
  expect(view.webhooks.map(({ event }) => event)).toEqual(['order.paid', 'payment.captured', 'payment.authorized']);
  expect((await post(`payments/webhooks/${view.webhooks[0]?.number}/send`)).status).toBe(200);
  expect((await post('payments/webhooks/4711/send')).status).toBe(404);
  expect((await post('payments/orders/order_nobody/pay', { outcome: 'paid' })).status).toBe(404);
  expect((await post(`payments/orders/${id}/pay`, { outcome: 'free' })).status).toBe(422);
});

test('the inbox can be asked for one person', async () => {
  const outbox = openOutbox(store);
  outbox.add({ from: 'a@arogya.example', to: ['sunita@arogya.example'], subject: 'One', text: '' });
  outbox.add({ from: 'AROGYA', to: ['+919812300003'], subject: 'Two', text: '' });
  expect((await api('mail')).body.data).toMatchObject([
    { subject: 'Two', channel: 'sms', state: 'accepted' },
    { subject: 'One', channel: 'email', state: 'accepted' },
  ]);
  expect((await api('mail?to=sunita')).body.data).toMatchObject([{ subject: 'One' }]);
});

test('somebody’s answer to a message is given to whoever sent it, and to nobody where there is no such message', async () => {
  expect((await post('messages/m1/answers', { text: 'STOP' })).status).toBe(201);
  expect(answers).toEqual(['STOP']);
  expect((await post('messages/m2/answers', { text: 'STOP' })).status).toBe(404);
  expect((await post('messages/m1/answers', { text: '' })).status).toBe(422);
});

test('tokens are made for patients, health workers and admins, many at once or already over', async () => {
  const [token = ''] = ((await post('tokens', { account: 'sunita' })).body.data as { tokens: string[] } | undefined)?.tokens ?? [];
  expect(await cloud.identity.verify(token)).toMatchObject({ iss: `${origin}/oidc/people` });
  const again = (await post('tokens', { account: 'sunita' })).body.data as { tokens: string[] } | undefined;
  expect(decodeJwt(again?.tokens[0] ?? '').sub).toBe(decodeJwt(token).sub);

  const many = (await post('tokens', { account: 'load', role: 'health-worker', count: 3 })).body.data as { tokens: string[] } | undefined;
  expect(new Set(many?.tokens.map((one) => decodeJwt(one).sub)).size).toBe(3);
  expect(decodeJwt(many?.tokens[0] ?? '')['cognito:groups']).toEqual(['health-worker']);

  const admin = (await post('tokens', { account: 'admin' })).body.data as { tokens: string[] } | undefined;
  expect(decodeJwt(admin?.tokens[0] ?? '').iss).toBe(`${origin}/oidc/admins`);
  expect((await api('totp')).body.data).toMatchObject([
    { account: 'admin@arogya.example', code: totpOf(DEMO_ADMIN_TOTP_SECRET, 'x').generate() },
  ]);

  const over = (await post('tokens', { account: 'sunita', expiresInSeconds: -5 })).body.data as { tokens: string[] } | undefined;
  expect(await cloud.identity.verify(over?.tokens[0] ?? '')).toBeUndefined();
  for (const wrong of [
    {},
    { account: 'No Such Name!' },
    { account: 'a', role: 'king' },
    { account: 'a', count: 0 },
    { account: 'a', more: 1 },
  ]) {
    expect((await post('tokens', wrong)).status).toBe(422);
  }
  expect((await api('tokens', { method: 'POST', body: '{' })).status).toBe(400);
});
