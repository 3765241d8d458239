import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { NoteStreamEvent, Sentence } from '../../../../functions/consultation-notes/contract.ts';
import { inverseOf, stillPossible, withChanges } from './note-changes.ts';
import {
  countsOf,
  finishedSections,
  type LiveNote,
  NOTHING_WRITTEN,
  progressOf,
  sourceNumbers,
  wholeWords,
  withEvent,
} from './note-state.ts';

const flag = { flagId: 'unit:30-36', kind: 'unit' as const, start: 30, end: 36, found: '500 mg', yourWords: 'metformin 500 bd' };
const sentenceOf = (sentenceId: string, more: Partial<Sentence> = {}): Sentence => ({
  sentenceId,
  section: 'summary',
  text: 'Type 2 diabetes, on metformin 500 mg twice a day.',
  language: 'en',
  sources: [{ start: 10, end: 30 }],
  flags: [],
  writtenBy: 'model',
  ...more,
});

const events: NoteStreamEvent[] = [
  { type: 'started', seq: 1, noteId: 'n1', writtenBy: 'model' },
  { type: 'section', seq: 2, section: 'summary' },
  { type: 'text', seq: 3, sentenceId: 's1', section: 'summary', text: 'Type 2 dia', sources: [] },
  { type: 'text', seq: 4, sentenceId: 's1', section: 'summary', text: 'betes, on', sources: [{ start: 10, end: 30 }] },
  { type: 'sentence', seq: 5, sentence: sentenceOf('s1', { flags: [flag] }) },
  { type: 'section', seq: 6, section: 'letter' },
  { type: 'text', seq: 7, sentenceId: 's2', section: 'letter', text: 'नमस्ते सुनी', sources: [] },
  { type: 'notice', seq: 8, notice: 'retrying' },
  { type: 'void', seq: 9, sentenceId: 's2' },
  { type: 'notice', seq: 10, notice: 'composed-without-ai' },
  { type: 'sentence', seq: 11, sentence: sentenceOf('s3', { section: 'letter', language: 'hi', sources: [], writtenBy: 'arogya' }) },
  { type: 'completed', seq: 12, revision: 3 },
];

const after = (some: readonly NoteStreamEvent[], from: LiveNote = NOTHING_WRITTEN): LiveNote =>
  some.reduce((note, event) => withEvent(note, event, 'hi'), from);

test('a sentence grows, then gives way to the checked one', () => {
  expect(after(events.slice(0, 4)).sentences).toEqual([{ growing: true, sentence: sentenceOf('s1', { text: 'Type 2 diabetes, on' }) }]);
  expect(after(events.slice(0, 5)).sentences).toEqual([{ growing: false, sentence: sentenceOf('s1', { flags: [flag] }) }]);
});

test('a letter grows in its own language, and a half-written sentence that is void goes away', () => {
  expect(after(events.slice(0, 7)).sentences.at(-1)?.sentence.language).toBe('hi');
  expect(after(events.slice(0, 9)).sentences).toHaveLength(1);
});

test('the end: what was said along the way is kept, and everything is finished', () => {
  const done = after(events);
  expect(done).toMatchObject({
    phase: 'completed',
    revision: 3,
    noteId: 'n1',
    writtenBy: 'arogya',
    notices: ['retrying', 'composed-without-ai'],
  });
  expect(finishedSections(done)).toEqual(['summary', 'next-steps', 'letter']);
  expect(finishedSections(after(events.slice(0, 7)))).toEqual(['summary', 'next-steps']);
});

test('an interruption keeps what is there; going on clears it', () => {
  const broken = withEvent(after(events.slice(0, 7)), { type: 'interrupted' }, 'hi');
  expect(broken).toMatchObject({ phase: 'interrupted', sentences: [{}, {}] });
  expect(after(events.slice(7), broken)).toMatchObject({ phase: 'completed' });
});

test('repeats and rewinds: however often events come again, the note is the same', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          upTo: fc.nat({ max: events.length }),
          again: fc.nat({ max: events.length }),
          rewindTo: fc.option(fc.nat({ max: events.length }), { nil: undefined }),
        }),
        { maxLength: 6 },
      ),
      (steps) => {
        let note = NOTHING_WRITTEN;
        for (const { upTo, again, rewindTo } of steps) {
          note = after(events.slice(Math.max(0, note.seq - again), Math.max(upTo, note.seq)), note);
          if (rewindTo !== undefined && rewindTo < note.seq) {
            note = withEvent(note, { type: 'rewind', after: rewindTo }, 'hi');
            expect(note.sentences).toEqual(after(events.slice(0, rewindTo)).sentences);
          }
        }
        expect(after(events.slice(note.seq), note)).toEqual(after(events));
      },
    ),
  );
});

