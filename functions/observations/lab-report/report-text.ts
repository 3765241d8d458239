/** A rectangle in points (1/72 inch), counted from the page's upper left corner. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** `certainty` (0 to 100) says how sure a reader of scans is of the characters; a PDF's own text has none. */
export type TextItem = Box & { readonly text: string; readonly certainty?: number };

export type ReportPage = { readonly width: number; readonly height: number; readonly items: readonly TextItem[] };

/**
 * What a reader of documents hands over: level text with its places, page by page. A PDF's text layer and the cloud's
 * reader of scans both come to this, so that one reading serves both.
 */
export type ReportText = { readonly pages: readonly ReportPage[] };

/** The smallest rectangle around all of them. */
export const around = (boxes: readonly Box[]): Box => {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  return { x, y, width, height };
};
