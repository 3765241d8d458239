import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { AccountDeactivated } from '../../events/identity/account-deactivated.v1.ts';
import { AccountReactivated } from '../../events/identity/account-reactivated.v1.ts';
import type { Practice } from '../directory/contract.ts';
import { doctorListing, listedIn, practice } from '../directory/items.ts';
import { doctor as doctorItem } from '../identity/items.ts';
import { accountState } from '../shared/auth/account-state.ts';
import { remove } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { type CalendarDate, type Instant, later, type Paise } from '../shared/values.ts';
import { availability } from './items.ts';
import { everyDay, slotAt, terms } from './testing/clinic.ts';
import { type ListedClinic, openListedClinic } from './testing/listed-clinic.ts';
import { WaitingTable } from './testing/watched-table.ts';

const START = '2026-11-20T07:00:00Z' as Instant;
const free = { practice: { feePaise: 0 as Paise } };
const mornings = (over: object = {}) => ({
  weekly: [{ days: ['mon' as const], from: '09:00', to: '10:00', slotMinutes: 20, bufferMinutes: 0, modes: ['video' as const] }],
  ...over,
});

let clinic: ListedClinic;
beforeAll(async () => {
  clinic = await openListedClinic();
});
beforeEach(() => clinic.at(START));
afterAll(() => clinic.stop());

/** In which lists a doctor is, by the table itself. */
const listsOf = async ({ accountId }: Account): Promise<string[]> =>
  (await clinic.all())
    .filter((item) => doctorListing.is(item) && item.doctorId === accountId)
    .map((item) => String(item.pk).replace('doctors#', ''))
    .sort();
const lineOf = async ({ accountId }: Account) => (await clinic.find({ limit: '100' })).data.find(({ doctorId }) => doctorId === accountId);
const savePractice = (doctor: Account, changes: Partial<Practice>) =>
  clinic.save(practice.make({ doctorId: doctor.accountId }, { ...terms, ...changes }));
const deactivate = ({ accountId }: Account, deactivated: boolean) =>
  clinic.save(accountState.make({ accountId }, { accountId, ...(deactivated ? { deactivatedAt: START } : {}) }));

describe('a doctor is in the directory', () => {
  test('once the practice is saved, in four lists', async () => {
    const doctor = await clinic.addDoctor(free);
    await clinic.store.table.transact([remove(practice.key({ doctorId: doctor.accountId }))]);
    await clinic.list(doctor);
    expect(await listsOf(doctor)).toEqual([]);
    expect(await clinic.listingDue(doctor)).toEqual([]);
    const { revision: _revision, ...fields } = terms;
    const saved = await clinic.directory(doctor).call('saveMyPractice', { body: { ...fields, revision: 0 } });
    expect(saved.status).toBe(200);
    await clinic.publish();
    expect(await listsOf(doctor)).toEqual([
      'all',
      'city#bengaluru',
      'specialty#general-medicine',
      'specialty#general-medicine#city#bengaluru',
    ]);
    expect(await lineOf(doctor)).toMatchObject({ hospital: 'Jeevan Clinic', city: 'Bengaluru', nextFreeAt: '2026-11-20T07:10:00Z' });
  });

  test('without hours too, and can then be booked at no time', async () => {
    const doctor = await clinic.addDoctor({ hours: { weekly: [] } });
    await clinic.list(doctor);
    expect(await listsOf(doctor)).toHaveLength(4);
    const line = await lineOf(doctor);
    expect(line).toMatchObject({ modes: [] });
    expect(line).not.toHaveProperty('nextFreeAt');
  });

  test('until the account is deactivated, and again when it is reactivated', async () => {
    const doctor = await clinic.addDoctor();
    const { accountId } = doctor;
    await clinic.list(doctor);
    await deactivate(doctor, true);
    await clinic.tell(AccountDeactivated.of({ accountId, pool: 'people' }));
    expect(await listsOf(doctor)).toEqual([]);
    expect(await clinic.listingDue(doctor), 'nothing is due for a line that is not there').toEqual([]);
    // What comes late about the free times does not bring the line back.
    await clinic.list(doctor);
    expect(await listsOf(doctor)).toEqual([]);
    await deactivate(doctor, false);
    await clinic.tell(AccountReactivated.of({ accountId, pool: 'people' }));
    expect(await listsOf(doctor)).toHaveLength(4);
    expect(await clinic.listingDue(doctor)).toHaveLength(1);
  });

  test('of one city: who moves leaves the old lists; who changes specialty too', async () => {
    const doctor = await clinic.addDoctor();
    const { accountId: doctorId } = doctor;
    await clinic.list(doctor);
    await savePractice(doctor, { city: 'Mysuru' });
    await clinic.list(doctor);
    expect(await listsOf(doctor)).toEqual(['all', 'city#mysuru', 'specialty#general-medicine', 'specialty#general-medicine#city#mysuru']);
    const known = await clinic.store.table.find(doctorItem, { doctorId });
    if (!known) throw new Error('no doctor');
    await clinic.save(doctorItem.make({ doctorId }, { ...known, specialty: 'Skin & Hair' }));
    await clinic.list(doctor);
    expect(await listsOf(doctor)).toEqual(['all', 'city#mysuru', 'specialty#skin-hair', 'specialty#skin-hair#city#mysuru']);
  });

  test('a person who is no doctor is not put there by whatever happens to the account', async () => {
    const asha = await clinic.addPatient();
    const before = await clinic.all();
    await clinic.tell(AccountDeactivated.of({ accountId: asha.accountId, pool: 'people' }));
    await clinic.tell(AccountReactivated.of({ accountId: asha.accountId, pool: 'people' }));
    expect(await clinic.all()).toEqual(before);
  });
});