test('progress never goes back while a note is written', () => {
  const steps = events.map((_, index) => progressOf(after(events.slice(0, index + 1)), 40));
  expect(steps).toEqual([...steps].sort((left, right) => left - right));
  expect(steps.at(-1)).toBe(1);
});

test.each([
  ['Type 2 dia', 'Type 2 '],
  ['Type 2 ', 'Type 2 '],
  ['Type', ''],
  ['नमस्ते सुनी', 'नमस्ते '],
  ['', ''],
])('of %j, whole words are %j', (text, shown) => {
  expect(wholeWords(text)).toBe(shown);
});

test('a source keeps its number while the note grows', () => {
  const shown = [
    sentenceOf('s1'),
    sentenceOf('s2', {
      sources: [
        { start: 0, end: 4 },
        { start: 10, end: 30 },
      ],
    }),
  ].map((sentence) => ({ sentence, growing: false }));
  expect([...sourceNumbers(shown)]).toEqual([
    ['10-30', 1],
    ['0-4', 2],
  ]);
  expect([...sourceNumbers(shown.slice(0, 1))]).toEqual([['10-30', 1]]);
});

test('counts leave out what was taken out and what is kept on purpose', () => {
  const flagged = sentenceOf('s1', { flags: [flag] });
  const bare = sentenceOf('s2', { sources: [] });
  const counts = (...sentences: readonly Sentence[]) => countsOf(sentences.map((sentence) => ({ sentence, growing: false })));
  expect(counts(flagged, bare)).toEqual({ sentences: 2, withSource: 1, toCheck: 1 });
  const accept = { id: 'c1', change: { op: 'accept' as const, sentenceId: 's1', flagId: flag.flagId } };
  expect(counts(...withChanges([flagged, bare], [accept]))).toEqual({ sentences: 2, withSource: 1, toCheck: 0 });
  const remove = { id: 'c2', change: { op: 'remove' as const, sentenceId: 's1' } };
  expect(counts(...withChanges([flagged, bare], [remove]))).toEqual({ sentences: 1, withSource: 0, toCheck: 0 });
});

test('every change but an edit is taken back to the letter', () => {
  const before = [sentenceOf('s1', { flags: [flag] }), sentenceOf('s2')];
  for (const change of [
    { op: 'remove' as const, sentenceId: 's1' },
    { op: 'accept' as const, sentenceId: 's1', flagId: flag.flagId },
  ]) {
    const done = withChanges(before, [{ id: 'c1', change }]);
    expect(done).not.toEqual(before);
    expect(withChanges(done, [{ id: 'c2', change: inverseOf(change, before[0] as Sentence) }])).toEqual(before);
  }
  const edit = { op: 'edit' as const, sentenceId: 's1', text: 'On metformin.' };
  expect(inverseOf(edit, before[0] as Sentence)).toEqual({ op: 'edit', sentenceId: 's1', text: before[0]?.text });
});

test('a new sentence goes after the one named, or to the head of its section', () => {
  const before = [sentenceOf('s1'), sentenceOf('s2'), sentenceOf('s3', { section: 'letter' })];
  const add = (after?: string) =>
    withChanges(before, [{ id: 'new', change: { op: 'add', section: 'letter', text: 'x', language: 'hi', after } }]).map(
      ({ sentenceId }) => sentenceId,
    );
  expect(add('s3')).toEqual(['s1', 's2', 's3', 'new']);
  expect(add()).toEqual(['s1', 's2', 'new', 's3']);
});

test('a change whose sentence or doubt is gone is let go', () => {
  const pending = [
    { id: 'a', change: { op: 'edit' as const, sentenceId: 's9', text: 'x' } },
    { id: 'b', change: { op: 'accept' as const, sentenceId: 's1', flagId: 'other' } },
    { id: 'c', change: { op: 'remove' as const, sentenceId: 's1' } },
  ];
  expect(stillPossible([sentenceOf('s1', { flags: [flag] })], pending).map(({ id }) => id)).toEqual(['c']);
});
