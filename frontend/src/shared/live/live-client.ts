import type { LiveHere, LiveMessage, LiveOver, LiveTopic } from '../../../../functions/live/contract.ts';

/** An answer to a hello comes within this time, or the connection is dead without having said so. */
const ANSWER_WITHIN = 10_000;
/** API Gateway ends what is silent for ten minutes; a phone's network often sooner, without telling. */
const HELLO_EVERY = 4 * 60_000;
/** The next connection is opened this long before the token of this one is over. */
const RENEW_BEFORE = 20_000;
const SHORTEST_LIFE = 5_000;
const LONGEST_WAIT = 60_000;

/** The part of a browser's WebSocket that is used. */
export type Socket = Pick<WebSocket, 'send' | 'close'> & {
  onopen: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
};

export type LiveOptions = {
  readonly ticket: () => Promise<{ readonly url: string; readonly ticket: string }>;
  readonly open: (url: string) => Socket;
  /** Whether anybody looks, and there is a network; a new connection waits for both. */
  readonly isAwake: () => boolean;
  /** What changed; `all` when nobody knows what was missed. */
  readonly onChange: (topics: readonly LiveTopic[] | 'all') => void;
  readonly random?: () => number;
};

type Heard = LiveMessage | LiveHere | LiveOver | { readonly kind?: undefined };

/**
 * Keeps one connection while somebody looks, and hands every line of the account's log over once, in order, whatever drops:
 * a line is known by its cursor, and a gap is asked for.
 */
export function createLiveClient({ ticket, open, isAwake, onChange, random = Math.random }: LiveOptions) {
  /** The last line that was handed over; none before the first greeting. */
  let cursor: number | undefined;
  let socket: Socket | undefined;
  let connecting = false;
  let asking = false;
  let stopped = false;
  let failures = 0;
  /** Lines that came before their forerunners, or while an answer is on its way. */
  const early = new Map<number, readonly LiveTopic[]>();
  let retry: ReturnType<typeof setTimeout> | undefined;
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  let nextHello: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;

  function drop(): void {
    const gone = socket;
    socket = undefined;
    asking = false;
    for (const timer of [unanswered, nextHello, renewal]) clearTimeout(timer);
    if (!gone) return;
    gone.onopen = gone.onmessage = gone.onclose = null;
    gone.close();
  }

  /** Waits twice as long after each failure, by chance up to half of it less: a thousand screens do not come back at once. */
  function again(): void {
    drop();
    clearTimeout(retry);
    if (stopped) return;
    const most = Math.min(LONGEST_WAIT, 1_000 * 2 ** failures);
    failures += 1;
    retry = setTimeout(() => void connect(), most * (0.5 + random() / 2));
  }

  function hello(): void {
    clearTimeout(nextHello);
    clearTimeout(unanswered);
    asking = true;
    unanswered = setTimeout(again, ANSWER_WITHIN);
    socket?.send(JSON.stringify({ action: 'hello', ...(cursor === undefined ? {} : { since: cursor }) }));
  }

  /** Takes what is next, and what waited for it. */
  function takeInOrder(): Set<LiveTopic> {
    const topics = new Set<LiveTopic>();
    for (const known of early.keys()) if (cursor !== undefined && known <= cursor) early.delete(known);
    for (;;) {
      const next = cursor === undefined ? undefined : early.get(cursor + 1);
      if (cursor === undefined || next === undefined) return topics;
      cursor += 1;
      early.delete(cursor);
      for (const topic of next) topics.add(topic);
    }
  }

  function greeted(here: LiveHere): void {
    clearTimeout(unanswered);
    asking = false;
    for (const line of here.missed) early.set(line.cursor, line.topics);
    if (here.lost) cursor = here.cursor;
    else cursor ??= (here.missed[0]?.cursor ?? here.cursor + 1) - 1;
    const topics = takeInOrder();
    if (here.lost) onChange('all');
    else if (topics.size > 0) onChange([...topics]);
    if (here.more) hello();
    // What the answer itself did not bring will not come by asking again.
    else if (early.size > 0) again();
    else {
      failures = 0;
      clearTimeout(nextHello);
      nextHello = setTimeout(hello, HELLO_EVERY);
      clearTimeout(renewal);
      renewal = setTimeout(renew, Math.max(SHORTEST_LIFE, here.endsInSeconds * 1_000 - RENEW_BEFORE));
    }
  }

  function renew(): void {
    drop();
    void connect();
  }

  function changed({ cursor: line, topics }: LiveMessage): void {
    early.set(line, topics);
    if (asking) return;
    const next = takeInOrder();
    if (next.size > 0) onChange([...next]);
    if (early.size > 0) hello();
  }

  function hear(data: unknown): void {
    let heard: Heard;
    try {
      heard = JSON.parse(String(data));
    } catch {
      return;
    }
    if (heard.kind === 'here') greeted(heard);
    else if (heard.kind === 'changed') changed(heard);
    else if (heard.kind === 'over') again();
  }

  async function connect(): Promise<void> {
    clearTimeout(retry);
    if (stopped || connecting || socket || !isAwake()) return;
    connecting = true;
    try {
      const { url, ticket: once } = await ticket();
      if (stopped) return;
      const opened = open(`${url}?ticket=${encodeURIComponent(once)}`);
      socket = opened;
      opened.onopen = hello;
      opened.onmessage = ({ data }) => hear(data);
      opened.onclose = again;
      unanswered = setTimeout(again, ANSWER_WITHIN);
    } catch {
      again();
    } finally {
      connecting = false;
    }
  }

  void connect();
  return {
    /** Somebody looks again, or the network is back: connects now, or asks whether the connection still stands. */
    wake(): void {
      if (stopped || !isAwake()) return;
      if (socket) {
        if (!asking && cursor !== undefined) hello();
        return;
      }
      failures = 0;
      void connect();
    },
    stop(): void {
      stopped = true;
      clearTimeout(retry);
      drop();
    },
  };
}
