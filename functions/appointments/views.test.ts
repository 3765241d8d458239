import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { receipt } from '../shared/table/receipt.ts';
import type { Account } from '../shared/testing/caller.ts';
import { type Instant, later, type Paise } from '../shared/values.ts';
import { appointment } from './items.ts';
import { type Clinic, everyDay, openClinic, slotAt } from './testing/clinic.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const free = { practice: { feePaise: 0 as Paise } };

let clinic: Clinic;
beforeAll(async () => {
  clinic = await openClinic();
});
beforeEach(() => clinic.at(START));
afterAll(() => clinic.stop());

const confirmed = async (mode = 'video') => {
  const [doctor, patient] = [await clinic.addDoctor(free), await clinic.addPatient()];
  const { body } = await clinic.book(patient, doctor, slotAt(0), { body: { mode } });
  return { doctor, patient, appointmentId: body.data.appointmentId as string };
};
const look = async (who: Account, appointmentId: string) => (await clinic.change(who, 'get', appointmentId)).body.data;
const list = async (who: Account, query: Record<string, string> = {}) => (await clinic.call(who).call('list', { query })).body;
const readsBy = async ({ accountId }: Account) =>
  (await clinic.all())
    .filter(receipt.is)
    .flatMap((item) => receipt.parse(item).accesses)
    .filter(({ actorId, kind }) => actorId === accountId && kind === 'read');

describe('what each side sees of an appointment', () => {
  test('the doctor must know age and sex and, for a call, the number; the patient is not shown what the doctor notes', async () => {
    const { doctor, patient, appointmentId } = await confirmed('phone');
    expect(await look(doctor, appointmentId)).toMatchObject({
      patient: { patientId: patient.accountId, name: 'Asha Verma' },
      patientAge: 36,
      patientSex: 'female',
      patientPhone: '+919800000001',
    });
    const seen = await look(patient, appointmentId);
    for (const field of ['patientAge', 'patientSex', 'patientPhone', 'noteId', 'videoUrl']) expect(seen).not.toHaveProperty(field);
  });

  test('the number is for a call only, and the video room for a video call only, while it is on', async () => {
    const video = await confirmed('video');
    expect(await look(video.doctor, video.appointmentId)).not.toHaveProperty('patientPhone');
    expect((await look(video.patient, video.appointmentId)).videoUrl).toBe('https://meet.arogya.example/iyer');
    await clinic.change(video.patient, 'cancel', video.appointmentId);
    expect(await look(video.patient, video.appointmentId)).not.toHaveProperty('videoUrl');
    const call = await confirmed('phone');
    await clinic.change(call.doctor, 'cancel', call.appointmentId);
    expect(await look(call.doctor, call.appointmentId)).not.toHaveProperty('patientPhone');
  });

  test('a room is not shown before it is paid for', async () => {
    const [doctor, patient] = [await clinic.addDoctor(), await clinic.addPatient()];
    const { body } = await clinic.book(patient, doctor, slotAt(0));
    expect(body.data).not.toHaveProperty('videoUrl');
    await clinic.tell(body.data.appointmentId, 'captured');
    expect(await look(patient, body.data.appointmentId)).toHaveProperty('videoUrl');
  });

  test('a note is the doctor’s until it is signed, in the list too', async () => {
    const { doctor, patient, appointmentId } = await confirmed();
    const stored = (await clinic.appointments()).find((each) => each.appointmentId === appointmentId);
    if (!stored) throw new Error('not there');
    await clinic.save(appointment.make(stored, { ...stored, noteId: 'note-1' }));
    expect((await look(doctor, appointmentId)).noteId).toBe('note-1');
    expect((await list(doctor)).data).toMatchObject([{ noteId: 'note-1' }]);
    expect(await look(patient, appointmentId)).not.toHaveProperty('noteId');
    expect((await list(patient)).data[0]).not.toHaveProperty('noteId');
    await clinic.save(appointment.make(stored, { ...stored, noteId: 'note-1', noteSignedAt: START }));
    expect((await look(patient, appointmentId)).noteId).toBe('note-1');
    expect((await list(patient)).data).toMatchObject([{ noteId: 'note-1' }]);
  });

  test('a doctor’s look is in the audit trail, a patient’s own is not', async () => {
    const { doctor, patient, appointmentId } = await confirmed();
    await look(patient, appointmentId);
    expect(await readsBy(patient)).toEqual([]);
    await look(doctor, appointmentId);
    await look(doctor, appointmentId);
    expect(await readsBy(doctor)).toEqual(
      Array(2).fill({
        subjectId: patient.accountId,
        actorId: doctor.accountId,
        actorRole: 'doctor',
        action: 'appointments.get',
        kind: 'read',
        resource: `appointment#${appointmentId}`,
      }),
    );
  });

  test('a doctor can begin from half an hour before, says that nobody came only after the end, and writes the note once it began', async () => {
    const { doctor, appointmentId } = await confirmed();
    const actionsAt = async (seconds: number) => {
      clinic.at(later(slotAt(0), seconds));
      return (await look(doctor, appointmentId)).actions;
    };
    expect(await actionsAt(-1_801)).toEqual(['cancel', 'reschedule']);
    expect(await actionsAt(-1_800)).toEqual(['start', 'cancel', 'reschedule']);
    expect(await actionsAt(0)).toEqual(['start', 'cancel']);
    expect(await actionsAt(1_200)).toEqual(['start', 'no-show', 'cancel']);
    await clinic.change(doctor, 'start', appointmentId);
    expect(await actionsAt(1_200)).toEqual(['complete', 'write-note', 'cancel']);
    await clinic.change(doctor, 'complete', appointmentId);
    expect(await actionsAt(1_200)).toEqual(['write-note']);
  });
});

