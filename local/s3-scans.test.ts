import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from 'vitest';

import { closeServer, listen } from './http.ts';
import { scanBySignatures } from './malware-signatures.ts';
import { formFor, type LocalS3, PDF, send, startS3 } from './s3-testing.ts';

const folders: string[] = [];
const clouds: LocalS3[] = [];
const start = async (o: Parameters<typeof startS3>[0] = {}) => {
  const s3 = await startS3(o);
  clouds.push(s3);
  return s3;
};
afterEach(async () => {
  for (const s3 of clouds.splice(0)) await s3.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'arogya-scans-'));
  folders.push(folder);
  return folder;
};

// In two halves, so that no scanner takes this file for it.
const eicar = Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

/** One deflated member of a ZIP archive, as its local header says; `locked` as with a password. */
const zipped = (body: Buffer, locked = false) => {
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 'latin1');
  header.writeUInt16LE(locked ? 1 : 0, 6);
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(5, 26);
  return Buffer.concat([header, Buffer.from('a.txt'), deflateRawSync(body), Buffer.from('PK\u0001\u0002')]);
};
const pdfOf = (stream: Buffer, trailer = '') =>
  Buffer.concat([
    PDF,
    Buffer.from('2 0 obj\n<< /Filter /FlateDecode >>\nstream\r\n'),
    stream,
    Buffer.from(`\nendstream\nendobj\ntrailer << ${trailer} >>`),
  ]);
const clean = Buffer.from('Haemoglobin 13.4 g/dL');

describe('the checks of signatures', () => {
  test.each([
    ['the EICAR file itself', eicar],
    ['one with more behind it', Buffer.concat([clean, eicar, clean])],
    ['one in a ZIP', zipped(eicar)],
    ['one in a ZIP in a ZIP', zipped(zipped(eicar))],
    ['a PDF that is also a ZIP', Buffer.concat([PDF, zipped(eicar)])],
    ['one in a PDF’s stream', pdfOf(deflateSync(eicar))],
    ['one in a PDF’s stream with a wrong checksum', pdfOf(Buffer.concat([deflateSync(eicar).subarray(0, -4), Buffer.alloc(4)]))],
    ['one that is folded twice in a PDF’s stream', pdfOf(deflateSync(deflateSync(eicar)))],
    ['one in a gzip', gzipSync(eicar)],
    ['one beside a locked member', Buffer.concat([zipped(clean, true), zipped(eicar)])],
  ])('find %s', async (_, body) => {
    expect(await scanBySignatures(body)).toMatchObject({
      status: 'THREATS_FOUND',
      threats: ['EICAR-Test-File (not a virus)'],
      scanner: 'signatures',
    });
  });

  test.each([
    ['a clean file', clean],
    ['a clean PDF', pdfOf(deflateSync(clean))],
    ['a clean ZIP', zipped(clean)],
    ['an empty file', Buffer.alloc(0)],
    ['a file that only looks like an archive', Buffer.from('PK\u0003\u0004 stream x')],
  ])('find nothing in %s', async (_, body) => {
    expect(await scanBySignatures(body)).toEqual({ status: 'NO_THREATS_FOUND', threats: [], reasons: [], scanner: 'signatures' });
  });

  test('say of what they cannot look into that they cannot', async () => {
    expect(await scanBySignatures(zipped(eicar, true))).toMatchObject({ status: 'UNSUPPORTED', reasons: ['PASSWORD_PROTECTED'] });
    expect(await scanBySignatures(pdfOf(Buffer.from('x'), '/Encrypt 5 0 R'))).toMatchObject({
      status: 'UNSUPPORTED',
      reasons: ['PASSWORD_PROTECTED'],
    });
    const bomb = zipped(Buffer.alloc(65 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await scanBySignatures(bomb)).toMatchObject({ status: 'UNSUPPORTED' });
  });
});

const upload = async (s3: LocalS3, key: string, body: Buffer) => expect((await send(await formFor(s3, key, body), body)).status).toBe(201);

describe('the malware scan of a bucket', () => {
  test('tells the bus in GuardDuty’s words what it found, and by whom', async () => {
    const s3 = await start();
    await upload(s3, 'in/bad', eicar);
    await s3.until(() => s3.told('scanned').length === 1);
    await upload(s3, 'in/good', PDF);
    await s3.until(() => s3.told('scanned').length === 2);
    const [bad, good] = s3.told('scanned');
    expect(bad).toMatchObject({
      source: 'aws.guardduty',
      'detail-type': 'GuardDuty Malware Protection Object Scan Result',
      resources: ['arn:aws:guardduty:ap-south-1:000000000000:malware-protection-plan/plan'],
      detail: {
        schemaVersion: '1.0',
        scanStatus: 'COMPLETED',
        resourceType: 'S3_OBJECT',
        s3ObjectDetails: { bucketName: 'files', objectKey: 'in/bad', s3Throttled: false },
        scanResultDetails: { scanResultStatus: 'THREATS_FOUND', threats: [{ name: 'EICAR-Test-File (not a virus)' }], statusReasons: null },
        scanner: 'signatures',
      },
    });
    expect(good?.detail).toMatchObject({ scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND', threats: null } });
    expect(s3.malware.list().map(({ key, status }) => [key, status])).toEqual([
      ['in/good', 'NO_THREATS_FOUND'],
      ['in/bad', 'THREATS_FOUND'],
    ]);
    expect(s3.buckets.views()).toEqual([
      { name: 'files', objects: 2, bytes: eicar.length + PDF.length },
      { name: 'quiet', objects: 0, bytes: 0 },
    ]);
  });

  test('looks at what a function puts too, but only under the plan’s prefix', async () => {
    const s3 = await start();
    for (const Key of ['out/not', 'in/yes']) await s3.client.send(new PutObjectCommand({ Bucket: 'files', Key, Body: PDF }));
    await s3.until(() => s3.told('scanned').length === 1);
    expect(s3.malware.list().map(({ key }) => key)).toEqual(['in/yes']);
  });

  test('fails when it was asked to, and says so', async () => {
    const s3 = await start();
    s3.faults.add({ kind: 'scan-fails' });
    await upload(s3, 'in/a', PDF);
    await s3.until(() => s3.told('scanned').length === 1);
    expect(s3.told('scanned')[0]?.detail).toMatchObject({
      scanStatus: 'FAILED',
      scanResultDetails: { scanResultStatus: 'FAILED', threats: null },
    });
  });

  test('that was still waiting when the power went is done after the start, and one that was done is not done again', async () => {
    const data = newFolder();
    const first = await startS3({ data });
    await upload(first, 'in/done', PDF);
    await first.until(() => first.told('scanned').length === 1);
    first.faults.add({ kind: 'scan-slow', milliseconds: 60_000 });
    await upload(first, 'in/waiting', PDF);
    await first.stop();
    const second = await start({ data });
    second.malware.start();
    await second.until(() => second.malware.list().length === 2);
    expect(second.told('scanned').map(({ detail }) => detail)).toMatchObject([
      { s3ObjectDetails: { objectKey: 'in/done' } },
      { s3ObjectDetails: { objectKey: 'in/waiting' } },
    ]);
    expect(second.told('created')).toHaveLength(2);
  });
});

test('a function that speaks in the name of S3 or GuardDuty is not heard', async () => {
  const s3 = await start();
  const { server, port } = await listen(0, s3.events.handle, { info() {}, warn() {}, error() {} });
  const forged = {
    Source: 'aws.guardduty',
    DetailType: 'GuardDuty Malware Protection Object Scan Result',
    Detail: '{"resourceType":"S3_OBJECT"}',
  };
  const answer = await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
    body: JSON.stringify({ Entries: [forged] }),
  });
  await closeServer(server);
  expect(await answer.json()).toMatchObject({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'NotAuthorizedForSourceException' }] });
  expect(s3.told('scanned')).toEqual([]);
});

