import * as z from 'zod';

import { CarePatient, Doctor, WalkIn } from '../identity/contract.ts';
import { Amount, Form, Instruction } from '../reminders/contract.ts';
import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant } from '../shared/values.ts';

/** Rough notes longer than this are refused (characters as JavaScript counts them, UTF-16 code units). */
export const ROUGH_NOTES_LIMIT = 20_000;

/** The three parts of a note, in the order in which they are written. */
export const Section = z.enum(['summary', 'next-steps', 'letter']);
export type Section = z.infer<typeof Section>;

/** Languages in which a letter can be written and checked. */
export const LetterLanguage = z.enum(['en', 'hi']);
export type LetterLanguage = z.infer<typeof LetterLanguage>;

/** FHIR `Encounter.class`, reduced to what a clinic in India uses. */
export const VisitType = z.enum(['in-person', 'video', 'phone', 'home']);
export type VisitType = z.infer<typeof VisitType>;

/** A place in the rough notes that a sentence rests on: UTF-16 offsets, `end` exclusive. */
export const SourceSpan = z.object({ start: z.int().min(0), end: z.int().min(1) });
export type SourceSpan = z.infer<typeof SourceSpan>;

/**
 * Why a sentence wants the doctor's eye. `no-source`: nothing in the notes is named for it.
 * The others: the sentence holds a thing of this kind that the words it rests on do not,
 * or (`negation`) says yes where they say no, or no where they say yes.
 * `finding`: a symptom, finding or diagnosis that the words it rests on do not name.
 */
export const FlagKind = z.enum(['no-source', 'number', 'dose', 'unit', 'drug', 'date', 'laterality', 'negation', 'finding']);
export type FlagKind = z.infer<typeof FlagKind>;

/** One doubt about one sentence. `start` and `end` are UTF-16 offsets in the sentence's text. */
export const Flag = z.object({
  /** `<kind>:<start>-<end>`: the same doubt in the same text has the same id. */
  flagId: z.string(),
  kind: FlagKind,
  start: z.int().min(0),
  end: z.int().min(0),
  /** What the sentence says there: `500 mg`. */
  found: z.string(),
  /** The doctor's own words that it rests on, or nothing if it rests on none. */
  yourWords: z.string().optional(),
  /** Set when the doctor has looked at the doubt and keeps the sentence as it is. */
  acceptedAt: Instant.optional(),
});
export type Flag = z.infer<typeof Flag>;

export const Sentence = z.object({
  /** Stable within a note: `s1`, `s2` … in order of writing. */
  sentenceId: z.string(),
  section: Section,
  text: z.string().min(1).max(2_000),
  language: LetterLanguage,
  sources: z.array(SourceSpan),
  flags: z.array(Flag),
  /** Who wrote the words as they stand. `arogya`: composed without AI. */
  writtenBy: z.enum(['model', 'arogya', 'doctor']),
  /** Taken out by the doctor; kept so that it can be brought back until the note is signed. */
  removed: z.boolean().optional(),
});
export type Sentence = z.infer<typeof Sentence>;

