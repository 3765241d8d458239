import { DocumentEraseDue } from '../../events/documents/document-erase-due.v1.ts';
import { nowOf } from '../shared/context.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { expired } from './lifecycle.ts';
import { carryOut, eraseForGood, settle } from './settle.ts';

const NAME = 'documents-on-document-erase-due';

/** Erases what was deleted and not brought back in time: the object, then its description. */
export const eraseDocuments = (options?: ConsumerOptions) =>
  consumer(
    NAME,
    [DocumentEraseDue],
    async ({ data: { documentId }, correlationId }, { table, surroundings }) => {
      const now = nowOf(surroundings);
      const around = { table, surroundings, consumer: NAME, correlationId };
      const known = await settle(around, documentId, (stored) => expired(stored, now));
      if (!known) return { skipped: 'no such file' };
      if (!known.erasing) {
        await carryOut(around, known);
        return { skipped: 'kept' };
      }
      await eraseForGood(around, known);
      return { done: 'erased' };
    },
    options,
  );

export const handler = eraseDocuments();
