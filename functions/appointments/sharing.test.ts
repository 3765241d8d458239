import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { recordAccessOf } from '../consents/items.ts';
import type { Account } from '../shared/testing/caller.ts';
import { later } from '../shared/values.ts';
import { type Clinic, openClinic, slotAt } from './testing/clinic.ts';

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic.stop());

const accessOf = (doctor: Account, patient: Account, now = clinic.now()) =>
  recordAccessOf(
    clinic.store.table,
    { accountId: doctor.accountId, pool: 'people', roles: new Set(['patient', 'doctor']), tokenIssuedAt: clinic.now() },
    patient.accountId,
    now,
  );

test('who shares the record while booking lets that doctor read it, until a week after the visit', async () => {
  const [doctor, other, patient] = [await clinic.addDoctor(), await clinic.addDoctor(), await clinic.addPatient()];
  const booked = await clinic.book(patient, doctor, slotAt(0), { body: { share: { kind: 'record' } } });
  expect(booked.status).toBe(201);
  expect(await accessOf(doctor, patient)).toMatchObject({ as: 'reader', record: true, breakGlass: false });
  expect(await accessOf(other, patient)).toBeUndefined();
  const week = later(booked.body.data.endsAt, 7 * 86_400);
  expect(await accessOf(doctor, patient, later(week, -1))).toBeDefined();
  expect(await accessOf(doctor, patient, week)).toBeUndefined();
});

test('who chooses nothing shares nothing', async () => {
  const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
  expect((await clinic.book(patient, doctor, slotAt(1))).status).toBe(201);
  expect(await accessOf(doctor, patient)).toBeUndefined();
});

test('a file that is not the patient’s own cannot be shared, and nothing is booked', async () => {
  const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
  const share = { kind: 'documents', documentIds: [randomUUID()] };
  const refused = await clinic.book(patient, doctor, slotAt(2), { body: { share } });
  expect(refused).toMatchObject({ status: 422, body: { error: { details: { problems: [{ field: 'body.share.documentIds' }] } } } });
  expect((await clinic.appointments()).filter(({ patientId }) => patientId === patient.accountId)).toEqual([]);
});
