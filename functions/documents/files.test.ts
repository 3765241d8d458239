import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { put } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { Life, MortalTable } from '../shared/testing/mortal.ts';
import { type CalendarDate, type Instant, later } from '../shared/values.ts';
import { described } from './description.ts';
import { document, type StoredDocument } from './items.ts';
import { openRecordRoom, type RecordRoom } from './testing/record-room.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const DAY = 86_400;

let room: RecordRoom;
let asha: Account;
beforeAll(async () => {
  room = await openRecordRoom();
});
beforeEach(async () => {
  room.at(START);
  asha = await room.addPatient();
});
afterAll(() => room.stop());

const call = (name: string, documentId: string, body?: object, who = asha) =>
  room.documents(who).call(name as 'get', { params: { documentId }, ...(body ? { body } : {}) });
const list = async (query: Record<string, string> = {}, who = asha) => {
  const { status, body } = await room.documents(who).call('list', { query });
  expect(status, JSON.stringify(body)).toBe(200);
  return body as { data: { documentId: string; name: string; status: string }[]; meta: { nextCursor?: string } };
};
const names = async (query?: Record<string, string>) => (await list(query)).data.map(({ name }) => name);

const dueFor = async (documentId: string) =>
  (await room.due()).filter(({ event }) => event.data.documentId === documentId).map(({ event, dueAt }) => `${event.name} ${dueAt}`);

/** Files as they are after every check, by the thousand if need be. */
const filed = async (...given: Partial<StoredDocument>[]) => {
  const items = given.map((over, index) => {
    const documentId = `${asha.accountId}-${index}`;
    const object = { etag: 'e', versionId: 'v', finding: 'sound' as const };
    return document.make(
      { documentId },
      described({
        documentId,
        patientId: asha.accountId,
        name: `File ${index}`,
        category: 'other',
        tags: [],
        status: 'available',
        contentType: 'image/jpeg',
        bytes: 10,
        sha256: '',
        object,
        verdicts: [{ ...object, clean: true, scannedBy: 'guardduty' }],
        due: [],
        createdAt: later(START, index),
        revision: 1,
        step: 1,
        ...over,
      } satisfies Omit<StoredDocument, 'words'> as StoredDocument),
    );
  });
  for (let from = 0; from < items.length; from += 50)
    await room.store.table.transact(items.slice(from, from + 50).map((item) => put(item)));
};

describe('a patient’s files', () => {
  test('are listed newest first, page by page, with those that were rejected and those under way', async () => {
    await filed(...Array.from({ length: 60 }, () => ({})));
    const { documentId } = await room.upload(asha, { name: 'under way.jpg' });
    await room.documents(asha).call('create', { body: room.announce(Buffer.from('x'), { name: 'announced.jpg' }) });
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await list({ limit: '25', ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ name }) => name));
      cursor = page.meta.nextCursor;
      pages += 1;
    } while (cursor);
    expect(pages).toBe(3);
    expect(new Set(seen).size).toBe(62);
    expect(seen.slice(0, 2)).toEqual(['File 59', 'File 58']);
    expect((await call('get', documentId)).body.data.status).toBe('uploading');
  });

  test('are found by words of name, laboratory, tags and note, in any case and script, and by their category', async () => {
    await filed(
      { name: 'CBC November.pdf', category: 'lab-report', provider: 'Jeevan Diagnostics', tags: ['fasting'] },
      { name: 'Chest X-ray.jpg', category: 'imaging', note: 'Before the operation' },
      { name: 'रक्त जाँच.pdf', category: 'lab-report', provider: 'जीवन लैब' },
      { name: 'Policy.pdf', category: 'insurance', tags: ['Star Health'] },
    );
    expect(await names({ q: 'november cbc' })).toEqual(['CBC November.pdf']);
    expect(await names({ q: 'JEEVAN' })).toEqual(['CBC November.pdf']);
    expect(await names({ q: 'fasting' })).toEqual(['CBC November.pdf']);
    expect(await names({ q: 'operation' })).toEqual(['Chest X-ray.jpg']);
    expect(await names({ q: 'जाँच' })).toEqual(['रक्त जाँच.pdf']);
    expect(await names({ q: 'star' })).toEqual(['Policy.pdf']);
    expect(await names({ q: 'nothing' })).toEqual([]);
    expect(await names({ category: 'lab-report' })).toEqual(['रक्त जाँच.pdf', 'CBC November.pdf']);
    expect(await names({ category: 'lab-report', q: 'cbc' })).toEqual(['CBC November.pdf']);
  });

  test('cost one query of the table, however the list is asked for', async () => {
    await filed({ category: 'imaging' }, {});
    await list();
    for (const query of [{}, { q: 'file 1', category: 'other' }, { show: 'deleted' }] as Record<string, string>[]) {
      const life = new Life();
      room.use(new MortalTable(room.store, life));
      await list(query);
      room.use(room.store.table);
      expect(life.steps.filter((step) => step.startsWith('before'))).toEqual([`before query patient#${asha.accountId}#documents`]);
    }
  });

  test('of another list’s cursor are refused', async () => {
    await filed({}, {});
    const { meta } = await list({ limit: '1' });
    const ravi = await room.addPatient();
    const { status, body } = await room.documents(ravi).call('list', { query: { cursor: meta.nextCursor ?? '' } });
    expect([status, body.error.details.problems[0].field]).toEqual([422, 'query.cursor']);
  });
});

