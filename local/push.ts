import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';

import type { Faults, HttpHandler } from './cloud.ts';
import { readBody, reply } from './http.ts';
import type { Outbox } from './outbox.ts';
import { answerUnderFaults } from './provider-faults.ts';
import { decryptPush, refusalOfVapid } from './push-message.ts';
import type { Receipts } from './receipts.ts';

export const PUSH_PATH = '/push';
/** What RFC 8030 has each push service take at least; browsers' makers take no more. */
const LARGEST_MESSAGE = 4_096;
const HEARTBEAT_MILLISECONDS = 15_000;

type Subscription = { endpoint: string; serverKey: string; privateKey: string; auth: string };

const titleOf = (payload: string): string => {
  try {
    return String((JSON.parse(payload) as { title?: unknown }).title ?? '');
  } catch {
    return '';
  }
};

const curve = () => createECDH('prime256v1');

/**
 * A push service (RFC 8030), and the part of a browser that holds a subscription's keys and decrypts, since nothing of
 * Google or Mozilla can be reached from here: the web app subscribes with `POST /push/subscriptions`, listens to its
 * endpoint as an EventSource, and gives what comes to its service worker.
 */
export const createPush = (o: {
  store: DatabaseSync;
  outbox: Outbox;
  receipts: Receipts;
  faults: Faults;
  origin: string;
  webOrigins: string[];
}) => {
  o.store.exec(`
    CREATE TABLE IF NOT EXISTS push_subscriptions (id TEXT PRIMARY KEY, subscription TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS push_messages (
      number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, subscription TEXT NOT NULL, topic TEXT, payload TEXT NOT NULL,
      good_until INTEGER NOT NULL);
  `);
  const add = o.store.prepare('INSERT INTO push_subscriptions (id, subscription) VALUES (?, ?)');
  const find = o.store.prepare('SELECT subscription, ended FROM push_subscriptions WHERE id = ?');
  const end = o.store.prepare('UPDATE push_subscriptions SET ended = 1 WHERE id = ?');
  const keep = o.store.prepare('INSERT INTO push_messages (id, subscription, topic, payload, good_until) VALUES (?, ?, ?, ?, ?)');
  const replace = o.store.prepare('DELETE FROM push_messages WHERE subscription = ? AND topic = ?');
  const waiting = o.store.prepare(
    'SELECT number, id, payload FROM push_messages WHERE subscription = ? AND good_until > ? ORDER BY number',
  );
  const handed = o.store.prepare('DELETE FROM push_messages WHERE number = ?');
  /** Open pages, the latest last: it gets what comes. */
  const listeners = new Map<string, ServerResponse[]>();

  const handOver = (id: string) => {
    const listener = listeners.get(id)?.at(-1);
    if (!listener) return;
    for (const row of waiting.all(id, Date.now())) {
      const lines = String(row.payload)
        .split('\n')
        .map((line) => `data: ${line}\n`);
      listener.write(`id: ${row.number}\n${lines.join('')}\n`);
      handed.run(Number(row.number));
      o.outbox.setState(String(row.id), 'delivered');
    }
  };

  type Facts = { subscription: string; topic?: string; payload: string; goodUntil: number };
  o.receipts.tellBy<Facts>('push', ({ messageId, news, facts: { subscription, topic, payload, goodUntil } }) => {
    if (news !== 'delivered') return o.outbox.setState(messageId, 'failed');
    if (topic) replace.run(subscription, topic);
    keep.run(messageId, subscription, topic ?? null, payload, goodUntil);
    handOver(subscription);
  });

  const subscribe = async (request: IncomingMessage, response: ServerResponse) => {
    const { applicationServerKey } = JSON.parse(String(await readBody(request, LARGEST_MESSAGE))) as { applicationServerKey?: string };
    const serverKey = (applicationServerKey ?? '').replace(/=+$/, '');
    if (Buffer.from(serverKey, 'base64url').length !== 65)
      return reply(response, 400, { message: 'applicationServerKey is no P-256 key.' });
    const id = randomBytes(24).toString('base64url');
    const keys = curve();
    const p256dh = keys.generateKeys('base64url');
    const auth = randomBytes(16).toString('base64url');
    const endpoint = `${o.origin}${PUSH_PATH}/subscriptions/${id}`;
    const subscription: Subscription = { endpoint, serverKey, privateKey: keys.getPrivateKey('base64url'), auth };
    add.run(id, JSON.stringify(subscription));
    reply(response, 201, { endpoint, keys: { p256dh, auth } });
  };

  const listen = (id: string, request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': listening\n\n');
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MILLISECONDS).unref();
    listeners.set(id, [...(listeners.get(id) ?? []), response]);
    request.on('close', () => {
      clearInterval(heartbeat);
      listeners.set(
        id,
        (listeners.get(id) ?? []).filter((other) => other !== response),
      );
    });
    handOver(id);
  };

  const take = async (
    id: string,
    { endpoint, serverKey, privateKey, auth }: Subscription,
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const { ttl, topic, authorization = '', 'content-encoding': encoding } = request.headers;
    const body = await readBody(request, LARGEST_MESSAGE);
    if (body === undefined) return reply(response, 413, { message: `More than ${LARGEST_MESSAGE} bytes.` });
    if (!/^\d+$/.test(String(ttl))) return reply(response, 400, { message: 'TTL is missing.' });
    if (encoding !== 'aes128gcm') return reply(response, 400, { message: 'Content-Encoding is not aes128gcm.' });
    const refusal = await refusalOfVapid(authorization, serverKey, o.origin);
    if (refusal) return reply(response, 403, { message: refusal });

    const keys = curve();
    keys.setPrivateKey(privateKey, 'base64url');
    let payload: string | undefined;
    try {
      payload = decryptPush(body, keys, Buffer.from(auth, 'base64url'));
    } catch {
      // A push service takes what it cannot read; the browser drops it.
    }
    const work = () => {
      const messageId = randomUUID();
      const text = payload ?? 'This was not encrypted for the subscription’s keys.';
      o.outbox.add({ channel: 'push', from: 'push', to: [endpoint], subject: titleOf(text), text }, messageId);
      const facts: Facts = {
        subscription: id,
        ...(topic ? { topic: String(topic) } : {}),
        payload: text,
        goodUntil: Date.now() + Number(ttl) * 1000,
      };
      o.receipts.follow({ channel: 'push', messageId, to: endpoint, facts, usually: payload === undefined ? ['failed'] : ['delivered'] });
      return { status: 201, headers: { location: `${o.origin}${PUSH_PATH}/messages/${messageId}` } };
    };
    const down = { status: 503, body: { message: 'The push service is down.' }, headers: { 'retry-after': '60' } };
    await answerUnderFaults(response, { faults: o.faults, channel: 'push', to: endpoint }, { down, work });
  };

  const handle: HttpHandler = async (request, response) => {
    const from = request.headers.origin ?? '';
    if (o.webOrigins.includes(from)) response.setHeader('access-control-allow-origin', from);
    response.setHeader('access-control-allow-methods', 'GET, POST, DELETE');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    const [, id] = /^\/push\/subscriptions(?:\/([\w-]+))?$/.exec((request.url ?? '').split('?')[0] ?? '') ?? [];
    if (!id)
      return request.method === 'POST' && request.url === `${PUSH_PATH}/subscriptions`
        ? subscribe(request, response)
        : reply(response, 404, {});
    const known = find.get(id);
    if (!known) return reply(response, 404, { message: 'There is no such subscription.' });
    if (known.ended) return reply(response, 410, { message: 'The subscription was ended.' });
    if (request.method === 'GET') return listen(id, request, response);
    if (request.method === 'POST') return take(id, JSON.parse(String(known.subscription)) as Subscription, request, response);
    if (request.method !== 'DELETE') return reply(response, 405, {});
    end.run(id);
    for (const listener of listeners.get(id) ?? []) listener.end();
    response.writeHead(204).end();
  };
  return { handle };
};

/** A pair of keys as `web-push generate-vapid-keys` makes it. */
export const vapidKeys = (): { publicKey: string; privateKey: string } => {
  const keys = curve();
  const publicKey = keys.generateKeys('base64url');
  // A number that begins with zeros comes shorter.
  return { publicKey, privateKey: Buffer.from(keys.getPrivateKey('hex').padStart(64, '0'), 'hex').toString('base64url') };
};
