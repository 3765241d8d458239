import { getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Account } from '../shared/testing/caller.ts';
import type { Observation, Proposal } from './contract.ts';
import { readTextLayer } from './lab-report/text-layer.ts';
import { type HealthRecords, haemoglobin, hba1c, openHealthRecords } from './testing/health-records.ts';

let records: HealthRecords;
let asha: Account;
/** Values with everything that an export can lose. */
const VALUES = [
  hba1c('6.10', '2026-01-01', { labRange: { low: '4', high: '5.7', highInclusive: false, text: '4 - < 5.7' }, source: '=Jeevan, "Lab"' }),
  hba1c('4.0', '2026-02-01T03:00:00Z', { comparator: '<', note: '-fasting;\nat home' }),
  haemoglobin('12.5', '2026-02-01', { labRange: { low: '12', lowInclusive: false } }),
  { code: '2345-7', value: '5.5', unit: 'mmol/L', at: '2026-02-01' },
  { code: '8480-6', value: '120', unit: 'mm[Hg]', at: '2026-02-01T03:00:00Z' },
];

beforeAll(async () => {
  records = await openHealthRecords();
  asha = await records.addPatient({
    allergies: [{ substance: 'Penicillin', reaction: 'rash' }],
    conditions: ['Asthma', 'दमा'],
    bloodGroup: 'B+',
  });
  const markers = (await records.as(asha).call('listMarkers')).body.data;
  const strip = markers.find((each: { findings: { code: string }[] }) => each.findings.some(({ code }) => code === '1+'));
  const { status } = await records.add(asha, [...VALUES, { code: strip.code, value: '1+', at: '2026-02-01' }]);
  expect(status).toBe(201);
});
afterAll(() => records.stop());

const pages = async (format: string, limit = '2') => {
  const found: { text?: string; observations?: Observation[]; bundle?: { entry: { resource: { resourceType: string } }[] } }[] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await records.as(asha).call('export', { query: { format, limit, ...(cursor ? { cursor } : {}) } });
    expect(status).toBe(200);
    found.push(body.data);
    cursor = body.meta.nextCursor;
  } while (cursor);
  return found;
};

const facts = ({ code, value, unit, comparator, at, labRange }: Partial<Observation>) => ({ code, value, unit, comparator, at, labRange });
const byCode = (all: readonly Partial<Observation>[]) =>
  all.map(facts).sort((a, b) => `${a.code}${a.at}`.localeCompare(`${b.code}${b.at}`));

test.each(['1', '2', '3', '100'])('every value is exported once as JSON, %s to a page', async (limit) => {
  const all = (await pages('json', limit)).flatMap(({ observations }) => observations ?? []);
  expect(all).toHaveLength(6);
  expect(new Set(all.map(({ observationId }) => observationId)).size).toBe(6);
  expect(all.filter(({ code }) => code === '4548-4').map(({ at }) => at)).toEqual(['2026-02-01T03:00:00Z', '2026-01-01']);
});

const importedAgain = async (body: object): Promise<Proposal[]> => {
  const ravi = await records.addPatient();
  return (await records.as(ravi).call('startImport', { body })).body.data.proposals;
};

