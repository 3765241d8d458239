import { AccountDeactivated } from '../../events/identity/account-deactivated.v1.ts';
import { AccountReactivated } from '../../events/identity/account-reactivated.v1.ts';
import { DoctorApplicationApproved } from '../../events/identity/doctor-application-approved.v1.ts';
import { DoctorApplicationRefused } from '../../events/identity/doctor-application-refused.v1.ts';
import { DoctorApplicationSubmitted } from '../../events/identity/doctor-application-submitted.v1.ts';
import { SignedOutEverywhere } from '../../events/identity/signed-out-everywhere.v1.ts';
import { type ApiOptions, api } from '../shared/http/api.ts';
import { invalidRequest } from '../shared/http/errors.ts';
import { indianDateOf } from '../shared/values.ts';
import { type DoctorApplication, identityRoutes } from './contract.ts';
import { carePatientOfProfile } from './items.ts';
import { newPatientCode } from './patient-code.ts';
import { changeProfile } from './profile.ts';
import { identityRepository } from './repository.ts';

export const identityApi = (options?: ApiOptions) =>
  api(
    'identity',
    identityRoutes,
    {
      getMe: async ({ table, principal, reply }) => {
        const people = identityRepository(table, principal);
        const [profile, doctor, doctorApplication] = await Promise.all([
          people.myProfile(),
          people.myRegistration(),
          people.myApplication(),
        ]);
        return reply({ accountId: principal.accountId, roles: [...principal.roles], profile, doctor, doctorApplication });
      },

      updateMe: async ({ table, principal, body, now, commit }) => {
        const people = identityRepository(table, principal);
        const next = changeProfile(await people.myProfile(), body, indianDateOf(now));
        return commit([people.saveMyProfile(next)], next, {
          touched: [{ subjectId: principal.accountId, resource: `account#${principal.accountId}` }],
        });
      },

      signOutEverywhere: async ({ table, principal, now, commit }) =>
        commit(
          identityRepository(table, principal).signOutEverywhere(now),
          { signedOutAt: now },
          {
            events: [SignedOutEverywhere.of({ accountId: principal.accountId, pool: principal.pool })],
            touched: [{ subjectId: principal.accountId, resource: `account#${principal.accountId}` }],
          },
        ),

      createPatientCode: async ({ table, principal, now, commit }) => {
        const people = identityRepository(table, principal);
        if (!(await people.myProfile()).name)
          throw invalidRequest([{ field: 'profile.name', rule: 'is required before a doctor can take you as a patient' }]);
        const code = newPatientCode();
        const { write, goodUntil } = people.addPatientCode(code, now);
        return commit([write], { code, expiresAt: goodUntil });
      },

      listPatients: async ({ table, principal, query, reply }) => {
        const { items, nextCursor } = await identityRepository(table, principal).listPatients(query);
        return reply(items, { nextCursor });
      },

      addPatient: async ({ table, principal, body, now, commit }) => {
        const people = identityRepository(table, principal);
        await people.countCodeTry(now);
        const { patientId, profile } = await people.patientOfCode(body.code, now);
        const patient = carePatientOfProfile(patientId, profile, profile.name ?? '', now);
        return commit(people.takePatient(body.code, patient, now), patient, {
          touched: [{ subjectId: patientId, resource: `patient#${patientId}` }],
        });
      },

      getPatient: async ({ table, principal, params, reply, recordRead }) => {
        const patient = await identityRepository(table, principal).findPatient(params.patientId);
        await recordRead({ subjectId: params.patientId, resource: `patient#${params.patientId}` });
        return reply(patient);
      },

      applyAsDoctor: async ({ table, principal, body, now, surroundings, commit }) => {
        const people = identityRepository(table, principal);
        const applicationId = surroundings.newId();
        const submitted: DoctorApplication = {
          ...body,
          applicationId,
          accountId: principal.accountId,
          status: 'waiting',
          submittedAt: now,
        };
        return commit(people.submitApplication(submitted), submitted, {
          events: [DoctorApplicationSubmitted.of({ applicationId, accountId: principal.accountId })],
          touched: [{ subjectId: principal.accountId, resource: `doctor-application#${applicationId}` }],
        });
      },

      listDoctorApplications: async ({ table, principal, query, reply }) => {
        const { items, nextCursor } = await identityRepository(table, principal).listApplications(query);
        return reply(items, { nextCursor });
      },

      approveDoctorApplication: async ({ table, principal, params, now, commit }) => {
        const people = identityRepository(table, principal);
        const approved: DoctorApplication = { ...(await people.findApplication(params.applicationId)), status: 'approved', decidedAt: now };
        const { applicationId, accountId } = approved;
        return commit(people.approve(approved), approved, {
          events: [DoctorApplicationApproved.of({ applicationId, accountId })],
          touched: [{ subjectId: accountId, resource: `doctor-application#${applicationId}` }],
        });
      },

      refuseDoctorApplication: async ({ table, principal, params, body, now, commit }) => {
        const people = identityRepository(table, principal);
        const refused: DoctorApplication = {
          ...(await people.findApplication(params.applicationId)),
          status: 'refused',
          decidedAt: now,
          reason: body.reason,
        };
        const { applicationId, accountId } = refused;
        return commit(people.refuse(refused), refused, {
          events: [DoctorApplicationRefused.of({ applicationId, accountId })],
          touched: [{ subjectId: accountId, resource: `doctor-application#${applicationId}` }],
        });
      },

      deactivateAccount: async ({ table, principal, params: { accountId }, body, now, commit }) =>
        commit(
          identityRepository(table, principal).deactivate(accountId, body.reason, now),
          { accountId, deactivatedAt: now },
          {
            events: [AccountDeactivated.of({ accountId, pool: 'people' })],
            touched: [{ subjectId: accountId, resource: `account#${accountId}` }],
          },
        ),

      reactivateAccount: async ({ table, principal, params: { accountId }, commit }) =>
        commit(
          identityRepository(table, principal).reactivate(accountId),
          { accountId },
          {
            events: [AccountReactivated.of({ accountId, pool: 'people' })],
            touched: [{ subjectId: accountId, resource: `account#${accountId}` }],
          },
        ),
    },
    options,
  );

export const handler = identityApi();
