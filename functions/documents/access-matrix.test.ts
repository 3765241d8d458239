import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { SHARING_NOTICE } from '../consents/contract.ts';
import { consent } from '../consents/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import type { Account, Reply } from '../shared/testing/caller.ts';
import { type Instant, later } from '../shared/values.ts';
import { openRecordRoom, type RecordRoom } from './testing/record-room.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const HOUR = 3_600;
const QUARTER = 15 * 60;

type World = {
  readonly asha: Account;
  /** A verified doctor, of whom each row makes what it says. */
  readonly meera: Account;
  /** The file that is asked for, and another one of the same patient. */
  readonly file: string;
  readonly other: string;
};

let room: RecordRoom;
let world: World;
beforeAll(async () => {
  room = await openRecordRoom();
});
beforeEach(async () => {
  room.at(START);
  const [asha, meera] = [await room.addPatient(), await room.addDoctor()];
  world = { asha, meera, file: await room.file(asha), other: await room.file(asha) };
});
afterAll(() => room.stop());

const breakGlass = async (patient: Account, doctor: Account): Promise<string> =>
  (
    await room
      .consents(doctor)
      .call('breakGlass', { params: { patientId: patient.accountId }, body: { reason: 'Unconscious after an accident' } })
  ).body.data.consentId;

const byCode = async (patient: Account, reader: Account, over: object = {}): Promise<string> => {
  const agreed = { scope: { kind: 'record' }, purpose: 'family', endsAt: later(room.now(), HOUR), notice: SHARING_NOTICE, ...over };
  const { code } = (await room.consents(patient).call('createCode', { body: agreed })).body.data;
  return (await room.consents(reader).call('redeemCode', { body: { code } })).body.data.consentId;
};

const only = (documentId: string) => ({ scope: { kind: 'documents', documentIds: [documentId] } });
const withdraw = (patient: Account, consentId: string) => room.consents(patient).call('withdraw', { params: { consentId } });

type Seen = 'both' | 'this' | 'other' | 'none' | 'forbidden';

type Step = (o: World) => Promise<unknown> | unknown;
const letIn =
  (over: (o: World) => object = () => ({})): Step =>
  (o) =>
    room.grant(o.asha, o.meera, over(o));
const letInAndOut: Step = async ({ asha, meera }) => withdraw(asha, await room.grant(asha, meera));
const inEmergency: Step = ({ asha, meera }) => breakGlass(asha, meera);
const wait =
  (seconds: number): Step =>
  () =>
    room.pass(seconds);
const forAnHour = () => ({ endsAt: later(START, HOUR) });
const thisFile = ({ file }: World) => only(file);
const otherFile = ({ other }: World) => only(other);

/** The doctor after all that. */
const doctorAfter =
  (...steps: readonly Step[]) =>
  async (o: World): Promise<Account> => {
    for (const step of steps) await step(o);
    return o.meera;
  };
/** Somebody who used a code of the patient's, after that many seconds. */
const relative =
  (over: (o: World) => object = () => ({}), seconds = 0) =>
  async (o: World): Promise<Account> => {
    const ravi = await room.addPatient();
    await byCode(o.asha, ravi, over(o));
    room.pass(seconds);
    return ravi;
  };
/** What is remembered of an account is remembered for half a minute. */
const deactivate: Step = async ({ meera }) => {
  await room.save(accountState.make(meera, { accountId: meera.accountId, deactivatedAt: START }));
  room.pass(31);
};

type Person = readonly [
  who: string,
  seen: Seen,
  come: (o: World) => Promise<Account> | Account,
  /** Looks that nothing but an emergency allows; none unless said. */
  emergency?: 'all' | 'all but this',
];

