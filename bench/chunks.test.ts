import { expect, test } from 'vitest';

import type { NoteStreamEvent } from '../functions/consultation-notes/contract.ts';
import { heldBack, pairChunks } from './chunks.ts';

const pieces = ['# summary\n[1] ', 'Fever ', 'for 3 days.\n', '# letter\n[1] You had ', 'fever.\n'];
const sent = { pieces, firstByteAt: 0, piecesAt: [0, 10, 20, 30, 40] };
const text = (at: number, sentenceId: string, words: string) => ({
  at,
  event: { type: 'text', seq: at, sentenceId, section: 'summary', text: words, sources: [] } satisfies NoteStreamEvent,
});
const greeting = {
  at: 31,
  event: {
    type: 'sentence',
    seq: 9,
    sentence: { sentenceId: 's2', section: 'letter', text: 'Dear Sunita,', language: 'en', sources: [], flags: [], writtenBy: 'arogya' },
  } satisfies NoteStreamEvent,
};
const arrived = [
  text(12, 's1', 'Fever '),
  text(25, 's1', 'for 3 days.'),
  text(31, 's2', 'Dear Sunita,'),
  greeting,
  text(33, 's3', 'You had '),
  text(41, 's3', 'fever.'),
];

test('each piece with words is paired with its arrival; openings and the greeting are not', () => {
  expect(pairChunks(sent, arrived)).toEqual([
    { sentAt: 10, nextSentAt: 20, arrivedAt: 12 },
    { sentAt: 20, nextSentAt: 30, arrivedAt: 25 },
    { sentAt: 30, nextSentAt: 40, arrivedAt: 33 },
    { sentAt: 40, nextSentAt: Number.POSITIVE_INFINITY, arrivedAt: 41 },
  ]);
});

test('a word that is lost, and one that nobody said, are errors', () => {
  expect(() => pairChunks(sent, arrived.slice(1))).toThrow('The model said "Fever "');
  expect(() => pairChunks(sent, [...arrived, text(50, 's3', 'More.')])).toThrow('did not say');
});

test('a piece that waits for the next one in most notes is held back; one stall is not', () => {
  const chunk = (arrivedAt: number) => ({ sentAt: 0, nextSentAt: 10, arrivedAt });
  const last = { sentAt: 10, nextSentAt: Number.POSITIVE_INFINITY, arrivedAt: 11 };
  expect(
    heldBack([
      [chunk(12), chunk(1), last],
      [chunk(11), chunk(30), last],
      [chunk(2), chunk(1), last],
    ]),
  ).toEqual([0]);
});
