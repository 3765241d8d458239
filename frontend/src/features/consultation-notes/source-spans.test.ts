import fc from 'fast-check';
import { expect, test } from 'vitest';

import { differenceOf } from './difference.ts';
import { spanInChangedText, stretchesOf } from './source-spans.ts';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'न', '\n'), maxLength: 40 });

test('cut at lit places, the text is whole and each piece knows its numbers', () => {
  const pieces = stretchesOf('PMH: T2DM, metformin', [
    { span: { start: 5, end: 9 }, number: 3 },
    { span: { start: 7, end: 20 }, number: 4 },
  ]);
  expect(pieces.map(({ text, numbers }) => [text, numbers])).toEqual([
    ['PMH: ', []],
    ['T2', [3]],
    ['DM', [3, 4]],
    [', metformin', [4]],
  ]);
});

test('whatever is lit, no character is lost or twice', () => {
  const span = fc
    .tuple(fc.nat({ max: 50 }), fc.nat({ max: 50 }))
    .map(([start, length]) => ({ span: { start, end: start + length }, number: 1 }));
  fc.assert(
    fc.property(text, fc.array(span, { maxLength: 5 }), (rough, lit) => {
      expect(
        stretchesOf(rough, lit)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(rough);
    }),
  );
});

test('a cited place follows its words when something is typed before or after them, and is dropped when they change', () => {
  const sent = 'fever 3/7. T2DM, metformin 500 bd. plan: fluids';
  const span = { start: 11, end: 33 };
  expect(spanInChangedText(span, sent, sent)).toEqual(span);
  expect(spanInChangedText(span, sent, `c/o ${sent}`)).toEqual({ start: 15, end: 37 });
  expect(spanInChangedText(span, sent, `${sent}, rest`)).toEqual(span);
  expect(spanInChangedText(span, sent, sent.replace('500', '850'))).toBeUndefined();
});

test('a place that is found again always holds the same words', () => {
  fc.assert(
    fc.property(text, text, fc.nat({ max: 40 }), fc.nat({ max: 40 }), (sent, now, start, length) => {
      const span = { start, end: Math.min(start + length, sent.length) };
      fc.pre(span.start <= span.end);
      const found = spanInChangedText(span, sent, now);
      if (found !== undefined) expect(now.slice(found.start, found.end)).toBe(sent.slice(span.start, span.end));
    }),
  );
});

test('a difference reads as the old text without what was added and the new one without what was taken out', () => {
  expect(differenceOf('Take it twice a day.', 'Take it three times a day.')).toEqual([
    { kind: 'same', text: 'Take it ' },
    { kind: 'taken-out', text: 'twice ' },
    { kind: 'added', text: 'three times ' },
    { kind: 'same', text: 'a day.' },
  ]);
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = differenceOf(before, after);
      const without = (kind: string): string =>
        pieces
          .filter((piece) => piece.kind !== kind)
          .map((piece) => piece.text)
          .join('');
      expect(without('added')).toBe(before);
      expect(without('taken-out')).toBe(after);
    }),
  );
});