describe('somebody else’s appointment', () => {
  const body = { startsAt: slotAt(5) };
  const asks = [
    ['get', undefined],
    ['getCalendarFile', undefined],
    ['cancel', undefined],
    ['reschedule', body],
    ['start', undefined],
    ['complete', undefined],
    ['markNoShow', undefined],
  ] as const;

  test.each(asks)('is no appointment at all for %s', async (name, request) => {
    const { appointmentId, patient } = await confirmed();
    const stranger = await clinic.addDoctor(free);
    const before = await clinic.all();
    const missing = await clinic.change(stranger, name, 'no-such-appointment', request);
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } });
    const reply = await clinic.change(stranger, name, appointmentId, request);
    const withoutId = ({ text }: { text: string }) => text.replace(/"requestId":"[^"]*"/, '');
    expect([reply.status, withoutId(reply)], 'word for word as one that does not exist').toEqual([404, withoutId(missing)]);
    const other = await clinic.change(await clinic.addPatient(), name, appointmentId, request);
    const doctorsOnly = ['start', 'complete', 'markNoShow'].includes(name);
    expect(other.status).toBe(doctorsOnly ? 403 : 404);
    // A doctor who is here as a patient does not begin their own visit.
    if (doctorsOnly)
      expect((await clinic.change({ ...patient, roles: ['patient', 'doctor'] }, name, appointmentId, request)).status).toBe(404);
    const after = await clinic.all();
    expect(after.filter(({ type }) => type !== 'profile')).toEqual(before.filter(({ type }) => type !== 'profile'));
  });

  test('is in nobody else’s list, and needs somebody who is signed in', async () => {
    const { appointmentId } = await confirmed();
    expect((await list(await clinic.addPatient())).data).toEqual([]);
    expect((await list(await clinic.addDoctor())).data).toEqual([]);
    expect((await clinic.call(undefined).call('get', { params: { appointmentId } })).status).toBe(401);
  });
});

