import type { Reply } from '../../shared/api/client.ts';

export type ExportPage = Reply<'GET /me/export'>;
export type ExportFormat = ExportPage['format'];

/** Reads one page of the export; without a cursor the first one. */
export type ReadPage = (
  cursor: string | undefined,
) => Promise<{ readonly data: ExportPage; readonly meta: { readonly nextCursor?: string } }>;

export type ExportFile = { readonly name: string; readonly type: string; readonly text: string };

/** Without it, Excel takes the letters of other scripts for another alphabet. */
const BYTE_ORDER_MARK = '\ufeff';

const kinds = {
  json: { ending: 'json', type: 'application/json' },
  csv: { ending: 'csv', type: 'text/csv;charset=utf-8' },
  fhir: { ending: 'fhir.json', type: 'application/fhir+json' },
} as const;

const textOf = (format: ExportFormat, pages: readonly ExportPage[]): string => {
  if (format === 'csv') return BYTE_ORDER_MARK + pages.map((page) => (page.format === 'csv' ? page.text : '')).join('');
  if (format === 'json') {
    const observations = pages.flatMap((page) => (page.format === 'json' ? page.observations : []));
    return JSON.stringify({ observations }, null, 2);
  }
  const bundles = pages.flatMap((page) => (page.format === 'fhir' ? [page.bundle] : []));
  const entry = bundles.flatMap((bundle) => (Array.isArray(bundle.entry) ? bundle.entry : []));
  // A FHIR list is never empty: a bundle of nothing has none.
  return JSON.stringify({ ...bundles[0], entry: entry.length > 0 ? entry : undefined }, null, 2);
};

/** Pages of the API as one file. */
export const fileOf = (format: ExportFormat, pages: readonly ExportPage[], today: string): ExportFile => {
  const { ending, type } = kinds[format];
  return { name: `arogya-values-${today}.${ending}`, type, text: textOf(format, pages) };
};

/**
 * Gathers all pages, one after the other. What was read before a failure is kept: `go` once more goes on from there.
 * `onPage` is told how many pages there are so far.
 */
export const gathering = (read: ReadPage, onPage: (pages: number) => void) => {
  const pages: ExportPage[] = [];
  let next: { readonly cursor: string | undefined } | undefined = { cursor: undefined };
  return {
    go: async (): Promise<readonly ExportPage[]> => {
      while (next) {
        const { data, meta } = await read(next.cursor);
        pages.push(data);
        next = meta.nextCursor === undefined ? undefined : { cursor: meta.nextCursor };
        onPage(pages.length);
      }
      return pages;
    },
  };
};
