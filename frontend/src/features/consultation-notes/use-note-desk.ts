import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';

import type { LetterLanguage, Note, Section, VisitType } from '../../../../functions/consultation-notes/contract.ts';
import { call } from '../../shared/api/client.ts';
import { type ApiFailure, isFailure } from '../../shared/api/failure.ts';
import { useForget, useKnow, useQuery } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { vault } from '../../shared/auth/vault.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { currentLanguage } from '../../shared/i18n/language.ts';
import type { KeptDraft } from './kept-drafts.ts';
import { withChanges } from './note-changes.ts';
import { finishedSections, SECTIONS, type ShownSentence } from './note-state.ts';
import type { NewNote } from './note-stream.ts';
import { type DraftFields, type DraftProblem, NO_ONE, newNoteOf, problemsOf } from './rough-draft.ts';
import { isDoctorsNote, useDraftKeeper, useLiveNote, useNoteEditor } from './use-note-stores.ts';

/** What is known of the visit, whether its note is there yet or not. */
export type VisitFacts = {
  readonly appointmentId: string | undefined;
  readonly patientId: string | undefined;
  readonly patientName: string;
  readonly visitDate: string;
  readonly visitType: VisitType;
  readonly letterLanguage: LetterLanguage;
};

/** `form`: nothing asked yet. `asking`: asked, and no word has come back. The others are the note's own states. */
export type Mode = 'form' | 'asking' | 'loading' | Note['status'];

/** Which screen shows a note, so that a note that is born on a screen stays on it. */
const screenOf = new Map<string, string>();
export const screenKeyOf = (id: string): string => screenOf.get(id) ?? id;

/** The doctor's newest interrupted note of this visit. */
const findInterrupted = async ({ patient, visitDate }: NewNote): Promise<string | undefined> => {
  const open = await call('GET /consultation-notes', { query: { as: 'doctor', status: 'open', limit: '50' } });
  const fits = open.filter(
    (note) =>
      note.status === 'interrupted' &&
      note.visitDate === visitDate &&
      ('walkIn' in patient ? note.patient.name === patient.walkIn.name : note.patient.patientId === patient.patientId),
  );
  return fits.toSorted((left, right) => right.createdAt.localeCompare(left.createdAt))[0]?.noteId;
};

/** What is known of a visit before anything is typed. */
export type NewVisit = {
  readonly patientId: string | undefined;
  readonly appointmentId: string | undefined;
  readonly visitDate: string | undefined;
  readonly visitType: VisitType | undefined;
};

const blankFields = ({ patientId, appointmentId, visitDate, visitType }: NewVisit): DraftFields => ({
  text: '',
  patient: patientId === undefined ? NO_ONE : { kind: 'known', patientId },
  visitDate: visitDate ?? indianDay(),
  visitType: visitType ?? 'in-person',
  letterLanguage: currentLanguage(),
  ...(patientId !== undefined && appointmentId !== undefined && { appointment: { appointmentId, patientId } }),
});

const fieldsOfNote = (note: Note): DraftFields => ({
  text: note.roughNotes,
  patient: { kind: 'known', patientId: note.patient.patientId, name: note.patient.name },
  visitDate: note.visitDate,
  visitType: note.visitType,
  letterLanguage: note.letterLanguage,
  ...(note.appointmentId !== undefined && { appointment: { appointmentId: note.appointmentId, patientId: note.patient.patientId } }),
  replaces: note.noteId,
});

