import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Account } from '../shared/testing/caller.ts';
import { later } from '../shared/values.ts';
import { observationRoutes } from './contract.ts';
import { type HealthRecords, hba1c, openHealthRecords } from './testing/health-records.ts';

let records: HealthRecords;
let asha: Account;
let observationId: string;
let importId: string;

beforeAll(async () => {
  records = await openHealthRecords();
  asha = await records.addPatient();
  observationId = (await records.add(asha, [hba1c('6.1', '2026-11-01')])).body.data[0].observationId;
  const csv = { kind: 'csv', fileName: 'values.csv', text: 'marker,value,unit,date\nHbA1c,6.4,%,2026-10-01\n' };
  importId = (await records.as(asha).call('startImport', { body: csv })).body.data.importId;
});
afterAll(() => records.stop());

type RouteName = keyof typeof observationRoutes;

/** A request of each route that asks for Asha's record, as somebody who has learnt every id would send it. */
const requests = (): Record<RouteName, Parameters<ReturnType<HealthRecords['as']>['call']>[1]> => ({
  getDashboard: { query: { patientId: asha.accountId } },
  list: { query: { patientId: asha.accountId, code: '4548-4' } },
  listMarkers: {},
  listDays: {},
  compare: { query: { earlier: '2026-10-01', later: '2026-11-20' } },
  create: { body: { observations: [hba1c('6.6', '2026-11-02')] } },
  correct: { params: { observationId }, body: { revision: 1, changes: { value: '9' }, reason: 'No' } },
  remove: { params: { observationId } },
  startImport: { body: { kind: 'lab-report', documentId: 'file-of-asha' } },
  listImports: {},
  getImport: { params: { importId } },
  confirmImport: { params: { importId }, body: { revision: 1, values: [{ index: 0, fields: hba1c('6.4', '2026-10-01') }] } },
  discardImport: { params: { importId } },
  export: {},
  getHealthSummary: {},
});

/** Routes that show somebody else's record to whom it is allowed. The others know the caller's own only. */
const SHARED: readonly RouteName[] = ['getDashboard', 'list'];
const BY_ID: readonly RouteName[] = ['correct', 'remove', 'startImport', 'getImport', 'confirmImport', 'discardImport'];
const OWN: readonly RouteName[] = ['listDays', 'compare', 'create', 'listImports', 'export', 'getHealthSummary'];

test('every route is in one of the lists', () => {
  expect([...SHARED, ...BY_ID, ...OWN, 'listMarkers'].sort()).toEqual(Object.keys(observationRoutes).sort());
});

const anHourAgo = () => later(records.now(), -3_600);

const readers: readonly (readonly [who: string, reader: () => Promise<Account>, reads: boolean])[] = [
  ['another patient', async () => records.addPatient(), false],
  ['a doctor without consent', async () => records.addDoctor(), false],
  ['a doctor with consent to files only', () => doctorWith({ scope: { kind: 'documents', documentIds: ['file-of-asha'] } }), false],
  ['a doctor with consent to the record', () => doctorWith({}), true],
  ['a doctor whose consent has ended', () => doctorWith({ endsAt: records.now() }), false],
  ['a doctor whose consent was withdrawn', () => doctorWith({ withdrawnAt: anHourAgo() }), false],
  ['a doctor in an emergency', () => doctorWith({ basis: 'break-glass', reason: 'Unconscious after an accident' }), true],
  ['a doctor after the emergency', () => doctorWith({ basis: 'break-glass', endsAt: anHourAgo() }), false],
  ['somebody who is a doctor no more', async () => ({ ...(await doctorWith({})), roles: ['patient'] }), false],
  ['a relative with a code for the record', () => relative(), true],
];

async function doctorWith(over: Parameters<HealthRecords['allow']>[2]): Promise<Account> {
  const doctor = records.addDoctor();
  await records.allow(asha, doctor, over);
  return doctor;
}

async function relative(): Promise<Account> {
  const ravi = await records.addPatient();
  await records.allow(asha, ravi, { basis: 'code', purpose: 'family', grantee: { accountId: ravi.accountId, name: 'Ravi Verma' } });
  return ravi;
}

