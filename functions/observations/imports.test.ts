import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { DetectDocumentTextCommand, TextractClient } from '@aws-sdk/client-textract';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Envelope } from '../../events/envelope.ts';
import { type Account, lambdaContext, type Reply } from '../shared/testing/caller.ts';
import type { Proposal } from './contract.ts';
import { type HealthRecords, hba1c, openHealthRecords } from './testing/health-records.ts';

let records: HealthRecords;
let asha: Account;
let server: Server;
let read: (event: SQSEvent, context: ReturnType<typeof lambdaContext>) => Promise<{ batchItemFailures: unknown[] }>;
/** What lies in the bucket, by key; S3's GetObject over HTTP. */
const objects = new Map<string, Uint8Array>();

beforeAll(async () => {
  records = await openHealthRecords();
  server = createServer((request, response) => {
    const bytes = objects.get(decodeURIComponent((request.url ?? '').split('?')[0]?.split('/').slice(2).join('/') ?? ''));
    if (bytes) response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
    else response.writeHead(404, { 'content-type': 'application/xml' }).end('<Error><Code>NoSuchKey</Code></Error>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('FILES_BUCKET', 'arogya-test-files');
  const { readReports } = await import('./on-lab-report-reading-requested.ts');
  read = readReports(records.options) as unknown as typeof read;
});
afterAll(() => {
  records.stop();
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
});
beforeEach(async () => {
  asha = await records.addPatient();
});

const start = (body: object, who = asha): Promise<Reply> => records.as(who).call('startImport', { body });
const startCsv = (...lines: string[]) => start({ kind: 'csv', fileName: 'values.csv', text: lines.join('\n') });
const get = async (importId: string) => (await records.as(asha).call('getImport', { params: { importId } })).body.data;
const confirm = (importId: string, body: object, who = asha): Promise<Reply> =>
  records.as(who).call('confirmImport', { params: { importId }, body });

/** All that was understood, as the patient would confirm it unchanged. */
const asProposed = (proposals: readonly Proposal[]) =>
  proposals.filter(({ reason, fields }) => !reason && fields.value !== undefined).map(({ index, fields }) => ({ index, fields }));

const deliver = async (event: Envelope) => {
  const { batchItemFailures } = await read(
    { Records: [{ messageId: event.id, body: JSON.stringify({ detail: event }) }] } as unknown as SQSEvent,
    lambdaContext(),
  );
  return batchItemFailures.length;
};

const requested = async (importId: string): Promise<Envelope> =>
  (await records.events()).find(({ data }) => data.importId === importId) as Envelope;

const printReport = async (lines: readonly (readonly string[])[]): Promise<Uint8Array> => {
  const doc = await PDFDocument.create();
  const font = await doc.embedFont(StandardFonts.Helvetica);
  const page = doc.addPage([595, 842]);
  for (const [row, cells] of lines.entries())
    for (const [column, text] of cells.entries()) page.drawText(text, { x: 40 + column * 140, y: 780 - row * 18, size: 9, font });
  return doc.save();
};

const REPORT = [
  ['Jeevan Diagnostics'],
  ['Patient: Asha Verma', 'Age/Sex: 36 Y / Female'],
  ['Collected on: 05/11/2026', 'Reported on: 06/11/2026'],
  ['Test', 'Result', 'Unit', 'Reference range'],
  ['Haemoglobin', '11.2', 'g/dL', '12.0 - 15.0'],
  ['HbA1c', '6.3', '%', '< 5.7'],
  ['Moon dust', '4', 'mg/dL', '1 - 3'],
];

describe('a lab report', () => {
  const begin = async (pdf: Uint8Array | undefined, over: object = {}): Promise<string> => {
    const documentId = await records.addFile(asha, { provider: 'Jeevan Diagnostics', ...over });
    if (pdf) objects.set(`files/${documentId}`, pdf);
    const { status, body } = await start({ kind: 'lab-report', documentId });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ status: 'reading', documentId, proposals: [] });
    return body.data.importId;
  };

  test('its values wait beside their places until the patient confirms them, corrected where they were misread', async () => {
    const importId = await begin(await printReport(REPORT));
    expect(await deliver(await requested(importId))).toBe(0);
    const waiting = await get(importId);
    expect(waiting).toMatchObject({ status: 'to-review', pages: [{ width: 595, height: 842 }], pagesNotRead: [] });
    expect(waiting.proposals).toMatchObject([
      {
        printedName: 'Haemoglobin',
        fields: {
          code: '718-7',
          value: '11.2',
          unit: 'g/dL',
          at: '2026-11-05',
          labRange: { low: '12.0', high: '15.0' },
          source: 'Jeevan Diagnostics',
        },
        provenance: { kind: 'lab-report', page: 1, box: { x: expect.any(Number) } },
        confirmed: false,
      },
      { fields: { code: '4548-4', value: '6.3', labRange: { high: '5.7', highInclusive: false } } },
      { printedName: 'Moon dust', reason: 'unknown-name' },
    ]);
    expect((await records.dashboard(asha)).values).toBe(0);

    const [first, second] = asProposed(waiting.proposals);
    const values = [{ ...first, fields: { ...first?.fields, value: '12.2' } }, second];
    const { status, body } = await confirm(importId, { revision: waiting.revision, values });
    expect(status).toBe(200);
    expect(body.data.import).toMatchObject({ status: 'confirmed', confirmedAt: records.now() });
    expect(body.data.stored).toMatchObject([
      { value: '12.2', status: 'within', provenance: waiting.proposals[0].provenance, confirmedBy: asha.accountId },
      { value: '6.3', status: 'above', range: { kind: 'lab', certain: true } },
    ]);
    expect((await records.dashboard(asha)).attention).toEqual(['4548-4']);
    expect(await confirm(importId, { revision: body.data.import.revision, values })).toMatchObject({
      status: 409,
      body: { error: { code: 'changed-elsewhere' } },
    });
  });

  test('read and confirmed twice, its values are there once', async () => {
    const pdf = await printReport(REPORT);
    for (const _ of [1, 2]) {
      const importId = await begin(pdf);
      await deliver(await requested(importId));
      const { proposals, revision } = await get(importId);
      expect((await confirm(importId, { revision, values: asProposed(proposals) })).status).toBe(200);
    }
    expect((await records.dashboard(asha)).values).toBe(2);
  });

  test('the same request to read it, delivered again, changes nothing', async () => {
    const importId = await begin(await printReport(REPORT));
    const event = await requested(importId);
    await deliver(event);
    const before = await get(importId);
    expect(await deliver(event)).toBe(0);
    expect(await deliver({ ...event, id: 'another' })).toBe(0);
    expect(await get(importId)).toEqual(before);
  });

  test('a scan says that it needs the cloud’s reader, and nothing is asked of it here', async () => {
    const doc = await PDFDocument.create();
    doc.addPage();
    const importId = await begin(await doc.save());
    await deliver(await requested(importId));
    expect(await get(importId)).toMatchObject({ status: 'needs-cloud-reader', proposals: [] });
    const photo = await begin(new Uint8Array([0xff, 0xd8]), { contentType: 'image/jpeg' });
    await deliver(await requested(photo));
    expect(await get(photo)).toMatchObject({ status: 'needs-cloud-reader' });
  });

  test.each([
    ['a broken PDF', new TextEncoder().encode('%PDF-1.7 nothing'), 'broken'],
    ['a file that is gone', undefined, 'file-gone'],
  ])('%s fails with its reason', async (_, pdf, problem) => {
    const importId = await begin(pdf);
    await deliver(await requested(importId));
    expect(await get(importId)).toMatchObject({ status: 'failed', problem });
  });

  test('a letter without values fails with its reason', async () => {
    const importId = await begin(await printReport([['Dear Asha Verma, thank you for your visit to our clinic on Tuesday.']]));
    await deliver(await requested(importId));
    expect(await get(importId)).toMatchObject({ status: 'failed', problem: 'no-values' });
  });

  test('a file that was deleted before its reading is not read', async () => {
    const documentId = await records.addFile(asha);
    objects.set(`files/${documentId}`, await printReport(REPORT));
    const { body } = await start({ kind: 'lab-report', documentId });
    await records.addFile(asha, { documentId });
    const gone = await records.store.table.find((await import('../documents/items.ts')).document, { documentId });
    const { document } = await import('../documents/items.ts');
    await records.save(document.make({ documentId }, { ...(gone as NonNullable<typeof gone>), status: 'deleted' }));
    await deliver(await requested(body.data.importId));
    expect(await get(body.data.importId)).toMatchObject({ status: 'failed', problem: 'file-gone' });
  });

  test('a reading that never ends is told to have failed', async () => {
    const importId = await begin(await printReport(REPORT));
    records.pass(15 * 60);
    expect(await get(importId)).toMatchObject({ status: 'failed', problem: 'took-too-long' });
    await deliver(await requested(importId));
    expect(await get(importId)).toMatchObject({ status: 'to-review' });
  });

  test('only a patient’s own files that passed their checks are read', async () => {
    const ravi = await records.addPatient();
    expect(await start({ kind: 'lab-report', documentId: await records.addFile(ravi) })).toMatchObject({ status: 404 });
    expect(await start({ kind: 'lab-report', documentId: await records.addFile(asha, { status: 'deleted' }) })).toMatchObject({
      status: 404,
    });
    expect(await start({ kind: 'lab-report', documentId: await records.addFile(asha, { status: 'quarantined' }) })).toMatchObject({
      status: 409,
      body: { error: { code: 'file-not-available' } },
    });
  });

  describe('in the cloud', () => {
    const textract = mockClient(TextractClient);
    beforeAll(() => {
      vi.stubEnv('TEXTRACT', 'on');
    });
    afterAll(() => {
      vi.stubEnv('TEXTRACT', '');
      textract.restore();
    });
    afterEach(() => textract.reset());

    const words = (rows: readonly (readonly string[])[]) =>
      rows.flatMap((cells, row) =>
        cells.flatMap((cell, column) =>
          cell.split(' ').map((Text, index) => ({
            BlockType: 'WORD' as const,
            Id: `${row}-${column}-${index}`,
            Page: 1,
            Text,
            Confidence: 99,
            Geometry: {
              BoundingBox: {
                Left: 0.07 + column * 0.23 + index * 0.06,
                Top: 0.07 + row * 0.02,
                Width: 0.011 * Text.length * 0.8,
                Height: 0.011,
              },
            },
          })),
        ),
      );

    test('the photo of a report is read to values for the review', async () => {
      textract.on(DetectDocumentTextCommand).resolves({ Blocks: words(REPORT) });
      const importId = await begin(new Uint8Array([0xff, 0xd8]), { contentType: 'image/jpeg' });
      await deliver(await requested(importId));
      const { status, proposals } = await get(importId);
      expect(status).toBe('to-review');
      expect(proposals.map(({ fields }: Proposal) => fields.value)).toContain('11.2');
    });

    test('what Textract cannot take is left for entry by hand; when Textract is away the reading is tried again', async () => {
      const refusal = (name: string) => Object.assign(new Error(name), { name });
      textract.on(DetectDocumentTextCommand).rejectsOnce(refusal('UnsupportedDocumentException')).rejects(refusal('ThrottlingException'));
      const odd = await begin(new Uint8Array([0xff, 0xd8]), { contentType: 'image/jpeg' });
      await deliver(await requested(odd));
      expect(await get(odd)).toMatchObject({ status: 'needs-cloud-reader' });
      const busy = await begin(new Uint8Array([0xff, 0xd8]), { contentType: 'image/jpeg' });
      expect(await deliver(await requested(busy))).toBe(1);
      expect(await get(busy)).toMatchObject({ status: 'reading' });
    });
  });
});

describe('a CSV file', () => {
  test('its lines become proposals whatever its columns are called, and none is left out', async () => {
    const { status, body } = await startCsv(
      'Test Name;Result;Units;Sample Date;Low;High;Reference Range;Lab',
      'Haemoglobin;11.2;gm/dl;05/11/2026;12;15;;Jeevan',
      'HbA1c;<4.0;%;2026-11-05T08:30:00+05:30;;<5.7;;',
      'TSH;;uIU/mL;2026-11-05;;;;',
      'Moon dust;4;mg/dL;2026-11-05;;;;',
      'LDL;130;;soon;;;"< 100";',
      'Platelet count;abc;lakhs/cumm;2026-11-05;;;;',
    );
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ status: 'to-review', kind: 'csv', fileName: 'values.csv' });
    expect(body.data.proposals).toMatchObject([
      {
        index: 0,
        provenance: { kind: 'csv', fileName: 'values.csv', row: 2 },
        fields: { code: '718-7', value: '11.2', unit: 'g/dL', at: '2026-11-05', labRange: { low: '12', high: '15' }, source: 'Jeevan' },
        questions: [],
      },
      {
        fields: {
          code: '4548-4',
          value: '4.0',
          comparator: '<',
          at: '2026-11-05T03:00:00Z',
          labRange: { high: '5.7', highInclusive: false },
        },
      },
      { reason: 'no-value' },
      { reason: 'unknown-name', text: 'Moon dust | 4 | mg/dL | 2026-11-05 |  |  |  | ' },
      { fields: { value: '130', labRange: { high: '100', highInclusive: false } }, questions: ['unit-not-read', 'date-not-read'] },
      { reason: 'not-a-number' },
    ]);
  });

  test('a long file is confirmed in parts, each line once, and brought in again changes nothing', async () => {
    const days = Array.from({ length: 60 }, (_, index) => new Date(Date.UTC(2026, 8, 1 + index)).toISOString().slice(0, 10));
    const lines = ['loinc,value,unit,date', ...days.map((day, index) => `8867-4,${60 + (index % 30)},/min,${day}`)];
    for (const _ of [1, 2]) {
      const { importId, proposals, revision } = (await startCsv(...lines)).body.data;
      const values = asProposed(proposals);
      expect(values).toHaveLength(60);
      expect(await confirm(importId, { revision, values })).toMatchObject({ status: 422 });
      const part = await confirm(importId, { revision, values: values.slice(0, 45), more: true });
      expect(part.body.data.import).toMatchObject({ status: 'to-review', revision: revision + 1 });
      expect(await confirm(importId, { revision: revision + 1, values: values.slice(44) })).toMatchObject({
        status: 422,
        body: { error: { details: { problems: [{ field: 'body.values.0.index' }] } } },
      });
      expect((await confirm(importId, { revision: revision + 1, values: values.slice(45) })).body.data.import.status).toBe('confirmed');
      expect((await records.dashboard(asha)).values).toBe(60);
    }
  });

  test.each([
    ['no names of columns that are known', 'a,b\n1,2', 'body.text'],
    ['no value column', 'marker,unit\nHbA1c,%', 'body.text'],
    ['more than a thousand lines', `marker,value\n${'HbA1c,6\n'.repeat(1_001)}`, 'body.text'],
  ])('%s is refused', async (_, text, field) => {
    expect((await start({ kind: 'csv', fileName: 'a.csv', text })).body.error.details.problems).toMatchObject([{ field }]);
  });
});

