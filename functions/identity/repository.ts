import { type AccountState, accountState } from '../shared/auth/account-state.ts';
import { countTry } from '../shared/auth/counted-tries.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { TRIES_AN_HOUR } from '../shared/auth/spoken-code.ts';
import { ApiError } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import { absent, all, any, attribute } from '../shared/table/condition.ts';
import { searchWords } from '../shared/table/search-words.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove, update, type Write } from '../shared/table/write.ts';
import { type Instant, later, ttlAfter } from '../shared/values.ts';
import type { CarePatient, CarePatientRecord, Doctor, DoctorApplication, Profile } from './contract.ts';
import {
  application,
  applicationOfAccount,
  carePatient,
  carePatientItem,
  doctor,
  patientCode,
  profile,
  registration,
  walkIn,
} from './items.ts';
import { CODE_SECONDS } from './patient-code.ts';

type Page<T> = { readonly items: T[]; readonly nextCursor: string | undefined };
type PageQuery = { cursor?: string | undefined; limit?: string | undefined };

const notFound = (what: string) => new ApiError('not-found', `There is no such ${what}.`);
const changedElsewhere = new ApiError('changed-elsewhere', 'This was changed in another window meanwhile. Look at it again, then save.');
const wrongCode = new ApiError('patient-code-wrong', 'This code is not good, or no longer. Ask the patient for a new one.');

/** Changes parts of an account's state and leaves the others, whoever set them. */
const saveState = (accountId: string, changes: Partial<AccountState>): Write =>
  update(accountState.key({ accountId })).set({ type: accountState.type, schemaVersion: accountState.version, accountId, ...changes });

