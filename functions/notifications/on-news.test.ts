import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { type Clinic, deliver, openClinic, slotAt } from '../appointments/testing/clinic.ts';
import type { Account } from '../shared/testing/caller.ts';
import type { Instant, Paise } from '../shared/values.ts';
import { noticeNews } from './on-news.ts';

type Handler = Parameters<typeof deliver>[0];

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => clinic.at('2026-11-20T07:00:00Z'));
afterAll(() => clinic.stop());

const NEWS = ['appointment-confirmed', 'appointment-cancelled', 'appointment-rescheduled', 'emergency-access-taken'];

/** Delivers the news of an appointment, each twice; answers which notifications its patient is to have. */
const noticesOf = async (patient: Account) => {
  const handler = noticeNews(clinic.options) as unknown as Handler;
  const mine = (event: { readonly data: Record<string, unknown> }) =>
    event.data.patientId === patient.accountId || event.data.recipientId === patient.accountId;
  for (const event of (await clinic.events()).filter(({ name }) => NEWS.includes(name)).filter(mine))
    for (const _ of ['once', 'and again']) expect(await deliver(handler, event)).toEqual({ batchItemFailures: [] });
  return (await clinic.events())
    .filter(({ name }) => name === 'notice-wanted')
    .filter(mine)
    .map(({ data }) => data as { noticeId: string; kind: string; about: { startsAt?: Instant } });
};

const book = async (feePaise: number, startsAt = slotAt(0)) => {
  const doctor = await clinic.addDoctor({ practice: { feePaise: feePaise as Paise } });
  const patient = await clinic.addPatient({ email: `${randomUUID()}@arogya.example` });
  const { body } = await clinic.book(patient, doctor, startsAt);
  return { doctor, patient, appointmentId: (body.data as { appointmentId: string }).appointmentId };
};

test('a patient is notified that an appointment is booked, moved and cancelled, once for each', async () => {
  const { patient, doctor, appointmentId } = await book(0);
  expect((await noticesOf(patient)).map(({ kind }) => kind)).toEqual(['appointment-confirmed']);
  await clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(3) });
  await clinic.change(doctor, 'cancel', appointmentId, {});
  const notices = await noticesOf(patient);
  expect(notices.map(({ kind }) => kind).sort()).toEqual(['appointment-cancelled', 'appointment-confirmed', 'appointment-rescheduled']);
  expect(new Set(notices.map(({ noticeId }) => noticeId)).size).toBe(3);
  // By the time a notice is planned it says which start it is about: one of an earlier start is not sent.
  expect(notices.find(({ kind }) => kind === 'appointment-rescheduled')?.about.startsAt).toBe(slotAt(3));
});

test('a patient who gives back a time that was never theirs is told nothing', async () => {
  const { patient, appointmentId } = await book(50_000);
  await clinic.change(patient, 'cancel', appointmentId, {});
  expect(await noticesOf(patient)).toEqual([]);
});

test('a patient whose record was opened in an emergency is notified', async () => {
  const patientId = randomUUID();
  const handler = noticeNews(clinic.options) as unknown as Handler;
  const event = {
    id: randomUUID(),
    name: 'emergency-access-taken',
    version: 1,
    at: clinic.now(),
    correlationId: 'c',
    data: { consentId: `${randomUUID()}.look`, patientId, readerId: randomUUID() },
  };
  for (const _ of ['once', 'and again']) expect(await deliver(handler, event)).toEqual({ batchItemFailures: [] });
  const wanted = (await clinic.events()).filter(({ name, data }) => name === 'notice-wanted' && data.recipientId === patientId);
  expect(wanted.map(({ data }) => data.kind)).toEqual(['emergency-access']);
});