/** Who asks, what of the two files they read, and how they come to it. */
const people = (
  [
    ['the patient', 'both', ({ asha }) => asha],
    ['another patient', 'none', () => room.addPatient()],
    ['a doctor without consent', 'none', doctorAfter()],
    ['a doctor with the record', 'both', doctorAfter(letIn())],
    ['a doctor with this file', 'this', doctorAfter(letIn(thisFile))],
    ['a doctor with the other file', 'other', doctorAfter(letIn(otherFile))],
    ['a doctor with each file by a consent of its own', 'both', doctorAfter(letIn(thisFile), letIn(otherFile))],
    [
      'another doctor than the one who was let in',
      'none',
      async (o) => {
        await letIn()(o);
        return room.addDoctor();
      },
    ],
    ['a doctor a second before the end', 'both', doctorAfter(letIn(forAnHour), wait(HOUR - 1))],
    ['a doctor at the end', 'none', doctorAfter(letIn(forAnHour), wait(HOUR))],
    ['a doctor after the withdrawal', 'none', doctorAfter(letInAndOut)],
    ['a doctor whose record was withdrawn and a file was not', 'this', doctorAfter(letIn(thisFile), letInAndOut)],
    ['a doctor in an emergency', 'both', doctorAfter(inEmergency), 'all'],
    ['a doctor in an emergency who has this file anyway', 'both', doctorAfter(letIn(thisFile), inEmergency), 'all but this'],
    ['a doctor in an emergency who has the record anyway', 'both', doctorAfter(letIn(), inEmergency)],
    ['a doctor a second before the end of an emergency', 'both', doctorAfter(inEmergency, wait(4 * HOUR - 1)), 'all'],
    ['a doctor four hours after an emergency', 'none', doctorAfter(inEmergency, wait(4 * HOUR))],
    [
      'a doctor whose emergency the patient stopped',
      'none',
      doctorAfter(async ({ asha, meera }) => withdraw(asha, await breakGlass(asha, meera))),
    ],
    [
      'who was let in as a doctor and is none now',
      'none',
      async (o) => ({ ...(await doctorAfter(letIn())(o)), roles: ['patient'] as const }),
    ],
    ['a relative with a code', 'both', relative()],
    ['a relative with a code for the other file', 'other', relative(otherFile)],
    ['a relative after the end of the code’s consent', 'none', relative(undefined, HOUR)],
    ['an admin', 'forbidden', () => ({ accountId: randomUUID(), roles: ['admin'] as const })],
    [
      'an admin with the id of a doctor who was let in',
      'forbidden',
      async (o) => ({ ...(await doctorAfter(letIn())(o)), roles: ['admin'] as const }),
    ],
    ['a doctor who was let in and then deactivated', 'forbidden', doctorAfter(letIn(), deactivate)],
  ] as readonly Person[]
).map(([who, seen, come, emergency]) => [who, seen, come, emergency] as const);

const reads = (seen: Seen, which: 'this' | 'other'): boolean => seen === 'both' || seen === which;
const statusFor = (seen: Seen, may: boolean): number => (seen === 'forbidden' ? 403 : may ? 200 : 404);
/** An answer without what is new in each. */
const said = ({ body }: Reply) => ({ ...body.error, requestId: undefined });

const EMERGENCY = ' in an emergency';

/** Reads of one person's record that somebody left in its trail. */
const readsOf = async (who: Account) =>
  (await room.traces())
    .filter(({ actorId, subjectId, kind }) => actorId === who.accountId && subjectId === world.asha.accountId && kind === 'read')
    .map(({ action, resource, breakGlass }) => `${action} ${resource}${breakGlass ? EMERGENCY : ''}`)
    .sort();

describe('who may read a file', () => {
  test.each(people)('%s: %s', async (_, seen, come, emergency) => {
    const { asha, file, other } = world;
    const who = await come(world);
    const flagOf = (which?: string) => (emergency === 'all' || (emergency && which !== 'this') ? EMERGENCY : '');
    const documents = room.documents(who);
    const expected: string[] = [];
    for (const [which, documentId] of [
      ['this', file],
      ['other', other],
    ] as const) {
      const status = statusFor(seen, reads(seen, which));
      const got = await documents.call('get', { params: { documentId } });
      const link = await documents.call('download', { params: { documentId } });
      expect([got.status, link.status], which).toEqual([status, status]);
      if (status === 404) {
        const none = await documents.call('get', { params: { documentId: randomUUID() } });
        expect([said(got), said(link)], 'as if there were no such file').toEqual([said(none), said(none)]);
      }
      if (status === 200 && who !== asha)
        for (const action of ['get', 'download']) expected.push(`documents.${action} document#${documentId}${flagOf(which)}`);
    }
    const list = await documents.call('list', { query: { patientId: asha.accountId } });
    const nothing = seen === 'none';
    expect(list.status).toBe(statusFor(seen, !nothing));
    if (list.status === 200) {
      const wanted = [...(reads(seen, 'this') ? [file] : []), ...(reads(seen, 'other') ? [other] : [])];
      expect(list.body.data.map(({ documentId }: { documentId: string }) => documentId).sort()).toEqual(wanted.sort());
      if (who !== asha) expected.push(`documents.list documents#${asha.accountId}${flagOf()}`);
    } else if (list.status === 404) {
      const nobody = await documents.call('list', { query: { patientId: randomUUID() } });
      expect(said(list), 'as if there were no such person').toEqual(said(nobody));
    }
    expect(await readsOf(who), 'each look is in the trail, and nothing else').toEqual(expected.sort());
  });
});