/** Rough notes: 1 to 20,000 characters with at least one letter or digit, and no control characters but tab and line ends. */
export const RoughNotes = z
  .string()
  .max(ROUGH_NOTES_LIMIT, 'must have at most 20,000 characters')
  .refine((text) => text.trim().length > 0, 'must not be empty')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: binary input is what this rule refuses
  .refine((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(text), 'must be text, not binary data')
  .refine((text) => text.trim().length === 0 || /[\p{L}\p{N}]/u.test(text), 'must contain words');

/** What is known of a visit before its note is written. */
export const Visit = z.strictObject({
  /** Asia/Kolkata; not in the future. */
  visitDate: CalendarDate,
  visitType: VisitType,
  letterLanguage: LetterLanguage,
});

/**
 * `writing`: being written now. `interrupted`: the writer died; what was kept is here and *continue* finishes it.
 * `draft`: complete, waiting for the doctor. `signed`: immutable. `replaced`: a draft that was written again.
 */
export const NoteStatus = z.enum(['writing', 'interrupted', 'draft', 'signed', 'replaced']);
export type NoteStatus = z.infer<typeof NoteStatus>;

/** One line of a list of notes. */
export const NoteSummary = z.object({
  noteId: z.string(),
  status: NoteStatus,
  patient: CarePatient.pick({ patientId: true, name: true }),
  doctor: Doctor.pick({ doctorId: true, name: true, registrationNumber: true, specialty: true }),
  ...Visit.shape,
  /** The booked visit that it is about, if it was booked. */
  appointmentId: z.string().optional(),
  createdAt: Instant,
  signedAt: Instant.optional(),
  /** The signed version, from 1; more than 1 after amendments. */
  version: z.int().min(1).optional(),
});
export type NoteSummary = z.infer<typeof NoteSummary>;

/** What an amendment did to one sentence. */
export const SentenceChange = z.object({
  sentenceId: z.string(),
  section: Section,
  before: z.string().optional(),
  after: z.string().optional(),
});

export const SignedVersion = z.object({
  version: z.int().min(1),
  signedAt: Instant,
  signedBy: Doctor.pick({ doctorId: true, name: true, registrationNumber: true }),
  /** Why it was amended; absent on version 1. */
  reason: z.string().optional(),
  changes: z.array(SentenceChange),
  /** SHA-256, hex, over the version's canonical JSON, which holds `previousHash`: so the versions are a chain. */
  hash: z.string(),
  previousHash: z.string(),
});
export type SignedVersion = z.infer<typeof SignedVersion>;

/** Who wrote the text, and how it ended. */
export const Writing = z.object({
  /** `arogya`: the model stayed away and Arogya composed the note. */
  writtenBy: z.enum(['model', 'arogya']),
  modelId: z.string(),
  promptVersion: z.string(),
  /** `interrupted` while *continue* is possible; `guardrail`: the model declined by a safety rule. */
  end: z.enum(['complete', 'guardrail', 'interrupted', 'writing']),
  /** Milliseconds from the request to the model's first words. */
  firstWordsAfter: z.int().optional(),
});

/** The words around the letter. They rest on no note, so they are no sentences of it; the model never sees the name in them. */
export const LetterFrame = z.object({ greeting: z.string(), closing: z.string() });

/** A note as the doctor who wrote it sees it. */
export const Note = NoteSummary.extend({
  /** Goes up with every change; send it back with a change, so that two windows do not overwrite each other. */
  revision: z.int().min(0),
  roughNotes: z.string(),
  sentences: z.array(Sentence),
  letter: LetterFrame,
  writing: Writing,
  versions: z.array(SignedVersion),
  /** The last letter that was asked for. */
  letterRequestedAt: Instant.optional(),
  /** When the letter left by e-mail. */
  letterSentAt: Instant.optional(),
});
export type Note = z.infer<typeof Note>;

/** A signed note as its patient sees it: no rough notes, no drafts, no doubts. */
export const PatientNote = NoteSummary.extend({
  sentences: z.array(Sentence.pick({ sentenceId: true, section: true, text: true, language: true })),
  letter: LetterFrame,
  versions: z.array(SignedVersion),
});
export type PatientNote = z.infer<typeof PatientNote>;

/**
 * How often a note says that a medicine is taken. `slots`: how many in the morning, at noon and at night (`1-0-1`), or at
 * four times of the day. `at`: once a day, then.
 */
export const HowOften = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('daily'), times: z.int().min(1).max(4) }),
  z.object({ kind: z.literal('slots'), amounts: z.array(z.number().min(0).max(4)).min(3).max(4) }),
  z.object({ kind: z.literal('at'), when: z.enum(['morning', 'night', 'bedtime']) }),
  z.object({ kind: z.literal('hours'), every: z.int().min(1).max(168) }),
  z.object({ kind: z.literal('as-needed'), dailyMaximum: z.int().min(1).max(48).optional() }),
]);
export type HowOften = z.infer<typeof HowOften>;

/** A medicine that a signed note names, with what it surely says of it. What it does not say is absent: nothing is guessed. */
export const NamedMedicine = Sentence.pick({ sentenceId: true, section: true, language: true }).extend({
  /** The doctor's own words, in which all the rest stands. */
  words: z.string().min(1),
  /** As written: `Dolo 650`. */
  medicine: z.string().min(1),
  /** As written: `500 mg`. */
  strength: z.string().optional(),
  form: Form.optional(),
  instruction: Instruction.exclude(['none']).optional(),
  often: HowOften.optional(),
  /** How many of its form at once; of `slots` each counts so many. */
  amount: Amount.optional(),
  /** How long the course is. */
  days: z.int().min(1).max(366).optional(),
});
export type NamedMedicine = z.infer<typeof NamedMedicine>;

