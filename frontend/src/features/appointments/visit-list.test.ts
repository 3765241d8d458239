import { expect, test } from 'vitest';

import type { AppointmentSummary } from '../../../../functions/appointments/contract.ts';
import type { NoteSummary } from '../../../../functions/consultation-notes/contract.ts';
import { isComing, mergeVisits } from './visit-list.ts';

const NOW = Date.parse('2026-11-23T05:10:00Z');
const appointment = (appointmentId: string, startsAt: string, more: Partial<AppointmentSummary> = {}) =>
  ({
    appointmentId,
    status: 'COMPLETED',
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + 20 * 60_000).toISOString(),
    paymentStatus: 'paid',
    ...more,
  }) as AppointmentSummary;
const note = (noteId: string, visitDate: string) => ({ noteId, visitDate }) as NoteSummary;
const merged = (appointments: AppointmentSummary[], notes: NoteSummary[], more: { appointments?: boolean; notes?: boolean } = {}) => {
  const { visits, missing } = mergeVisits(
    { items: appointments, more: more.appointments ?? false },
    { items: notes, more: more.notes ?? false },
    NOW,
  );
  return {
    rows: visits.map((visit) => (visit.kind === 'appointment' && visit.note ? `${visit.key}+${visit.note.noteId}` : visit.key)),
    missing,
  };
};

test('an appointment and its signed note are one row', () => {
  const { rows } = merged(
    [appointment('a1', '2026-11-20T05:00:00Z', { noteId: 'n1' })],
    [note('n1', '2026-11-20'), note('n2', '2026-08-14')],
  );
  expect(rows).toEqual(['a1+n1', 'n2']);
});

test('visits with and without an appointment stand by their day, newest first', () => {
  const { rows } = merged(
    [appointment('a2', '2026-11-21T05:00:00Z'), appointment('a1', '2026-11-10T05:00:00Z')],
    [note('n2', '2026-11-22'), note('n1', '2026-11-15')],
  );
  expect(rows).toEqual(['n2', 'a2', 'n1', 'a1']);
});

test('a visit late in the evening in UTC belongs to the day it has in India', () => {
  expect(merged([appointment('a', '2026-11-21T19:00:00Z')], [note('n', '2026-11-22')]).rows).toEqual(['a', 'n']);
});

test('a time that was kept and not paid is in no list; one that was paid too late is', () => {
  const unpaid = { status: 'CANCELLED', cancelReason: 'hold-expired', paymentStatus: 'void' } as const;
  const { rows } = merged(
    [
      appointment('unpaid', '2026-11-25T05:00:00Z', unpaid),
      appointment('let-go', '2026-11-25T05:00:00Z', { ...unpaid, cancelReason: 'by-patient' }),
      appointment('by-doctor', '2026-11-25T05:00:00Z', { ...unpaid, cancelReason: 'by-doctor' }),
      appointment('left', '2026-11-24T05:00:00Z', { status: 'REQUESTED', paymentStatus: 'waiting', holdSecondsLeft: 0 }),
      appointment('too-late', '2026-11-22T05:00:00Z', { status: 'CANCELLED', cancelReason: 'slot-gone', paymentStatus: 'refund-due' }),
    ],
    [],
  );
  expect(rows).toEqual(['by-doctor', 'too-late']);
});

test('no row appears above another later: older rows wait until both lists have been read that far', () => {
  const appointments = [appointment('a3', '2026-11-21T05:00:00Z'), appointment('a2', '2026-11-19T05:00:00Z')];
  const notes = [note('n2', '2026-11-20'), note('n1', '2026-03-01')];
  expect(merged(appointments, notes, { appointments: true })).toEqual({ rows: ['a3', 'n2', 'a2'], missing: ['appointments'] });
  expect(merged(appointments, notes)).toEqual({ rows: ['a3', 'n2', 'a2', 'n1'], missing: [] });
  expect(merged(appointments, [note('n2', '2026-11-20')], { appointments: true, notes: true })).toEqual({
    rows: ['a3', 'n2'],
    missing: ['notes'],
  });
});

test.each([
  ['a confirmed visit that has not ended', { status: 'CONFIRMED' }, true],
  ['a confirmed visit that has ended', { status: 'CONFIRMED', endsAt: '2026-11-23T05:10:00Z' }, false],
  ['a visit that is going on, however late', { status: 'IN_PROGRESS', endsAt: '2026-11-23T04:00:00Z' }, true],
  ['a time that is kept', { status: 'REQUESTED', paymentStatus: 'waiting', holdSecondsLeft: 3 }, true],
  ['a time whose hold is over', { status: 'REQUESTED', paymentStatus: 'waiting', holdSecondsLeft: 0 }, false],
  ['a time whose payment the bank has allowed', { status: 'REQUESTED', paymentStatus: 'authorized', holdSecondsLeft: 0 }, true],
  ['a cancelled visit', { status: 'CANCELLED' }, false],
  ['a missed visit', { status: 'NO_SHOW' }, false],
] as const)('%s is to come: %s', (_, more, coming) => {
  expect(isComing(appointment('a', '2026-11-23T05:00:00Z', more as Partial<AppointmentSummary>), NOW)).toBe(coming);
});
