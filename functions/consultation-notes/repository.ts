import { appointment, type StoredAppointment } from '../appointments/items.ts';
import { carePatient, doctor as doctorItem, profile, walkIn } from '../identity/items.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import type { Table } from '../shared/table/table.ts';
import type { Instant } from '../shared/values.ts';
import { framingOf } from './composing/framing.ts';
import type { Note, NoteStatus, NoteStreamEvent, NoteSummary, PatientNote, RoughDraft } from './contract.ts';
import {
  type NoteHead,
  type NoteRun,
  type NoteText,
  type NoteVersion,
  noteBatch,
  noteHead,
  notePartition,
  noteRough,
  noteRun,
  noteText,
  noteVersion,
  patientVisit,
  roughDraft,
} from './items.ts';
import { replay } from './sentences.ts';

type PageOf<T> = { readonly items: T[]; readonly nextCursor: string | undefined };

/** A note as it is stored: one query of its partition. */
export type StoredNote = {
  readonly head: NoteHead;
  readonly roughNotes: string;
  readonly run: NoteRun;
  readonly text: NoteText;
  readonly versions: NoteVersion[];
};

export const noSuchNote = () => new ApiError('not-found', 'There is no such note.');

/** Whether a note that counts as being written still has a living writer. */
export const statusAt = (head: Pick<NoteHead, 'status'>, run: Pick<NoteRun, 'leaseUntil'>, now: Instant): NoteStatus =>
  head.status === 'writing' && run.leaseUntil <= now ? 'interrupted' : head.status;

export const framingNames = ({ patient, doctor }: NoteHead) => ({ patientName: patient.name, doctorName: doctor.name });

/** The guard and its lexicon, loaded when a note is changed: a list or a reading does without, and starts sooner. */
export const noteChanges = () => import('./note-changes.ts');

/** How the letter opens and closes. */
export const letterFrame = ({ patient, doctor, letterLanguage }: NoteHead) => framingOf(patient.name, doctor.name, letterLanguage);

/** The text of the latest signature, or 404 before the first. */
export const signedTextOf = ({ head, versions }: StoredNote): Pick<NoteVersion, 'sentences'> => {
  const latest = versions.at(-1);
  if (!latest || head.status !== 'signed') throw noSuchNote();
  return latest;
};

