import { type CalendarDate, type Instant, instantOf, millisecondsOf } from './values.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** India needs no `Intl`, which would cost each function that plans a dose 11 ms at its start. */
const INDIA = 'Asia/Kolkata';
const INDIA_AHEAD = 330 * MINUTE;

/** One per zone: making one takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();
const formatterOf = (zone: string): Intl.DateTimeFormat => {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formatters.set(zone, made);
  return made;
};

/** How far ahead of UTC the clocks of a zone are, in milliseconds: whole minutes everywhere since 1972. */
const aheadAt = (time: number, zone: string): number => {
  if (zone === INDIA) return INDIA_AHEAD;
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(time)) part[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(time / MINUTE) * MINUTE;
};

/** What the clock of a zone shows, to the minute: `2026-11-23T07:15`. */
export const localOf = (instant: Instant, zone: string): string => {
  const time = millisecondsOf(instant);
  return new Date(time + aheadAt(time, zone)).toISOString().slice(0, 16);
};

/** The calendar date in a zone. */
export const dateIn = (instant: Instant, zone: string): CalendarDate => localOf(instant, zone).slice(0, 10) as CalendarDate;

/** The moment at which the clocks of a zone are changed, between one time before it and one after it. */
const changeBetween = (before: number, after: number, zone: string): number => {
  const ahead = aheadAt(after, zone);
  let [early, late] = [before, after];
  while (late - early > 1_000) {
    const middle = Math.floor((early + late) / 2_000) * 1_000;
    if (aheadAt(middle, zone) === ahead) late = middle;
    else early = middle;
  }
  return late;
};

/**
 * When the clock of a zone shows a time on a date. A time that the clocks jump over in spring is the first instant after
 * the jump; of one that they show twice in autumn it is the first.
 */
export const instantIn = (date: CalendarDate, clock: string, zone: string): Instant => {
  const shown = Date.parse(`${date}T${clock}:00Z`);
  // No zone is a day away from UTC, so any change of the clocks that matters lies between these two.
  const aheadBefore = aheadAt(shown - DAY, zone);
  const aheadAfter = aheadAt(shown + DAY, zone);
  if (aheadBefore === aheadAfter) return instantOf(shown - aheadBefore);
  const byOld = shown - aheadBefore;
  const byNew = shown - aheadAfter;
  const fitting = [byOld, byNew].filter((time) => time + aheadAt(time, zone) === shown);
  return instantOf(fitting.length > 0 ? Math.min(...fitting) : changeBetween(byNew, byOld, zone));
};
