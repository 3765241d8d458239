import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, expect, inject, test } from 'vitest';

import type { AuditEntry } from '../functions/audit/contract.ts';
import { countingTo, eventsIn, localOf, newNote, numbersOf, type Person, personOf, type Reply, until, withoutHeartbeats } from './cloud.ts';

const { origin } = inject('arogya');
const local = localOf(origin);
let sunita: Person;
let patientId: string;

/** A token of Dr Meera; one is good for a hundred requests a minute. */
const meera = async () => personOf(origin, await local.token('meera'));

beforeAll(async () => {
  sunita = personOf(origin, await local.token('sunita'));
  const [found] = await (await meera()).call<{ patientId: string }[]>('GET', '/patients?q=Sunita');
  patientId = found?.patientId ?? '';
});
afterEach(() => local.clearFaults());

const entriesOf = async (action: string, resource: string) => {
  const entries = await sunita.call<AuditEntry[]>('GET', '/me/audit?limit=100');
  return entries.filter((entry) => entry.action === action && entry.resource === resource);
};

test('a signature that is sent a hundred times, some at once and some after crashes between write and reply, is one signature', async () => {
  const doctor = await meera();
  const { noteId } = await doctor.write({ body: newNote({ patient: { patientId } }) });
  const { revision } = await doctor.note(noteId);
  const key = randomUUID();
  const sent = { body: { revision }, key };
  const path = `/consultation-notes/${noteId}/sign`;

  // The write is done and its answer is lost, three times over.
  await local.fault({ kind: 'function-crash', functionName: 'consultation-notes-handler', at: 'after-effect', times: 3 });
  const lost: Reply[] = [];
  for (let i = 0; i < 3; i += 1) lost.push(await doctor.send('POST', path, sent));
  for (const reply of lost)
    expect(reply).toMatchObject({ status: 502, body: { error: { code: 'internal-error', requestId: expect.any(String) } } });

  const [first, second] = [await meera(), await meera()];
  const atOnce = await Promise.all(Array.from({ length: 50 }, () => first.send('POST', path, sent)));
  const oneByOne: Reply[] = [];
  for (let i = 0; i < 47; i += 1) oneByOne.push(await second.send('POST', path, sent));
  const answered = [...atOnce, ...oneByOne];
  expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answered.map(({ text }) => text)).size).toBe(1);
  expect(answered.every(({ headers }) => headers.get('idempotency-replayed') === 'true')).toBe(true);

  expect((await doctor.note(noteId)).versions).toHaveLength(1);
  await local.quiet();
  expect(await entriesOf('consultation-notes.sign', `consultation-note#${noteId}`)).toHaveLength(1);
});

test('the same key with another body is refused and changes nothing', async () => {
  const doctor = await meera();
  const { noteId } = await doctor.write({ body: newNote({ patient: { patientId } }) });
  const note = await doctor.note(noteId);
  const key = randomUUID();
  const change = (text: string) =>
    doctor.send('PATCH', `/consultation-notes/${noteId}`, {
      key,
      body: { revision: note.revision, changes: [{ op: 'edit', sentenceId: note.sentences[0]?.sentenceId, text }] },
    });
  const done = await change('Fever and dry cough for 3 days.');
  expect(done.status).toBe(200);
  expect(await change('Fever and dry cough for 4 days.')).toMatchObject({
    status: 422,
    body: { error: { code: 'idempotency-key-reused' } },
  });
  expect(await doctor.note(noteId)).toEqual(done.body.data);
});

test('a note that is asked for twenty times at once is written once, and every answer is the same stream', async () => {
  const doctor = await meera();
  const key = randomUUID();
  const body = newNote({ patient: { patientId } });
  const before = await doctor.call<unknown[]>('GET', `/consultation-notes?as=doctor&patientId=${patientId}&limit=100`);
  const replies = await Promise.all(Array.from({ length: 20 }, () => doctor.send('POST', '/consultation-notes', { body, key })));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(replies.map(({ text }) => withoutHeartbeats(text))).size).toBe(1);
  const numbers = numbersOf(eventsIn(replies[0]?.text ?? ''));
  expect(numbers).toEqual(countingTo(numbers.length));
  const after = await doctor.call<unknown[]>('GET', `/consultation-notes?as=doctor&patientId=${patientId}&limit=100`);
  expect(after.length - before.length).toBe(1);
});

test('a letter that is sent twice, by a queue that delivers twice, by a consumer that dies, arrives once', async () => {
  const doctor = await meera();
  const address = `${randomUUID()}@arogya.example`;
  const walkIn = { name: 'Kamala Nair', ageYears: 61, sex: 'female', email: address };
  const { noteId } = await doctor.write({ body: newNote({ patient: { walkIn } }) });
  await doctor.sign(noteId);
  await local.fault({ kind: 'function-crash', functionName: 'on-letter-requested', at: 'before', times: 1 });
  await local.fault({ kind: 'queue-redelivery', queueName: 'LetterRequestedConsumerQueue', times: 1 });
  const path = `/consultation-notes/${noteId}/send`;
  const replies = await Promise.all([doctor.send('POST', path), doctor.send('POST', path), doctor.send('POST', path)]);
  expect(replies.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  await until('the letter', async () => (await local.mailTo(address)).length > 0);
  await until('every redelivery', async () => (await local.faults()).every(({ times }) => times === 0));
  await local.quiet();
  const letters = await local.mailTo(address);
  expect(letters).toHaveLength(1);
  expect(letters[0]?.text).toContain('Kamala');
  expect((await doctor.note(noteId)).letterSentAt).toBeDefined();
});
