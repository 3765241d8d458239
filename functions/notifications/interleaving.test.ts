import { Metrics } from '@aws-lambda-powertools/metrics';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, type MockInstance, test, vi } from 'vitest';

import type { Account } from '../shared/testing/caller.ts';
import { Life } from '../shared/testing/mortal.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Channel } from './contract.ts';
import type { About } from './items.ts';
import { type Household, type Message, openHousehold } from './testing/household.ts';
import { type Accepted, type Providers, playProviders } from './testing/play-providers.ts';
import { hear, says, writesToUs } from './testing/provider-events.ts';

/** `npm run test:deep` sets more. */
const SCHEDULES = Number(process.env.AROGYA_SCHEDULES ?? 30);

let engine: TestTable;
let providers: Providers;
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

/** What a person does who wants no more of it, and what it holds for. */
const stops = ['answer', 'read', 'topic-off', 'STOP', 'care-ends', 'shown'] as const;
type Stop = (typeof stops)[number];

const step = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constant('deliver' as const) },
    { weight: 3, arbitrary: fc.constant('deliver-again' as const) },
    { weight: 4, arbitrary: fc.constant('pass' as const) },
    { weight: 2, arbitrary: fc.constant('receipt' as const) },
    { weight: 1, arbitrary: fc.constant('want-again' as const) },
    { weight: 3, arbitrary: fc.constantFrom(...stops) },
  ),
  which: fc.nat(20),
  /** The process dies at this of its steps, if it takes so many; or when its provider has accepted and it has not heard. */
  dies: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.nat(12) },
    { weight: 1, arbitrary: fc.constant('accepted' as const) },
  ),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

type Notice = {
  readonly noticeId: string;
  readonly recipient: Account;
  readonly about: About;
  readonly kind: 'dose-due' | 'caregiver-alert';
};

/** So many sends of one notification to one person on one channel. */
const keyOf = (noticeId: string, channel: Channel) => `${channel} of ${noticeId}`;

