import { randomUUID } from 'node:crypto';

import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { AppointmentCancelled } from '../../events/appointments/appointment-cancelled.v1.ts';
import { AppointmentRescheduled } from '../../events/appointments/appointment-rescheduled.v1.ts';
import type { Envelope } from '../../events/envelope.ts';
import { slotAt } from '../appointments/testing/clinic.ts';
import { openRecordRoom, type RecordRoom } from '../documents/testing/record-room.ts';
import { accountState } from '../shared/auth/account-state.ts';
import type { Principal } from '../shared/auth/principal.ts';
import type { Role } from '../shared/http/route.ts';
import type { Account } from '../shared/testing/caller.ts';
import { lambdaContext } from '../shared/testing/caller.ts';
import { startTestMailbox, type TestMailbox } from '../shared/testing/mailbox.ts';
import { type Instant, later, type Paise } from '../shared/values.ts';
import { SHARING_NOTICE } from './contract.ts';
import { consentFromBooking, recordAccessOf } from './items.ts';
import { followAppointments } from './on-appointment-changed.ts';
import { tellOfEmergencyAccess } from './on-emergency-access-taken.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const HOUR = 3_600;
const DAY = 86_400;

let room: RecordRoom;
let mailbox: TestMailbox;
let asha: Account;
let meera: Account;
beforeAll(async () => {
  room = await openRecordRoom();
  mailbox = await startTestMailbox();
});
beforeEach(async () => {
  room.at(START);
  mailbox.empty();
  [asha, meera] = [await room.addPatient(), await room.addDoctor({ practice: { feePaise: 0 as Paise } })];
});
afterAll(() => {
  room.stop();
  mailbox.stop();
});

const record = { kind: 'record' } as const;
const agreed = (over: object = {}) => ({ scope: record, purpose: 'care', endsAt: later(room.now(), DAY), notice: SHARING_NOTICE, ...over });
const grant = (over: object = {}, who = asha) =>
  room.consents(who).call('grant', { body: { ...agreed(), doctorId: meera.accountId, ...over } });
const list = async (who: Account, as?: 'patient' | 'reader') => {
  const { status, body } = await room.consents(who).call('list', { query: as ? { as } : {} });
  expect(status).toBe(200);
  return body.data as { consentId: string; status: string; basis: string; patientName: string }[];
};
const withdraw = (consentId: string, who = asha) => room.consents(who).call('withdraw', { params: { consentId } });
const principalOf = ({ accountId, roles }: Account): Principal => ({
  accountId,
  pool: 'people',
  roles: new Set<Role>(['patient', ...roles]),
  tokenIssuedAt: START,
});
const accessOf = (who: Account, patient = asha) => recordAccessOf(room.store.table, principalOf(who), patient.accountId, room.now());
const problemsOf = (reply: { body: { error: { details: { problems: { field: string; rule: string }[] } } } }) =>
  reply.body.error.details.problems;

