import { expect, test } from 'vitest';

import { noteLinkOf } from './desk-note-link.ts';

const visit = {
  appointmentId: '0b0a6d0e-95a5-4b0c-9a0c-2f6f1c7f2d11',
  patient: { patientId: 'sunita', name: 'Sunita Devi' },
  mode: 'phone',
  startsAt: '2026-11-23T19:00:00Z',
} as never;

test('a visit without a note leads to the form, filled with who, how and on which day in India', () => {
  const { pathname, searchParams } = new URL(noteLinkOf(visit), 'https://arogya.example');
  expect(pathname).toBe('/desk/notes/new');
  expect(Object.fromEntries(searchParams)).toEqual({
    patient: 'sunita',
    appointment: '0b0a6d0e-95a5-4b0c-9a0c-2f6f1c7f2d11',
    type: 'phone',
    date: '2026-11-24',
    draft: '0b0a6d0e-95a5-4b0c-9a0c-2f6f1c7f2d11',
  });
});

test('nobody’s name is in the address', () => {
  expect(noteLinkOf(visit)).not.toContain('Sunita');
});

test('a visit with a note leads to the note', () => {
  expect(noteLinkOf({ ...(visit as object), noteId: 'n/1' } as never)).toBe('/desk/notes/n%2F1');
});
