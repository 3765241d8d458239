import type { CarePatient, WalkIn } from '../identity/contract.ts';
import { carePatientItem, carePatientOfWalkIn, walkInRecord } from '../identity/items.ts';
import { ApiError } from '../shared/http/errors.ts';
import { all, any, attribute } from '../shared/table/condition.ts';
import { put, remove, update, type Write } from '../shared/table/write.ts';
import { type Instant, later } from '../shared/values.ts';
import type { NoteChange, NoteStreamEvent, Sentence } from './contract.ts';
import {
  type NoteHead,
  type NoteText,
  type NoteVersion,
  noteBatch,
  noteHead,
  noteRough,
  noteRun,
  noteText,
  noteVersion,
  patientVisit,
  roughDraft,
} from './items.ts';
import { LEASE_SECONDS } from './stream-log.ts';

export const changedElsewhere = new ApiError(
  'changed-elsewhere',
  'This note was changed in another window meanwhile. Look at it again, then try again.',
);
const alreadySigned = new ApiError('note-already-signed', 'This note is signed. Amend it instead.');
const stillWriting = new ApiError('note-being-written', 'This note is still being written.');

/** Why a note is not in the state that a command needs. */
const notDraft = (current: Record<string, unknown> | undefined): ApiError =>
  current?.status === 'signed' ? alreadySigned : current?.status === 'writing' ? stillWriting : changedElsewhere;

export const refuseUnlessDraft = (status: string): void => {
  if (status !== 'draft')
    throw status === 'interrupted'
      ? new ApiError('note-being-written', 'This note was interrupted. Let it be finished first.')
      : notDraft({ status });
};

/** A walk-in joins the doctor's patients in the note's own transaction. */
export const addWalkIn = (doctorId: string, patientId: string, walkIn: WalkIn, now: Instant): { patient: CarePatient; writes: Write[] } => {
  const patient = carePatientOfWalkIn(patientId, walkIn, now);
  return { patient, writes: [put(walkInRecord(patientId, walkIn, now)), put(carePatientItem(doctorId, patient))] };
};

/** The first event of every note's stream. It is kept with the note, so that whoever asks again learns the note's id. */
export const startedEvent = (noteId: string): NoteStreamEvent => ({ type: 'started', seq: 1, noteId, writtenBy: 'model' });

/** Everything that a note is at its start, with the writer's lease on it. */
export const beginNote = (head: NoteHead, roughNotes: string, writer: { modelId: string; promptVersion: string }): Write[] => {
  const key = { noteId: head.noteId };
  return [
    put(noteHead.make(key, head)).ifNew(changedElsewhere),
    put(noteRough.make(key, { roughNotes })),
    put(noteBatch.make({ ...key, firstSeq: 1 }, { run: 1, firstSeq: 1, lastSeq: 1, events: [JSON.stringify(startedEvent(head.noteId))] })),
    put(noteRun.make(key, { ...writer, writtenBy: 'model', run: 1, lastSeq: 1, leaseUntil: later(head.createdAt, LEASE_SECONDS) })),
    put(noteText.make(key, { revision: 0, sentences: [], pending: [] })),
  ];
};

export const dropRoughDraft = (doctorId: string, draftId: string): Write => remove(roughDraft.key({ doctorId, draftId }));

/** An earlier draft gives way to a note that is written anew. */
export const replaceDraft = (noteId: string): Write =>
  update(noteHead.key({ noteId }))
    .set({ status: 'replaced' })
    .when(all(attribute('pk').exists(), any(attribute('status').is('draft'), attribute('status').is('writing'))), (current) =>
      notDraft(current),
    );

export const notInterrupted = new ApiError('note-not-interrupted', 'This note is complete or being written.');

/** Takes an interrupted note over: only one of several who try, and never from a living writer. */
export const takeOver = (noteId: string, run: { run: number; leaseUntil: Instant }, now: Instant): Write =>
  update(noteRun.key({ noteId }))
    .set({ run: run.run + 1, leaseUntil: later(now, LEASE_SECONDS) })
    .when(all(attribute('run').is(run.run), attribute('leaseUntil').isAtMost(now), attribute('end').isMissing()), notInterrupted);

/** The note as the writer leaves it; refused when the doctor changed something since `text` was read. */
export const completeNote = (noteId: string, text: NoteText, sentences: Sentence[]): Write[] => [
  put(noteText.make({ noteId }, { revision: text.revision + 1, sentences, pending: [] })).when(
    attribute('revision').is(text.revision),
    changedElsewhere,
  ),
  update(noteHead.key({ noteId }))
    .set({ status: 'draft' })
    .when(attribute('status').is('writing'), new ApiError('note-already-signed', 'This note was replaced while it was being written.')),
];

/** The doctor's changes to a draft, or to a note that is still being written, whose end they wait for. */
export const saveChanges = (noteId: string, text: NoteText, next: { sentences: Sentence[] } | { pending: NoteChange[] }): Write[] => [
  put(noteText.make({ noteId }, { ...text, ...next, revision: text.revision + 1 })).when(
    attribute('revision').is(text.revision),
    changedElsewhere,
  ),
];

/** A signature: the version, the note's new state, the patient's sight of it. */
export const signVersion = (head: NoteHead, text: NoteText, sentences: Sentence[], version: NoteVersion): Write[] => {
  const { noteId } = head;
  const first = version.version === 1;
  const signed: NoteHead = { ...head, status: 'signed', signedAt: version.signedAt, version: version.version };
  return [
    put(noteVersion.make({ noteId, number: version.version }, version)).ifNew(first ? alreadySigned : changedElsewhere),
    update(noteHead.key({ noteId }))
      .set({ status: 'signed', signedAt: version.signedAt, version: version.version })
      .when(first ? attribute('status').is('draft') : attribute('version').is(version.version - 1), first ? notDraft : changedElsewhere),
    put(noteText.make({ noteId }, { ...text, sentences, revision: text.revision + 1 })).when(
      attribute('revision').is(text.revision),
      changedElsewhere,
    ),
    put(patientVisit.make({ patientId: head.patient.patientId, visitDate: head.visitDate, noteId }, signed)),
  ];
};

/** Thrown when another command was quicker to ask for the same letter. */
export const letterAlreadyRequested = new ApiError('changed-elsewhere', 'This letter has been asked for already.');

export const requestLetter = (noteId: string, version: number, now: Instant): Write =>
  update(noteHead.key({ noteId }))
    .set({ letterRequestedAt: now, letterRequestedVersion: version })
    .when(
      all(
        attribute('version').is(version),
        any(attribute('letterRequestedVersion').isMissing(), attribute('letterRequestedVersion').isNot(version)),
      ),
      (current) => (current?.version === version ? letterAlreadyRequested : changedElsewhere),
    );
