import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';

import {
  countingTo,
  eventsIn,
  localOf,
  newNote,
  numbersOf,
  type Person,
  personOf,
  sentencesIn,
  until,
  withoutHeartbeats,
} from './cloud.ts';

const { origin } = inject('arogya');
const local = localOf(origin);
let doctor: Person;

beforeAll(async () => {
  doctor = personOf(origin, await local.token('reader-doctor', { role: 'doctor' }));
});
afterEach(() => local.clearFaults());

/** A connection of its own, below fetch: it can stall, and break as a lost network does. */
const request = async (body: unknown): Promise<Socket> => {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const text = JSON.stringify(body);
  socket.write(
    `POST /api/v1/consultation-notes HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${doctor.token}\r\n` +
      `Content-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  return socket;
};

/** Reads until `enough` of what came; chunk sizes of the transfer are left in, which no caller minds. */
const readUntil = (socket: Socket, enough: (text: string) => boolean): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    const hear = (bytes: Buffer) => {
      text += bytes.toString();
      if (!enough(text)) return;
      socket.off('data', hear);
      socket.pause();
      resolve(text);
    };
    socket.on('data', hear);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`the connection ended after:\n${text}`)));
  });

const noteIdFrom = (text: string) => /"noteId":"([^"]+)"/.exec(text)?.[1] ?? '';
const draft = (noteId: string) =>
  until('the note to be complete', async () => {
    const note = await doctor.note(noteId);
    return note.status === 'draft' && note;
  });

test.each([1, 40, 150])('a connection that is reset after %i events leaves the complete note', async (cut) => {
  const whole = await doctor.write({ body: newNote() });
  await local.fault({ kind: 'model-slow', milliseconds: 5 });
  const socket = await request(newNote());
  const text = await readUntil(socket, (sofar) => sofar.split('\nid: ').length > cut);
  socket.resetAndDestroy();
  const note = await draft(noteIdFrom(text));
  expect(note.sentences.map(({ text }) => text)).toEqual(sentencesIn(whole.events).map(({ text }) => text));
  expect(note.writing).toMatchObject({ writtenBy: 'model', end: 'complete' });
});

test('a reader that stalls holds nothing up, and finds everything when it reads on', async () => {
  // One event for each token that the model may say, all at once: more than the buffers on the way take in.
  const pieces = ['# summary\n', ...Array.from({ length: 3_900 }, (_, i) => (i % 100 === 0 ? '\n[1]' : ' hot'))];
  await local.fault({ kind: 'model-script', script: { pieces } });
  await local.fault({ kind: 'model-slow', milliseconds: 0 });
  const socket = await request(newNote());
  const begun = await readUntil(socket, (text) => text.includes('"type":"text"'));
  const noteId = noteIdFrom(begun);

  const note = await draft(noteId);
  const kept = withoutHeartbeats((await doctor.send('GET', `/consultation-notes/${noteId}/stream`)).text);
  expect(socket.bytesRead, 'what the stalled reader took').toBeLessThan(kept.length / 2);
  const numbers = numbersOf(eventsIn(kept));
  expect(numbers.length).toBeGreaterThan(3_800);
  expect(numbers).toEqual(countingTo(numbers.length));
  expect(sentencesIn(eventsIn(kept))).toEqual(note.sentences);

  const rest = readUntil(socket, (text) => text.includes('event: completed'));
  socket.resume();
  // Two answers of one cloud, one of them cut into chunks of the transfer.
  const seen = (begun + (await rest)).replaceAll(/\r\n[0-9a-f]+\r\n/g, '').replaceAll('\r\n', '');
  expect(numbersOf(eventsIn(kept)).every((number) => seen.includes(`id: 1.${number}\n`))).toBe(true);
  socket.destroy();
});
