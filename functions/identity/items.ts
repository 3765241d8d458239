import * as z from 'zod';

import { itemKind } from '../shared/table/item.ts';
import { EpochSeconds, Instant } from '../shared/values.ts';
import { ApplicationStatus, CarePatient, Doctor, DoctorApplication, Profile, WalkIn } from './contract.ts';

type AccountKey = { accountId: string };

export const profile = itemKind({
  type: 'profile',
  version: 1,
  schema: Profile,
  key: ({ accountId }: AccountKey) => ({ pk: `account#${accountId}`, sk: 'profile' }),
  holds: 'What a person tells about themselves',
  readBy: [
    'identity: the person',
    'identity: a doctor who has the person in care',
    'consultation-notes: where the letter goes',
    'appointments: who books, and where reminders and news go',
  ],
});

export const application = itemKind({
  type: 'doctor-application',
  version: 1,
  schema: DoctorApplication,
  key: ({ applicationId }: { applicationId: string }) => ({ pk: `doctor-application#${applicationId}`, sk: 'application' }),
  indexes: ({ status, submittedAt, applicationId }) => ({
    gsi1pk: `doctor-applications#${status}`,
    gsi1sk: `${submittedAt}#${applicationId}`,
    gsi2pk: 'doctor-applications',
    gsi2sk: `${submittedAt}#${applicationId}`,
  }),
  holds: 'One application to be listed as a doctor, and how it was decided',
  readBy: ['identity: admins, by status or all, newest first', 'identity: the applicant'],
});

/** The newest application of an account: two cannot be open at once. */
export const applicationOfAccount = itemKind({
  type: 'doctor-application-of-account',
  version: 1,
  schema: z.object({ applicationId: z.string(), status: ApplicationStatus }),
  key: ({ accountId }: AccountKey) => ({ pk: `account#${accountId}`, sk: 'doctor-application' }),
  holds: 'Which application of an account is the newest, so that two cannot be open at once',
  readBy: ['identity: the applicant'],
});

export const doctor = itemKind({
  type: 'doctor',
  version: 1,
  schema: Doctor,
  key: ({ doctorId }: { doctorId: string }) => ({ pk: `doctor#${doctorId}`, sk: 'doctor' }),
  holds: 'A verified doctor, as patients see them',
  readBy: ['identity: the doctor', 'consultation-notes: who signs'],
});

const normal = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A registration number belongs to one doctor: however it is spaced, dotted or cased, it is one key. */
export const registration = itemKind({
  type: 'doctor-registration',
  version: 1,
  schema: z.object({ doctorId: z.string() }),
  key: ({ council, registrationNumber }: { council: string; registrationNumber: string }) => ({
    pk: `doctor-registration#${normal(council)}#${normal(registrationNumber)}`,
    sk: 'registration',
  }),
  holds: 'Whose a registration number of a council is',
  readBy: ['identity: the approval of an application'],
});

export const carePatient = itemKind({
  type: 'care-patient',
  version: 1,
  schema: CarePatient.extend({
    doctorId: z.string(),
    /** The name in lower case, for the search. */
    nameKey: z.string(),
  }),
  key: ({ doctorId, patientId }: { doctorId: string; patientId: string }) => ({
    pk: `doctor#${doctorId}#patients`,
    sk: `patient#${patientId}`,
  }),
  indexes: ({ doctorId, nameKey, patientId }) => ({ gsi1pk: `doctor#${doctorId}#patients-by-name`, gsi1sk: `${nameKey}#${patientId}` }),
  holds: 'That a person is in a doctor’s care',
  readBy: ['identity: the doctor’s list and search', 'consultation-notes: may this doctor write about this person'],
});

export const walkIn = itemKind({
  type: 'walk-in',
  version: 1,
  schema: WalkIn.extend({ patientId: z.string(), since: Instant }),
  key: ({ patientId }: { patientId: string }) => ({ pk: `patient#${patientId}`, sk: 'walk-in' }),
  holds: 'A patient without an account: name, age, sex, perhaps an e-mail address',
  readBy: ['identity: a doctor who has the person in care', 'consultation-notes: where the letter goes'],
});

export const patientCode = itemKind({
  type: 'patient-code',
  version: 1,
  schema: z.object({ patientId: z.string(), goodUntil: Instant, expiresAt: EpochSeconds }),
  key: ({ code }: { code: string }) => ({ pk: `patient-code#${code}`, sk: 'code' }),
  holds: 'A code by which a doctor takes the patient who shows it; gone once used',
  readBy: ['identity: the doctor who enters it'],
});

/** A name as the search compares it: lower case, one space between words. */
export const nameKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** A walk-in as a patient of one doctor. */
export const carePatientOfWalkIn = (patientId: string, { name, ageYears, sex }: WalkIn, since: Instant): CarePatient => ({
  patientId,
  name,
  ageYears,
  sex,
  walkIn: true,
  since,
});

/** A person with an account as a patient of one doctor; needs the name, which a code is not given without. */
export const carePatientOfProfile = (patientId: string, { sex, dateOfBirth }: Profile, name: string, since: Instant): CarePatient => ({
  patientId,
  name,
  sex,
  dateOfBirth,
  walkIn: false,
  since,
});

export const carePatientItem = (doctorId: string, patient: CarePatient) =>
  carePatient.make({ doctorId, patientId: patient.patientId }, { ...patient, doctorId, nameKey: nameKeyOf(patient.name) });

export const walkInRecord = (patientId: string, given: WalkIn, since: Instant) =>
  walkIn.make({ patientId }, { ...given, patientId, since });