/** What one caller may read and write of people. */
export const identityRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;

  const findApplication = async (applicationId: string): Promise<DoctorApplication> => {
    const found = await table.find(application, { applicationId });
    if (!found) throw notFound('application');
    return found;
  };

  const decided = (current: Record<string, unknown> | undefined) =>
    current
      ? new ApiError('application-decided', `This application is already ${String(current.status)}.`, { status: current.status })
      : notFound('application');

  return {
    myProfile: async (): Promise<Profile> => (await table.find(profile, { accountId })) ?? { revision: 0 },

    saveMyProfile: (next: Profile): Write =>
      put(profile.make({ accountId }, next)).when(
        next.revision === 1 ? any(absent, attribute('revision').is(0)) : attribute('revision').is(next.revision - 1),
        changedElsewhere,
      ),

    myRegistration: (): Promise<Doctor | undefined> => table.find(doctor, { doctorId: accountId }),

    myApplication: async (): Promise<DoctorApplication | undefined> => {
      const newest = await table.find(applicationOfAccount, { accountId });
      return newest && table.find(application, newest);
    },

    submitApplication: (submitted: DoctorApplication): Write[] => [
      put(application.make(submitted, submitted)),
      put(applicationOfAccount.make({ accountId }, submitted)).when(any(absent, attribute('status').is('refused')), (current) =>
        current?.status === 'approved'
          ? new ApiError('already-a-doctor', 'You are already listed as a doctor.')
          : new ApiError('application-open', 'Your application is waiting already. We write to you when it is decided.'),
      ),
    ],

    listApplications: async (query: PageQuery & { status?: DoctorApplication['status'] | undefined }): Promise<Page<DoctorApplication>> => {
      const partition = query.status
        ? { index: 'gsi1' as const, partition: `doctor-applications#${query.status}` }
        : { index: 'gsi2' as const, partition: 'doctor-applications' };
      const { items, nextCursor } = await table.query({ ...partition, newestFirst: true, limit: pageSize(query), cursor: query.cursor });
      const found = items.map((item) => application.parse(item));
      const states = await table.findMany(
        accountState,
        [...new Set(found.map((each) => each.accountId))].map((each) => ({ accountId: each })),
      );
      const deactivated = new Set(states.filter((state) => state.deactivatedAt).map((state) => state.accountId));
      return { items: found.map((each) => (deactivated.has(each.accountId) ? { ...each, deactivated: true } : each)), nextCursor };
    },

    findApplication,

    approve: (approved: DoctorApplication): Write[] => {
      const { accountId: doctorId, name, registrationNumber, council, qualification, specialty, languages } = approved;
      return [
        put(application.make(approved, approved)).when(attribute('status').is('waiting'), decided),
        put(applicationOfAccount.make(approved, approved)),
        put(doctor.make({ doctorId }, { doctorId, name, registrationNumber, council, qualification, specialty, languages })),
        put(registration.make(approved, { doctorId })).when(
          any(absent, attribute('doctorId').is(doctorId)),
          new ApiError('registration-taken', 'Another doctor is listed with this registration number. Check both before you decide.'),
        ),
      ];
    },

    refuse: (refused: DoctorApplication): Write[] => [
      put(application.make(refused, refused)).when(attribute('status').is('waiting'), decided),
      put(applicationOfAccount.make(refused, refused)),
    ],

    deactivate: (target: string, reason: string, now: Instant): Write[] => [
      saveState(target, { deactivatedAt: now, deactivationReason: reason }),
    ],
    reactivate: (target: string): Write[] => [saveState(target, { deactivatedAt: undefined, deactivationReason: undefined })],
    signOutEverywhere: (now: Instant): Write[] => [saveState(accountId, { tokensNotBefore: now })],

    addPatientCode: (code: string, now: Instant): { write: Write; goodUntil: Instant } => {
      const goodUntil = later(now, CODE_SECONDS);
      const taken = new ApiError('try-again', 'Please try again.');
      return {
        write: put(patientCode.make({ code }, { patientId: accountId, goodUntil, expiresAt: ttlAfter(goodUntil, 1) })).ifNew(taken),
        goodUntil,
      };
    },

    countCodeTry: (now: Instant): Promise<void> => countTry(table, { accountId, what: 'patient-code', most: TRIES_AN_HOUR }, now),

    patientOfCode: async (code: string, now: Instant): Promise<{ patientId: string; profile: Profile }> => {
      const found = await table.find(patientCode, { code });
      if (!found || found.goodUntil <= now || found.patientId === accountId) throw wrongCode;
      return { patientId: found.patientId, profile: (await table.find(profile, { accountId: found.patientId })) ?? { revision: 0 } };
    },

    takePatient: (code: string, patient: CarePatient, now: Instant): Write[] => [
      remove(patientCode.key({ code })).when(
        all(attribute('patientId').is(patient.patientId), attribute('goodUntil').isAtLeast(now)),
        wrongCode,
      ),
      put(carePatientItem(accountId, patient)),
    ],

    listPatients: async (query: PageQuery & { q?: string | undefined }): Promise<Page<CarePatient>> => {
      const words = searchWords(query.q).map((word) => attribute('nameKey').contains(word));
      const { items, nextCursor } = await table.query({
        index: 'gsi1',
        partition: `doctor#${accountId}#patients-by-name`,
        limit: pageSize(query),
        cursor: query.cursor,
        filter: words.length > 0 ? all(...words) : undefined,
      });
      return { items: items.map((item) => carePatient.parse(item)), nextCursor };
    },

    /** One person in the calling doctor's care; for anybody else's patient 404, as if there were none. */
    findPatient: async (patientId: string): Promise<CarePatientRecord> => {
      const care = await table.find(carePatient, { doctorId: accountId, patientId });
      if (!care) throw notFound('patient');
      if (care.walkIn) {
        const known = await table.find(walkIn, { patientId });
        return { ...care, allergies: [], conditions: [], hasEmail: known?.email !== undefined };
      }
      const told = (await table.find(profile, { accountId: patientId })) ?? { revision: 0 };
      return {
        ...care,
        name: told.name ?? care.name,
        sex: told.sex ?? care.sex,
        dateOfBirth: told.dateOfBirth ?? care.dateOfBirth,
        bloodGroup: told.bloodGroup,
        allergies: told.allergies ?? [],
        conditions: told.conditions ?? [],
        preferredLanguage: told.preferredLanguage,
        hasEmail: told.email !== undefined,
      };
    },
  };
};