/** What a doctor does to a note that is not signed. Text is checked anew against the rough notes. */
export const NoteChange = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('edit'), sentenceId: z.string(), text: z.string().trim().min(1, 'must not be empty').max(2_000) }),
  z.strictObject({ op: z.literal('remove'), sentenceId: z.string() }),
  z.strictObject({ op: z.literal('restore'), sentenceId: z.string() }),
  z.strictObject({ op: z.literal('accept'), sentenceId: z.string(), flagId: z.string() }),
  z.strictObject({ op: z.literal('doubt'), sentenceId: z.string(), flagId: z.string() }),
  z.strictObject({
    op: z.literal('add'),
    section: Section,
    text: z.string().trim().min(1, 'must not be empty').max(2_000),
    language: LetterLanguage,
    /** The sentence that it follows; at the section's start if absent. */
    after: z.string().optional(),
  }),
]);
export type NoteChange = z.infer<typeof NoteChange>;

const changes = z.array(NoteChange).min(1).max(200);

/**
 * The events of a note's stream, in `data:`; `event:` is `type`, `id:` is `<run>.<seq>`.
 * `seq` goes up by one from 1 and on across runs (a run is one writer; *continue* starts the next).
 */
export const NoteStreamEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), seq: z.int(), noteId: z.string(), writtenBy: z.enum(['model', 'arogya']) }),
  z.object({ type: z.literal('section'), seq: z.int(), section: Section }),
  /** More text of the sentence being written. */
  z.object({
    type: z.literal('text'),
    seq: z.int(),
    sentenceId: z.string(),
    section: Section,
    text: z.string(),
    sources: z.array(SourceSpan),
  }),
  /** The sentence is complete and checked; replaces the text that grew. */
  z.object({ type: z.literal('sentence'), seq: z.int(), sentence: Sentence }),
  /** Something the doctor should know: the model was tried again, or stays away and Arogya composes the note. */
  z.object({ type: z.literal('notice'), seq: z.int(), notice: z.enum(['retrying', 'composed-without-ai', 'part-composed', 'guardrail']) }),
  /** The half-written sentence `sentenceId` is void: the model broke off in it. */
  z.object({ type: z.literal('void'), seq: z.int(), sentenceId: z.string() }),
  z.object({ type: z.literal('completed'), seq: z.int(), revision: z.int() }),
  /** Not stored, sent on a resume only: events after `after` that you saw were never kept; drop them. */
  z.object({ type: z.literal('rewind'), after: z.int() }),
  /** Not stored, last event: the writer died. `POST …/continue` finishes the note. */
  z.object({ type: z.literal('interrupted') }),
  /** Not stored, last event: something failed on our side; resume from the last id. */
  z.object({ type: z.literal('error'), code: z.string(), message: z.string(), requestId: z.string() }),
]);
export type NoteStreamEvent = z.infer<typeof NoteStreamEvent>;

/** What the doctor is typing before the note is written, kept so that nothing typed is lost. */
export const RoughDraft = z.object({
  draftId: z.string(),
  revision: z.int().min(1),
  savedAt: Instant,
  text: z.string().max(ROUGH_NOTES_LIMIT),
  patientId: z.string().optional(),
  walkIn: WalkIn.partial().optional(),
  visitDate: CalendarDate.optional(),
  visitType: VisitType.optional(),
  letterLanguage: LetterLanguage.optional(),
  appointmentId: z.string().optional(),
});
export type RoughDraft = z.infer<typeof RoughDraft>;

const appointmentId = z.string().min(1).max(128);
const noteParams = z.strictObject({ noteId: z.string().min(1).max(128) });
const draftParams = z.strictObject({ draftId: z.uuid('must be a UUID') });