describe('a description', () => {
  test('is changed part by part; null takes out; a lost race is told', async () => {
    const documentId = await room.file(asha, { provider: 'Jeevan Labs', tags: ['a', 'a'], note: 'old' });
    const changes = { name: 'HbA1c.jpg', provider: null, tags: ['diabetes'], note: null, date: '2026-11-19' };
    expect(await call('change', documentId, { revision: 1, changes })).toMatchObject({
      status: 200,
      body: {
        data: { name: 'HbA1c.jpg', tags: ['diabetes'], date: '2026-11-19', category: 'lab-report', revision: 2, status: 'available' },
      },
    });
    const { data } = (await call('get', documentId)).body;
    expect(data).not.toHaveProperty('provider');
    expect(data).not.toHaveProperty('note');
    expect(await names({ q: 'diabetes hba1c' })).toEqual(['HbA1c.jpg']);
    expect(await names({ q: 'jeevan' })).toEqual([]);
    expect((await call('change', documentId, { revision: 1, changes: { name: 'late.jpg' } })).body.error.code).toBe('changed-elsewhere');
  });

  test('can be changed while the file is being checked: what the checks find is no lost race', async () => {
    const { documentId, created } = await room.upload(asha);
    const [changed] = await Promise.all([
      call('change', documentId, { revision: 1, changes: { name: 'While it is checked.jpg' } }),
      room.examine(created).then(() => room.scan(created)),
    ]);
    expect(changed.status).toBe(200);
    expect((await call('get', documentId)).body.data).toMatchObject({ name: 'While it is checked.jpg', status: 'available', revision: 2 });
  });

  test('is refused by the rules of a new one', async () => {
    const documentId = await room.file(asha);
    for (const [changes, field] of [
      [{ name: '../x' }, 'body.changes.name'],
      [{ date: '2027-01-01' as CalendarDate }, 'body.changes.date'],
      [{ appointmentId: 'none' }, 'body.changes.appointmentId'],
      [{ status: 'available' }, 'body.changes.status'],
      [{ patientId: 'x' }, 'body.changes.patientId'],
    ] as const) {
      const { status, body } = await call('change', documentId, { revision: 1, changes });
      expect([status, body.error.details.problems[0].field]).toEqual([422, field]);
    }
  });
});

