import { LetterRequested } from '../../events/consultation-notes/letter-requested.v1.ts';
import { NoteAmended } from '../../events/consultation-notes/note-amended.v1.ts';
import { NoteSigned } from '../../events/consultation-notes/note-signed.v1.ts';
import { joinNote } from '../appointments/items.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { ApiError } from '../shared/http/errors.ts';
import { atRevision } from '../shared/table/condition.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { put, remove } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { changedElsewhere, letterAlreadyRequested, refuseUnlessDraft, requestLetter, saveChanges, signVersion } from './commands.ts';
import { noteRoutes, type Sentence } from './contract.ts';
import { roughDraft } from './items.ts';
import { framingNames, noteChanges, noteRepository, type StoredNote, signedTextOf, statusAt } from './repository.ts';
import { afterSignature, nextVersion, refuseOpenFlags } from './sign-note.ts';

const touchedBy = ({ head }: StoredNote) => [{ subjectId: head.patient.patientId, resource: `consultation-note#${head.noteId}` }];

const refuseOldRevision = (stored: StoredNote, revision: number): void => {
  if (stored.text.revision !== revision) throw changedElsewhere;
};

/** A signature under sentences without open doubts, first or again: its writes, and the note as it then is. */
const signature = async (
  notes: ReturnType<typeof noteRepository>,
  stored: StoredNote,
  sentences: Sentence[],
  now: Instant,
  reason: string | undefined,
) => {
  refuseOpenFlags(sentences);
  const signed = nextVersion(stored, sentences, await notes.findDoctor(), now, reason);
  return {
    version: signed.version,
    writes: signVersion(stored.head, stored.text, sentences, signed),
    note: await notes.toNote(afterSignature(stored, sentences, signed), now),
    about: { noteId: signed.noteId, patientId: signed.patientId, doctorId: signed.signedBy.doctorId },
  };
};

const { create: _create, follow: _follow, continue: _continue, ...plainRoutes } = noteRoutes;

