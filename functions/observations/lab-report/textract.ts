import type { ReportPage, ReportText, TextItem } from './report-text.ts';

/** The part of a Textract block that the reading needs (AnalyzeDocument and GetDocumentAnalysis, feature TABLES). */
export type TextractBlock = {
  readonly BlockType?: string;
  readonly Id?: string;
  readonly Page?: number;
  readonly Text?: string;
  readonly Confidence?: number;
  readonly Geometry?: {
    readonly BoundingBox?: { readonly Left?: number; readonly Top?: number; readonly Width?: number; readonly Height?: number };
  };
  readonly Relationships?: readonly { readonly Type?: string; readonly Ids?: readonly string[] }[];
};

/** Textract measures in shares of the page and does not tell the page's size: reports in India are A4. */
const A4 = { width: 595, height: 842 };

const placed = (block: TextractBlock): TextItem | undefined => {
  const box = block.Geometry?.BoundingBox;
  const text = block.Text?.trim();
  if (!text || !box?.Width || !box.Height) return undefined;
  return {
    text,
    x: (box.Left ?? 0) * A4.width,
    y: (box.Top ?? 0) * A4.height,
    width: box.Width * A4.width,
    height: box.Height * A4.height,
    ...(block.Confidence !== undefined && { certainty: block.Confidence }),
  };
};

/**
 * Textract's blocks as the text of a report. Words are taken, because a line of Textract may run over two columns; a line
 * whose words are missing (the caller asked for lines only) is taken whole. Tables and cells repeat the words and are left out.
 */
export const reportTextOf = (blocks: readonly TextractBlock[]): ReportText => {
  const words = new Set(blocks.filter(({ BlockType }) => BlockType === 'WORD').map(({ Id }) => Id));
  const byPage = new Map<number, TextItem[]>();
  for (const block of blocks) {
    const page = block.Page ?? 1;
    const items = byPage.get(page) ?? [];
    byPage.set(page, items);
    const wordsOfLine = block.Relationships?.some(({ Type, Ids }) => Type === 'CHILD' && Ids?.some((id) => words.has(id)));
    const taken = block.BlockType === 'WORD' || (block.BlockType === 'LINE' && !wordsOfLine);
    const item = taken ? placed(block) : undefined;
    if (item) items.push(item);
  }
  const last = Math.max(0, ...byPage.keys());
  const pages = Array.from({ length: last }, (_, index): ReportPage => ({ ...A4, items: byPage.get(index + 1) ?? [] }));
  return { pages };
};