test('the CSV that we write is read back as it was, and no cell of it is a formula', async () => {
  const exported = (await pages('json')).flatMap(({ observations }) => observations ?? []);
  const text = (await pages('csv')).map((page) => page.text).join('');
  expect(text.split('\r\n')[0]).toContain('date,marker,loinc,value,unit');
  expect(text).not.toMatch(/(^|,)"?[=+@-](?!\d)/m);
  const proposals = await importedAgain({ kind: 'csv', fileName: 'arogya.csv', text });
  expect(proposals.map(({ reason }) => reason)).toEqual(exported.map(() => undefined));
  expect(byCode(proposals.map(({ fields }) => fields))).toEqual(byCode(exported));
  expect(proposals.map(({ fields }) => fields.source)).toContain('=Jeevan, "Lab"');
});

test('the FHIR bundle that we write is read back as it was, each value with its provenance', async () => {
  const exported = (await pages('json')).flatMap(({ observations }) => observations ?? []);
  const entry = (await pages('fhir')).flatMap(({ bundle }) => bundle?.entry ?? []);
  expect(entry.filter(({ resource }) => resource.resourceType === 'Provenance')).toHaveLength(exported.length);
  expect(entry.find(({ resource }) => JSON.stringify(resource).includes('"valueQuantity":{"value":6.1'))?.resource).toMatchObject({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '4548-4' }] },
    valueQuantity: { system: 'http://unitsofmeasure.org', code: '%' },
    effectiveDateTime: '2026-01-01',
  });
  const proposals = await importedAgain({ kind: 'fhir', resource: { resourceType: 'Bundle', type: 'collection', entry } });
  expect(proposals.map(({ reason }) => reason)).toEqual(exported.map(() => undefined));
  // A JSON number keeps the amount and not its closing noughts.
  const plain = (all: readonly Partial<Observation>[]) =>
    byCode(all).map((each) => ({ ...each, value: each.unit === undefined ? each.value : Number(each.value) }));
  expect(plain(proposals.map(({ fields }) => fields))).toEqual(plain(exported));
});

test('a cursor of nothing that we gave is refused', async () => {
  for (const cursor of ['nonsense', Buffer.from('{"code":"4548-4","after":"x"}').toString('base64url')])
    expect(await records.as(asha).call('export', { query: { cursor } })).toMatchObject({ status: 422 });
});

const printed = async (who: Account) => {
  const { status, body } = await records.as(who).call('getHealthSummary');
  expect(status).toBe(200);
  const bytes = new Uint8Array(Buffer.from(body.data.base64, 'base64'));
  const { report } = await readTextLayer(bytes);
  return {
    ...body.data,
    bytes,
    pages: report.pages.length,
    text: report.pages.flatMap(({ items }) => items.map(({ text }) => text)).join(' '),
  };
};

test('the health summary has what a doctor asks for first, and says of each range whose it is', async () => {
  const { fileName, contentType, text, bytes } = await printed(asha);
  expect(fileName).toBe('health-summary-2026-11-20.pdf');
  expect(contentType).toBe('application/pdf');
  for (const words of [
    'Asha Verma',
    '4 May 1990 (36 years)',
    'female',
    'B+',
    'Penicillin (rash)',
    'Asthma',
    '<4.0 %',
    '6.10 %, 1 Jan',
    'laboratory',
    'not checked',
  ])
    expect(text).toContain(words);
  expect(text).toMatch(/stands for each letter of another script/);
  expect(text).toContain('Page 1 of 1');
  expect((await getDocumentProxy(bytes)).numPages).toBe(1);
});

test('a summary of a record without a value says so, and one of a full record goes on to a second page', async () => {
  expect((await printed(await records.addPatient())).text).toContain('No values are in the record yet.');
  const full = await records.addPatient();
  const markers = (await records.as(full).call('listMarkers')).body.data;
  const { MARKERS, isQuantity } = await import('./markers/catalogue.ts');
  const values = MARKERS.filter(isQuantity).flatMap(({ loinc, unit, plausible: { usual } }) => {
    const value = usual.to ?? usual.below;
    return value === undefined ? [] : [{ code: loinc.code, value, unit, at: '2026-11-01' }];
  });
  for (let from = 0; from < values.length; from += 45) {
    const part = values.slice(from, from + 45);
    const accepted = part.flatMap((_, index) => (['unusual', 'do-not-fit', 'far-from-last'] as const).map((kind) => ({ kind, index })));
    expect((await records.add(full, part, { accepted })).status).toBe(201);
  }
  expect(markers.length).toBeGreaterThan(values.length);
  const { pages: count, text } = await printed(full);
  expect(count).toBeGreaterThan(1);
  expect(text).toContain(`Page ${count} of ${count}`);
});
