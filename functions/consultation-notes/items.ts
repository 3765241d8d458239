import * as z from 'zod';

import { itemKind, padded } from '../shared/table/item.ts';
import { Instant } from '../shared/values.ts';
import { NoteChange, NoteSummary, RoughDraft, Section, Sentence, SentenceChange, SignedVersion, Writing } from './contract.ts';

type NoteKey = { noteId: string };

export const notePartition = (noteId: string): string => `note#${noteId}`;

/** What lists show; `interrupted` is never stored, it follows from the run's lease. */
export const noteHead = itemKind({
  type: 'note-head',
  version: 1,
  schema: NoteSummary.extend({
    status: z.enum(['writing', 'draft', 'signed', 'replaced']),
    letterRequestedAt: Instant.optional(),
    /** The signed version whose letter was asked for. */
    letterRequestedVersion: z.int().optional(),
    letterSentAt: Instant.optional(),
  }),
  key: ({ noteId }: NoteKey) => ({ pk: notePartition(noteId), sk: 'head' }),
  indexes: ({ doctor, patient, visitDate, createdAt, noteId }) => ({
    gsi1pk: `doctor#${doctor.doctorId}#notes`,
    gsi1sk: `${visitDate}#${createdAt}#${noteId}`,
    gsi2pk: `patient#${patient.patientId}#notes`,
    gsi2sk: `${visitDate}#${createdAt}#${noteId}`,
  }),
  holds: 'Whose note it is, of which visit, and how far it is',
  readBy: [
    'consultation-notes: its doctor, by visit date',
    'consultation-notes: its doctor, by patient and visit date',
    'consultation-notes: the letter',
  ],
});
export type NoteHead = z.infer<typeof noteHead.schema>;

export const noteRough = itemKind({
  type: 'note-rough',
  version: 1,
  schema: z.object({ roughNotes: z.string() }),
  packed: ['roughNotes'],
  key: ({ noteId }: NoteKey) => ({ pk: notePartition(noteId), sk: 'rough' }),
  holds: 'The doctor’s rough notes as they were when the note was asked for',
  readBy: ['consultation-notes: its doctor', 'consultation-notes: the writer'],
});

/** The writer at work: one at a time, known by its number. */
export const noteRun = itemKind({
  type: 'note-run',
  version: 1,
  schema: Writing.omit({ end: true }).extend({
    /** Fencing number: a batch of an earlier run is refused. */
    run: z.int().min(1),
    lastSeq: z.int().min(0),
    leaseUntil: Instant,
    end: z.enum(['complete', 'guardrail']).optional(),
  }),
  key: ({ noteId }: NoteKey) => ({ pk: notePartition(noteId), sk: 'run' }),
  holds: 'Who writes the note, until when the lease holds, how far it is kept',
  readBy: ['consultation-notes: the writer, readers of the stream, *continue*'],
});
export type NoteRun = z.infer<typeof noteRun.schema>;

/** The text as it stands for the doctor. While the note is being written: the changes that wait for its end. */
export const noteText = itemKind({
  type: 'note-text',
  version: 1,
  schema: z.object({ revision: z.int().min(0), sentences: z.array(Sentence), pending: z.array(NoteChange) }),
  packed: ['sentences', 'pending'],
  key: ({ noteId }: NoteKey) => ({ pk: notePartition(noteId), sk: 'text' }),
  holds: 'The sentences with their sources and doubts, as the doctor last left them',
  readBy: ['consultation-notes: its doctor'],
});
export type NoteText = z.infer<typeof noteText.schema>;

export const FinalSentence = Sentence.pick({ sentenceId: true, section: true, text: true, language: true });

export const noteVersion = itemKind({
  type: 'note-version',
  version: 1,
  schema: SignedVersion.extend({
    noteId: z.string(),
    patientId: z.string(),
    roughNotesHash: z.string(),
    sentences: z.array(FinalSentence),
    changes: z.array(SentenceChange),
  }),
  packed: ['sentences', 'changes'],
  key: ({ noteId, number }: NoteKey & { number: number }) => ({ pk: notePartition(noteId), sk: `version#${padded(number, 4)}` }),
  holds: 'One signed version, never changed, chained by hash to the one before',
  readBy: ['consultation-notes: its doctor and its patient', 'consultation-notes: the letter'],
});
export type NoteVersion = z.infer<typeof noteVersion.schema>;

/** Events of the stream that were kept in one go. */
export const noteBatch = itemKind({
  type: 'note-batch',
  version: 1,
  schema: z.object({
    run: z.int().min(1),
    firstSeq: z.int().min(1),
    lastSeq: z.int().min(1),
    /** JSON of each event, exactly as it was sent. */
    events: z.array(z.string()),
  }),
  packed: ['events'],
  key: ({ noteId, firstSeq }: NoteKey & { firstSeq: number }) => ({ pk: `note#${noteId}#stream`, sk: `batch#${padded(firstSeq, 8)}` }),
  holds: 'A stretch of the stream’s events, as they were sent',
  readBy: ['consultation-notes: a resumed or repeated stream'],
});
export type NoteBatch = z.infer<typeof noteBatch.schema>;

/** A signed note in its patient's list. */
export const patientVisit = itemKind({
  type: 'patient-visit',
  version: 1,
  schema: NoteSummary,
  key: ({ patientId, visitDate, noteId }: NoteKey & { patientId: string; visitDate: string }) => ({
    pk: `patient#${patientId}`,
    sk: `visit#${visitDate}#${noteId}`,
  }),
  holds: 'A signed note, for its patient’s list',
  readBy: ['consultation-notes: the patient'],
});

export const roughDraft = itemKind({
  type: 'rough-draft',
  version: 1,
  schema: RoughDraft,
  key: ({ doctorId, draftId }: { doctorId: string; draftId: string }) => ({
    pk: `doctor#${doctorId}#rough-drafts`,
    sk: `draft#${draftId}`,
  }),
  holds: 'What a doctor has typed and not yet had written',
  readBy: ['consultation-notes: the doctor, on any device'],
});

export const sectionsInOrder: readonly Section[] = Section.options;
