import { expect, test } from 'vitest';

import type { MedicalFile } from '../../../../functions/documents/contract.ts';
import { changesOf, formOf, problemsOf, tagsOf } from './file-form.ts';

const file = {
  documentId: 'd1',
  patientId: 'p1',
  name: 'report.pdf',
  category: 'other',
  tags: ['sugar', 'june'],
  status: 'available',
  contentType: 'application/pdf',
  bytes: 10,
  createdAt: '2026-11-20T05:00:00Z',
  revision: 3,
  provider: 'Lal Lab',
} as unknown as MedicalFile;

test('who changes nothing sends nothing', () => {
  expect(changesOf(file, formOf(file))).toEqual({});
  expect(changesOf(file, { ...formOf(file), name: ' report.pdf ', tags: 'sugar,june,' })).toEqual({});
});

test('only what was changed is sent, and an emptied field takes its part out', () => {
  expect(changesOf(file, { ...formOf(file), category: 'lab-report', date: '2026-06-01', provider: '  ', tags: 'sugar' })).toEqual({
    category: 'lab-report',
    date: '2026-06-01',
    provider: null,
    tags: ['sugar'],
  });
});

test('tags are words with commas between, each once', () => {
  expect(tagsOf(' sugar, june ,, sugar;\nHbA1c ')).toEqual(['sugar', 'june', 'HbA1c']);
});

test.each([
  [{ name: '  ' }, ['name.missing']],
  [{ name: 'a/b' }, ['name.slash']],
  [{ date: '2026-11-21' }, ['date.future']],
  [{ date: '2026-11-20' }, []],
  [{ tags: Array.from({ length: 10 }, (_, index) => `t${index}`).join() }, []],
  [{ tags: Array.from({ length: 11 }, (_, index) => `t${index}`).join() }, ['tags.many']],
  [{ tags: 'x'.repeat(41) }, ['tags.many']],
])('%j: %j', (change, words) => {
  expect(problemsOf({ ...formOf(file), ...change }, '2026-11-20').map(({ word }) => word)).toEqual(words);
});
