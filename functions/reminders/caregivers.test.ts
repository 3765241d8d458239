import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { profile } from '../identity/items.ts';
import { put } from '../shared/table/write.ts';
import type { Account } from '../shared/testing/caller.ts';
import { later } from '../shared/values.ts';
import { type Caregiver, type Dose, MOST_CAREGIVERS, type Reminder } from './contract.ts';
import { type Household, openHousehold } from './testing/household.ts';

const HOUR = 3_600;

let home: Household;
let asha: Account;
let ravi: Account;
beforeAll(async () => {
  home = await openHousehold();
});
afterAll(() => home.stop());
beforeEach(async () => {
  await home.newWeek();
  [asha, ravi] = [await home.addPerson(), await home.addPerson('Ravi Rao')];
});

type Invited = { caregiver: Caregiver; code: string; goodUntil: string };
const invite = (who = asha, name = 'My brother') => home.ask<Invited>(who, 'inviteCaregiver', { body: { name } }, 201);
const accept = (code: string, who = ravi) => home.ask<Caregiver>(who, 'acceptInvitation', { body: { code } }, 201);
const wrong = async (code: string, who = ravi) =>
  (await home.call(who).call('acceptInvitation', { body: { code } })).body.error.code as string;
const list = (who: Account) => home.ask<Caregiver[]>(who, 'listCaregivers');
const end = (linkId: string, who: Account) => home.ask<Caregiver>(who, 'endCaregiver', { params: { linkId } });
const linked = async (who = ravi) => accept((await invite()).code, who);
const important = (after = 30) => home.create(asha, { alertCaregiversAfterMinutes: after });
const firstDose = ({ reminderId }: Reminder) => `${reminderId}.${home.clockIn('12:00').slice(0, 10)}.a1`;
const alerts = async (who: Account) => (await home.noticesTo(who)).filter(({ kind }) => kind === 'caregiver-alert');

