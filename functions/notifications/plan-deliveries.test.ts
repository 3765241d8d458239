import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { indianMinuteOf } from '../shared/indian-day.ts';
import { type Instant, later, millisecondsOf } from '../shared/values.ts';
import { Channel, defaultPreferences, NoticeKind, type NotificationPreferences } from './contract.ts';
import { DAILY_LIMIT, patienceOf, planDeliveries, waitsUntil } from './plan-deliveries.ts';
import { endOfQuiet } from './quiet-hours.ts';

const NOON = '2026-11-23T06:30:00Z' as Instant;
const NIGHT = '2026-11-23T18:00:00Z' as Instant;

const plan = (kind: NoticeKind, over: Partial<Parameters<typeof planDeliveries>[0]> = {}) =>
  planDeliveries({
    kind,
    about: {},
    reachable: Channel.options,
    preferences: defaultPreferences,
    sentToday: { doses: 0, others: 0 },
    now: NOON,
    ...over,
  });

const clocks = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const instants = fc.nat(400 * 1_440).map((minutes) => later('2026-01-01T00:00:00Z' as Instant, minutes * 60));
const wishes: fc.Arbitrary<NotificationPreferences> = fc.record({
  channels: fc.record({
    medicines: fc.subarray([...Channel.options]),
    appointments: fc.subarray([...Channel.options]),
    caring: fc.subarray([...Channel.options]),
    record: fc.subarray([...Channel.options]),
  }),
  quietHours: fc.record({ from: clocks, to: clocks }),
  showDetails: fc.boolean(),
  stopped: fc.subarray([...Channel.options]).map((all) => all.map((channel) => ({ channel, reason: 'stop' as const, at: NOON }))),
  revision: fc.constant(1),
});
const situations = fc.record({
  kind: fc.constantFrom(...NoticeKind.options),
  reachable: fc.subarray([...Channel.options]),
  preferences: wishes,
  sentToday: fc.record({ doses: fc.nat(80), others: fc.nat(40) }),
  now: instants,
});

describe('whatever a person chose and whatever the hour', () => {
  test('nothing goes where they cannot be reached or have said stop, and each channel has one turn', () => {
    fc.assert(
      fc.property(situations, (given) => {
        const { planned, atOnce, fallbacks, turn } = plan(given.kind, given);
        for (const channel of planned) {
          expect(given.reachable).toContain(channel);
          expect(given.preferences.stopped.map((each) => each.channel)).not.toContain(channel);
        }
        expect([...atOnce, ...fallbacks].toSorted()).toEqual([...planned].toSorted());
        expect(fallbacks).not.toContain('email');
        expect(turn === undefined).toBe(!planned.some((channel) => channel !== 'email'));
      }),
    );
  });

  test('an emergency goes out at once on every channel that is open, at any hour, after any number', () => {
    fc.assert(
      fc.property(situations, (given) => {
        for (const kind of ['emergency-access', 'caregiver-alert'] as const) {
          const { planned, from, limited } = plan(kind, { ...given, kind });
          const open = given.reachable.filter((channel) => !given.preferences.stopped.some((each) => each.channel === channel));
          expect(planned).toEqual(open);
          expect(from).toBeUndefined();
          expect(limited).toBe(false);
        }
      }),
    );
  });

  test('what waits for the end of the quiet hours is sent outside of them, within a day', () => {
    fc.assert(
      fc.property(wishes, instants, ({ quietHours }, now) => {
        const end = endOfQuiet(quietHours, now);
        if (!quietHours || !end) return;
        expect(endOfQuiet(quietHours, end)).toBeUndefined();
        expect(endOfQuiet(quietHours, later(end, -60))).toBe(end);
        expect(millisecondsOf(end)).toBeGreaterThan(millisecondsOf(now));
        expect(millisecondsOf(end) - millisecondsOf(now)).toBeLessThanOrEqual(86_400_000);
        expect(indianMinuteOf(end)).toBe(Number(quietHours.to.slice(0, 2)) * 60 + Number(quietHours.to.slice(3)));
      }),
    );
  });
});

test('push is first, then WhatsApp, then SMS, and e-mail goes beside', () => {
  expect(plan('appointment-confirmed')).toMatchObject({ atOnce: ['push', 'email'], turn: 'push', fallbacks: ['whatsapp', 'sms'] });
  expect(plan('appointment-confirmed', { reachable: ['sms', 'email'] })).toMatchObject({
    atOnce: ['sms', 'email'],
    turn: 'sms',
    fallbacks: [],
  });
  expect(plan('dose-due')).toMatchObject({ atOnce: ['push'], fallbacks: ['whatsapp', 'sms'] });
});

test('at night a dose and the last reminder of an appointment come, its other reminders wait', () => {
  const at = (kind: NoticeKind, minutesBefore?: number) =>
    waitsUntil({ kind, about: minutesBefore ? { minutesBefore } : {} }, defaultPreferences, NIGHT);
  expect(at('dose-due')).toBeUndefined();
  expect(at('dose-due-again')).toBeUndefined();
  expect(at('appointment-reminder', 15)).toBeUndefined();
  expect(at('appointment-reminder', 60)).toBe('2026-11-24T02:30:00Z');
  expect(at('refill-soon')).toBe('2026-11-24T02:30:00Z');
  expect(waitsUntil({ kind: 'refill-soon', about: {} }, {}, NIGHT)).toBeUndefined();
});

test('beyond a day’s share a notification is in the inbox only; doses have a share of their own', () => {
  const full = { doses: DAILY_LIMIT.doses, others: DAILY_LIMIT.others };
  expect(plan('dose-due', { sentToday: full })).toMatchObject({ planned: [], atOnce: [], limited: true });
  expect(plan('refill-soon', { sentToday: full })).toMatchObject({ planned: [], limited: true });
  expect(plan('dose-due', { sentToday: { doses: DAILY_LIMIT.doses - 1, others: 99 } })).toMatchObject({ atOnce: ['push'], limited: false });
  expect(plan('refill-soon', { sentToday: { doses: 99, others: DAILY_LIMIT.others - 1 } })).toMatchObject({
    atOnce: ['push'],
    limited: false,
  });
});

test('an emergency waits two minutes for a channel’s receipt, everything else five', () => {
  for (const kind of NoticeKind.options)
    expect(patienceOf(kind)).toBe(kind === 'emergency-access' || kind === 'caregiver-alert' ? 120 : 300);
});