describe('a list of appointments', () => {
  test('is of the days in India, first and last included', async () => {
    const roundTheClock = everyDay.weekly.map((hours) => ({ ...hours, from: '00:00', to: '24:00' }));
    const [doctor, patient] = [await clinic.addDoctor({ ...free, hours: { weekly: roundTheClock } }), await clinic.addPatient()];
    // 23:40 of the 22nd, 0:00 and 23:40 of the 23rd, 0:00 of the 24th in India; the 22nd and 23rd in UTC.
    const starts = ['2026-11-22T18:10:00Z', '2026-11-22T18:30:00Z', '2026-11-23T18:10:00Z', '2026-11-23T18:30:00Z'] as const;
    for (const startsAt of starts) expect((await clinic.book(patient, doctor, startsAt)).status).toBe(201);
    for (const who of [patient, doctor]) {
      const between = async (query: Record<string, string>) =>
        (await list(who, query)).data.map(({ startsAt }: { startsAt: string }) => starts.indexOf(startsAt as (typeof starts)[number]));
      expect(await between({ from: '2026-11-23', to: '2026-11-23' })).toEqual([1, 2]);
      expect(await between({ from: '2026-11-23' })).toEqual([1, 2, 3]);
      expect(await between({ to: '2026-11-22' })).toEqual([0]);
      expect(await between({})).toEqual([0, 1, 2, 3]);
      expect(await between({ order: 'latest' })).toEqual([3, 2, 1, 0]);
      expect(await between({ from: '2026-11-25', to: '2026-11-24' })).toEqual([]);
    }
  });

  test('comes page by page, each appointment once', async () => {
    const [doctor, patient] = [await clinic.addDoctor(free), await clinic.addPatient()];
    for (let index = 0; index < 7; index += 1) await clinic.book(patient, doctor, slotAt(index));
    const seen: string[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const { data, meta } = await list(patient, { limit: '3', ...(cursor ? { cursor } : {}) });
      seen.push(...data.map(({ startsAt }: { startsAt: string }) => startsAt));
      cursor = meta.nextCursor;
      pages += 1;
    } while (cursor);
    expect(pages).toBe(3);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => slotAt(index)));
    const { meta } = await list(patient, { limit: '3' });
    // A page’s cursor opens that list only.
    expect((await list(await clinic.addPatient(), { cursor: meta.nextCursor })).error.details.problems).toMatchObject([
      { field: 'query.cursor' },
    ]);
    expect((await list(patient, { limit: '0' })).error.details.problems).toMatchObject([{ field: 'query.limit' }]);
    expect((await list(patient, { from: '2026-02-29' })).error.details.problems).toEqual([
      { field: 'query.from', rule: 'must be a day that exists' },
    ]);
  });

  test('of a doctor who is a patient too is of the one or the other', async () => {
    const [doctor, colleague] = [await clinic.addDoctor(free), await clinic.addPatient()];
    const both: Account = { ...colleague, roles: ['patient', 'doctor'] };
    await clinic.book(both, doctor, slotAt(0));
    expect((await list(both, { as: 'patient' })).data).toHaveLength(1);
    expect((await list(both)).data).toEqual([]);
    expect((await list(doctor)).data).toHaveLength(1);
  });
});

describe('a calendar file', () => {
  test('is for both sides, each with the other’s name, and says nothing of the reason', async () => {
    const { doctor, patient, appointmentId } = await confirmed();
    const file = async (who: Account) => (await clinic.change(who, 'getCalendarFile', appointmentId)).body.data;
    const [ofPatient, ofDoctor] = [await file(patient), await file(doctor)];
    expect(ofPatient).toEqual({ fileName: 'arogya-2026-11-23.ics', content: expect.stringContaining('BEGIN:VCALENDAR') });
    for (const { content } of [ofPatient, ofDoctor]) {
      expect(content).toContain(`UID:${appointmentId}@arogya`);
      expect(content).toContain('DTSTART:20261123T033000Z');
      expect(content).toContain('DTEND:20261123T035000Z');
      expect(content).not.toContain('cough');
    }
    expect(ofPatient.content).toContain('Dr Meera Iyer');
    expect(ofDoctor.content).toContain('Asha Verma');
    expect(ofDoctor.content).not.toContain('+9198');
  });

  test('of an appointment that was moved or cancelled says so to whoever imports it again', async () => {
    const { patient, appointmentId } = await confirmed();
    const sequence = async () => {
      const { content } = (await clinic.change(patient, 'getCalendarFile', appointmentId)).body.data as { content: string };
      return { number: Number(/^SEQUENCE:(\d+)/m.exec(content)?.[1]), content };
    };
    const first = await sequence();
    await clinic.change(patient, 'reschedule', appointmentId, { startsAt: slotAt(1) });
    const moved = await sequence();
    await clinic.change(patient, 'cancel', appointmentId);
    const cancelled = await sequence();
    expect(moved.number).toBeGreaterThan(first.number);
    expect(cancelled.number).toBeGreaterThan(moved.number);
    expect(moved.content).toContain('DTSTART:20261123T035000Z');
    expect(cancelled.content).toContain('STATUS:CANCELLED');
  });
});
