import { describe, expect, test } from 'vitest';

import { type Instant, later } from '../shared/values.ts';
import { dayAndTime } from './day-and-time.ts';
import { appointment } from './items.ts';
import { reminderMail } from './reminder-mail.ts';

const STARTS = '2026-11-23T05:00:00Z' as Instant;
const LINK = 'https://arogya.example/visits/booked/a1';

const booked = appointment.schema.parse({
  appointmentId: 'a1',
  doctorId: 'd1',
  patientId: 'p1',
  status: 'CONFIRMED',
  doctor: { doctorId: 'd1', name: 'Meera  Iyer', registrationNumber: 'KMC 12345', specialty: 'General medicine', qualification: 'MBBS' },
  patient: { patientId: 'p1', name: 'Asha\nVerma' },
  startsAt: STARTS,
  endsAt: later(STARTS, 1_200),
  mode: 'phone',
  feePaise: 0,
  paymentStatus: 'not-needed',
  visitType: 'first',
  bufferMinutes: 0,
  reason: 'A cough for two weeks',
  consent: { type: 'implied', startedBy: 'patient', wording: 'booking-1', givenAt: STARTS },
  hospital: 'Jeevan Clinic',
  location: '12 Tank Road',
  cancellation: { fullHours: 24, partialHours: 4, partialPercent: 50 },
  movedFrom: [],
  due: [],
  createdAt: STARTS,
  revision: 1,
});

const mail = (language: 'en' | 'hi', secondsBefore: number) =>
  reminderMail(booked, { email: 'asha@arogya.example', language }, LINK, later(STARTS, -secondsBefore));

describe('a reminder says how soon it is as it is at sending', () => {
  test.each([
    [24 * 3_600, 'You have an appointment with Dr Meera Iyer.'],
    [2 * 3_600, 'You have an appointment with Dr Meera Iyer.'],
    [3_600, 'Your appointment with Dr Meera Iyer starts in about 1 hour.'],
    [3_590, 'Your appointment with Dr Meera Iyer starts in about 1 hour.'],
    [3_200, 'Your appointment with Dr Meera Iyer starts in about 55 minutes.'],
    [900, 'Your appointment with Dr Meera Iyer starts in about 15 minutes.'],
    [880, 'Your appointment with Dr Meera Iyer starts in about 15 minutes.'],
    [300, 'Your appointment with Dr Meera Iyer starts in about 5 minutes.'],
    [60, 'Your appointment with Dr Meera Iyer starts now.'],
  ])('%i seconds before: %s', (seconds, sentence) => {
    expect(mail('en', seconds).text.split('\n')[2]).toBe(sentence);
  });

  test.each([
    [24 * 3_600, 'Dr Meera Iyer के साथ आपका अपॉइंटमेंट है।'],
    [3_600, 'Dr Meera Iyer के साथ आपका अपॉइंटमेंट क़रीब 1 घंटे में शुरू होगा।'],
    [1_200, 'Dr Meera Iyer के साथ आपका अपॉइंटमेंट क़रीब 20 मिनट में शुरू होगा।'],
    [60, 'Dr Meera Iyer के साथ आपका अपॉइंटमेंट अभी शुरू होगा।'],
  ])('in Hindi, %i seconds before: %s', (seconds, sentence) => {
    expect(mail('hi', seconds).text.split('\n')[2]).toBe(sentence);
  });
});

test('a reminder in Hindi is a whole letter in Hindi, with names on one line', () => {
  expect(mail('hi', 3_600)).toEqual({
    to: 'asha@arogya.example',
    subject: 'याद: Dr Meera Iyer, सोम 23 नवंबर 2026, सुबह 10:30 बजे',
    text: `नमस्ते Asha Verma जी,

Dr Meera Iyer के साथ आपका अपॉइंटमेंट क़रीब 1 घंटे में शुरू होगा।

कब: सोम 23 नवंबर 2026, सुबह 10:30 बजे
फ़ोन पर। डॉक्टर की कॉल आएगी।
डॉक्टर की पंजीकरण संख्या: KMC 12345

इसे यहाँ देखें। आना न हो पाए, तो यहीं बदलें या रद्द करें:
${LINK}

Arogya`,
  });
});

test.each([
  ['2026-11-23T05:00:00Z', 'Mon 23 Nov 2026, 10:30 am', 'सोम 23 नवंबर 2026, सुबह 10:30 बजे'],
  ['2026-11-22T18:30:00Z', 'Mon 23 Nov 2026, 12:00 am', 'सोम 23 नवंबर 2026, रात 12:00 बजे'],
  ['2026-11-22T18:29:59Z', 'Sun 22 Nov 2026, 11:59 pm', 'रवि 22 नवंबर 2026, रात 11:59 बजे'],
  ['2028-02-29T06:30:00Z', 'Tue 29 Feb 2028, 12:00 pm', 'मंगल 29 फ़रवरी 2028, दोपहर 12:00 बजे'],
  ['2026-12-31T12:05:00Z', 'Thu 31 Dec 2026, 5:35 pm', 'गुरु 31 दिसंबर 2026, शाम 5:35 बजे'],
] as [Instant, string, string][])('%s is said as %s in India', (at, en, hi) => {
  expect([dayAndTime(at, 'en'), dayAndTime(at, 'hi')]).toEqual([en, hi]);
});
