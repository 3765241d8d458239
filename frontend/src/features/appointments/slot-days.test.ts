import { expect, test } from 'vitest';

import type { Slot } from '../../../../functions/appointments/contract.ts';
import type { Mode } from '../../../../functions/directory/contract.ts';
import { daysOfWeek, nextDayWithTimes, partsOfDay, slotsByDay, timesNear, weekWith } from './slot-days.ts';

const slot = (startsAt: string, modes: Mode[] = ['in-person']) => ({ startsAt, endsAt: startsAt, modes }) as unknown as Slot;
const starts = (slots: readonly Slot[]) => slots.map(({ startsAt }) => startsAt);
const NEVER = 0;

test('a time late in the evening in UTC is on the next day in India', () => {
  const days = slotsByDay([slot('2026-11-22T18:20:00Z'), slot('2026-11-22T18:30:00Z')], undefined, NEVER);
  expect([...days.keys()]).toEqual(['2026-11-22', '2026-11-23']);
});

test('somebody who wants a video call sees no times in the clinic', () => {
  const slots = [slot('2026-11-23T04:00:00Z'), slot('2026-11-23T05:00:00Z', ['in-person', 'video'])];
  expect(starts(slotsByDay(slots, 'video', NEVER).get('2026-11-23') ?? [])).toEqual(['2026-11-23T05:00:00Z']);
});

test('a time that has begun while the page was open is gone', () => {
  const slots = [slot('2026-11-23T04:00:00Z'), slot('2026-11-23T04:20:00Z')];
  expect(starts(slotsByDay(slots, undefined, Date.parse('2026-11-23T04:00:00Z')).get('2026-11-23') ?? [])).toEqual([
    '2026-11-23T04:20:00Z',
  ]);
});

test('a day without times says when the next one is, across the month’s end', () => {
  const days = slotsByDay([slot('2026-11-28T05:00:00Z'), slot('2026-12-01T05:00:00Z')], undefined, NEVER);
  expect(nextDayWithTimes(days, '2026-11-28')).toBe('2026-12-01');
  expect(nextDayWithTimes(days, '2026-11-25')).toBe('2026-11-28');
  expect(nextDayWithTimes(days, '2026-12-01')).toBeUndefined();
});

test('times stand under morning, afternoon, evening and night', () => {
  const day = ['03:30', '06:25', '06:30', '10:25', '10:30', '14:30'].map((clock) => slot(`2026-11-23T${clock}:00Z`));
  expect(partsOfDay(day).map(({ part, slots }) => [part, slots.length])).toEqual([
    ['morning', 2],
    ['afternoon', 2],
    ['evening', 1],
    ['night', 1],
  ]);
  expect(partsOfDay([])).toEqual([]);
});

test('weeks begin today and end with the booking window', () => {
  expect(weekWith('2026-11-26', '2026-11-20')).toBe('2026-11-20');
  expect(weekWith('2026-11-27', '2026-11-20')).toBe('2026-11-27');
  expect(weekWith('2026-11-19', '2026-11-20')).toBe('2026-11-20');
  expect(weekWith('2028-01-01', '2026-11-20')).toBe('2027-02-12');
  expect(daysOfWeek('2028-02-27')).toEqual([
    '2028-02-27',
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
    '2028-03-02',
    '2028-03-03',
    '2028-03-04',
  ]);
});

test('whoever lost a time is offered the ones around it, the later ones first', () => {
  const day = ['04:00', '04:20', '04:40', '05:00'].map((clock) => slot(`2026-11-23T${clock}:00Z`));
  expect(starts(timesNear(day, '2026-11-23T04:20:00Z', 2))).toEqual(['2026-11-23T04:40:00Z', '2026-11-23T05:00:00Z']);
  expect(starts(timesNear(day, '2026-11-23T05:00:00Z', 2))).toEqual(['2026-11-23T04:20:00Z', '2026-11-23T04:40:00Z']);
  expect(starts(timesNear(day, '2026-11-23T04:40:00Z', 9))).toEqual([
    '2026-11-23T04:00:00Z',
    '2026-11-23T04:20:00Z',
    '2026-11-23T05:00:00Z',
  ]);
});
