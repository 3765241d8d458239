import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { documentRoutes } from '../documents/contract.ts';
import { openRecordRoom, type RecordRoom } from '../documents/testing/record-room.ts';
import { observationRoutes } from '../observations/contract.ts';
import { observationsApi } from '../observations/handler.ts';
import { hba1c } from '../observations/testing/health-records.ts';
import { type Account, callerOf, type Request } from '../shared/testing/caller.ts';
import { later } from '../shared/values.ts';
import { consentRoutes, SHARING_NOTICE } from './contract.ts';

const HOUR = 3_600;
/** Stands in everything of Asha's, and in nobody else's. */
const SECRET = 'Asha-only';

const features = { documents: documentRoutes, observations: observationRoutes, consents: consentRoutes };
type Feature = keyof typeof features;

/** Who asks: as whom they may read Asha's record, and whether they are a doctor. */
type Who = { readonly as: 'owner' | 'reader' | 'reader-of-a-file' | 'nobody' | 'admin'; readonly doctor?: true; readonly emergency?: true };

type World = { readonly asha: Account; readonly who: Account; readonly ids: Readonly<Record<string, string>> };

/** What one person is answered, and what is in Asha's trail after that. */
type Cell = { readonly status: number; readonly trace?: string };
type Row = { readonly request: (world: World) => Request; readonly cell: (who: Who) => Cell };

const NO_SUCH: Cell = { status: 404 };
const ownersOnly =
  (status: number, trace?: string): Row['cell'] =>
  ({ as }) =>
    as === 'owner' ? { status, ...(trace ? { trace } : {}) } : NO_SUCH;
/** Everybody's own: of Asha's record nothing is touched but by herself. */
const everybodysOwn =
  (status: number, trace?: string): Row['cell'] =>
  ({ as }) => ({ status, ...(as === 'owner' && trace ? { trace } : {}) });
const readersToo =
  (resource: string, which: 'files' | 'record'): Row['cell'] =>
  ({ as, emergency }) => {
    if (as === 'owner') return { status: 200 };
    const reads = as === 'reader' || (as === 'reader-of-a-file' && which === 'files');
    return reads ? { status: 200, trace: `read ${resource}${emergency ? ' in an emergency' : ''}` } : NO_SUCH;
  };
/** What only names files of Asha's is refused as naming none, to whoever is not Asha. */
const namesHerFile =
  (trace: string): Row['cell'] =>
  ({ as }) =>
    as === 'owner' ? { status: 201, trace } : { status: 422 };

const of = (params: Record<string, string | undefined>): Request => ({ params: params as Record<string, string> });
const record = ({ asha }: World) => ({ patientId: asha.accountId });
const agreedOn = ({ ids }: World) => ({
  scope: { kind: 'documents', documentIds: [ids.file] },
  purpose: 'care',
  endsAt: later(room.now(), HOUR),
  notice: SHARING_NOTICE,
});

