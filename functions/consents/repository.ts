import { areFilesOf } from '../documents/items.ts';
import { doctor, profile } from '../identity/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { countTry } from '../shared/auth/counted-tries.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { TRIES_AN_HOUR } from '../shared/auth/spoken-code.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { pageSize } from '../shared/http/page.ts';
import type { Role } from '../shared/http/route.ts';
import { absent, all, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import type { Table } from '../shared/table/table.ts';
import { put, remove, type Write } from '../shared/table/write.ts';
import { type Instant, later, ttlAfter } from '../shared/values.ts';
import { CODE_MINUTES, type ConsentScope } from './contract.ts';
import { consent, consentCode, consentsOf, givenTo, letsRead, type StoredConsent } from './items.ts';

type Page<T> = { readonly items: T[]; readonly nextCursor: string | undefined };
type ListQuery = { readonly cursor?: string | undefined; readonly limit?: string | undefined };
type Person = { readonly accountId: string; readonly name: string; readonly registrationNumber?: string };
type Agreed = Pick<StoredConsent, 'scope' | 'purpose' | 'notice' | 'endsAt'>;

const notFound = (what: string) => new ApiError('not-found', `There is no such ${what}.`);
const wrongCode = new ApiError('consent-code-wrong', 'This code is not good, or no longer. Ask for a new one.');
const nameNeeded = (why: string) => invalidRequest([{ field: 'profile.name', rule: `is required before ${why}` }]);

/** What one caller may give and take back, and what they were given. */
export const consentRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;

  const nameOf = async (person: string): Promise<string | undefined> => (await table.find(profile, { accountId: person }))?.name;

  return {
    /** The caller as the other side is told of them. */
    requireMyName: async (why: string): Promise<string> => {
      const name = await nameOf(accountId);
      if (!name) throw nameNeeded(why);
      return name;
    },

    /** The caller as a reader: a doctor by name and registration number, anybody else by name. */
    asReader: async (role: Role): Promise<Person> => {
      const registered = role === 'doctor' ? await table.find(doctor, { doctorId: accountId }) : undefined;
      const name = registered?.name ?? (await nameOf(accountId));
      if (!name) throw nameNeeded('you read what somebody shares');
      return { accountId, name, ...(registered ? { registrationNumber: registered.registrationNumber } : {}) };
    },

    /** A verified doctor whose account is in use, to be let in; anybody else is 404. */
    findDoctor: async (doctorId: string): Promise<Person> => {
      const found = await table.findTogether({ doctor: doctor.at({ doctorId }), account: accountState.at({ accountId: doctorId }) });
      if (!found.doctor || found.account?.deactivatedAt) throw notFound('doctor');
      return { accountId: doctorId, name: found.doctor.name, registrationNumber: found.doctor.registrationNumber };
    },

    findPatientName: async (patientId: string): Promise<string> => {
      const person = await table.find(profile, { accountId: patientId });
      if (!person || patientId === accountId) throw notFound('patient');
      return person.name ?? '';
    },

    /** Files can be shared by whose they are; another's are refused as ones that there are not. */
    requireMyFiles: async (scope: ConsentScope): Promise<void> => {
      if (scope.kind === 'documents' && !(await areFilesOf(table, accountId, scope.documentIds)))
        throw invalidRequest([{ field: 'body.scope.documentIds', rule: 'must be files of yours that are not deleted' }]);
    },

    add: (given: StoredConsent): Write => put(consent.make(given, given)).when(absent, outdated),

    findMine: async (consentId: string): Promise<StoredConsent> => {
      const found = await table.find(consent, { patientId: accountId, consentId });
      if (!found) throw notFound('consent');
      return found;
    },

    withdraw: (withdrawn: StoredConsent): Write =>
      put(consent.make(withdrawn, withdrawn)).when(all(attribute('pk').exists(), attribute('withdrawnAt').isMissing()), outdated),

    /** Everything that the caller ever gave. */
    listGiven: async (query: ListQuery): Promise<Page<StoredConsent>> => {
      const { items, nextCursor } = await table.query({
        index: 'gsi2',
        partition: consentsOf(accountId),
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
      });
      return { items: items.map((item) => consent.parse(item)), nextCursor };
    },

    /** What the caller may read of one person now, without the delay of an index. */
    listReadableOf: async (patientId: string, now: Instant): Promise<Page<StoredConsent>> => {
      const given = await givenTo(table, accountId, patientId);
      return { items: given.filter((each) => letsRead(each, principal, now)), nextCursor: undefined };
    },

    /** What the caller may read now. */
    listReadable: async (query: ListQuery, now: Instant): Promise<Page<StoredConsent>> => {
      const { items, nextCursor } = await table.query({
        index: 'gsi1',
        partition: `reader#${accountId}#consents`,
        // Keys are `<end>#<id>`: those of this second have ended.
        between: [later(now, 1), '9'],
        newestFirst: true,
        limit: pageSize(query),
        cursor: query.cursor,
      });
      return { items: items.map((item) => consent.parse(item)), nextCursor };
    },

    addCode: (code: string, agreed: Agreed, now: Instant): { readonly write: Write; readonly goodUntil: Instant } => {
      const goodUntil = later(now, CODE_MINUTES * 60);
      const item = consentCode.make({ code }, { ...agreed, patientId: accountId, goodUntil, expiresAt: ttlAfter(goodUntil, 1) });
      return { write: put(item).ifNew(outdated), goodUntil };
    },

    countCodeTry: (now: Instant): Promise<void> => countTry(table, { accountId, what: 'consent-code', most: TRIES_AN_HOUR }, now),

    /** What a code lets the caller read, and whose it is. */
    findByCode: async (code: string, now: Instant): Promise<Agreed & { readonly patientId: string; readonly patientName: string }> => {
      const found = await table.find(consentCode, { code });
      if (!found || found.goodUntil <= now || found.endsAt <= now || found.patientId === accountId) throw wrongCode;
      return { ...found, patientName: (await nameOf(found.patientId)) ?? '' };
    },

    /** Of two who enter a code at once, one is let in. */
    useCode: (code: string, patientId: string, now: Instant): Write =>
      remove(consentCode.key({ code })).when(
        all(attribute('patientId').is(patientId), attribute('goodUntil').isAtLeast(later(now, 1))),
        wrongCode,
      ),
  };
};
