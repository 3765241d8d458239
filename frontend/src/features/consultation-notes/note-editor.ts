import type { Note, NoteChange, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { type ApiFailure, isFailure } from '../../shared/api/failure.ts';
import { inverseOf, type PendingChange, stillPossible } from './note-changes.ts';

const LONGEST_DELAY_MS = 20_000;
const TAKEN_OVER_LIMIT = 5;

export type EditorState = {
  /** The note as the server last told it; nothing while it is being written. */
  readonly note?: Note;
  /** Changes that the server has not confirmed, oldest first. */
  readonly pending: readonly PendingChange[];
  /** `waiting`: until the note is written, or for the network. */
  readonly saving: 'no' | 'saving' | 'waiting';
  /** A change that the server would not have; its words are kept here. */
  readonly refused?: { readonly change: NoteChange; readonly failure: ApiFailure };
  /** What [Undo] would do now. */
  readonly undo?: { readonly done: NoteChange; readonly change: NoteChange };
};

export type EditorOptions = {
  readonly send: (changes: readonly NoteChange[], revision: number, idempotencyKey: string) => Promise<Note>;
  readonly read: () => Promise<Note>;
  /** Keeps what is not confirmed on this device. */
  readonly keep: (pending: readonly PendingChange[]) => void;
  readonly newId: () => string;
};

export type NoteEditor = {
  readonly state: () => EditorState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Hands over what the server said, if it is newer than what is known. */
  readonly know: (note: Note) => void;
  readonly change: (change: NoteChange, before?: Sentence) => void;
  readonly undo: () => void;
  readonly dismissRefused: () => void;
  /** Takes up changes kept by an earlier visit to this page. */
  readonly takeUp: (pending: readonly PendingChange[]) => void;
  /** Try now: the network is back. */
  readonly wake: () => void;
  readonly close: () => void;
};

/**
 * The doctor's changes to a draft: shown at once, sent in order, one request at a time. A request whose
 * end is unknown is repeated with its key, so that nothing is done twice. A note changed in another
 * window is read again and the changes that still fit are made to that.
 */
export const noteEditor = (options: EditorOptions): NoteEditor => {
  let state: EditorState = { pending: [], saving: 'no' };
  let batch: { ids: ReadonlySet<string>; key: string; revision: number } | undefined;
  let inFlight = false;
  let oneByOne = false;
  let closed = false;
  let tries = 0;
  let takenOver = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const set = (change: Partial<EditorState>): void => {
    const pendingChanged = change.pending !== undefined && change.pending !== state.pending;
    state = { ...state, ...change };
    if (pendingChanged) options.keep(state.pending);
    for (const listener of listeners) listener();
  };

  const settled = (): readonly PendingChange[] => state.pending.filter(({ id }) => batch?.ids.has(id) !== true);

  const later = (): void => {
    set({ saving: 'waiting' });
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), Math.min(LONGEST_DELAY_MS, 1_000 * 2 ** (tries - 1)));
  };

  const failed = async (failure: ApiFailure): Promise<void> => {
    if (failure.mayPass || failure.code === 'note-being-written') return later();
    if (failure.code === 'changed-elsewhere' && takenOver < TAKEN_OVER_LIMIT) {
      takenOver += 1;
      batch = undefined;
      try {
        const note = await options.read();
        set({ note, pending: stillPossible(note.sentences, state.pending) });
        return void flush();
      } catch {
        return later();
      }
    }
    const refused = state.pending.filter(({ id }) => batch?.ids.has(id) === true);
    const [first] = refused;
    if (refused.length > 1 && failure.code === 'invalid-request') {
      // One of several is at fault: send them one by one to find out which.
      oneByOne = true;
      batch = undefined;
      return void flush();
    }
    const pending = settled();
    batch = undefined;
    set({ pending, saving: 'no', ...(first !== undefined && { refused: { change: first.change, failure } }) });
    void flush();
  };

  async function flush(): Promise<void> {
    const { note, pending } = state;
    if (closed || inFlight || pending.length === 0) return;
    if (note === undefined || note.status !== 'draft') return set({ saving: 'waiting' });
    batch ??= {
      ids: new Set((oneByOne ? pending.slice(0, 1) : pending.slice(0, 200)).map(({ id }) => id)),
      key: options.newId(),
      revision: note.revision,
    };
    const { ids, key, revision } = batch;
    inFlight = true;
    clearTimeout(timer);
    set({ saving: 'saving' });
    try {
      const saved = await options.send(
        pending.filter(({ id }) => ids.has(id)).map(({ change }) => change),
        revision,
        key,
      );
      inFlight = false;
      tries = 0;
      takenOver = 0;
      const left = settled();
      batch = undefined;
      if (left.length === 0) oneByOne = false;
      set({ note: saved, pending: left, saving: 'no' });
      void flush();
    } catch (error) {
      inFlight = false;
      if (closed) return;
      if (!isFailure(error)) throw error;
      await failed(error);
    }
  }

  const add = (change: NoteChange, undo: EditorState['undo']): void => {
    set({ pending: [...state.pending, { id: options.newId(), change }], undo, refused: undefined });
    void flush();
  };

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    know(note) {
      if (state.note !== undefined && note.revision < state.note.revision) return;
      if (inFlight) return;
      set({ note });
      void flush();
    },
    change(change, before) {
      const back = change.op === 'add' || before === undefined ? undefined : inverseOf(change, before);
      add(change, back && { done: change, change: back });
    },
    undo() {
      if (state.undo !== undefined) add(state.undo.change, undefined);
    },
    dismissRefused: () => set({ refused: undefined }),
    takeUp(pending) {
      if (pending.length === 0) return;
      set({ pending: [...pending, ...state.pending] });
      void flush();
    },
    wake() {
      if (state.saving === 'waiting') void flush();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
};
