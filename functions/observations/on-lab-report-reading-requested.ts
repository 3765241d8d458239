import { LabReportReadingRequested } from '../../events/observations/lab-report-reading-requested.v1.ts';
import { findDocuments } from '../documents/items.ts';
import { profile } from '../identity/items.ts';
import type { ConsumerOptions } from '../shared/events/consumer.ts';
import { reaction } from '../shared/events/reaction.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { afterReading, proposalsOf, type ReadingResult, saveImport } from './imports.ts';
import { observationImport, type StoredImport } from './items.ts';
import type { Person } from './lab-report/printed-range.ts';
import { proposeFrom } from './lab-report/propose.ts';
import type { ReportText } from './lab-report/report-text.ts';
import { readTextLayer, UnreadablePdf } from './lab-report/text-layer.ts';
import { MARKERS } from './markers/catalogue.ts';
import { bytesOf } from './report-file.ts';
import { readScan } from './scan-reader.ts';

/** The sex that a range may be printed by. The age is left to the report: it is the age on its day. */
const personOf = async (table: Table, patientId: string): Promise<Person> => {
  const sex = (await table.find(profile, { accountId: patientId }))?.sex;
  return sex === 'female' || sex === 'male' ? { sex } : {};
};

type Text = { readonly report: ReportText; readonly pagesWithoutText: readonly number[] };

/** The file's own text, else what the cloud's reader sees in the picture. */
const textOf = async (bytes: Uint8Array, contentType: string): Promise<Text | UnreadablePdf> => {
  if (contentType === 'application/pdf') {
    const read = await readTextLayer(bytes).catch((error: unknown) => {
      if (error instanceof UnreadablePdf) return error;
      throw error;
    });
    if (!(read instanceof UnreadablePdf) || read.reason !== 'needs-cloud-reader') return read;
  }
  const report = await readScan(bytes, contentType);
  return report ? { report, pagesWithoutText: [] } : new UnreadablePdf('needs-cloud-reader');
};

const readReport = async (table: Table, stored: StoredImport): Promise<ReadingResult> => {
  const [file] = await findDocuments(table, [stored.documentId ?? '']);
  const usable = file?.patientId === stored.patientId && file.status === 'available' ? file : undefined;
  const bytes = usable && (await bytesOf(usable));
  if (!usable || !bytes) return { status: 'failed', problem: 'file-gone' };
  const text = await textOf(bytes, usable.contentType);
  if (text instanceof UnreadablePdf)
    return text.reason === 'needs-cloud-reader' ? { status: text.reason } : { status: 'failed', problem: text.reason };
  const proposals = proposalsOf(proposeFrom(text.report, MARKERS, await personOf(table, stored.patientId)), stored);
  if (proposals.length === 0) return { status: 'failed', problem: 'no-values' };
  return { status: 'to-review', report: text.report, proposals, pagesNotRead: text.pagesWithoutText };
};

/** Reads a lab report among a patient's files, for the patient's review. */
export const readReports = (options?: ConsumerOptions) =>
  reaction(
    'observations-on-lab-report-reading-requested',
    [LabReportReadingRequested],
    async ({ data }, { table }) => {
      const stored = await table.find(observationImport, data);
      // Put aside meanwhile, or read by another delivery.
      if (stored?.status !== 'reading') return undefined;
      const after = afterReading(stored, await readReport(table, stored));
      return { writes: [saveImport(stored, after, outdated)] };
    },
    options,
  );

export const handler = readReports();
