import { Metrics } from '@aws-lambda-powertools/metrics';
import { afterAll, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';

import type { Account } from '../shared/testing/caller.ts';
import { Life } from '../shared/testing/mortal.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Channel } from './contract.ts';
import { type Household, openHousehold } from './testing/household.ts';
import { type Providers, playProviders } from './testing/play-providers.ts';

const MINUTE = 60;

let engine: TestTable;
let providers: Providers;
let house: Household;
let measured: MockInstance<Metrics['addMetric']>;

beforeAll(async () => {
  engine = await startTestTable();
  providers = await playProviders();
  measured = vi.spyOn(Metrics.prototype, 'addMetric');
});
afterAll(() => {
  engine.stop();
  providers.stop();
  vi.restoreAllMocks();
});
const newHouse = async () => {
  providers.forget();
  measured.mockClear();
  house = await openHousehold(providers, await engine.another());
};
beforeEach(newHouse);

const counted = (name: string) => measured.mock.calls.filter(([each]) => each === name).length;
const channelsOf = async (noticeId: string): Promise<Channel[]> => (await house.sendsOf(noticeId)).map(({ channel }) => channel);

describe('a person is told', () => {
  test('by push first, then by WhatsApp, then by SMS, five minutes apart, as long as nothing says that it has arrived', async () => {
    const asha = await house.addPerson();
    const { noticeId } = await house.tellDose(asha);
    await house.settle();
    expect(await channelsOf(noticeId)).toEqual(['push']);
    await house.pass(4 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['push']);
    await house.pass(MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['push', 'whatsapp']);
    await house.pass(5 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['push', 'whatsapp', 'sms']);
    await house.pass(60 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['push', 'whatsapp', 'sms']);
    expect([counted('PushAccepted'), counted('WhatsappAccepted'), counted('SmsAccepted'), counted('Fallbacks')]).toEqual([1, 1, 1, 2]);
    expect(counted('Retried')).toBe(0);
    expect(house.waiting).toEqual([]);
  });

  test('without the medicine’s name on a lock screen, and with it where they chose so', async () => {
    const plain = await house.addPerson();
    const detailed = await house.addPerson({ preferences: { showDetails: true } });
    for (const [person, shown] of [
      [plain, false],
      [detailed, true],
    ] as const) {
      const { noticeId } = await house.tellDose(person);
      await house.settle();
      await house.pass(5 * MINUTE);
      await house.pass(5 * MINUTE);
      const [push, whatsapp, sms] = await house.sendsOf(noticeId);
      for (const said of [push, whatsapp, sms]) expect(JSON.stringify(said?.said).includes('Metformin')).toBe(shown);
      expect(push?.said).toMatchObject({ tag: noticeId, answers: true, urgent: true, link: 'https://arogya.example/medicines' });
      expect(push?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', ttl: '3600' });
      expect(sms?.said).toMatchObject({
        OriginationIdentity: 'AROGYA',
        ConfigurationSetName: 'arogya-test',
        DestinationCountryParameters: {
          IN_ENTITY_ID: expect.stringMatching(/^\d{19}$/),
          IN_TEMPLATE_ID: expect.stringMatching(/^\d{19}$/),
        },
      });
      expect((await house.notificationOf(person, noticeId))?.body).toContain('Metformin 500 mg, 1 tablet');
    }
  });

  test('in Hindi, in every browser of theirs, and by one that is gone no more', async () => {
    const asha = await house.addPerson({ browsers: 0, profile: { preferredLanguage: 'hi' } });
    const [kept, gone] = [providers.newBrowser(), providers.newBrowser()];
    for (const body of [kept, gone]) expect((await house.call(asha).call('subscribe', { body })).status).toBe(201);
    const first = await house.tellDose(asha);
    await house.settle();
    expect((await house.sendsOf(first.noticeId)).map(({ said }) => said.title)).toEqual(['समय हो गया', 'समय हो गया']);
    providers.uninstall(gone);
    const second = await house.tellDose(asha);
    await house.settle();
    expect(await channelsOf(second.noticeId)).toEqual(['push']);
    const third = await house.tellDose(asha);
    providers.uninstall(kept);
    await house.settle();
    // Its last browser is gone: WhatsApp at once.
    expect(await channelsOf(third.noticeId)).toEqual(['whatsapp']);
    expect((await house.deliveryOf(asha, third.noticeId, 'push'))?.state).toBe('failed');
    expect(counted('PushFailed')).toBe(1);
    const fourth = await house.tellDose(asha);
    await house.settle();
    expect(await channelsOf(fourth.noticeId)).toEqual(['whatsapp']);
    expect(await house.deliveryOf(asha, fourth.noticeId, 'push')).toBeUndefined();
  });

  test('once, however often it is wanted and under however many event ids', async () => {
    const asha = await house.addPerson();
    const { noticeId, about } = await house.tellDose(asha);
    for (let again = 0; again < 3; again += 1) house.want(asha, 'dose-due', about, noticeId);
    await Promise.all(house.visible().map((message) => house.deliver(message)));
    expect(house.waiting.filter(({ event }) => event.name === 'push-wanted')).toHaveLength(1);
    for (let again = 0; again < 3; again += 1) house.want(asha, 'dose-due', about, noticeId);
    await house.settle();
    expect(house.waiting).toEqual([]);
    expect(await channelsOf(noticeId)).toEqual(['push']);
    const { body } = await house.call(asha).call('list');
    expect(body.data).toHaveLength(1);
    expect(body.meta).toEqual({ unread: 1 });
  });

  test('of an emergency once, when it is wanted four times in one moment', async () => {
    const [asha, ravi] = [await house.addPerson(), await house.addPerson({ profile: { phone: undefined, email: undefined } })];
    const about = { ...(await house.addDose(asha)), linkId: await house.addCaregiver(asha, ravi) };
    for (let again = 0; again < 4; again += 1) house.want(ravi, 'caregiver-alert', about, 'one-alert');
    await Promise.all(house.visible().map((message) => house.deliver(message)));
    expect(house.waiting.map(({ event }) => event.name)).toEqual(['push-wanted']);
  });

  test('by e-mail with a way out by one click, which holds for the next letter', async () => {
    const asha = await house.addPerson({ preferences: { channels: { medicines: ['email'], appointments: [], caring: [], record: [] } } });
    const { reminderId, patientId } = await house.addDose(asha);
    const tell = async () => {
      const noticeId = house.want(asha, 'refill-soon', { reminderId, patientId });
      await house.settle();
      return noticeId;
    };
    await setStock(asha, reminderId);
    const [letter] = await house.sendsOf(await tell());
    const headers = Object.fromEntries(
      letter?.said.Content.Simple.Headers.map(({ Name, Value }: { Name: string; Value: string }) => [Name, Value]),
    );
    expect(headers['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    const token = /^<https:\/\/arogya\.example\/api\/v1\/email-stops\/([\w-]+)>$/.exec(headers['List-Unsubscribe'])?.[1] ?? '';
    expect(letter?.said.Content.Simple.Body.Text.Data).toContain(`https://arogya.example/stop-email/${token}`);
    expect(letter?.said.ConfigurationSetName).toBe('arogya-test');
    // As a mail program does it (RFC 8058): a form, no session, no key.
    const form = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, rawBody: 'List-Unsubscribe=One-Click' };
    for (let again = 0; again < 2; again += 1)
      expect(await house.call(undefined).call('stopEmail', { params: { token }, ...form })).toMatchObject({
        status: 200,
        body: { data: { stopped: 'email' } },
      });
    expect(await channelsOf(await tell())).toEqual([]);
    expect((await house.call(undefined).call('stopEmail', { params: { token: `${token}x` } })).status).toBe(404);
    const { data } = (await house.call(asha).call('getPreferences')).body;
    expect(data.stopped).toMatchObject([{ channel: 'email', reason: 'stop' }]);
    const { stopped, revision, ...chosen } = data;
    expect((await house.call(asha).call('changePreferences', { body: { revision, preferences: chosen, start: ['email'] } })).status).toBe(
      200,
    );
    expect(await channelsOf(await tell())).toEqual(['email']);
  });
});

const setStock = async (person: Account, reminderId: string) => {
  const { reminder } = await import('../reminders/items.ts');
  const known = await house.store.table.find(reminder, { patientId: person.accountId, reminderId });
  if (known) await house.save(reminder.make(known, { ...known, stock: { left: 3, warnAt: 5 } }));
};

describe('nothing is sent', () => {
  /** The dose's push is sent and waits for its receipt; the next channels are still to come. */
  const afterPush = async () => {
    const asha = await house.addPerson();
    const told = await house.tellDose(asha);
    await house.settle();
    return { asha, ...told };
  };
  const andThen = async (noticeId: string) => {
    for (let turn = 0; turn < 4; turn += 1) await house.pass(5 * MINUTE);
    expect(house.waiting).toEqual([]);
    return channelsOf(noticeId);
  };

  test('after the dose was answered, was skipped, was snoozed, or its reminder was stopped', async () => {
    for (const status of ['taken', 'skipped', 'snoozed'] as const) {
      const { noticeId, about } = await afterPush();
      await house.changeDose(about, { status });
      expect(await andThen(noticeId)).toEqual(['push']);
    }
    const { asha, noticeId, about } = await afterPush();
    const { reminder } = await import('../reminders/items.ts');
    const rule = await house.store.table.find(reminder, { patientId: asha.accountId, reminderId: about.reminderId ?? '' });
    if (rule) await house.save(reminder.make(rule, { ...rule, status: 'stopped' }));
    expect(await andThen(noticeId)).toEqual(['push']);
    // Nor is a channel bothered that would only find out by itself.
    expect(counted('Fallbacks')).toBe(0);
  });

  test('after it was read, or its push was shown', async () => {
    const read = await afterPush();
    expect((await house.call(read.asha).call('read', { params: { notificationId: read.noticeId } })).status).toBe(200);
    expect(await andThen(read.noticeId)).toEqual(['push']);
    const shown = await afterPush();
    const [push] = await house.sendsOf(shown.noticeId);
    for (let again = 0; again < 2; again += 1)
      expect((await house.call(undefined).call('confirmShown', { body: { token: push?.said.token } })).body.data).toEqual({
        state: 'delivered',
      });
    expect(await andThen(shown.noticeId)).toEqual(['push']);
    expect(counted('PushDelivered')).toBe(1);
  });

  test('on a channel that was switched off or stopped since, but on the next one', async () => {
    const off = await afterPush();
    const { revision: _, stopped: __, ...chosen } = (await house.call(off.asha).call('getPreferences')).body.data;
    const body = { revision: 0, preferences: { ...chosen, channels: { ...chosen.channels, medicines: ['push', 'sms'] } } };
    expect((await house.call(off.asha).call('changePreferences', { body })).status).toBe(200);
    expect((await house.call(off.asha).call('changePreferences', { body })).status).toBe(409);
    expect(await andThen(off.noticeId)).toEqual(['push', 'sms']);
  });

  test('although it is in the queue already: the sender looks again', async () => {
    const asha = await house.addPerson();
    const answered = await house.tellDose(asha);
    const read = await house.tellDose(asha);
    const off = await house.tellDose(asha);
    while (house.waiting.some(({ event }) => event.name === 'notice-wanted'))
      await house.deliver(house.waiting.find(({ event }) => event.name === 'notice-wanted') as never);
    expect(house.waiting.map(({ event }) => event.name)).toEqual(['push-wanted', 'push-wanted', 'push-wanted']);
    await house.changeDose(answered.about, { status: 'taken' });
    await house.call(asha).call('read', { params: { notificationId: read.noticeId } });
    const { revision, stopped: _, ...chosen } = (await house.call(asha).call('getPreferences')).body.data;
    await house
      .call(asha)
      .call('changePreferences', { body: { revision, preferences: { ...chosen, channels: { ...chosen.channels, medicines: [] } } } });
    expect(await andThen(off.noticeId)).toEqual([]);
    expect(providers.accepted).toEqual([]);
    expect((await house.deliveryOf(asha, answered.noticeId, 'push'))?.reason).toBe('not-wanted');
    expect((await house.deliveryOf(asha, read.noticeId, 'push'))?.reason).toBe('read');
    expect(counted('PushSkipped')).toBe(3);
  });

  test('to a caregiver whose care has ended, not even what was planned before', async () => {
    const [asha, ravi] = [await house.addPerson(), await house.addPerson({ browsers: 0 })];
    const linkId = await house.addCaregiver(asha, ravi);
    const about = { ...(await house.addDose(asha)), linkId };
    const before = house.want(ravi, 'caregiver-alert', about);
    await house.settle();
    expect(await channelsOf(before)).toEqual(['whatsapp']);
    const planned = house.want(ravi, 'caregiver-alert', about);
    await house.deliver(house.waiting[0] as never);
    await house.endCare(asha, linkId);
    expect(await andThen(before)).toEqual(['whatsapp']);
    expect(await andThen(planned)).toEqual([]);
    expect(await andThen(house.want(ravi, 'caregiver-alert', about))).toEqual([]);
  });

  test('by SMS to a number that its owner has taken off AWS’s list', async () => {
    const asha = await house.addPerson({
      browsers: 0,
      preferences: { channels: { medicines: ['sms'], appointments: [], caring: [], record: [] } },
    });
    providers.mishaps.set('sms', 'opted-out');
    const first = await house.tellDose(asha);
    await house.settle();
    expect(await house.deliveryOf(asha, first.noticeId, 'sms')).toMatchObject({ state: 'failed', reason: 'opted-out' });
    expect((await house.preferencesOf(asha))?.stopped).toMatchObject([{ channel: 'sms', reason: 'stop' }]);
    providers.mishaps.clear();
    const second = await house.tellDose(asha);
    expect(await andThen(second.noticeId)).toEqual([]);
  });
});

describe('at night', () => {
  const night = '2026-11-23T16:30:00Z';
  const emergency = async (asha: Account, ravi: Account) => ({
    ...(await house.addDose(asha)),
    linkId: await house.addCaregiver(asha, ravi),
  });

  test('doses and emergencies come at once; the rest is in the inbox and goes out in the morning', async () => {
    const [asha, ravi] = [await house.addPerson(), await house.addPerson()];
    house.at(night);
    const dose = await house.tellDose(asha);
    const alert = house.want(ravi, 'caregiver-alert', await emergency(asha, ravi));
    const accepted = house.want(asha, 'caregiver-accepted', { patientId: asha.accountId, linkId: await house.addCaregiver(asha, ravi) });
    await house.settle();
    expect(await channelsOf(dose.noticeId)).toEqual(['push']);
    expect(await channelsOf(alert)).toEqual(['push']);
    expect(await channelsOf(accepted)).toEqual([]);
    expect((await house.call(asha).call('list')).body.data.map((each: { notificationId: string }) => each.notificationId)).toContain(
      accepted,
    );
    house.at('2026-11-24T02:29:00Z');
    await house.settle();
    expect(await channelsOf(accepted)).toEqual([]);
    await house.pass(MINUTE);
    expect(await channelsOf(accepted)).toEqual(['push']);
  });

  test('what was to be sent in the evening and comes late waits for the morning, and its next channel five minutes more', async () => {
    const [asha, ravi] = [await house.addPerson(), await house.addPerson()];
    house.at('2026-11-23T15:29:00Z');
    const linkId = await house.addCaregiver(asha, ravi);
    const noticeId = house.want(asha, 'caregiver-accepted', { patientId: asha.accountId, linkId });
    await house.deliver(house.waiting[0] as never);
    await house.pass(3_600);
    expect(await channelsOf(noticeId)).toEqual([]);
    house.at('2026-11-24T02:30:00Z');
    await house.settle();
    expect(await channelsOf(noticeId)).toEqual(['push']);
    expect(house.waiting).toEqual([]);
  });
});

test('nobody is flooded: beyond the day’s share the inbox has it, and an emergency comes all the same', async () => {
  const [asha, ravi] = [await house.addPerson(), await house.addPerson()];
  const linkId = await house.addCaregiver(asha, ravi);
  const tell = () => house.want(ravi, 'caregiver-ended', { patientId: asha.accountId, linkId });
  const notices = Array.from({ length: 22 }, tell);
  await house.settle();
  const sends = await Promise.all(notices.map(channelsOf));
  expect(sends.map((each) => each.length)).toEqual([...Array(20).fill(1), 0, 0]);
  expect(counted('NoticesLimited')).toBe(2);
  expect((await house.call(ravi).call('list', { query: { limit: '50' } })).body.data).toHaveLength(22);
  const alert = house.want(ravi, 'caregiver-alert', { ...(await house.addDose(asha)), linkId });
  const { noticeId: dose } = await house.tellDose(ravi);
  await house.settle();
  expect(await channelsOf(alert)).toEqual(['push']);
  expect(await channelsOf(dose)).toEqual(['push']);
  house.at('2026-11-24T04:30:00Z');
  const tomorrow = tell();
  await house.settle();
  expect(await channelsOf(tomorrow)).toEqual(['push']);
});

describe('a process killed', () => {
  /** A dose is due and nobody confirms: each of the three channels has its turn. The process of one step dies there. */
  const toldDespite = async (kill?: number) => {
    await newHouse();
    const asha = await house.addPerson();
    const { noticeId } = await house.tellDose(asha);
    const steps: string[] = [];
    const lifeOf = () =>
      new Life((step) => {
        steps.push(step);
        return steps.length - 1 === kill;
      });
    await house.settle(lifeOf);
    for (let turn = 0; turn < 8; turn += 1) await house.pass(3 * MINUTE, lifeOf);
    expect(house.waiting).toEqual([]);
    return { steps, sends: await channelsOf(noticeId), retried: counted('Retried'), fallbacks: counted('Fallbacks') };
  };

  test('at every step leaves nobody without any of the channels, and two of one only between acceptance and record', async () => {
    const undisturbed = await toldDespite();
    expect(undisturbed).toMatchObject({ sends: ['push', 'whatsapp', 'sms'], retried: 0, fallbacks: 2 });
    const doubled: string[] = [];
    for (let kill = 0; kill < undisturbed.steps.length; kill += 1) {
      const { sends, retried } = await toldDespite(kill);
      const step = `${kill}: ${undisturbed.steps[kill]}`;
      for (const channel of ['push', 'whatsapp', 'sms'] as const) {
        const times = sends.filter((each) => each === channel).length;
        expect(times, step).toBeGreaterThanOrEqual(1);
        if (times > 1) {
          doubled.push(undisturbed.steps[kill] ?? '');
          expect(times, step).toBe(2);
          expect(retried, step).toBe(1);
        }
      }
    }
    const recording = 'before update ledger and update account';
    expect(new Set(doubled.map((step) => (step.startsWith(recording) ? recording : step)))).toEqual(
      new Set(['after push accepts', 'after whatsapp accepts', 'after sms accepts', recording]),
    );
  }, 300_000);

  test('between WhatsApp’s acceptance and our record sends no second one if its receipt comes first', async () => {
    const asha = await house.addPerson({ browsers: 0 });
    const { noticeId } = await house.tellDose(asha);
    await house.settle(() => new Life((step) => step === 'after whatsapp accepts'));
    const { takeReceipt } = await import('./receipts.ts');
    const [sent] = await house.sendsOf(noticeId);
    const { writes } = await takeReceipt(house.store.table, { channel: 'whatsapp', ids: [sent?.known], state: 'delivered' }, house.now());
    await house.store.table.transact([...writes]);
    for (let turn = 0; turn < 5; turn += 1) await house.pass(3 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp']);
    expect((await house.deliveryOf(asha, noticeId, 'whatsapp'))?.state).toBe('delivered');
  });
});

describe('a provider', () => {
  test('that is away is asked again later, and whose answer is lost may send twice, which is counted', async () => {
    const asha = await house.addPerson({
      browsers: 0,
      preferences: { channels: { medicines: ['whatsapp'], appointments: [], caring: [], record: [] } },
    });
    providers.mishaps.set('whatsapp', 'away');
    const { noticeId } = await house.tellDose(asha);
    await house.settle();
    expect(await channelsOf(noticeId)).toEqual([]);
    providers.mishaps.set('whatsapp', 'answer-lost');
    await house.pass(3 * MINUTE);
    providers.mishaps.clear();
    await house.pass(3 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp', 'whatsapp']);
    expect(counted('Retried')).toBe(2);
    await house.pass(60 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp', 'whatsapp']);
  });

  test('that refuses for good gives the next channel its turn at once', async () => {
    for (const [channel, next] of [
      ['push', 'whatsapp'],
      ['whatsapp', 'sms'],
    ] as const) {
      await newHouse();
      const asha = await house.addPerson({ browsers: channel === 'push' ? 1 : 0 });
      providers.mishaps.set(channel, 'refused');
      const { noticeId } = await house.tellDose(asha);
      await house.settle();
      expect(await channelsOf(noticeId)).toEqual([next]);
    }
  });
});
