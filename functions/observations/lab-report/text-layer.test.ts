import { degrees, PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { expect, test } from 'vitest';

import { readTextLayer, UnreadablePdf } from './text-layer.ts';

const A4: [number, number] = [595, 842];
const WORDS = 'Haemoglobin 13.2 g/dL 13.0 - 17.0';

const pdf = async (print: (doc: PDFDocument) => Promise<void> | void): Promise<Uint8Array> => {
  const doc = await PDFDocument.create();
  await print(doc);
  return doc.save();
};

const reasonOf = (bytes: Uint8Array, limits?: Parameters<typeof readTextLayer>[1]): Promise<string> =>
  readTextLayer(bytes, limits).then(
    () => 'read',
    (error: unknown) => (error instanceof UnreadablePdf ? error.reason : String(error)),
  );

test('a report that a patient downloaded gives its words and where they stand, counted from the upper left corner', async () => {
  const bytes = await pdf(async (doc) => {
    const font = await doc.embedFont(StandardFonts.Helvetica);
    const page = doc.addPage(A4);
    page.drawText(WORDS, { x: 40, y: 742, size: 10, font });
    // A watermark over the page, and words outside of it.
    page.drawText('DUPLICATE', { x: 100, y: 300, size: 40, font, rotate: degrees(45) });
    page.drawText('hidden beside the page', { x: 700, y: 700, size: 10, font });
  });
  const { report, pagesWithoutText } = await readTextLayer(bytes);
  expect(pagesWithoutText).toEqual([]);
  expect(report.pages).toHaveLength(1);
  expect(report.pages[0]).toMatchObject({ width: 595, height: 842 });
  expect(report.pages[0]?.items.map(({ text }) => text)).toEqual([WORDS]);
  const [item] = report.pages[0]?.items ?? [];
  expect(item?.x).toBeCloseTo(40, 1);
  // The baseline is 100 points below the edge; the letters stand above it.
  expect(item?.y).toBeCloseTo(92, 1);
  expect(item?.height).toBeCloseTo(10, 1);
});

test('a report that lies on its side is read as it is seen', async () => {
  const bytes = await pdf(async (doc) => {
    const font = await doc.embedFont(StandardFonts.Helvetica);
    const page = doc.addPage(A4);
    page.setRotation(degrees(90));
    page.drawText(WORDS, { x: 100, y: 50, size: 10, font, rotate: degrees(90) });
  });
  const { report } = await readTextLayer(bytes);
  expect(report.pages[0]).toMatchObject({ width: 842, height: 595 });
  expect(report.pages[0]?.items[0]?.x).toBeCloseTo(50, 1);
});

test('bytes are read from a Node buffer too, and the caller keeps them', async () => {
  const bytes = Buffer.from(
    await pdf(async (doc) => {
      doc.addPage(A4).drawText(WORDS, { x: 40, y: 742, size: 10, font: await doc.embedFont(StandardFonts.Helvetica) });
    }),
  );
  const before = bytes.length;
  expect(await reasonOf(bytes)).toBe('read');
  expect(bytes).toHaveLength(before);
});

test('a scan among the pages is named, so that the patient knows that it was not read', async () => {
  const bytes = await pdf(async (doc) => {
    const font = await doc.embedFont(StandardFonts.Helvetica);
    doc.addPage(A4).drawText(WORDS, { x: 40, y: 742, size: 10, font });
    doc.addPage(A4).drawText('Page 2 of 2', { x: 500, y: 20, size: 8, font });
  });
  expect((await readTextLayer(bytes)).pagesWithoutText).toEqual([2]);
});

const encrypted = () =>
  pdf(async (doc) => {
    doc.addPage(A4).drawText(WORDS, { x: 40, y: 742, size: 10, font: await doc.embedFont(StandardFonts.Helvetica) });
    doc.encrypt({ userPassword: '01011980', ownerPassword: 'lab' });
  });

test.each([
  ['a scan without text needs the reader in the cloud', 'needs-cloud-reader', () => pdf((doc) => void doc.addPage(A4))],
  ['a report with a password says so', 'encrypted', encrypted],
  ['something that is no PDF is broken', 'broken', async () => new TextEncoder().encode('%PDF-1.7 and then nothing of the kind')],
  ['an empty file is broken', 'broken', async () => new Uint8Array()],
])('%s', async (_, reason, make) => {
  expect(await reasonOf(await make())).toBe(reason);
});

test('a file of more pages, more words or more work than a lab report has is refused', async () => {
  const bytes = await pdf(async (doc) => {
    const font = await doc.embedFont(StandardFonts.Helvetica);
    for (let page = 0; page < 3; page += 1) doc.addPage(A4).drawText(WORDS, { x: 40, y: 742, size: 10, font });
  });
  const enough = { pages: 3, items: 100, milliseconds: 60_000 };
  expect(await reasonOf(bytes, enough)).toBe('read');
  expect(await reasonOf(bytes, { ...enough, pages: 2 })).toBe('too-long');
  expect(await reasonOf(bytes, { ...enough, items: 2 })).toBe('too-long');
  expect(await reasonOf(bytes, { ...enough, milliseconds: -1 })).toBe('too-long');
});