describe('a patient who shares', () => {
  test('with a doctor sees it in the list, and the doctor sees whose record can be read, until it ends', async () => {
    const { status, body } = await grant({ purpose: 'second-opinion' });
    expect([status, body.data]).toMatchObject([
      201,
      {
        patientName: 'Asha Verma',
        grantee: { accountId: meera.accountId, name: 'Dr Meera Iyer' },
        basis: 'granted',
        purpose: 'second-opinion',
        status: 'active',
        notice: SHARING_NOTICE,
        endsAt: later(START, DAY),
      },
    ]);
    expect(await list(asha)).toEqual([body.data]);
    expect(await list(meera)).toEqual([body.data]);
    expect(await list(meera, 'patient')).toEqual([]);
    expect(await accessOf(meera)).toMatchObject({ as: 'reader', record: true, breakGlass: false });
    room.pass(DAY - 1);
    expect(await list(meera)).toHaveLength(1);
    room.pass(1);
    expect(await list(meera)).toEqual([]);
    expect(await accessOf(meera)).toBeUndefined();
    expect((await list(asha))[0]?.status).toBe('ended');
  });

  test('lets the doctor ask what of one record may be read, and nobody ask it for another', async () => {
    const file = await room.file(asha);
    const ravi = await room.addPatient();
    await grant({}, ravi);
    const ofAsha = async (who: Account) => {
      const { status, body } = await room.consents(who).call('list', { query: { as: 'reader', patientId: asha.accountId } });
      expect(status).toBe(200);
      return body.data.map(({ scope }: { scope: { kind: string } }) => scope.kind);
    };
    expect(await ofAsha(meera)).toEqual([]);
    const { body } = await grant({ scope: { kind: 'documents', documentIds: [file] } });
    expect(await ofAsha(meera)).toEqual(['documents']);
    await grant({ endsAt: later(room.now(), HOUR) });
    expect((await ofAsha(meera)).sort()).toEqual(['documents', 'record']);
    for (const other of [await room.addDoctor(), ravi, asha]) expect(await ofAsha(other)).toEqual([]);
    expect(await ofAsha({ ...meera, roles: ['patient'] }), 'who is a doctor no more').toEqual([]);
    room.pass(HOUR);
    expect(await ofAsha(meera)).toEqual(['documents']);
    await withdraw(body.data.consentId);
    expect(await ofAsha(meera)).toEqual([]);
  });

  test('chosen files shares those, each once, and no others', async () => {
    const [first, second] = [await room.file(asha), await room.file(asha)];
    const { body } = await grant({ scope: { kind: 'documents', documentIds: [first, first] } });
    expect(body.data.scope.documentIds).toEqual([first]);
    const access = await accessOf(meera);
    expect(access).toMatchObject({ as: 'reader', record: false });
    expect(access?.as === 'reader' && [access.documentIds.has(first), access.documentIds.has(second)]).toEqual([true, false]);
  });

  test('is refused somebody else’s file as one that there is not, and one that is deleted or was rejected', async () => {
    const ravi = await room.addPatient();
    const [mine, theirs, gone] = [await room.file(asha), await room.file(ravi), await room.file(asha)];
    await room.documents(asha).call('remove', { params: { documentId: gone } });
    const refusals = [];
    for (const documentId of [theirs, randomUUID(), gone])
      refusals.push(problemsOf(await grant({ scope: { kind: 'documents', documentIds: [mine, documentId] } })));
    expect(new Set(refusals.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(refusals[0]).toEqual([{ field: 'body.scope.documentIds', rule: 'must be files of yours that are not deleted' }]);
  });

  test.each<[string, object, string]>([
    ['until now', { endsAt: START }, 'body.endsAt'],
    ['for longer than a year', { endsAt: later(START, 365 * DAY + 1) }, 'body.endsAt'],
    ['without a purpose', { purpose: undefined }, 'body.purpose'],
    ['without having seen the notice', { notice: 'sharing-0' }, 'body.notice'],
    ['no files', { scope: { kind: 'documents', documentIds: [] } }, 'body.scope.documentIds'],
    ['more than reading', { scope: { kind: 'everything' } }, 'body.scope.kind'],
  ])('%s is refused', async (_, over, field) => {
    const reply = await grant(over);
    expect([reply.status, problemsOf(reply)[0]?.field]).toEqual([422, field]);
  });

  test('for a year to the second is taken', async () => {
    expect((await grant({ endsAt: later(START, 365 * DAY) })).status).toBe(201);
  });

  test('with somebody who is no verified doctor, or no longer one, is told that there is no such doctor', async () => {
    const ravi = await room.addPatient();
    for (const doctorId of [ravi.accountId, randomUUID()])
      expect((await grant({ doctorId })).body.error).toMatchObject({ code: 'not-found', message: 'There is no such doctor.' });
    const accountId = meera.accountId;
    await room.save(accountState.make({ accountId }, { accountId, deactivatedAt: START }));
    expect((await grant()).status).toBe(404);
    expect(problemsOf(await grant({ doctorId: asha.accountId }))[0]?.field).toBe('body.doctorId');
  });

  test('must have a name, because the other side has to know whose record it is', async () => {
    const nameless = await room.addPatient({ name: undefined });
    expect(problemsOf(await grant({}, nameless))).toEqual([{ field: 'profile.name', rule: 'is required before you share' }]);
  });
});

describe('a patient who withdraws', () => {
  test('ends it at once, once, for good; the trail and an event say so', async () => {
    const { consentId } = (await grant()).body.data;
    room.pass(HOUR);
    const first = await withdraw(consentId);
    expect(first).toMatchObject({ status: 200, body: { data: { status: 'withdrawn', withdrawnAt: later(START, HOUR) } } });
    expect(await accessOf(meera)).toBeUndefined();
    expect(await list(meera)).toEqual([]);
    room.pass(HOUR);
    expect((await withdraw(consentId)).text).toBe(first.text);
    const events = (await room.events()).filter(({ data }) => data.consentId === consentId);
    expect(events).toMatchObject([
      { name: 'consent-withdrawn', data: { consentId, patientId: asha.accountId, readerId: meera.accountId } },
    ]);
    const traces = (await room.traces()).filter(({ resource }) => resource === `consent#${consentId}`);
    expect(traces.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['consents.grant', asha.accountId],
      ['consents.withdraw', asha.accountId],
    ]);
  });

  test('one of two leaves the other', async () => {
    const { consentId } = (await grant()).body.data;
    await grant({ endsAt: later(START, HOUR) });
    await withdraw(consentId);
    expect(await accessOf(meera)).toMatchObject({ record: true });
    room.pass(HOUR);
    expect(await accessOf(meera)).toBeUndefined();
  });

  test('what somebody else gave is told that there is none, and so is the reader', async () => {
    const { consentId } = (await grant()).body.data;
    for (const who of [await room.addPatient(), meera]) expect((await withdraw(consentId, who)).status).toBe(404);
    expect(await accessOf(meera)).toBeDefined();
  });
});

describe('a one-time code', () => {
  const newCode = async (over: object = {}, who = asha) =>
    (await room.consents(who).call('createCode', { body: agreed(over) })).body.data as { code: string; goodUntil: Instant };
  const redeem = (code: string, who: Account, idempotencyKey?: string) =>
    room.consents(who).call('redeemCode', { body: { code }, ...(idempotencyKey ? { idempotencyKey } : {}) });

  test('lets whoever enters it first read what it names, as a doctor or as anybody', async () => {
    const ravi = await room.addPatient({ name: 'Ravi Kumar' });
    const { code, goodUntil } = await newCode({ purpose: 'family' });
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{10}$/);
    expect(goodUntil).toBe(later(START, 900));
    const { status, body } = await redeem(`${code.slice(0, 5).toLowerCase()}-${code.slice(5)} `, ravi);
    expect([status, body.data]).toMatchObject([
      201,
      { basis: 'code', grantee: { name: 'Ravi Kumar' }, patientName: 'Asha Verma', purpose: 'family' },
    ]);
    expect(body.data.grantee).not.toHaveProperty('registrationNumber');
    expect(await accessOf(ravi)).toMatchObject({ record: true });
    expect(await list(ravi, 'reader')).toHaveLength(1);
    const asDoctor = await redeem((await newCode()).code, meera);
    expect(asDoctor.body.data.grantee.registrationNumber).toMatch(/^KMC/);
  });

  test('is good once, for fifteen minutes, and for others than whose it is', async () => {
    const [ravi, sita] = [await room.addPatient(), await room.addPatient()];
    const wrong = async (code: string, who: Account) => expect((await redeem(code, who)).body.error.code).toBe('consent-code-wrong');
    const { code } = await newCode();
    await wrong(code, asha);
    expect((await redeem(code, ravi, 'one')).status).toBe(201);
    expect((await redeem(code, ravi, 'one')).headers['idempotency-replayed']).toBe('true');
    await wrong(code, sita);
    await wrong('AAAAAAAAAA', sita);
    const late = await newCode();
    room.pass(899);
    const justInTime = await newCode();
    room.pass(1);
    await wrong(late.code, sita);
    expect((await redeem(justInTime.code, sita)).status).toBe(201);
    const short = await newCode({ endsAt: later(room.now(), 60) });
    room.pass(60);
    await wrong(short.code, ravi);
  });

  test('entered by two at once lets one in', async () => {
    const people = await Promise.all(Array.from({ length: 5 }, () => room.addPatient()));
    const { code } = await newCode();
    const statuses = (await Promise.all(people.map((who) => redeem(code, who)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 404, 404, 404, 404]);
  });

  test('cannot be guessed: twenty tries an hour, counted also side by side', async () => {
    const ravi = await room.addPatient();
    const tried = await Promise.all(Array.from({ length: 25 }, () => redeem('BBBBBBBBBB', ravi)));
    expect(tried.filter(({ status }) => status === 404)).toHaveLength(20);
    expect(tried.filter(({ status }) => status === 429)).toHaveLength(5);
    const { code } = await newCode();
    expect((await redeem(code, ravi)).body.error.code).toBe('too-many-tries');
    room.pass(HOUR);
    expect((await redeem((await newCode()).code, ravi)).status).toBe(201);
  });

  test('names files of the patient’s own only', async () => {
    const theirs = await room.file(await room.addPatient());
    const reply = await room.consents(asha).call('createCode', { body: agreed({ scope: { kind: 'documents', documentIds: [theirs] } }) });
    expect(problemsOf(reply)[0]?.field).toBe('body.scope.documentIds');
  });

  test('that a doctor used counts while they are a doctor', async () => {
    await redeem((await newCode()).code, meera);
    expect(await accessOf(meera)).toBeDefined();
    expect(await accessOf({ ...meera, roles: ['patient'] })).toBeUndefined();
  });
});

describe('in an emergency', () => {
  const breakGlass = (who = meera, patientId = asha.accountId, reason = 'Unconscious after an accident') =>
    room.consents(who).call('breakGlass', { params: { patientId }, body: { reason } });
  const tell = async (): Promise<SQSBatchResponse[]> => {
    const handle = tellOfEmergencyAccess({ surroundings: room.surroundings, table: () => room.store.table });
    const events = (await room.events()).filter(({ name, data }) => name === 'emergency-access-taken' && data.patientId === asha.accountId);
    return Promise.all(
      events.map((event) =>
        handle({ Records: [{ messageId: 'm', body: JSON.stringify({ detail: event }) }] } as unknown as SQSEvent, lambdaContext()),
      ),
    );
  };

  test('a doctor reads the record for four hours, with a reason that the patient can see', async () => {
    const { status, body } = await breakGlass();
    expect([status, body.data]).toMatchObject([
      201,
      { basis: 'break-glass', scope: record, reason: 'Unconscious after an accident', endsAt: later(START, 4 * HOUR) },
    ]);
    expect(await accessOf(meera)).toMatchObject({ record: true, breakGlass: true });
    expect(await list(asha)).toMatchObject([{ basis: 'break-glass', status: 'active' }]);
    room.pass(4 * HOUR);
    expect(await accessOf(meera)).toBeUndefined();
    const traces = (await room.traces()).filter(({ subjectId }) => subjectId === asha.accountId);
    expect(traces).toMatchObject([{ action: 'consents.breakGlass', kind: 'write', actorId: meera.accountId, actorRole: 'doctor' }]);
  });

  test('the patient is told by e-mail, in their language, by whom and how to stop it, not why', async () => {
    await breakGlass();
    for (const each of [...(await tell()), ...(await tell())]) expect(each.batchItemFailures).toEqual([]);
    expect(mailbox.letters).toHaveLength(1);
    const [letter] = mailbox.letters;
    expect(letter).toMatchObject({ to: 'asha@arogya.example', subject: 'A doctor opened your health record in an emergency' });
    expect(letter?.text).toContain('Dr Meera Iyer (registration number KMC');
    expect(letter?.text).toContain('on 20/11/2026, 12:30');
    expect(letter?.text).toContain('https://arogya.example/record/sharing');
    expect(letter?.text).not.toContain('accident');
    mailbox.empty();
    asha = await room.addPatient({ preferredLanguage: 'hi' });
    await breakGlass();
    await tell();
    expect(mailbox.letters[0]?.subject).toBe('एक डॉक्टर ने आपात स्थिति में आपका स्वास्थ्य रिकॉर्ड खोला');
    mailbox.empty();
    asha = await room.addPatient({ email: undefined });
    await breakGlass();
    for (const each of await tell()) expect(each.batchItemFailures).toEqual([]);
    expect(mailbox.letters).toEqual([]);
  });

  test('the patient can stop it', async () => {
    const { consentId } = (await breakGlass()).body.data;
    await withdraw(consentId);
    expect(await accessOf(meera)).toBeUndefined();
  });

  test('nobody but a verified doctor, no record of nobody, and nothing without a reason', async () => {
    expect((await breakGlass(await room.addPatient())).status).toBe(403);
    expect((await breakGlass({ accountId: 'admin', roles: ['admin'] })).status).toBe(403);
    expect((await breakGlass({ ...(await room.addPatient()), roles: ['doctor'] })).body.error.code).toBe('not-allowed');
    expect((await breakGlass(meera, randomUUID())).status).toBe(404);
    expect((await breakGlass(meera, meera.accountId)).status).toBe(404);
    for (const reason of ['', '   short   ']) expect((await breakGlass(meera, asha.accountId, reason)).status).toBe(422);
  });

  test('it is no emergency look that the patient allows anyway', async () => {
    await grant();
    await breakGlass();
    expect(await accessOf(meera)).toMatchObject({ record: true, breakGlass: false });
  });
});

describe('what was chosen when booking', () => {
  const follow = async (event: { name: string; version: number; data: object }) => {
    const handle = followAppointments({ surroundings: room.surroundings, table: () => room.store.table });
    const detail = { ...event, id: randomUUID(), at: room.now(), correlationId: 'c' } satisfies Omit<Envelope, 'data'>;
    const batch = { Records: [{ messageId: 'm', body: JSON.stringify({ detail }) }] } as unknown as SQSEvent;
    expect((await handle(batch, lambdaContext())).batchItemFailures).toEqual([]);
  };
  const booked = async () => {
    const { appointmentId, endsAt } = (await room.book(asha, meera, slotAt(0))).body.data as { appointmentId: string; endsAt: Instant };
    const doctor = { doctorId: meera.accountId, name: 'Dr Meera Iyer', registrationNumber: 'KMC 1' };
    const patient = { patientId: asha.accountId, name: 'Asha Verma' };
    await room.store.table.transact([consentFromBooking({ patient, doctor, appointmentId, endsAt, scope: record, now: room.now() })]);
    return { appointmentId, endsAt, ids: { appointmentId, doctorId: meera.accountId, patientId: asha.accountId } };
  };

  test('can be read until a week after the visit', async () => {
    const { endsAt, appointmentId } = await booked();
    expect(await list(asha)).toMatchObject([{ basis: 'booking', appointmentId, status: 'active', endsAt: later(endsAt, 7 * DAY) }]);
    room.at(later(endsAt, 7 * DAY - 1));
    expect(await accessOf(meera)).toMatchObject({ record: true });
    room.pass(1);
    expect(await accessOf(meera)).toBeUndefined();
  });

  test('ends when the appointment is cancelled', async () => {
    const { appointmentId, ids } = await booked();
    await follow(AppointmentCancelled.of({ ...ids, reason: 'by-patient' }));
    expect(await accessOf(meera), 'it is not cancelled').toBeDefined();
    await room.change(asha, 'cancel', appointmentId);
    await follow(AppointmentCancelled.of({ ...ids, reason: 'by-patient' }));
    expect(await accessOf(meera)).toBeUndefined();
    expect((await list(asha))[0]?.status).toBe('ended');
  });

  test('moves with the appointment, and stays withdrawn', async () => {
    const { appointmentId, ids } = await booked();
    const to = slotAt(3, '2026-11-30');
    await room.change(asha, 'reschedule', appointmentId, { startsAt: to });
    await follow(AppointmentRescheduled.of({ ...ids, from: slotAt(0), to }));
    const [moved] = await list(asha);
    expect(moved).toMatchObject({ endsAt: later(to, 1_200 + 7 * DAY), status: 'active' });
    await withdraw(moved?.consentId ?? '');
    await room.change(asha, 'reschedule', appointmentId, { startsAt: slotAt(5, '2026-11-30') });
    await follow(AppointmentRescheduled.of({ ...ids, from: to, to: slotAt(5, '2026-11-30') }));
    expect((await list(asha))[0]?.status).toBe('withdrawn');
    expect(await accessOf(meera)).toBeUndefined();
  });
});

test('nobody of the admins’ pool reads a record, whatever their id', async () => {
  await grant();
  const admin: Principal = { ...principalOf(meera), pool: 'admins', roles: new Set<Role>(['admin']) };
  expect(await recordAccessOf(room.store.table, admin, asha.accountId, room.now())).toBeUndefined();
});
