import { daysLater } from '../shared/indian-day.ts';
import type { CalendarDate } from '../shared/values.ts';
import type { Intake, ReminderFields, Schedule, Weekday } from './contract.ts';

/** What of a reminder says on which days it runs. */
export type RuleFields = Pick<ReminderFields, 'schedule' | 'startsOn' | 'endsOn'>;

type ClockSchedule = Extract<Schedule, { kind: 'clock' }>;
export type ClockRule = RuleFields & { schedule: ClockSchedule };
export const isClock = <T extends RuleFields>(rule: T): rule is T & ClockRule => rule.schedule.kind === 'clock';

/** In the order of `getUTCDay`. */
const WEEKDAYS: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const DAY = 86_400_000;
/** How many days after one date another is: calendar days, so no change of the clocks shortens one. */
export const daysFrom = (one: CalendarDate, other: CalendarDate): number =>
  Math.round((Date.parse(`${other}T00:00:00Z`) - Date.parse(`${one}T00:00:00Z`)) / DAY);

const earlier = (one: CalendarDate, other: CalendarDate | undefined): CalendarDate => (other !== undefined && other < one ? other : one);

/** The last day of a course, itself included: as given, or as its taper ends if that is sooner. */
export const lastDayOf = ({ schedule, startsOn, endsOn }: RuleFields): CalendarDate | undefined => {
  if (schedule.kind !== 'clock' || schedule.taper === undefined) return endsOn;
  const days = schedule.taper.reduce((sum, step) => sum + step.days, 0);
  return earlier(daysLater(startsOn, days - 1), endsOn);
};

/** Whether a medicine is taken at all on a date: between its first and last day, on its weekdays, in its cycle's days on. */
export const takesOn = (rule: ClockRule, date: CalendarDate): boolean => {
  const { schedule, startsOn } = rule;
  const lastDay = lastDayOf(rule);
  if (date < startsOn || (lastDay !== undefined && date > lastDay)) return false;
  const { weekdays, cycle } = schedule;
  if (weekdays && !weekdays.includes(WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] as Weekday)) return false;
  return cycle === undefined || daysFrom(startsOn, date) % (cycle.daysOn + cycle.daysOff) < cycle.daysOn;
};

/** What a taper makes of each intake on a date within the course. */
const taperedAmount = ({ schedule: { taper = [] }, startsOn }: ClockRule, date: CalendarDate): number | undefined => {
  let left = daysFrom(startsOn, date);
  for (const step of taper) {
    if (left < step.days) return step.amount;
    left -= step.days;
  }
  return undefined;
};

/** The intakes of one date, with what is taken then; whether or not they count. */
export const intakesOn = (rule: ClockRule, date: CalendarDate): Intake[] => {
  if (!takesOn(rule, date)) return [];
  const amount = taperedAmount(rule, date);
  return rule.schedule.intakes.map((intake) => (amount === undefined ? intake : { ...intake, amount }));
};

/** After so many days a clock rule has shown all that it does: a cycle meets each weekday within seven rounds. */
export const daysOfOneRound = ({ schedule: { cycle } }: ClockRule): number => 7 * (cycle ? cycle.daysOn + cycle.daysOff : 1);
