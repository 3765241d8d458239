import { describe, expect, test } from 'vitest';

import type { Instant } from '../shared/values.ts';
import { described } from './description.ts';
import type { StoredDocument } from './items.ts';
import { arrived, deleted, examined, expired, overdue, rejected, scanned, statusOf } from './lifecycle.ts';

const NOW = '2026-11-20T07:00:00Z' as Instant;

const announced: StoredDocument = described({
  documentId: 'd',
  patientId: 'asha',
  name: 'Report.pdf',
  category: 'lab-report',
  tags: [],
  status: 'uploading',
  contentType: 'application/pdf',
  bytes: 10,
  sha256: '',
  verdicts: [],
  due: [],
  createdAt: NOW,
  revision: 1,
  step: 1,
});

const [one, two] = [
  { etag: 'e', versionId: 'v1' },
  { etag: 'e', versionId: 'v2' },
];
const sound = { finding: 'sound' } as const;
const clean = (version: { etag: string; versionId?: string }) => ({ ...version, clean: true, scannedBy: 'guardduty' as const });
const infected = (version: { etag: string; versionId?: string }) => ({ ...clean(version), clean: false });

describe('a file', () => {
  test('of two versions that were looked at side by side is the first that was told of', () => {
    const first = examined(announced, one, sound);
    expect(examined(first, two, sound)).toBe(first);
    expect(statusOf(scanned(first, clean(two)))).toBe('quarantined');
    expect(statusOf(scanned(first, clean(one)))).toBe('available');
  });

  test('without versions is what is there now, and its verdict is of those bytes', () => {
    const first = scanned(examined(announced, { etag: 'a' }, sound), clean({ etag: 'a' }));
    expect(first.status).toBe('available');
    const replaced = examined(first, { etag: 'b' }, sound);
    expect(replaced.status).toBe('quarantined');
    expect(scanned(replaced, clean({ etag: 'a' })).status).toBe('quarantined');
    expect(scanned(replaced, clean({ etag: 'b' })).status).toBe('available');
  });

  test('keeps the reason that it was condemned for first', () => {
    const condemned = examined(announced, one, { finding: 'wrong-type' });
    expect(scanned(condemned, infected(one)).condemned).toBe('wrong-type');
    expect(overdue(condemned)).toBe(condemned);
    expect(rejected(condemned)).toMatchObject({ status: 'rejected', rejectReason: 'wrong-type' });
  });

  test('that is rejected or being erased learns nothing more', () => {
    const over = rejected(examined(announced, one, { finding: 'locked' }));
    const erasing = deleted(arrived(announced), NOW);
    for (const ended of [over, erasing]) {
      expect(examined(ended, two, sound)).toBe(ended);
      expect(scanned(ended, infected(two))).toBe(ended);
      expect(arrived(ended)).toBe(ended);
      expect(overdue(ended)).toBe(ended);
    }
    expect(expired({ ...over, eraseAt: NOW }, NOW)).toMatchObject({ erasing: true, status: 'deleted' });
  });

  test('hears malware louder than its contrary', () => {
    const both = scanned(scanned(examined(announced, one, sound), infected(one)), clean(one));
    expect(statusOf(both)).toBe('quarantined');
    expect(rejected(both).rejectReason).toBe('malware');
  });

  test('remembers no more verdicts than it needs', () => {
    let stored = announced;
    for (let version = 0; version < 50; version += 1) stored = scanned(stored, clean({ etag: 'e', versionId: `v${version}` }));
    expect(stored.verdicts).toHaveLength(10);
    stored = scanned(examined(announced, one, sound), clean(one));
    for (let version = 0; version < 50; version += 1) stored = scanned(stored, clean({ etag: 'e', versionId: `more${version}` }));
    expect([stored.status, stored.verdicts.length]).toEqual(['available', 11]);
  });
});
