import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Note, NoteChange, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { ApiFailure } from '../../shared/api/failure.ts';
import { withChanges } from './note-changes.ts';
import { noteEditor } from './note-editor.ts';

const sentence = (sentenceId: string): Sentence => ({
  sentenceId,
  section: 'summary',
  text: `Sentence ${sentenceId}.`,
  language: 'en',
  sources: [],
  flags: [{ flagId: 'no-source:0-12', kind: 'no-source', start: 0, end: 12, found: 'Sentence' }],
  writtenBy: 'model',
});
const draft = (revision = 0, status: Note['status'] = 'draft') =>
  ({ noteId: 'n1', status, revision, sentences: [sentence('s1'), sentence('s2')] }) as unknown as Note;
const accept = (sentenceId: string): NoteChange => ({ op: 'accept', sentenceId, flagId: 'no-source:0-12' });
const edit = (sentenceId: string, text: string): NoteChange => ({ op: 'edit', sentenceId, text });
const failure = (status: number, code: ApiFailure['code']) => new ApiFailure({ status, code, message: code });

const desk = () => {
  let stored = draft();
  let fault: ApiFailure | undefined;
  let ids = 0;
  const sent: { changes: readonly NoteChange[]; revision: number; key: string }[] = [];
  const editor = noteEditor({
    send: async (changes, revision, key) => {
      await Promise.resolve();
      sent.push({ changes, revision, key });
      if (fault !== undefined) throw fault;
      if (changes.some((change) => 'text' in change && change.text === 'refuse me')) throw failure(422, 'invalid-request');
      if (revision !== stored.revision) throw failure(409, 'changed-elsewhere');
      const sentences = withChanges(
        stored.sentences,
        changes.map((change, index) => ({ id: `server-${index}`, change })),
      );
      stored = { ...stored, revision: revision + 1, sentences: [...sentences] };
      return stored;
    },
    read: async () => stored,
    keep: () => undefined,
    newId: () => `id-${ids++}`,
  });
  return {
    editor,
    sent,
    stored: () => stored,
    elsewhere: (change: (note: Note) => Note) => {
      stored = change(stored);
    },
    breakWith: (next: ApiFailure | undefined) => {
      fault = next;
    },
  };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const pass = (milliseconds = 10) => vi.advanceTimersByTimeAsync(milliseconds);

test('what is decided while the note is being written waits, and is sent in one request when it is there', async () => {
  const { editor, sent, stored } = desk();
  editor.change(accept('s1'));
  editor.change(edit('s2', 'Better.'));
  await pass(1_000);
  expect(sent).toEqual([]);
  expect(editor.state()).toMatchObject({ saving: 'waiting', pending: [{}, {}] });
  editor.know(draft());
  await pass();
  expect(sent.map(({ changes }) => changes.length)).toEqual([2]);
  expect(stored().sentences[1]?.text).toBe('Better.');
  expect(editor.state()).toMatchObject({ saving: 'no', pending: [], note: { revision: 1 } });
});

test('a lost reply is asked for again with the same key and revision', async () => {
  const { editor, sent, breakWith } = desk();
  editor.know(draft());
  breakWith(failure(0, 'network'));
  editor.change(accept('s1'));
  await pass(1_500);
  breakWith(undefined);
  editor.change(accept('s2'));
  await pass(60_000);
  const [first, second] = sent;
  expect(new Set(sent.slice(0, -1).map(({ key }) => key))).toEqual(new Set([first?.key]));
  expect(second?.changes).toEqual(first?.changes);
  expect(sent.at(-1)?.key).not.toBe(first?.key);
  expect(editor.state().pending).toEqual([]);
});

test('changed in another window: what still fits is made to the newer note, the rest is let go', async () => {
  const { editor, elsewhere, stored } = desk();
  editor.know(draft());
  elsewhere((note) => ({ ...note, revision: 4, sentences: [sentence('s1')] }));
  editor.change(accept('s1'));
  editor.change(edit('s2', 'Too late.'));
  await pass(100);
  expect(stored()).toMatchObject({ revision: 5, sentences: [{ flags: [{ acceptedAt: '' }] }] });
  expect(editor.state().pending).toEqual([]);
});

test('of several changes only the one that the server will not have comes back, with its words', async () => {
  const { editor, stored, breakWith } = desk();
  editor.know(draft());
  breakWith(failure(0, 'network'));
  editor.change(accept('s1'));
  await pass(50);
  editor.change(edit('s2', 'refuse me'));
  editor.change({ op: 'remove', sentenceId: 's1' });
  breakWith(undefined);
  editor.wake();
  await pass(60_000);
  expect(editor.state()).toMatchObject({ pending: [], refused: { change: { text: 'refuse me' }, failure: { code: 'invalid-request' } } });
  expect(stored().sentences[0]).toMatchObject({ removed: true, flags: [{ acceptedAt: '' }] });
});

test('undo sends the opposite, once', async () => {
  const { editor, stored } = desk();
  editor.know(draft());
  editor.change({ op: 'remove', sentenceId: 's1' }, sentence('s1'));
  await pass();
  editor.undo();
  editor.undo();
  await pass();
  expect(stored()).toMatchObject({ revision: 2, sentences: [{ sentenceId: 's1' }, {}] });
  expect(stored().sentences[0]?.removed).toBeUndefined();
});

test('an older answer does not take the place of a newer one', async () => {
  const { editor } = desk();
  editor.know(draft(7));
  editor.know(draft(5));
  expect(editor.state().note?.revision).toBe(7);
});

test('a signed note takes no changes', async () => {
  const { editor, sent } = desk();
  editor.know(draft(3, 'signed'));
  editor.change(accept('s1'));
  await pass(1_000);
  expect(sent).toEqual([]);
});
