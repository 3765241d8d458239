import { expect, test } from 'vitest';

import { reportTextOf, type TextractBlock } from './textract.ts';

const box = (Left: number, Top: number, Width: number, Height: number) => ({ BoundingBox: { Left, Top, Width, Height } });

test.each<[string, TextractBlock[], { page: number; items: { text: string; x: number; y: number; certainty?: number }[] }[]]>([
  [
    'words are placed on an A4 page',
    [
      { BlockType: 'PAGE', Id: 'p', Page: 1, Geometry: box(0, 0, 1, 1) },
      { BlockType: 'WORD', Id: 'a', Page: 1, Text: 'Hb', Confidence: 99.2, Geometry: box(0.1, 0.5, 0.05, 0.01) },
    ],
    [{ page: 0, items: [{ text: 'Hb', x: 59.5, y: 421, certainty: 99.2 }] }],
  ],
  [
    'a line is left out where its words are there, because it may run over two columns',
    [
      {
        BlockType: 'LINE',
        Id: 'l',
        Page: 1,
        Text: 'Hb 13.2',
        Geometry: box(0.1, 0.5, 0.3, 0.01),
        Relationships: [{ Type: 'CHILD', Ids: ['a', 'b'] }],
      },
      { BlockType: 'WORD', Id: 'a', Page: 1, Text: 'Hb', Geometry: box(0.1, 0.5, 0.05, 0.01) },
      { BlockType: 'WORD', Id: 'b', Page: 1, Text: '13.2', Geometry: box(0.4, 0.5, 0.05, 0.01) },
    ],
    [
      {
        page: 0,
        items: [
          { text: 'Hb', x: 59.5, y: 421 },
          { text: '13.2', x: 238, y: 421 },
        ],
      },
    ],
  ],
  [
    'a line without words is taken whole',
    [{ BlockType: 'LINE', Id: 'l', Page: 1, Text: 'Hb 13.2', Geometry: box(0.1, 0.5, 0.3, 0.01) }],
    [{ page: 0, items: [{ text: 'Hb 13.2', x: 59.5, y: 421 }] }],
  ],
  [
    'tables and cells repeat the words and are left out',
    [
      { BlockType: 'TABLE', Id: 't', Page: 1, Geometry: box(0, 0, 1, 1), Relationships: [{ Type: 'CHILD', Ids: ['c'] }] },
      { BlockType: 'CELL', Id: 'c', Page: 1, Geometry: box(0.1, 0.5, 0.3, 0.1), Relationships: [{ Type: 'CHILD', Ids: ['a'] }] },
      { BlockType: 'WORD', Id: 'a', Page: 1, Text: 'Hb', Geometry: box(0.1, 0.5, 0.05, 0.01) },
    ],
    [{ page: 0, items: [{ text: 'Hb', x: 59.5, y: 421 }] }],
  ],
  [
    'a word without a place or letters is no word',
    [
      { BlockType: 'WORD', Id: 'a', Page: 1, Text: 'Hb' },
      { BlockType: 'WORD', Id: 'b', Page: 1, Text: ' ', Geometry: box(0.1, 0.5, 0.05, 0.01) },
    ],
    [{ page: 0, items: [] }],
  ],
  [
    'a page without words stays between the others, so that pages keep their numbers',
    [
      { BlockType: 'WORD', Id: 'a', Page: 3, Text: 'TSH', Geometry: box(0, 0, 0.05, 0.01) },
      { BlockType: 'WORD', Id: 'b', Page: 1, Text: 'Hb', Geometry: box(0, 0, 0.05, 0.01) },
    ],
    [
      { page: 0, items: [{ text: 'Hb', x: 0, y: 0 }] },
      { page: 1, items: [] },
      { page: 2, items: [{ text: 'TSH', x: 0, y: 0 }] },
    ],
  ],
])('%s', (_, blocks, pages) => {
  const report = reportTextOf(blocks);
  expect(report.pages).toHaveLength(pages.length);
  for (const { page, items } of pages) {
    const read = report.pages[page]?.items ?? [];
    expect(read.map(({ text }) => text)).toEqual(items.map(({ text }) => text));
    for (const [at, item] of items.entries()) {
      expect(read[at]?.x).toBeCloseTo(item.x, 6);
      expect(read[at]?.y).toBeCloseTo(item.y, 6);
      expect(read[at]?.certainty).toBe(item.certainty);
    }
  }
});

test('no blocks are no pages', () => {
  expect(reportTextOf([])).toEqual({ pages: [] });
});
