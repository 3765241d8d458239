import { expect, test } from 'vitest';

import { calendarOf, shownOf } from './desk-week.ts';
import { instantAt, minuteOfDay, minutesOf, weekOf } from './india-clock.ts';

const appointment = (startsAt: string, more: object = {}) => ({
  appointmentId: startsAt,
  status: 'CONFIRMED',
  startsAt,
  endsAt: startsAt,
  ...more,
});
const slot = (startsAt: string) => ({ startsAt, endsAt: startsAt, modes: ['video'] });

test('visits and free times stand in the hour in which they begin in India', () => {
  const calendar = calendarOf(
    [appointment('2026-11-23T04:10:00Z'), appointment('2026-11-23T03:50:00Z')] as never[],
    [slot('2026-11-23T04:00:00Z'), slot('2026-11-24T06:30:00Z')] as never[],
  );
  expect(calendar.hours).toEqual([9, 10, 11, 12]);
  expect(calendar.at('2026-11-23', 9).map(({ kind, startsAt }) => [kind, startsAt])).toEqual([
    ['appointment', '2026-11-23T03:50:00Z'],
    ['free', '2026-11-23T04:00:00Z'],
    ['appointment', '2026-11-23T04:10:00Z'],
  ]);
  expect(calendar.at('2026-11-23', 12)).toEqual([]);
  expect(calendar.on('2026-11-24')).toHaveLength(1);
});

test('what begins late in the evening of UTC is on the next day in India', () => {
  const calendar = calendarOf([appointment('2026-11-23T20:00:00Z')] as never[], []);
  expect(calendar.on('2026-11-23')).toEqual([]);
  expect(calendar.at('2026-11-24', 1)).toHaveLength(1);
});

test('free times in a row are told as one, up to a visit or a break', () => {
  const free = (from: string, to: string) => ({ startsAt: `2026-11-23T${from}:00Z`, endsAt: `2026-11-23T${to}:00Z`, modes: ['video'] });
  const entries = calendarOf(
    [appointment('2026-11-23T04:15:00Z')] as never[],
    [free('03:30', '03:45'), free('03:50', '04:05'), free('04:35', '04:50'), free('05:30', '05:45')] as never[],
  ).on('2026-11-23');
  expect(
    shownOf(entries).map((one) =>
      one.kind === 'free' ? `${one.startsAt.slice(11, 16)}-${one.endsAt.slice(11, 16)} ${one.count}` : 'visit',
    ),
  ).toEqual(['03:30-04:05 2', 'visit', '04:35-04:50 1', '05:30-05:45 1']);
});

test('cancelled visits and lapsed holds leave their time empty', () => {
  const calendar = calendarOf(
    [
      appointment('2026-11-23T04:10:00Z', { status: 'CANCELLED', cancelReason: 'by-patient' }),
      appointment('2026-11-23T04:30:00Z', { status: 'REQUESTED', holdSecondsLeft: 0 }),
    ] as never[],
    [],
  );
  expect(calendar.hours).toEqual([]);
});

test('a week begins on Monday, across the ends of months and years', () => {
  expect(weekOf('2026-11-29')).toEqual(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']);
  expect(weekOf('2028-03-01')[0]).toBe('2028-02-28');
  expect(weekOf('2028-03-01')[1]).toBe('2028-02-29');
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28');
});

test('clock times of India and instants are turned into each other', () => {
  expect(instantAt('2026-11-23', minutesOf('09:20'))).toBe('2026-11-23T03:50:00Z');
  expect(instantAt('2026-11-23', minutesOf('24:00'))).toBe('2026-11-23T18:30:00Z');
  expect(instantAt('2026-11-23', minutesOf('00:00'))).toBe('2026-11-22T18:30:00Z');
  expect(minuteOfDay('2026-11-23T03:50:00Z')).toBe(560);
});
