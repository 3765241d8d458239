import { randomUUID } from 'node:crypto';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountState } from '../shared/auth/account-state.ts';
import { receipt } from '../shared/table/receipt.ts';
import { Table } from '../shared/table/table.ts';
import { type Account, callerOf } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { identityRoutes } from './contract.ts';
import { identityApi } from './handler.ts';

let store: TestTable;
let clock = Date.parse('2026-11-20T07:05:00Z');
const surroundings = { clock: () => clock, newId: randomUUID };
let as: ReturnType<typeof callerOf<typeof identityRoutes>>;

beforeAll(async () => {
  store = await startTestTable();
  as = callerOf(identityRoutes, identityApi({ surroundings, table: () => store.table }));
});
afterAll(() => store.stop());

const person = (...roles: Account['roles']): Account => ({ accountId: randomUUID(), roles, tokenIssuedAt: Math.floor(clock / 1000) });
const admin = (): Account => person('admin');
const applicationOf = (registrationNumber: string) => ({
  name: 'Dr Kavya Nair',
  email: 'kavya@arogya.example',
  registrationNumber,
  council: 'Kerala State Medical Council',
  qualification: 'MBBS, MD',
  specialty: 'General medicine',
  languages: ['ml', 'en'],
});

describe('a profile', () => {
  test('keeps what a person tells, and lets parts be taken out again', async () => {
    const asha = as(person('patient'));
    const first = await asha.call('updateMe', {
      body: { revision: 0, changes: { name: 'Asha Verma', bloodGroup: 'O+', allergies: [{ substance: 'penicillin' }] } },
    });
    expect(first).toMatchObject({ status: 200, body: { data: { revision: 1, name: 'Asha Verma' } } });
    await asha.call('updateMe', { body: { revision: 1, changes: { bloodGroup: null } } });
    const me = await asha.call('getMe');
    expect(me.body.data).toMatchObject({
      roles: ['patient'],
      profile: { revision: 2, name: 'Asha Verma', allergies: [{ substance: 'penicillin' }] },
    });
    expect(me.body.data.profile).not.toHaveProperty('bloodGroup');
  });

  test('when two windows save at once, one is told and nothing is overwritten', async () => {
    const ravi = as(person('patient'));
    const replies = await Promise.all(
      ['Ravi A', 'Ravi B'].map((name) => ravi.call('updateMe', { body: { revision: 0, changes: { name } } })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.error.code).toBe('changed-elsewhere');
  });

  test.each([
    ['a birth date in the future', { dateOfBirth: '2026-11-21' }, 'body.changes.dateOfBirth'],
    ['a day that does not exist', { dateOfBirth: '2025-02-29' }, 'body.changes.dateOfBirth'],
    ['a phone number without country code', { phone: '98123' }, 'body.changes.phone'],
    ['a PIN code of five digits', { address: { line: 'a', city: 'b', state: 'c', pincode: '56000' } }, 'body.changes.address.pincode'],
    ['a field that is not known', { aadhaar: '1234' }, 'body.changes.aadhaar'],
  ])('%s is refused by the name of the field', async (_, changes, field) => {
    const someone = as(person('patient'));
    const reply = await someone.call('updateMe', { body: { revision: 0, changes } });
    expect(reply.status).toBe(422);
    expect(reply.body.error).toMatchObject({ code: 'invalid-request', requestId: expect.any(String) });
    expect(reply.body.error.details.problems.map((problem: { field: string }) => problem.field)).toContain(field);
    expect((await someone.call('getMe')).body.data.profile).toEqual({ revision: 0 });
  });

  test('a body that is not JSON is 400, and a command without a key is told so', async () => {
    const someone = as(person('patient'));
    expect(await someone.call('updateMe', { rawBody: '{"revision": ' })).toMatchObject({
      status: 400,
      body: { error: { code: 'malformed-json' } },
    });
    expect(await someone.call('updateMe', { body: {}, idempotencyKey: 'with a space' })).toMatchObject({
      status: 400,
      body: { error: { code: 'missing-idempotency-key' } },
    });
  });
});

describe('one command with one key', () => {
  test('has one effect and one answer, however often it is sent: 100 times, half of them at once', async () => {
    const asha = as(person('patient'));
    const request = { idempotencyKey: randomUUID(), body: applicationOf(`R-${randomUUID().slice(0, 8)}`) };
    const atOnce = await Promise.all(Array.from({ length: 50 }, () => asha.call('applyAsDoctor', request)));
    const later: typeof atOnce = [];
    for (let count = 0; count < 50; count += 1) later.push(await asha.call('applyAsDoctor', request));
    const answers = [...atOnce, ...later];
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] !== 'true')).toHaveLength(1);
  });

  test('answers as before after a crash between the write and the reply', async () => {
    const account = person('patient');
    let crash = true;
    class CrashingTable extends Table {
      override async transact(...[writes]: Parameters<Table['transact']>) {
        await super.transact(writes);
        if (crash) throw new Error('The process was killed after the write');
      }
    }
    const fragile = callerOf(
      identityRoutes,
      identityApi({ surroundings, table: () => new CrashingTable('arogya-test', store.client) }),
    )(account);
    const request = { idempotencyKey: randomUUID(), body: { revision: 0, changes: { name: 'Meena Kumari' } } };
    expect((await fragile.call('updateMe', request)).status).toBe(500);
    crash = false;
    const again = await fragile.call('updateMe', request);
    expect(again).toMatchObject({ status: 200, headers: { 'idempotency-replayed': 'true' }, body: { data: { revision: 1 } } });
    expect((await fragile.call('getMe')).body.data.profile.revision).toBe(1);
  });

  test('is refused for another body, and after a day', async () => {
    const asha = as(person('patient'));
    const idempotencyKey = randomUUID();
    const body = { revision: 0, changes: { name: 'Asha' } };
    await asha.call('updateMe', { idempotencyKey, body });
    expect(await asha.call('updateMe', { idempotencyKey, body: { revision: 0, changes: { name: 'Usha' } } })).toMatchObject({
      status: 422,
      body: { error: { code: 'idempotency-key-reused' } },
    });
    clock += 24 * 60 * 60 * 1000;
    expect((await asha.call('updateMe', { idempotencyKey, body })).body.error.code).toBe('idempotency-key-reused');
  });

  test('belongs to its caller: the same key of somebody else is another command', async () => {
    const idempotencyKey = randomUUID();
    const body = { revision: 0, changes: { name: 'Asha' } };
    const replies = await Promise.all(
      [person('patient'), person('patient')].map((account) => as(account).call('updateMe', { idempotencyKey, body })),
    );
    expect(replies.map(({ headers }) => headers['idempotency-replayed'])).toEqual([undefined, undefined]);
  });

  test('leaves one receipt that names its events and whose record it touched', async () => {
    const account = person('patient');
    const idempotencyKey = randomUUID();
    const { body } = await as(account).call('applyAsDoctor', { idempotencyKey, body: applicationOf(`R-${randomUUID().slice(0, 8)}`) });
    const found = await store.table.find(receipt, { callerId: account.accountId, idempotencyKey });
    expect(found).toMatchObject({
      action: 'identity.applyAsDoctor',
      events: [{ name: 'doctor-application-submitted', data: { applicationId: body.data.applicationId } }],
      accesses: [{ subjectId: account.accountId, kind: 'write', actorRole: 'patient' }],
    });
  });
});

