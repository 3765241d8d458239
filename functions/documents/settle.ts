import { DocumentAvailable } from '../../events/documents/document-available.v1.ts';
import type { NewEvent } from '../../events/envelope.ts';
import { noticeWanted } from '../notifications/items.ts';
import { nowOf, type Surroundings } from '../shared/context.ts';
import { unschedule } from '../shared/due/due-item.ts';
import { type Command, commandOfArogya } from '../shared/table/command.ts';
import { attribute } from '../shared/table/condition.ts';
import { lookAgain, outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { remove } from '../shared/table/write.ts';
import { later } from '../shared/values.ts';
import { eraseObject } from './bucket.ts';
import { RESTORE_DAYS } from './contract.ts';
import { document, type StoredDocument } from './items.ts';
import { mustBeGone, rejected } from './lifecycle.ts';
import { eraseFrom, nextStep } from './steps.ts';

/** Who changes a file, and when: a consumer of ours by its name, or a person. */
export type Around = {
  readonly table: Table;
  readonly surroundings: Surroundings;
  readonly consumer: string;
  readonly correlationId: string;
};

/** One command of a consumer's, with its receipt; the file's step is in the key, so that each step is taken once. */
const commandOf = ({ table, surroundings, consumer, correlationId }: Around, { documentId, step }: StoredDocument): Command =>
  commandOfArogya(table, {
    callerId: `arogya:${consumer}`,
    action: consumer,
    idempotencyKey: `${documentId}#${step}`,
    requestHash: '',
    now: nowOf(surroundings),
    correlationId,
  });

const touchedBy = ({ documentId, patientId }: StoredDocument) => [{ subjectId: patientId, resource: `document#${documentId}` }];

/** Whoever waits for a report is told that it will not come; a form that was never used is no news. */
const noticeOf = ({ documentId, patientId, rejectReason }: StoredDocument): NewEvent[] =>
  rejectReason === 'never-came'
    ? []
    : [noticeWanted({ noticeId: `file-rejected.${documentId}`, recipientId: patientId, kind: 'file-rejected', about: { documentId } })];

/** Takes up what was learnt of a file, and what follows from it in the table; nothing if there is no such file. */
export const settle = (
  around: Around,
  documentId: string,
  learn: (stored: StoredDocument) => StoredDocument,
): Promise<StoredDocument | undefined> =>
  lookAgain(async () => {
    const before = await around.table.find(document, { documentId });
    if (!before) return undefined;
    const learnt = learn(before);
    if (learnt === before) return before;
    const command = commandOf(around, before);
    const { now } = command;
    const opened = learnt.status === 'available' && before.status !== 'available';
    const ended = learnt.status === 'rejected' && before.status !== 'rejected';
    // A rejected file stays in the list with its reason for as long as a deleted one.
    const { after, writes } = ended
      ? eraseFrom(learnt, later(now, RESTORE_DAYS * 86_400), { now, correlationId: around.correlationId })
      : opened
        ? { after: { ...learnt, availableAt: now, due: [] }, writes: learnt.due.map(unschedule) }
        : { after: learnt, writes: [] };
    const { item, write } = nextStep(before, after);
    const { replayed } = await command.commit(
      [write, ...writes],
      '',
      opened ? [DocumentAvailable.of({ documentId, patientId: item.patientId })] : ended ? noticeOf(item) : [],
      opened || ended ? touchedBy(item) : [],
    );
    // Another delivery has taken this step meanwhile, and perhaps learnt something else.
    if (replayed) throw outdated;
    return item;
  });

/**
 * Sees to it that the bucket is as the item says. Of a condemned file the object goes first, then the item says so: at no
 * time is there a rejected file with an object, and a try that was killed in between is taken up by the next.
 */
export const carryOut = async (around: Around, stored: StoredDocument): Promise<StoredDocument> => {
  if (!mustBeGone(stored)) return stored;
  await eraseObject(stored.documentId);
  if (!stored.condemned || stored.rejectReason) return stored;
  return (await settle(around, stored.documentId, rejected)) ?? stored;
};

/** Object and item go, in this order. */
export const eraseForGood = async (around: Around, stored: StoredDocument): Promise<void> => {
  await eraseObject(stored.documentId);
  await lookAgain(async () => {
    const last = await around.table.find(document, stored);
    if (!last) return;
    const { documentId, step, due } = last;
    await commandOf(around, last).commit(
      [remove(document.key({ documentId })).when(attribute('step').is(step), outdated), ...due.map(unschedule)],
      '',
      [],
      touchedBy(last),
    );
  });
};
