import type { getDocumentProxy as openPdf } from 'unpdf';

import type { ReportPage, ReportText, TextItem } from './report-text.ts';

/**
 * Why a PDF gives no text: a password, damage, pictures only (a scan, or letters that nobody can decode), or more than
 * a lab report holds.
 */
export type Unreadable = 'encrypted' | 'broken' | 'needs-cloud-reader' | 'too-long';

export class UnreadablePdf extends Error {
  readonly reason: Unreadable;
  constructor(reason: Unreadable) {
    super(reason);
    this.name = 'UnreadablePdf';
    this.reason = reason;
  }
}

export type TextLimits = { readonly pages: number; readonly items: number; readonly milliseconds: number };

/** A thick report has 25 pages of 400 items; three times that takes 3 s on a Lambda of 1 GB. */
export const REPORT_LIMITS: TextLimits = { pages: 40, items: 30_000, milliseconds: 20_000 };

/** Fewer letters than this on a page are a page number or a stamp over a picture. */
const LETTERS_OF_A_PAGE = 20;

type PdfDocument = Awaited<ReturnType<typeof openPdf>>;
type Matrix = readonly [number, number, number, number, number, number];
type TextRun = { readonly str: string; readonly width: number; readonly height: number; readonly transform: number[] };

const isRun = (item: unknown): item is TextRun => typeof item === 'object' && item !== null && 'str' in item;

const open = async (bytes: Uint8Array): Promise<PdfDocument> => {
  // The package is a megabyte and a half: only a request that reads a PDF pays for its start.
  const { getDocumentProxy } = await import('unpdf');
  try {
    // A copy, because the package takes the buffer away from its caller; silent, because its warnings quote the document.
    return await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, useSystemFonts: false });
  } catch (error) {
    throw new UnreadablePdf((error as Error).name === 'PasswordException' ? 'encrypted' : 'broken');
  }
};

/** The run's place on the page as it is seen; nothing for text that is not level (a watermark, a stamp) or lies off the page. */
const placed = (run: TextRun, view: Matrix, page: { width: number; height: number }): TextItem | undefined => {
  const [a = 0, b = 0, , , e = 0, f = 0] = run.transform;
  const x = view[0] * e + view[2] * f + view[4];
  const baseline = view[1] * e + view[3] * f + view[5];
  const along = view[0] * a + view[2] * b;
  const across = view[1] * a + view[3] * b;
  if (along <= 0 || Math.abs(across) > 0.05 * along) return undefined;
  const height = run.height || along;
  // Letters stand four fifths of their height above the baseline in the usual typefaces.
  const y = baseline - 0.8 * height;
  const onPage = x < page.width && x + run.width > 0 && y < page.height && y + height > 0;
  return onPage ? { text: run.str, x, y, width: run.width, height } : undefined;
};

const LETTER = /[\p{L}\p{N}]/gu;
/** What stands for letters whose code the font keeps to itself. */
const UNDECODED = /[\uFFFD\p{Co}]|(?!\s)\p{Cc}/gu;
const countOf = (items: readonly TextItem[], what: RegExp): number =>
  items.reduce((count, { text }) => count + (text.match(what)?.length ?? 0), 0);

const isRead = (page: ReportPage): boolean => {
  const letters = countOf(page.items, LETTER);
  return letters >= LETTERS_OF_A_PAGE && letters > countOf(page.items, UNDECODED);
};

/**
 * The text of a PDF with its places, and the numbers (from 1) of the pages that are pictures beside pages that are text.
 * Fails with `UnreadablePdf`. The limits are looked at between pieces of a page; a single piece cannot be interrupted,
 * so the function that calls this still needs its own time limit.
 */
export const readTextLayer = async (
  bytes: Uint8Array,
  limits: TextLimits = REPORT_LIMITS,
): Promise<{ report: ReportText; pagesWithoutText: number[] }> => {
  const ends = performance.now() + limits.milliseconds;
  const pdf = await open(bytes);
  try {
    if (pdf.numPages > limits.pages) throw new UnreadablePdf('too-long');
    const pages: ReportPage[] = [];
    let count = 0;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const view = page.getViewport({ scale: 1 });
      const size = { width: view.width, height: view.height };
      const items: TextItem[] = [];
      const reader = page.streamTextContent().getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        const runs: unknown[] = piece.value.items;
        count += runs.length;
        if (count > limits.items || performance.now() > ends) throw new UnreadablePdf('too-long');
        for (const run of runs) {
          const item = isRun(run) && run.str.trim() !== '' ? placed(run, view.transform as unknown as Matrix, size) : undefined;
          if (item) items.push(item);
        }
      }
      page.cleanup();
      pages.push({ ...size, items });
    }
    const pagesWithoutText = pages.flatMap((page, index) => (isRead(page) ? [] : [index + 1]));
    if (pagesWithoutText.length === pages.length) throw new UnreadablePdf('needs-cloud-reader');
    return { report: { pages }, pagesWithoutText };
  } catch (error) {
    throw error instanceof UnreadablePdf ? error : new UnreadablePdf('broken');
  } finally {
    await pdf.loadingTask.destroy();
  }
};
