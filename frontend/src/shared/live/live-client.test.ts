import { QueryClient } from '@tanstack/react-query';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { LiveHere, LiveTopic } from '../../../../functions/live/contract.ts';
import { forgetTopics } from './follow.ts';
import { createLiveClient, type Socket } from './live-client.ts';
import { queriesOf } from './topic-queries.ts';

/** Sockets of a server that the test plays. */
class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  readonly url: string;
  readonly sent: { since?: number }[] = [];
  closed = false;
  constructor(url: string) {
    this.url = url;
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  say(message: object | string): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

let sockets: FakeSocket[];
let changes: (readonly LiveTopic[] | 'all')[];
let awake: boolean;
let tickets: number;
let ticketFails: boolean;
let client: ReturnType<typeof createLiveClient> | undefined;

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  changes = [];
  awake = true;
  tickets = 0;
  ticketFails = false;
});
afterEach(() => {
  client?.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const start = async (random = () => 1) => {
  client = createLiveClient({
    ticket: async () => {
      if (ticketFails) throw new Error('Nobody answered');
      tickets += 1;
      return { url: 'wss://live.example/live', ticket: `t-${tickets}` };
    },
    open: (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket;
    },
    isAwake: () => awake,
    onChange: (topics) => changes.push(topics),
    random,
  });
  await settle();
  return client;
};
const newest = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (!socket) throw new Error('No socket was opened');
  return socket;
};
const line = (cursor: number, ...topics: LiveTopic[]) => ({
  kind: 'changed' as const,
  cursor,
  topics: topics.length > 0 ? topics : (['inbox'] as LiveTopic[]),
  at: '2026-11-20T07:00:00Z',
});
const here = (cursor: number, rest: Partial<Omit<LiveHere, 'missed'>> & { missed?: ReturnType<typeof line>[] } = {}) => ({
  kind: 'here' as const,
  cursor,
  missed: [],
  more: false,
  lost: false,
  endsInSeconds: 900,
  ...rest,
});
/** Opens and is greeted at a cursor. */
const greeted = async (cursor = 10) => {
  await start();
  newest().onopen?.();
  newest().say(here(cursor));
  return newest();
};

describe('a screen', () => {
  test('comes with its ticket, says hello, and from then on hears each line once', async () => {
    await start();
    expect(newest().url).toBe('wss://live.example/live?ticket=t-1');
    expect(newest().sent).toEqual([]);
    newest().onopen?.();
    expect(newest().sent).toEqual([{ action: 'hello' }]);
    newest().say(here(10));
    newest().say(line(11, 'doses'));
    newest().say(line(11, 'doses'));
    newest().say(line(12, 'inbox', 'doses'));
    expect(changes).toEqual([['doses'], ['inbox', 'doses']]);
  });

  test('takes what happened in its first minute, together', async () => {
    await start();
    newest().onopen?.();
    newest().say(here(12, { missed: [line(11, 'files'), line(12, 'sharing')] }));
    newest().say(line(12, 'sharing'));
    expect(changes).toEqual([['files', 'sharing']]);
  });

  test('asks for what it missed when a line does not follow', async () => {
    const socket = await greeted();
    socket.say(line(13, 'notes'));
    expect(changes).toEqual([]);
    expect(socket.sent.at(-1)).toEqual({ action: 'hello', since: 10 });
    socket.say(line(14, 'files'));
    socket.say(here(13, { missed: [line(11, 'inbox'), line(12, 'doses'), line(13, 'notes')] }));
    expect(changes).toEqual([['inbox', 'doses', 'notes', 'files']]);
    expect(socket.sent).toHaveLength(2);
  });

  test('begins anew, and not at once, when a gap stays although it asked', async () => {
    const socket = await greeted();
    socket.say(line(13));
    socket.say(here(10));
    expect(socket.closed).toBe(true);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets).toHaveLength(2);
  });

  test('asks on while there is more, and reads everything anew when too much was missed', async () => {
    const socket = await greeted();
    newest().onclose?.();
    await vi.advanceTimersByTimeAsync(1_000);
    newest().onopen?.();
    expect(newest()).not.toBe(socket);
    expect(newest().sent).toEqual([{ action: 'hello', since: 10 }]);
    newest().say(here(11, { missed: [line(11)], more: true }));
    expect(newest().sent.at(-1)).toEqual({ action: 'hello', since: 11 });
    newest().say(here(900, { lost: true }));
    newest().say(line(901, 'profile'));
    expect(changes).toEqual([['inbox'], 'all', ['profile']]);
  });

  test('does not mind what it does not understand', async () => {
    const socket = await greeted();
    for (const odd of ['', '{', '{}', '{"message":"Internal server error"}']) socket.say(odd);
    socket.say(line(11));
    expect(changes).toEqual([['inbox']]);
  });

  test('hears everything once, in order, however lines are repeated, reordered, lost and connections dropped', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            { weight: 6, arbitrary: fc.record({ what: fc.constant('lines' as const), of: fc.array(fc.nat(8), { maxLength: 6 }) }) },
            { weight: 3, arbitrary: fc.record({ what: fc.constant('log' as const), count: fc.nat(4) }) },
            { weight: 1, arbitrary: fc.constant({ what: 'drop' as const }) },
          ),
          { maxLength: 30 },
        ),
        async (steps) => {
          sockets = [];
          changes = [];
          // A topic of its own for each line, so that it is seen which lines were handed over.
          const topicAt = (cursor: number) => `line ${cursor}` as LiveTopic;
          let head = 10;
          await start(() => 0);
          let answered = new Map<FakeSocket, number>();
          const serve = async () => {
            for (;;) {
              await vi.advanceTimersByTimeAsync(30_000);
              const socket = newest();
              if (!socket.closed && socket.sent.length === 0) socket.onopen?.();
              const asked = socket.sent.slice(answered.get(socket) ?? 0);
              if (socket.closed || asked.length === 0) return;
              answered = new Map([[socket, socket.sent.length]]);
              const since = asked.at(-1)?.since ?? head;
              const missed = Array.from({ length: head - since }, (_, index) => line(since + 1 + index, topicAt(since + 1 + index)));
              socket.say(here(head, { missed }));
            }
          };
          await serve();
          for (const step of steps) {
            if (step.what === 'log') head += step.count;
            else if (step.what === 'drop') newest().onclose?.();
            // Any lines of the log, in any order, some of them twice.
            else for (const back of step.of) if (head - back > 10) newest().say(line(head - back, topicAt(head - back)));
            await serve();
          }
          newest().onclose?.();
          await serve();
          expect(changes.flat()).toEqual(Array.from({ length: head - 10 }, (_, index) => topicAt(11 + index)));
          client?.stop();
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('a connection', () => {
  test('that fails is tried again after twice as long each time, a minute at most, and by chance sooner', async () => {
    ticketFails = true;
    const waits: number[] = [];
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await start(() => 1);
    for (let count = 0; count < 8; count += 1) {
      waits.push(Number(timers.mock.calls.at(-1)?.[1]));
      await vi.advanceTimersToNextTimerAsync();
    }
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    client?.stop();
    await start(() => 0);
    expect(timers.mock.calls.at(-1)?.[1]).toBe(500);
    timers.mockRestore();
  });

  test('that never opens, or whose server never answers, is given up after ten seconds', async () => {
    await start();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(sockets.map(({ closed }) => closed)).toEqual([true, false]);
    newest().onopen?.();
    await vi.advanceTimersByTimeAsync(9_000);
    expect(newest().closed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets[1]?.closed).toBe(true);
  });

  test('says hello every four minutes, so that a dead one is found out', async () => {
    const socket = await greeted();
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(socket.sent.at(-1)).toEqual({ action: 'hello', since: 10 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(socket.closed).toBe(true);
  });

  test('is followed by another one, with a new ticket, before its token is over', async () => {
    await start();
    newest().onopen?.();
    newest().say(here(10, { endsInSeconds: 120 }));
    await vi.advanceTimersByTimeAsync(99_000);
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets.map(({ url, closed }) => [url.split('=')[1], closed])).toEqual([
      ['t-1', true],
      ['t-2', false],
    ]);
    newest().onopen?.();
    expect(newest().sent).toEqual([{ action: 'hello', since: 10 }]);
  });

  test('that the server calls over is left', async () => {
    const socket = await greeted();
    socket.say({ kind: 'over' });
    expect(socket.closed).toBe(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets).toHaveLength(2);
  });

  test('waits until somebody looks, and is tried at once when they do', async () => {
    awake = false;
    const live = await start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tickets).toBe(0);
    awake = true;
    live.wake();
    await settle();
    expect(sockets).toHaveLength(1);
    newest().onopen?.();
    newest().say(here(10));
    live.wake();
    // It may have died in the pocket.
    expect(newest().sent.at(-1)).toEqual({ action: 'hello', since: 10 });
  });

  test('ends for good when it is stopped', async () => {
    const socket = await greeted();
    client?.stop();
    expect(socket.closed).toBe(true);
    client?.wake();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sockets).toHaveLength(1);
  });
});

describe('a topic', () => {
  test('makes old what screens know of it, and nothing else', async () => {
    const queryClient = new QueryClient();
    queryClient.setQueryData(['GET /doses', { query: { date: '2026-11-20' } }], []);
    queryClient.setQueryData(['GET /notifications', 'pages', {}], []);
    queryClient.setQueryData(['GET /markers', {}], []);
    const isOld = (key: string) => queryClient.getQueryCache().find({ queryKey: [key], exact: false })?.state.isInvalidated;
    forgetTopics(queryClient, ['doses']);
    expect([isOld('GET /doses'), isOld('GET /notifications'), isOld('GET /markers')]).toEqual([true, false, false]);
    forgetTopics(queryClient, 'all');
    expect([isOld('GET /notifications'), isOld('GET /markers')]).toEqual([true, false]);
  });

  test('that is newer than this page is no harm', () => {
    expect(() => forgetTopics(new QueryClient(), ['unheard-of' as LiveTopic])).not.toThrow();
    expect(Object.keys(queriesOf)).toContain('inbox');
  });
});