describe('the next free time of a doctor’s line', () => {
  test('is the one after a booking’s, once its event is handled, and the former again when the time is given back', async () => {
    const doctor = await clinic.addDoctor({ ...free, hours: mornings() });
    const asha = await clinic.addPatient();
    await clinic.list(doctor);
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(0));
    const { appointmentId } = (await clinic.book(asha, doctor, slotAt(0))).body.data;
    await clinic.publish();
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(1));
    await clinic.change(asha, 'reschedule', appointmentId, { startsAt: slotAt(1) });
    await clinic.publish();
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(0));
    await clinic.book(await clinic.addPatient(), doctor, slotAt(0));
    await clinic.publish();
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(2));
    await clinic.change(asha, 'cancel', appointmentId);
    await clinic.publish();
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(1));
  });

  test('comes back when nobody paid for the time', async () => {
    const doctor = await clinic.addDoctor({ hours: mornings() });
    const { appointmentId } = (await clinic.book(await clinic.addPatient(), doctor, slotAt(0))).body.data;
    await clinic.publish();
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(1));
    clinic.pass(300);
    await clinic.report(appointmentId);
    await clinic.publish();
    expect((await lineOf(doctor))?.nextFreeAt).toBe(slotAt(0));
  });

  test('is true as time passes, without the line being made anew', async () => {
    const doctor = await clinic.addDoctor({ hours: { noticeMinutes: 30 } });
    await clinic.list(doctor);
    expect((await lineOf(doctor))?.nextFreeAt).toBe('2026-11-20T07:30:00Z');
    clinic.pass(1);
    expect((await lineOf(doctor))?.nextFreeAt).toBe('2026-11-20T07:50:00Z');
    clinic.pass(3_600);
    expect((await lineOf(doctor))?.nextFreeAt).toBe('2026-11-20T08:50:00Z');
  });

  test('is of a later week, of the window’s last day, or of none', async () => {
    const date = '2026-12-18' as CalendarDate;
    const extra = {
      kind: 'extra' as const,
      date,
      from: '09:00',
      to: '09:20',
      slotMinutes: 20,
      bufferMinutes: 0,
      modes: ['phone' as const],
    };
    const hours = { weekly: [], exceptions: [extra], windowDays: 29 };
    const doctor = await clinic.addDoctor({ hours });
    await clinic.list(doctor);
    expect(await lineOf(doctor)).toMatchObject({ nextFreeAt: '2026-12-18T03:30:00Z', modes: ['phone'] });
    const shortly = await clinic.addDoctor({ hours: { ...hours, windowDays: 28 } });
    await clinic.list(shortly);
    expect(await lineOf(shortly)).not.toHaveProperty('nextFreeAt');
    // A day later it is in the window, and the line that was due at midnight says so.
    clinic.at('2026-11-20T18:29:59Z');
    expect(await clinic.sweep(shortly)).toBe(0);
    clinic.pass(1);
    expect(await clinic.sweep(shortly)).toBe(1);
    expect((await lineOf(shortly))?.nextFreeAt).toBe('2026-12-18T03:30:00Z');
  });

  test('in one mode is kept too, when that mode is rare', async () => {
    const [usual] = everyDay.weekly;
    if (!usual) throw new Error('no hours');
    const { days: _days, ...stretch } = { ...usual, from: '18:00', to: '19:00' };
    const extra = { ...stretch, kind: 'extra' as const, date: '2026-12-05' as CalendarDate };
    const doctor = await clinic.addDoctor({
      hours: { weekly: [{ ...usual, modes: ['in-person'] }], exceptions: [{ ...extra, modes: ['phone'] }] },
    });
    await clinic.list(doctor);
    const found = async (query: Record<string, string>) =>
      (await clinic.find({ limit: '100', ...query })).data.find(({ doctorId }) => doctorId === doctor.accountId);
    expect((await found({}))?.nextFreeAt).toBe('2026-11-20T07:10:00Z');
    expect((await found({ mode: 'phone' }))?.nextFreeAt).toBe('2026-12-05T12:30:00Z');
    expect(await found({ mode: 'video' })).toBeUndefined();
  });
});

