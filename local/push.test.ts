import { createECDH } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import webpush from 'web-push';

import { type Providers, startProviders } from './providers-testing.ts';

type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };
type Keys = { publicKey: string; privateKey: string; subject: string };

let world: Providers;
let keys: Keys;
const open: AbortController[] = [];
beforeEach(async () => {
  world = await startProviders();
  keys = JSON.parse(world.providers().pushSecret) as Keys;
});
afterEach(async () => {
  for (const each of open.splice(0)) each.abort();
  await world.stop();
});

const subscribe = async (applicationServerKey = keys.publicKey): Promise<Subscription> => {
  const response = await fetch(`${world.origin}/push/subscriptions`, { method: 'POST', body: JSON.stringify({ applicationServerKey }) });
  expect(response.status).toBe(201);
  return (await response.json()) as Subscription;
};
/** What the package that sends in AWS makes of it, so that its own encryption and signature are put to the test. */
const push = async (subscription: Subscription, payload: unknown, options: webpush.RequestOptions = {}, signedBy = keys) => {
  const { headers, body } = webpush.generateRequestDetails(subscription, JSON.stringify(payload), {
    vapidDetails: signedBy,
    TTL: 60,
    ...options,
  });
  return fetch(subscription.endpoint, { method: 'POST', headers: headers as Record<string, string>, body: new Uint8Array(body ?? []) });
};
/** What an open page hears, message by message. */
const listen = async ({ endpoint }: Subscription) => {
  const closing = new AbortController();
  open.push(closing);
  const response = await fetch(endpoint, { signal: closing.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const heard: unknown[] = [];
  const read = async () => {
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = event.split('\n').flatMap((line) => (line.startsWith('data: ') ? [line.slice(6)] : []));
        if (data.length > 0) heard.push(JSON.parse(data.join('\n')));
      }
    }
  };
  void read().catch(() => {});
  return { heard, close: () => closing.abort() };
};
const states = () => world.outbox().map(({ state }) => state);

test('a push is decrypted for the browser that subscribed, and is in the outbox with its title', async () => {
  const subscription = await subscribe();
  const { heard } = await listen(subscription);
  const answer = await push(subscription, { title: 'समय हो गया', body: 'Time for a medicine' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toMatch(/\/push\/messages\//);
  await world.until(() => heard.length === 1);
  expect(heard).toEqual([{ title: 'समय हो गया', body: 'Time for a medicine' }]);
  expect(world.outbox()).toMatchObject([{ channel: 'push', state: 'delivered', to: [subscription.endpoint], subject: 'समय हो गया' }]);
});

test('pushes wait for a page to be open, the newest of a topic only, and each is handed over once', async () => {
  const subscription = await subscribe();
  for (const [number, topic] of [
    [1, 'doses'],
    [2, undefined],
    [3, 'doses'],
  ] as const)
    await push(subscription, { number }, topic ? { topic } : {});
  const first = await listen(subscription);
  await world.until(() => first.heard.length === 2);
  expect(first.heard).toEqual([{ number: 2 }, { number: 3 }]);
  const second = await listen(subscription);
  await push(subscription, { number: 4 });
  await world.until(() => second.heard.length === 1);
  expect(second.heard).toEqual([{ number: 4 }]);
  expect(first.heard).toHaveLength(2);
});

test('a push whose time is over is never shown', async () => {
  const subscription = await subscribe();
  await push(subscription, { number: 1 }, { TTL: 0 });
  await push(subscription, { number: 2 });
  const { heard } = await listen(subscription);
  await world.until(() => heard.length > 0);
  expect(heard).toEqual([{ number: 2 }]);
});

test('after a browser unsubscribed, a push is told that it is gone', async () => {
  const subscription = await subscribe();
  expect((await fetch(subscription.endpoint, { method: 'DELETE' })).status).toBe(204);
  expect((await push(subscription, {})).status).toBe(410);
  expect((await fetch(subscription.endpoint)).status).toBe(410);
  expect((await push({ ...subscription, endpoint: `${subscription.endpoint}x` }, {})).status).toBe(404);
});

test('a push of somebody else, for another push service, or good for too long is refused', async () => {
  const subscription = await subscribe();
  const stranger = { ...webpush.generateVAPIDKeys(), subject: keys.subject };
  expect((await push(subscription, {}, {}, stranger)).status).toBe(403);
  // Their signature under our key.
  expect((await push(subscription, {}, {}, { ...keys, privateKey: stranger.privateKey })).status).toBe(403);
  const elsewhere = webpush.generateRequestDetails({ ...subscription, endpoint: 'https://push.example/x' }, '{}', {
    vapidDetails: keys,
    TTL: 60,
  });
  const { headers, body } = elsewhere;
  const moved = await fetch(subscription.endpoint, {
    method: 'POST',
    headers: headers as Record<string, string>,
    body: new Uint8Array(body ?? []),
  });
  expect(moved.status).toBe(403);
  const point = Buffer.from(keys.publicKey, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const token = await new SignJWT({ aud: world.origin, sub: keys.subject })
    .setProtectedHeader({ alg: 'ES256' })
    .setExpirationTime('25 hours')
    .sign({ kty: 'EC', crv: 'P-256', x, y, d: keys.privateKey });
  const Authorization = `vapid t=${token}, k=${keys.publicKey}`;
  const long = await fetch(subscription.endpoint, {
    method: 'POST',
    headers: { ...(headers as Record<string, string>), Authorization },
    body: new Uint8Array(body ?? []),
  });
  expect(long.status).toBe(403);
  expect(world.outbox()).toEqual([]);
});

test('a push without a time to live, in the old encryption or above 4096 bytes is refused', async () => {
  const subscription = await subscribe();
  expect((await push(subscription, {}, { contentEncoding: 'aesgcm' })).status).toBe(400);
  expect((await push(subscription, 'x'.repeat(5_000))).status).toBe(413);
  expect((await fetch(subscription.endpoint, { method: 'POST', body: '' })).status).toBe(400);
  expect(world.outbox()).toEqual([]);
});

test('a push that is encrypted for other keys is taken, as no push service can see into it, and dropped by the browser', async () => {
  const subscription = await subscribe();
  const others = createECDH('prime256v1').generateKeys('base64url');
  expect((await push({ ...subscription, keys: { ...subscription.keys, p256dh: others } }, { title: 'x' })).status).toBe(201);
  await world.until(() => states()[0] === 'failed');
});

test('a push service that is down says when to come again; a lost push never reaches the browser', async () => {
  const subscription = await subscribe();
  const { heard } = await listen(subscription);
  world.faults.add({ kind: 'provider-down', channel: 'push' });
  const down = await push(subscription, {});
  expect([down.status, down.headers.get('retry-after')]).toEqual([503, '60']);
  world.faults.add({ kind: 'receipt-lost', channel: 'push' });
  await push(subscription, { number: 1 });
  await push(subscription, { number: 2 });
  await world.until(() => heard.length > 0);
  expect(heard).toEqual([{ number: 2 }]);
  expect(states()).toEqual(['delivered', 'accepted']);
});

test('only the web app’s own pages may subscribe and listen from a browser', async () => {
  const allowed = async (origin: string) => {
    const response = await fetch(`${world.origin}/push/subscriptions`, { method: 'OPTIONS', headers: { origin } });
    return response.headers.get('access-control-allow-origin');
  };
  expect(await allowed('http://web.example')).toBe('http://web.example');
  expect(await allowed('https://evil.example')).toBeNull();
  expect((await fetch(`${world.origin}/push/subscriptions`, { method: 'POST', body: '{"applicationServerKey":"AAAA"}' })).status).toBe(400);
});