describe('a deleted file', () => {
  test('is off the list, closed to everybody, and can be brought back for thirty days, to the second', async () => {
    const documentId = await room.file(asha);
    const removed = await call('remove', documentId);
    expect(removed).toMatchObject({ status: 200, body: { data: { status: 'deleted', restorableUntil: later(START, 30 * DAY) } } });
    expect((await call('remove', documentId)).text).toBe(removed.text);
    expect((await list()).data).toEqual([]);
    expect((await list({ show: 'deleted' })).data).toMatchObject([{ documentId, status: 'deleted' }]);
    expect((await call('download', documentId)).body.error.code).toBe('file-not-available');
    expect((await call('change', documentId, { revision: 1, changes: {} })).status).toBe(409);
    room.pass(30 * DAY - 1);
    await room.sweep();
    expect((await call('restore', documentId)).body.data).toMatchObject({ status: 'available' });
    expect(await dueFor(documentId)).toEqual([]);
    expect((await call('restore', documentId)).body.data).toMatchObject({ status: 'available' });
    expect((await list({ show: 'deleted' })).data).toEqual([]);
    expect((await call('download', documentId)).status).toBe(200);
    room.pass(DAY);
    await room.sweep();
    expect(room.objects(documentId)).toBe(1);
  });

  test('is erased after thirty days, object and description, and there is nothing to bring back', async () => {
    const documentId = await room.file(asha);
    await call('remove', documentId);
    room.pass(30 * DAY);
    expect((await list({ show: 'deleted' })).data).toEqual([]);
    expect((await call('get', documentId)).status).toBe(404);
    expect((await call('restore', documentId)).body.error.code).toBe('too-late');
    expect(await room.sweep()).toContain('document-erase-due');
    expect([room.objects(documentId), await room.stored(documentId)]).toEqual([0, undefined]);
    expect((await call('restore', documentId)).status).toBe(404);
    expect((await room.traces()).filter(({ resource }) => resource === `document#${documentId}`).at(-1)).toMatchObject({
      actorRole: 'arogya',
      action: 'documents-on-document-erase-due',
      subjectId: asha.accountId,
    });
  });

  test('that was restored and deleted again has its thirty days anew', async () => {
    const documentId = await room.file(asha);
    await call('remove', documentId);
    room.pass(20 * DAY);
    await call('restore', documentId);
    await call('remove', documentId);
    room.pass(20 * DAY);
    await room.sweep();
    expect((await call('restore', documentId)).status).toBe(200);
  });

  test('is erased once its erasing has begun, however the owner hurries and whoever is killed', async () => {
    const documentId = await room.file(asha);
    await call('remove', documentId);
    room.pass(30 * DAY);
    const [due] = (await room.takeDue()).filter(({ message }) => message.detail.data.documentId === documentId);
    if (!due) throw new Error('nothing is due');
    for (let killAt = 0; killAt < 40; killAt += 1) {
      const life = new Life((_, step) => step === killAt);
      room.use(new MortalTable(room.store, life));
      room.bucket.calledBy(life);
      const ended = await life.live(room.hand(due.consumer, due.message));
      room.use(room.store.table);
      room.bucket.calledBy(new Life());
      expect([404, 409]).toContain((await call('restore', documentId)).status);
      room.pass(61);
      if (ended !== 'dead') break;
    }
    expect([room.objects(documentId), await room.stored(documentId)]).toEqual([0, undefined]);
  });

  test('that was never available is gone at once, with whatever still comes of it', async () => {
    const { documentId, form, created } = await room.upload(asha);
    expect((await call('remove', documentId)).body.data).toMatchObject({ status: 'deleted' });
    expect((await call('remove', documentId)).status).toBe(404);
    expect((await list({ show: 'deleted' })).data).toEqual([]);
    expect((await call('restore', documentId)).body.error.code).toBe('too-late');
    expect(await dueFor(documentId)).toEqual([`document-erase-due ${later(START, 20 * 60)}`]);
    await room.examine(created);
    expect(room.objects(documentId)).toBe(0);
    room.pass(10 * 60);
    await room.bucket.post(form, Buffer.from(''));
    room.pass(11 * 60);
    await room.sweep();
    expect([room.objects(documentId), await room.stored(documentId)]).toEqual([0, undefined]);
  });
});

describe('a link to a file', () => {
  test('is over after five minutes, to the second, and good for this file only', async () => {
    const documentId = await room.file(asha);
    const other = await room.file(asha);
    const { data } = (await call('download', documentId)).body;
    const status = async (url: string) => (await fetch(url)).status;
    room.pass(299);
    expect(await status(data.url)).toBe(200);
    expect(await status(data.url.replace(documentId, other))).toBe(403);
    expect(await status(data.url.replace('X-Amz-Expires=300', 'X-Amz-Expires=3000'))).toBe(403);
    expect(await status(data.url.replace('image%2Fjpeg', 'text%2Fhtml'))).toBe(403);
    room.pass(1);
    expect(await status(data.url)).toBe(403);
  });

  test('shows it in the page, or saves it, always as what it was found to be', async () => {
    const documentId = await room.file(asha, { name: 'page.html' });
    for (const [as, how] of [
      ['preview', 'inline'],
      ['file', 'attachment'],
    ] as const) {
      const { data } = (await room.documents(asha).call('download', { params: { documentId }, query: { as } })).body;
      const { headers } = await fetch(data.url);
      expect(headers.get('content-disposition')).toBe(`${how}; filename="page.html.jpg"; filename*=UTF-8''page.html.jpg`);
      expect([headers.get('content-type'), headers.get('cache-control')]).toEqual(['image/jpeg', 'private, no-store']);
    }
  });
});
