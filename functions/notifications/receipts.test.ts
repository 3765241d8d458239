import { Metrics } from '@aws-lambda-powertools/metrics';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';

import { profile } from '../identity/items.ts';
import type { Account } from '../shared/testing/caller.ts';
import { Life } from '../shared/testing/mortal.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Channel, DeliveryState, PreferenceFields } from './contract.ts';
import { stateOf } from './delivery-states.ts';
import { type Household, openHousehold } from './testing/household.ts';
import { type Providers, playProviders } from './testing/play-providers.ts';
import { hear, says, writesToUs } from './testing/provider-events.ts';

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
const only = (...medicines: Channel[]): { preferences: { channels: PreferenceFields['channels'] } } => ({
  preferences: { channels: { medicines, appointments: medicines, caring: medicines, record: medicines } },
});

/** A person who is told something on one channel only, and what its provider took; refills go by e-mail too. */
const told = async (channel: 'email' | 'sms' | 'whatsapp', life?: Life) => {
  const person = await house.addPerson({ browsers: 0, ...only(channel) });
  const about = await house.addDose(person);
  const noticeId = channel === 'email' ? house.want(person, 'refill-soon', about) : house.want(person, 'dose-due', about);
  if (channel === 'email') await lowStock(person, about.reminderId);
  await house.settle(life && (() => life));
  const [sent] = await house.sendsOf(noticeId);
  if (!sent) throw new Error('nothing was sent');
  return {
    person,
    noticeId,
    about,
    sent,
    state: async () => stateOf((await house.deliveryOf(person, noticeId, channel)) ?? { state: 'planned' }),
  };
};
const lowStock = async (person: Account, reminderId: string) => {
  const { reminder } = await import('../reminders/items.ts');
  const known = await house.store.table.find(reminder, { patientId: person.accountId, reminderId });
  if (known) await house.save(reminder.make(known, { ...known, stock: { left: 3, warnAt: 5 } }));
};

const ends: {
  readonly [C in 'email' | 'sms' | 'whatsapp']: readonly (readonly [
    receipts: readonly (keyof (typeof says)[C] & string)[],
    end: DeliveryState,
  ])[];
} = {
  email: [
    [['delivered'], 'delivered'],
    [['bounced'], 'bounced'],
    [['returned'], 'bounced'],
    [['delivered', 'complained'], 'complained'],
    [['delivered', 'bounced', 'complained'], 'complained'],
    [['delivered', 'bounced'], 'delivered'],
  ],
  sms: [
    [['queued'], 'accepted'],
    [['queued', 'delivered'], 'delivered'],
    [['queued', 'failed'], 'failed'],
    [['queued', 'failed', 'delivered'], 'delivered'],
  ],
  whatsapp: [
    [['sent'], 'accepted'],
    [['sent', 'delivered', 'read'], 'delivered'],
    [['sent', 'failed'], 'failed'],
    [['sent', 'failed', 'delivered'], 'delivered'],
  ],
};

describe('receipts come to their end in any order, each once or more often', () => {
  for (const channel of ['email', 'sms', 'whatsapp'] as const) {
    test(channel, async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...ends[channel]),
          fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }),
          fc.boolean(),
          fc.boolean(),
          fc.boolean(),
          async ([names, end], lots, known, killed, early) => {
            await newHouse();
            const { person, noticeId, sent, state } = await told(
              channel,
              killed ? new Life((step) => step === `after ${channel} accepts`) : undefined,
            );
            const to = (await house.profileOf(person))?.email ?? '';
            // Killed before the record, only our reference finds the delivery.
            const meant = { id: sent.id, to, ...(known || killed ? { reference: sent.known } : {}) };
            const make = says[channel] as unknown as Record<string, (of: typeof meant) => object>;
            const messages = names.map((name) => make[name]?.(meant) as object);
            const twice = [...messages, ...messages]
              .map((message, index) => ({ message, lot: lots[index] ?? 0 }))
              .toSorted((a, b) => a.lot - b.lot);
            const half = early ? 1 : twice.length;
            for (const { message } of twice.slice(0, half)) await hear(channel, message, house.options);
            // The sender's message comes again, before or between the receipts.
            await house.pass(3 * MINUTE);
            for (const { message } of twice.slice(half)) await hear(channel, message, house.options);
            await house.pass(30 * MINUTE);
            expect(await state()).toBe(end);
            expect(counted('UnknownReceipt')).toBe(0);
            expect((await house.sendsOf(noticeId)).length).toBeLessThanOrEqual(killed ? 2 : 1);
            const stopped = (await house.preferencesOf(person))?.stopped.map(({ channel: which, reason }) => [which, reason]) ?? [];
            const complains = names.some((name) => name === 'complained');
            const bounces = names.some((name) => name === 'bounced');
            expect(stopped).toHaveLength(complains || bounces ? 1 : 0);
            for (const [which, reason] of stopped) {
              expect(which).toBe('email');
              expect([...(complains ? ['complained'] : []), ...(bounces ? ['bounced'] : [])]).toContain(reason);
            }
          },
        ),
        { numRuns: 25 },
      );
    }, 120_000);
  }
});

