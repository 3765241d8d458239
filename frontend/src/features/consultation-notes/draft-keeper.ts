import type { RoughDraft } from '../../../../functions/consultation-notes/contract.ts';
import { isFailure } from '../../shared/api/failure.ts';
import type { KeptDraft, KeptDrafts } from './kept-drafts.ts';
import { type DraftFields, fieldsOf, isBlank, ROUGH_NOTES_LIMIT } from './rough-draft.ts';

/** How long the doctor pauses before the server is told. The device keeps every keystroke at once. */
export const PAUSE_MS = 1_500;
const LONGEST_DELAY_MS = 30_000;
const SAY_AFTER_MS = 200;

export type DraftState = {
  readonly fields: DraftFields;
  /** `saving`: on its way to this device or the server. `kept`: on this device, not yet on the server. */
  readonly saved: { readonly is: 'nothing' | 'kept' | 'saving' } | { readonly is: 'saved'; readonly at: string };
  /** The same draft as another window or device has saved it. */
  readonly theirs?: RoughDraft;
  readonly asked?: KeptDraft['asked'];
};

export type DraftKeeperOptions = {
  readonly draftId: string;
  readonly start: DraftFields;
  /** What was found on this device and on the server. */
  readonly kept?: KeptDraft | undefined;
  readonly stored?: RoughDraft | undefined;
  readonly drafts: KeptDrafts;
  readonly save: (revision: number, fields: DraftFields) => Promise<RoughDraft>;
  /** The draft as the server has it now; nothing if it is gone. */
  readonly read: () => Promise<RoughDraft | undefined>;
  readonly erase: () => Promise<unknown>;
};

export type DraftKeeper = {
  readonly state: () => DraftState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly type: (fields: DraftFields) => void;
  readonly settle: (choice: 'mine' | 'theirs' | 'both') => void;
  /** Remembers the request that has the note written, so that a reload repeats it with its key. */
  readonly ask: (asked: KeptDraft['asked']) => Promise<void>;
  /** The note is there, or the doctor throws the draft away. */
  readonly forget: (everywhere?: boolean) => Promise<void>;
  readonly wake: () => void;
  readonly close: () => void;
};

const opening = ({ start, kept, stored }: DraftKeeperOptions): { state: DraftState; revision: number; unsaved: boolean } => {
  if (kept?.unsaved === true || (kept !== undefined && (stored === undefined || kept.revision >= stored.revision))) {
    const saved: DraftState['saved'] = kept.unsaved || stored === undefined ? { is: 'kept' } : { is: 'saved', at: stored.savedAt };
    return { state: { fields: kept.fields, saved, asked: kept.asked }, revision: kept.revision, unsaved: kept.unsaved };
  }
  if (stored === undefined) return { state: { fields: start, saved: { is: 'nothing' } }, revision: 0, unsaved: false };
  return {
    state: { fields: fieldsOf(stored, kept?.fields ?? start), saved: { is: 'saved', at: stored.savedAt } },
    revision: stored.revision,
    unsaved: false,
  };
};

/** Keeps what is typed: on this device at once, on the server after a pause. Nothing is overwritten unseen. */
export const draftKeeper = (options: DraftKeeperOptions): DraftKeeper => {
  const { draftId, drafts } = options;
  let { state, revision, unsaved } = opening(options);
  let saving: Promise<void> | undefined;
  let closed = false;
  let forgotten = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saying: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const set = (change: Partial<DraftState>): void => {
    if (closed) return;
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };
  const keep = async (): Promise<void> => {
    if (forgotten) return;
    await drafts.put({
      draftId,
      fields: state.fields,
      revision,
      unsaved,
      changedAt: Date.now(),
      ...(state.asked && { asked: state.asked }),
    });
  };
  /** Says that what was typed last is on this device: when it is, and once the typing pauses, so that the line does not flicker. */
  const sayKept = (fields: DraftFields): void => {
    clearTimeout(saying);
    saying = setTimeout(() => {
      if (state.fields === fields && state.saved.is === 'saving' && saving === undefined) set({ saved: { is: 'kept' } });
    }, SAY_AFTER_MS);
  };
  const schedule = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  };

  const conflict = async (): Promise<void> => {
    const theirs = await options.read();
    if (theirs === undefined) {
      // Gone elsewhere: what is here is all there is, so it becomes the draft again.
      revision = 0;
      return schedule(0);
    }
    if (theirs.text === state.fields.text) {
      revision = theirs.revision;
      return schedule(0);
    }
    set({ theirs, saved: { is: 'kept' } });
  };

  const saveNow = async (): Promise<void> => {
    const sent = state.fields;
    set({ saved: { is: 'saving' } });
    try {
      const stored = await options.save(revision, sent);
      revision = stored.revision;
      tries = 0;
      unsaved = state.fields !== sent;
      set({ saved: unsaved ? { is: 'kept' } : { is: 'saved', at: stored.savedAt } });
      await keep();
      if (unsaved) schedule(PAUSE_MS);
    } catch (error) {
      set({ saved: { is: 'kept' } });
      try {
        if (isFailure(error, 'changed-elsewhere')) return await conflict();
      } catch {
        // Nobody answered when asked what changed: the next attempt to save will hear of it again.
      }
      tries += 1;
      schedule(Math.min(LONGEST_DELAY_MS, 2_000 * 2 ** (tries - 1)));
    }
  };

  function save(): void {
    const tooLong = state.fields.text.length > ROUGH_NOTES_LIMIT;
    if (closed || saving !== undefined || !unsaved || state.theirs !== undefined || state.asked !== undefined || tooLong) return;
    clearTimeout(timer);
    saving = saveNow().finally(() => {
      saving = undefined;
    });
  }

  if (unsaved && state.asked === undefined) schedule(0);

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    type(fields) {
      unsaved = !isBlank(fields) || revision > 0;
      set({ fields, saved: { is: unsaved ? 'saving' : 'nothing' } });
      if (unsaved) {
        void keep().then(() => sayKept(fields));
        schedule(PAUSE_MS);
      }
    },
    settle(choice) {
      const { theirs, fields } = state;
      if (theirs === undefined) return;
      revision = theirs.revision;
      const other = fieldsOf(theirs, fields);
      const next = choice === 'mine' ? fields : choice === 'theirs' ? other : { ...fields, text: `${fields.text}\n\n${theirs.text}` };
      unsaved = choice !== 'theirs';
      set({ theirs: undefined, fields: next, saved: unsaved ? { is: 'kept' } : { is: 'saved', at: theirs.savedAt } });
      void keep();
      if (unsaved) schedule(0);
    },
    async ask(asked) {
      clearTimeout(timer);
      set({ asked });
      await keep();
      // A save on its way would bring the draft back after its note has taken it.
      await saving;
      if (asked === undefined && unsaved) schedule(PAUSE_MS);
    },
    async forget(everywhere = false) {
      closed = true;
      forgotten = true;
      clearTimeout(timer);
      await saving;
      await drafts.remove(draftId);
      if (everywhere && revision > 0) await options.erase();
    },
    wake: save,
    close() {
      // What is typed in the last second and a half goes to the server now; the device has it already.
      save();
      closed = true;
      clearTimeout(timer);
    },
  };
};