/** Each route with a request for what is Asha's, by somebody who has learnt every id of hers. In this order, reads first. */
const table: Readonly<Record<Feature, Readonly<Record<string, Row>>>> = {
  documents: {
    create: { request: () => ({ body: room.announce(Buffer.from('x'), {}) }), cell: everybodysOwn(201, 'write document#new') },
    renewUpload: { request: ({ ids }) => of({ documentId: ids.announced }), cell: ownersOnly(201, 'write document#announced') },
    list: { request: (world) => ({ query: record(world) }), cell: readersToo('documents#asha', 'files') },
    get: { request: ({ ids }) => of({ documentId: ids.file }), cell: readersToo('document#file', 'files') },
    download: { request: ({ ids }) => of({ documentId: ids.file }), cell: readersToo('document#file', 'files') },
    change: {
      request: ({ ids }) => ({ ...of({ documentId: ids.file }), body: { revision: 1, changes: { category: 'other' } } }),
      cell: ownersOnly(200, 'write document#file'),
    },
    remove: { request: ({ ids }) => of({ documentId: ids.file }), cell: ownersOnly(200, 'write document#file') },
    restore: { request: ({ ids }) => of({ documentId: ids.file }), cell: ownersOnly(200, 'write document#file') },
  },
  observations: {
    getDashboard: { request: (world) => ({ query: record(world) }), cell: readersToo('dashboard#asha', 'record') },
    listMarkers: { request: () => ({}), cell: everybodysOwn(200) },
    list: { request: (world) => ({ query: { ...record(world), code: '4548-4' } }), cell: readersToo('observations#asha', 'record') },
    listDays: { request: () => ({}), cell: everybodysOwn(200) },
    compare: { request: () => ({ query: { earlier: '2026-10-01', later: '2026-11-20' } }), cell: everybodysOwn(200) },
    create: {
      request: () => ({ body: { observations: [hba1c('6.6', '2026-11-02')] } }),
      cell: everybodysOwn(201, 'write observations#asha'),
    },
    correct: {
      request: ({ ids }) => ({ ...of({ observationId: ids.value }), body: { revision: 1, changes: { value: '6.2' }, reason: 'Misread' } }),
      cell: ownersOnly(200, 'write observations#asha'),
    },
    remove: { request: ({ ids }) => of({ observationId: ids.value }), cell: ownersOnly(200, 'write observations#asha') },
    // Until its patient confirms it, an import is no part of the record, and leaves no trace.
    startImport: { request: ({ ids }) => ({ body: { kind: 'lab-report', documentId: ids.file } }), cell: ownersOnly(201) },
    listImports: { request: () => ({}), cell: everybodysOwn(200) },
    getImport: { request: ({ ids }) => of({ importId: ids.import }), cell: ownersOnly(200) },
    confirmImport: {
      request: ({ ids }) => ({
        ...of({ importId: ids.import }),
        body: { revision: 1, values: [{ index: 0, fields: hba1c('6.4', '2026-10-01') }] },
      }),
      cell: ownersOnly(200, 'write observations#asha'),
    },
    discardImport: { request: ({ ids }) => of({ importId: ids.unwanted }), cell: ownersOnly(200) },
    export: { request: () => ({}), cell: everybodysOwn(200) },
    getHealthSummary: { request: () => ({}), cell: everybodysOwn(200) },
  },
  consents: {
    grant: {
      request: (world) => ({ body: { ...agreedOn(world), doctorId: world.ids.friend } }),
      cell: namesHerFile('write consent#new'),
    },
    list: { request: () => ({ query: { as: 'patient' } }), cell: everybodysOwn(200) },
    withdraw: { request: ({ ids }) => of({ consentId: ids.consent }), cell: ownersOnly(200, 'write consent#consent') },
    createCode: { request: (world) => ({ body: agreedOn(world) }), cell: namesHerFile('write consent-code') },
    // The two ways in: whoever holds a code, and a verified doctor in an emergency.
    redeemCode: {
      request: ({ ids }) => ({ body: { code: ids.code } }),
      cell: ({ as }) => (as === 'owner' ? { status: 404 } : { status: 201, trace: 'write consent#new' }),
    },
    breakGlass: {
      request: (world) => ({ params: record(world), body: { reason: 'Unconscious after an accident' } }),
      cell: ({ doctor }) => (doctor ? { status: 201, trace: 'write consent#new' } : { status: 403 }),
    },
  },
};

/** The walk goes over the contracts, so that a route that the table does not know is a failure. */
const routes = (Object.keys(features) as Feature[]).flatMap((feature) => {
  const inTable = Object.keys(table[feature]);
  const placeOf = (name: string) => (inTable.includes(name) ? inTable.indexOf(name) : inTable.length);
  return Object.keys(features[feature])
    .toSorted((a, b) => placeOf(a) - placeOf(b))
    .map((name) => [feature, name] as const);
});

let room: RecordRoom;
let observations: ReturnType<typeof callerOf<typeof observationRoutes>>;
beforeAll(async () => {
  room = await openRecordRoom();
  observations = callerOf(observationRoutes, observationsApi({ surroundings: room.surroundings, table: () => room.store.table }));
});
afterAll(() => room.stop());

type Come = (asha: Account, file: string) => Promise<Account> | Account;

const doctorWith =
  (over: (file: string) => object = () => ({}), after?: (asha: Account, consentId: string) => unknown): Come =>
  async (asha, file) => {
    const meera = await room.addDoctor();
    const consentId = await room.grant(asha, meera, over(file));
    await after?.(asha, consentId);
    return meera;
  };

