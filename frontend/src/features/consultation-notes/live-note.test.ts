import { expect, test } from 'vitest';

import type { NoteStreamEvent } from '../../../../functions/consultation-notes/contract.ts';
import { liveStore } from './live-note.ts';
import type { NewNote } from './note-stream.ts';

const answering =
  (...events: (NoteStreamEvent & { run?: number })[]) =>
  async () =>
    new Response(
      events.map((event) => `id: 1.${'seq' in event ? event.seq : ''}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''),
    );

const settle = () => new Promise((resolve) => setTimeout(resolve, 80));
const create = { kind: 'create' as const, note: {} as NewNote, key: 'key-of-this-note-1' };

test('a note that is asked for tells its id with its first event', async () => {
  const store = liveStore(
    answering({ type: 'started', seq: 1, noteId: 'n1', writtenBy: 'model' }, { type: 'completed', seq: 2, revision: 1 }),
  );
  const told: string[] = [];
  store.start(create, 'en', { onNoteId: (noteId) => told.push(noteId), onNameless: () => told.push('nameless') });
  await settle();
  expect(told).toEqual(['n1']);
  expect(store.state()).toMatchObject({ connection: { is: 'ended' }, note: { phase: 'completed', noteId: 'n1' } });
});

test('when the writer died before anything was kept, that is told, since no event names the note', async () => {
  const store = liveStore(answering({ type: 'interrupted' }));
  const told: string[] = [];
  store.start(create, 'en', { onNoteId: (noteId) => told.push(noteId), onNameless: () => told.push('nameless') });
  await settle();
  expect(told).toEqual(['nameless']);
});

test('a note that is followed is known by its id although nothing of it was kept, and can be continued', async () => {
  const store = liveStore(answering({ type: 'interrupted' }));
  store.start({ kind: 'follow', noteId: 'n1' }, 'en');
  await settle();
  expect(store.state().note).toMatchObject({ noteId: 'n1', phase: 'interrupted' });
  store.start({ kind: 'continue', noteId: 'n1', key: 'key-of-going-on-1', after: store.state().place }, 'en');
  expect(store.state().note.phase).toBe('writing');
  store.stop();
  expect(store.state().connection).toBeUndefined();
});
