import { optionalEnv } from '../shared/env.ts';
import type { ReportText } from './lab-report/report-text.ts';
import { reportTextOf } from './lab-report/textract.ts';

/** Textract takes so many bytes with the request; more, or more pages than one, would need a job that it works off later. */
const MOST_BYTES = 10 * 1024 * 1024;
const TYPES = ['application/pdf', 'image/jpeg', 'image/png'];

/** What Textract says of a document that it cannot read, however often it is asked. */
const NOT_FOR_TEXTRACT = ['UnsupportedDocumentException', 'DocumentTooLargeException', 'BadDocumentException', 'InvalidParameterException'];

/**
 * The words of a scanned page, read by Amazon Textract: of a photo, or of a PDF of one page. Nothing where there is no such
 * reader (on this computer), or for what it does not take. Words with their places are all that the reading of a report uses,
 * so the cheaper `DetectDocumentText` does; tables are made out of the places, as for a PDF's own text.
 */
export const readScan = async (bytes: Uint8Array, contentType: string): Promise<ReportText | undefined> => {
  if (optionalEnv('TEXTRACT') !== 'on' || bytes.length > MOST_BYTES || !TYPES.includes(contentType)) return undefined;
  // Only a scan pays for the client's start.
  const { DetectDocumentTextCommand, TextractClient } = await import('@aws-sdk/client-textract');
  try {
    const client = new TextractClient({ maxAttempts: 4 });
    const { Blocks = [] } = await client.send(new DetectDocumentTextCommand({ Document: { Bytes: bytes } }));
    return reportTextOf(Blocks as Parameters<typeof reportTextOf>[0]);
  } catch (error) {
    if (error instanceof Error && NOT_FOR_TEXTRACT.includes(error.name)) return undefined;
    throw error;
  }
};
