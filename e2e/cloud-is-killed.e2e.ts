import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type RunningCloud, startCloud } from '../local/testing.ts';
import {
  countingTo,
  eventsIn,
  localOf,
  newNote,
  noteIdIn,
  numbersOf,
  personOf,
  type Reply,
  type SseEvent,
  sentencesIn,
  until,
} from './cloud.ts';

const data = mkdtempSync(join(tmpdir(), 'arogya-killed-'));
const env = { AROGYA_WEB: 'off', AROGYA_LOCAL_MODEL_PACE_MS: '2' };
let cloud: RunningCloud;

beforeAll(async () => {
  cloud = await startCloud({ data, fresh: true, env });
});
afterAll(async () => {
  await cloud.stop();
  rmSync(data, { recursive: true, force: true });
});

/** What a reader has after a resume: what it was told to forget is gone. */
const joined = (before: readonly SseEvent[], after: readonly SseEvent[]): SseEvent[] => {
  let seen = [...before];
  for (const event of after) {
    const { data } = event;
    if (data.type === 'rewind') seen = seen.filter((earlier) => !('seq' in earlier.data) || earlier.data.seq <= data.after);
    else seen.push(event);
  }
  return seen;
};

test('kill -9 while a note is written: nothing acknowledged is lost, the note is interrupted, and Continue completes it', async () => {
  const local = localOf(cloud.origin);
  const doctor = personOf(cloud.origin, await local.token('meera'));
  const patient = personOf(cloud.origin, await local.token('sunita'));
  const [sunita] = await doctor.call<{ patientId: string }[]>('GET', '/patients?q=Sunita');
  const aboutSunita = { patient: { patientId: sunita?.patientId } };

  // A signed note, whose letter will be asked for at the last moment and cannot leave.
  const address = `${randomUUID()}@arogya.example`;
  const walkIn = { name: 'Kamala Nair', ageYears: 61, sex: 'female', email: address };
  const signed = await doctor.write({ body: newNote({ patient: { walkIn } }) });
  await doctor.sign(signed.noteId);
  await local.fault({ kind: 'mail-throttled', times: 1_000 });

  // The note that is being written when the power goes, slowly enough to be hit in its middle.
  await local.fault({ kind: 'model-slow', milliseconds: 40 });
  const body = newNote(aboutSunita);
  const createKey = randomUUID();
  const stream = await doctor.stream('POST', '/consultation-notes', { body, key: createKey });
  await until('forty events', () => stream.text.split('\n\n').length > 40);

  // Writes of four people at once, until nothing answers any more.
  type Acknowledged = { path: string; sent: { body: unknown; key: string }; method: string; reply: Reply };
  const acknowledged: Acknowledged[] = [];
  const writers = Array.from({ length: 4 }, async (_, writer) => {
    const person = personOf(cloud.origin, await local.token('meera'));
    for (let i = 0; ; i += 1) {
      const [method, path, content] =
        writer === 0
          ? (['POST', '/me/patient-codes', undefined] as const)
          : (['PUT', `/rough-drafts/${randomUUID()}`, { revision: 0, text: `Typed by ${writer}, the ${i}th time` }] as const);
      const sent = { body: content, key: randomUUID() };
      const reply = await (writer === 0 ? patient : person).send(method, path, sent).catch(() => undefined);
      if (!reply || reply.status >= 300) return;
      acknowledged.push({ method, path, sent, reply });
    }
  });
  await until('sixty acknowledged writes', () => acknowledged.length >= 60);
  await doctor.call('POST', `/consultation-notes/${signed.noteId}/send`);
  await cloud.kill9();
  await Promise.all(writers);
  expect(await stream.done).toBe('broken');
  const seen = eventsIn(stream.text.slice(0, stream.text.lastIndexOf('\n\n') + 2));
  const noteId = noteIdIn(seen);
  expect(seen.some(({ event }) => event === 'completed')).toBe(false);

  const { port } = new URL(cloud.origin);
  cloud = await startCloud({ data, port: Number(port), env });
  const again = personOf(cloud.origin, await cloud.token('meera'));
  const drafts = await again.call<{ draftId: string; text: string }[]>('GET', '/rough-drafts');
  for (const { path, sent } of acknowledged.filter(({ method }) => method === 'PUT')) {
    expect(drafts.find(({ draftId }) => path.endsWith(draftId))?.text, path).toBe((sent.body as { text: string }).text);
  }
  const codes = acknowledged.filter(({ method }) => method === 'POST');
  expect(codes.length).toBeGreaterThan(3);
  const patientAgain = personOf(cloud.origin, await cloud.token('sunita'));
  for (const { method, path, sent, reply } of codes.slice(-5)) {
    const replayed = await patientAgain.send(method, path, sent);
    expect(replayed).toMatchObject({ status: reply.status, text: reply.text });
    expect(replayed.headers.get('idempotency-replayed')).toBe('true');
  }

  // The dead writer's lease ends, and what it kept is all there, without a gap.
  const interrupted = await until(
    'the note to be interrupted',
    async () => {
      const note = await again.note(noteId);
      return note.status === 'interrupted' && note;
    },
    30,
    500,
  );
  const kept = eventsIn((await again.send('GET', `/consultation-notes/${noteId}/stream`)).text);
  expect(kept.at(-1)?.event).toBe('interrupted');
  expect(numbersOf(kept)).toEqual(countingTo(numbersOf(kept).length));
  expect(numbersOf(kept).length).toBeGreaterThan(20);
  expect(interrupted.sentences).toEqual(sentencesIn(kept));
  expect(await again.send('POST', `/consultation-notes/${noteId}/sign`, { body: { revision: interrupted.revision } })).toMatchObject({
    status: 409,
    body: { error: { code: 'note-being-written' } },
  });

  // The browser goes on from the last event that it saw.
  const lastId = seen.findLast(({ id }) => id !== undefined)?.id ?? '';
  const finished = await again.send('POST', `/consultation-notes/${noteId}/continue`, { headers: { 'last-event-id': lastId } });
  expect(finished.status).toBe(200);
  const whole = joined(seen, eventsIn(finished.text));
  expect(whole.at(-1)?.event).toBe('completed');
  expect(numbersOf(whole)).toEqual(countingTo(numbersOf(whole).length));
  const note = await again.note(noteId);
  expect(note).toMatchObject({ status: 'draft', writing: { end: 'complete' } });
  expect(sentencesIn(whole)).toEqual(note.sentences);
  const untroubled = await again.write({ body });
  expect(note.sentences.map(({ text }) => text)).toEqual(sentencesIn(untroubled.events).map(({ text }) => text));

  // The first request again, with its key: that note and no other.
  const repeated = await again.send('POST', '/consultation-notes', { body, key: createKey });
  expect(noteIdIn(eventsIn(repeated.text))).toBe(noteId);
  expect(await again.send('POST', `/consultation-notes/${noteId}/continue`)).toMatchObject({
    status: 409,
    body: { error: { code: 'note-not-interrupted' } },
  });

  // A lease that the kill left on the letter's effect lasts a minute.
  await until('the letter', async () => (await localOf(cloud.origin).mailTo(address)).length > 0, 75);
  await localOf(cloud.origin).quiet();
  expect(await localOf(cloud.origin).mailTo(address)).toHaveLength(1);
}, 180_000);
