import { ConsentWithdrawn } from '../../events/consents/consent-withdrawn.v1.ts';
import { EmergencyAccessTaken } from '../../events/consents/emergency-access-taken.v1.ts';
import { newSpokenCode } from '../shared/auth/spoken-code.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import { lookAgain } from '../shared/table/outdated.ts';
import { later } from '../shared/values.ts';
import { BREAK_GLASS_HOURS, consentRoutes } from './contract.ts';
import { consentIdOf, type StoredConsent } from './items.ts';
import { consentRepository } from './repository.ts';
import { consentAt, distinct, requireEnd } from './terms.ts';

const touchedBy = ({ consentId, patientId }: StoredConsent) => [{ subjectId: patientId, resource: `consent#${consentId}` }];
const idsOf = ({ consentId, patientId, grantee }: StoredConsent) => ({ consentId, patientId, readerId: grantee.accountId });

export const consentsApi = (options?: ApiOptions) =>
  api(
    'consents',
    consentRoutes,
    {
      grant: async ({ table, principal, body, now, surroundings, commit }) => {
        const { doctorId, endsAt, purpose, notice } = body;
        const consents = consentRepository(table, principal);
        requireEnd(endsAt, now);
        if (doctorId === principal.accountId) throw invalidRequest([{ field: 'body.doctorId', rule: 'must be another person than you' }]);
        const grantee = await consents.findDoctor(doctorId);
        const patientName = await consents.requireMyName('you share');
        await consents.requireMyFiles(body.scope);
        const given: StoredConsent = {
          consentId: consentIdOf(doctorId, surroundings.newId()),
          patientId: principal.accountId,
          patientName,
          grantee,
          scope: distinct(body.scope),
          purpose,
          basis: 'granted',
          notice,
          givenAt: now,
          endsAt,
        };
        return commit([consents.add(given)], consentAt(given, now), { touched: touchedBy(given) });
      },

      list: async ({ table, principal, role, query, now, reply }) => {
        const consents = consentRepository(table, principal);
        const reads = (query.as ?? (role === 'doctor' ? 'reader' : 'patient')) === 'reader';
        const { items, nextCursor } = await (query.patientId !== undefined
          ? consents.listReadableOf(query.patientId, now)
          : reads
            ? consents.listReadable(query, now)
            : consents.listGiven(query));
        return reply(
          items.map((stored) => consentAt(stored, now)),
          { nextCursor },
        );
      },

      withdraw: ({ table, principal, params, now, reply, commit }) =>
        lookAgain(async () => {
          const consents = consentRepository(table, principal);
          const given = await consents.findMine(params.consentId);
          if (given.withdrawnAt) return reply(consentAt(given, now));
          const withdrawn = { ...given, withdrawnAt: now };
          return commit([consents.withdraw(withdrawn)], consentAt(withdrawn, now), {
            events: [ConsentWithdrawn.of(idsOf(withdrawn))],
            touched: touchedBy(withdrawn),
          });
        }),

      createCode: async ({ table, principal, body, now, commit }) => {
        const consents = consentRepository(table, principal);
        requireEnd(body.endsAt, now);
        await consents.requireMyName('you share');
        await consents.requireMyFiles(body.scope);
        const code = newSpokenCode(10);
        const { write, goodUntil } = consents.addCode(code, { ...body, scope: distinct(body.scope) }, now);
        return commit([write], { code, goodUntil }, { touched: [{ subjectId: principal.accountId, resource: 'consent-code' }] });
      },

      redeemCode: async ({ table, principal, role, body: { code }, now, surroundings, commit }) => {
        const consents = consentRepository(table, principal);
        await consents.countCodeTry(now);
        const { patientId, patientName, scope, purpose, notice, endsAt } = await consents.findByCode(code, now);
        const given: StoredConsent = {
          consentId: consentIdOf(principal.accountId, surroundings.newId()),
          patientId,
          patientName,
          grantee: await consents.asReader(role),
          scope,
          purpose,
          basis: 'code',
          notice,
          givenAt: now,
          endsAt,
        };
        return commit([consents.useCode(code, patientId, now), consents.add(given)], consentAt(given, now), { touched: touchedBy(given) });
      },

      breakGlass: async ({ table, principal, role, params: { patientId }, body: { reason }, now, surroundings, commit }) => {
        const consents = consentRepository(table, principal);
        const patientName = await consents.findPatientName(patientId);
        const grantee = await consents.asReader(role);
        if (!grantee.registrationNumber) throw new ApiError('not-allowed', 'Only a doctor whose registration is verified may do this.');
        const given: StoredConsent = {
          consentId: consentIdOf(principal.accountId, surroundings.newId()),
          patientId,
          patientName,
          grantee,
          scope: { kind: 'record' },
          purpose: 'care',
          basis: 'break-glass',
          reason,
          givenAt: now,
          endsAt: later(now, BREAK_GLASS_HOURS * 3_600),
        };
        return commit([consents.add(given)], consentAt(given, now), {
          events: [EmergencyAccessTaken.of(idsOf(given))],
          touched: touchedBy(given),
        });
      },
    },
    options,
  );

export const handler = consentsApi();
