import { daysLater, instantOn, minuteOfDay } from '../shared/indian-day.ts';
import { type CalendarDate, type Instant, indianDateOf, instantOf, later, millisecondsOf } from '../shared/values.ts';
import {
  type AvailabilityException,
  type AvailabilityFields,
  CELL_MINUTES,
  type Slot,
  type Weekday,
  type WeeklyHours,
} from './contract.ts';

/** A time that a doctor's hours offer, whether or not somebody has it. */
export type OfferedSlot = Slot & { slotMinutes: number; bufferMinutes: number };

type Off = Extract<AvailabilityException, { kind: 'off' }>;
type Stretch = WeeklyHours | Extract<AvailabilityException, { kind: 'extra' }>;
/** A slot within its day, in minutes from midnight. */
type Place = { start: number; end: number; stretch: Stretch };

const DAY_MINUTES = 24 * 60;
/** In the order of `getUTCDay`. */
const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const weekdayOf = (date: CalendarDate) => WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] as Weekday;

/** A slot ends within its stretch; the buffer of the last one may reach beyond. */
const placesIn = (stretch: Stretch): Place[] => {
  const last = minuteOfDay(stretch.to) - stretch.slotMinutes;
  const places: Place[] = [];
  for (let start = minuteOfDay(stretch.from); start <= last; start += stretch.slotMinutes + stretch.bufferMinutes)
    places.push({ start, end: start + stretch.slotMinutes, stretch });
  return places;
};

/** The part of a day that a leave takes, in minutes from midnight. */
const offPart = ({ from, to }: Off) => ({ start: from ? minuteOfDay(from) : 0, end: to ? minuteOfDay(to) : DAY_MINUTES });

/** Each place that overlaps none kept before it. */
const apart = (places: readonly Place[]): Place[] => {
  const kept: Place[] = [];
  for (const place of places) if (place.start >= (kept.at(-1)?.end ?? 0)) kept.push(place);
  return kept;
};

/**
 * One day's slots. Leave takes weekly hours away, but not extra ones: a doctor on leave who adds an hour means that hour.
 * Of two that overlap, the one that starts earlier stays, and the weekly one if both start together: the sort is stable.
 */
const slotsOn = ({ weekly, exceptions }: AvailabilityFields, date: CalendarDate): OfferedSlot[] => {
  const weekday = weekdayOf(date);
  const off = exceptions.flatMap((exception) =>
    exception.kind === 'off' && exception.fromDate <= date && date <= exception.toDate ? [offPart(exception)] : [],
  );
  const extra = exceptions.flatMap((exception) => (exception.kind === 'extra' && exception.date === date ? [exception] : []));
  const usual = weekly.filter(({ days }) => days.includes(weekday)).flatMap(placesIn);
  const places = [
    ...usual.filter(({ start, end }) => !off.some((part) => start < part.end && end > part.start)),
    ...extra.flatMap(placesIn),
  ];
  return apart(places.sort((one, other) => one.start - other.start)).map(({ start, end, stretch }) => ({
    startsAt: instantOn(date, start),
    endsAt: instantOn(date, end),
    modes: stretch.modes,
    ...(stretch.location === undefined ? {} : { location: stretch.location }),
    slotMinutes: stretch.slotMinutes,
    bufferMinutes: stretch.bufferMinutes,
  }));
};

/** What a doctor's hours offer from one date to another, both inclusive, by start; none overlaps another. */
export const offeredSlots = (availability: AvailabilityFields, from: CalendarDate, to: CalendarDate): OfferedSlot[] => {
  const slots: OfferedSlot[] = [];
  for (let date = from; date <= to; date = daysLater(date, 1)) slots.push(...slotsOn(availability, date));
  return slots;
};

export const offeredAt = (availability: AvailabilityFields, startsAt: Instant): OfferedSlot | undefined =>
  slotsOn(availability, indianDateOf(startsAt)).find((slot) => slot.startsAt === startsAt);

/** The starts of the cells that an appointment claims: from its start to the end of its buffer. */
export const cellsOf = ({ startsAt, endsAt, bufferMinutes }: { startsAt: Instant; endsAt: Instant; bufferMinutes: number }): Instant[] => {
  const cells: Instant[] = [];
  const end = millisecondsOf(endsAt) + bufferMinutes * 60_000;
  for (let cell = millisecondsOf(startsAt); cell < end; cell += CELL_MINUTES * 60_000) cells.push(instantOf(cell));
  return cells;
};

type Limits = Pick<AvailabilityFields, 'windowDays' | 'noticeMinutes'>;

/** The first start that the notice allows, and the last day of the window, of which today is the first. */
const limitsOf = ({ windowDays, noticeMinutes }: Limits, now: Instant) => ({
  firstStart: later(now, noticeMinutes * 60),
  lastDay: daysLater(indianDateOf(now), windowDays - 1),
});

/** Whether a start is within the doctor's notice and window; the limit itself is. */
export const bookable = (limits: Limits, startsAt: Instant, now: Instant): 'yes' | 'too-short-notice' | 'beyond-window' => {
  const { firstStart, lastDay } = limitsOf(limits, now);
  if (startsAt < firstStart) return 'too-short-notice';
  return indianDateOf(startsAt) > lastDay ? 'beyond-window' : 'yes';
};

/**
 * What can be booked now. Where the buffer of a stretch's last slot reaches into the next stretch, both are offered and
 * whichever is booked first keeps the other away: the doctor's break is never cut short.
 */
export const freeSlots = ({
  availability,
  from,
  to,
  taken,
  now,
}: {
  availability: AvailabilityFields;
  from: CalendarDate;
  to: CalendarDate;
  /** Starts of the cells that are claimed. */
  taken: ReadonlySet<string>;
  now: Instant;
}): OfferedSlot[] => {
  const { firstStart, lastDay } = limitsOf(availability, now);
  const firstDay = indianDateOf(firstStart);
  return offeredSlots(availability, from > firstDay ? from : firstDay, to < lastDay ? to : lastDay).filter(
    (slot) => slot.startsAt >= firstStart && !cellsOf(slot).some((cell) => taken.has(cell)),
  );
};
