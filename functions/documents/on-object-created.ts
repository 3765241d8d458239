import { ObjectCreated } from '../../events/documents/object-created.ts';
import { env } from '../shared/env.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { bareEtag, eraseObject, eraseSurplus, readVersion } from './bucket.ts';
import { documentIdOf, isSame } from './items.ts';
import { arrived, examined, mustBeGone } from './lifecycle.ts';
import { carryOut, settle } from './settle.ts';

const NAME = 'documents-on-object-created';

/**
 * Examines what was uploaded: is it what was announced, and nothing else. An object that belongs to no file, or to one that is
 * rejected or being erased, is erased, whenever it comes.
 */
export const examineUploads = (options?: ConsumerOptions) =>
  consumer(
    NAME,
    [ObjectCreated],
    async ({ data: { bucket, object }, correlationId }, { table, surroundings }) => {
      const documentId = documentIdOf(object.key);
      if (bucket.name !== env('FILES_BUCKET') || documentId === undefined) return { skipped: 'none of ours' };
      const around = { table, surroundings, consumer: NAME, correlationId };
      const announced = await settle(around, documentId, arrived);
      if (!announced || mustBeGone(announced)) {
        await (announced ? carryOut(around, announced) : eraseObject(documentId));
        return { done: 'erased' };
      }
      const versionId = object['version-id'];
      if (announced.object && isSame(announced.object, { etag: bareEtag(object.etag), versionId })) return { skipped: 'known' };
      if (announced.object && versionId !== undefined) {
        await eraseSurplus(documentId, versionId);
        return { done: 'erased' };
      }
      const read = await readVersion(documentId, versionId, announced.bytes);
      if (!read) return { skipped: 'gone' };
      const { examine } = await import('./checking/examine.ts');
      const found = await examine(read.content, announced);
      const known = await settle(around, documentId, (stored) => examined(stored, read.version, found));
      const after = known && (await carryOut(around, known));
      if (!after) {
        await eraseObject(documentId);
        return { done: 'erased' };
      }
      if (after.object && versionId !== undefined && !isSame(after.object, read.version)) await eraseSurplus(documentId, versionId);
      return { done: after.rejectReason ?? found.finding };
    },
    options,
  );

export const handler = examineUploads();
