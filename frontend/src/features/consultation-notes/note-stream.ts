import type * as z from 'zod';

import type { NoteStreamEvent, noteRoutes } from '../../../../functions/consultation-notes/contract.ts';
import { type ApiFailure, isFailure } from '../../shared/api/failure.ts';
import { eventStreamParser } from './event-stream.ts';

/** The server says something at least every 10 s; a connection that is silent for longer than this is lost. */
export const SILENCE_LIMIT_MS = 25_000;
/** One heartbeat missed: reason enough to try anew when the device wakes up or finds a network. */
const DOUBT_MS = 12_000;
const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 15_000;
/** A server that fails this often in a row is given up on, so that the doctor hears of it. */
const SERVER_FAILURES_LIMIT = 6;

export type NewNote = z.input<typeof noteRoutes.create.body>;

/** How to get at the stream. `key` is the Idempotency-Key: the same one is sent until the first event is there. */
export type StreamStart =
  | { readonly kind: 'create'; readonly note: NewNote; readonly key: string }
  | { readonly kind: 'follow'; readonly noteId: string }
  | { readonly kind: 'continue'; readonly noteId: string; readonly key: string; readonly after: Place };

/** Where a reader is in a stream: the last event's id as the server wrote it, and its number. */
export type Place = { readonly lastEventId: string; readonly seq: number };
export const THE_START: Place = { lastEventId: '', seq: 0 };

export type StreamState =
  | { readonly is: 'connecting' }
  | { readonly is: 'open' }
  /** Lost, and tried again by itself. */
  | { readonly is: 'reconnecting'; readonly tries: number }
  /** The last event came: complete, or interrupted. */
  | { readonly is: 'ended' }
  /** Trying again would not help. */
  | { readonly is: 'failed'; readonly failure: ApiFailure };

export type NoteStreamOptions = {
  /** `authorizedFetch`: rejects with an ApiFailure when the answer is no success or there is none. */
  readonly request: (path: string, init: RequestInit) => Promise<Response>;
  readonly onEvent: (event: NoteStreamEvent, place: Place) => void;
  readonly onState: (state: StreamState) => void;
  /** A number from 0 to 1, for the jitter. */
  readonly random?: () => number;
};

export type NoteStream = {
  /** Stops reading. The note goes on being written without a reader. */
  readonly close: () => void;
  /** The device is back: try now what would be tried later, and doubt a connection that has been silent. */
  readonly wake: () => void;
};

/**
 * Reads a note's stream to its end, over as many connections as that takes. Each event is told once and
 * in order: what comes twice is dropped, and after a hole the stream is read again from its start.
 */
export const readNoteStream = (start: StreamStart, options: NoteStreamOptions): NoteStream => {
  const random = options.random ?? Math.random;
  let place: Place = start.kind === 'continue' ? start.after : THE_START;
  let noteId = start.kind === 'create' ? undefined : start.noteId;
  // A command is repeated with its key until its first event is here; from then on the stream is followed.
  let commandPending = start.kind !== 'follow';
  let fromStart = false;
  let closed = false;
  let tries = 0;
  let serverFailures = 0;
  let lastByteAt = 0;
  let connection: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const finish = (state: StreamState): void => {
    closed = true;
    clearTimeout(timer);
    connection?.abort();
    options.onState(state);
  };

  const later = (retryAfterSeconds = 0): void => {
    if (closed) return;
    connection?.abort();
    tries += 1;
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1));
    options.onState({ is: 'reconnecting', tries });
    clearTimeout(timer);
    timer = setTimeout(connect, Math.max(retryAfterSeconds * 1_000, longest / 2 + (random() * longest) / 2));
  };

  const watchSilence = (): void => {
    lastByteAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(later, SILENCE_LIMIT_MS);
  };

  /** Answers whether the connection is of any further use. */
  const take = (id: string, data: string): boolean => {
    const event = JSON.parse(data) as NoteStreamEvent;
    tries = 0;
    serverFailures = 0;
    if (event.type === 'error') return false;
    if (event.type === 'interrupted') {
      options.onEvent(event, place);
      finish({ is: 'ended' });
      return false;
    }
    if (event.type === 'rewind') {
      place = { lastEventId: place.lastEventId, seq: Math.min(place.seq, event.after) };
      options.onEvent(event, place);
      return true;
    }
    if (event.seq <= place.seq) return true;
    if (event.seq > place.seq + 1) {
      fromStart = true;
      return false;
    }
    place = { lastEventId: id, seq: event.seq };
    fromStart = false;
    commandPending = false;
    if (event.type === 'started') noteId = event.noteId;
    options.onEvent(event, place);
    if (event.type === 'completed') {
      finish({ is: 'ended' });
      return false;
    }
    return true;
  };

  const read = async (body: ReadableStream<Uint8Array>, aborted: AbortSignal): Promise<void> => {
    const parser = eventStreamParser();
    const reader = body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || aborted.aborted) return;
        watchSilence();
        for (const { id, data } of parser.push(value)) if (!take(id, data)) return;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  };

  const request = (signal: AbortSignal): Promise<Response> => {
    const headers: Record<string, string> = { Accept: 'text/event-stream' };
    const command = commandPending && start.kind !== 'follow' ? start : undefined;
    if (command !== undefined) headers['Idempotency-Key'] = command.key;
    if (place.lastEventId !== '' && !fromStart) headers['Last-Event-ID'] = place.lastEventId;
    if (command?.kind === 'create') {
      const body = JSON.stringify(command.note);
      return options.request('/consultation-notes', {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body,
        signal,
      });
    }
    const note = `/consultation-notes/${encodeURIComponent(noteId ?? '')}`;
    return command === undefined
      ? options.request(`${note}/stream`, { headers, signal })
      : options.request(`${note}/continue`, { method: 'POST', headers, signal });
  };

  const refused = (failure: ApiFailure): void => {
    if (failure.code === 'note-not-interrupted') {
      // Somebody else went on with it, or it was finished after all: then it can be followed.
      commandPending = false;
      later();
    } else if (failure.code === 'invalid-event-id' && place.lastEventId !== '' && !fromStart) {
      fromStart = true;
      later();
    } else {
      if (failure.status >= 500) serverFailures += 1;
      if (failure.mayPass && serverFailures < SERVER_FAILURES_LIMIT) later(failure.retryAfter);
      else finish({ is: 'failed', failure });
    }
  };

  async function connect(): Promise<void> {
    if (closed) return;
    const own = new AbortController();
    connection = own;
    if (tries === 0) options.onState({ is: 'connecting' });
    watchSilence();
    try {
      const response = await request(own.signal);
      if (own.signal.aborted || closed) return;
      watchSilence();
      options.onState({ is: 'open' });
      if (response.body !== null) await read(response.body, own.signal);
    } catch (error) {
      if (own.signal.aborted) return;
      if (isFailure(error)) return refused(error);
      // The connection broke: what is missing comes with the next one.
    }
    if (!own.signal.aborted) later();
  }

  void connect();

  return {
    close() {
      closed = true;
      clearTimeout(timer);
      connection?.abort();
    },
    wake() {
      if (closed || connection === undefined) return;
      const waiting = connection.signal.aborted;
      if (!waiting && Date.now() - lastByteAt < DOUBT_MS) return;
      connection.abort();
      void connect();
    },
  };
};