export const noteRoutes = {
  create: route({
    method: 'POST',
    path: '/consultation-notes',
    summary: 'Write a note from rough notes; answers with its stream',
    allow: ['doctor'],
    idempotent: true,
    stream: true,
    body: z.strictObject({
      patient: z.union([z.strictObject({ patientId: z.string().min(1).max(128) }), z.strictObject({ walkIn: WalkIn })]),
      ...Visit.shape,
      roughNotes: RoughNotes,
      /** The booked visit that it is about: begun, with this patient, and without a note. */
      appointmentId: appointmentId.optional(),
      /** The rough draft that this note comes from; it is gone once the note is there. */
      draftId: z.uuid('must be a UUID').optional(),
      /** A draft of the same patient that this one is written instead of. */
      replaces: z.string().min(1).max(128).optional(),
    }),
    reply: NoteStreamEvent,
    errors: ['note-already-signed', 'note-being-written'],
  }),
  follow: route({
    method: 'GET',
    path: '/consultation-notes/{noteId}/stream',
    summary: 'The stream from the start, or after `Last-Event-ID`; follows what is still being written',
    allow: ['doctor'],
    params: noteParams,
    stream: true,
    reply: NoteStreamEvent,
    errors: ['invalid-event-id'],
  }),
  continue: route({
    method: 'POST',
    path: '/consultation-notes/{noteId}/continue',
    summary: 'Finish an interrupted note; answers with its stream after `Last-Event-ID`',
    allow: ['doctor'],
    params: noteParams,
    idempotent: true,
    stream: true,
    reply: NoteStreamEvent,
    errors: ['note-not-interrupted', 'invalid-event-id'],
  }),
  list: route({
    method: 'GET',
    path: '/consultation-notes',
    summary: 'Notes by visit date, newest first: a doctor’s own, or the signed ones of the calling patient',
    allow: ['patient', 'doctor'],
    query: pageQuery.extend({
      /** A doctor who is a patient too says whose: `patient` for the notes about oneself. */
      as: z.enum(['patient', 'doctor']).optional(),
      patientId: z.string().min(1).max(128).optional(),
      /** Visit dates, both inclusive. */
      from: CalendarDate.optional(),
      to: CalendarDate.optional(),
      status: z.enum(['open', 'signed']).optional(),
    }),
    reply: z.array(NoteSummary),
    meta: PageMeta,
  }),
  get: route({
    method: 'GET',
    path: '/consultation-notes/{noteId}',
    summary: 'One note: whole for its doctor, the signed text for its patient',
    allow: ['patient', 'doctor'],
    params: noteParams,
    reply: z.union([Note, PatientNote]),
  }),
  listMedicines: route({
    method: 'GET',
    path: '/consultation-notes/{noteId}/medicines',
    summary: 'The medicines that a signed note tells its patient to take, in the doctor’s words',
    allow: ['patient', 'doctor'],
    params: noteParams,
    reply: z.array(NamedMedicine),
  }),
  change: route({
    method: 'PATCH',
    path: '/consultation-notes/{noteId}',
    summary: 'Edit, remove, add or accept sentences of a draft',
    allow: ['doctor'],
    params: noteParams,
    body: z.strictObject({ revision: z.int().min(0), changes }),
    reply: Note,
    errors: ['changed-elsewhere', 'note-already-signed', 'note-being-written'],
    idempotent: true,
  }),
  sign: route({
    method: 'POST',
    path: '/consultation-notes/{noteId}/sign',
    summary: 'Sign a draft, after which it is immutable and its patient can read it',
    allow: ['doctor'],
    params: noteParams,
    body: z.strictObject({ revision: z.int().min(0) }),
    reply: Note,
    errors: ['flags-unresolved', 'changed-elsewhere', 'note-already-signed', 'note-being-written'],
    idempotent: true,
  }),
  amend: route({
    method: 'POST',
    path: '/consultation-notes/{noteId}/amendments',
    summary: 'A new signed version, with a reason',
    allow: ['doctor'],
    params: noteParams,
    status: 201,
    body: z.strictObject({
      revision: z.int().min(0),
      reason: z.string().trim().min(3, 'must say why in at least 3 characters').max(1_000),
      changes,
    }),
    reply: Note,
    errors: ['flags-unresolved', 'changed-elsewhere', 'note-not-signed'],
    idempotent: true,
  }),
  send: route({
    method: 'POST',
    path: '/consultation-notes/{noteId}/send',
    summary: 'E-mail the letter of a signed note to its patient',
    allow: ['doctor'],
    params: noteParams,
    status: 202,
    reply: z.object({ noteId: z.string(), letterRequestedAt: Instant }),
    errors: ['note-not-signed', 'no-email-address'],
    idempotent: true,
  }),
  listRoughDrafts: route({
    method: 'GET',
    path: '/rough-drafts',
    summary: 'What the calling doctor has typed and not yet had written, newest first',
    allow: ['doctor'],
    reply: z.array(RoughDraft),
  }),
  saveRoughDraft: route({
    method: 'PUT',
    path: '/rough-drafts/{draftId}',
    summary: 'Keep what is typed; `revision` is the one that it builds on, 0 for a new one',
    allow: ['doctor'],
    params: draftParams,
    body: z.strictObject({
      revision: z.int().min(0),
      text: z.string().max(ROUGH_NOTES_LIMIT),
      patientId: z.string().min(1).max(128).optional(),
      walkIn: WalkIn.partial().optional(),
      visitDate: CalendarDate.optional(),
      visitType: VisitType.optional(),
      letterLanguage: LetterLanguage.optional(),
      appointmentId: appointmentId.optional(),
    }),
    reply: RoughDraft,
    errors: ['changed-elsewhere'],
  }),
  deleteRoughDraft: route({
    method: 'DELETE',
    path: '/rough-drafts/{draftId}',
    summary: 'Throw away what was typed',
    allow: ['doctor'],
    params: draftParams,
    reply: z.object({ draftId: z.string() }),
  }),
};