describe('who may change, delete, restore or upload a file', () => {
  test.each(people.filter(([who]) => who !== 'the patient'))('not %s', async (_, seen, come) => {
    const { asha, file } = world;
    const who = await come(world);
    const documents = room.documents(who);
    const before = await room.stored(file);
    const params = { documentId: file };
    for (const [name, request] of [
      ['change', { params, body: { revision: 1, changes: { name: 'mine.jpg' } } }],
      ['remove', { params }],
      ['restore', { params }],
      ['renewUpload', { params }],
    ] as const)
      expect((await documents.call(name, request)).status, name).toBe(statusFor(seen, false));
    expect(await room.stored(file)).toEqual(before);
    // An upload is always one's own.
    const created = await documents.call('create', { body: room.announce(Buffer.from('x'), {}) });
    expect(created.status).toBe(seen === 'forbidden' ? 403 : 201);
    if (created.status === 201) expect(created.body.data.document.patientId).toBe(who.accountId);
    const theirs = await documents.call('create', { body: { ...room.announce(Buffer.from('x')), patientId: asha.accountId } });
    expect(theirs.status).toBe(seen === 'forbidden' ? 403 : 422);
  });
});

describe('who may share a record, or see how it is shared', () => {
  test.each(people.filter(([who]) => who !== 'the patient'))('not %s', async (_, seen, come) => {
    const { asha, file } = world;
    const friend = await room.addDoctor();
    const consentId = await room.grant(asha, friend);
    const who = await come(world);
    const consents = room.consents(who);
    const scope = { kind: 'documents', documentIds: [file] };
    const agreed = { scope, purpose: 'care', endsAt: later(room.now(), HOUR), notice: SHARING_NOTICE };
    const refused = seen === 'forbidden' ? 403 : 422;
    expect((await consents.call('grant', { body: { ...agreed, doctorId: friend.accountId } })).status).toBe(refused);
    expect((await consents.call('createCode', { body: agreed })).status).toBe(refused);
    expect((await consents.call('withdraw', { params: { consentId } })).status).toBe(statusFor(seen, false));
    for (const as of ['patient', 'reader'] as const) {
      const list = await consents.call('list', { query: { as } });
      expect(list.status).toBe(statusFor(seen, true));
      for (const each of list.body.data ?? []) expect([each.patientId, each.grantee.accountId]).toContain(who.accountId);
    }
  });
});

