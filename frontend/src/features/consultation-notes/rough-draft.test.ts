import { expect, test } from 'vitest';

import { type DraftFields, fieldsOf, NO_ONE, newNoteOf, savedBodyOf } from './rough-draft.ts';

const booked: DraftFields = {
  text: 'Cough 3/7',
  patient: { kind: 'known', patientId: 'sunita' },
  visitDate: '2026-11-23',
  visitType: 'video',
  letterLanguage: 'hi',
  appointment: { appointmentId: 'visit-1', patientId: 'sunita' },
};

test('the note of a booked visit says which visit it is about, from the first draft on', () => {
  expect(newNoteOf(booked, 'draft')).toMatchObject({ appointmentId: 'visit-1', patient: { patientId: 'sunita' }, visitType: 'video' });
  expect(savedBodyOf(booked)).toMatchObject({ appointmentId: 'visit-1', patientId: 'sunita' });
});

test('a doctor who chooses somebody else writes no note of the booked visit', () => {
  const other: DraftFields = { ...booked, patient: { kind: 'known', patientId: 'ravi' } };
  expect(newNoteOf(other, 'draft')).not.toHaveProperty('appointmentId');
  expect(savedBodyOf(other)).not.toHaveProperty('appointmentId');
  expect(savedBodyOf({ ...booked, patient: NO_ONE })).not.toHaveProperty('appointmentId');
});

test('a draft that the server kept knows its visit again', () => {
  const stored = {
    draftId: 'd',
    revision: 1,
    savedAt: '2026-11-23T04:00:00Z',
    text: 'Cough',
    patientId: 'sunita',
    appointmentId: 'visit-1',
  };
  const blank: DraftFields = { text: '', patient: NO_ONE, visitDate: '2026-11-24', visitType: 'in-person', letterLanguage: 'en' };
  expect(fieldsOf(stored as never, blank).appointment).toEqual({ appointmentId: 'visit-1', patientId: 'sunita' });
  expect(fieldsOf({ ...stored, appointmentId: undefined } as never, booked).appointment).toEqual(booked.appointment);
  expect(fieldsOf({ ...stored, appointmentId: undefined } as never, blank)).not.toHaveProperty('appointment');
});
