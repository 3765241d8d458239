import type { SourceSpan } from '../../../../functions/consultation-notes/contract.ts';

/** A stretch of the rough notes: plain, or cited by the sentence in hand under these numbers. */
export type Stretch = { readonly start: number; readonly text: string; readonly numbers: readonly number[] };

/**
 * Where a place of the sent rough notes is in the text as it stands now, if nothing inside it changed.
 * What was typed is taken to be between the longest beginning and the longest end that both texts share.
 */
export const spanInChangedText = (span: SourceSpan, sent: string, now: string): SourceSpan | undefined => {
  if (sent === now) return span.end <= sent.length ? span : undefined;
  const shortest = Math.min(sent.length, now.length);
  let head = 0;
  while (head < shortest && sent[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shortest - head && sent[sent.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  if (span.end <= head) return span;
  const moved = now.length - sent.length;
  return span.start >= sent.length - tail && span.end <= sent.length ? { start: span.start + moved, end: span.end + moved } : undefined;
};

/** The text cut where lit places begin and end, so that each piece is either lit or not. Places may overlap. */
export const stretchesOf = (text: string, lit: readonly { readonly span: SourceSpan; readonly number: number }[]): readonly Stretch[] => {
  const inside = lit
    .map(({ span, number }) => ({ start: Math.max(0, span.start), end: Math.min(text.length, span.end), number }))
    .filter(({ start, end }) => start < end);
  const cuts = [...new Set([0, text.length, ...inside.flatMap(({ start, end }) => [start, end])])].sort((left, right) => left - right);
  return cuts.slice(0, -1).map((start, index) => {
    const end = cuts[index + 1] ?? text.length;
    return {
      start,
      text: text.slice(start, end),
      numbers: inside.filter((place) => place.start <= start && place.end >= end).map(({ number }) => number),
    };
  });
};