const people: readonly (readonly [who: string, Who, Come])[] = [
  ['the patient', { as: 'owner' }, (asha) => asha],
  ['another patient', { as: 'nobody' }, () => room.addPatient()],
  ['a doctor with consent', { as: 'reader', doctor: true }, doctorWith()],
  [
    'a doctor with consent to one file',
    { as: 'reader-of-a-file', doctor: true },
    doctorWith((file) => ({ scope: { kind: 'documents', documentIds: [file] } })),
  ],
  ['a doctor without consent', { as: 'nobody', doctor: true }, () => room.addDoctor()],
  [
    'a doctor after the end of the consent',
    { as: 'nobody', doctor: true },
    doctorWith(
      () => ({ endsAt: later(room.now(), HOUR) }),
      () => room.pass(HOUR),
    ),
  ],
  [
    'a doctor after the withdrawal',
    { as: 'nobody', doctor: true },
    doctorWith(undefined, (asha, consentId) => room.consents(asha).call('withdraw', { params: { consentId } })),
  ],
  [
    'a doctor in an emergency',
    { as: 'reader', doctor: true, emergency: true },
    async (asha) => {
      const meera = await room.addDoctor();
      const request = { params: { patientId: asha.accountId }, body: { reason: 'Unconscious after an accident' } };
      expect((await room.consents(meera).call('breakGlass', request)).status).toBe(201);
      return meera;
    },
  ],
  ['an admin', { as: 'admin' }, async () => ({ ...(await room.addPatient()), roles: ['admin'] as const })],
];

/** Asha's record with everything in it that a route can ask for, and somebody who asks. */
const worldOf = async (come: Come): Promise<World> => {
  const asha = await room.addPatient();
  const friend = await room.addDoctor();
  const own = { note: SECRET, provider: SECRET };
  const file = await room.file(asha, own);
  const who = await come(asha, file);
  const announced = await room.documents(asha).call('create', { body: room.announce(Buffer.from('x'), own) });
  const values = await observations(asha).call('create', { body: { observations: [hba1c('6.1', '2026-11-01', { note: SECRET })] } });
  const csv = { kind: 'csv', fileName: `${SECRET}.csv`, text: 'marker,value,unit,date\nHbA1c,6.4,%,2026-10-01\n' };
  const [wanted, unwanted] = [
    await observations(asha).call('startImport', { body: csv }),
    await observations(asha).call('startImport', { body: csv }),
  ];
  const consent = await room.grant(asha, friend);
  const agreed = { scope: { kind: 'record' }, purpose: 'family', endsAt: later(room.now(), HOUR), notice: SHARING_NOTICE };
  const code = await room.consents(asha).call('createCode', { body: agreed });
  return {
    asha,
    who,
    ids: {
      asha: asha.accountId,
      friend: friend.accountId,
      file,
      consent,
      announced: announced.body.data.document.documentId,
      value: values.body.data[0].observationId,
      import: wanted.body.data.importId,
      unwanted: unwanted.body.data.importId,
      code: code.body.data.code,
    },
  };
};

describe.each(people)('%s', (_, who, come) => {
  let world: World;
  beforeAll(async () => {
    world = await worldOf(come);
  });

  const call = (feature: Feature, name: string, request: Request) => {
    const caller = { documents: room.documents, observations, consents: room.consents }[feature](world.who);
    return (caller.call as (name: string, request: Request) => ReturnType<typeof caller.call>)(name, request);
  };
  /** Asha's trail, with her ids by their names. */
  const trail = async (): Promise<string[]> => {
    const nameOf = (id: string) => Object.entries(world.ids).find(([, each]) => each === id)?.[0] ?? 'new';
    return (await room.traces())
      .filter(({ subjectId }) => subjectId === world.asha.accountId)
      .map(({ actorId, action, kind, resource, breakGlass }) =>
        [
          actorId === world.who.accountId ? '' : 'somebody else: ',
          `${action} ${kind} ${resource.replace(/(?<=#).+$/, nameOf)}`,
          breakGlass ? ' in an emergency' : '',
        ].join(''),
      );
  };

  test.each(routes)('%s.%s', async (feature, name) => {
    const row = table[feature][name];
    if (!row)
      throw new Error(`${feature}.${name} is a route that is not in the table: say there who may call it, and what the trail tells`);
    const expected = who.as === 'admin' ? { status: 403 } : row.cell(who);
    const before = await trail();
    const { status, text } = await call(feature, name, row.request(world));
    expect(status, text).toBe(expected.status);
    const after = await trail();
    for (const known of before) after.splice(after.indexOf(known), 1);
    expect(after, 'what the trail tells').toEqual('trace' in expected ? [`${feature}.${name} ${expected.trace}`] : []);
    if (who.as === 'nobody' || who.as === 'admin') expect(text).not.toContain(SECRET);
  });
});

test('the table has no route that is none any more', () => {
  for (const feature of Object.keys(features) as Feature[])
    expect(Object.keys(features[feature])).toEqual(expect.arrayContaining(Object.keys(table[feature])));
});
