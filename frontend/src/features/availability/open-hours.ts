import type { Weekday } from '../../../../functions/appointments/contract.ts';
import { indianDay } from '../../shared/i18n/dates.ts';
import { minuteOfDay, minutesOf } from '../appointments/india-clock.ts';
import type { HoursBody } from './hours-form.ts';

type Hours = Pick<HoursBody, 'weekly' | 'exceptions'>;
type Span = { readonly from: number; readonly to: number };
type Open = Span & { readonly slotMinutes: number; readonly bufferMinutes: number };

const WHOLE_DAY: Span = { from: 0, to: 24 * 60 };
/** In the order of `getUTCDay`. */
const names: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
export const weekdayOf = (day: string): Weekday => names[new Date(`${day}T00:00:00Z`).getUTCDay()] as Weekday;

const meet = (one: Span, other: Span): boolean => one.from < other.to && other.from < one.to;
const holds = (outer: Span, inner: Span): boolean => outer.from <= inner.from && inner.to <= outer.to;
const openOf = ({
  from,
  to,
  slotMinutes,
  bufferMinutes,
}: {
  from: string;
  to: string;
  slotMinutes: number;
  bufferMinutes: number;
}): Open => ({
  from: minutesOf(from),
  to: minutesOf(to),
  slotMinutes,
  bufferMinutes,
});

/** The weekly hours of a day, what leave takes away of them, and the extra hours, which leave leaves alone. */
const hoursOn = ({ weekly, exceptions }: Hours, day: string): { usual: Open[]; off: Span[]; extra: Open[] } => ({
  usual: weekly.filter(({ days }) => days.includes(weekdayOf(day))).map(openOf),
  off: exceptions.flatMap((exception) =>
    exception.kind === 'off' && exception.fromDate <= day && day <= exception.toDate
      ? [
          exception.from === undefined || exception.to === undefined
            ? WHOLE_DAY
            : { from: minutesOf(exception.from), to: minutesOf(exception.to) },
        ]
      : [],
  ),
  extra: exceptions.flatMap((exception) => (exception.kind === 'extra' && exception.date === day ? [openOf(exception)] : [])),
});

const slotsIn = ({ from, to, slotMinutes, bufferMinutes }: Open): Span[] => {
  const slots: Span[] = [];
  for (let start = from; slotMinutes > 0 && start + slotMinutes <= to; start += slotMinutes + bufferMinutes)
    slots.push({ from: start, to: start + slotMinutes });
  return slots;
};

/**
 * How many times a day offers by these hours alone, booked or not, from a minute of the day on; the API's rule, so that it
 * can be seen before saving.
 */
export const timesOn = (hours: Hours, day: string, after = 0): number => {
  const { usual, off, extra } = hoursOn(hours, day);
  const slots = [...usual.flatMap(slotsIn).filter((slot) => !off.some((span) => meet(slot, span))), ...extra.flatMap(slotsIn)];
  let end = 0;
  return slots
    .toSorted((left, right) => left.from - right.from)
    .filter((slot) => {
      if (slot.from < end) return false;
      end = slot.to;
      return slot.from >= after;
    }).length;
};

/** The appointments of `booked` that lie outside these hours, by start. */
export const outsideHours = <A extends { readonly startsAt: string; readonly endsAt: string }>(hours: Hours, booked: readonly A[]): A[] =>
  booked
    .filter(({ startsAt, endsAt }) => {
      const from = minuteOfDay(startsAt);
      const visit = { from, to: from + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000 };
      const { usual, off, extra } = hoursOn(hours, indianDay(startsAt));
      const usually = usual.some((open) => holds(open, visit)) && !off.some((span) => meet(span, visit));
      return !usually && !extra.some((open) => holds(open, visit));
    })
    .toSorted((left, right) => left.startsAt.localeCompare(right.startsAt));