describe('an application to be listed as a doctor', () => {
  const submit = async (account: Account, number: string) =>
    (await as(account).call('applyAsDoctor', { body: applicationOf(number) })).body.data;

  test('is decided by an admin once, and makes the applicant a doctor', async () => {
    const kavya = person('patient');
    const { applicationId } = await submit(kavya, `K-${randomUUID().slice(0, 8)}`);
    expect((await as(kavya).call('applyAsDoctor', { body: applicationOf('X-9999') })).body.error.code).toBe('application-open');
    const replies = await Promise.all([1, 2].map(() => as(admin()).call('approveDoctorApplication', { params: { applicationId } })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const me = (await as(kavya).call('getMe')).body.data;
    expect(me).toMatchObject({ doctor: { name: 'Dr Kavya Nair' }, doctorApplication: { status: 'approved' } });
    expect((await as(kavya).call('applyAsDoctor', { body: applicationOf('X-9999') })).body.error.code).toBe('already-a-doctor');
  });

  test('a refusal names its reason to the applicant, who may apply again', async () => {
    const someone = person('patient');
    const { applicationId } = await submit(someone, `L-${randomUUID().slice(0, 8)}`);
    await as(admin()).call('refuseDoctorApplication', {
      params: { applicationId },
      body: { reason: 'The number is not in the register.' },
    });
    expect((await as(someone).call('getMe')).body.data.doctorApplication).toMatchObject({
      status: 'refused',
      reason: 'The number is not in the register.',
    });
    expect((await as(someone).call('applyAsDoctor', { body: applicationOf(`L-${randomUUID().slice(0, 8)}`) })).status).toBe(201);
  });

  test('one registration number belongs to one doctor, however it is written', async () => {
    const [first, second] = [await submit(person('patient'), 'TCMC 12.345'), await submit(person('patient'), 'tcmc-12345')];
    expect((await as(admin()).call('approveDoctorApplication', { params: { applicationId: first.applicationId } })).status).toBe(200);
    expect(await as(admin()).call('approveDoctorApplication', { params: { applicationId: second.applicationId } })).toMatchObject({
      status: 409,
      body: { error: { code: 'registration-taken' } },
    });
  });

  test('only admins see applications, page by page, newest first', async () => {
    const number = () => `P-${randomUUID().slice(0, 8)}`;
    for (let count = 0; count < 3; count += 1) {
      clock += 1000;
      await submit(person('patient'), number());
    }
    expect((await as(person('patient', 'doctor')).call('listDoctorApplications')).body.error.code).toBe('not-allowed');
    const first = await as(admin()).call('listDoctorApplications', { query: { status: 'waiting', limit: '2' } });
    const second = await as(admin()).call('listDoctorApplications', {
      query: { status: 'waiting', limit: '2', cursor: first.body.meta.nextCursor },
    });
    const times = [...first.body.data, ...second.body.data].map(({ submittedAt }: { submittedAt: string }) => submittedAt);
    expect(times).toEqual([...times].sort().reverse());
    expect(await as(admin()).call('listDoctorApplications', { query: { cursor: 'nonsense' } })).toMatchObject({ status: 422 });
  });
});

describe('access', () => {
  test('without a token, with a foreign pool’s or with an ID token there is none', async () => {
    expect((await as(undefined).call('getMe')).status).toBe(401);
    const foreign = callerOf(identityRoutes, async (event, context) => {
      event.requestContext.authorizer = { claims: { sub: 'x', iss: 'https://issuer.example/elsewhere', token_use: 'access', iat: '1' } };
      return identityApi({ surroundings, table: () => store.table })(event, context);
    });
    expect((await foreign(person('patient')).call('getMe')).status).toBe(401);
  });

  test('a group of the people pool never makes an admin', async () => {
    const reply = await as({ ...person('patient'), roles: ['patient', 'doctor'] }).call('listDoctorApplications');
    expect(reply.status).toBe(403);
  });

  test('a deactivated account is out within a minute, its token still good', async () => {
    const account = person('patient');
    expect((await as(account).call('getMe')).status).toBe(200);
    await as(admin()).call('deactivateAccount', { params: { accountId: account.accountId }, body: { reason: 'Complaint 12' } });
    clock += 59_000;
    expect(await as(account).call('getMe')).toMatchObject({ status: 403, body: { error: { code: 'account-deactivated' } } });
    expect(await store.table.find(accountState, account)).toMatchObject({ deactivationReason: 'Complaint 12' });
    await as(admin()).call('reactivateAccount', { params: { accountId: account.accountId } });
    clock += 59_000;
    expect((await as(account).call('getMe')).status).toBe(200);
  });

  test('after signing out everywhere, tokens from before are void and later ones are good', async () => {
    const account = person('patient');
    await as(account).call('signOutEverywhere');
    clock += 31_000;
    expect((await as(account).call('getMe')).body.error.code).toBe('not-signed-in');
    expect((await as({ ...account, tokenIssuedAt: Math.floor(clock / 1000) }).call('getMe')).status).toBe(200);
  });
});

describe('a doctor takes a patient by code', () => {
  const withName = async (name: string) => {
    const account = person('patient');
    await as(account).call('updateMe', {
      body: { revision: 0, changes: { name, sex: 'female', allergies: [{ substance: 'aspirin' }], email: 'x@arogya.example' } },
    });
    return account;
  };

  test('the code is good once, and then the doctor finds the patient by any part of the name', async () => {
    const doctor = person('patient', 'doctor');
    const lata = await withName('Lata Mohan Pillai');
    const { code } = (await as(lata).call('createPatientCode')).body.data;
    expect((await as(doctor).call('addPatient', { body: { code: `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}` } })).status).toBe(
      201,
    );
    expect((await as(person('patient', 'doctor')).call('addPatient', { body: { code } })).body.error.code).toBe('patient-code-wrong');
    expect((await as(doctor).call('listPatients', { query: { q: 'pillai lata' } })).body.data).toMatchObject([
      { name: 'Lata Mohan Pillai', walkIn: false },
    ]);
    expect((await as(doctor).call('listPatients', { query: { q: 'nobody' } })).body.data).toEqual([]);
    expect((await as(doctor).call('getPatient', { params: { patientId: lata.accountId } })).body.data).toMatchObject({
      allergies: [{ substance: 'aspirin' }],
      hasEmail: true,
    });
  });

  test('a patient of somebody else is 404, and so is one that does not exist', async () => {
    const lata = await withName('Lata');
    const replies = await Promise.all(
      [lata.accountId, randomUUID()].map((patientId) => as(person('patient', 'doctor')).call('getPatient', { params: { patientId } })),
    );
    expect(replies.map(({ status, body }) => [status, body.error.message])).toEqual([
      [404, 'There is no such patient.'],
      [404, 'There is no such patient.'],
    ]);
  });

  test('an old code is refused', async () => {
    const lata = await withName('Lata');
    const { code } = (await as(lata).call('createPatientCode')).body.data;
    clock += 15 * 60_000;
    expect((await as(person('patient', 'doctor')).call('addPatient', { body: { code } })).body.error.code).toBe('patient-code-wrong');
  });

  test('guessing ends after 20 codes in an hour, also when they are tried at once', async () => {
    const doctor = person('patient', 'doctor');
    const replies = await Promise.all(Array.from({ length: 30 }, () => as(doctor).call('addPatient', { body: { code: 'ABCDEFGH' } })));
    const codes = replies.map(({ body }) => body.error.code);
    expect(codes.filter((code) => code === 'patient-code-wrong')).toHaveLength(20);
    expect(codes.filter((code) => code === 'too-many-tries')).toHaveLength(10);
  });
});

describe('a busy table', () => {
  const failing = (name: string, times: number, reasons?: { Code: string }[]) => {
    let left = times;
    const client = Object.assign(Object.create(store.client), {
      send: async (command: unknown) => {
        if (command instanceof TransactWriteCommand && left > 0) {
          left -= 1;
          const { TransactionCanceledException } = await import('@aws-sdk/client-dynamodb');
          if (name === 'TransactionCanceledException')
            throw new TransactionCanceledException({ message: name, $metadata: {}, CancellationReasons: reasons });
          throw Object.assign(new Error(name), { name });
        }
        return store.client.send(command as never);
      },
    });
    return callerOf(identityRoutes, identityApi({ surroundings, table: () => new Table('arogya-test', client, () => 0) }));
  };

  test('a transaction that meets another one is tried again, five times at most, and then says so', async () => {
    const body = { revision: 0, changes: { name: 'Asha' } };
    const conflict = [{ Code: 'TransactionConflict' }, { Code: 'None' }];
    expect((await failing('TransactionCanceledException', 5, conflict)(person('patient')).call('updateMe', { body })).status).toBe(200);
    expect(await failing('TransactionCanceledException', 6, conflict)(person('patient')).call('updateMe', { body })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { error: { code: 'try-again' } },
    });
  });

  test('a throttled table is 503, and an unexpected error a bare 500', async () => {
    const body = { revision: 0, changes: { name: 'Asha' } };
    expect(
      (await failing('ProvisionedThroughputExceededException', 99)(person('patient')).call('updateMe', { body })).body.error.code,
    ).toBe('try-again');
    const reply = await failing('AccessDeniedException', 1)(person('patient')).call('updateMe', { body });
    expect(reply).toMatchObject({ status: 500, body: { error: { code: 'internal-error' } } });
    expect(reply.text).not.toContain('AccessDenied');
  });
});
