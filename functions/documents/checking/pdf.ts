import type { getDocumentProxy } from 'unpdf';

import { checkPdfStreams } from './pdf-streams.ts';
import { Unfit } from './unfit.ts';

/** A report with its pictures; a book is none. */
const MOST_PAGES = 500;
/** Readers look for the end in so many last bytes. */
const TAIL = 1024;

/** Annotations that play or carry something. */
const ACTIVE_ANNOTATIONS: ReadonlySet<string> = new Set(['FileAttachment', 'RichMedia', 'Screen', 'Movie', 'Sound', '3D']);

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

const open = async (file: Buffer): Promise<Pdf> => {
  const { getDocumentProxy: openPdf } = await import('unpdf');
  try {
    // A copy, because the package takes the buffer away from its caller; silent, because its warnings quote the document.
    return await openPdf(new Uint8Array(file), { verbosity: 0, useSystemFonts: false });
  } catch (error) {
    throw new Unfit((error as Error).name === 'PasswordException' ? 'locked' : 'not-readable');
  }
};

const isFilled = (found: object | null | undefined): boolean => found !== null && found !== undefined && Object.keys(found).length > 0;

const hasActiveParts = async (pdf: Pdf): Promise<boolean> => {
  const info = (await pdf.getMetadata()).info as Record<string, unknown>;
  if (info.EncryptFilterName) throw new Unfit('locked');
  if (info.IsXFAPresent || info.IsCollectionPresent) return true;
  if (isFilled(await pdf.getJSActions()) || isFilled((await pdf.getAttachments()) as object | null)) return true;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    if (isFilled(await page.getJSActions())) return true;
    const annotations = (await page.getAnnotations()) as { readonly subtype?: string; readonly actions?: object | null }[];
    if (annotations.some(({ subtype = '', actions }) => ACTIVE_ANNOTATIONS.has(subtype) || isFilled(actions))) return true;
    page.cleanup();
  }
  return false;
};

/** Reads a PDF through: whole, open, without active parts, not too long. Answers with its pages and where it ends. */
export const checkPdf = async (file: Buffer): Promise<{ readonly pages: number; readonly end: number }> => {
  const end = file.lastIndexOf('%%EOF');
  if (end < file.length - TAIL || !file.includes('startxref', Math.max(0, end - TAIL))) throw new Unfit('not-readable');
  // First, because a reader unfolds what it meets without a bound.
  await checkPdfStreams(file);
  const pdf = await open(file);
  try {
    if (pdf.numPages < 1) throw new Unfit('not-readable');
    if (pdf.numPages > MOST_PAGES) throw new Unfit('too-large-inside');
    if (await hasActiveParts(pdf)) throw new Unfit('active-content');
    return { pages: pdf.numPages, end: end + '%%EOF'.length };
  } catch (error) {
    throw error instanceof Unfit ? error : new Unfit('not-readable');
  } finally {
    await pdf.loadingTask.destroy();
  }
};