describe('a FHIR resource', () => {
  const observationOf = (over: object = {}) => ({
    resourceType: 'Observation',
    id: 'hb-1',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '718-7' }], text: 'Hemoglobin' },
    effectiveDateTime: '2026-11-05T08:30:00+05:30',
    valueQuantity: { value: 11.2, unit: 'g/dL', system: 'http://unitsofmeasure.org', code: 'g/dL' },
    referenceRange: [{ low: { value: 12, unit: 'g/dL' }, high: { value: 15, unit: 'g/dL' } }],
    performer: [{ display: 'Jeevan Diagnostics' }],
    ...over,
  });
  const proposalsOf = async (resource: object): Promise<Proposal[]> => (await start({ kind: 'fhir', resource })).body.data.proposals;

  test('an Observation is proposed with its range, time and laboratory', async () => {
    expect(await proposalsOf(observationOf())).toMatchObject([
      {
        provenance: { kind: 'fhir', resourceId: 'hb-1' },
        fields: {
          code: '718-7',
          value: '11.2',
          unit: 'g/dL',
          at: '2026-11-05T03:00:00Z',
          labRange: { low: '12', high: '15' },
          source: 'Jeevan Diagnostics',
        },
        questions: [],
      },
    ]);
  });

  test('a Bundle brings all its observations: panels by their parts, of a report with the report’s date and laboratory', async () => {
    const pressure = {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
      component: [
        {
          code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
          valueQuantity: { value: 128, code: 'mm[Hg]', system: 'http://unitsofmeasure.org' },
        },
        { code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] }, valueQuantity: { value: 84, unit: 'mmHg' } },
      ],
    };
    const report = {
      resourceType: 'DiagnosticReport',
      effectiveDateTime: '2026-11-05',
      performer: [{ display: 'Ward 3' }],
      contained: [observationOf({ id: 'inside' })],
    };
    const bundle = {
      resourceType: 'Bundle',
      entry: [{ resource: { resourceType: 'Patient' } }, { resource: report }, { resource: pressure }],
    };
    expect(await proposalsOf(bundle)).toMatchObject([
      { provenance: { resourceId: 'inside' } },
      { fields: { code: '8480-6', value: '128', unit: 'mm[Hg]', at: '2026-11-05', source: 'Ward 3' } },
      { fields: { code: '8462-4', value: '84', unit: 'mm[Hg]', at: '2026-11-05' } },
    ]);
  });

  test('what is not known, has no date, was withdrawn or says nothing is listed and not guessed', async () => {
    const bundle = {
      resourceType: 'Bundle',
      entry: [
        observationOf({ code: { text: 'Moon dust' } }),
        observationOf({ effectiveDateTime: '2026-11' }),
        observationOf({ status: 'entered-in-error' }),
        observationOf({ valueQuantity: undefined, dataAbsentReason: { text: 'haemolysed' } }),
        observationOf({ valueQuantity: { value: 11.2, unit: 'bananas' } }),
        observationOf({ referenceRange: [{ text: 'Female 12-15' }, { text: 'Male 13-17' }] }),
      ].map((resource) => ({ resource })),
    };
    const proposals = await proposalsOf(bundle);
    expect(proposals.map(({ reason, questions }) => reason ?? questions)).toEqual([
      'unknown-name',
      ['date-not-read'],
      'withdrawn',
      'no-value',
      'unit-does-not-fit',
      [],
    ]);
    expect(proposals.at(-1)?.fields.labRange).toEqual({ low: '12', high: '15', text: 'Female 12-15; Male 13-17' });
    const unknown = await records.addPatient({ sex: undefined });
    const { body } = await start({ kind: 'fhir', resource: bundle }, unknown);
    expect(body.data.proposals.at(-1).fields.labRange).toEqual({ text: 'Female 12-15; Male 13-17' });
  });

  test('a resource without observations is refused', async () => {
    for (const resource of [{}, { resourceType: 'Patient' }, { resourceType: 'Bundle', entry: 'none' }])
      expect(await start({ kind: 'fhir', resource })).toMatchObject({ status: 422 });
  });
});

