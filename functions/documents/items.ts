import * as z from 'zod';

import { DuePlace } from '../shared/due/due-item.ts';
import { itemKind } from '../shared/table/item.ts';
import type { Table } from '../shared/table/table.ts';
import { Instant } from '../shared/values.ts';
import { MedicalFile, RejectReason } from './contract.ts';

/** One state of the object under a file's key. Of a bucket that keeps versions the version says it all. */
export const ObjectVersion = z.object({ etag: z.string(), versionId: z.string().optional() });
export type ObjectVersion = z.infer<typeof ObjectVersion>;

export const isSame = (a: ObjectVersion, b: ObjectVersion): boolean =>
  a.versionId === b.versionId && (a.versionId !== undefined || a.etag === b.etag);

export const documentsOf = (patientId: string): string => `patient#${patientId}#documents`;

export const document = itemKind({
  type: 'document',
  version: 1,
  schema: MedicalFile.omit({ scannedBy: true, pages: true, restorableUntil: true }).extend({
    /** Of the file that was announced; base64. */
    sha256: z.string(),
    /** Name, provider, tags and note in lower case, for the search. */
    words: z.string(),
    /** What came, and what our own checks found in it. */
    object: ObjectVersion.extend({ finding: z.enum(['sound', ...RejectReason.options]), pages: z.int().min(1).optional() }).optional(),
    /** What the scanner said, by version; it may speak before we have heard of the object. */
    verdicts: z.array(ObjectVersion.extend({ clean: z.boolean(), scannedBy: z.enum(['guardduty', 'clamav', 'structure-checks']) })),
    /** Found bad: from here on it can only be rejected, once its object is gone. */
    condemned: RejectReason.optional(),
    /** From when on object and description are to be erased. */
    eraseAt: Instant.optional(),
    /** The erasing has begun: it cannot be brought back. */
    erasing: z.boolean().optional(),
    due: z.array(DuePlace),
    /** Counts the changes of state, as `revision` counts those of the description. */
    step: z.int().min(1),
  }),
  key: ({ documentId }: { documentId: string }) => ({ pk: `document#${documentId}`, sk: 'document' }),
  indexes: ({ documentId, patientId, createdAt }) => ({
    gsi1pk: documentsOf(patientId),
    gsi1sk: `${createdAt}#${documentId}`,
  }),
  holds: 'A medical file: what it is called, how far its checks are; the bytes are in S3 under `files/<documentId>`',
  readBy: [
    'documents: the owner, readers, every check',
    'documents: the owner’s list, newest first',
    'consents: whether a file to be shared is the patient’s',
  ],
});
export type StoredDocument = z.infer<typeof document.schema>;

/** Says nothing of the person, the file or what is in it. */
export const objectKeyOf = (documentId: string): string => `files/${documentId}`;

/** The file of an object's key; nothing if it is none of ours. */
export const documentIdOf = (objectKey: string): string | undefined => /^files\/([\w-]{1,128})$/.exec(objectKey)?.[1];

/** At most so many at once; DynamoDB reads no more in one call. */
const TOGETHER = 100;

export const findDocuments = async (table: Table, documentIds: readonly string[]): Promise<StoredDocument[]> => {
  const found: StoredDocument[] = [];
  for (let from = 0; from < documentIds.length; from += TOGETHER)
    found.push(
      ...(await table.findMany(
        document,
        documentIds.slice(from, from + TOGETHER).map((documentId) => ({ documentId })),
      )),
    );
  return found;
};

/** Whether all these files are one person's, and there to be shared. Says the same of another's file as of none. */
export const areFilesOf = async (table: Table, patientId: string, documentIds: readonly string[]): Promise<boolean> => {
  const found = await findDocuments(table, [...new Set(documentIds)]);
  const shareable = found.filter((each) => each.patientId === patientId && each.status !== 'rejected' && each.status !== 'deleted');
  return shareable.length === new Set(documentIds).size;
};
