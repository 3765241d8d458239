import type { NoteChange, Sentence } from '../../../../functions/consultation-notes/contract.ts';

/** A change that the server has not confirmed. `id` names the new sentence of an `add` until then. */
export type PendingChange = { readonly id: string; readonly change: NoteChange };

const inserted = (sentences: readonly Sentence[], { id, change }: PendingChange & { change: { op: 'add' } }): Sentence[] => {
  const sentence: Sentence = {
    sentenceId: id,
    section: change.section,
    text: change.text,
    language: change.language,
    sources: [],
    flags: [],
    writtenBy: 'doctor',
  };
  const following = sentences.findIndex(({ sentenceId }) => sentenceId === change.after);
  const firstOfSection = sentences.findIndex(({ section }) => section === change.section);
  const at = following === -1 ? (firstOfSection === -1 ? sentences.length : firstOfSection) : following + 1;
  return sentences.toSpliced(at, 0, sentence);
};

const isAdd = (pending: PendingChange): pending is PendingChange & { change: { op: 'add' } } => pending.change.op === 'add';

const changed = (sentence: Sentence, change: Exclude<NoteChange, { op: 'add' }>): Sentence => {
  switch (change.op) {
    case 'edit':
      // The doubts were about the words that were there; the server checks the new ones.
      return { ...sentence, text: change.text, flags: [], writtenBy: 'doctor' };
    case 'remove':
      return { ...sentence, removed: true };
    case 'restore': {
      const { removed: _, ...kept } = sentence;
      return kept;
    }
    case 'accept':
    case 'doubt':
      return {
        ...sentence,
        flags: sentence.flags.map((flag) => {
          if (flag.flagId !== change.flagId) return flag;
          const { acceptedAt: _, ...open } = flag;
          return change.op === 'doubt' ? open : { ...open, acceptedAt: flag.acceptedAt ?? ('' as NonNullable<typeof flag.acceptedAt>) };
        }),
      };
  }
};

/** The sentences as they will be when the server has taken the changes, but for new doubts that it may find. */
export const withChanges = (sentences: readonly Sentence[], pending: readonly PendingChange[]): readonly Sentence[] =>
  pending.reduce<readonly Sentence[]>((now, one) => {
    if (isAdd(one)) return inserted(now, one);
    const { change } = one as { change: Exclude<NoteChange, { op: 'add' }> };
    return now.map((sentence) => (sentence.sentenceId === change.sentenceId ? changed(sentence, change) : sentence));
  }, sentences);

/** The change that takes a change back, given the sentence before it; an added sentence is removed instead. */
export const inverseOf = (change: Exclude<NoteChange, { op: 'add' }>, before: Sentence): NoteChange => {
  switch (change.op) {
    case 'edit':
      return { op: 'edit', sentenceId: change.sentenceId, text: before.text };
    case 'remove':
      return { op: 'restore', sentenceId: change.sentenceId };
    case 'restore':
      return { op: 'remove', sentenceId: change.sentenceId };
    case 'accept':
      return { op: 'doubt', sentenceId: change.sentenceId, flagId: change.flagId };
    case 'doubt':
      return { op: 'accept', sentenceId: change.sentenceId, flagId: change.flagId };
  }
};

/** Changes that still have their sentence, or need none: a note may have been changed elsewhere. */
export const stillPossible = (sentences: readonly Sentence[], pending: readonly PendingChange[]): readonly PendingChange[] => {
  const there = new Map(sentences.map((sentence) => [sentence.sentenceId, sentence]));
  return pending.filter(({ change }) => {
    if (change.op === 'add') return true;
    const sentence = there.get(change.sentenceId);
    if (sentence === undefined) return false;
    return change.op !== 'accept' && change.op !== 'doubt' ? true : sentence.flags.some(({ flagId }) => flagId === change.flagId);
  });
};
