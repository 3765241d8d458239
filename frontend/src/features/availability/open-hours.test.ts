import { expect, test } from 'vitest';

import { outsideHours, timesOn } from './open-hours.ts';

/** 23 November 2026 is a Monday. */
const MONDAY = '2026-11-23';
const open = { slotMinutes: 20, bufferMinutes: 0, modes: ['video' as const] };
const weekly = [{ days: ['mon' as const], from: '09:00', to: '13:00', ...open }];
const visit = (name: string, from: string, to: string, day = MONDAY) => ({
  name,
  startsAt: `${day}T${from}:00Z`,
  endsAt: `${day}T${to}:00Z`,
});
const names = (visits: readonly { name: string }[]) => visits.map(({ name }) => name);
// 03:30 UTC is 09:00 in India.
const first = visit('first', '03:30', '03:50');
const last = visit('last', '07:10', '07:30');

test('visits within the hours stay within, to the minute', () => {
  expect(outsideHours({ weekly, exceptions: [] }, [first, last])).toEqual([]);
});

test('visits that the new hours leave out are named, soonest first', () => {
  const later = [{ ...weekly[0], from: '09:05', to: '12:30' }] as typeof weekly;
  expect(names(outsideHours({ weekly: later, exceptions: [] }, [last, first]))).toEqual(['first', 'last']);
  expect(names(outsideHours({ weekly: [], exceptions: [] }, [first]))).toEqual(['first']);
});

test('leave leaves visits out, by the day and by the hour, unless extra hours hold them', () => {
  const off = { kind: 'off' as const, fromDate: '2026-11-22', toDate: MONDAY };
  expect(names(outsideHours({ weekly, exceptions: [off] }, [first, last]))).toEqual(['first', 'last']);
  expect(names(outsideHours({ weekly, exceptions: [{ ...off, from: '09:00', to: '09:10' }] }, [first, last]))).toEqual(['first']);
  const extra = { kind: 'extra' as const, date: MONDAY, from: '12:00', to: '13:00', ...open };
  expect(names(outsideHours({ weekly, exceptions: [off, extra] }, [first, last]))).toEqual(['first']);
});

test('a visit late in the evening of UTC is on the next day in India', () => {
  const night = [{ days: ['tue' as const], from: '00:00', to: '02:00', ...open }];
  expect(outsideHours({ weekly: night, exceptions: [] }, [visit('night', '19:00', '19:20')])).toEqual([]);
});

test('of today only the times that are still to come are counted', () => {
  expect(timesOn({ weekly, exceptions: [] }, MONDAY, 12 * 60)).toBe(3);
  expect(timesOn({ weekly, exceptions: [] }, MONDAY, 12 * 60 + 1)).toBe(2);
});

test.each([
  ['four hours of twenty minutes', { weekly, exceptions: [] }, 12],
  ['with five minutes between', { weekly: [{ ...weekly[0], bufferMinutes: 5 }], exceptions: [] }, 9],
  ['a rest that is too short for a visit', { weekly: [{ ...weekly[0], to: '09:50' }], exceptions: [] }, 2],
  ['to midnight', { weekly: [{ ...weekly[0], from: '23:00', to: '24:00' }], exceptions: [] }, 3],
  ['on leave', { weekly, exceptions: [{ kind: 'off', fromDate: MONDAY, toDate: MONDAY }] }, 0],
  ['ten minutes off', { weekly, exceptions: [{ kind: 'off', fromDate: MONDAY, toDate: MONDAY, from: '10:00', to: '10:10' }] }, 11],
  ['an extra hour over the usual ones', { weekly, exceptions: [{ kind: 'extra', date: MONDAY, from: '12:50', to: '13:50', ...open }] }, 14],
  [
    'an extra hour on leave',
    {
      weekly,
      exceptions: [
        { kind: 'off', fromDate: MONDAY, toDate: MONDAY },
        { kind: 'extra', date: MONDAY, from: '17:00', to: '18:00', ...open },
      ],
    },
    3,
  ],
])('a Monday offers, %s, as many times as the API would', (_, hours, times) => {
  expect(timesOn(hours as never, MONDAY)).toBe(times);
  expect(timesOn({ ...hours, exceptions: [] } as never, '2026-11-24')).toBe(0);
});
