import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

import { env } from '../shared/env.ts';
import { contentDisposition } from './content-disposition.ts';
import { DOWNLOAD_SECONDS, UPLOAD_MINUTES } from './contract.ts';
import { type ObjectVersion, objectKeyOf, type StoredDocument } from './items.ts';

// A checksum is asked for where it is wanted: on a link that a browser opens it would be one more thing to sign.
const client = new S3Client({ maxAttempts: 3, responseChecksumValidation: 'WHEN_REQUIRED' });

const bucket = () => env('FILES_BUCKET');

const isMissing = (error: unknown): boolean => error instanceof Error && ['NoSuchKey', 'NoSuchVersion', 'NotFound'].includes(error.name);

const versionIn = (reply: { readonly ETag?: string | undefined; readonly VersionId?: string | undefined }): ObjectVersion => ({
  etag: bareEtag(reply.ETag ?? ''),
  versionId: reply.VersionId,
});

/** S3 quotes an ETag in a header, and not in an event. */
export const bareEtag = (etag: string): string => etag.replaceAll('"', '');

/**
 * A form that lets its holder put exactly this file under exactly this key: S3 refuses another key, type, size or content
 * (the checksum), and everything once the time is over.
 */
export const uploadForm = async ({
  documentId,
  contentType,
  bytes,
  sha256,
}: StoredDocument): Promise<{ readonly url: string; readonly fields: Record<string, string> }> =>
  createPresignedPost(client, {
    Bucket: bucket(),
    Key: objectKeyOf(documentId),
    Expires: UPLOAD_MINUTES * 60,
    // Each field is a condition too: its value and no other.
    Fields: {
      'Content-Type': contentType,
      'x-amz-checksum-algorithm': 'SHA256',
      'x-amz-checksum-sha256': sha256,
    },
    Conditions: [['content-length-range', bytes, bytes]],
  });

/** A link to the verified bytes, in force for minutes; it says under which name and as what they are saved or shown. */
export const downloadLink = async (
  { documentId, contentType, name, object }: StoredDocument,
  how: { readonly as: 'preview' | 'file'; readonly reader: keyof typeof DOWNLOAD_SECONDS; readonly clock: () => number },
): Promise<string> =>
  getSignedUrl(
    client,
    new GetObjectCommand({
      Bucket: bucket(),
      Key: objectKeyOf(documentId),
      VersionId: object?.versionId,
      ResponseContentType: contentType,
      ResponseContentDisposition: contentDisposition(how.as === 'preview' ? 'inline' : 'attachment', name, contentType),
      ResponseCacheControl: 'private, no-store',
    }),
    { expiresIn: DOWNLOAD_SECONDS[how.reader], signingDate: new Date(how.clock()) },
  );

/** What is under a file's key now; nothing if there is nothing. */
export const findCurrent = async (documentId: string): Promise<ObjectVersion | undefined> => {
  try {
    return versionIn(await client.send(new HeadObjectCommand({ Bucket: bucket(), Key: objectKeyOf(documentId) })));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

/** One version, and its bytes unless it is longer than it may be; nothing if it is gone. */
export const readVersion = async (
  documentId: string,
  versionId: string | undefined,
  longest: number,
): Promise<{ readonly version: ObjectVersion; readonly content: Uint8Array | 'too-long' } | undefined> => {
  try {
    const reply = await client.send(new GetObjectCommand({ Bucket: bucket(), Key: objectKeyOf(documentId), VersionId: versionId }));
    const version = versionIn(reply);
    if ((reply.ContentLength ?? Number.POSITIVE_INFINITY) > longest) {
      (reply.Body as { destroy?: () => void } | undefined)?.destroy?.();
      return { version, content: 'too-long' };
    }
    return { version, content: (await reply.Body?.transformToByteArray()) ?? new Uint8Array() };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const eraseVersion = async (documentId: string, versionId: string | undefined): Promise<void> => {
  await client.send(new DeleteObjectCommand({ Bucket: bucket(), Key: objectKeyOf(documentId), VersionId: versionId }));
};

/** Erases a version that is not needed. */
export const eraseSurplus = async (documentId: string, versionId: string): Promise<void> => eraseVersion(documentId, versionId);

/** Erases everything that was ever put under a file's key; can be repeated without harm. */
export const eraseObject = async (documentId: string): Promise<void> => {
  const Key = objectKeyOf(documentId);
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket: bucket(), Prefix: Key, KeyMarker, VersionIdMarker }));
    for (const each of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
      if (each.Key === Key) await eraseVersion(documentId, each.VersionId);
    KeyMarker = page.NextKeyMarker;
    VersionIdMarker = page.NextVersionIdMarker;
  } while (KeyMarker !== undefined);
};
