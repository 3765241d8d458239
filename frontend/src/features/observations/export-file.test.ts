import { expect, test } from 'vitest';

import { type ExportPage, fileOf, gathering, type ReadPage } from './export-file.ts';

const json = (...ids: string[]) => ({ format: 'json', observations: ids.map((observationId) => ({ observationId })) }) as ExportPage;
const fhir = (...ids: string[]) =>
  ({ format: 'fhir', bundle: { resourceType: 'Bundle', type: 'collection', entry: ids.map((fullUrl) => ({ fullUrl })) } }) as ExportPage;

/** Pages of an API that fails before the page of each number in `failures`, once. */
const api = (pages: readonly ExportPage[], failures: readonly number[] = []) => {
  const asked: (string | undefined)[] = [];
  const left = new Set(failures);
  const read: ReadPage = async (cursor) => {
    asked.push(cursor);
    const at = Number(cursor ?? 0);
    if (left.delete(at)) throw new Error('the network broke off');
    const data = pages[at];
    if (!data) throw new Error('there is no such page');
    return { data, meta: at + 1 < pages.length ? { nextCursor: String(at + 1) } : {} };
  };
  return { read, asked };
};

test('all pages come into one JSON file, in their order', async () => {
  const counted: number[] = [];
  const pages = await gathering(api([json('a', 'b'), json('c'), json()]).read, (count) => counted.push(count)).go();
  const { name, type, text } = fileOf('json', pages, '2026-11-20');
  expect(JSON.parse(text).observations).toEqual([{ observationId: 'a' }, { observationId: 'b' }, { observationId: 'c' }]);
  expect([name, type]).toEqual(['arogya-values-2026-11-20.json', 'application/json']);
  expect(counted).toEqual([1, 2, 3]);
});

test('after the network broke off, the export goes on where it was and has no value twice', async () => {
  const { read, asked } = api([json('a'), json('b'), json('c')], [1]);
  const all = gathering(read, () => undefined);
  await expect(all.go()).rejects.toThrow('broke off');
  expect(JSON.parse(fileOf('json', await all.go(), '2026-11-20').text).observations).toHaveLength(3);
  expect(asked).toEqual([undefined, '1', '1', '2']);
});

test('a table program reads the CSV in every script, with its names of columns once', () => {
  const { name, type, text } = fileOf(
    'csv',
    [
      { format: 'csv', text: 'date,marker\r\n2026-11-01,HbA1c\r\n' },
      { format: 'csv', text: '2026-10-01,जाँच\r\n' },
    ],
    '2026-11-20',
  );
  expect(text).toBe('\ufeffdate,marker\r\n2026-11-01,HbA1c\r\n2026-10-01,जाँच\r\n');
  expect([name, type]).toEqual(['arogya-values-2026-11-20.csv', 'text/csv;charset=utf-8']);
});

test('all bundles become one', () => {
  const { name, type, text } = fileOf('fhir', [fhir('urn:a', 'urn:b'), fhir('urn:c')], '2026-11-20');
  expect(JSON.parse(text)).toEqual({
    resourceType: 'Bundle',
    type: 'collection',
    entry: [{ fullUrl: 'urn:a' }, { fullUrl: 'urn:b' }, { fullUrl: 'urn:c' }],
  });
  expect([name, type]).toEqual(['arogya-values-2026-11-20.fhir.json', 'application/fhir+json']);
});

test('a record without a value gives a bundle without entries, as FHIR has it', () => {
  expect(JSON.parse(fileOf('fhir', [fhir()], '2026-11-20').text)).toEqual({ resourceType: 'Bundle', type: 'collection' });
});
