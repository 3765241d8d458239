import fc from 'fast-check';
import { expect, test } from 'vitest';

import { type Instant, instantOf, later } from '../values.ts';
import { DUE_SHARDS, dueItem, dueKey, minuteOf, minutesBetween, minutesLater, schedule, shardOf, unschedule } from './due-item.ts';

const NOON = '2026-11-23T06:30:10Z' as Instant;
const event = { name: 'payment-check-due', version: 1, data: { appointmentId: 'a', round: 0 } };
const put = (dueAt: Instant, now: Instant) => {
  const { place, write } = schedule('check#a', event, dueAt, { now, correlationId: 'c' });
  if (write.action.kind !== 'put') throw new Error('it is written');
  return { place, item: write.action.item };
};

test('what is due later rests in the minute of its time, and what is due already in the minute of its writing', () => {
  expect(put(later(NOON, 3_600), NOON).place).toEqual({ id: 'check#a', minute: '2026-11-23T07:30' });
  expect(put(later(NOON, -3_600), NOON).place).toEqual({ id: 'check#a', minute: '2026-11-23T06:30' });
});

test('the event carries the id that it was scheduled under and the time at which it is due', () => {
  const { item, place } = put(later(NOON, 90), NOON);
  expect(item).toMatchObject(dueKey(place));
  expect(dueItem.parse(item)).toEqual({
    dueAt: '2026-11-23T06:31:40Z',
    event: { ...event, id: 'check#a', at: '2026-11-23T06:31:40Z', correlationId: 'c' },
  });
});

test('whoever keeps the place can take it back', () => {
  const { item, place } = put(later(NOON, 90), NOON);
  expect(unschedule(place).action).toEqual({ kind: 'delete', key: { pk: item.pk, sk: item.sk } });
});

test('an item is never in an earlier minute than its time or its writer’s now, so that no sweep hands it over too soon', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), fc.integer({ min: -100_000, max: 100_000 }), (seconds, dueIn) => {
      const now = instantOf((1_795_000_000 + seconds) * 1000);
      const dueAt = later(now, dueIn);
      const { minute } = put(dueAt, now).place;
      expect([minuteOf(now), minuteOf(dueAt)]).toContain(minute);
      expect(minute >= minuteOf(now) && minute >= minuteOf(dueAt)).toBe(true);
    }),
  );
});

test('a minute’s work is spread evenly over the shards', () => {
  const counts = new Array<number>(DUE_SHARDS).fill(0);
  for (let n = 0; n < 32_000; n += 1)
    counts[shardOf(`appointment-reminder#${n}`)] = (counts[shardOf(`appointment-reminder#${n}`)] ?? 0) + 1;
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1_150);
});

test('minutes are counted across hours, days and years', () => {
  expect([...minutesBetween('2026-12-31T23:58', '2027-01-01T00:01')]).toEqual([
    '2026-12-31T23:58',
    '2026-12-31T23:59',
    '2027-01-01T00:00',
    '2027-01-01T00:01',
  ]);
  expect([...minutesBetween('2026-11-23T03:51', '2026-11-23T03:50')]).toEqual([]);
  expect(minutesLater('2028-03-01T00:02', -5)).toBe('2028-02-29T23:57');
});
