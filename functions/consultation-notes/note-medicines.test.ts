import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { receipt } from '../shared/table/receipt.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Note } from './contract.ts';
import { openClinic, scriptedModel } from './testing/clinic.ts';

let store: TestTable;
let clinic: Awaited<ReturnType<typeof openClinic>>;

beforeAll(async () => {
  store = await startTestTable();
  clinic = await openClinic(store, { clock: () => Date.parse('2026-11-20T07:05:00Z'), newId: randomUUID });
});
afterAll(() => store.stop());

const doctor = () => clinic.as(clinic.doctor);
const patient = () => clinic.as(clinic.patient);
const ROUGH = 'On aspirin 75 mg od\nPlan: T. Metformin 500 mg 1-0-1 pc x 30 d\nstop aspirin';
const WRITTEN =
  '# summary\n[1] On aspirin 75 mg od.\n# next-steps\n[2] T. Metformin 500 mg 1-0-1 pc x 30 d.\n[3] Stop aspirin.\n# letter\n[3] Stop aspirin.\n';

const draft = async (): Promise<Note> => {
  const { noteId } = await clinic.write({ roughNotes: ROUGH }, scriptedModel({ text: WRITTEN }));
  return (await doctor().call('get', { params: { noteId } })).body.data;
};
const sign = async ({ noteId, revision }: Note): Promise<Note> => {
  const reply = await doctor().call('sign', { params: { noteId }, body: { revision } });
  expect(reply.status).toBe(200);
  return reply.body.data;
};
const METFORMIN = {
  section: 'next-steps',
  language: 'en',
  words: 'T. Metformin 500 mg 1-0-1 pc x 30 d.',
  medicine: 'Metformin',
  strength: '500 mg',
  form: 'tablet',
  instruction: 'after-food',
  often: { kind: 'slots', amounts: [1, 0, 1] },
  days: 30,
};

test('a patient and the doctor see what the signed note says to take, in its words; before it is signed neither does', async () => {
  const note = await draft();
  const params = { noteId: note.noteId };
  expect((await doctor().call('listMedicines', { params })).status).toBe(404);
  expect((await patient().call('listMedicines', { params })).status).toBe(404);
  await sign(note);
  const seen = await patient().call('listMedicines', { params });
  expect(seen).toMatchObject({ status: 200, body: { data: [METFORMIN] } });
  expect(seen.body.data).toHaveLength(1);
  expect((await doctor().call('listMedicines', { params })).body.data).toEqual(seen.body.data);
});

test('another patient, another doctor and nobody get nothing', async () => {
  const { noteId } = await sign(await draft());
  const others = [clinic.person('patient'), clinic.person('patient', 'doctor')];
  const replies = await Promise.all(others.map((who) => clinic.as(who).call('listMedicines', { params: { noteId } })));
  expect(replies.map(({ status }) => status)).toEqual([404, 404]);
  expect((await clinic.as(undefined).call('listMedicines', { params: { noteId } })).status).toBe(401);
});

test('an amendment that stops the medicine takes it from the list', async () => {
  const { noteId, revision, sentences } = await sign(await draft());
  const sentence = sentences.find(({ text }) => text.includes('Metformin'));
  const amended = await doctor().call('amend', {
    params: { noteId },
    body: { revision, reason: 'Not tolerated', changes: [{ op: 'remove', sentenceId: sentence?.sentenceId }] },
  });
  expect(amended.status).toBe(201);
  expect((await patient().call('listMedicines', { params: { noteId } })).body.data).toEqual([]);
});

test('the doctor’s look is in the patient’s trail, the patient’s own is not', async () => {
  const { noteId } = await sign(await draft());
  await doctor().call('listMedicines', { params: { noteId } });
  await patient().call('listMedicines', { params: { noteId } });
  const looks = (await store.all())
    .filter(receipt.is)
    .flatMap((item) => receipt.parse(item).accesses)
    .filter(({ action, resource }) => action.endsWith('listMedicines') && resource.endsWith(noteId));
  expect(looks).toMatchObject([
    {
      action: 'consultation-notes.listMedicines',
      kind: 'read',
      actorId: clinic.doctor.accountId,
      subjectId: clinic.patient.accountId,
      resource: `consultation-note#${noteId}`,
    },
  ]);
});
