import { wallClock } from '../../shared/testing/wall-clocks.ts';
import type { RuleFields } from '../plan-days.ts';

/** What happened to a reminder, in order; `at` in seconds since 1970. */
export type Happening = { at: number } & (
  | { what: 'made' | 'edited' | 'resumed'; fields: RuleFields; zone: string }
  | { what: 'travelled'; zone: string }
  | { what: 'stopped' }
  | { what: 'answered'; name: string }
  | { what: 'looked' }
);

/** A dose that must have come due: at which instant it was to be taken, and from when on it was known to be due. */
export type CameDue = { name: string; dueAt: string; knownAt: string };

const DAY = 86_400;
/** 1 January 1970 was a Thursday. */
const WEEK = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];
const text = (second: number) => `${new Date(second * 1_000).toISOString().slice(0, 19)}Z`;
const dateText = (day: number) => text(day * DAY).slice(0, 10);
const dayOf = (date: string) => Date.parse(date) / 1_000 / DAY;

type Place = { day: number; minute: number };
const shownOf = ({ day, minute }: Place) => day * 1_440 + minute;

/** The doses of a clock rule: each day of the calendar is walked, and what it is in its week, cycle and taper is counted. */
function* walk({ schedule, startsOn, endsOn }: RuleFields, lastDay: number): Generator<{ name: string; place: Place }> {
  if (schedule.kind !== 'clock') return;
  let [on, off] = [schedule.cycle?.daysOn ?? 1, 0];
  const taper = schedule.taper?.flatMap(({ days, amount }) => Array.from({ length: days }, () => amount));
  for (let day = dayOf(startsOn), nth = 0; day <= lastDay; day += 1, nth += 1) {
    if (endsOn !== undefined && dateText(day) > endsOn) return;
    if (taper && nth >= taper.length) return;
    const rests = on === 0;
    if (schedule.cycle) {
      if (rests) off -= 1;
      else on -= 1;
      if (!rests && on === 0) off = schedule.cycle.daysOff;
      if (rests && off === 0) on = schedule.cycle.daysOn;
    }
    const weekday = WEEK[day % 7];
    if (rests || (schedule.weekdays && !schedule.weekdays.some((each) => each === weekday))) continue;
    for (const { intakeId, at } of schedule.intakes) {
      const [hour, minute] = at.split(':').map(Number) as [number, number];
      yield { name: `${dateText(day)}.${intakeId}`, place: { day, minute: hour * 60 + minute } };
    }
  }
}

/**
 * What must come due of a reminder until `end`, by walking the calendar: nothing here is shared with `plan.ts`. A dose of
 * the clock counts if its local minute is after the one at which it came into the calendar, or at which an edit made it
 * count; one by the interval, if it is after the last change. Whoever looks, and when, makes no difference.
 */
export const cameDue = (happenings: readonly Happening[], end: number): CameDue[] => {
  const due = new Map<string, CameDue>();
  const answered = new Set<string>();
  let fields: RuleFields | undefined;
  let zone = 'UTC';
  let changedAt = 0;
  /** Each dose of the clock that is in the calendar, and the local minute at which it came in. */
  let calendar = new Map<string, { place: Place; since: number }>();

  const comeDue = (from: number, to: number) => {
    const come = (name: string, at: number) => {
      if (at <= to && !due.has(name) && !answered.has(name)) due.set(name, { name, dueAt: text(at), knownAt: text(Math.max(at, from)) });
    };
    const clock = wallClock(zone);
    for (const [name, { place, since }] of calendar) {
      if (shownOf(place) > since) come(name, clock.firstAt(shownOf(place)) * 60);
    }
    if (fields?.schedule.kind !== 'interval') return;
    for (let at = Date.parse(fields.schedule.firstAt) / 1_000; at <= to; at += fields.schedule.everyHours * 3_600) {
      const date = dateText(Math.floor(clock.shownAt(Math.floor(at / 60)) / 1_440));
      if (at > Math.max(changedAt, from) && (fields.endsOn === undefined || date <= fields.endsOn)) come(text(at), at);
    }
  };

  happenings.forEach((happening, index) => {
    const { at, what } = happening;
    if (what === 'answered') answered.add(happening.name);
    if (what === 'stopped') [fields, calendar] = [undefined, new Map()];
    if (what === 'travelled') zone = happening.zone;
    if (what === 'made' || what === 'edited' || what === 'resumed') {
      ({ fields, zone } = happening);
      changedAt = at;
      const shown = wallClock(zone).shownAt(Math.floor(at / 60));
      const before = calendar;
      calendar = new Map();
      for (const { name, place } of walk(fields, end / DAY + 2)) {
        const had = before.get(name);
        calendar.set(name, { place, since: had && shownOf(had.place) > had.since ? had.since : shown });
      }
    }
    comeDue(at, happenings[index + 1]?.at ?? end);
  });
  return [...due.values()];
};
