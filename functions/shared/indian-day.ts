import { type CalendarDate, type Instant, indianDateOf, instantOf, millisecondsOf } from './values.ts';

/** Every day in Asia/Kolkata has 24 hours: the offset has not changed since 1945. */
const DAY = 86_400_000;

/** The date `days` later (earlier if negative). */
export const daysLater = (date: CalendarDate, days: number): CalendarDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) as CalendarDate;

/** The instant that many minutes after the date's midnight in Asia/Kolkata. */
export const instantOn = (date: CalendarDate, minuteOfDay: number): Instant =>
  instantOf(Date.parse(`${date}T00:00:00+05:30`) + minuteOfDay * 60_000);

/** Minutes from midnight to a clock time: `09:20` is 560, `24:00` is 1440. */
export const minuteOfDay = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Minutes from midnight in Asia/Kolkata to an instant. */
export const indianMinuteOf = (instant: Instant): number =>
  Math.floor((millisecondsOf(instant) - millisecondsOf(instantOn(indianDateOf(instant), 0))) / 60_000);
