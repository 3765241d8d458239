import { randomUUID } from 'node:crypto';

import type { ApiCaller } from './api-caller.ts';
import { roughNotes } from './demo-people.ts';

/** When the demo's visits were, in days before today: the signed one some three months ago, for a story with a past. */
const SIGNED_VISIT_DAYS_AGO = 98;
const DRAFT_VISIT_DAYS_AGO = 1;

type Note = {
  noteId: string;
  revision: number;
  sentences: { sentenceId: string; text: string; removed?: boolean; flags: { flagId: string; acceptedAt?: string }[] }[];
};

/** By the code that the patient shows, as at the desk. */
const takeAsPatient = async (doctor: ApiCaller, patient: ApiCaller, name: string): Promise<string> => {
  const known = await doctor.call<{ patientId: string }[]>('GET', `/patients?q=${encodeURIComponent(name)}`);
  if (known[0]) return known[0].patientId;
  const { code } = await patient.call<{ code: string }>('POST', '/me/patient-codes');
  return (await doctor.call<{ patientId: string }>('POST', '/patients', { code })).patientId;
};

type Listed = { noteId: string; status: string };

/** The patient's finished note; written if there is none. One that seeding left half-written stays, as it would for a doctor. */
const ensureNote = async (doctor: ApiCaller, patientId: string, note: { visitDate: string; roughNotes: string }): Promise<Listed> => {
  const there = await doctor.call<Listed[]>('GET', `/consultation-notes?as=doctor&patientId=${patientId}`);
  const finished = there.find(({ status }) => status === 'signed' || status === 'draft');
  if (finished) return finished;
  const body = { patient: { patientId }, visitType: 'in-person', letterLanguage: 'en', ...note };
  const events = await doctor.stream('POST', '/consultation-notes', body);
  const noteId = events.find(({ type }) => type === 'started')?.noteId;
  if (typeof noteId !== 'string' || !events.some(({ type }) => type === 'completed'))
    throw new Error(`the demo's note was not completed; the stream ended with ${events.at(-1)?.type ?? 'nothing'}`);
  return { noteId, status: 'draft' };
};

const signNote = async (doctor: ApiCaller, noteId: string): Promise<void> => {
  let note = await doctor.call<Note>('GET', `/consultation-notes/${noteId}`);
  const changes = note.sentences
    .filter(({ removed }) => !removed)
    .flatMap(({ sentenceId, flags }) =>
      flags.filter((flag) => !flag.acceptedAt).map(({ flagId }) => ({ op: 'accept', sentenceId, flagId })),
    );
  if (changes.length > 0) note = await doctor.call<Note>('PATCH', `/consultation-notes/${noteId}`, { revision: note.revision, changes });
  await doctor.call('POST', `/consultation-notes/${noteId}/sign`, { revision: note.revision });
};

/** An edit that says more than the notes, so that the draft shows what a flag is. */
const leaveSomethingToCheck = async (doctor: ApiCaller, noteId: string): Promise<void> => {
  const { revision, sentences } = await doctor.call<Note>('GET', `/consultation-notes/${noteId}`);
  const found = sentences.find(({ text }) => text.startsWith('Paracetamol 500 mg'));
  if (!found) return;
  const changes = [{ op: 'edit', sentenceId: found.sentenceId, text: found.text.replace('500 mg', '650 mg') }];
  await doctor.call('PATCH', `/consultation-notes/${noteId}`, { revision, changes });
};

const indianDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kolkata', dateStyle: 'short' });
const daysAgo = (days: number) => indianDay.format(Date.now() - days * 86_400_000);

/** Sunita's signed note and Ravi's draft and rough notes, of visits in the past; what is there is left alone. */
export const writeNotes = async (doctor: ApiCaller, sunitaHerself: ApiCaller, raviHimself: ApiCaller): Promise<void> => {
  const [sunita, ravi] = await Promise.all([
    takeAsPatient(doctor, sunitaHerself, 'Sunita Devi'),
    takeAsPatient(doctor, raviHimself, 'Ravi Kumar'),
  ]);
  const [signed, draft, roughDrafts] = await Promise.all([
    ensureNote(doctor, sunita, { visitDate: daysAgo(SIGNED_VISIT_DAYS_AGO), roughNotes: roughNotes.sunitaSigned }),
    ensureNote(doctor, ravi, { visitDate: daysAgo(DRAFT_VISIT_DAYS_AGO), roughNotes: roughNotes.raviDraft }),
    doctor.call<unknown[]>('GET', '/rough-drafts'),
  ]);
  if (roughDrafts.length === 0) {
    await doctor.call('PUT', `/rough-drafts/${randomUUID()}`, {
      revision: 0,
      text: roughNotes.raviRough,
      patientId: ravi,
      visitDate: daysAgo(0),
      visitType: 'video',
      letterLanguage: 'en',
    });
  }
  await Promise.all([signed.status === 'draft' && signNote(doctor, signed.noteId), leaveSomethingToCheck(doctor, draft.noteId)]);
};