test('a receipt that is quicker than the provider’s answer to us is not taken back by our record', async () => {
  for (const channel of ['email', 'sms', 'whatsapp'] as const) {
    await newHouse();
    providers.beforeAnswering(({ id, known }) => hear(channel, says[channel].delivered({ id, reference: known }), house.options));
    const { state } = await told(channel);
    expect(await state()).toBe('delivered');
    await house.pass(30 * MINUTE);
    expect(await state()).toBe('delivered');
    expect(counted('UnknownReceipt')).toBe(0);
  }
});

describe('a receipt of a message that nobody knows', () => {
  test('changes nothing and is counted', async () => {
    const { noticeId } = await told('sms');
    const before = await house.store.all();
    await hear('sms', says.sms.failed({ id: 'another-message', reference: 'another-reference' }), house.options);
    await hear('email', says.email.bounced({ id: 'another-letter' }), house.options);
    await hear('whatsapp', says.whatsapp.delivered({ id: 'another-message' }), house.options);
    expect(counted('UnknownReceipt')).toBe(3);
    expect(await house.store.all()).toEqual(before);
    expect(await house.sendsOf(noticeId)).toHaveLength(1);
    const { body, status } = await house.call(undefined).call('confirmShown', { body: { token: 'a-token-that-nobody-was-given' } });
    expect([status, body.error.code]).toEqual([404, 'not-found']);
  });
});

