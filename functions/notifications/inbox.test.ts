import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import { later, ttlAfter } from '../shared/values.ts';
import { notification } from './items.ts';
import { type Household, openHousehold } from './testing/household.ts';
import { type Providers, playProviders } from './testing/play-providers.ts';

let engine: TestTable;
let providers: Providers;
let house: Household;

beforeAll(async () => {
  engine = await startTestTable();
  providers = await playProviders();
});
afterAll(() => {
  engine.stop();
  providers.stop();
});
beforeEach(async () => {
  providers.forget();
  house = await openHousehold(providers, await engine.another());
});

describe('a person’s inbox', () => {
  test('is newest first, page by page, with the number of unread ones; read is read, once', async () => {
    const [asha, ravi] = [await house.addPerson(), await house.addPerson()];
    const linkId = await house.addCaregiver(asha, ravi);
    const notices: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      notices.unshift(house.want(asha, 'caregiver-accepted', { patientId: asha.accountId, linkId }));
      await house.pass(60);
    }
    const page = await house.call(asha).call('list', { query: { limit: '3' } });
    expect(page.body.data.map((each: { notificationId: string }) => each.notificationId)).toEqual(notices.slice(0, 3));
    expect(page.body.meta.unread).toBe(5);
    const rest = await house.call(asha).call('list', { query: { limit: '3', cursor: page.body.meta.nextCursor } });
    expect(rest.body.data.map((each: { notificationId: string }) => each.notificationId)).toEqual(notices.slice(3));
    const read = await house.call(asha).call('read', { params: { notificationId: notices[1] ?? '' } });
    expect(read.body.data.readAt).toBe(house.now());
    expect((await house.call(asha).call('read', { params: { notificationId: notices[1] ?? '' } })).body.data.readAt).toBe(house.now());
    const unread = await house.call(asha).call('list', { query: { unread: 'true' } });
    expect(unread.body.data.map((each: { notificationId: string }) => each.notificationId)).toEqual(
      notices.filter((_, index) => index !== 1),
    );
    expect(unread.body.meta.unread).toBe(4);
    const all = await house.call(asha).call('readAll', { body: { until: unread.body.data[1].at } });
    expect(all.body.data).toEqual({ unread: 1 });
    expect((await house.call(asha).call('list', { query: { unread: 'true' } })).body.data).toMatchObject([{ notificationId: notices[0] }]);
  });

  test('is nobody else’s', async () => {
    const [asha, ravi] = [await house.addPerson(), await house.addPerson()];
    const { noticeId } = await house.tellDose(asha);
    await house.settle();
    expect((await house.call(ravi).call('list')).body.data).toEqual([]);
    expect((await house.call(ravi).call('read', { params: { notificationId: noticeId } })).status).toBe(404);
    expect((await house.call(undefined).call('list')).status).toBe(401);
  });

  test('can be marked as read as a whole, however full it is', async () => {
    const asha = await house.addPerson();
    const { accountId } = asha;
    const items = Array.from({ length: 120 }, (_, index) => {
      const notificationId = `caregiver-accepted.${index}`;
      const said = {
        title: 'Somebody cares for you',
        body: 'Ravi Verma',
        link: '/medicines/caregivers',
        kind: 'caregiver-accepted' as const,
      };
      const at = later(house.now(), index - 200);
      const rest = { about: {}, planned: [], fallbacks: [], expiresAt: ttlAfter(at, 365), revision: 1 };
      return notification.make({ accountId, notificationId }, { accountId, notificationId, at, ...said, ...rest });
    });
    await house.save(...items.slice(0, 60));
    await house.save(...items.slice(60));
    expect((await house.call(asha).call('list')).body.meta.unread).toBe(100);
    expect((await house.call(asha).call('readAll', { body: { until: house.now() } })).body.data).toEqual({ unread: 0 });
    expect((await house.call(asha).call('list')).body.meta.unread).toBe(0);
  });
});

describe('a browser', () => {
  test('is pushed to for whom it was last allowed, and for one that it was taken back for no more', async () => {
    const [asha, ravi] = [await house.addPerson({ browsers: 0 }), await house.addPerson({ browsers: 0 })];
    const body = providers.newBrowser();
    const first = await house.call(asha).call('subscribe', { body });
    expect((await house.call(asha).call('subscribe', { body })).body).toEqual(first.body);
    expect((await house.call(ravi).call('subscribe', { body })).body).toEqual(first.body);
    const [hers, his] = [await house.tellDose(asha), await house.tellDose(ravi)];
    await house.settle();
    expect(await house.sendsOf(hers.noticeId, 'push')).toEqual([]);
    expect(await house.sendsOf(his.noticeId, 'push')).toHaveLength(1);
    expect((await house.call(ravi).call('unsubscribe', { params: first.body.data })).status).toBe(200);
    const later = await house.tellDose(ravi);
    await house.settle();
    expect(await house.sendsOf(later.noticeId, 'push')).toEqual([]);
  });

  test.each([
    'http://169.254.169.254/latest/meta-data',
    'https://localhost/push',
    'https://fcm.googleapis.com.evil.example/x',
    'https://evil.example/fcm.googleapis.com',
    'https://fcm.googleapis.com:8443/x',
    'https://user@fcm.googleapis.com/x',
    'http://fcm.googleapis.com/x',
  ])('with the endpoint %s is none', async (endpoint) => {
    const asha = await house.addPerson({ browsers: 0 });
    const { status, body } = await house.call(asha).call('subscribe', { body: { ...providers.newBrowser(), endpoint } });
    expect([status, body.error.code]).toEqual([422, 'invalid-request']);
  });

  test.each([
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
  ])('with the endpoint %s is one', async (endpoint) => {
    const asha = await house.addPerson({ browsers: 0 });
    expect((await house.call(asha).call('subscribe', { body: { ...providers.newBrowser(), endpoint } })).status).toBe(201);
  });

  test('gets the key that it subscribes with, and no more than that', async () => {
    const { text } = await house.call(await house.addPerson()).call('getPushKey');
    expect(JSON.parse(text)).toEqual({ data: { publicKey: providers.publicKey } });
  });
});
