import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Instant } from '../shared/values.ts';
import { calendarFile } from './calendar-file.ts';
import { appointment, type StoredAppointment } from './items.ts';

const now = Instant.parse('2026-11-20T07:05:00Z');
const booked = (change: Partial<StoredAppointment> = {}): StoredAppointment =>
  appointment.schema.parse({
    appointmentId: 'a-1',
    status: 'CONFIRMED',
    doctorId: 'd-1',
    patientId: 'p-1',
    doctor: {
      doctorId: 'd-1',
      name: 'Meera Iyer',
      registrationNumber: 'KMC-20261',
      specialty: 'General medicine',
      qualification: 'MBBS, MD',
    },
    patient: { patientId: 'p-1', name: 'Asha Verma' },
    startsAt: '2026-11-23T03:50:00Z',
    endsAt: '2026-11-23T04:05:00Z',
    mode: 'in-person',
    feePaise: 50_000,
    paymentStatus: 'paid',
    visitType: 'first',
    bufferMinutes: 5,
    reason: 'burning urine; worried about a pregnancy',
    consent: { type: 'implied', startedBy: 'patient', wording: 'booking-1', givenAt: '2026-11-20T07:00:00Z' },
    accompaniedBy: { name: 'Ravi Verma', relation: 'father' },
    patientPhone: '+919876500001',
    hospital: 'Lakeside Clinic',
    location: '12, Lake Road; Kochi',
    videoUrl: 'https://video.example/room?a=1,2;b=3',
    cancellation: { fullHours: 24, partialHours: 4, partialPercent: 50 },
    movedFrom: [],
    due: [],
    createdAt: '2026-11-20T07:00:00Z',
    revision: 4,
    ...change,
  });

