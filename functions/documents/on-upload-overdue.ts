import { UploadOverdue } from '../../events/documents/upload-overdue.v1.ts';
import { type ConsumerOptions, consumer } from '../shared/events/consumer.ts';
import { overdue } from './lifecycle.ts';
import { carryOut, settle } from './settle.ts';

const NAME = 'documents-on-upload-overdue';

/** Gives up an upload that never came, or that could not be checked within a day; finishes a rejection that was cut off. */
export const giveUpUploads = (options?: ConsumerOptions) =>
  consumer(
    NAME,
    [UploadOverdue],
    async ({ data: { documentId }, correlationId }, { table, surroundings }) => {
      const around = { table, surroundings, consumer: NAME, correlationId };
      const known = await settle(around, documentId, overdue);
      if (!known) return { skipped: 'no such file' };
      return { done: (await carryOut(around, known)).status };
    },
    options,
  );

export const handler = giveUpUploads();
