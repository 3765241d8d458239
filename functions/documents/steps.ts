import { DocumentEraseDue } from '../../events/documents/document-erase-due.v1.ts';
import { schedule, unschedule } from '../shared/due/due-item.ts';
import { all, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { document, type StoredDocument } from './items.ts';

/** The item after a change of state, if nothing about it has changed since it was read. */
export const nextStep = (before: StoredDocument, after: StoredDocument): { readonly item: StoredDocument; readonly write: Write } => {
  const item = { ...after, step: before.step + 1 };
  const unchanged = all(attribute('step').is(before.step), attribute('revision').is(before.revision));
  return { item, write: put(document.make(item, item)).when(unchanged, outdated) };
};

/** The item with its erasing set for a time; what else was due for it is taken back. */
export const eraseFrom = (
  stored: StoredDocument,
  eraseAt: Instant,
  written: { readonly now: Instant; readonly correlationId: string },
): { readonly after: StoredDocument; readonly writes: Write[] } => {
  const { documentId } = stored;
  const due = schedule(`document-erase#${documentId}#${eraseAt}`, DocumentEraseDue.of({ documentId }), eraseAt, written);
  const kept = stored.due.filter(({ id }) => id !== due.place.id);
  return { after: { ...stored, eraseAt, due: [due.place] }, writes: [due.write, ...kept.map(unschedule)] };
};
