import type { Vault } from '../../shared/auth/vault.ts';
import type { PendingChange } from './note-changes.ts';
import type { NewNote } from './note-stream.ts';
import type { DraftFields } from './rough-draft.ts';

/** What of a draft is kept on this device, from the first keystroke until its note is there. */
export type KeptDraft = {
  readonly draftId: string;
  readonly fields: DraftFields;
  /** The server's revision that it builds on; 0 if the server has none. */
  readonly revision: number;
  /** Whether there is something here that the server does not have. */
  readonly unsaved: boolean;
  readonly changedAt: number;
  /** A request to write the note whose answer is not there yet: it is repeated with the same key. */
  readonly asked?: { readonly key: string; readonly note: NewNote };
};

export type KeptDrafts = {
  readonly list: () => Promise<readonly KeptDraft[]>;
  readonly get: (draftId: string) => Promise<KeptDraft | undefined>;
  readonly put: (draft: KeptDraft) => Promise<void>;
  readonly remove: (draftId: string) => Promise<void>;
};

const oneAtATime = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks.request(name, work) : work();

/** Rough drafts on this device, sealed and gone at sign-out, by account. */
export const keptDrafts = (accountId: string, vault: Vault): KeptDrafts => {
  const listName = `rough-drafts:${accountId}`;
  const nameOf = (draftId: string): string => `rough-draft:${accountId}:${draftId}`;
  const ids = async (): Promise<readonly string[]> => (await vault.get<readonly string[]>(listName)) ?? [];
  // Two tabs share the list, so that it is changed under a lock.
  const changeIds = (change: (known: readonly string[]) => readonly string[]): Promise<void> =>
    oneAtATime(`arogya.${listName}`, async () => {
      const known = await ids();
      const next = change(known);
      if (next !== known) await vault.put(listName, next);
    });
  const newest = new Map<string, KeptDraft>();
  const writing = new Map<string, Promise<void>>();

  const writeNewest = async (draftId: string): Promise<void> => {
    for (let draft = newest.get(draftId); draft !== undefined; draft = newest.get(draftId)) {
      newest.delete(draftId);
      await vault.put(nameOf(draftId), draft);
    }
    writing.delete(draftId);
  };

  return {
    async list() {
      const drafts = await Promise.all((await ids()).map((id) => vault.get<KeptDraft>(nameOf(id))));
      return drafts.filter((draft) => draft !== undefined).sort((left, right) => right.changedAt - left.changedAt);
    },
    get: async (draftId) => newest.get(draftId) ?? vault.get<KeptDraft>(nameOf(draftId)),
    put(draft) {
      // Sealing takes a moment: what is typed meanwhile replaces what waits, and never overtakes it.
      newest.set(draft.draftId, draft);
      const running = writing.get(draft.draftId);
      if (running !== undefined) return running;
      const written = changeIds((known) => (known.includes(draft.draftId) ? known : [draft.draftId, ...known])).then(() =>
        writeNewest(draft.draftId),
      );
      writing.set(draft.draftId, written);
      return written;
    },
    async remove(draftId) {
      newest.delete(draftId);
      await writing.get(draftId);
      await vault.remove(nameOf(draftId));
      await changeIds((known) => (known.includes(draftId) ? known.filter((id) => id !== draftId) : known));
    },
  };
};

/** Changes to a note that the server has not confirmed, kept in case the page goes away. */
export const keptChanges = (accountId: string, noteId: string, vault: Vault) => {
  const name = `note-changes:${accountId}:${noteId}`;
  return {
    get: async (): Promise<readonly PendingChange[]> => (await vault.get<readonly PendingChange[]>(name)) ?? [],
    put: (pending: readonly PendingChange[]): Promise<void> => (pending.length === 0 ? vault.remove(name) : vault.put(name, pending)),
  };
};
