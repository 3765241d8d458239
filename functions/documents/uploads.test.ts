import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterAll, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';

import { receipt } from '../shared/table/receipt.ts';
import type { Account } from '../shared/testing/caller.ts';
import { type Instant, later } from '../shared/values.ts';
import { LARGEST_BYTES } from './contract.ts';
import { objectKeyOf } from './items.ts';
import { BUCKET } from './testing/bucket.ts';
import { eicar, folded, pdfOf, zipOf } from './testing/files.ts';
import { picture } from './testing/pictures.ts';
import { openRecordRoom, type RecordRoom, sha256Of } from './testing/record-room.ts';

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

type Form = { url: string; fields: Record<string, string> };
const policyOf = ({ fields }: Form) => JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString('utf8'));
const announced = async (file: Buffer, over: object = {}, who = asha) => {
  const { status, body } = await room.documents(who).call('create', { body: room.announce(file, over) });
  expect(status, JSON.stringify(body)).toBe(201);
  return { documentId: body.data.document.documentId as string, form: body.data.upload as Form, body };
};
const get = async (documentId: string, who = asha) => (await room.documents(who).call('get', { params: { documentId } })).body.data;

describe('a patient who uploads a report', () => {
  test('sees it uploading, being checked and available, and opens it', async () => {
    const file = picture('jpeg');
    const { documentId, form } = await announced(file, { name: 'रक्त जाँच.jpg', provider: 'Jeevan Labs', date: '2026-11-18' });
    expect(await get(documentId)).toMatchObject({ status: 'uploading', name: 'रक्त जाँच.jpg', bytes: file.length, revision: 1 });
    expect((await room.bucket.post(form, file)).status).toBe(204);
    const created = room.createdOf(documentId);
    expect(await room.examine(created)).toBe(true);
    expect(await get(documentId)).toMatchObject({ status: 'quarantined' });
    const early = await room.documents(asha).call('download', { params: { documentId } });
    expect(early).toMatchObject({ status: 409, body: { error: { code: 'file-not-available', details: { status: 'quarantined' } } } });
    expect(await room.scan(created)).toBe(true);
    expect(await get(documentId)).toMatchObject({ status: 'available', scannedBy: 'guardduty', availableAt: START });
    const { body } = await room.documents(asha).call('download', { params: { documentId } });
    const reply = await fetch(body.data.url);
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(file);
    expect(reply.headers.get('content-type')).toBe('image/jpeg');
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="____ ____.jpg"; filename*=UTF-8''${encodeURIComponent('रक्त जाँच.jpg')}`,
    );
    expect(body.data.goodUntil).toBe(later(START, 300));
  });

  test('sends no byte through us, and nothing of the person or the file is in its key', async () => {
    const { form, documentId } = await announced(picture('jpeg'), { name: 'Asha Verma HIV.jpg' });
    expect(form.url).toBe(`${room.bucket.endpoint}/${BUCKET}`);
    expect(form.fields.key).toBe(`files/${documentId}`);
    expect(JSON.stringify(policyOf(form))).not.toMatch(/asha|verma|hiv/i);
  });

  test('gets a form that is bound to key, type, size, content and fifteen minutes', async () => {
    const file = picture('png');
    const { form, documentId, body } = await announced(file, { contentType: 'image/png' });
    const { expiration, conditions } = policyOf(form);
    expect(expiration).toBe(later(START, 900));
    expect(body.data.upload.goodUntil).toBe(expiration);
    for (const condition of [
      { key: `files/${documentId}` },
      { bucket: BUCKET },
      { 'Content-Type': 'image/png' },
      { 'x-amz-checksum-algorithm': 'SHA256' },
      { 'x-amz-checksum-sha256': sha256Of(file) },
      ['content-length-range', file.length, file.length],
    ])
      expect(conditions).toContainEqual(condition);
  });

  test('is told how many pages a PDF has', async () => {
    const documentId = await room.file(asha, { contentType: 'application/pdf', name: 'report.pdf' }, pdfOf([], { pages: 3 }));
    expect(await get(documentId)).toMatchObject({ status: 'available', pages: 3 });
  });

  test('is told that only the embedded checks have looked, where there is no scanner', async () => {
    const { documentId, created } = await room.upload(asha);
    await room.examine(created);
    await room.scan(created, 'NO_THREATS_FOUND', 'signatures');
    expect(await get(documentId)).toMatchObject({ status: 'available', scannedBy: 'structure-checks' });
  });

  test('and repeats the command gets the same file and the same form', async () => {
    const body = room.announce(picture('jpeg'));
    const [first, second] = [
      await room.documents(asha).call('create', { body, idempotencyKey: 'one' }),
      await room.documents(asha).call('create', { body, idempotencyKey: 'one' }),
    ];
    expect(second.text).toBe(first.text);
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  test('goes on after a break with a new form for the same file', async () => {
    const file = picture('jpeg');
    const { documentId, form } = await announced(file);
    room.pass(3_600);
    expect((await room.bucket.post(form, file)).code).toBe('AccessDenied');
    const renewed = await room.documents(asha).call('renewUpload', { params: { documentId } });
    expect(renewed).toMatchObject({ status: 201, body: { data: { upload: { goodUntil: later(START, 3_600 + 900) } } } });
    expect((await room.bucket.post(renewed.body.data.upload, file)).status).toBe(204);
    await room.examine(room.createdOf(documentId));
    expect((await room.documents(asha).call('renewUpload', { params: { documentId } })).body.error.code).toBe('changed-elsewhere');
  });

  test('that is available leaves one event, for whoever waits for it, and nothing due', async () => {
    const documentId = await room.file(asha);
    const told = (await room.events()).filter(({ name, data }) => name === 'document-available' && data.documentId === documentId);
    expect(told.map(({ data }) => data)).toEqual([{ documentId, patientId: asha.accountId }]);
    expect((await room.due()).filter(({ event }) => event.data.documentId === documentId)).toEqual([]);
  });
});

const notScanned = (counted: MockInstance<Metrics['addMetric']>) => counted.mock.calls.filter(([name]) => name === 'NotScanned').length;

describe('an upload that never comes', () => {
  test('is given up after a day, and gone from the list a month later', async () => {
    const { documentId } = await announced(picture('jpeg'));
    room.pass(DAY - 1);
    await room.sweep();
    expect(await get(documentId)).toMatchObject({ status: 'uploading' });
    room.pass(1);
    expect(await room.sweep()).toContain('upload-overdue');
    expect(await get(documentId)).toMatchObject({ status: 'rejected', rejectReason: 'never-came' });
    room.pass(30 * DAY);
    await room.sweep();
    expect(await room.stored(documentId)).toBeUndefined();
  });

  test('and comes all the same, with a form that was still good, is erased', async () => {
    const file = picture('jpeg');
    const { documentId } = await announced(file);
    room.pass(DAY - 60);
    const { body } = await room.documents(asha).call('renewUpload', { params: { documentId } });
    room.pass(60);
    await room.sweep();
    expect((await room.bucket.post(body.data.upload, file)).status).toBe(204);
    expect(await room.examine(room.createdOf(documentId))).toBe(true);
    expect(room.objects(documentId)).toBe(0);
    expect(await get(documentId)).toMatchObject({ status: 'rejected', rejectReason: 'never-came' });
  });

  test('but was sent and could not be scanned for a day is given up with that reason', async () => {
    const counted = vi.spyOn(Metrics.prototype, 'addMetric');
    for (const result of ['FAILED', 'ACCESS_DENIED', 'UNSUPPORTED'] as const) {
      room.at(START);
      counted.mockClear();
      const { documentId, created } = await room.upload(asha);
      await room.examine(created);
      expect(await room.scan(created, result)).toBe(true);
      expect(counted).toHaveBeenCalledWith('ScanUnfinished', 'Count', 1);
      expect(await get(documentId), result).toMatchObject({ status: 'quarantined' });
      room.pass(DAY);
      await room.sweep();
      expect(await get(documentId), result).toMatchObject({ status: 'rejected', rejectReason: 'not-scanned' });
      expect(room.objects(documentId)).toBe(0);
      expect(notScanned(counted)).toBe(1);
    }
    counted.mockRestore();
  });

  test('and a scanner that never says anything is counted, an upload that never came is not', async () => {
    room.at(START);
    const counted = vi.spyOn(Metrics.prototype, 'addMetric');
    const silent = await room.upload(asha);
    await room.examine(silent.created);
    const { documentId: never } = await announced(picture('jpeg'));
    await announced(picture('jpeg'));
    const checked = await room.file(asha);
    room.pass(DAY);
    const due = await room.takeDue();
    for (const { consumer, message } of [...due, ...due]) expect(await room.hand(consumer, message)).toBe(true);
    expect(await get(silent.documentId)).toMatchObject({ status: 'rejected', rejectReason: 'not-scanned' });
    expect(await get(never)).toMatchObject({ rejectReason: 'never-came' });
    expect(await get(checked)).toMatchObject({ status: 'available' });
    expect(notScanned(counted), 'once, though it was told twice').toBe(1);
    counted.mockRestore();
  });
});

describe('S3 refuses, by the form that we signed,', () => {
  const file = picture('jpeg');
  const changed = ({ form }: { form: Form }, fields: Record<string, string>) => ({ ...form, fields: { ...form.fields, ...fields } });

  test.each<[string, string, (o: { form: Form; other: string }) => Form]>([
    ['somebody else’s key', 'AccessDenied', (o) => changed(o, { key: o.other })],
    ['a key beside ours', 'AccessDenied', (o) => changed(o, { key: `${o.form.fields.key}/../../evil` })],
    ['another type', 'AccessDenied', (o) => changed(o, { 'Content-Type': 'text/html' })],
    ['another checksum', 'AccessDenied', (o) => changed(o, { 'x-amz-checksum-sha256': sha256Of(eicar) })],
    [
      'a policy that was changed',
      'SignatureDoesNotMatch',
      (o) => {
        const policy = policyOf(o.form);
        policy.conditions = policy.conditions.filter((each: unknown) => !Array.isArray(each));
        return changed(o, { Policy: Buffer.from(JSON.stringify(policy)).toString('base64') });
      },
    ],
    [
      'a policy whose end was put off',
      'SignatureDoesNotMatch',
      (o) =>
        changed(o, { Policy: Buffer.from(JSON.stringify({ ...policyOf(o.form), expiration: '2099-01-01T00:00:00Z' })).toString('base64') }),
    ],
    ['a field that the form did not have', 'AccessDenied', (o) => changed(o, { acl: 'public-read' })],
    ['a redirect to elsewhere', 'AccessDenied', (o) => changed(o, { success_action_redirect: 'https://evil.example' })],
  ])('%s', async (_, code, tamper) => {
    const { documentId, form } = await announced(file);
    const other = objectKeyOf(await room.file(await room.addPatient()));
    expect(await room.bucket.post(tamper({ form, other }), file)).toMatchObject({ code });
    expect(room.objects(documentId)).toBe(0);
    expect(room.bucket.under(other)).toHaveLength(1);
  });

  test('a longer file, a shorter one, another one of the same length, and the right one after its time', async () => {
    const { documentId, form } = await announced(file);
    const same = Buffer.from(file);
    same.writeUInt8(same.readUInt8(400) ^ 1, 400);
    expect((await room.bucket.post(form, Buffer.concat([file, eicar]))).code).toBe('EntityTooLarge');
    expect((await room.bucket.post(form, file.subarray(1))).code).toBe('EntityTooSmall');
    expect((await room.bucket.post(form, same)).code).toBe('BadDigest');
    room.pass(900);
    expect((await room.bucket.post(form, file)).code).toBe('AccessDenied');
    expect(room.objects(documentId)).toBe(0);
    room.pass(-1);
    expect((await room.bucket.post(form, file)).status).toBe(204);
  });
});

describe('an announcement is refused', () => {
  test.each<[string, object, string]>([
    ['of more than 25 MB', { bytes: LARGEST_BYTES + 1 }, 'body.bytes'],
    ['of nothing', { bytes: 0 }, 'body.bytes'],
    ['of a type that we do not keep', { contentType: 'image/svg+xml' }, 'body.contentType'],
    ['of a web page', { contentType: 'text/html' }, 'body.contentType'],
    ['without a checksum', { sha256: 'abc' }, 'body.sha256'],
    ['under a name with a path', { name: '../../etc/passwd' }, 'body.name'],
    ['under a name with a path of Windows', { name: '..\\..\\boot.ini' }, 'body.name'],
    ['under a name with an end in it', { name: 'report.pdf\0.exe' }, 'body.name'],
    ['under a name of two lines', { name: 'a.pdf\r\nSet-Cookie: x=1' }, 'body.name'],
    ['under a name with a line of another alphabet', { name: 'a\u2028b.pdf' }, 'body.name'],
    ['under a name that is read backwards', { name: 'report\u202efdp.exe' }, 'body.name'],
    ['under a name that is no text', { name: 'a\ud800.pdf' }, 'body.name'],
    ['under a name of dots', { name: '. ..' }, 'body.name'],
    ['under no name', { name: '  ' }, 'body.name'],
    ['under a key of its own', { documentId: 'chosen', key: 'files/other' }, 'body.documentId'],
    ['of a report from tomorrow', { date: '2026-11-21' }, 'body.date'],
    ['for an appointment that there is not', { appointmentId: 'none' }, 'body.appointmentId'],
  ])('%s', async (_, over, field) => {
    const { status, body } = await room.documents(asha).call('create', { body: room.announce(picture('jpeg'), over) });
    expect(status).toBe(422);
    expect(body.error.details.problems.map((problem: { field: string }) => problem.field)).toContain(field);
  });

  test('for somebody else’s appointment as for one that there is not, and taken for one’s own', async () => {
    const doctor = await room.addDoctor({ practice: { feePaise: 0 as never } });
    const ravi = await room.addPatient();
    const { body } = await room.book(ravi, doctor, later('2026-11-23T03:30:00Z' as Instant, 0));
    const { appointmentId } = body.data;
    const [theirs, none] = await Promise.all(
      [appointmentId, 'none'].map((each) =>
        room.documents(asha).call('create', { body: room.announce(picture('jpeg'), { appointmentId: each }) }),
      ),
    );
    expect(theirs?.body.error.details).toEqual(none?.body.error.details);
    expect((await room.documents(ravi).call('create', { body: room.announce(picture('jpeg'), { appointmentId }) })).status).toBe(201);
  });
});

describe('a hostile file that S3 took is rejected with its reason, and nothing of it stays', () => {
  const zipped = Buffer.concat([picture('jpeg'), zipOf('evil.class', 'code')]);
  test.each<[string, Buffer, object, string]>([
    ['a program under a right name', Buffer.from('MZ\x90\0 this program cannot be run in DOS mode'), { name: 'report.jpg' }, 'wrong-type'],
    [
      'a web page under a right name',
      Buffer.from('<html><script>alert(1)</script>'),
      { name: 'report.pdf', contentType: 'application/pdf' },
      'wrong-type',
    ],
    ['the test file of the scanners under a right name', eicar, { name: 'report.pdf', contentType: 'application/pdf' }, 'wrong-type'],
    ['a bomb', pdfOf([folded(Buffer.alloc(300 * 1024 * 1024))]), { contentType: 'application/pdf' }, 'too-large-inside'],
    ['a photo that is an archive', zipped, {}, 'wrong-type'],
    [
      'a script',
      pdfOf(['<< /S /JavaScript /JS (1) >>'], { catalog: '/OpenAction 4 0 R' }),
      { contentType: 'application/pdf' },
      'active-content',
    ],
    ['half a photo', picture('jpeg').subarray(0, 500), {}, 'not-readable'],
  ])('%s', async (_, file, over, rejectReason) => {
    const { documentId, created } = await room.upload(asha, over, file);
    expect(await room.examine(created)).toBe(true);
    expect(await get(documentId)).toMatchObject({ status: 'rejected', rejectReason });
    expect(room.objects(documentId)).toBe(0);
    const due = (await room.due()).filter(({ event }) => event.data.documentId === documentId);
    expect(due.map(({ event, dueAt }) => [event.name, dueAt])).toEqual([['document-erase-due', later(START, 30 * DAY)]]);
    // What the scanner has to say afterwards changes nothing.
    expect(await room.scan(created)).toBe(true);
    expect(await get(documentId)).toMatchObject({ status: 'rejected', rejectReason });
    expect((await room.documents(asha).call('download', { params: { documentId } })).status).toBe(409);
  });

  test('malware that only the scanner knows, also when it knows it before we have looked, and later than we thought it clean', async () => {
    const first = await room.upload(asha);
    expect(await room.scan(first.created, 'THREATS_FOUND')).toBe(true);
    expect(await room.examine(first.created)).toBe(true);
    const second = await room.upload(asha);
    await room.examine(second.created);
    await room.scan(second.created, 'THREATS_FOUND');
    const third = await room.file(asha);
    await room.scan(room.createdOf(third), 'THREATS_FOUND');
    for (const documentId of [first.documentId, second.documentId, third]) {
      expect(await get(documentId)).toMatchObject({ status: 'rejected', rejectReason: 'malware' });
      expect(room.objects(documentId)).toBe(0);
    }
  });

  test('content that S3 should not have taken is found by its checksum', async () => {
    const file = picture('jpeg');
    const { documentId } = await announced(file);
    const other = Buffer.concat([file.subarray(0, -2), Buffer.from([0xff, 0xd8])]);
    room.bucket.putPast(objectKeyOf(documentId), other, 'image/jpeg');
    await room.examine(room.createdOf(documentId));
    expect(await get(documentId)).toMatchObject({ status: 'rejected', rejectReason: 'wrong-checksum' });
    room.bucket.putPast(objectKeyOf((await announced(file)).documentId), Buffer.alloc(30 * 1024 * 1024), 'image/jpeg');
    const huge = room.bucket.created.at(-1);
    await room.examine(huge ?? {});
    expect(room.bucket.under(huge?.detail.object.key ?? '')).toHaveLength(0);
  });

  test('an object under a key of no file is erased, and one of another bucket or folder is left alone', async () => {
    room.bucket.putPast('files/0c9c6d1e-0000-4000-8000-000000000000', eicar, 'application/pdf');
    await room.examine(room.bucket.created.at(-1) ?? {});
    expect(room.bucket.under('files/0c9c6d1e-0000-4000-8000-000000000000')).toHaveLength(0);
    room.bucket.putPast('elsewhere/x', eicar, 'application/pdf');
    const elsewhere = room.bucket.created.at(-1);
    expect(await room.examine(elsewhere ?? {})).toBe(true);
    expect(room.bucket.under('elsewhere/x')).toHaveLength(1);
    const documentId = await room.file(asha);
    const created = room.createdOf(documentId);
    const foreign = { ...created, id: 'another', detail: { ...created.detail, bucket: { name: 'another-bucket' } } };
    expect(await room.examine(foreign)).toBe(true);
    expect(await room.hand('scanned', { ...created, source: 'arogya' })).toBe(false);
    expect(room.objects(documentId)).toBe(1);
  });
});

describe('a file that is put under its key once more', () => {
  test('is not needed: the verified version stays the one that is opened, and the other goes', async () => {
    const file = picture('jpeg');
    const { documentId, form, created } = await room.upload(asha);
    await room.examine(created);
    await room.scan(created);
    const verified = (await room.stored(documentId))?.object?.versionId;
    expect((await room.bucket.post(form, file)).status).toBe(204);
    const again = room.createdOf(documentId);
    const link = async () => (await room.documents(asha).call('download', { params: { documentId } })).body.data.url as string;
    expect(await link()).toContain(`versionId=${verified}`);
    expect(await room.examine(again)).toBe(true);
    expect(room.bucket.under(objectKeyOf(documentId)).map(({ versionId }) => versionId)).toEqual([verified]);
    expect(await get(documentId)).toMatchObject({ status: 'available' });
  });

  test('and found clean says nothing of the version that counts', async () => {
    const { documentId, form, created } = await room.upload(asha);
    await room.examine(created);
    await room.bucket.post(form, picture('jpeg'));
    await room.scan(room.createdOf(documentId));
    expect(await get(documentId)).toMatchObject({ status: 'quarantined' });
    await room.scan(created);
    expect(await get(documentId)).toMatchObject({ status: 'available' });
  });

  test('with other content never takes the place of what was verified', async () => {
    const documentId = await room.file(asha);
    room.bucket.putPast(objectKeyOf(documentId), eicar, 'image/jpeg');
    const url = (await room.documents(asha).call('download', { params: { documentId } })).body.data.url as string;
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(picture('jpeg'));
    await room.examine(room.createdOf(documentId));
    expect(room.objects(documentId)).toBe(1);
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(picture('jpeg'));
  });
});

describe('in a bucket that keeps no versions', () => {
  beforeAll(() => room.bucket.keepVersions(false));
  afterAll(() => room.bucket.keepVersions(true));

  test('what replaced a verified file is not opened, and rejected when it is looked at', async () => {
    const documentId = await room.file(asha);
    const download = () => room.documents(asha).call('download', { params: { documentId } });
    expect((await download()).status).toBe(200);
    room.bucket.putPast(objectKeyOf(documentId), Buffer.concat([picture('jpeg').subarray(0, -2), Buffer.from([0, 0])]), 'image/jpeg');
    expect((await download()).body.error.code).toBe('file-not-available');
    expect(await room.examine(room.createdOf(documentId))).toBe(true);
    expect((await room.stored(documentId))?.status).toBe('rejected');
    expect(room.objects(documentId)).toBe(0);
  });

  test('the same file once more is the same file', async () => {
    const { documentId, form, created } = await room.upload(asha);
    await room.examine(created);
    await room.scan(created);
    await room.bucket.post(form, picture('jpeg'));
    await room.examine(room.createdOf(documentId));
    expect((await room.documents(asha).call('download', { params: { documentId } })).status).toBe(200);
  });
});

test('every step that changes a file is in its owner’s trail, and none says what it is called', async () => {
  const documentId = await room.file(asha, { name: 'Secret illness.jpg' });
  const traces = (await room.traces()).filter(({ resource }) => resource === `document#${documentId}`);
  expect(traces.map(({ action, kind, actorRole }) => `${action} ${kind} ${actorRole}`).sort()).toEqual([
    'documents-on-scan-result write arogya',
    'documents.create write patient',
  ]);
  const receipts = (await room.all()).filter(receipt.is).map((item) => receipt.parse(item));
  expect(JSON.stringify(receipts.flatMap(({ accesses, events }) => [accesses, events]))).not.toContain('Secret');
});