/** The routes that answer with JSON; those that stream are in `stream.ts`. */
export const notesApi = (options?: ApiOptions) =>
  api(
    'consultation-notes',
    plainRoutes,
    {
      list: async ({ table, principal, role, query, now, reply }) => {
        const notes = noteRepository(table, principal);
        const asDoctor = role === 'doctor' && query.as !== 'patient';
        const { items, nextCursor } = asDoctor ? await notes.listAsDoctor(query, now) : await notes.listAsPatient(query);
        return reply(items, { nextCursor });
      },

      get: async ({ table, principal, role, params, now, reply, recordRead }) => {
        const notes = noteRepository(table, principal);
        const stored = role === 'doctor' ? await notes.findIfMine(params.noteId) : undefined;
        if (!stored) return reply(await notes.findAboutMe(params.noteId));
        const [touched] = touchedBy(stored);
        if (touched) await recordRead(touched);
        return reply(await notes.toNote(stored, now));
      },

      listMedicines: async ({ table, principal, role, params, reply, recordRead }) => {
        const notes = noteRepository(table, principal);
        const stored = role === 'doctor' ? await notes.findIfMine(params.noteId) : undefined;
        const note = stored ? signedTextOf(stored) : await notes.findAboutMe(params.noteId);
        const [touched] = stored ? touchedBy(stored) : [];
        if (touched) await recordRead(touched);
        // With its lexicon, which the other routes do without.
        const { medicinesIn } = await import('./prescribed/medicines-in.ts');
        return reply(medicinesIn(note));
      },

      change: async ({ table, principal, params, body, now, commit }) => {
        const notes = noteRepository(table, principal);
        const stored = await notes.findMine(params.noteId);
        const status = statusAt(stored.head, stored.run, now);
        if (status === 'signed' || status === 'replaced') refuseUnlessDraft(status);
        refuseOldRevision(stored, body.revision);
        const checked = { roughNotes: stored.roughNotes, framing: framingNames(stored.head), now };
        const { applyChanges } = await noteChanges();
        const sentences = applyChanges(await notes.sentencesOf(stored, now), body.changes, checked);
        const next = stored.head.status === 'writing' ? { pending: [...stored.text.pending, ...body.changes] } : { sentences };
        const changed: StoredNote = { ...stored, text: { ...stored.text, ...next, revision: stored.text.revision + 1 } };
        return commit(
          saveChanges(params.noteId, stored.text, next),
          { ...(await notes.toNote(changed, now)), sentences },
          { touched: touchedBy(stored) },
        );
      },

      sign: ({ table, principal, params, body, now, commit }) =>
        lookAgain(async () => {
          const notes = noteRepository(table, principal);
          const stored = await notes.findMine(params.noteId);
          refuseUnlessDraft(statusAt(stored.head, stored.run, now));
          refuseOldRevision(stored, body.revision);
          const { sentences } = stored.text;
          const { version, writes, note, about } = await signature(notes, stored, sentences, now, undefined);
          // From here on the patient finds the note with the visit.
          const visit = await notes.findVisitOf(stored.head);
          if (visit) writes.push(joinNote(visit, { noteId: stored.head.noteId, noteSignedAt: now }));
          return commit(writes, note, { events: [NoteSigned.of({ ...about, version })], touched: touchedBy(stored) });
        }),

      amend: async ({ table, principal, params, body, now, commit }) => {
        const notes = noteRepository(table, principal);
        const stored = await notes.findMine(params.noteId);
        if (stored.head.status !== 'signed') throw new ApiError('note-not-signed', 'This note is not signed yet; change it instead.');
        refuseOldRevision(stored, body.revision);
        const { applyChanges } = await noteChanges();
        const sentences = applyChanges(stored.text.sentences, body.changes, {
          roughNotes: stored.roughNotes,
          framing: framingNames(stored.head),
          now,
        });
        const { version, writes, note, about } = await signature(notes, stored, sentences, now, body.reason);
        return commit(writes, note, { events: [NoteAmended.of({ ...about, version })], touched: touchedBy(stored) });
      },

      send: async ({ table, principal, params: { noteId }, now, commit }) => {
        const notes = noteRepository(table, principal);
        const stored = await notes.findMine(noteId);
        const { version, letterRequestedVersion, letterRequestedAt, patient } = stored.head;
        if (version === undefined) throw new ApiError('note-not-signed', 'Only a signed letter can be sent.');
        // One letter for each signed version, however often it is asked for.
        if (letterRequestedVersion === version && letterRequestedAt) return commit([], { noteId, letterRequestedAt });
        if (!(await notes.hasAddress(patient.patientId)))
          throw new ApiError('no-email-address', 'This patient has given no e-mail address. Print the letter instead.');
        try {
          return await commit(
            [requestLetter(noteId, version, now)],
            { noteId, letterRequestedAt: now },
            { events: [LetterRequested.of({ noteId, version })], touched: touchedBy(stored) },
          );
        } catch (error) {
          if (error !== letterAlreadyRequested) throw error;
          const { head } = await notes.findMine(noteId);
          return commit([], { noteId, letterRequestedAt: head.letterRequestedAt ?? now });
        }
      },

      listRoughDrafts: async ({ table, principal, reply }) => reply(await noteRepository(table, principal).listRoughDrafts()),

      saveRoughDraft: async ({ principal, params, body, now, commit }) => {
        const draft = { ...body, draftId: params.draftId, revision: body.revision + 1, savedAt: now };
        const save = put(roughDraft.make({ doctorId: principal.accountId, draftId: params.draftId }, draft)).when(
          atRevision(body.revision),
          (current) =>
            new ApiError(
              'changed-elsewhere',
              'These rough notes were changed in another window.',
              current ? { theirs: roughDraft.parse(current) } : undefined,
            ),
        );
        return commit([save], draft);
      },

      deleteRoughDraft: async ({ principal, params, commit }) =>
        commit([remove(roughDraft.key({ doctorId: principal.accountId, draftId: params.draftId }))], { draftId: params.draftId }),
    },
    options,
  );

export const handler = notesApi();
