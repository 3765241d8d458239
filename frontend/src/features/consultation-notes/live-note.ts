import type { LetterLanguage } from '../../../../functions/consultation-notes/contract.ts';
import { type LiveNote, NOTHING_WRITTEN, withEvent } from './note-state.ts';
import {
  type NoteStream,
  type NoteStreamOptions,
  type Place,
  readNoteStream,
  type StreamStart,
  type StreamState,
  THE_START,
} from './note-stream.ts';

export type LiveState = {
  readonly note: LiveNote;
  /** Nothing before the first start. */
  readonly connection?: StreamState;
  readonly place: Place;
  /** By this device's clock, when this page asked for the note. */
  readonly askedAt?: number;
  readonly endedAt?: number;
};

/** What becomes of a request to write a note. */
export type CreationTold = {
  readonly onNoteId: (noteId: string) => void;
  /** The writer died before anything was kept: there is a note, but no event that names it. */
  readonly onNameless: () => void;
};

export type LiveStore = {
  readonly state: () => LiveState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Starts reading; `continue` goes on from what is there, the others begin anew. */
  readonly start: (start: StreamStart, letterLanguage: LetterLanguage, creation?: CreationTold) => void;
  readonly stop: () => void;
  readonly wake: () => void;
};

/** Listeners hear of new text at most this often: words still appear one after another, and a slow phone keeps up. */
const TOLD_EVERY_MS = 40;
const IDLE: LiveState = { note: NOTHING_WRITTEN, place: THE_START, connection: undefined, askedAt: undefined, endedAt: undefined };

/** The note that is being written, as far as this page has read it. */
export const liveStore = (request: NoteStreamOptions['request']): LiveStore => {
  let state = IDLE;
  let stream: NoteStream | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();
  let shown = state;

  const tell = (): void => {
    telling = undefined;
    shown = state;
    for (const listener of listeners) listener();
  };
  const set = (change: Partial<LiveState>, at: 'once' | 'soon'): void => {
    state = { ...state, ...change };
    if (at === 'soon') {
      telling ??= setTimeout(tell, TOLD_EVERY_MS);
      return;
    }
    clearTimeout(telling);
    tell();
  };

  return {
    state: () => shown,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start(start, letterLanguage, creation) {
      stream?.close();
      const noteId = start.kind === 'create' ? undefined : start.noteId;
      const before =
        start.kind === 'continue'
          ? { ...state, note: { ...state.note, noteId, phase: 'writing' as const } }
          : { ...IDLE, note: { ...NOTHING_WRITTEN, noteId } };
      set({ ...before, connection: { is: 'connecting' }, askedAt: Date.now(), endedAt: undefined }, 'once');
      let first = true;
      stream = readNoteStream(start, {
        request,
        onState: (connection) => set({ connection, ...(connection.is === 'ended' && { endedAt: Date.now() }) }, 'once'),
        onEvent(event, place) {
          const note = withEvent(state.note, event, letterLanguage);
          set({ note, place }, first && note.noteId !== undefined ? 'once' : 'soon');
          if (first && state.note.noteId !== undefined) {
            first = false;
            creation?.onNoteId(state.note.noteId);
          }
          if (event.type === 'interrupted' && state.note.noteId === undefined) creation?.onNameless();
        },
      });
    },
    stop() {
      stream?.close();
      stream = undefined;
      set(IDLE, 'once');
    },
    wake: () => stream?.wake(),
  };
};