/** The draft in which a note is being written again: one per note on this device. */
const useRewriteId = (note: Note | undefined): readonly [string | undefined, () => void] => {
  const { accountId = '' } = useSession();
  const [found, setFound] = useState<{ noteId: string; draftId: string }>();
  const noteId = note?.status === 'draft' ? note.noteId : undefined;
  const begin = async (again: boolean): Promise<void> => {
    if (noteId === undefined) return;
    const name = `rewrite:${accountId}:${noteId}`;
    const kept = again ? undefined : await vault().get<string>(name);
    const draftId = kept ?? crypto.randomUUID();
    if (kept === undefined) await vault().put(name, draftId);
    setFound({ noteId, draftId });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `begin` belongs to the note and the account
  useEffect(() => void begin(false), [noteId, accountId]);
  return [found !== undefined && found.noteId === noteId ? found.draftId : undefined, () => void begin(true)];
};

/** Everything behind the note screen: what is typed, what streams in, what is changed, and where it is saved. */
export const useNoteDesk = ({
  noteId,
  draftId,
  visit,
  screenKey,
}: {
  noteId: string | undefined;
  draftId: string | undefined;
  visit: NewVisit;
  screenKey: string;
}) => {
  const navigate = useNavigate();
  const forget = useForget();
  const know = useKnow();
  const [live, liveActions] = useLiveNote();
  const [problems, setProblems] = useState<readonly DraftProblem[]>([]);
  const [asked, setAsked] = useState<KeptDraft['asked']>();
  const [refused, setRefused] = useState<ApiFailure>();
  const lastText = useRef('');
  const askedHere = useRef<string>(undefined);

  const hasLive = live.connection !== undefined && (live.note.noteId === undefined ? asked !== undefined : live.note.noteId === noteId);
  const reading = hasLive && live.connection?.is !== 'ended' && live.connection?.is !== 'failed';
  const params = { noteId: noteId ?? '' };
  const stored = useQuery('GET /consultation-notes/{noteId}', { params }, { enabled: noteId !== undefined && !reading, staleTime: 0 });
  const [editorState, editor] = useNoteEditor(noteId);
  const found = stored.data !== undefined && isDoctorsNote(stored.data) && stored.data.noteId === noteId ? stored.data : undefined;
  const note = editorState.note?.noteId === noteId ? editorState.note : found;
  const complete = note !== undefined && note.status !== 'writing' && note.status !== 'interrupted';

  useEffect(() => {
    if (found !== undefined) editor?.know(found);
  }, [found, editor]);

  // A note that is being written, or was, is read from its stream: that shows it growing and knows where it broke off.
  const toFollow = found !== undefined && !complete && !stored.isFetching && !hasLive;
  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once for a note that is not complete
  useEffect(() => {
    if (toFollow && found !== undefined) liveActions.start({ kind: 'follow', noteId: found.noteId }, found.letterLanguage);
  }, [toFollow]);

  const ended = live.note.phase === 'completed';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end of the stream is what makes the answers old
  useEffect(() => {
    if (ended) void forget('GET /consultation-notes/{noteId}', 'GET /consultation-notes', 'GET /rough-drafts', 'GET /patients');
  }, [ended]);

  const [rewriteId, newRewrite] = useRewriteId(note);
  const keeperId = noteId === undefined ? draftId : rewriteId;
  const start = useMemo(() => (noteId === undefined ? blankFields(visit) : note && fieldsOfNote(note)), [noteId, visit, note]);
  const [draft, keeper] = useDraftKeeper(keeperId, start);

  const interrupted = hasLive ? live.note.phase === 'interrupted' : false;
  const mode: Mode =
    noteId === undefined
      ? asked !== undefined
        ? 'asking'
        : 'form'
      : complete
        ? note.status
        : hasLive
          ? interrupted
            ? 'interrupted'
            : 'writing'
          : 'loading';

  const write = (request: NonNullable<KeptDraft['asked']>): void => {
    setAsked(request);
    setRefused(undefined);
    lastText.current = request.note.roughNotes;
    const isThere = (newId: string): void => {
      screenOf.set(newId, screenKey);
      void keeper?.forget();
      void navigate(`/desk/notes/${encodeURIComponent(newId)}`, { replace: noteId === undefined });
      void forget('GET /consultation-notes', 'GET /rough-drafts');
      // The visit has its note now.
      if (request.note.appointmentId !== undefined) void forget('GET /appointments', 'GET /appointments/{appointmentId}');
    };
    liveActions.start({ kind: 'create', ...request }, request.note.letterLanguage, {
      onNoteId: isThere,
      onNameless: () => {
        liveActions.stop();
        void findInterrupted(request.note)
          .catch(() => undefined)
          .then((found) => (found === undefined ? navigate('/desk') : isThere(found)));
      },
    });
  };

  /** Has the note written; answers whether it was asked for, or with what is missing. */
  const ask = async (): Promise<boolean | readonly DraftProblem[]> => {
    if (keeper === undefined || draft === undefined || keeperId === undefined || asked !== undefined) return false;
    const missing = problemsOf(draft.fields, indianDay());
    setProblems(missing);
    if (missing.length > 0) return missing;
    const request = { key: crypto.randomUUID(), note: newNoteOf(draft.fields, keeperId) };
    askedHere.current = request.key;
    await keeper.ask(request);
    write(request);
    return true;
  };

  // A reload came before the first word: the same request is sent again, with its key.
  const left = draft?.asked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a request found when the draft is opened is taken up
  useEffect(() => {
    // Our own request stands in the draft before it is sent: to take it up here would send it twice and begin the stream anew.
    if (left !== undefined && left.key !== askedHere.current && asked === undefined && live.connection === undefined) write(left);
  }, [left]);

  useEffect(() => {
    if (noteId !== undefined) setAsked(undefined);
  }, [noteId]);

  const refusal: ApiFailure | undefined = asked !== undefined && live.connection?.is === 'failed' ? live.connection.failure : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refusal is handled once
  useEffect(() => {
    if (refusal === undefined) return;
    setRefused(refusal);
    setAsked(undefined);
    liveActions.stop();
    void keeper?.ask(undefined);
  }, [refusal]);

  const takeBack = (): void => {
    setAsked(undefined);
    liveActions.stop();
    void keeper?.ask(undefined);
  };

  const goOn = (): void => {
    if (noteId === undefined) return;
    liveActions.start({ kind: 'continue', noteId, key: crypto.randomUUID(), after: live.place }, facts.letterLanguage);
  };

  const readAgain = (): void => {
    if (noteId === undefined) return;
    liveActions.stop();
    void stored.refetch();
  };

  const fields = draft?.fields ?? start;
  const facts: VisitFacts = note
    ? {
        appointmentId: note.appointmentId,
        patientId: note.patient.patientId,
        patientName: note.patient.name,
        visitDate: note.visitDate,
        visitType: note.visitType,
        letterLanguage: note.letterLanguage,
      }
    : {
        appointmentId: fields?.appointment?.appointmentId,
        patientId: fields?.patient.kind === 'known' ? fields.patient.patientId : undefined,
        patientName: fields?.patient.kind === 'none' ? '' : (fields?.patient.name ?? ''),
        visitDate: fields?.visitDate ?? indianDay(),
        visitType: fields?.visitType ?? 'in-person',
        letterLanguage: fields?.letterLanguage ?? 'en',
      };
  // Between the first word and the finished note, the form that was sent says whom it is about.
  const lastFacts = useRef(facts);
  if (note !== undefined || noteId === undefined) lastFacts.current = facts;

  const fromStream = !complete;
  const sentences = useMemo<readonly ShownSentence[]>(() => {
    if (!fromStream && note !== undefined)
      return withChanges(note.sentences, editorState.pending).map((sentence) => ({ sentence, growing: false }));
    const growing = live.note.sentences.filter((shown) => shown.growing);
    const checked = live.note.sentences.filter((shown) => !shown.growing).map(({ sentence }) => sentence);
    return [...withChanges(checked, editorState.pending).map((sentence) => ({ sentence, growing: false })), ...growing];
  }, [fromStream, note, live.note.sentences, editorState.pending]);
  const writing: Section | undefined =
    !ended && (mode === 'writing' || (mode === 'asking' && live.connection?.is !== 'reconnecting'))
      ? (live.note.section ?? 'summary')
      : undefined;
  const finished = fromStream ? finishedSections(live.note) : SECTIONS;

  return {
    mode,
    note,
    facts: note === undefined && noteId !== undefined ? lastFacts.current : facts,
    sentRough: note?.roughNotes ?? (mode === 'form' ? undefined : lastText.current),
    stored,
    /** The patient's own view of a note: a doctor who is its patient. */
    notMine: stored.data !== undefined && !isDoctorsNote(stored.data),
    live,
    hasLive,
    sentences,
    writing,
    finished,
    editorState,
    editor,
    draft,
    keeper,
    problems,
    setProblems,
    refused,
    ask,
    takeBack,
    goOn,
    readAgain,
    putBack: (): void => {
      void keeper?.forget(true).then(newRewrite);
    },
    /** A reply that holds the whole note takes the place of what was known. */
    take: (next: Note): void => {
      know('GET /consultation-notes/{noteId}', { params: { noteId: next.noteId } }, () => next);
      editor?.know(next);
    },
    /** After a refusal that says that the note is not what it was thought to be. */
    lookAgain: (failure: ApiFailure): void => {
      if (isFailure(failure, 'changed-elsewhere') || isFailure(failure, 'flags-unresolved') || isFailure(failure, 'note-already-signed'))
        void stored.refetch();
    },
  };
};

export type NoteDesk = ReturnType<typeof useNoteDesk>;
