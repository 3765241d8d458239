import { expect, test } from 'vitest';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import { ConsentScope, MOST_FILES as MOST_OF_THE_API } from '../../../../functions/consents/contract.ts';
import { doctorsOf, emptyShare, MOST_FILES, problemsOf, type ShareForm, scopeOf } from './share-form.ts';

const when = { today: '2026-11-20', visitDay: '2026-11-23' };
const whole: ShareForm = {
  whom: 'doctor',
  doctorId: 'iyer',
  doctorName: 'Dr Iyer',
  kind: 'documents',
  documentIds: ['d1'],
  purpose: 'care',
  until: 'visit',
  date: '',
};

test('nothing is chosen for the person, and nothing is shared before they have chosen all of it', () => {
  expect(Object.values(emptyShare).every((value) => value.length === 0)).toBe(true);
  expect(problemsOf(emptyShare, when)).toEqual(['whom', 'kind', 'purpose', 'until']);
  expect(problemsOf(whole, when)).toEqual([]);
});

test.each([
  [{ doctorId: '' }, ['doctor']],
  [{ whom: 'code', doctorId: '' }, []],
  [{ documentIds: [] }, ['files']],
  [{ documentIds: Array.from({ length: MOST_FILES + 1 }, String) }, ['files']],
  [{ kind: 'record', documentIds: [] }, []],
  [{ until: 'date', date: '' }, ['date']],
  [{ until: 'date', date: '2026-12-01' }, []],
] as [Partial<ShareForm>, string[]][])('%j: %j', (change, problems) => {
  expect(problemsOf({ ...whole, ...change }, when)).toEqual(problems);
});

test('without a coming visit nothing lasts until it', () => {
  expect(problemsOf(whole, { today: when.today })).toEqual(['until']);
});

test('what is chosen is what the API takes', () => {
  expect(MOST_FILES).toBe(MOST_OF_THE_API);
  expect(ConsentScope.parse(scopeOf(whole))).toEqual({ kind: 'documents', documentIds: ['d1'] });
  expect(ConsentScope.parse(scopeOf({ kind: 'record', documentIds: ['d1'] }))).toEqual({ kind: 'record' });
  expect(scopeOf({ kind: 'documents', documentIds: [] })).toBeUndefined();
  expect(scopeOf({ kind: '', documentIds: ['d1'] })).toBeUndefined();
  const most = Array.from({ length: MOST_FILES }, (_, index) => `d${index}`);
  expect(ConsentScope.safeParse({ kind: 'documents', documentIds: most }).success).toBe(true);
  expect(ConsentScope.safeParse({ kind: 'documents', documentIds: [...most, 'one more'] }).success).toBe(false);
});

test('doctors are offered once each, the one of the next visit first, none of a cancelled visit', () => {
  const visit = (doctorId: string, startsAt: string, status: string) =>
    ({ status, startsAt, endsAt: startsAt, doctor: { doctorId, name: `Dr ${doctorId}` } }) as unknown as AppointmentSummary;
  const visits = [
    visit('old', '2026-01-01T05:00:00Z', 'COMPLETED'),
    visit('iyer', '2026-10-01T05:00:00Z', 'COMPLETED'),
    visit('late', '2026-12-24T05:00:00Z', 'CONFIRMED'),
    visit('iyer', '2026-11-23T05:00:00Z', 'CONFIRMED'),
    visit('iyer', '2026-11-30T05:00:00Z', 'CONFIRMED'),
    visit('gone', '2026-11-22T05:00:00Z', 'CANCELLED'),
    visit('unpaid', '2026-11-22T05:00:00Z', 'REQUESTED'),
  ];
  expect(doctorsOf(visits, Date.parse('2026-11-20T00:00:00Z'))).toEqual([
    { doctorId: 'iyer', name: 'Dr iyer', nextVisit: '2026-11-23T05:00:00Z' },
    { doctorId: 'late', name: 'Dr late', nextVisit: '2026-12-24T05:00:00Z' },
    { doctorId: 'old', name: 'Dr old' },
  ]);
});
