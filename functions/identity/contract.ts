import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant, spokenCode } from '../shared/values.ts';

/** FHIR `AdministrativeGender`, without `unknown`: an absent value says that. */
export const Sex = z.enum(['female', 'male', 'other']);
export type Sex = z.infer<typeof Sex>;

export const BloodGroup = z.enum(['A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-']);

/** Languages of the screens. */
export const ScreenLanguage = z.enum(['en', 'hi']);
export type ScreenLanguage = z.infer<typeof ScreenLanguage>;

/** E.164, as SMS and WhatsApp want it: `+919812345678`. */
export const Phone = z.string().regex(/^\+[1-9]\d{7,14}$/, 'must be a phone number with its country code, like +919812345678');

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);

export const PersonName = line(120);

export const EmergencyContact = z.strictObject({ name: PersonName, phone: Phone, relation: line(60) });

export const Address = z.strictObject({
  line: line(200),
  city: line(80),
  district: line(80).optional(),
  state: line(80),
  /** Six digits, the first not 0. */
  pincode: z.string().regex(/^[1-9]\d{5}$/, 'must be a PIN code of six digits'),
});

/** FHIR `AllergyIntolerance`, as the patient says it. */
export const Allergy = z.strictObject({ substance: line(120), reaction: line(200).optional() });

/** What a person may write about themselves. */
export const ProfileFields = z.strictObject({
  name: PersonName,
  dateOfBirth: CalendarDate,
  sex: Sex,
  bloodGroup: BloodGroup,
  phone: Phone,
  email: z.email('must be an e-mail address').max(254),
  /** BCP 47 codes of the languages that the person speaks. */
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/, 'must be a language code like hi')).max(10),
  preferredLanguage: ScreenLanguage,
  emergencyContacts: z.array(EmergencyContact).max(5),
  address: Address,
  allergies: z.array(Allergy).max(50),
  conditions: z.array(line(200)).max(50),
});

export const Profile = ProfileFields.partial().extend({ revision: z.int().min(0) });
export type Profile = z.infer<typeof Profile>;

/** How a doctor is shown to patients (Telemedicine Practice Guidelines 2020: name, qualification, registration number). */
export const Doctor = z.object({
  doctorId: z.string(),
  name: PersonName,
  registrationNumber: z.string(),
  council: z.string(),
  qualification: z.string(),
  specialty: z.string(),
  languages: z.array(z.string()),
});
export type Doctor = z.infer<typeof Doctor>;

/** A doctor's name on one line with the title once: some write it into the name. */
export const doctorTitle = (name: string): string => {
  const onOneLine = name.replace(/\s+/g, ' ').trim();
  return /^(?:dr\b|डॉ)/i.test(onOneLine) ? onOneLine : `Dr ${onOneLine}`.trim();
};

export const DoctorApplicationFields = z.strictObject({
  name: PersonName,
  email: z.email('must be an e-mail address').max(254),
  registrationNumber: z
    .string()
    .trim()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9/ .-]{2,29}$/,
      'must be a registration number of 3 to 30 letters, digits, spaces, dots, dashes or slashes',
    ),
  /** The medical council that keeps the register, such as `Maharashtra Medical Council`. */
  council: line(120),
  qualification: line(200),
  specialty: line(120),
  languages: z
    .array(z.string().regex(/^[a-z]{2,3}$/, 'must be a language code like hi'))
    .min(1)
    .max(10),
});

export const ApplicationStatus = z.enum(['waiting', 'approved', 'refused']);

export const DoctorApplication = DoctorApplicationFields.extend({
  applicationId: z.string(),
  accountId: z.string(),
  status: ApplicationStatus,
  submittedAt: Instant,
  decidedAt: Instant.optional(),
  /** Why it was refused, in words for the applicant. */
  reason: z.string().optional(),
  /** Whether the account may sign in; an admin can end and restore that. */
  deactivated: z.boolean().optional(),
});
export type DoctorApplication = z.infer<typeof DoctorApplication>;

export const Me = z.object({
  accountId: z.string(),
  roles: z.array(z.enum(['patient', 'doctor', 'health-worker', 'responder', 'admin'])),
  profile: Profile,
  doctor: Doctor.optional(),
  doctorApplication: DoctorApplication.optional(),
});
export type Me = z.infer<typeof Me>;

/** A person in a doctor's care: someone with an account, or a walk-in without one. */
export const CarePatient = z.object({
  patientId: z.string(),
  name: PersonName,
  sex: Sex.optional(),
  /** Of somebody with an account who has told it. */
  dateOfBirth: CalendarDate.optional(),
  /** Of a walk-in, in whole years on `since`. */
  ageYears: z.int().min(0).max(130).optional(),
  walkIn: z.boolean(),
  since: Instant,
});
export type CarePatient = z.infer<typeof CarePatient>;

/** What a doctor sees at the top of a patient's page. */
export const CarePatientRecord = CarePatient.extend({
  bloodGroup: BloodGroup.optional(),
  allergies: z.array(Allergy),
  conditions: z.array(z.string()),
  preferredLanguage: ScreenLanguage.optional(),
  /** Whether a letter can be sent by e-mail; the address itself is not shown. */
  hasEmail: z.boolean(),
});
export type CarePatientRecord = z.infer<typeof CarePatientRecord>;

export const WalkIn = z.strictObject({
  name: PersonName,
  ageYears: z.int('must be whole years').min(0, 'must not be negative').max(130, 'must be at most 130 years'),
  sex: Sex,
  /** Where the letter goes, if the patient wants it by e-mail. */
  email: z.email('must be an e-mail address').max(254).optional(),
});
export type WalkIn = z.infer<typeof WalkIn>;