describe('an invitation', () => {
  test('makes a caregiver of whoever has its code, once, and tells the patient', async () => {
    const { caregiver, code, goodUntil } = await invite();
    expect(caregiver).toMatchObject({ status: 'invited', as: 'patient', name: 'My brother' });
    expect(code).toMatch(/^[A-HJ-NP-Z2-9]{10}$/);
    expect(goodUntil).toBe(later(home.now(), 48 * HOUR));
    const spoken = `${code.slice(0, 5).toLowerCase()} ${code.slice(5)}`;
    expect(await accept(spoken)).toMatchObject({ linkId: caregiver.linkId, status: 'active', as: 'caregiver', name: 'Asha Verma' });
    expect(await list(asha)).toMatchObject([{ status: 'active', as: 'patient', name: 'Ravi Rao' }]);
    expect(await list(ravi)).toMatchObject([{ status: 'active', as: 'caregiver', name: 'Asha Verma' }]);
    for (const each of [...(await list(asha)), ...(await list(ravi))])
      for (const hidden of ['code', 'patientId', 'caregiverId', 'goodUntil']) expect(each).not.toHaveProperty(hidden);
    expect(await home.kindsTo(asha)).toEqual(['caregiver-accepted']);
    expect(await wrong(code, await home.addPerson('Meera Das'))).toBe('invitation-wrong');
  });

  test('of two who enter its code at once lets one in', async () => {
    const { code } = await invite();
    const people = [ravi, await home.addPerson('Meera Das'), await home.addPerson('Anil Jha')];
    const replies = await Promise.all(people.map((who) => home.call(who).call('acceptInvitation', { body: { code } })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
    expect((await list(asha)).filter(({ status }) => status === 'active')).toHaveLength(1);
  });

  test('is not for the patient’s own self, not after 48 hours, not once it was taken back, and not without a name', async () => {
    const { code, caregiver } = await invite();
    expect(await wrong(code, asha)).toBe('invitation-wrong');
    const nameless = await home.addPerson();
    await home.store.table.transact([put(profile.make(nameless, { revision: 1 }))]);
    expect(await wrong(code, nameless)).toBe('invalid-request');
    expect((await home.call(nameless).call('inviteCaregiver', { body: { name: 'My son' } })).body.error.message).toContain('profile.name');
    home.pass(48 * HOUR);
    expect(await wrong(code)).toBe('invitation-wrong');
    expect(await list(asha)).toMatchObject([{ status: 'ended' }]);
    const second = await invite();
    expect(await end(second.caregiver.linkId, asha)).toMatchObject({ status: 'ended', endedBy: 'patient' });
    expect(await wrong(second.code)).toBe('invitation-wrong');
    expect(await home.noticesTo(ravi)).toEqual([]);
    expect(caregiver.status).toBe('invited');
  });

  test('cannot be guessed: after twenty tries in an hour nobody tries on', async () => {
    for (let tries = 0; tries < 20; tries += 1) expect(await wrong('ABCDEFGHJK')).toBe('invitation-wrong');
    expect(await wrong('ABCDEFGHJK')).toBe('too-many-tries');
    expect(await wrong((await invite()).code)).toBe('too-many-tries');
  });

  test.each([
    ['acceptInvitation', { code: 'I0O1' }, 'body.code must be the ten letters and digits that the patient sees'],
    ['inviteCaregiver', { name: '  ' }, 'body.name must not be empty'],
    ['inviteCaregiver', {}, 'body.name is required'],
  ] as const)('%s of %o is refused, naming the field', async (name, body, message) => {
    const reply = await home.call(asha).call(name, { body });
    expect([reply.status, reply.body.error.message]).toEqual([422, message]);
  });

  test('is one of at most five at a time, even if more are made at the same moment', async () => {
    for (let n = 1; n < MOST_CAREGIVERS; n += 1) await invite();
    const last = await Promise.all([1, 2, 3].map(() => home.call(asha).call('inviteCaregiver', { body: { name: 'One more' } })));
    expect(last.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(last.find(({ status }) => status === 409)?.body.error.code).toBe('too-many-caregivers');
    const [first] = await list(asha);
    await end(first?.linkId ?? '', asha);
    await invite();
  });

  test('to whoever is a caregiver already changes nothing, so that nobody is told twice', async () => {
    const link = await linked();
    const codes = [(await invite()).code, (await invite()).code];
    const again = await Promise.all(codes.map((code) => accept(code)));
    expect(again.map(({ linkId }) => linkId)).toEqual([link.linkId, link.linkId]);
    expect(await list(asha)).toHaveLength(1);
    expect(await home.kindsTo(asha)).toEqual(['caregiver-accepted']);
  });
});

describe('a caregiver', () => {
  test('is told once of an important dose that nobody answers, after the minutes that the patient chose', async () => {
    await linked();
    const made = await important();
    await home.runUntil(home.clockIn('08:29'));
    expect(await alerts(ravi)).toEqual([]);
    await home.runUntil(home.clockIn('19:00'));
    expect(await alerts(ravi)).toMatchObject([
      { about: { patientId: asha.accountId, doseId: firstDose(made), reminderId: made.reminderId } },
    ]);
    expect((await home.today(asha))[0]?.status).toBe('missed');
  });

  test('is told of one that is snoozed on and on, too', async () => {
    await linked();
    const made = await important();
    await home.runUntil(home.clockIn('08:20'));
    await home.ask<Dose>(asha, 'snooze', { params: { doseId: firstDose(made) }, body: { minutes: 30 } });
    await home.runUntil(home.clockIn('08:35'));
    expect(await alerts(ravi)).toHaveLength(1);
    expect((await home.today(asha))[0]?.status).toBe('snoozed');
  });

  test('is not told of one that was taken or skipped, or whose reminder has no alert or was stopped', async () => {
    await linked();
    const taken = await important();
    const skipped = await important();
    const stopped = await important();
    await home.create(asha);
    await home.runUntil(home.clockIn('08:10'));
    await home.take(asha, firstDose(taken));
    await home.ask(asha, 'skip', { params: { doseId: firstDose(skipped) }, body: { reason: 'doctor-said' } });
    await home.ask(asha, 'stop', { params: { reminderId: stopped.reminderId } });
    await home.runUntil(home.clockIn('13:00'));
    expect(await alerts(ravi)).toEqual([]);
  });

  test.each(['patient', 'caregiver'] as const)(
    'is told nothing more once the %s ends it, even if the look was in the queue',
    async (side) => {
      const { linkId } = await linked();
      await important();
      await home.runUntil(home.clockIn('08:29'));
      home.goTo(home.clockIn('08:31'));
      await home.sweptUntil(home.clockIn('08:28'));
      await home.sweepAs();
      expect(home.queues.waiting()).toHaveLength(1);
      const who = side === 'patient' ? asha : ravi;
      expect(await end(linkId, who)).toMatchObject({ status: 'ended', endedBy: side });
      await home.work();
      await home.runUntil(home.clockIn('13:00'));
      expect(await alerts(ravi)).toEqual([]);
      expect((await home.kindsTo(side === 'patient' ? ravi : asha)).filter((kind) => kind === 'caregiver-ended')).toHaveLength(1);
      expect((await home.kindsTo(who)).filter((kind) => kind === 'caregiver-ended')).toEqual([]);
      expect(await end(linkId, who)).toMatchObject({ status: 'ended', endedBy: side });
    },
  );

  test('who ends it after the worker has looked and before it has written is not told; others are', async () => {
    const { linkId } = await linked();
    const meera = await home.addPerson('Meera Das');
    await linked(meera);
    await important();
    await home.runUntil(home.clockIn('08:29'));
    home.goTo(home.clockIn('08:31'));
    await home.sweptUntil(home.clockIn('08:28'));
    await home.sweepAs();
    await home.workAs('dose-check-due', { meanwhile: () => end(linkId, ravi) });
    await home.laterOn();
    expect(await alerts(ravi)).toEqual([]);
    expect(await alerts(meera)).toHaveLength(1);
  });

  test('is not told when the reminder is stopped in that same moment', async () => {
    await linked();
    const { reminderId } = await important();
    await home.runUntil(home.clockIn('08:29'));
    home.goTo(home.clockIn('08:31'));
    await home.sweptUntil(home.clockIn('08:28'));
    await home.sweepAs();
    await home.workAs('dose-check-due', { meanwhile: () => home.ask(asha, 'stop', { params: { reminderId } }) });
    await home.laterOn();
    expect(await alerts(ravi)).toEqual([]);
    expect(home.queues.waiting()).toEqual([]);
  });

  test('is one side of a link: nobody else can end it', async () => {
    const { linkId } = await linked();
    const stranger = await home.addPerson('Meera Das');
    for (const id of [linkId, `${asha.accountId}.${randomUUID()}`, 'nothing'])
      expect((await home.call(stranger).call('endCaregiver', { params: { linkId: id } })).status).toBe(404);
    expect(await list(stranger)).toEqual([]);
    expect((await list(asha))[0]?.status).toBe('active');
  });

  test('who answers as if the notification were their own is nobody to the patient’s doses', async () => {
    await linked();
    const made = await important();
    await home.runUntil(home.clockIn('08:05'));
    expect((await home.call(ravi).call('take', { params: { doseId: firstDose(made) } })).status).toBe(404);
  });
});