const play = async (steps: readonly Step[], seen: Map<string, number>): Promise<void> => {
  providers.forget();
  measured.mockClear();
  const house: Household = await openHousehold(providers, await engine.another());
  const [asha, ravi] = [await house.addPerson(), await house.addPerson()];
  const linkId = await house.addCaregiver(asha, ravi);
  const notices: Notice[] = [];
  for (let index = 0; index < 2; index += 1) {
    const { noticeId, about } = await house.tellDose(asha);
    notices.push({ noticeId, about, recipient: asha, kind: 'dose-due' });
    const alert = { ...about, linkId };
    notices.push({ noticeId: house.want(ravi, 'caregiver-alert', alert), about: alert, recipient: ravi, kind: 'caregiver-alert' });
  }
  const delivered: Message[] = [];
  /** What must not be sent from its place among all sends on, and which kills may have doubled a send. */
  const silenced: { readonly after: number; readonly why: Stop; readonly holds: (notice: Notice, channel: Channel) => boolean }[] = [];
  let deaths = 0;
  let gap = 0;

  const silence = (why: Stop, holds: (notice: Notice, channel: Channel) => boolean) =>
    silenced.push({ after: providers.accepted.length, why, holds });

  const deliver = async (message: Message, dies: Step['dies']) => {
    const life = new Life((step, number) => (dies === 'accepted' ? /^after \w+ accepts$/.test(step) : number === dies));
    const before = providers.accepted.length;
    await house.deliver(message, life);
    if (!life.ended) return;
    deaths += 1;
    // Killed, and something had been accepted: only this may come twice.
    if (providers.accepted.length > before) gap += 1;
  };

  const act = async ({ what, which, dies }: Step): Promise<void> => {
    const notice = notices[which % notices.length] as Notice;
    switch (what) {
      case 'deliver': {
        const all = house.visible();
        const message = all[which % Math.max(1, all.length)];
        if (!message) return;
        delivered.push(message);
        return deliver(message, dies);
      }
      case 'deliver-again': {
        const old = delivered[which % Math.max(1, delivered.length)];
        if (!old) return;
        const again = { event: old.event, visibleAt: 0 };
        house.waiting.push(again);
        return deliver(again, dies);
      }
      case 'pass':
        house.at(new Date(Date.parse(house.now()) + ([20, 100, 200, 400][which % 4] ?? 0) * 1000).toISOString());
        return house.collect();
      case 'receipt': {
        const sent = providers.accepted[which % Math.max(1, providers.accepted.length)];
        if (!sent || sent.channel === 'push' || sent.channel === 'email') return;
        const meant = { id: sent.id, reference: sent.known };
        const name = which % 3 === 0 ? 'delivered' : 'failed';
        await hear(sent.channel, says[sent.channel][name](meant), house.options);
        return house.collect();
      }
      case 'want-again':
        house.want(notice.recipient, notice.kind, notice.about, notice.noticeId);
        return;
      case 'answer':
        await house.changeDose(notice.about, { status: 'taken' });
        silence(what, ({ about }) => about.doseId === notice.about.doseId);
        return;
      case 'read': {
        const { status } = await house.call(notice.recipient).call('read', { params: { notificationId: notice.noticeId } });
        if (status === 200) silence(what, ({ noticeId }) => noticeId === notice.noticeId);
        return;
      }
      case 'topic-off': {
        const { revision, stopped: _, ...chosen } = (await house.call(asha).call('getPreferences')).body.data;
        await house.call(asha).call('changePreferences', {
          body: { revision, preferences: { ...chosen, channels: { ...chosen.channels, medicines: ['sms'] } } },
        });
        silence(what, ({ kind }, channel) => kind === 'dose-due' && channel !== 'sms');
        return;
      }
      case 'STOP': {
        const known = providers.accepted.some(({ channel }) => channel === 'whatsapp');
        const person = notice.recipient;
        await hear('whatsapp', writesToUs((await house.profileOf(person))?.phone ?? '', 'STOP'), house.options);
        // Whom we never wrote to has nothing to stop.
        if (known && (await house.preferencesOf(person))?.stopped.some(({ channel }) => channel === 'whatsapp'))
          silence(what, ({ recipient }, channel) => recipient === person && channel === 'whatsapp');
        return;
      }
      case 'care-ends':
        await house.endCare(asha, linkId);
        silence(what, ({ kind }) => kind === 'caregiver-alert');
        return;
      case 'shown': {
        const push = providers.accepted.find(({ channel, known }) => channel === 'push' && known === notice.noticeId);
        if (push) await house.call(undefined).call('confirmShown', { body: { token: push.said.token } });
      }
    }
  };

  await house.collect();
  for (const each of steps) {
    await act(each);
    seen.set(each.what, (seen.get(each.what) ?? 0) + 1);
  }
  // Nobody dies any more, and time goes on.
  for (let turn = 0; turn < 8; turn += 1) await house.pass(200);

  expect(house.waiting).toEqual([]);
  const sends = new Map<string, number>();
  const numbered = await Promise.all(notices.map(async (notice) => ({ notice, all: await house.sendsOf(notice.noticeId) })));
  let doubled = 0;
  for (const { notice, all } of numbered) {
    for (const { channel } of all) sends.set(keyOf(notice.noticeId, channel), (sends.get(keyOf(notice.noticeId, channel)) ?? 0) + 1);
    for (const each of all) {
      const place = providers.accepted.indexOf(each as Accepted);
      for (const { after, why, holds } of silenced)
        expect(place >= after && holds(notice, each.channel), `${each.channel} of ${notice.kind} after ${why}`).toBe(false);
    }
    const hushed = silenced.some(({ holds }) => holds(notice, 'push') || holds(notice, 'whatsapp') || holds(notice, 'sms'));
    if (!hushed) expect(all.length, 'never zero').toBeGreaterThan(0);
  }
  for (const times of sends.values()) doubled += times - 1;
  expect(doubled, 'no more doubles than kills between acceptance and record').toBeLessThanOrEqual(gap);
  const retried = measured.mock.calls.filter(([name]) => name === 'Retried').length;
  expect(doubled, 'each double is counted').toBeLessThanOrEqual(retried);
  seen.set('doubled', (seen.get('doubled') ?? 0) + doubled);
  seen.set('deaths', (seen.get('deaths') ?? 0) + deaths);
  seen.set('sends', (seen.get('sends') ?? 0) + providers.accepted.length);
};

test(
  `whatever is killed, told again, late or out of order: one send for each event, person and channel, and none after a stop (${SCHEDULES} schedules)`,
  async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 45 }), (steps) => play(steps, seen)),
      { numRuns: SCHEDULES },
    );
    // A run that never came to the interesting places would prove nothing.
    for (const place of ['deliver-again', 'receipt', 'deaths', 'doubled', ...stops]) expect(seen.get(place) ?? 0, place).toBeGreaterThan(0);
    if (process.env.AROGYA_SHOW) console.log(Object.fromEntries(seen));
  },
  SCHEDULES * 3_000,
);