/** Eight letters and digits without those that look alike, shown as `ABCD-2345`. */
export const PatientCode = spokenCode(8);

const reason = z.strictObject({ reason: line(1_000) });
const applicationParams = z.strictObject({ applicationId: z.string().min(1).max(128) });
const accountParams = z.strictObject({ accountId: z.string().min(1).max(128) });

export const identityRoutes = {
  getMe: route({
    method: 'GET',
    path: '/me',
    summary: 'The caller: roles, profile, registration as a doctor',
    allow: ['patient', 'doctor', 'health-worker', 'responder', 'admin'],
    reply: Me,
  }),
  updateMe: route({
    method: 'PATCH',
    path: '/me',
    summary: 'Change parts of the profile; null takes a part out',
    allow: ['patient', 'doctor', 'health-worker', 'responder'],
    body: z.strictObject({
      revision: z.int().min(0),
      changes: z.strictObject({
        name: PersonName.optional(),
        dateOfBirth: CalendarDate.nullable().optional(),
        sex: Sex.nullable().optional(),
        bloodGroup: BloodGroup.nullable().optional(),
        phone: Phone.nullable().optional(),
        email: z.email('must be an e-mail address').max(254).nullable().optional(),
        languages: ProfileFields.shape.languages.optional(),
        preferredLanguage: ScreenLanguage.optional(),
        emergencyContacts: ProfileFields.shape.emergencyContacts.optional(),
        address: Address.nullable().optional(),
        allergies: ProfileFields.shape.allergies.optional(),
        conditions: ProfileFields.shape.conditions.optional(),
      }),
    }),
    reply: Profile,
    errors: ['changed-elsewhere'],
    idempotent: true,
  }),
  signOutEverywhere: route({
    method: 'POST',
    path: '/me/sign-out-everywhere',
    summary: 'End every session of the caller, this one too',
    allow: ['patient', 'doctor', 'health-worker', 'responder', 'admin'],
    reply: z.object({ signedOutAt: Instant }),
    idempotent: true,
  }),
  createPatientCode: route({
    method: 'POST',
    path: '/me/patient-codes',
    summary: 'A code, good once and for 15 minutes, by which a doctor takes the caller as a patient',
    allow: ['patient'],
    status: 201,
    reply: z.object({ code: z.string(), expiresAt: Instant }),
    idempotent: true,
  }),
  listPatients: route({
    method: 'GET',
    path: '/patients',
    summary: 'The people in the calling doctor’s care, by name; `q` looks anywhere in the name',
    allow: ['doctor'],
    query: pageQuery.extend({ q: z.string().trim().max(120).optional() }),
    reply: z.array(CarePatient),
    meta: PageMeta,
  }),
  addPatient: route({
    method: 'POST',
    path: '/patients',
    summary: 'Take somebody as a patient by the code that they show',
    allow: ['doctor'],
    status: 201,
    body: z.strictObject({ code: PatientCode }),
    reply: CarePatient,
    errors: ['patient-code-wrong', 'too-many-tries'],
    idempotent: true,
  }),
  getPatient: route({
    method: 'GET',
    path: '/patients/{patientId}',
    summary: 'One person in the calling doctor’s care, with allergies and conditions',
    allow: ['doctor'],
    params: z.strictObject({ patientId: z.string().min(1).max(128) }),
    reply: CarePatientRecord,
  }),
  applyAsDoctor: route({
    method: 'POST',
    path: '/doctor-applications',
    summary: 'Ask to be listed as a doctor',
    allow: ['patient'],
    status: 201,
    body: DoctorApplicationFields,
    reply: DoctorApplication,
    errors: ['application-open', 'already-a-doctor'],
    idempotent: true,
  }),
  listDoctorApplications: route({
    method: 'GET',
    path: '/doctor-applications',
    summary: 'Applications, newest first',
    allow: ['admin'],
    query: pageQuery.extend({ status: ApplicationStatus.optional() }),
    reply: z.array(DoctorApplication),
    meta: PageMeta,
  }),
  approveDoctorApplication: route({
    method: 'POST',
    path: '/doctor-applications/{applicationId}/approve',
    summary: 'Verify a doctor',
    allow: ['admin'],
    params: applicationParams,
    reply: DoctorApplication,
    errors: ['application-decided', 'registration-taken'],
    idempotent: true,
  }),
  refuseDoctorApplication: route({
    method: 'POST',
    path: '/doctor-applications/{applicationId}/refuse',
    summary: 'Refuse an application, with a reason for the applicant',
    allow: ['admin'],
    params: applicationParams,
    body: reason,
    reply: DoctorApplication,
    errors: ['application-decided'],
    idempotent: true,
  }),
  deactivateAccount: route({
    method: 'POST',
    path: '/accounts/{accountId}/deactivate',
    summary: 'End an account’s access within a minute, with a reason for the record',
    allow: ['admin'],
    params: accountParams,
    body: reason,
    reply: z.object({ accountId: z.string(), deactivatedAt: Instant }),
    idempotent: true,
  }),
  reactivateAccount: route({
    method: 'POST',
    path: '/accounts/{accountId}/reactivate',
    summary: 'Give an account its access back',
    allow: ['admin'],
    params: accountParams,
    reply: z.object({ accountId: z.string() }),
    idempotent: true,
  }),
};
