import type { StoredDocument } from '../documents/items.ts';
import { invalidRequest } from '../shared/http/errors.ts';
import { attribute } from '../shared/table/condition.ts';
import type { Refusal, Write } from '../shared/table/write.ts';
import { put } from '../shared/table/write.ts';
import { type Instant, later, ttlAfter } from '../shared/values.ts';
import type { ImportProblem, ObservationFields, ObservationImport, Proposal } from './contract.ts';
import { IMPORT_DAYS, observationImport, type StoredImport } from './items.ts';
import { printedRange } from './lab-range.ts';
import type { Proposal as Proposed, Reading, Unrecognised } from './lab-report/propose.ts';
import type { ReportText } from './lab-report/report-text.ts';
import type { Entry } from './recording.ts';
import { changedElsewhere } from './repository.ts';

/** A reading that has not ended by now never will: its tries are used up, and a person looks into it. */
const READING_ENDS_SECONDS = 15 * 60;

/** An import as its owner sees it. */
export const importOf = ({ provider: _, expiresAt: __, ...stored }: StoredImport, now: Instant): ObservationImport =>
  stored.status === 'reading' && later(stored.createdAt, READING_ENDS_SECONDS) <= now
    ? { ...stored, status: 'failed', problem: 'took-too-long' }
    : stored;

type Begun = Pick<StoredImport, 'importId' | 'patientId' | 'kind'> &
  Partial<Pick<StoredImport, 'documentId' | 'fileName' | 'provider' | 'proposals' | 'status'>>;

export const begun = (given: Begun, now: Instant): StoredImport => ({
  status: 'to-review',
  proposals: [],
  ...given,
  pages: [],
  pagesNotRead: [],
  createdAt: now,
  expiresAt: ttlAfter(now, IMPORT_DAYS),
  revision: 1,
});

/** The laboratory, if the file says whose it is. */
const sourceOf = ({ provider }: StoredImport): Pick<ObservationFields, 'source'> => (provider === undefined ? {} : { source: provider });

export const importOfFile = (
  { documentId, provider, name }: StoredDocument,
  importId: string,
  patientId: string,
  now: Instant,
): StoredImport =>
  begun(
    { importId, patientId, kind: 'lab-report', documentId, fileName: name, status: 'reading', ...(provider !== undefined && { provider }) },
    now,
  );

const printed = ({ printedName, printedValue, printedUnit, page, box }: Proposed | Unrecognised, documentId: string) => ({
  printedName: printedName.slice(0, 200),
  printedValue: printedValue.slice(0, 200),
  ...(printedUnit !== '' && { printedUnit: printedUnit.slice(0, 60) }),
  provenance: { kind: 'lab-report' as const, documentId, page, box: { x: box.x, y: box.y, width: box.width, height: box.height } },
  confirmed: false,
});

/** What the reader of a report saw, for the review, in the order of the pages. */
export const proposalsOf = ({ proposals, unrecognised }: Reading, stored: StoredImport): Proposal[] => {
  const documentId = stored.documentId ?? '';
  const read = proposals.map((each): Omit<Proposal, 'index'> => {
    const { code, value, comparator, unit, labRange, date, questions } = each;
    const range = labRange && printedRange(labRange.bounds, labRange.text);
    return {
      ...printed(each, documentId),
      fields: {
        code,
        value,
        ...(comparator && { comparator }),
        ...(unit !== undefined && { unit }),
        ...(date && { at: date.day }),
        ...(range && { labRange: range }),
        ...sourceOf(stored),
      },
      questions: [...questions],
    };
  });
  const others = unrecognised.map(
    (each): Omit<Proposal, 'index'> => ({
      ...printed(each, documentId),
      text: each.text.slice(0, 500),
      fields: sourceOf(stored),
      questions: [],
      reason: each.reason,
    }),
  );
  return [...read, ...others].map((each, index) => ({ ...each, index }));
};

/** What became of the reading of a report. */
export type ReadingResult =
  | { readonly status: 'to-review'; readonly report: ReportText; readonly proposals: Proposal[]; readonly pagesNotRead: readonly number[] }
  | { readonly status: 'needs-cloud-reader' }
  | { readonly status: 'failed'; readonly problem: ImportProblemName };
type ImportProblemName = (typeof ImportProblem.options)[number];

export const afterReading = (stored: StoredImport, result: ReadingResult): StoredImport => ({
  ...stored,
  status: result.status,
  ...(result.status === 'failed' && { problem: result.problem }),
  ...(result.status === 'to-review' && {
    proposals: result.proposals,
    pages: result.report.pages.map(({ width, height }) => ({ width, height })),
    pagesNotRead: [...result.pagesNotRead],
  }),
  revision: stored.revision + 1,
});

/** Writes an import over the one that was read. */
export const saveImport = (before: StoredImport, after: StoredImport, refusal: Refusal): Write =>
  put(observationImport.make(after, after)).when(attribute('revision').is(before.revision), refusal);

type Confirmed = { readonly index: number; readonly fields: ObservationFields };

/** The values that a patient confirms, each from its place in the file. */
export const confirmedEntries = (stored: StoredImport, revision: number, values: readonly Confirmed[]): Entry[] => {
  if (stored.status !== 'to-review' || stored.revision !== revision) throw changedElsewhere;
  const seen = new Set<number>();
  return values.map(({ index, fields }, at) => {
    const proposal = stored.proposals.find((each) => each.index === index);
    const refuse = (rule: string) => invalidRequest([{ field: `body.values.${at}.index`, rule }]);
    if (!proposal) throw refuse('must be one of the import’s lines');
    if (proposal.confirmed || seen.has(index)) throw refuse('must be a line that is not confirmed yet');
    seen.add(index);
    return { field: `body.values.${at}.fields`, fields, provenance: proposal.provenance };
  });
};

export const afterConfirming = (stored: StoredImport, values: readonly Confirmed[], more: boolean, now: Instant): StoredImport => {
  const confirmed = new Set(values.map(({ index }) => index));
  return {
    ...stored,
    proposals: stored.proposals.map((each) => (confirmed.has(each.index) ? { ...each, confirmed: true } : each)),
    ...(more ? {} : { status: 'confirmed', confirmedAt: now }),
    revision: stored.revision + 1,
  };
};

export const afterDiscarding = (stored: StoredImport): StoredImport => ({
  ...stored,
  status: 'discarded',
  proposals: stored.proposals.filter(({ confirmed }) => confirmed),
  revision: stored.revision + 1,
});