describe.each(readers)('%s', (who, readerOf, reads) => {
  test(`${reads ? 'reads' : 'does not read'} the values, and the audit trail tells`, async () => {
    const reader = await readerOf();
    const before = (await records.accesses()).length;
    for (const name of SHARED) {
      const { status, body } = await records.as(reader).call(name, requests()[name]);
      expect(status, name).toBe(reads ? 200 : 404);
      if (!reads) expect(JSON.stringify(body), name).not.toContain('6.1');
    }
    const looks = (await records.accesses()).filter(({ actorId }) => actorId === reader.accountId);
    expect(looks.map(({ breakGlass }) => breakGlass ?? false)).toEqual(looks.map(() => who === 'a doctor in an emergency'));
    expect(looks.map(({ action, kind, subjectId, resource }) => [action, kind, subjectId, resource]).sort()).toEqual(
      reads
        ? [
            ['observations.getDashboard', 'read', asha.accountId, `dashboard#${asha.accountId}`],
            ['observations.list', 'read', asha.accountId, `observations#${asha.accountId}`],
          ]
        : [],
    );
    expect((await records.accesses()).length - before).toBe(reads ? 2 : 0);
  });

  test('changes nothing of it and learns nothing from any id', async () => {
    const reader = await readerOf();
    for (const name of BY_ID) {
      const { status, body } = await records.as(reader).call(name, requests()[name]);
      expect(status, name).toBe(404);
      expect(body.error.code, name).toBe('not-found');
    }
    for (const name of OWN) {
      const { text, status } = await records.as(reader).call(name, requests()[name]);
      expect(status, name).toBeLessThan(300);
      expect(text, name).not.toContain(asha.accountId);
    }
    expect(await records.values(asha, '4548-4')).toMatchObject([{ observationId, value: '6.1', revision: 1 }]);
    expect((await records.as(asha).call('getImport', { params: { importId } })).body.data.status).toBe('to-review');
  });
});

test('an admin sees and changes no health record, and there is nothing to see in the audit trail', async () => {
  const admin = records.admin();
  for (const name of Object.keys(observationRoutes) as RouteName[])
    expect(await records.as(admin).call(name, requests()[name]), name).toMatchObject({ status: 403 });
  expect((await records.accesses()).filter(({ actorId }) => actorId === admin.accountId)).toEqual([]);
});

test('nobody comes in without signing in', async () => {
  for (const name of Object.keys(observationRoutes) as RouteName[])
    expect(await records.as(undefined).call(name, requests()[name]), name).toMatchObject({ status: 401 });
});

test('a withdrawal between two looks holds for the second one', async () => {
  const doctor = records.addDoctor();
  const consentId = `${doctor.accountId}.${randomUUID()}`;
  await records.allow(asha, doctor, { consentId });
  expect((await records.as(doctor).call('getDashboard', requests().getDashboard)).status).toBe(200);
  await records.allow(asha, doctor, { consentId, withdrawnAt: records.now() });
  expect((await records.as(doctor).call('getDashboard', requests().getDashboard)).status).toBe(404);
});

test('an open page of results is in the trail once in a quarter of an hour, and each marker that is opened', async () => {
  const doctor = records.addDoctor();
  await records.allow(asha, doctor);
  for (let asked = 0; asked < 3; asked += 1)
    for (const name of SHARED) expect((await records.as(doctor).call(name, requests()[name])).status).toBe(200);
  const looks = (await records.accesses()).filter(({ actorId }) => actorId === doctor.accountId);
  expect(looks.map(({ action }) => action).sort()).toEqual([
    'observations.getDashboard',
    'observations.list',
    'observations.list',
    'observations.list',
  ]);
});

test('a patient who adds, corrects and takes out leaves a trace of each, and of a look at their own record none', async () => {
  const meena = await records.addPatient();
  const [value] = (await records.add(meena, [hba1c('6.1', '2026-11-01')])).body.data;
  await records.add(meena, [hba1c('6.1', '2026-11-01')]);
  const params = { observationId: value.observationId };
  await records.as(meena).call('correct', { params, body: { revision: 1, changes: { value: '6.2' }, reason: 'Misread' } });
  await records.as(meena).call('remove', { params });
  await records.dashboard(meena);
  const traces = (await records.accesses()).filter(({ subjectId }) => subjectId === meena.accountId);
  expect(traces.map(({ action, kind }) => `${action} ${kind}`).sort()).toEqual([
    'observations.correct write',
    'observations.create write',
    'observations.remove write',
  ]);
});
