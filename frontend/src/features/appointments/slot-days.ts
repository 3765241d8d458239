import type { Slot } from '../../../../functions/appointments/contract.ts';
import type { Mode } from '../../../../functions/directory/contract.ts';
import { dayAfter, indianDay } from '../../shared/i18n/dates.ts';

/** Days that the picker shows at once. */
export const WEEK = 7;
/** A doctor's booking window is 90 days at most. */
export const LAST_WEEK = 12;

/** The first day of the week that holds `day`, of weeks that begin today. */
export const weekWith = (day: string, today: string): string => {
  const daysAhead = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  const week = Math.min(LAST_WEEK, Math.max(0, Math.floor(daysAhead / WEEK)));
  return dayAfter(today, week * WEEK);
};

export const daysOfWeek = (first: string): string[] => Array.from({ length: WEEK }, (_, index) => dayAfter(first, index));

/** Times by their day in India, of one way to meet; those that have begun are left out. */
export const slotsByDay = (slots: readonly Slot[], mode: Mode | undefined, now: number): ReadonlyMap<string, readonly Slot[]> => {
  const days = new Map<string, Slot[]>();
  for (const slot of slots) {
    if ((mode && !slot.modes.includes(mode)) || Date.parse(slot.startsAt) <= now) continue;
    const day = indianDay(slot.startsAt);
    days.set(day, [...(days.get(day) ?? []), slot]);
  }
  return days;
};

/** The first day after `day` that has a time. */
export const nextDayWithTimes = (days: ReadonlyMap<string, readonly Slot[]>, day: string): string | undefined =>
  [...days.keys()].filter((each) => each > day).toSorted()[0];

export type PartOfDay = 'morning' | 'afternoon' | 'evening' | 'night';

const hourInIndia = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kolkata', hour: '2-digit', hourCycle: 'h23' });

/** As the clock is told in Hindi (`hindiPartOfDay`), so that a time says the same as the heading above it. */
const partOf = (startsAt: string): PartOfDay => {
  const hour = Number(hourInIndia.format(new Date(startsAt)));
  return hour < 12 ? 'morning' : hour < 16 ? 'afternoon' : hour < 20 ? 'evening' : 'night';
};

/** The times of one day, by the part of the day. */
export const partsOfDay = (slots: readonly Slot[]): { readonly part: PartOfDay; readonly slots: readonly Slot[] }[] =>
  (['morning', 'afternoon', 'evening', 'night'] as const)
    .map((part) => ({ part, slots: slots.filter(({ startsAt }) => partOf(startsAt) === part) }))
    .filter((each) => each.slots.length > 0);

/** Free times from `wanted` on and, if those are few, the last ones before it; at most `count`, by start. */
export const timesNear = (slots: readonly Slot[], wanted: string, count: number): Slot[] => {
  const later = slots.filter(({ startsAt }) => startsAt > wanted).slice(0, count);
  const sooner = slots.filter(({ startsAt }) => startsAt < wanted);
  return [...sooner.slice(sooner.length - Math.min(sooner.length, count - later.length)), ...later];
};
