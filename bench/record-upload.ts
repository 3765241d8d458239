import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { LARGEST_BYTES, type MedicalFile } from '../functions/documents/contract.ts';
import { pdfOf } from '../functions/documents/testing/files.ts';
import type { FilesView, FunctionView } from '../local/cloud.ts';
import { startCloud } from '../local/testing.ts';
import { type Ask, openConnections } from './connections.ts';
import { atMost, type Section } from './report.ts';

const WAIT_SECONDS = 60;
/** A description and a checksum. */
const MOST_SENT = 2_048;

/** A scanned report of exactly the largest size: one page, and noise for its picture. */
const largestReport = (): Buffer => {
  const around = 2_000;
  const frame = pdfOf([{ data: Buffer.alloc(LARGEST_BYTES - around) }]).length - (LARGEST_BYTES - around);
  return pdfOf([{ data: randomBytes(LARGEST_BYTES - frame) }]);
};

type Upload = { readonly document: MedicalFile; readonly upload: { readonly url: string; readonly fields: Record<string, string> } };

const number = (bytes: number): string => `${bytes.toLocaleString('en')} B`;

/** Which way the bytes of a file go: through the embedded cloud, as a browser sends it. */
export const measureUpload = async (): Promise<Section> => {
  const cloud = await startCloud({
    // This process has silenced its own handlers; the cloud's write their logs as they do in life.
    env: { AROGYA_WEB: 'off', POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_METRICS_DISABLED: 'false' },
  });
  const line = openConnections(`${cloud.origin}/api/v1`, 1);
  try {
    const token = await cloud.token('uploads');
    const through = { requests: 0, sent: 0, answered: 0 };
    /** A request of the API: what its function is handed, and what it answers. */
    const ask = async <T>(wanted: Omit<Ask, 'token'>): Promise<T> => {
      const text = await line.ask({ ...wanted, token });
      through.requests += 1;
      through.sent += wanted.body === undefined ? 0 : Buffer.byteLength(JSON.stringify(wanted.body));
      through.answered += Buffer.byteLength(text);
      return (JSON.parse(text) as { data: T }).data;
    };
    const invocations = async (): Promise<number> => {
      const functions = await cloud.api<FunctionView[]>('GET', '/functions');
      const own = functions.filter(({ name }) => /-documents-handler$/.test(name));
      if (own.length !== 1) throw new Error(`There are ${own.length} functions that serve the files’ routes`);
      return own[0]?.invocations ?? 0;
    };
    const inBucket = async () => {
      const { buckets } = await cloud.api<FilesView>('GET', '/files');
      return buckets.reduce((sum, { bytes }) => sum + bytes, 0);
    };

    const file = largestReport();
    const described = { name: 'Scan.pdf', category: 'imaging', tags: [], contentType: 'application/pdf', bytes: file.length };
    const { document, upload } = await ask<Upload>({
      path: '/documents',
      body: { ...described, sha256: createHash('sha256').update(file).digest('base64') },
    });

    const held = await inBucket();
    const invokedBefore = await invocations();
    const form = new FormData();
    for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
    form.append('file', new Blob([new Uint8Array(file)]), 'Scan.pdf');
    const startedAt = performance.now();
    const { status } = await fetch(upload.url, { method: 'POST', body: form });
    const sentAfter = performance.now() - startedAt;
    const invokedAfter = await invocations();
    if (status !== 204) throw new Error(`The bucket answered ${status}`);
    const arrived = (await inBucket()) - held;

    const look = () => ask<MedicalFile>({ path: `/documents/${document.documentId}` });
    let seen = await look();
    for (const end = Date.now() + WAIT_SECONDS * 1000; seen.status === 'uploading' || seen.status === 'quarantined'; seen = await look()) {
      if (Date.now() > end) throw new Error(`After ${WAIT_SECONDS} s the file is ${seen.status}`);
      await pause(200);
    }
    const availableAfter = performance.now() - startedAt;
    if (seen.status !== 'available') throw new Error(`The file is ${seen.status}: ${seen.rejectReason}`);
    const { url } = await ask<{ url: string }>({ path: `/documents/${document.documentId}/download` });
    const back = (await (await fetch(url)).arrayBuffer()).byteLength;

    const api = new URL(cloud.origin).host;
    const bucket = new URL(upload.url).host;
    return {
      title: `Upload of a file of ${number(file.length)} (embedded cloud, HTTP as a browser’s)`,
      lines: [
        atMost(
          'sent through the API’s function',
          through.sent,
          MOST_SENT,
          number,
          `${through.requests} requests, ${number(through.answered)} answered`,
        ),
        {
          what: 'sent to the bucket, by the form',
          measured: `${number(arrived)} arrived`,
          aim: number(file.length),
          met: arrived === file.length,
        },
        atMost('calls of that function while the file was sent', invokedAfter - invokedBefore, 0, String),
        { what: 'downloaded by the link, from the bucket', measured: number(back), aim: number(file.length), met: back === file.length },
        { what: 'share that went through the function', measured: `${((through.sent / file.length) * 100).toFixed(4)} %` },
        {
          what: 'time',
          measured: `sent in ${(sentAfter / 1000).toFixed(1)} s, checked and available after ${(availableAfter / 1000).toFixed(1)} s`,
        },
      ],
      notes: [
        `API at ${api}, bucket at ${bucket}. Announcement, polls until the checks are done, and the request for the link are counted, with their answers.`,
        'The checks read the file once out of the bucket, after it has come, in a function of their own that nobody waits for.',
      ],
      data: { file: file.length, through, arrived, back, sentAfter, availableAfter },
    };
  } finally {
    line.close();
    await cloud.stop();
  }
};
