import { appointment } from '../appointments/items.ts';
import { type Access, recordAccessOf } from '../consents/items.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { absent, all, attribute, type Condition } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import type { DocumentCategory } from './contract.ts';
import { wordsIn } from './description.ts';
import { document, documentsOf, findDocuments, type StoredDocument } from './items.ts';

const noSuchFile = new ApiError('not-found', 'There is no such file.');
const noSuchRecord = new ApiError('not-found', 'There is no such record.');
export const changedElsewhere = new ApiError(
  'changed-elsewhere',
  'This file was changed in another window meanwhile. Look at it, then save again.',
);

export type ListQuery = {
  readonly cursor?: string | undefined;
  readonly limit?: string | undefined;
  readonly patientId?: string | undefined;
  readonly category?: DocumentCategory | undefined;
  readonly q?: string | undefined;
  readonly show?: 'kept' | 'deleted' | undefined;
};

type Page = { readonly items: StoredDocument[]; readonly nextCursor: string | undefined };

/** Which of a person's files are asked for, and may be shown. */
const filterOf = ({ category, q, show }: ListQuery, as: Access['as'], now: Instant): Condition => {
  const status = attribute('status');
  const shown =
    as === 'reader'
      ? [status.is('available')]
      : show === 'deleted'
        ? [status.is('deleted'), attribute('erasing').isMissing(), attribute('eraseAt').isAfter(now)]
        : [status.isNot('deleted')];
  return all(
    ...shown,
    ...(category ? [attribute('category').is(category)] : []),
    ...wordsIn(q).map((word) => attribute('words').contains(word)),
  );
};

const placeOf = ({ createdAt, documentId }: StoredDocument): string => `${createdAt}#${documentId}`;

/** One page of chosen files: few, so they are read by their keys and sorted here. */
const pageOf = (found: readonly StoredDocument[], query: ListQuery): Page => {
  const words = wordsIn(query.q);
  const after = query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url').toString('utf8');
  const wanted = found
    .filter(({ category }) => query.category === undefined || category === query.category)
    .filter((stored) => words.every((word) => stored.words.includes(word)))
    .filter((stored) => after === undefined || placeOf(stored) < after)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
  const items = wanted.slice(0, pageSize(query));
  const last = items.at(-1);
  return { items, nextCursor: last && wanted.length > items.length ? Buffer.from(placeOf(last)).toString('base64url') : undefined };
};

/** Medical files for one caller: the owner's own, a reader's for as long as a consent lets them, nobody any other. */
export const documentRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;

  const mayRead = (access: Access | undefined, { documentId, status }: StoredDocument): access is Access =>
    access?.as === 'reader' && status === 'available' && (access.record || access.documentIds.has(documentId));

  const isGone = ({ erasing, eraseAt }: StoredDocument, now: Instant): boolean =>
    erasing === true || (eraseAt !== undefined && eraseAt <= now);

  /** The caller's own; one whose time is over is as none, except to whoever says that it is over. */
  const findMine = async (documentId: string, now: Instant, which?: 'also gone'): Promise<StoredDocument> => {
    const stored = await table.find(document, { documentId });
    if (stored?.patientId !== accountId || (which !== 'also gone' && isGone(stored, now))) throw noSuchFile;
    return stored;
  };

  return {
    findMine,

    /** A file and as whom the caller reads it; what they may not read is 404, as if there were none. */
    findReadable: async (documentId: string, now: Instant): Promise<{ readonly stored: StoredDocument; readonly access: Access }> => {
      const stored = await table.find(document, { documentId });
      if (!stored) throw noSuchFile;
      if (stored.patientId === accountId) {
        if (isGone(stored, now)) throw noSuchFile;
        return { stored, access: { as: 'owner' } };
      }
      const access = await recordAccessOf(table, principal, stored.patientId, now);
      if (!mayRead(access, stored)) throw noSuchFile;
      return { stored, access };
    },

    list: async (query: ListQuery, now: Instant): Promise<Page & { readonly access: Access; readonly patientId: string }> => {
      const patientId = query.patientId ?? accountId;
      const access = await recordAccessOf(table, principal, patientId, now);
      if (!access) throw noSuchRecord;
      if (access.as === 'reader' && query.show === 'deleted') return { items: [], nextCursor: undefined, access, patientId };
      if (access.as === 'reader' && !access.record) {
        const chosen = await findDocuments(table, [...access.documentIds]);
        const readable = chosen.filter((stored) => stored.patientId === patientId && mayRead(access, stored));
        return { ...pageOf(readable, query), access, patientId };
      }
      const { items, nextCursor } = await table.query({
        index: 'gsi1',
        partition: documentsOf(patientId),
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
        filter: filterOf(query, access.as, now),
      });
      return { items: items.map((item) => document.parse(item)), nextCursor, access, patientId };
    },

    /** A file may be put to an appointment of its owner's only; another's is refused as one that there is not. */
    requireAppointment: async (appointmentId: string | null | undefined, field: string): Promise<void> => {
      if (!appointmentId) return;
      const booked = await table.find(appointment, { appointmentId });
      if (booked?.patientId !== accountId) throw invalidRequest([{ field, rule: 'must be one of your appointments' }]);
    },

    add: (created: StoredDocument): Write => put(document.make(created, created)).when(absent, outdated),

    /** A new description, over the one that the owner has seen. What the checks find meanwhile is no reason to refuse it. */
    save: (before: StoredDocument, after: StoredDocument): Write =>
      put(document.make(after, after)).when(all(attribute('revision').is(before.revision), attribute('step').is(before.step)), (current) =>
        current?.revision === before.revision ? outdated : current ? changedElsewhere : noSuchFile,
      ),
  };
};
