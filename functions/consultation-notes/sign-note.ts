import type * as z from 'zod';

import type { Doctor } from '../identity/contract.ts';
import { CHAIN_START, canonicalHash } from '../shared/canonical.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import type { Instant } from '../shared/values.ts';
import type { Sentence, SentenceChange } from './contract.ts';
import type { NoteVersion } from './items.ts';
import type { StoredNote } from './repository.ts';

/** The sentences that are signed: those that were not taken out, without doubts and sources. */
const finalOf = (sentences: readonly Sentence[]) =>
  sentences.filter(({ removed }) => !removed).map(({ sentenceId, section, text, language }) => ({ sentenceId, section, text, language }));

/** Doubts that the doctor has neither mended nor accepted. Their words are left out: an error is no place for a patient's. */
const openFlags = (sentences: readonly Sentence[]) =>
  sentences.flatMap(({ sentenceId, removed, flags }) =>
    removed ? [] : flags.filter(({ acceptedAt }) => !acceptedAt).map(({ flagId, kind }) => ({ sentenceId, flagId, kind })),
  );

type Final = Pick<Sentence, 'sentenceId' | 'section' | 'text'>;

/** What an amendment did, sentence by sentence, in the order of the note. */
const differences = (before: readonly Final[], after: readonly Final[]): z.infer<typeof SentenceChange>[] => {
  const old = new Map(before.map((sentence) => [sentence.sentenceId, sentence]));
  const kept = new Set(after.map(({ sentenceId }) => sentenceId));
  return [
    ...after.flatMap(({ sentenceId, section, text }) => {
      const previous = old.get(sentenceId);
      return previous?.text === text ? [] : [{ sentenceId, section, before: previous?.text, after: text }];
    }),
    ...before
      .filter(({ sentenceId }) => !kept.has(sentenceId))
      .map(({ sentenceId, section, text }) => ({ sentenceId, section, before: text })),
  ];
};

/** Refuses a signature under sentences with open doubts, naming each; or under nothing. */
export const refuseOpenFlags = (sentences: readonly Sentence[]): void => {
  const flags = openFlags(sentences);
  if (flags.length > 0)
    throw new ApiError(
      'flags-unresolved',
      `${flags.length} ${flags.length === 1 ? 'doubt is' : 'doubts are'} open. Edit, remove or accept each: ${flags.map(({ sentenceId, flagId }) => `${sentenceId}/${flagId}`).join(', ')}`,
      { flags },
    );
  if (!sentences.some(({ removed }) => !removed))
    throw invalidRequest([{ field: 'note.sentences', rule: 'must have at least one sentence to sign' }]);
};

/** The next signed version. Its hash covers everything that was signed, the rough notes and the version before. */
export const nextVersion = (
  note: StoredNote,
  sentences: readonly Sentence[],
  doctor: Doctor,
  now: Instant,
  reason: string | undefined,
): NoteVersion => {
  const { head, roughNotes, versions } = note;
  const before = versions.at(-1);
  const final = finalOf(sentences);
  const signed = {
    noteId: head.noteId,
    patientId: head.patient.patientId,
    version: (before?.version ?? 0) + 1,
    signedAt: now,
    signedBy: { doctorId: doctor.doctorId, name: doctor.name, registrationNumber: doctor.registrationNumber },
    reason,
    changes: before ? differences(before.sentences, final) : [],
    sentences: final,
    roughNotesHash: canonicalHash(roughNotes),
    previousHash: before?.hash ?? CHAIN_START,
  };
  return { ...signed, hash: canonicalHash({ ...signed, visitDate: head.visitDate, visitType: head.visitType }) };
};

/** The note as it stands once a version of it is signed. */
export const afterSignature = (note: StoredNote, sentences: Sentence[], version: NoteVersion): StoredNote => ({
  ...note,
  head: { ...note.head, status: 'signed', signedAt: version.signedAt, version: version.version },
  text: { ...note.text, sentences, revision: note.text.revision + 1 },
  versions: [...note.versions, version],
});
