import type { NoteStreamEvent } from '../functions/consultation-notes/contract.ts';
import { LineReader } from '../functions/consultation-notes/lines.ts';
import type { Arrived } from './event-stream.ts';
import type { Sent } from './model-endpoint.ts';
import { median } from './statistics.ts';

/** One piece of the model that the doctor sees: when it left the model and when its words arrived (milliseconds). */
export type Chunk = { readonly sentAt: number; readonly nextSentAt: number; readonly arrivedAt: number };

const isText = (event: NoteStreamEvent): event is Extract<NoteStreamEvent, { type: 'text' }> => event.type === 'text';

/**
 * Pairs the pieces that hold words with the `text` events in which they arrived. A piece that only opens a line shows
 * nothing. Greeting and closing of the letter are Arogya's own and have no piece. Throws if a word was lost or changed.
 */
export const pairChunks = (sent: Sent, arrived: readonly Arrived[]): Chunk[] => {
  const own = new Set(
    arrived.flatMap(({ event }) => (event.type === 'sentence' && event.sentence.writtenBy === 'arogya' ? [event.sentence.sentenceId] : [])),
  );
  const texts = arrived.flatMap(({ at, event }) => (isText(event) && !own.has(event.sentenceId) ? [{ at, text: event.text }] : []));
  const reader = new LineReader();
  const chunks: Chunk[] = [];
  for (const [index, piece] of sent.pieces.entries()) {
    for (const line of reader.feed(piece)) {
      if (line.kind !== 'text') continue;
      const text = texts.shift();
      if (text?.text !== line.text) throw new Error(`The model said "${line.text}" and "${text?.text ?? 'nothing'}" arrived.`);
      chunks.push({
        sentAt: sent.piecesAt[index] ?? Number.NaN,
        nextSentAt: sent.piecesAt[index + 1] ?? Number.POSITIVE_INFINITY,
        arrivedAt: text.at,
      });
    }
  }
  if (texts.length > 0) throw new Error(`${texts.length} pieces of text arrived that the model did not say.`);
  return chunks;
};

/**
 * Places in the note whose words came only after the model had sent its next piece, as the median over several equal
 * notes: what a stall of the machine delays once is not held back by us.
 */
export const heldBack = (notes: readonly (readonly Chunk[])[]): number[] =>
  (notes[0] ?? []).flatMap((_, place) => {
    const beyond = notes.flatMap((note) => {
      const chunk = note[place];
      return chunk ? [chunk.arrivedAt - chunk.nextSentAt] : [];
    });
    return median(beyond) >= 0 ? [place] : [];
  });
