import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { NoteStreamEvent } from '../../../../functions/consultation-notes/contract.ts';
import { ApiFailure, failureOf } from '../../shared/api/failure.ts';
import {
  type NewNote,
  type Place,
  readNoteStream,
  SILENCE_LIMIT_MS,
  type StreamStart,
  type StreamState,
  THE_START,
} from './note-stream.ts';

const sentence = (id: string, text: string): NoteStreamEvent[] => [
  { type: 'text', seq: 0, sentenceId: id, section: 'summary', text: text.slice(0, 4), sources: [] },
  { type: 'text', seq: 0, sentenceId: id, section: 'summary', text: text.slice(4), sources: [{ start: 0, end: 4 }] },
  {
    type: 'sentence',
    seq: 0,
    sentence: { sentenceId: id, section: 'summary', text, language: 'en', sources: [{ start: 0, end: 4 }], flags: [], writtenBy: 'model' },
  },
];

const numbered = (events: NoteStreamEvent[]): NoteStreamEvent[] =>
  events.map((event, index) => ({ ...event, seq: index + 1 }) as NoteStreamEvent);

const noteEvents = numbered([
  { type: 'started', seq: 0, noteId: 'n1', writtenBy: 'model' },
  { type: 'section', seq: 0, section: 'summary' },
  ...sentence('s1', 'Fever for 3 days.'),
  ...sentence('s2', 'बुख़ार 3 दिन से है।'),
  { type: 'completed', seq: 0, revision: 0 },
]);