describe('the next channel', () => {
  const everything = ['push', 'whatsapp', 'sms'] as const;
  const channelsOf = async (noticeId: string) => (await house.sendsOf(noticeId)).map(({ channel }) => channel);

  test('has its turn once, whatever is told again, in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 10, maxLength: 40 }), async (lots) => {
        await newHouse();
        const person = await house.addPerson(only(...everything));
        const { noticeId } = await house.tellDose(person);
        const heard: { readonly event: Household['waiting'][number]['event'] }[] = [];
        const failures: object[] = [];
        for (const lot of lots) {
          // A message of the bus, an old one again, a failure that WhatsApp tells, time that passes.
          const [next] = house.visible();
          if (lot <= 4 && next) {
            heard.push({ event: next.event });
            await house.deliver(next);
          } else if (lot <= 6 && heard.length > 0) {
            const { event } = heard[(lots.length * lot) % heard.length] as (typeof heard)[number];
            const again = { event, visibleAt: 0 };
            house.waiting.push(again);
            await house.deliver(again);
          } else if (lot === 7) {
            const [whatsapp] = await house.sendsOf(noticeId, 'whatsapp');
            if (whatsapp) failures.push(says.whatsapp.failed({ id: whatsapp.id, reference: whatsapp.known }));
            for (const failure of failures) await hear('whatsapp', failure, house.options);
            await house.collect();
          } else {
            house.at(new Date(Date.parse(house.now()) + 2 * MINUTE * 1000).toISOString());
            await house.collect();
          }
        }
        for (let turn = 0; turn < 6; turn += 1) await house.pass(5 * MINUTE);
        expect(await channelsOf(noticeId)).toEqual([...everything]);
        expect(counted('Retried')).toBe(0);
      }),
      { numRuns: 25 },
    );
  }, 180_000);

  test('has its turn at once when the carrier says that a message did not arrive, and a delivery that is told later is no harm', async () => {
    const person = await house.addPerson({ browsers: 0, ...only(...everything) });
    const { noticeId } = await house.tellDose(person);
    await house.settle();
    const [whatsapp] = await house.sendsOf(noticeId);
    const meant = { id: whatsapp?.id ?? '', reference: whatsapp?.known };
    await hear('whatsapp', says.whatsapp.failed(meant), house.options);
    await house.settle();
    expect(await channelsOf(noticeId)).toEqual(['whatsapp', 'sms']);
    await hear('whatsapp', says.whatsapp.delivered(meant), house.options);
    for (let turn = 0; turn < 4; turn += 1) await house.pass(5 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp', 'sms']);
    const { body } = await house.call(person).call('list');
    expect(body.data[0].deliveries).toMatchObject([
      { channel: 'whatsapp', state: 'delivered' },
      { channel: 'sms', state: 'accepted' },
    ]);
    expect([counted('WhatsappFailed'), counted('WhatsappDelivered'), counted('Fallbacks')]).toEqual([1, 1, 1]);
  });

  test('has no turn early because two things say that the one before it failed', async () => {
    const person = await house.addPerson(only(...everything));
    providers.mishaps.set('push', 'refused');
    const { noticeId } = await house.tellDose(person);
    await house.deliver(house.waiting[0] as never);
    // The push is tried after four minutes, and refused; the look at it is due a minute later.
    await house.pass(4 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp']);
    await house.pass(2 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp']);
    await house.pass(3 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp', 'sms']);
  });

  test('has one turn when two look at the same moment', async () => {
    const person = await house.addPerson(only(...everything));
    const { noticeId } = await house.tellDose(person);
    await house.settle();
    house.at(new Date(Date.parse(house.now()) + 5 * MINUTE * 1000).toISOString());
    await house.collect();
    const [due] = house.waiting as [Household['waiting'][number]];
    const looks = ['a', 'b', 'c', 'd'].map((mark) => ({ ...due, event: { ...due.event, id: `${due.event.id}#${mark}` } }));
    house.waiting.push(...looks);
    await Promise.all(looks.map((look) => house.deliver(look)));
    expect(house.waiting.filter(({ event }) => event.name === 'whatsapp-wanted')).toHaveLength(1);
    for (let turn = 0; turn < 4; turn += 1) await house.pass(5 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual([...everything]);
  });

  test('has no turn once WhatsApp has delivered', async () => {
    const person = await house.addPerson({ browsers: 0, ...only(...everything) });
    const { noticeId } = await house.tellDose(person);
    await house.settle();
    const [whatsapp] = await house.sendsOf(noticeId);
    await hear('whatsapp', says.whatsapp.delivered({ id: whatsapp?.id ?? '' }), house.options);
    for (let turn = 0; turn < 4; turn += 1) await house.pass(5 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['whatsapp']);
  });

  test('waits for its five minutes when the one before was sent late', async () => {
    const person = await house.addPerson(only(...everything));
    const { noticeId } = await house.tellDose(person);
    await house.deliver(house.waiting[0] as never);
    // The senders stood still for twenty minutes.
    house.at(new Date(Date.parse(house.now()) + 20 * MINUTE * 1000).toISOString());
    const push = house.waiting.find(({ event }) => event.name === 'push-wanted');
    await house.deliver(push as never);
    await house.settle();
    expect(await channelsOf(noticeId)).toEqual(['push']);
    await house.pass(4 * MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['push']);
    await house.pass(MINUTE);
    expect(await channelsOf(noticeId)).toEqual(['push', 'whatsapp']);
  });
});

describe('STOP', () => {
  test.each(['STOP', ' stop ', 'Stop please', 'बंद', 'बंद करो', 'unsubscribe'])(
    'in the word %j holds for everything later on WhatsApp, and for nobody else',
    async (word) => {
      const [asha, ravi] = [
        await house.addPerson({ browsers: 0, ...only('whatsapp', 'sms') }),
        await house.addPerson({ browsers: 0, ...only('whatsapp') }),
      ];
      for (const person of [asha, ravi]) await house.tellDose(person);
      await house.settle();
      await hear('whatsapp', writesToUs((await house.profileOf(asha))?.phone ?? '', word), house.options);
      expect((await house.preferencesOf(asha))?.stopped).toMatchObject([{ channel: 'whatsapp', reason: 'stop' }]);
      const [later, others] = [await house.tellDose(asha), await house.tellDose(ravi)];
      await house.settle();
      expect((await house.sendsOf(later.noticeId)).map(({ channel }) => channel)).toEqual(['sms']);
      expect((await house.sendsOf(others.noticeId)).map(({ channel }) => channel)).toEqual(['whatsapp']);
    },
  );

  test.each(['Thanks', 'I could not stop at the chemist', 'stopped', 'बंदूक', ''])('is not meant by %j', async (word) => {
    const { person } = await told('whatsapp');
    await hear('whatsapp', writesToUs((await house.profileOf(person))?.phone ?? '', word), house.options);
    expect((await house.preferencesOf(person))?.stopped).toEqual([]);
  });

  test('holds for a message that waits in the queue', async () => {
    const asha = await house.addPerson({ browsers: 0, ...only('whatsapp') });
    await house.tellDose(asha);
    await house.settle();
    const { noticeId } = await house.tellDose(asha);
    await house.deliver(house.waiting[0] as never);
    expect(house.waiting.map(({ event }) => event.name)).toEqual(['whatsapp-wanted']);
    await hear('whatsapp', writesToUs((await house.profileOf(asha))?.phone ?? '', 'STOP'), house.options);
    await house.settle();
    expect(await house.sendsOf(noticeId)).toEqual([]);
  });
});

describe('an address that bounced', () => {
  test('is switched off for everybody who has it, and not for who has another one by now', async () => {
    const email = 'verma-family@arogya.example';
    const people = await Promise.all([0, 1, 2].map(() => house.addPerson({ browsers: 0, profile: { email }, ...only('email') })));
    const notices: string[] = [];
    for (const person of people) {
      const about = await house.addDose(person);
      await lowStock(person, about.reminderId);
      notices.push(house.want(person, 'refill-soon', about));
    }
    await house.settle();
    const [asha, ravi, meera] = people as [Account, Account, Account];
    await house.save(profile.make(meera, { email: 'meera@arogya.example', revision: 2 }));
    const [sent] = await house.sendsOf(notices[0] ?? '');
    await hear('email', says.email.bounced({ id: sent?.id ?? '', to: 'Verma-Family@arogya.example' }), house.options);
    for (const person of [asha, ravi])
      expect((await house.preferencesOf(person))?.stopped).toMatchObject([{ channel: 'email', reason: 'bounced' }]);
    expect((await house.preferencesOf(meera))?.stopped).toEqual([]);
  });
});
