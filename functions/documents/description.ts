import type * as z from 'zod';

import { invalidRequest } from '../shared/http/errors.ts';
import { type CalendarDate, type Instant, indianDateOf } from '../shared/values.ts';
import type { DocumentChanges, MedicalFile } from './contract.ts';
import type { StoredDocument } from './items.ts';
import { isRestorable, scannedBy } from './lifecycle.ts';

type Described = Pick<StoredDocument, 'name' | 'provider' | 'tags' | 'note'>;

/** Text as the search compares it. */
export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Every word of a description, for the search. */
export const wordsOf = ({ name, provider, tags, note }: Described): string =>
  searchable([name, provider, ...tags, note].filter((part) => part !== undefined).join('\n'));

/** The words of a question; a file that has all of them answers it. */
export const wordsIn = (question: string | undefined): string[] =>
  searchable(question ?? '')
    .split(/\s+/)
    .filter(Boolean);

const EARLIEST_REPORT = '1900-01-01';

/** No report is from the future (Asia/Kolkata). */
export const requireDate = (date: CalendarDate | null | undefined, now: Instant, field: string): void => {
  if (date && (date > indianDateOf(now) || date < EARLIEST_REPORT))
    throw invalidRequest([{ field, rule: `must be from ${EARLIEST_REPORT} to today` }]);
};

const distinct = (tags: readonly string[]): string[] => [...new Set(tags)];

/** A description's parts as they are kept. */
export const described = <Fields extends Described>(fields: Fields): Fields & { words: string } => {
  const kept = { ...fields, name: fields.name.normalize('NFC'), tags: distinct(fields.tags), note: fields.note || undefined };
  return { ...kept, words: wordsOf(kept) };
};

/** The description after a change: what is given replaces, null takes out, the rest stays. */
export const changed = (stored: StoredDocument, changes: z.infer<typeof DocumentChanges>): StoredDocument => {
  const given = Object.fromEntries(
    Object.entries(changes)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value ?? undefined]),
  ) as Partial<StoredDocument>;
  return described({ ...stored, ...given, revision: stored.revision + 1 });
};

/** A file as its owner and its readers see it. */
export const fileOf = (stored: StoredDocument, now: Instant): MedicalFile => {
  const { documentId, patientId, name, category, date, provider, tags, note, appointmentId } = stored;
  const { status, contentType, bytes, rejectReason, createdAt, availableAt, deletedAt, revision, object, eraseAt } = stored;
  return {
    documentId,
    patientId,
    name,
    category,
    date,
    provider,
    tags,
    note,
    appointmentId,
    status,
    contentType,
    bytes,
    scannedBy: scannedBy(stored),
    rejectReason,
    pages: object?.pages,
    createdAt,
    availableAt,
    deletedAt,
    restorableUntil: isRestorable(stored, now) ? eraseAt : undefined,
    revision,
  };
};