const create: StreamStart = { kind: 'create', note: { roughNotes: 'fever 3/7' } as NewNote, key: 'key-of-this-note-1' };
const encoder = new TextEncoder();
const frame = (event: NoteStreamEvent, run = 1): string =>
  `id: ${run}.${'seq' in event ? event.seq : ''}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const unstored = (event: NoteStreamEvent): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

type Call = { method: string; path: string; key: string | null; lastEventId: string | null };
type Answer = (call: Call, signal: AbortSignal | null | undefined) => Response;

/** An erring stream drops what waits in it, so that a piece is only handed over when it is asked for. */
const streaming =
  (chunks: (string | Uint8Array)[], end: 'close' | 'reset' | 'hang' = 'close') =>
  (): Response => {
    const left = [...chunks];
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const chunk = left.shift();
          if (chunk !== undefined) controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
          else if (end === 'close') controller.close();
          else if (end === 'reset') controller.error(new TypeError('network error'));
          else return new Promise(() => undefined);
        },
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };

const after = (lastEventId: string | null): number => Number(lastEventId?.split('.')[1] ?? 0);

const run = (start: StreamStart, answers: Answer[]) => {
  const calls: Call[] = [];
  const events: NoteStreamEvent[] = [];
  const states: StreamState[] = [];
  const places: Place[] = [];
  const stream = readNoteStream(start, {
    random: () => 0.5,
    request: async (path, init) => {
      const headers = new Headers(init.headers);
      const call = { method: init.method ?? 'GET', path, key: headers.get('idempotency-key'), lastEventId: headers.get('last-event-id') };
      calls.push(call);
      const answer = answers[Math.min(calls.length, answers.length) - 1];
      const response = answer?.(call, init.signal);
      if (response === undefined) throw new Error('No answer was prepared.');
      if (!response.ok) throw await failureOf(response);
      return response;
    },
    onEvent: (event, place) => {
      events.push(event);
      places.push(place);
    },
    onState: (state) => states.push(state),
  });
  return { stream, calls, events, states, places };
};

const offline: Answer = () => {
  throw new ApiFailure({ status: 0, code: 'network', message: 'Nobody answered.' });
};
const refusing =
  (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  () =>
    Response.json({ error: { code, message: 'no', requestId: 'r1' } }, { status, headers });
const resuming: Answer = ({ lastEventId }) => streaming(noteEvents.slice(after(lastEventId)).map((event) => frame(event)))();
const settle = () => vi.advanceTimersByTimeAsync(120_000);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a stream that is not disturbed is told once, in order, and ends', async () => {
  const { events, states, calls } = run(create, [resuming]);
  await settle();
  expect(events).toEqual(noteEvents);
  expect(calls).toEqual([{ method: 'POST', path: '/consultation-notes', key: 'key-of-this-note-1', lastEventId: null }]);
  expect(states.map(({ is }) => is)).toEqual(['connecting', 'open', 'ended']);
});

test('cut after any event, gently or not, the resume has no gap and nothing twice', async () => {
  for (let cut = 0; cut < noteEvents.length; cut += 1) {
    for (const end of ['close', 'reset'] as const) {
      const { events, calls } = run(create, [
        streaming(
          noteEvents.slice(0, cut).map((event) => frame(event)),
          end,
        ),
        resuming,
      ]);
      await settle();
      expect(events).toEqual(noteEvents);
      expect(calls[1]).toEqual(
        cut === 0
          ? { method: 'POST', path: '/consultation-notes', key: 'key-of-this-note-1', lastEventId: null }
          : { method: 'GET', path: '/consultation-notes/n1/stream', key: null, lastEventId: `1.${cut}` },
      );
    }
  }
});

test('cut at any byte, any number of times, with repeats from earlier on, the same events come out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: 3_000 }), fc.nat({ max: 5 })), { maxLength: 6 }), async (cuts) => {
      const cutting = cuts.map(
        ([bytes, back]): Answer =>
          ({ lastEventId }) => {
            const from = Math.max(0, after(lastEventId) - back);
            const whole = encoder.encode(
              noteEvents
                .slice(from)
                .map((event) => `: heartbeat\n\n${frame(event)}`)
                .join(''),
            );
            return streaming([whole.slice(0, bytes)], bytes % 2 === 0 ? 'close' : 'reset')();
          },
      );
      const { events } = run(create, [...cutting, resuming]);
      await settle();
      expect(events).toEqual(noteEvents);
    }),
    { numRuns: 60 },
  );
});

test('when the reply to the first request is lost, it is sent again with the same key', async () => {
  const { calls, events } = run(create, [offline, offline, refusing(503, 'try-again'), resuming]);
  await settle();
  expect(calls.map(({ method, key }) => [method, key])).toEqual(Array.from({ length: 4 }, () => ['POST', 'key-of-this-note-1']));
  expect(events).toEqual(noteEvents);
});

test('a refusal that would not change is told with its request id, and not tried again', async () => {
  const { calls, states } = run(create, [refusing(422, 'invalid-request')]);
  await settle();
  expect(calls).toHaveLength(1);
  expect(states.at(-1)).toMatchObject({ is: 'failed', failure: { code: 'invalid-request', message: 'no', requestId: 'r1' } });
});

test('a server that keeps failing is given up on after six times', async () => {
  const { calls, states } = run(create, [refusing(500, 'internal-error')]);
  await settle();
  expect(calls).toHaveLength(6);
  expect(states.at(-1)?.is).toBe('failed');
});

test('Retry-After is waited for', async () => {
  const { calls } = run(create, [refusing(429, 'too-many-requests', { 'Retry-After': '20' }), resuming]);
  await vi.advanceTimersByTimeAsync(19_000);
  expect(calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(calls).toHaveLength(2);
});

test('a connection without a heartbeat is lost after 25 seconds, one with heartbeats is not', async () => {
  const silent = run(create, [
    streaming(
      noteEvents.slice(0, 3).map((event) => frame(event)),
      'hang',
    ),
    resuming,
  ]);
  await vi.advanceTimersByTimeAsync(SILENCE_LIMIT_MS - 1_000);
  expect(silent.calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(silent.events).toEqual(noteEvents);

  const beating: Answer = () =>
    new Response(
      new ReadableStream<Uint8Array>({
        start(controller) {
          setInterval(() => controller.enqueue(encoder.encode(': heartbeat\n\n')), 10_000);
        },
      }),
    );
  const alive = run(create, [beating]);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(alive.calls).toHaveLength(1);
  alive.stream.close();
});

test('on waking up, a wait ends at once and a connection that has missed a heartbeat is opened anew', async () => {
  const waiting = run(create, [offline, resuming]);
  await vi.advanceTimersByTimeAsync(10);
  waiting.stream.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(waiting.events).toEqual(noteEvents);

  const quiet = run(create, [streaming([frame(noteEvents[0] as NoteStreamEvent)], 'hang'), resuming]);
  await vi.advanceTimersByTimeAsync(5_000);
  quiet.stream.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(quiet.calls).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(8_000);
  quiet.stream.wake();
  await vi.advanceTimersByTimeAsync(10);
  expect(quiet.events).toEqual(noteEvents);
  expect(quiet.calls).toHaveLength(2);
});

test('after an error event the stream is resumed from the last id', async () => {
  const failing = streaming([
    ...noteEvents.slice(0, 4).map((event) => frame(event)),
    unstored({ type: 'error', code: 'internal-error', message: 'sorry', requestId: 'r2' }),
  ]);
  const { calls, events } = run(create, [failing, resuming]);
  await settle();
  expect(calls[1]?.lastEventId).toBe('1.4');
  expect(events).toEqual(noteEvents);
});

test('an interrupted note ends the stream; continuing sends the last id and a key', async () => {
  const first = run(create, [streaming([...noteEvents.slice(0, 4).map((event) => frame(event)), unstored({ type: 'interrupted' })])]);
  await settle();
  expect(first.states.at(-1)).toEqual({ is: 'ended' });
  const place = first.places.at(-1) ?? THE_START;
  expect(place).toEqual({ lastEventId: '1.4', seq: 4 });

  const second = run({ kind: 'continue', noteId: 'n1', key: 'key-of-going-on-1', after: place }, [
    offline,
    ({ lastEventId }) => streaming(noteEvents.slice(after(lastEventId)).map((event) => frame(event, 2)))(),
  ]);
  await settle();
  const call = { method: 'POST', path: '/consultation-notes/n1/continue', key: 'key-of-going-on-1', lastEventId: '1.4' };
  expect(second.calls).toEqual([call, call]);
  expect(second.events).toEqual(noteEvents.slice(4));
});

test('a note that somebody else went on with is followed', async () => {
  const { calls, events } = run({ kind: 'continue', noteId: 'n1', key: 'key-of-going-on-2', after: { lastEventId: '1.4', seq: 4 } }, [
    refusing(409, 'note-not-interrupted'),
    resuming,
  ]);
  await settle();
  expect(calls[1]).toMatchObject({ method: 'GET', path: '/consultation-notes/n1/stream', lastEventId: '1.4' });
  expect(events).toEqual(noteEvents.slice(4));
});

test('a rewind is told, and what follows it is taken although its numbers were seen before', async () => {
  const rewound: Answer = () =>
    streaming([unstored({ type: 'rewind', after: 3 }), ...noteEvents.slice(3).map((event) => frame(event, 2))])();
  const { events } = run(create, [
    streaming(
      noteEvents.slice(0, 6).map((event) => frame(event)),
      'reset',
    ),
    rewound,
  ]);
  await settle();
  expect(events).toEqual([...noteEvents.slice(0, 6), { type: 'rewind', after: 3 }, ...noteEvents.slice(3)]);
});

test('an event id that the server does not know, or a hole, means reading from the start, with nothing told twice', async () => {
  const unknown = run(create, [
    streaming(noteEvents.slice(0, 4).map((event) => frame(event))),
    refusing(422, 'invalid-event-id'),
    resuming,
  ]);
  await settle();
  expect(unknown.calls[2]?.lastEventId).toBeNull();
  expect(unknown.events).toEqual(noteEvents);

  const hole = run(create, [streaming([...noteEvents.slice(0, 3), ...noteEvents.slice(4)].map((event) => frame(event))), resuming]);
  await settle();
  expect(hole.calls[1]?.lastEventId).toBeNull();
  expect(hole.events).toEqual(noteEvents);
});

test('closing stops everything', async () => {
  const { stream, calls, events } = run(create, [offline, resuming]);
  stream.close();
  await settle();
  expect(calls).toHaveLength(1);
  expect(events).toEqual([]);
});