describe('the review', () => {
  test('an odd value is asked about by its place among those that are confirmed', async () => {
    const { importId, proposals, revision } = (
      await startCsv('marker,value,unit,date', 'HbA1c,6.1,%,2026-11-05', 'Haemoglobin,3.1,g/dL,2026-11-05')
    ).body.data;
    const values = asProposed(proposals).toReversed();
    const asked = await confirm(importId, { revision, values });
    expect(asked).toMatchObject({
      status: 409,
      body: { error: { code: 'second-look', details: { doubts: [{ kind: 'unusual', index: 0 }] } } },
    });
    expect((await get(importId)).status).toBe('to-review');
    expect((await confirm(importId, { revision, values, accepted: [{ kind: 'unusual', index: 0 }] })).status).toBe(200);
  });

  test('a wrong value is named by its field, and nothing of the others is stored', async () => {
    const { importId, revision } = (await startCsv('marker,value,unit,date', 'HbA1c,6.1,%,2026-11-05', 'HbA1c,6.2,%,2026-11-06')).body.data;
    const values = [
      { index: 0, fields: hba1c('6.1', '2026-11-05') },
      { index: 1, fields: hba1c('620', '2026-11-06') },
    ];
    expect((await confirm(importId, { revision, values })).body.error.details.problems).toMatchObject([
      { field: 'body.values.1.fields.value' },
    ]);
    expect((await records.dashboard(asha)).values).toBe(0);
  });

  test('of two windows that confirm at once, one stores and the other is told', async () => {
    const { importId, proposals, revision } = (await startCsv('marker,value,unit,date', 'HbA1c,6.1,%,2026-11-05')).body.data;
    const replies = await Promise.all([1, 2].map(() => confirm(importId, { revision, values: asProposed(proposals) })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await records.dashboard(asha)).values).toBe(1);
  });

  test('an import that was put aside keeps nothing and cannot be confirmed', async () => {
    const { importId, proposals, revision } = (await startCsv('marker,value,unit,date', 'HbA1c,6.1,%,2026-11-05')).body.data;
    const { body } = await records.as(asha).call('discardImport', { params: { importId } });
    expect(body.data).toMatchObject({ status: 'discarded', proposals: [] });
    expect((await records.as(asha).call('discardImport', { params: { importId } })).status).toBe(200);
    expect((await confirm(importId, { revision: body.data.revision, values: asProposed(proposals) })).status).toBe(409);
    expect((await confirm(importId, { revision, values: asProposed(proposals) })).status).toBe(409);
  });

  test('a patient finds the imports again, newest first', async () => {
    const first = (await startCsv('marker,value', 'HbA1c,6.1')).body.data.importId;
    records.pass(1);
    const second = (await startCsv('marker,value', 'HbA1c,6.1')).body.data.importId;
    const { data } = (await records.as(asha).call('listImports')).body;
    expect(data.map(({ importId }: { importId: string }) => importId)).toEqual([second, first]);
    expect(data[0]).not.toHaveProperty('proposals');
  });
});
