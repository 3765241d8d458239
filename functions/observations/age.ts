import type { CalendarDate } from '../shared/values.ts';
import type { Age, AgeSpan } from './marker.ts';

const part = (date: CalendarDate, start: number, end: number) => Number(date.slice(start, end));

/**
 * Whole months between two dates. A month is completed on the same day of a later month, or on the first of the next where that
 * month has no such day: born on 31 January, one month old on 1 March. The app counts years in the same way.
 */
const monthsBetween = (birth: CalendarDate, date: CalendarDate): number =>
  (part(date, 0, 4) - part(birth, 0, 4)) * 12 + part(date, 5, 7) - part(birth, 5, 7) - (date.slice(8) < birth.slice(8) ? 1 : 0);

/** Completed years. */
export const wholeYears = (birth: CalendarDate, date: CalendarDate): number => Math.floor(monthsBetween(birth, date) / 12);

/** Days from one date to another, negative if the second is earlier. */
export const daysBetween = (one: CalendarDate, other: CalendarDate): number =>
  (Date.parse(`${other}T00:00:00Z`) - Date.parse(`${one}T00:00:00Z`)) / 86_400_000;

/** Whether a person has completed an age on a date. */
export const hasCompleted = ({ count, unit }: Age, birth: CalendarDate, date: CalendarDate): boolean => {
  if (unit === 'day') return daysBetween(birth, date) >= count;
  return monthsBetween(birth, date) >= (unit === 'month' ? count : count * 12);
};

/** Nobody is of an age before birth: a date of birth after the date is a slip, and no span holds. */
export const isInSpan = ({ from, before }: AgeSpan, birth: CalendarDate, date: CalendarDate): boolean =>
  birth <= date && (!from || hasCompleted(from, birth, date)) && (!before || !hasCompleted(before, birth, date));

/** Lengths are only compared, so the average month and year will do. */
const DAYS = { day: 1, month: 30.4375, year: 365.25 };
const daysOf = (age: Age | undefined, otherwise: number) => (age ? age.count * DAYS[age.unit] : otherwise);

/** How many days a span is long, about; endless for one without an end. */
export const lengthOf = (span: AgeSpan | undefined): number => daysOf(span?.before, Number.POSITIVE_INFINITY) - daysOf(span?.from, 0);