describe('a line that is made anew by the clock', () => {
  test('is due once for each doctor, however often it is made', async () => {
    const doctor = await clinic.addDoctor();
    for (let time = 0; time < 5; time += 1) {
      await clinic.list(doctor);
      clinic.pass(60);
    }
    expect(await clinic.listingDue(doctor)).toEqual([later(START, 4 * 60 + 3_600)]);
    // Made twice in one second, and twice at once.
    await clinic.list(doctor);
    await clinic.list(doctor);
    await Promise.all([1, 2, 3, 4].map(() => clinic.list(doctor)));
    expect(await clinic.listingDue(doctor)).toEqual([later(START, 5 * 60 + 3_600)]);
    expect(await listsOf(doctor)).toHaveLength(4);
  });

  test('goes on each hour, and one that is delivered twice is made once', async () => {
    const doctor = await clinic.addDoctor();
    const { accountId: doctorId } = doctor;
    await clinic.list(doctor);
    for (let hour = 0; hour < 3; hour += 1) {
      clinic.pass(3_600);
      expect(await clinic.sweep(doctor)).toBe(1);
      expect(await clinic.listingDue(doctor)).toEqual([later(clinic.now(), 3_600)]);
    }
    expect((await clinic.store.table.find(listedIn, { doctorId }))?.revision).toBe(4);
  });

  test('waits until it can be wrong: the first free time is near, or days away', async () => {
    const near = await clinic.addDoctor();
    await clinic.list(near);
    expect(await clinic.listingDue(near)).toEqual([later(START, 3_600)]);
    const away = await clinic.addDoctor({ hours: mornings({ noticeMinutes: 60 }) });
    await clinic.list(away);
    expect(await clinic.listingDue(away)).toEqual([later(slotAt(0), -3_599)]);
  });

  test('is right after the sweep has been away for a day', async () => {
    const doctor = await clinic.addDoctor();
    await clinic.list(doctor);
    clinic.at('2026-11-22T03:30:00Z');
    expect((await lineOf(doctor))?.nextFreeAt, 'what was kept has gone by').toBeUndefined();
    expect(await clinic.sweep(doctor)).toBe(1);
    expect((await lineOf(doctor))?.nextFreeAt).toBe('2026-11-22T03:30:00Z');
  });
});

test('a line that was being made when the hours changed is not written over the newer one: its maker looks again', async () => {
  const doctor = await clinic.addDoctor({ hours: mornings() });
  const { accountId: doctorId } = doctor;
  await clinic.list(doctor);
  const slow = new WaitingTable(clinic.store);
  clinic.use(slow);
  const made = clinic.list(doctor);
  await slow.waits.promise;
  clinic.use(clinic.store.table);
  const weekly = mornings().weekly.map((hours) => ({ ...hours, from: '09:20' }));
  await clinic.save(availability.make({ doctorId }, { ...everyDay, weekly, revision: 2 }));
  await savePractice(doctor, { city: 'Mysuru' });
  await clinic.list(doctor);
  slow.goOn.resolve();
  await made;
  expect(await lineOf(doctor)).toMatchObject({ nextFreeAt: slotAt(1), city: 'Mysuru' });
  expect(await listsOf(doctor)).toEqual(['all', 'city#mysuru', 'specialty#general-medicine', 'specialty#general-medicine#city#mysuru']);
  expect(await clinic.listingDue(doctor)).toHaveLength(1);
});
