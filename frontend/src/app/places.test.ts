import { expect, test } from 'vitest';

import { areaOf, placeOf, places } from './places.ts';

test('an address belongs to the place with the longest path that it begins with', () => {
  expect(placeOf('/home')?.word).toBe('nav.home');
  expect(placeOf('/visits/0193')?.word).toBe('nav.visits');
  expect(placeOf('/doctors/0193')?.word).toBe('nav.doctors');
  expect(placeOf('/medicines/history')?.word).toBe('nav.medicines');
  expect(placeOf('/record/sharing/new')?.word).toBe('nav.record');
  expect(placeOf('/me')?.word).toBe('nav.me');
  expect(placeOf('/me/seen-by')?.word).toBe('nav.seen-by');
  expect(placeOf('/inbox')?.word).toBe('nav.inbox');
  expect(placeOf('/me/notifications')?.word).toBe('nav.me');
  expect(placeOf('/desk')?.word).toBe('nav.today');
  expect(placeOf('/desk/notes/new')?.word).toBe('nav.notes');
  expect(placeOf('/signed-in')).toBeUndefined();
  expect(placeOf('/homes')).toBeUndefined();
});

test('a doctor is at the desk, except where the doctor is a patient', () => {
  const doctor = { status: 'signed-in', roles: ['patient', 'doctor'] } as const;
  expect(areaOf(doctor, '/me')).toBe('desk');
  expect(areaOf(doctor, '/visits/0193')).toBe('patient');
  expect(areaOf(doctor, '/doctors')).toBe('patient');
  expect(areaOf(doctor, '/book/0193')).toBe('patient');
  expect(areaOf(doctor, '/medicines')).toBe('patient');
  expect(areaOf(doctor, '/record/files')).toBe('patient');
  expect(areaOf(doctor, '/doctor-application')).toBe('desk');
  expect(areaOf({ status: 'signed-in', roles: ['patient'] }, '/me')).toBe('patient');
});

test('the bottom bar has room for four places beside the call for help', () => {
  for (const area of Object.values(places)) expect(area.filter(({ railOnly }) => !railOnly).length).toBeLessThanOrEqual(4);
});
