import { daysLater, instantOn, minuteOfDay } from '../shared/indian-day.ts';
import { type Instant, indianDateOf, later } from '../shared/values.ts';

/** NT-01: a day, an hour and a quarter of an hour before. */
export type Reminder = { minutesBefore: 1440 | 60 | 15; at: Instant };

const QUIET_FROM = minuteOfDay('21:00');
const QUIET_UNTIL = minuteOfDay('08:00');
/** Where a reminder goes that would wake somebody: a little before the quiet begins. */
const EVENING = minuteOfDay('20:45');

/** From 21:00 to before 08:00 in Asia/Kolkata nobody is disturbed, but for what cannot wait. */
export const inQuietHours = (instant: Instant): boolean => {
  const date = indianDateOf(instant);
  return instant >= instantOn(date, QUIET_FROM) || instant < instantOn(date, QUIET_UNTIL);
};

/** 08:00 of the morning after an instant in the quiet hours. */
export const endOfQuietHours = (instant: Instant): Instant => {
  const date = indianDateOf(instant);
  const today = instantOn(date, QUIET_UNTIL);
  return instant < today ? today : instantOn(daysLater(date, 1), QUIET_UNTIL);
};

/** The morning after, if that is earlier than the next reminder; else the evening before. */
const outOfQuietHours = (wanted: Instant, next: Instant): Instant => {
  const wakingUp = endOfQuietHours(wanted);
  return wakingUp < next ? wakingUp : instantOn(daysLater(indianDateOf(wakingUp), -1), EVENING);
};

/**
 * When somebody is reminded of an appointment, by time. A quarter of an hour before is worth a disturbance at any hour;
 * the others keep out of the quiet hours. No two go at once: the one further from the start moves to the evening before.
 * What is not later than `now` is left out: it was booked too late for that.
 */
export const reminderTimes = (startsAt: Instant, now: Instant): Reminder[] => {
  const reminders: Reminder[] = [{ minutesBefore: 15, at: later(startsAt, -15 * 60) }];
  for (const minutesBefore of [60, 1440] as const) {
    const wanted = later(startsAt, -minutesBefore * 60);
    const next = (reminders[0] as Reminder).at;
    reminders.unshift({ minutesBefore, at: inQuietHours(wanted) ? outOfQuietHours(wanted, next) : wanted });
  }
  return reminders.filter(({ at }) => at > now);
};
