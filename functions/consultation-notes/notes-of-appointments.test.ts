import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type * as z from 'zod';

import { type Clinic, openClinic as openAppointments, slotAt } from '../appointments/testing/clinic.ts';
import { MeetingTable } from '../appointments/testing/watched-table.ts';
import type { ItemKind } from '../shared/table/item.ts';
import { receipt } from '../shared/table/receipt.ts';
import { Table } from '../shared/table/table.ts';
import type { Account } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { later, type Paise } from '../shared/values.ts';
import type { Note } from './contract.ts';
import { noteHead } from './items.ts';
import { openClinic as openNotes, scriptedModel } from './testing/clinic.ts';

let store: TestTable;
let visits: Clinic;
let notes: Awaited<ReturnType<typeof openNotes>>;
/** The table through which notes are written; a test may put another one there. */
const desk = { table: undefined as unknown as TestTable['table'] };

/** Waits before it looks for a visit. */
class SlowTable extends Table {
  readonly waits = Promise.withResolvers<void>();
  readonly goOn = Promise.withResolvers<void>();

  override async find<Schema extends z.ZodObject, KeyParts>(
    kind: ItemKind<Schema, KeyParts>,
    key: KeyParts,
  ): Promise<z.infer<Schema> | undefined> {
    if (kind.type === 'appointment') {
      this.waits.resolve();
      await this.goOn.promise;
    }
    return super.find(kind, key);
  }
}

beforeAll(async () => {
  store = await startTestTable();
  desk.table = store.table;
  visits = await openAppointments(store);
  const throughDesk = {
    ...store,
    get table() {
      return desk.table;
    },
  };
  notes = await openNotes(throughDesk, visits.surroundings);
});
beforeEach(() => {
  visits.at('2026-11-20T07:00:00Z');
  visits.use(store.table);
  desk.table = store.table;
});
afterAll(() => store.stop());

type Visit = { doctor: Account; patient: Account; appointmentId: string };

/** A visit that has begun, unless it is said how far it is. */
const visit = async (...commands: ('start' | 'complete' | 'cancel' | 'markNoShow')[]): Promise<Visit> => {
  visits.at('2026-11-20T07:00:00Z');
  const [doctor, patient] = [await visits.addDoctor({ practice: { feePaise: 0 as Paise } }), await visits.addPatient()];
  const { appointmentId } = (await visits.book(patient, doctor, slotAt(0))).body.data;
  visits.at(later(slotAt(0), 1_200));
  for (const command of commands) expect((await visits.change(doctor, command, appointmentId)).status).toBe(200);
  return { doctor, patient, appointmentId };
};
const begun = () => visit('start');

const ask = (changes: object, idempotencyKey?: string) => {
  const request = notes.request({ visitDate: '2026-11-23', visitType: 'video', roughNotes: 'Pain 3/7', ...changes });
  return idempotencyKey ? { ...request, idempotencyKey } : request;
};
const model = () =>
  scriptedModel({
    text: '# summary\n[1] Pain for 3 days.\n# next-steps\n[1] Pain for 3 days.\n# letter\n[1] You have had pain for 3 days.\n',
  });
/** Asks for the note of a visit and waits until it is written. */
const write = async ({ doctor, patient, appointmentId }: Visit, changes: object = {}, idempotencyKey?: string) => {
  const about = { patient: { patientId: patient.accountId }, appointmentId };
  const opened = await notes.stream(doctor, 'create', ask({ ...about, ...changes }, idempotencyKey), model());
  await opened.done;
  const noteId = /"noteId":"([^"]+)"/.exec(opened.text)?.[1] ?? '';
  return { status: opened.status, error: opened.body?.error, noteId };
};
const read = async (doctor: Account, noteId: string): Promise<Note> =>
  (await notes.as(doctor).call('get', { params: { noteId } })).body.data;
const sign = async (doctor: Account, noteId: string) => {
  const { revision } = await read(doctor, noteId);
  return notes.as(doctor).call('sign', { params: { noteId }, body: { revision } });
};
const seenBy = async (who: Account, appointmentId: string) => (await visits.change(who, 'get', appointmentId)).body.data;
const headsOf = async ({ accountId }: Account) =>
  (await visits.all())
    .filter(noteHead.is)
    .map((item) => noteHead.parse(item))
    .filter(({ doctor }) => doctor.doctorId === accountId);

