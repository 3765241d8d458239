import { useEffect, useState, useSyncExternalStore } from 'react';

import type { Note } from '../../../../functions/consultation-notes/contract.ts';
import { authorizedFetch, call } from '../../shared/api/client.ts';
import { useForget, useKnow } from '../../shared/api/query.ts';
import { useSession } from '../../shared/auth/session.ts';
import { vault } from '../../shared/auth/vault.ts';
import { type DraftKeeper, type DraftState, draftKeeper } from './draft-keeper.ts';
import { keptChanges, keptDrafts } from './kept-drafts.ts';
import { type LiveState, type LiveStore, liveStore } from './live-note.ts';
import { type EditorState, type NoteEditor, noteEditor } from './note-editor.ts';
import { type DraftFields, savedBodyOf } from './rough-draft.ts';

/** Calls `wake` when the network or the person comes back. */
const useWake = (wake: (() => void) | undefined): void => {
  useEffect(() => {
    if (wake === undefined) return;
    const seen = (): void => {
      if (document.visibilityState === 'visible') wake();
    };
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', seen);
    return () => {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [wake]);
};

/** The note being written, read for as long as the screen is open. */
export const useLiveNote = (): readonly [LiveState, LiveStore] => {
  const [store] = useState(() => liveStore(authorizedFetch));
  const state = useSyncExternalStore(store.subscribe, store.state);
  useWake(store.wake);
  useEffect(() => () => store.stop(), [store]);
  return [state, store];
};

/** Only doctors' notes have rough notes; a patient's view of a note has none. */
export const isDoctorsNote = (note: object): note is Note => 'roughNotes' in note;

const NO_CHANGES: EditorState = { pending: [], saving: 'no' };
const nothing = () => () => undefined;
const noChanges = () => NO_CHANGES;

/** The doctor's changes to a note, kept on this device until the server has them. */
export const useNoteEditor = (noteId: string | undefined): readonly [EditorState, NoteEditor | undefined] => {
  const { accountId = '' } = useSession();
  const know = useKnow();
  const [editor, setEditor] = useState<NoteEditor>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `know` is new at every rendering and always the same in effect
  useEffect(() => {
    if (noteId === undefined) return;
    const kept = keptChanges(accountId, noteId, vault());
    const params = { noteId };
    const made = noteEditor({
      send: async (changes, revision, idempotencyKey) => {
        const note = await call(
          'PATCH /consultation-notes/{noteId}',
          { params, body: { revision, changes: [...changes] } },
          { idempotencyKey },
        );
        know('GET /consultation-notes/{noteId}', { params }, () => note);
        return note;
      },
      read: async () => {
        const note = await call('GET /consultation-notes/{noteId}', { params });
        if (!isDoctorsNote(note)) throw new Error('This is the patient’s view of the note.');
        return note;
      },
      keep: (pending) => void kept.put(pending),
      newId: () => crypto.randomUUID(),
    });
    setEditor(made);
    void kept.get().then(made.takeUp);
    return () => {
      made.close();
      setEditor(undefined);
    };
  }, [accountId, noteId]);
  const state = useSyncExternalStore(editor?.subscribe ?? nothing, editor?.state ?? noChanges);
  useWake(editor?.wake);
  return [state, editor];
};

const noDraft = () => undefined;

/** What the doctor is typing. Nothing until it is known what this device and the server have of it. */
export const useDraftKeeper = (
  draftId: string | undefined,
  start: DraftFields | undefined,
): readonly [DraftState | undefined, DraftKeeper | undefined] => {
  const { accountId = '' } = useSession();
  const forget = useForget();
  const [keeper, setKeeper] = useState<DraftKeeper>();
  const ready = start !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `start` is where an empty form begins, not what it follows
  useEffect(() => {
    if (draftId === undefined || start === undefined) return;
    let left = false;
    let made: DraftKeeper | undefined;
    const drafts = keptDrafts(accountId, vault());
    const params = { draftId };
    const read = async () => (await call('GET /rough-drafts', {})).find((draft) => draft.draftId === draftId);
    void (async () => {
      const kept = await drafts.get(draftId).catch(() => undefined);
      // What is on this device is enough to go on typing; the server may be out of reach.
      const stored = kept?.unsaved === true ? undefined : await read().catch(() => undefined);
      if (left) return;
      made = draftKeeper({
        draftId,
        start,
        kept,
        stored,
        drafts,
        read,
        save: (revision, fields) => call('PUT /rough-drafts/{draftId}', { params, body: { ...savedBodyOf(fields), revision } }),
        erase: () => call('DELETE /rough-drafts/{draftId}', { params }),
      });
      setKeeper(made);
    })();
    return () => {
      left = true;
      made?.close();
      setKeeper(undefined);
      void forget('GET /rough-drafts');
    };
  }, [accountId, draftId, ready]);
  const state = useSyncExternalStore(keeper?.subscribe ?? nothing, keeper?.state ?? noDraft);
  useWake(keeper?.wake);
  return [state, keeper];
};
