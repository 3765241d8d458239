import { createHash, randomUUID } from 'node:crypto';

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { vi } from 'vitest';

import type { Envelope } from '../../../events/envelope.ts';
import { openClinic } from '../../appointments/testing/clinic.ts';
import { consentRoutes, SHARING_NOTICE } from '../../consents/contract.ts';
import { consentsApi } from '../../consents/handler.ts';
import { dueItem } from '../../shared/due/due-item.ts';
import { receipt } from '../../shared/table/receipt.ts';
import type { Table } from '../../shared/table/table.ts';
import { remove } from '../../shared/table/write.ts';
import { type Account, callerOf, lambdaContext } from '../../shared/testing/caller.ts';
import { type Instant, later } from '../../shared/values.ts';
import { type DocumentType, documentRoutes } from '../contract.ts';
import { documentsApi } from '../handler.ts';
import { document, objectKeyOf } from '../items.ts';
import { eraseDocuments } from '../on-document-erase-due.ts';
import { examineUploads } from '../on-object-created.ts';
import { takeVerdicts } from '../on-scan-result.ts';
import { giveUpUploads } from '../on-upload-overdue.ts';
import { BUCKET, type Created, startTestBucket } from './bucket.ts';
import { picture } from './pictures.ts';

type Handler = (event: SQSEvent, context: ReturnType<typeof lambdaContext>) => Promise<SQSBatchResponse>;

export const sha256Of = (file: Uint8Array): string => createHash('sha256').update(file).digest('base64');

/** Delivers one message to a consumer as its queue would; whether it was handled. */
const handed = async (handler: unknown, body: object): Promise<boolean> => {
  const batch = { Records: [{ messageId: randomUUID(), body: JSON.stringify(body) }] } as unknown as SQSEvent;
  return (await (handler as Handler)(batch, lambdaContext())).batchItemFailures.length === 0;
};

export type Verdict = 'NO_THREATS_FOUND' | 'THREATS_FOUND' | 'UNSUPPORTED' | 'ACCESS_DENIED' | 'FAILED';

/** GuardDuty's word on an object that S3 has told of. */
export const scanOf = ({ time, detail: { object } }: Created, result: Verdict = 'NO_THREATS_FOUND', scanner?: 'clamav' | 'signatures') => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'GuardDuty Malware Protection Object Scan Result',
  source: 'aws.guardduty',
  time,
  region: 'ap-south-1',
  resources: [],
  detail: {
    schemaVersion: '1.0',
    scanStatus: result === 'UNSUPPORTED' ? 'SKIPPED' : result === 'ACCESS_DENIED' || result === 'FAILED' ? 'FAILED' : 'COMPLETED',
    resourceType: 'S3_OBJECT',
    s3ObjectDetails: {
      bucketName: BUCKET,
      objectKey: object.key,
      eTag: object.etag,
      versionId: object['version-id'] ?? null,
      s3Throttled: false,
    },
    scanResultDetails: { scanResultStatus: result, threats: null },
    ...(scanner ? { scanner } : {}),
  },
});

