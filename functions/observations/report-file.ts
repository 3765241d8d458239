import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { LARGEST_BYTES } from '../documents/contract.ts';
import { objectKeyOf, type StoredDocument } from '../documents/items.ts';
import { env } from '../shared/env.ts';

const client = new S3Client({ maxAttempts: 3 });

const isMissing = (error: unknown): boolean => error instanceof Error && ['NoSuchKey', 'NoSuchVersion', 'NotFound'].includes(error.name);

/** The bytes of a file that passed its checks, in the version that did; nothing if they are gone. */
export const bytesOf = async ({ documentId, object }: Pick<StoredDocument, 'documentId' | 'object'>): Promise<Uint8Array | undefined> => {
  try {
    const reply = await client.send(
      new GetObjectCommand({ Bucket: env('FILES_BUCKET'), Key: objectKeyOf(documentId), VersionId: object?.versionId }),
    );
    if ((reply.ContentLength ?? Number.POSITIVE_INFINITY) > LARGEST_BYTES) throw new Error('A file is longer than a file can be');
    return await reply.Body?.transformToByteArray();
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};