/** Reads a file back as RFC 5545 says: unfolds, splits name, parameters and value. `VALARM.ACTION` and so on. */
const read = (content: string) => {
  expect(content.endsWith('END:VCALENDAR\r\n')).toBe(true);
  expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  for (const line of content.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const lines = content
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
    .filter((line) => line !== '');
  const open: string[] = [];
  const properties = new Map<string, string>();
  const components: string[] = [];
  for (const line of lines) {
    const [, name, value] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/s.exec(line) ?? [];
    if (!name || value === undefined) throw new Error(`not a content line: ${line}`);
    if (name === 'BEGIN') {
      open.push(value);
      components.push(value);
    } else if (name === 'END') expect(open.pop()).toBe(value);
    else {
      const key = [...open.slice(1), name].join('.');
      expect(properties.has(key)).toBe(false);
      properties.set(key, value);
    }
  }
  expect(open).toEqual([]);
  return { components, properties: Object.fromEntries(properties) };
};
/** A TEXT value as RFC 5545 3.3.11 says. */
const text = (value = '') => value.replace(/\\([\\;,nN])/g, (_, character) => (/n/i.test(character) ? '\n' : character));
const fileFor = (viewer: 'patient' | 'doctor', change: Partial<StoredAppointment> = {}) =>
  read(calendarFile(booked(change), viewer, now).content);

test('a patient’s file holds the visit, its place and a reminder', () => {
  const { components, properties } = fileFor('patient');
  expect(components).toEqual(['VCALENDAR', 'VEVENT', 'VALARM']);
  expect(properties).toEqual({
    VERSION: '2.0',
    PRODID: '-//Arogya//Appointments//EN',
    'VEVENT.UID': 'a-1@arogya',
    'VEVENT.SEQUENCE': '4',
    'VEVENT.DTSTAMP': '20261120T070500Z',
    'VEVENT.DTSTART': '20261123T035000Z',
    'VEVENT.DTEND': '20261123T040500Z',
    'VEVENT.STATUS': 'CONFIRMED',
    'VEVENT.CLASS': 'PRIVATE',
    'VEVENT.SUMMARY': 'Dr Meera Iyer (in person)',
    'VEVENT.LOCATION': '12\\, Lake Road\\; Kochi',
    'VEVENT.VALARM.ACTION': 'DISPLAY',
    'VEVENT.VALARM.TRIGGER': '-PT15M',
    'VEVENT.VALARM.DESCRIPTION': 'Dr Meera Iyer (in person)',
  });
});

test('a doctor’s file names the patient, and neither why they come nor how to reach them', () => {
  const { content } = calendarFile(booked({ mode: 'video' }), 'doctor', now);
  expect(read(content).properties['VEVENT.SUMMARY']).toBe('Appointment: Asha Verma (video)');
  for (const viewer of ['patient', 'doctor'] as const)
    expect(calendarFile(booked(), viewer, now).content).not.toMatch(/urine|pregnancy|98765|Ravi|50000/);
});

test.each(['Dr Meera Iyer', 'DR. Meera Iyer', 'डॉ मीरा अय्यर'])('a doctor who is called %s has one title', (name) => {
  const { properties } = fileFor('patient', { doctor: { ...booked().doctor, name } });
  expect(properties['VEVENT.SUMMARY']).toBe(`${name} (in person)`);
});

test('a doctor whose name only begins like a title has one too', () => {
  const { properties } = fileFor('patient', { doctor: { ...booked().doctor, name: 'Drishti Rao' } });
  expect(properties['VEVENT.SUMMARY']).toBe('Dr Drishti Rao (in person)');
});

test.each([
  ['REQUESTED', 'TENTATIVE'],
  ['CONFIRMED', 'CONFIRMED'],
  ['IN_PROGRESS', 'CONFIRMED'],
  ['COMPLETED', 'CONFIRMED'],
  ['NO_SHOW', 'CONFIRMED'],
  ['CANCELLED', 'CANCELLED'],
] as const)('%s is %s in a calendar', (status, expected) => {
  expect(fileFor('patient', { status }).properties['VEVENT.STATUS']).toBe(expected);
});

test('nobody is reminded of a cancelled appointment', () => {
  expect(fileFor('patient', { status: 'CANCELLED' }).components).toEqual(['VCALENDAR', 'VEVENT']);
});

describe('the video room', () => {
  test('is in the patient’s file of a confirmed video appointment, as a link that opens', () => {
    const { properties } = fileFor('patient', { mode: 'video' });
    expect(properties['VEVENT.URL']).toBe('https://video.example/room?a=1%2C2%3Bb=3');
    expect(properties['VEVENT.LOCATION']).toBeUndefined();
  });

  test.each([
    ['before it is paid', 'patient', { mode: 'video', status: 'REQUESTED' }],
    ['once it is cancelled', 'patient', { mode: 'video', status: 'CANCELLED' }],
    ['of a visit in person', 'patient', { mode: 'in-person' }],
    ['of a call by phone', 'patient', { mode: 'phone' }],
    ['of the doctor, whose it is', 'doctor', { mode: 'video' }],
  ] as const)('is not in the file %s', (_, viewer, change) => {
    expect(fileFor(viewer, change).properties['VEVENT.URL']).toBeUndefined();
  });
});

test.each([
  ['2026-11-23T03:50:00Z', 'arogya-2026-11-23.ics'],
  // Past midnight in India, not yet in UTC.
  ['2026-12-31T18:30:00Z', 'arogya-2027-01-01.ics'],
  ['2028-02-28T19:00:00Z', 'arogya-2028-02-29.ics'],
])('the file of an appointment at %s is called %s', (startsAt, fileName) => {
  expect(calendarFile(booked({ startsAt: Instant.parse(startsAt) }), 'patient', now).fileName).toBe(fileName);
});

test('whatever somebody is called, the file stays whole and the name comes back', () => {
  const word = fc.constantFrom(
    'Asha',
    'आशा वर्मा',
    ',',
    ';',
    ':',
    '\\',
    '\\n',
    '"',
    '\r\nATTENDEE:mailto:x',
    '\nEND:VEVENT',
    '👩‍⚕️',
    'x'.repeat(36),
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      const name = words.join(' ').trim() || 'Asha';
      const { properties, components } = fileFor('doctor', { patient: { patientId: 'p-1', name } });
      expect(components).toEqual(['VCALENDAR', 'VEVENT', 'VALARM']);
      const shown = name.replace(/\r\n?/g, '\n');
      expect(text(properties['VEVENT.SUMMARY'])).toBe(`Appointment: ${shown} (in person)`);
    }),
    { numRuns: 200 },
  );
});