/** Where patients keep their files: the clinic's people and table, a bucket, and a clock that S3 and SDK go by too. */
export const openRecordRoom = async () => {
  const clinic = await openClinic();
  const { surroundings } = clinic;
  vi.useFakeTimers({ toFake: ['Date'], now: surroundings.clock() });
  const bucket = await startTestBucket({ clock: surroundings.clock });
  let table: Table = clinic.store.table;
  const options = { surroundings, table: () => table };
  const documents = callerOf(documentRoutes, documentsApi(options));
  const consents = callerOf(consentRoutes, consentsApi(options));
  const consumers = {
    created: examineUploads(options),
    scanned: takeVerdicts(options),
    'upload-overdue': giveUpUploads(options),
    'document-erase-due': eraseDocuments(options),
  };

  const followClock = () => vi.setSystemTime(surroundings.clock());
  const announce = (file: Uint8Array, over: object = {}) => ({
    name: 'Blood report.jpg',
    category: 'lab-report',
    tags: [],
    contentType: 'image/jpeg' as DocumentType,
    bytes: file.length,
    sha256: sha256Of(file),
    ...over,
  });

  const createdOf = (documentId: string) =>
    bucket.created.findLast(({ detail }) => detail.object.key === objectKeyOf(documentId)) as Created;

  /** Announces and sends a file; nothing has looked at it yet. */
  const upload = async (patient: Account, over: object = {}, file: Buffer = picture('jpeg')) => {
    const { status, body } = await documents(patient).call('create', { body: announce(file, over) });
    if (status !== 201) throw new Error(JSON.stringify(body));
    const { document: announced, upload: form } = body.data as {
      document: { documentId: string };
      upload: { url: string; fields: Record<string, string> };
    };
    const sent = await bucket.post(form, file);
    if (sent.status !== 204) throw new Error(sent.code);
    return { documentId: announced.documentId, form, created: createdOf(announced.documentId) };
  };

  /** What has come due, taken out of the table and on its way to its consumer. */
  const takeDue = async (): Promise<{ readonly consumer: keyof typeof consumers; readonly message: { readonly detail: Envelope } }[]> => {
    const due = (await clinic.all())
      .filter(dueItem.is)
      .map((item) => ({ key: { pk: String(item.pk), sk: String(item.sk) }, ...dueItem.parse(item) }))
      .filter(({ dueAt, event }) => dueAt <= clinic.now() && event.name in consumers);
    for (const { key } of due) await clinic.store.table.transact([remove(key)]);
    return due.map(({ event }) => ({ consumer: event.name as keyof typeof consumers, message: { detail: event } }));
  };

  return {
    ...clinic,
    bucket,
    documents,
    consents,
    consumers,
    announce,
    upload,
    createdOf,
    examine: (created: object) => handed(consumers.created, created),
    scan: (created: Created, result?: Verdict, scanner?: 'clamav' | 'signatures') =>
      handed(consumers.scanned, scanOf(created, result, scanner)),
    hand: (consumer: keyof typeof consumers, message: object) => handed(consumers[consumer], message),

    /** A file that has passed every check. */
    file: async (patient: Account, over: object = {}, content?: Buffer): Promise<string> => {
      const { documentId, created } = await upload(patient, over, content);
      if (!(await handed(consumers.created, created)) || !(await handed(consumers.scanned, scanOf(created))))
        throw new Error('not checked');
      return documentId;
    },
    /** Lets a doctor read, for a day unless said otherwise. */
    grant: async (patient: Account, doctor: Account, over: object = {}): Promise<string> => {
      const { status, body } = await consents(patient).call('grant', {
        body: {
          doctorId: doctor.accountId,
          scope: { kind: 'record' },
          purpose: 'care',
          endsAt: later(clinic.now(), 86_400),
          notice: SHARING_NOTICE,
          ...over,
        },
      });
      if (status !== 201) throw new Error(JSON.stringify(body));
      return body.data.consentId as string;
    },
    stored: (documentId: string) => table.find(document, { documentId }),
    objects: (documentId: string): number => bucket.under(objectKeyOf(documentId)).length,
    /** Every trace of the audit trail, oldest first by time. */
    traces: async () =>
      (await clinic.all())
        .filter(receipt.is)
        .map((item) => receipt.parse(item))
        .sort((a, b) => (a.at < b.at ? -1 : 1))
        .flatMap(({ accesses }) => accesses),
    takeDue,
    /** Hands over what has come due, as the sweep and the queues do. */
    sweep: async (): Promise<string[]> => {
      const due = await takeDue();
      for (const { consumer, message } of due)
        if (!(await handed(consumers[consumer], message))) throw new Error(`${consumer} was not handled`);
      return due.map(({ consumer }) => consumer);
    },
    at: (instant: string) => {
      clinic.at(instant);
      followClock();
    },
    pass: (seconds: number) => {
      clinic.pass(seconds);
      followClock();
    },
    now: (): Instant => clinic.now(),
    use: (other: Table) => {
      table = other;
    },
    stop: () => {
      vi.useRealTimers();
      bucket.stop();
      clinic.stop();
    },
  };
};
export type RecordRoom = Awaited<ReturnType<typeof openRecordRoom>>;
