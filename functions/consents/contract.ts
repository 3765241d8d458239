import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { Instant, spokenCode } from '../shared/values.ts';

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);
const id = z.string().min(1).max(128);

/** Files that one grant may name. */
export const MOST_FILES = 100;

/** What a person lets somebody read: chosen files, or the whole record (files, values, chart). Reading only, ever. */
export const ConsentScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('record') }),
  z.strictObject({ kind: z.literal('documents'), documentIds: z.array(id).min(1, 'must name at least one file').max(MOST_FILES) }),
]);
export type ConsentScope = z.infer<typeof ConsentScope>;

/** Why access was given; DPDP Act 2023: for a specified purpose. */
export const ConsentPurpose = z.enum(['care', 'second-opinion', 'insurance', 'family']);
export type ConsentPurpose = z.infer<typeof ConsentPurpose>;

/** `active` until its end or its withdrawal, both compared with the time of each request. */
export const ConsentStatus = z.enum(['active', 'ended', 'withdrawn']);

/**
 * The notice that a patient reads before sharing: what is shared, what for, how to withdraw, to whom to complain (DPDP Rules
 * 2025, rule 3). A new wording is a new version.
 */
export const SHARING_NOTICE = 'sharing-1';

/** The longest that one grant lasts. */
export const LONGEST_DAYS = 365;
/** A one-time code is good for this long, and once. */
export const CODE_MINUTES = 15;
/** An emergency look lasts this long. */
export const BREAK_GLASS_HOURS = 4;
/** What was chosen at booking can be read for so long after the appointment's end: the note is written then. */
export const DAYS_AFTER_VISIT = 7;

/** FHIR `Consent`, reduced to a permit for reading. */
export const Consent = z.object({
  consentId: z.string(),
  patientId: z.string(),
  patientName: z.string(),
  grantee: z.object({ accountId: z.string(), name: z.string(), registrationNumber: z.string().optional() }),
  scope: ConsentScope,
  purpose: ConsentPurpose,
  /** How it came to be: chosen by the patient, chosen when booking, by a code, or taken in an emergency. */
  basis: z.enum(['granted', 'booking', 'code', 'break-glass']),
  /** Of an emergency look: the reason that was given. */
  reason: z.string().optional(),
  appointmentId: z.string().optional(),
  /** The notice that the patient had read; none of an emergency look. */
  notice: z.string().optional(),
  givenAt: Instant,
  endsAt: Instant,
  withdrawnAt: Instant.optional(),
  status: ConsentStatus,
});
export type Consent = z.infer<typeof Consent>;

/** What the patient agrees to. */
const agreed = { scope: ConsentScope, purpose: ConsentPurpose, endsAt: Instant, notice: z.literal(SHARING_NOTICE) };

export const consentRoutes = {
  grant: route({
    method: 'POST',
    path: '/consents',
    summary: 'Let a doctor read chosen files or the record until a time',
    allow: ['patient'],
    status: 201,
    body: z.strictObject({ doctorId: id, ...agreed }),
    reply: Consent,
    idempotent: true,
  }),
  list: route({
    method: 'GET',
    path: '/consents',
    summary:
      'Who may or could read the caller’s record (`as=patient`), newest first; or whose record the caller may read now (`as=reader`), the last to end first',
    allow: ['patient', 'doctor'],
    /** Without `as`: a doctor as reader, everybody else as patient. */
    query: pageQuery.extend({
      as: z.enum(['patient', 'reader']).optional(),
      /** What this person lets the caller read now, all on one page. */
      patientId: id.optional(),
    }),
    reply: z.array(Consent),
    meta: PageMeta,
  }),
  withdraw: route({
    method: 'DELETE',
    path: '/consents/{consentId}',
    summary: 'Withdraw; every later request of the other side is refused',
    allow: ['patient'],
    params: z.strictObject({ consentId: id }),
    reply: Consent,
  }),
  createCode: route({
    method: 'POST',
    path: '/consent-codes',
    summary: 'A code, good once and for 15 minutes, by which whoever signs in with it may read what it names',
    allow: ['patient'],
    status: 201,
    body: z.strictObject(agreed),
    reply: z.object({ code: z.string(), goodUntil: Instant }),
    idempotent: true,
  }),
  redeemCode: route({
    method: 'POST',
    path: '/consent-codes/redeem',
    summary: 'Use a code that a patient showed',
    allow: ['patient', 'doctor'],
    status: 201,
    body: z.strictObject({
      code: spokenCode(10, z.string().max(40)),
    }),
    reply: Consent,
    errors: ['consent-code-wrong', 'too-many-tries'],
    idempotent: true,
  }),
  breakGlass: route({
    method: 'POST',
    path: '/patients/{patientId}/emergency-access',
    summary: 'In an emergency, read a record for four hours without consent: the reason is kept, the patient is told',
    allow: ['doctor'],
    status: 201,
    params: z.strictObject({ patientId: id }),
    body: z.strictObject({ reason: line(500).min(10, 'must say why in at least 10 characters') }),
    reply: Consent,
    idempotent: true,
  }),
};