describe('a reader', () => {
  test('sees a file only while it is available', async () => {
    const { asha, meera } = world;
    await room.grant(asha, meera);
    const uploaded = await room.upload(asha);
    const announced = (await room.documents(asha).call('create', { body: room.announce(Buffer.from('x')) })).body.data.document.documentId;
    const rejected = await room.upload(asha, {}, Buffer.from('no photo'));
    await room.examine(rejected.created);
    const deleted = await room.file(asha);
    await room.documents(asha).call('remove', { params: { documentId: deleted } });
    for (const documentId of [uploaded.documentId, announced, rejected.documentId, deleted])
      for (const name of ['get', 'download'] as const)
        expect((await room.documents(meera).call(name, { params: { documentId } })).status).toBe(404);
    const query = { patientId: asha.accountId };
    const listed = async (over: object = {}) => (await room.documents(meera).call('list', { query: { ...query, ...over } })).body.data;
    expect(await listed()).toHaveLength(2);
    expect(await listed({ show: 'deleted' })).toEqual([]);
  });

  test('with chosen files finds and pages through those as the owner does through all', async () => {
    const { asha, meera } = world;
    const documentIds: string[] = [];
    for (const name of ['HbA1c.jpg', 'Lipids.jpg', 'CBC.jpg']) {
      room.pass(60);
      documentIds.push(await room.file(asha, { name, category: name === 'CBC.jpg' ? 'other' : 'lab-report' }));
    }
    await room.grant(asha, meera, { scope: { kind: 'documents', documentIds } });
    const list = async (query: object) => {
      const { body } = await room.documents(meera).call('list', { query: { patientId: asha.accountId, ...query } });
      return { names: body.data.map(({ name }: { name: string }) => name), cursor: body.meta.nextCursor };
    };
    expect((await list({})).names).toEqual(['CBC.jpg', 'Lipids.jpg', 'HbA1c.jpg']);
    expect((await list({ category: 'lab-report' })).names).toEqual(['Lipids.jpg', 'HbA1c.jpg']);
    expect((await list({ q: 'hba' })).names).toEqual(['HbA1c.jpg']);
    const first = await list({ limit: '2' });
    expect(first.names).toEqual(['CBC.jpg', 'Lipids.jpg']);
    expect(await list({ limit: '2', cursor: first.cursor })).toEqual({ names: ['HbA1c.jpg'], cursor: undefined });
  });

  test('loses an open page with the withdrawal, and the last link within a minute', async () => {
    const { asha, meera, file } = world;
    const consentId = await room.grant(asha, meera);
    const link = (await room.documents(meera).call('download', { params: { documentId: file } })).body.data;
    expect(link.goodUntil).toBe(later(START, 60));
    await withdraw(asha, consentId);
    for (const name of ['get', 'download'] as const)
      expect((await room.documents(meera).call(name, { params: { documentId: file } })).status).toBe(404);
    room.pass(59);
    expect((await fetch(link.url)).status).toBe(200);
    room.pass(1);
    expect((await fetch(link.url)).status).toBe(403);
  });

  test('who leaves the list open is in the trail once in a quarter of an hour, and with each file that is opened', async () => {
    const { asha, meera, file } = world;
    await room.grant(asha, meera);
    const poll = () => room.documents(meera).call('list', { query: { patientId: asha.accountId } });
    const counted = async () => {
      const counts: Record<string, number> = {};
      for (const line of await readsOf(meera)) counts[line.split(' ')[0] ?? ''] = (counts[line.split(' ')[0] ?? ''] ?? 0) + 1;
      return counts;
    };
    expect((await Promise.all(Array.from({ length: 5 }, poll))).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (let asked = 0; asked < 6; asked += 1) {
      room.pass(10);
      await poll();
    }
    for (const name of ['get', 'get', 'download', 'download'] as const)
      await room.documents(meera).call(name, { params: { documentId: file } });
    expect(await counted()).toEqual({ 'documents.list': 1, 'documents.get': 2, 'documents.download': 2 });
    room.at(later(START, QUARTER - 1));
    await poll();
    expect(await counted()).toMatchObject({ 'documents.list': 1 });
    room.pass(1);
    await poll();
    await poll();
    expect(await counted()).toMatchObject({ 'documents.list': 2 });
  });

  test('is in the trail anew when the patient stops and shares again, and when another consent comes or ends', async () => {
    const { asha, meera, file } = world;
    const lines = async () => (await readsOf(meera)).filter((line) => line.startsWith('documents.list')).length;
    const poll = async () => (await room.documents(meera).call('list', { query: { patientId: asha.accountId } })).status;
    const consentId = await room.grant(asha, meera);
    expect([await poll(), await poll(), await lines()]).toEqual([200, 200, 1]);
    await withdraw(asha, consentId);
    expect([await poll(), await lines()]).toEqual([404, 1]);
    await room.grant(asha, meera);
    expect([await poll(), await poll(), await lines()]).toEqual([200, 200, 2]);
    const another = await room.grant(asha, meera, only(file));
    expect([await poll(), await poll(), await lines()]).toEqual([200, 200, 3]);
    await withdraw(asha, another);
    expect([await poll(), await poll(), await lines()]).toEqual([200, 200, 4]);
  });

  test('is in the trail anew when the same consent gets another end', async () => {
    const { asha, meera } = world;
    const consentId = await room.grant(asha, meera);
    const key = { patientId: asha.accountId, consentId };
    const poll = () => room.documents(meera).call('list', { query: { patientId: asha.accountId } });
    await poll();
    const given = await room.store.table.find(consent, key);
    await room.save(consent.make(key, { ...(given as NonNullable<typeof given>), endsAt: later(START, HOUR) }));
    await poll();
    await poll();
    expect(await readsOf(meera)).toHaveLength(2);
  });

  test('is in the trail exactly once when the answer to the first line was lost', async () => {
    const { asha, meera } = world;
    await room.grant(asha, meera);
    const { table } = room.store;
    const poll = async () => (await room.documents(meera).call('list', { query: { patientId: asha.accountId } })).status;
    const cutOff = async (writes: Parameters<typeof table.transact>[0]) => {
      await table.transact(writes);
      throw new Error('the answer was lost');
    };
    room.use(Object.assign(Object.create(Object.getPrototypeOf(table)), table, { transact: cutOff }));
    expect(await poll()).toBe(500);
    room.use(table);
    expect([await poll(), await poll()]).toEqual([200, 200]);
    expect(await readsOf(meera)).toHaveLength(1);
  });

  test('does not get to see what could not be put into the trail', async () => {
    const { asha, meera, file } = world;
    await room.grant(asha, meera);
    const { table } = room.store;
    const deaf = Object.assign(Object.create(Object.getPrototypeOf(table)), table, {
      transact: () => Promise.reject(new Error('the trail cannot be written')),
    });
    room.use(deaf);
    for (const name of ['get', 'download', 'list'] as const) {
      const request = name === 'list' ? { query: { patientId: asha.accountId } } : { params: { documentId: file } };
      const { status, text } = await room.documents(meera).call(name, request);
      expect([status, text.includes(file)]).toEqual([500, false]);
    }
    room.use(table);
    await room.documents(meera).call('list', { query: { patientId: asha.accountId } });
    expect(await readsOf(meera), 'the first list that could be written').toHaveLength(1);
  });
});