describe('with ClamAV installed', () => {
  /** A command that answers as ClamAV's do. */
  const install = (folder: string, name: string, script: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const sees = 'if grep -q EICAR; then echo "stream: Win.Test.EICAR_HDB-1 FOUND"; exit 1; fi; echo "stream: OK"';
  const verdictOf = async (path: string, body: Buffer) => {
    const s3 = await start({ path });
    await upload(s3, 'in/a', body);
    await s3.until(() => s3.told('scanned').length === 1);
    return s3.told('scanned')[0]?.detail;
  };

  test('it is asked, and its answer is told as its own', async () => {
    const path = newFolder();
    install(path, 'clamscan', sees);
    expect(await verdictOf(path, eicar)).toMatchObject({
      scanResultDetails: { scanResultStatus: 'THREATS_FOUND', threats: [{ name: 'Win.Test.EICAR_HDB-1' }] },
      scanner: 'clamav',
    });
    expect(await verdictOf(path, PDF)).toMatchObject({ scanResultDetails: { scanResultStatus: 'NO_THREATS_FOUND' }, scanner: 'clamav' });
  });

  test('the slower command is asked when the daemon does not run', async () => {
    const path = newFolder();
    install(path, 'clamdscan', 'echo "ERROR: Could not connect to clamd" >&2; exit 2');
    install(path, 'clamscan', sees);
    expect(await verdictOf(path, eicar)).toMatchObject({ scanner: 'clamav', scanResultDetails: { scanResultStatus: 'THREATS_FOUND' } });
  });

  test('signatures are checked, and named as the ones who looked, when it does not work', async () => {
    const path = newFolder();
    install(path, 'clamdscan', 'exit 2');
    expect(await verdictOf(path, eicar)).toMatchObject({ scanner: 'signatures', scanResultDetails: { scanResultStatus: 'THREATS_FOUND' } });
  });
});
