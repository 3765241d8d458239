import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { Note, NoteStreamEvent, Sentence } from '../functions/consultation-notes/contract.ts';
import type { Fault, FunctionView, Mail, MetricView, NewFault, QueuedMessage, QueueView } from '../local/cloud.ts';

/** Asks again and again until the answer is there; fails with what was waited for. */
export const until = async <T>(
  what: string,
  ask: () => Promise<T | undefined | false | null> | T | undefined | false | null,
  seconds = 20,
  milliseconds = 100,
): Promise<T> => {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`After ${seconds} s still not: ${what}`);
    await pause(milliseconds);
  }
};

/** What `/local` offers, of a cloud at `origin`. */
export const localOf = (origin: string) => {
  const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${origin}/local/api${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data: T };
    if (!response.ok) throw new Error(`${method} /local/api${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  const mailTo = (address: string) => api<Mail[]>('GET', `/mail?to=${encodeURIComponent(address)}`);
  const queues = () => api<QueueView[]>('GET', '/queues');
  return {
    origin,
    api,
    mailTo,
    queues,
    messages: (queue: string) => api<QueuedMessage[]>('GET', `/queues/${queue}/messages`),
    functions: () => api<FunctionView[]>('GET', '/functions'),
    metrics: () => api<MetricView[]>('GET', '/metrics'),
    fault: (fault: NewFault) => api<Fault>('POST', '/faults', fault),
    faults: () => api<Fault[]>('GET', '/faults'),
    forget: (fault: Fault) => api<Fault[]>('DELETE', `/faults/${fault.id}`),
    clearFaults: () => api<Fault[]>('DELETE', '/faults'),
    async token(account: string, more: { role?: string; expiresInSeconds?: number } = {}): Promise<string> {
      const { tokens } = await api<{ tokens: string[] }>('POST', '/tokens', { account, ...more });
      return tokens[0] ?? '';
    },
    /**
     * Waits until no consumer has anything left to do, so that what has not happened by then never will. What the sweep
     * has handed over for a later second of the minute is not looked at: it is of another time.
     */
    quiet: () =>
      until('all queues empty', async () =>
        (await queues()).every(({ visible, inFlight, deadLettersOf }) => deadLettersOf.length > 0 || visible + inFlight === 0),
      ),
    totp: async () => (await api<{ account: string; code: string; secondsLeft: number }[]>('GET', '/totp'))[0],
  };
};
export type Local = ReturnType<typeof localOf>;

export type SseEvent = { id?: string; event: string; data: NoteStreamEvent };

/** Server-sent events of a text; heartbeats left out. */
export const eventsIn = (text: string): SseEvent[] =>
  text
    .split('\n\n')
    .filter((block) => block.includes('data: '))
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const id = field('id');
      return { ...(id === undefined ? {} : { id }), event: field('event') ?? '', data: JSON.parse(field('data') ?? '') as NoteStreamEvent };
    });

export const withoutHeartbeats = (text: string): string => text.replaceAll(': heartbeat\n\n', '');

/** Sequence numbers of the stored events, in the order in which they came. */
export const numbersOf = (events: readonly SseEvent[]): number[] => events.flatMap(({ data }) => ('seq' in data ? [data.seq] : []));
export const countingTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
export const sentencesIn = (events: readonly SseEvent[]): Sentence[] =>
  events.flatMap(({ data }) => (data.type === 'sentence' ? [data.sentence] : []));
export const noticesIn = (events: readonly SseEvent[]): string[] =>
  events.flatMap(({ data }) => (data.type === 'notice' ? [data.notice] : []));
export const noteIdIn = (events: readonly SseEvent[]): string => {
  const [first] = events;
  if (first?.data.type !== 'started') throw new Error(`The stream began with ${JSON.stringify(first)}`);
  return first.data.noteId;
};

type Sent = { body?: unknown; raw?: string; key?: string; headers?: Record<string, string> };
// biome-ignore lint/suspicious/noExplicitAny: a test looks into replies of every shape
export type Reply = { status: number; headers: Headers; text: string; body: any };

/** One person with a token, as a program; nothing is tried again. */
export const personOf = (origin: string, token: string | undefined) => {
  const request = (method: string, path: string, { body, raw, key, headers }: Sent = {}, signal?: AbortSignal) =>
    fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': key ?? randomUUID() }),
        ...(body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  const send = async (method: string, path: string, sent?: Sent): Promise<Reply> => {
    const response = await request(method, path, sent);
    const text = await response.text();
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      // A stream, or an answer that is not ours: the text is there.
    }
    return { status: response.status, headers: response.headers, text, body };
  };
  /** What is in `data` of a success; anything else is an error. */
  const call = async <T>(method: string, path: string, sent?: Sent): Promise<T> => {
    const reply = await send(method, path, sent);
    if (reply.status >= 300) throw new Error(`${method} ${path} answered ${reply.status}: ${reply.text.slice(0, 500)}`);
    return reply.body.data as T;
  };
  /** A stream that is read as it comes; `text` grows until `done`, which tells how it ended. */
  const stream = async (method: string, path: string, sent?: Sent) => {
    const abort = new AbortController();
    const response = await request(method, path, sent, abort.signal);
    const running = {
      status: response.status,
      headers: response.headers,
      text: '',
      abort: () => abort.abort(),
      done: Promise.resolve('ended'),
    };
    const read = async (): Promise<string> => {
      const decoder = new TextDecoder();
      try {
        for await (const bytes of response.body ?? []) running.text += decoder.decode(bytes as Uint8Array, { stream: true });
        return 'ended';
      } catch {
        return 'broken';
      }
    };
    running.done = read();
    return running;
  };
  return {
    token,
    send,
    call,
    stream,
    /** Has a note written, and answers with its events once the stream has ended. */
    async write(sent: Sent) {
      const { status, text } = await send('POST', '/consultation-notes', sent);
      if (status !== 200) throw new Error(`POST /consultation-notes answered ${status}: ${text.slice(0, 500)}`);
      const events = eventsIn(text);
      return { text, events, noteId: noteIdIn(events) };
    },
    note: (noteId: string) => call<Note>('GET', `/consultation-notes/${noteId}`),
    /** Keeps every doubtful sentence as it is, and signs. */
    async sign(noteId: string): Promise<Note> {
      let note = await call<Note>('GET', `/consultation-notes/${noteId}`);
      const changes = note.sentences
        .filter(({ removed }) => !removed)
        .flatMap(({ sentenceId, flags }) =>
          flags.filter(({ acceptedAt }) => !acceptedAt).map(({ flagId }) => ({ op: 'accept', sentenceId, flagId })),
        );
      if (changes.length > 0)
        note = await call<Note>('PATCH', `/consultation-notes/${noteId}`, { body: { revision: note.revision, changes } });
      return call<Note>('POST', `/consultation-notes/${noteId}/sign`, { body: { revision: note.revision } });
    },
  };
};
export type Person = ReturnType<typeof personOf>;

const indianDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' });
/** `YYYY-MM-DD` in India, so many days from now. */
export const dayIn = (days = 0): string => indianDay.format(Date.now() + days * 86_400_000);

/** Rough notes of an invented visit, long enough to be cut anywhere. */
export const ROUGH = `3/7 fever + dry cough, temp at home 101F. no SOB, no chest pain
PMH: T2DM, metformin 500 mg bd, takes it regularly
Allergy: penicillin - rash 2019
o/e T 100.8F P 92 BP 132/84 RR 18 SpO2 98% RA
Throat red, no exudate. Chest clear
Imp: viral URTI
Plan: paracetamol 650 mg tds prn 3/7
fluids, steam
r/v 3/7, sooner if SOB or fever >3/7`;

/** The body that has a note written about a walk-in, or about whom `patient` names. */
export const newNote = (more: Record<string, unknown> = {}) => ({
  patient: { walkIn: { name: 'Kamala Nair', ageYears: 61, sex: 'female', email: 'kamala@arogya.example' } },
  visitDate: dayIn(),
  visitType: 'in-person',
  letterLanguage: 'en',
  roughNotes: ROUGH,
  ...more,
});
