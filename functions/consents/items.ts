import type * as z from 'zod';

import type { Doctor } from '../identity/contract.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { absent } from '../shared/table/condition.ts';
import { itemKind } from '../shared/table/item.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, type Write } from '../shared/table/write.ts';
import { EpochSeconds, Instant, later } from '../shared/values.ts';
import { Consent, type ConsentScope, DAYS_AFTER_VISIT, SHARING_NOTICE } from './contract.ts';

export const StoredConsent = Consent.omit({ status: true });
export type StoredConsent = z.infer<typeof StoredConsent>;

/** `<reader>.<unique>`: all that one reader was ever given of one person is one range of that person's consents. */
export const consentIdOf = (readerId: string, unique: string): string => `${readerId}.${unique}`;

export const consentsOf = (patientId: string): string => `patient#${patientId}#consents`;

export const consent = itemKind({
  type: 'consent',
  version: 1,
  schema: StoredConsent,
  key: ({ patientId, consentId }: { patientId: string; consentId: string }) => ({ pk: consentsOf(patientId), sk: consentId }),
  indexes: ({ patientId, consentId, grantee, givenAt, endsAt, withdrawnAt }) => ({
    ...(withdrawnAt ? {} : { gsi1pk: `reader#${grantee.accountId}#consents`, gsi1sk: `${endsAt}#${consentId}` }),
    gsi2pk: consentsOf(patientId),
    gsi2sk: `${givenAt}#${consentId}`,
  }),
  holds: 'What one person lets another read, until when, and how that came to be',
  readBy: [
    'documents, observations: may this reader read this person’s record',
    'consents: what the reader may read now, by its end',
    'consents: the patient’s list, newest first',
  ],
});

export const consentCode = itemKind({
  type: 'consent-code',
  version: 1,
  schema: StoredConsent.pick({ patientId: true, scope: true, purpose: true, notice: true, endsAt: true }).extend({
    goodUntil: Instant,
    expiresAt: EpochSeconds,
  }),
  key: ({ code }: { code: string }) => ({ pk: `consent-code#${code}`, sk: 'code' }),
  holds: 'A code that lets whoever enters it read what it names; gone once used',
  readBy: ['consents: whoever enters it'],
});

/** Whether a consent lets its reader read at an instant. Compared at each request; nothing remembers it. */
export const counts = ({ endsAt, withdrawnAt }: Pick<StoredConsent, 'endsAt' | 'withdrawnAt'>, now: Instant): boolean =>
  withdrawnAt === undefined && now < endsAt;

/** All that one reader was ever given of one person, as of this moment. */
export const givenTo = async (table: Table, readerId: string, patientId: string): Promise<StoredConsent[]> =>
  (await table.queryAll({ partition: consentsOf(patientId), beginsWith: consentIdOf(readerId, '') })).map((item) => consent.parse(item));

/** Whether its reader may read by it now. What was given to a doctor is given to a doctor. */
export const letsRead = (given: StoredConsent, { roles }: Principal, now: Instant): boolean =>
  counts(given, now) && (given.grantee.registrationNumber === undefined || roles.has('doctor'));

/** As whom somebody may read a person's record. */
export type Access =
  | { readonly as: 'owner' }
  | {
      readonly as: 'reader';
      /** All of it: files, values, chart. */
      readonly record: boolean;
      /** Files that may be read, whether or not the record may. */
      readonly documentIds: ReadonlySet<string>;
      /** All that the reader was ever given, as it is now: another text once anything of it is given, moved, withdrawn or over. */
      readonly basis: string;
      /** `record` rests on nothing but an emergency. */
      readonly breakGlass: boolean;
    };

/** Whether nothing but an emergency lets somebody read the record, or this one file of it. */
export const isEmergencyLook = (access: Access, documentId?: string): boolean =>
  access.as === 'reader' && access.breakGlass && !(documentId !== undefined && access.documentIds.has(documentId));

/**
 * What the caller may read of one person now; nothing means 404, as if there were no such person. One strongly consistent
 * query, so that a withdrawal holds for the very next request.
 */
export const recordAccessOf = async (table: Table, principal: Principal, patientId: string, now: Instant): Promise<Access | undefined> => {
  const { accountId, pool } = principal;
  if (pool !== 'people') return undefined;
  if (accountId === patientId) return { as: 'owner' };
  const ever = await givenTo(table, accountId, patientId);
  const given = ever.filter((each) => letsRead(each, principal, now));
  if (given.length === 0) return undefined;
  const whole = given.filter(({ scope }) => scope.kind === 'record');
  return {
    as: 'reader',
    record: whole.length > 0,
    documentIds: new Set(given.flatMap(({ scope }) => (scope.kind === 'documents' ? scope.documentIds : []))),
    basis: canonicalJson(ever.map((each) => [each.consentId, each.endsAt, each.withdrawnAt ?? '', counts(each, now)])),
    breakGlass: whole.length > 0 && whole.every(({ basis }) => basis === 'break-glass'),
  };
};

/** What a patient lets the doctor read whom they book, until a week after the visit; for the booking's own transaction. */
export const consentFromBooking = (booked: {
  readonly patient: { readonly patientId: string; readonly name: string };
  readonly doctor: Pick<Doctor, 'doctorId' | 'name' | 'registrationNumber'>;
  readonly appointmentId: string;
  readonly endsAt: Instant;
  readonly scope: ConsentScope;
  readonly now: Instant;
}): Write => {
  const { patient, doctor, appointmentId, endsAt, scope, now } = booked;
  const { doctorId: accountId, name, registrationNumber } = doctor;
  const key = { patientId: patient.patientId, consentId: consentIdOf(accountId, appointmentId) };
  return put(
    consent.make(key, {
      ...key,
      patientName: patient.name,
      grantee: { accountId, name, registrationNumber },
      scope,
      purpose: 'care',
      basis: 'booking',
      appointmentId,
      notice: SHARING_NOTICE,
      givenAt: now,
      endsAt: endOfBookingConsent(endsAt),
    }),
  ).when(absent, outdated);
};

/** When the consent of a booking ends, by the end of the appointment. */
export const endOfBookingConsent = (endsAt: Instant): Instant => later(endsAt, DAYS_AFTER_VISIT * 86_400);
