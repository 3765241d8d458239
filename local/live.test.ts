import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createLiveClient, type Socket } from '../frontend/src/shared/live/live-client.ts';
import type { LiveTopic } from '../functions/live/contract.ts';
import { type RunningCloud, startCloud } from './testing.ts';

/** The browser's own client, on real sockets through the embedded cloud. */

let cloud: RunningCloud;
// It may have to be built first.
beforeAll(async () => {
  cloud = await startCloud({ env: { AROGYA_WEB: 'off' } });
}, 180_000);
afterAll(() => cloud.stop());

const personOf = async (account: string) => {
  const token = await cloud.token(account);
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${cloud.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data: Record<string, unknown> };
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  let revision = Number(((await call('GET', '/me')).profile as { revision: number }).revision);
  return {
    call,
    ticket: async () => (await call('POST', '/live-tickets')) as { url: string; ticket: string },
    /** Something that every screen of this person shows. */
    change: async () => {
      const changed = await call('PATCH', '/me', { revision, changes: { preferredLanguage: revision % 2 === 0 ? 'hi' : 'en' } });
      revision = Number(changed.revision);
    },
  };
};
type Person = Awaited<ReturnType<typeof personOf>>;

/** A screen of a person, and what it was told line by line. */
const screenOf = (person: Person) => {
  const told: (readonly LiveTopic[] | 'all')[] = [];
  const lines: number[] = [];
  let current: WebSocket | undefined;
  let connections = 0;
  let greetings = 0;
  const client = createLiveClient({
    ticket: person.ticket,
    open: (url) => {
      connections += 1;
      current = new WebSocket(url);
      // A test that drops it before it stands makes it say so.
      current.on('error', () => {});
      current.on('message', (data) => {
        const heard = JSON.parse(String(data));
        if (heard.kind === 'here') {
          greetings += 1;
          lines.push(...heard.missed.map(({ cursor }: { cursor: number }) => cursor));
        }
        if (heard.kind === 'changed') lines.push(heard.cursor);
      });
      return current as unknown as Socket;
    },
    isAwake: () => true,
    onChange: (topics) => told.push(topics),
    random: () => 0,
  });
  return {
    told,
    /** Cursors as they came over the wire, repeats too. */
    lines,
    connections: () => connections,
    greetings: () => greetings,
    socket: () => current,
    /** As when a train enters a tunnel: nobody says goodbye. */
    drop: () => current?.terminate(),
    stop: client.stop,
  };
};
const soon = (holds: () => void) => vi.waitFor(holds, { timeout: 30_000, interval: 50 });

/** The status of a handshake; 101 is a socket. */
const statusOf = (address: string) =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(address);
    socket.on('error', () => {});
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
  });

describe('a screen', () => {
  test('is told at once of what another one of the same person changed, and of nobody else’s', async () => {
    const asha = await personOf('live-asha');
    const ravi = await personOf('live-ravi');
    const [screen, other] = [screenOf(asha), screenOf(ravi)];
    await soon(() => expect([screen.greetings(), other.greetings()]).toEqual([1, 1]));
    // A log that began now: what was asked for before is asked for anew.
    expect(screen.told).toEqual(['all']);
    await asha.change();
    await soon(() => expect(screen.told).toEqual(['all', ['profile']]));
    expect(other.told).toEqual(['all']);
    for (const each of [screen, other]) each.stop();
  });

  test('dropped at any moment hears everything once, in order', async () => {
    const asha = await personOf('live-tunnel');
    const screen = screenOf(asha);
    await soon(() => expect(screen.greetings()).toBe(1));
    const CHANGES = 12;
    for (let count = 0; count < CHANGES; count += 1) {
      const changing = asha.change();
      // Before the change, while it is written, after it, on the way to the screen, and while the next connection comes to be.
      if (count % 4 === 0) screen.drop();
      await changing;
      if (count % 4 === 1) screen.drop();
      if (count % 4 === 2) await soon(() => expect(screen.socket()?.readyState).toBe(WebSocket.OPEN)).then(screen.drop);
    }
    await soon(() => expect(new Set(screen.lines).size).toBe(CHANGES));
    const [first = 0] = [...screen.lines].sort((a, b) => a - b);
    expect([...new Set(screen.lines)].sort((a, b) => a - b)).toEqual(Array.from({ length: CHANGES }, (_, index) => first + index));
    expect(screen.connections()).toBeGreaterThan(3);
    // Nothing was ever given up: only the log's beginning made it read everything.
    expect(screen.told.filter((topics) => topics === 'all')).toHaveLength(1);
    expect(screen.told.flat().filter((topic) => topic === 'profile').length).toBeGreaterThan(0);
    screen.stop();
  });

  test('is closed at once when its person signs out everywhere', async () => {
    const asha = await personOf('live-lost-phone');
    const screen = screenOf(asha);
    await soon(() => expect(screen.greetings()).toBe(1));
    const closed = new Promise((resolve) => screen.socket()?.once('close', resolve));
    await asha.call('POST', '/me/sign-out-everywhere');
    await closed;
    screen.stop();
    // The API may still give out a ticket for half a minute; it opens nothing.
    const ticket = await asha.ticket().catch(() => undefined);
    if (ticket) expect(await statusOf(`${ticket.url}?ticket=${ticket.ticket}`)).toBe(401);
  });
});

describe('a socket', () => {
  test('is not opened twice by one ticket, nor without one', async () => {
    const asha = await personOf('live-ticket');
    const { url, ticket } = await asha.ticket();
    expect(url).toBe(`${cloud.origin.replace('http', 'ws')}/live`);
    expect(await statusOf(`${url}?ticket=${ticket}`)).toBe(101);
    expect(await statusOf(`${url}?ticket=${ticket}`)).toBe(401);
    expect(await statusOf(url)).toBe(401);
  });
});
