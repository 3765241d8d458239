import { createHash } from 'node:crypto';
import type { Page } from 'playwright-core';

import type { Consent, ConsentScope } from '../functions/consents/contract.ts';
import type { MedicalFile } from '../functions/documents/contract.ts';
import { pdfOf, pngOf } from '../functions/documents/testing/files.ts';
import type { ObservationImport } from '../functions/observations/contract.ts';
import { LAYOUTS, printReport } from '../functions/observations/lab-report/testing/corpus.ts';
import type { TrueValue } from '../functions/observations/lab-report/testing/truth.ts';
import { type Person, until } from './cloud.ts';

/** The API lets one token ask a hundred times a minute. */
const BETWEEN_LOOKS = 700;

/** As a file chooser takes it. */
export type Paper = { name: string; mimeType: string; buffer: Buffer };

/** A PDF of one page that is about as large as said. */
export const paperOf = (name: string, bytes = 2_000): Paper => ({
  name,
  mimeType: 'application/pdf',
  buffer: pdfOf([{ data: Buffer.alloc(bytes, 'Sahyadri Path Labs, Pune. ') }]),
});

/** A picture of grey stripes that no compression makes small: about `width` times `height` bytes. */
export const scanOf = (name: string, width = 40, height = 30): Paper => {
  const rows = Buffer.alloc((width + 1) * height);
  for (let at = 0; at < rows.length; at += 1) rows[at] = at % (width + 1) === 0 ? 0 : (at * 2_654_435_761) >>> 24;
  return { name, mimeType: 'image/png', buffer: pngOf({ width, height, rows }) };
};

/** A report as a laboratory prints it, and what it says. */
export const labReport = async (name: string, seed: number): Promise<{ paper: Paper; values: readonly TrueValue[] }> => {
  const [layout] = LAYOUTS;
  if (!layout) throw new Error('There is no layout');
  const { pdf, truth } = await printReport(layout, seed);
  return { paper: { name, mimeType: 'application/pdf', buffer: Buffer.from(pdf) }, values: truth.values };
};

type Announced = { document: MedicalFile; upload: { url: string; fields: Record<string, string> } };

/** Announces a file and sends it to the bucket. */
export const sendFile = async (
  person: Person,
  { name, mimeType, buffer }: Paper,
  about: Record<string, unknown> = {},
): Promise<MedicalFile> => {
  const sha256 = createHash('sha256').update(buffer).digest('base64');
  const { document, upload } = await person.call<Announced>('POST', '/documents', {
    body: { category: 'other', tags: [], ...about, name, contentType: mimeType, bytes: buffer.length, sha256 },
  });
  const form = new FormData();
  for (const [field, value] of Object.entries(upload.fields)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(buffer)]));
  const reply = await fetch(upload.url, { method: 'POST', body: form });
  if (!reply.ok) throw new Error(`The bucket answered ${reply.status}: ${await reply.text()}`);
  return document;
};

/** Waits until a file was checked, well or not. */
export const whenChecked = (person: Person, documentId: string): Promise<MedicalFile> =>
  until(
    'the file to be checked',
    async () => {
      const found = await person.call<MedicalFile>('GET', `/documents/${documentId}`);
      return found.status !== 'uploading' && found.status !== 'quarantined' && found;
    },
    60,
    BETWEEN_LOOKS,
  );

/** A file in somebody's record, checked and ready. */
export const addFile = async (person: Person, paper: Paper, about?: Record<string, unknown>): Promise<MedicalFile> => {
  const { documentId } = await sendFile(person, paper, about);
  const file = await whenChecked(person, documentId);
  if (file.status !== 'available') throw new Error(`${paper.name} is ${file.status}: ${file.rejectReason}`);
  return file;
};

/** Has a report among somebody's files read. */
export const readReport = async (person: Person, documentId: string): Promise<ObservationImport> => {
  const { importId } = await person.call<ObservationImport>('POST', '/observation-imports', { body: { kind: 'lab-report', documentId } });
  return until(
    'the report to be read',
    async () => {
      const found = await person.call<ObservationImport>('GET', `/observation-imports/${importId}`);
      return found.status !== 'reading' && found;
    },
    60,
    BETWEEN_LOOKS,
  );
};

export const addValues = (
  person: Person,
  observations: { code: string; value: string; unit: string; at: string; [more: string]: unknown }[],
): Promise<unknown> => person.call('POST', '/observations', { body: { observations } });

/** What somebody agrees to, for a month. */
export const agreementOf = (scope: ConsentScope) => ({
  scope,
  purpose: 'care',
  endsAt: new Date(Date.now() + 30 * 86_400_000).toISOString().replace(/\.\d+/, ''),
  notice: 'sharing-1',
});

export const shareWith = (person: Person, doctorId: string, scope: ConsentScope): Promise<Consent> =>
  person.call<Consent>('POST', '/consents', { body: { doctorId, ...agreementOf(scope) } });

/** The network of a page becomes as slow as a village's: so many bytes a second go up, ten times as many come down. */
export const slowDown = async (page: Page, bytesPerSecond: number): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 60,
    uploadThroughput: bytesPerSecond,
    downloadThroughput: 10 * bytesPerSecond,
  });
};

/**
 * A file on its way, in the list above the files. Its buttons say which file they are for, to those who only hear them.
 */
export const uploadOf = (page: Page, name: string) => {
  const row = page.getByRole('region', { name: 'Files on their way' }).getByRole('listitem').filter({ hasText: name });
  return { row, button: (label: string) => row.getByRole('button', { name: `${label} ${name}` }) };
};

/** A file in the list, which is not on its way any more. */
export const fileIn = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Files, newest first' }).getByRole('link').filter({ hasText: name });
