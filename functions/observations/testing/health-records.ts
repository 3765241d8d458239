import { randomUUID } from 'node:crypto';

import type { Consent } from '../../consents/contract.ts';
import { consent, consentIdOf } from '../../consents/items.ts';
import { document } from '../../documents/items.ts';
import type { Profile } from '../../identity/contract.ts';
import { profile } from '../../identity/items.ts';
import { nowOf } from '../../shared/context.ts';
import { receipt } from '../../shared/table/receipt.ts';
import type { Table } from '../../shared/table/table.ts';
import { put } from '../../shared/table/write.ts';
import { type Account, callerOf, type Reply } from '../../shared/testing/caller.ts';
import { startTestTable } from '../../shared/testing/table.ts';
import { type CalendarDate, type Instant, later } from '../../shared/values.ts';
import { observationRoutes } from '../contract.ts';
import { observationsApi } from '../handler.ts';

/** HbA1c in per cent, as most labs print it. */
export const hba1c = (value: string, at: string, more: object = {}) => ({ code: '4548-4', value, unit: '%', at, ...more });
export const haemoglobin = (value: string, at: string, more: object = {}) => ({ code: '718-7', value, unit: 'g/dL', at, ...more });

/** Health records over a real table, on a clock that stands still until it is moved. */
export const openHealthRecords = async () => {
  const store = await startTestTable();
  const time = { now: Date.parse('2026-11-20T07:00:00Z') };
  const surroundings = { clock: () => time.now, newId: randomUUID };
  let table: Table = store.table;
  const options = { surroundings, table: () => table };
  const as = callerOf(observationRoutes, observationsApi(options));
  const now = (): Instant => nowOf(surroundings);
  const save = (...items: Parameters<typeof put>[0][]) => store.table.transact(items.map((item) => put(item)));
  const account = (roles: Account['roles']): Account => ({
    accountId: randomUUID(),
    roles,
    tokenIssuedAt: Math.floor(time.now / 1000),
  });

  return {
    store,
    options,
    as,
    all: () => store.all(),
    save,
    now,
    pass: (seconds: number) => {
      time.now += seconds * 1000;
    },
    /** From now on everything goes through this table. */
    use: (other: Table) => {
      table = other;
    },
    addPatient: async (over: Partial<Profile> = {}): Promise<Account> => {
      const patient = account(['patient']);
      const about = { name: 'Asha Verma', dateOfBirth: '1990-05-04' as CalendarDate, sex: 'female' as const, revision: 1 };
      await save(profile.make({ accountId: patient.accountId }, { ...about, ...over }));
      return patient;
    },
    addDoctor: (): Account => account(['doctor']),
    admin: (): Account => account(['admin']),
    allow: async (patient: Account, reader: Account, over: Partial<Consent> = {}): Promise<void> => {
      const key = { patientId: patient.accountId, consentId: over.consentId ?? consentIdOf(reader.accountId, randomUUID()) };
      const given = {
        ...key,
        patientName: 'Asha Verma',
        grantee: { accountId: reader.accountId, name: 'Dr Meera Iyer', registrationNumber: 'KMC 1234' },
        scope: { kind: 'record' as const },
        purpose: 'care' as const,
        basis: 'granted' as const,
        givenAt: now(),
        endsAt: later(now(), 86_400),
        ...over,
      };
      await save(consent.make(key, given));
    },
    addFile: async (patient: Account, over: object = {}): Promise<string> => {
      const documentId = randomUUID();
      await save(
        document.make(
          { documentId },
          {
            documentId,
            patientId: patient.accountId,
            name: 'report.pdf',
            category: 'lab-report',
            tags: [],
            status: 'available',
            contentType: 'application/pdf',
            bytes: 1000,
            sha256: '',
            words: '',
            verdicts: [],
            due: [],
            createdAt: now(),
            revision: 1,
            step: 1,
            ...over,
          },
        ),
      );
      return documentId;
    },
    add: (patient: Account, observations: readonly object[], more: object = {}, idempotencyKey?: string): Promise<Reply> =>
      as(patient).call('create', { body: { observations, ...more }, ...(idempotencyKey ? { idempotencyKey } : {}) }),
    dashboard: async (who: Account, patientId?: string) =>
      (await as(who).call('getDashboard', patientId === undefined ? {} : { query: { patientId } })).body.data,
    values: async (who: Account, code: string, more: Record<string, string> = {}) =>
      (await as(who).call('list', { query: { code, limit: '100', ...more } })).body.data,
    accesses: async () => (await store.all()).filter(receipt.is).flatMap((item) => receipt.parse(item).accesses),
    events: async () => (await store.all()).filter(receipt.is).flatMap((item) => receipt.parse(item).events),
    stop: () => store.stop(),
  };
};
export type HealthRecords = Awaited<ReturnType<typeof openHealthRecords>>;