/** Notes for one caller: a doctor reaches those that they wrote, a patient the signed ones about them, nobody any other. */
export const noteRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;

  const load = async (noteId: string): Promise<StoredNote | undefined> => {
    const items = await table.queryAll({ partition: notePartition(noteId) });
    const head = items.find(noteHead.is);
    const rough = items.find(noteRough.is);
    const run = items.find(noteRun.is);
    const text = items.find(noteText.is);
    if (!head || !rough || !run || !text) return undefined;
    return {
      head: noteHead.parse(head),
      roughNotes: noteRough.parse(rough).roughNotes,
      run: noteRun.parse(run),
      text: noteText.parse(text),
      versions: items.filter(noteVersion.is).map((item) => noteVersion.parse(item)),
    };
  };

  const eventsOf = async (noteId: string): Promise<NoteStreamEvent[]> => {
    const items = await table.queryAll({ partition: noteBatch.key({ noteId, firstSeq: 1 }).pk });
    return items.flatMap((item) => noteBatch.parse(item).events.map((json) => JSON.parse(json) as NoteStreamEvent));
  };

  const findIfMine = async (noteId: string): Promise<StoredNote | undefined> => {
    const stored = await load(noteId);
    return stored?.head.doctor.doctorId === accountId ? stored : undefined;
  };

  /** The whole note of the calling doctor, or 404. */
  const findMine = async (noteId: string): Promise<StoredNote> => {
    const stored = await findIfMine(noteId);
    if (!stored) throw noSuchNote();
    return stored;
  };

  /** The text as the doctor sees it now: while it is being written, what is kept with the changes made meanwhile. */
  const sentencesOf = async ({ head, roughNotes, text }: StoredNote, now: Instant) =>
    head.status === 'writing' || head.status === 'replaced'
      ? (await noteChanges()).applyChanges(
          text.sentences.length > 0 ? text.sentences : replay(await eventsOf(head.noteId)).sentences,
          text.pending,
          {
            roughNotes,
            framing: framingNames(head),
            now,
          },
        )
      : text.sentences;

  return {
    findIfMine,
    findMine,
    eventsOf,
    sentencesOf,

    toNote: async (stored: StoredNote, now: Instant): Promise<Note> => {
      const { head, roughNotes, run, text, versions } = stored;
      const status = statusAt(head, run, now);
      return {
        ...head,
        status,
        revision: text.revision,
        roughNotes,
        sentences: await sentencesOf(stored, now),
        letter: letterFrame(head),
        writing: { ...run, end: run.end ?? (status === 'writing' ? 'writing' : 'interrupted') },
        versions,
      };
    },

    /** A signed note about the caller, or 404: before the signature as if there were none. */
    findAboutMe: async (noteId: string): Promise<PatientNote> => {
      const stored = await load(noteId);
      if (stored?.head.patient.patientId !== accountId) throw noSuchNote();
      return { ...stored.head, sentences: signedTextOf(stored).sentences, letter: letterFrame(stored.head), versions: stored.versions };
    },

    findDoctor: async () => {
      const found = await table.find(doctorItem, { doctorId: accountId });
      if (!found) throw new ApiError('not-allowed', 'Your registration is not verified yet. Notes can be written once it is.');
      return found;
    },

    /** The booked visit that a new note is about: the caller's, with this patient, begun, without a note but the one that gives way. */
    findVisitToWriteAbout: async (appointmentId: string, patientId: string, replaces: string | undefined): Promise<StoredAppointment> => {
      const visit = await table.find(appointment, { appointmentId });
      if (!visit || visit.doctorId !== accountId || visit.patientId !== patientId)
        throw new ApiError('not-found', 'There is no such appointment of this patient with you.');
      if (visit.status !== 'IN_PROGRESS' && visit.status !== 'COMPLETED')
        throw invalidRequest([{ field: 'body.appointmentId', rule: 'must be a visit that has begun' }]);
      if (visit.noteId && visit.noteId !== replaces)
        throw new ApiError('changed-elsewhere', 'This visit has a note already.', { noteId: visit.noteId });
      return visit;
    },

    /** The booked visit of a note that is to be signed for the first time. */
    findVisitOf: ({ appointmentId, version }: NoteHead): Promise<StoredAppointment | undefined> =>
      appointmentId && version === undefined ? table.find(appointment, { appointmentId }) : Promise.resolve(undefined),

    findCarePatient: async (patientId: string) => {
      const found = await table.find(carePatient, { doctorId: accountId, patientId });
      if (!found) throw new ApiError('not-found', 'There is no such patient in your care.');
      return found;
    },

    /** Whether there is an address that the patient's letter can go to. */
    hasAddress: async (patientId: string): Promise<boolean> => {
      const [account, visitor] = await Promise.all([table.find(profile, { accountId: patientId }), table.find(walkIn, { patientId })]);
      return (account?.email ?? visitor?.email) !== undefined;
    },

    listAsPatient: async (query: {
      cursor?: string | undefined;
      limit?: string | undefined;
      from?: string | undefined;
      to?: string | undefined;
    }): Promise<PageOf<NoteSummary>> => {
      const { items, nextCursor } = await table.query({
        partition: `patient#${accountId}`,
        between: [`visit#${query.from ?? '0'}`, `visit#${query.to ?? '9'}#~`],
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
      });
      return { items: items.map((item) => patientVisit.parse(item)), nextCursor };
    },

    listAsDoctor: async (
      query: {
        cursor?: string | undefined;
        limit?: string | undefined;
        from?: string | undefined;
        to?: string | undefined;
        patientId?: string | undefined;
        status?: 'open' | 'signed' | undefined;
      },
      now: Instant,
    ): Promise<PageOf<NoteSummary>> => {
      const values: Record<string, unknown> = { ':replaced': 'replaced' };
      const names: Record<string, string> = { '#status': 'status' };
      const parts = ['#status <> :replaced'];
      if (query.status) {
        values[':signed'] = 'signed';
        parts.push(query.status === 'signed' ? '#status = :signed' : '#status <> :signed');
      }
      if (query.patientId) {
        names['#doctor'] = 'doctor';
        names['#doctorId'] = 'doctorId';
        values[':doctorId'] = accountId;
        parts.push('#doctor.#doctorId = :doctorId');
      }
      const { items, nextCursor } = await table.query({
        ...(query.patientId
          ? { index: 'gsi2', partition: `patient#${query.patientId}#notes` }
          : { index: 'gsi1', partition: `doctor#${accountId}#notes` }),
        between: [query.from ?? '0', `${query.to ?? '9'}#~`],
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
        filter: { expression: parts.join(' AND '), names, values },
      });
      const heads = items.map((item) => noteHead.parse(item));
      const writing = heads.filter(({ status }) => status === 'writing').map(({ noteId }) => ({ noteId }));
      const living = new Map(await Promise.all(writing.map(async (key) => [key.noteId, await table.find(noteRun, key)] as const)));
      return {
        items: heads.map((head) => {
          const run = living.get(head.noteId);
          // The index may be behind: a run that has ended means that the note is a draft by now.
          return { ...head, status: run?.end ? 'draft' : run ? statusAt(head, run, now) : head.status };
        }),
        nextCursor,
      };
    },

    listRoughDrafts: async (): Promise<RoughDraft[]> => {
      const items = await table.queryAll({ partition: roughDraft.key({ doctorId: accountId, draftId: '' }).pk });
      return items.map((item) => roughDraft.parse(item)).sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
    },
  };
};