describe('the note of a visit', () => {
  test('is found with the visit: by its doctor at once, by its patient once it is signed', async () => {
    const made = await begun();
    const { doctor, patient, appointmentId } = made;
    expect((await seenBy(doctor, appointmentId)).actions).toContain('write-note');
    const { status, noteId } = await write(made);
    expect(status).toBe(200);
    expect(await read(doctor, noteId)).toMatchObject({ appointmentId, status: 'draft' });
    expect(await seenBy(doctor, appointmentId)).toMatchObject({ noteId, actions: ['complete', 'cancel'] });
    expect(await seenBy(patient, appointmentId)).not.toHaveProperty('noteId');

    await visits.change(doctor, 'complete', appointmentId);
    expect(await seenBy(patient, appointmentId)).not.toHaveProperty('noteId');
    expect((await sign(doctor, noteId)).status).toBe(200);
    expect(await seenBy(patient, appointmentId)).toMatchObject({ noteId, status: 'COMPLETED' });
    expect((await notes.as(patient).call('get', { params: { noteId } })).body.data).toMatchObject({ appointmentId });
  });

  test('is written with the visit in one transaction', async () => {
    const made = await begun();
    const { noteId } = await write(made);
    const { revision } = (await visits.appointments()).find(({ appointmentId }) => appointmentId === made.appointmentId) ?? {};
    expect([revision, noteId]).toEqual([3, expect.stringMatching(/.+/)]);
    const written = (await visits.all())
      .filter(receipt.is)
      .map((item) => receipt.parse(item))
      .filter(({ callerId, action }) => callerId === made.doctor.accountId && action === 'consultation-notes.create');
    expect(written).toHaveLength(1);
  });

  test('can be written after the visit was completed', async () => {
    const made = await visit('start', 'complete');
    const { status, noteId } = await write(made);
    expect(status).toBe(200);
    expect(await seenBy(made.doctor, made.appointmentId)).toMatchObject({ noteId, actions: [] });
  });

  test.each([
    ['has not begun', []],
    ['was cancelled', ['cancel']],
    ['was missed', ['markNoShow']],
  ] as const)('is not of one that %s', async (_, commands) => {
    const made = await visit(...commands);
    await notes.takeIntoCare(made.doctor, made.patient.accountId, 'Asha Verma');
    expect(await write(made)).toMatchObject({
      status: 422,
      error: { code: 'invalid-request', details: { problems: [{ field: 'body.appointmentId', rule: 'must be a visit that has begun' }] } },
    });
    expect(await headsOf(made.doctor)).toEqual([]);
  });

  test('is of the same patient and the same doctor; any other is no appointment at all', async () => {
    const [made, other] = [await begun(), await begun()];
    await notes.takeIntoCare(made.doctor, other.patient.accountId, 'Ravi Kumar');
    await notes.takeIntoCare(other.doctor, made.patient.accountId, 'Asha Verma');
    const patient = { patient: { patientId: other.patient.accountId } };
    for (const refused of [
      await write(made, patient),
      await write({ ...made, doctor: other.doctor }),
      await write({ ...made, appointmentId: 'no-such-appointment' }),
    ])
      expect(refused).toMatchObject({ status: 404, error: { code: 'not-found' } });
    const walkIn = { patient: { walkIn: { name: 'Ravi', ageYears: 40, sex: 'male' } } };
    expect(await write(made, walkIn)).toMatchObject({ status: 404 });
    expect(await headsOf(made.doctor)).toEqual([]);
    expect(await seenBy(made.doctor, made.appointmentId)).not.toHaveProperty('noteId');
  });

  test('is one: a second is told of the first', async () => {
    const made = await begun();
    const { noteId } = await write(made);
    expect(await write(made)).toMatchObject({ status: 409, error: { code: 'changed-elsewhere', details: { noteId } } });
    expect(await headsOf(made.doctor)).toHaveLength(1);
  });

  test('is one, also when two windows ask at once', async () => {
    const made = await begun();
    desk.table = new MeetingTable(store);
    const replies = await Promise.all([write(made), write(made)]);
    expect(replies.map(({ status, error }) => `${status} ${error?.code ?? ''}`.trim()).sort()).toEqual(['200', '409 changed-elsewhere']);
    expect(await headsOf(made.doctor)).toHaveLength(1);
    const { noteId } = await seenBy(made.doctor, made.appointmentId);
    expect(noteId).toBe(replies.find(({ status }) => status === 200)?.noteId);
  });

  test('is one, however often the same request is sent, and whenever', async () => {
    const made = await begun();
    const about = { patient: { patientId: made.patient.accountId }, appointmentId: made.appointmentId };
    const request = ask(about);
    const send = () => notes.stream(made.doctor, 'create', request, model());
    const slow = new SlowTable(store.table.name, store.client);
    desk.table = slow;
    // Has seen that its command is new, and comes to the visit when the same command has been carried out.
    const second = send();
    await slow.waits.promise;
    desk.table = store.table;
    const opened = [await send(), await send()];
    await Promise.all(opened.map(({ done }) => done));
    slow.goOn.resolve();
    opened.push(await second);
    await Promise.all(opened.map(({ done }) => done));
    expect(opened.map(({ status, body }) => `${status} ${body?.error.code ?? ''}`.trim())).toEqual(['200', '200', '200']);
    expect(new Set(opened.map(({ text }) => /"noteId":"([^"]+)"/.exec(text)?.[1])).size).toBe(1);
    expect(await headsOf(made.doctor)).toHaveLength(1);
  });

  test('that is written anew takes the place of the draft', async () => {
    const made = await begun();
    const { doctor, patient, appointmentId } = made;
    const first = await write(made);
    // The app does not say again which visit it is: the draft knows.
    const second = await write(made, { appointmentId: undefined, replaces: first.noteId, roughNotes: 'Pain 3/7, worse at night' });
    expect(second.status).toBe(200);
    expect(await read(doctor, second.noteId)).toMatchObject({ appointmentId });
    expect(await seenBy(doctor, appointmentId)).toMatchObject({ noteId: second.noteId });
    const third = await write(made, { replaces: second.noteId });
    expect(await seenBy(doctor, appointmentId)).toMatchObject({ noteId: third.noteId });
    // A draft that gave way is signed no more, and does not give the visit's place to anything.
    expect((await sign(doctor, first.noteId)).status).toBe(409);
    expect(await write(made, { replaces: first.noteId })).toMatchObject({ status: 409, error: { code: 'changed-elsewhere' } });
    expect((await sign(doctor, third.noteId)).status).toBe(200);
    expect(await seenBy(patient, appointmentId)).toMatchObject({ noteId: third.noteId });
    expect(await write(made, { replaces: third.noteId })).toMatchObject({ status: 409, error: { code: 'note-already-signed' } });
    expect(await seenBy(patient, appointmentId)).toMatchObject({ noteId: third.noteId });
  });

  test('that is amended stays the visit’s', async () => {
    const made = await begun();
    const { noteId } = await write(made);
    await sign(made.doctor, noteId);
    const { revision, sentences } = await read(made.doctor, noteId);
    const changes = [{ op: 'edit', sentenceId: sentences[0]?.sentenceId, text: 'Pain for three days.' }];
    const amended = await notes
      .as(made.doctor)
      .call('amend', { params: { noteId }, body: { revision, changes, reason: 'Said more plainly' } });
    expect(amended.status).toBe(201);
    expect(await seenBy(made.patient, made.appointmentId)).toMatchObject({ noteId });
  });

  test('of nobody who booked is written as ever', async () => {
    const made = await begun();
    const { status, noteId } = await write(made, { appointmentId: undefined });
    expect(status).toBe(200);
    expect(await read(made.doctor, noteId)).not.toHaveProperty('appointmentId');
    expect(await seenBy(made.doctor, made.appointmentId)).not.toHaveProperty('noteId');
    expect((await sign(made.doctor, noteId)).status).toBe(200);
  });
});

describe('a visit that is completed', () => {
  test('while its note is asked for keeps the note, and the note finds it completed', async () => {
    for (let round = 0; round < 4; round += 1) {
      const made = await begun();
      const meeting = new MeetingTable(store);
      desk.table = meeting;
      visits.use(meeting);
      const [note, completed] = await Promise.all([write(made), visits.change(made.doctor, 'complete', made.appointmentId)]);
      desk.table = store.table;
      visits.use(store.table);
      expect([note.status, completed.status]).toEqual([200, 200]);
      expect(await seenBy(made.doctor, made.appointmentId)).toMatchObject({ status: 'COMPLETED', noteId: note.noteId });
    }
  });

  test('while its note is signed keeps the signature', async () => {
    const made = await begun();
    const { noteId } = await write(made);
    const meeting = new MeetingTable(store);
    const { revision } = await read(made.doctor, noteId);
    desk.table = meeting;
    visits.use(meeting);
    const [signed, completed] = await Promise.all([
      notes.as(made.doctor).call('sign', { params: { noteId }, body: { revision } }),
      visits.change(made.doctor, 'complete', made.appointmentId),
    ]);
    visits.use(store.table);
    desk.table = store.table;
    expect([signed.status, completed.status]).toEqual([200, 200]);
    expect(await seenBy(made.patient, made.appointmentId)).toMatchObject({ status: 'COMPLETED', noteId });
  });
});
