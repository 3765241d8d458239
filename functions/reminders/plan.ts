import { daysLater } from '../shared/indian-day.ts';
import { type CalendarDate, type Instant, later, millisecondsOf } from '../shared/values.ts';
import { dateIn, instantIn, localOf } from '../shared/zones.ts';
import { MISSED_AFTER_MINUTES } from './contract.ts';
import type { Progress, StoredReminder } from './items.ts';
import { type ClockRule, daysOfOneRound, intakesOn, isClock, lastDayOf, type RuleFields, takesOn } from './plan-days.ts';
import { type IntervalRule, instantsBetween, isInterval } from './plan-interval.ts';

export type Rule = Pick<StoredReminder, 'schedule' | 'startsOn' | 'endsOn' | 'progress'>;

/** `name` is what follows the reminder's id in a dose's id: `2026-11-23.a1` or `2026-11-23T02:30:00Z`. */
export type PlannedDose = { readonly name: string; readonly dueAt: Instant; readonly amount: number };

/**
 * Wherever a person goes, the date there is at most two days from the date here (UTC-12 and UTC+14 are 26 hours apart), so
 * what had its turn is remembered by name for that long.
 */
const DAYS_BETWEEN_ZONES = 2;

const clockName = (date: CalendarDate, intakeId: string) => `${date}.${intakeId}`;
const isClockName = (name: string) => name[10] === '.';
const dateOfName = (name: string) => name.slice(0, 10) as CalendarDate;

const latest = <T extends string>(one: T, other: T): T => (one > other ? one : other);
const earliest = <T extends string>(one: T, other: T): T => (one < other ? one : other);
const byTime = (one: PlannedDose, other: PlannedDose): number =>
  one.dueAt === other.dueAt ? (one.name < other.name ? -1 : 1) : one.dueAt < other.dueAt ? -1 : 1;

/** Whether a dose has had its turn: it came due, or it was answered before that. */
export const isSettled = (progress: Progress, name: string): boolean =>
  (isClockName(name) ? dateOfName(name) < progress.settledBefore : name <= progress.settledThrough) || progress.settled.includes(name);

/** A clock dose counts if its local minute is after the one at which it came into the rule. */
const counts = ({ countsAfter }: Progress, date: CalendarDate, { intakeId, at }: { intakeId: string; at: string }): boolean => {
  const after = countsAfter[clockName(date, intakeId)] ?? countsAfter[intakeId];
  return after !== undefined && `${date}T${at}` > after;
};

/** What is taken on a date by the clock; when that is in a zone costs more to know. */
export const countingOn = (rule: Rule & ClockRule, date: CalendarDate): { name: string; at: string; amount: number }[] =>
  intakesOn(rule, date)
    .filter((intake) => counts(rule.progress, date, intake))
    .map(({ intakeId, at, amount }) => ({ name: clockName(date, intakeId), at, amount }));

const clockDosesOn = (rule: Rule & ClockRule, zone: string, date: CalendarDate): PlannedDose[] =>
  countingOn(rule, date)
    .map(({ name, at, amount }) => ({ name, dueAt: instantIn(date, at, zone), amount }))
    .sort(byTime);

const intervalDose = ({ schedule: { amount } }: IntervalRule, dueAt: Instant): PlannedDose => ({ name: dueAt, dueAt, amount });

/** The doses of a date in a zone that count, by time, whether or not they have had their turn. */
export const dosesOn = (rule: Rule, zone: string, date: CalendarDate): PlannedDose[] => {
  if (isClock(rule)) return clockDosesOn(rule, zone, date);
  if (!isInterval(rule)) return [];
  const doses: PlannedDose[] = [];
  for (const at of instantsBetween(rule, zone, later(instantIn(date, '00:00', zone), -1))) {
    if (dateIn(at, zone) !== date) break;
    doses.push(intervalDose(rule, at));
  }
  return doses;
};

/** What has come due and has not had its turn, by time. */
export const dosesUpTo = (rule: Rule, zone: string, now: Instant): PlannedDose[] => {
  const open = ({ name }: PlannedDose) => !isSettled(rule.progress, name);
  if (isInterval(rule))
    return Array.from(instantsBetween(rule, zone, rule.progress.settledThrough, now), (at) => intervalDose(rule, at)).filter(open);
  if (!isClock(rule)) return [];
  const doses: PlannedDose[] = [];
  const today = dateIn(now, zone);
  for (let date = latest(rule.progress.settledBefore, rule.startsOn); date <= today; date = daysLater(date, 1))
    doses.push(...clockDosesOn(rule, zone, date).filter((dose) => dose.dueAt <= now && open(dose)));
  return doses.sort(byTime);
};

/** The first dose after now that has not had its turn. */
export const nextDose = (rule: Rule, zone: string, now: Instant): PlannedDose | undefined => {
  const open = ({ name }: PlannedDose) => !isSettled(rule.progress, name);
  if (isInterval(rule)) {
    for (const at of instantsBetween(rule, zone, now)) if (open(intervalDose(rule, at))) return intervalDose(rule, at);
    return undefined;
  }
  if (!isClock(rule)) return undefined;
  const first = latest(dateIn(now, zone), rule.startsOn);
  const lastSettled = rule.progress.settled.filter(isClockName).map(dateOfName).reduce(latest, first);
  // Beyond what was answered early, or counts only when the date of another zone is over, one round meets whatever there is.
  const horizon = daysLater(lastSettled, daysOfOneRound(rule) + DAYS_BETWEEN_ZONES);
  const last = earliest(horizon, lastDayOf(rule) ?? horizon);
  for (let date = first; date <= last; date = daysLater(date, 1)) {
    const found = clockDosesOn(rule, zone, date).find((dose) => dose.dueAt > now && open(dose));
    if (found) return found;
  }
  return undefined;
};

/** How far a new reminder has come: only what lies after now counts. */
export const startProgress = ({ schedule }: RuleFields, zone: string, now: Instant): Progress => {
  const local = localOf(now, zone);
  return {
    settledBefore: daysLater(dateIn(now, zone), -DAYS_BETWEEN_ZONES),
    settled: [],
    countsAfter: schedule.kind === 'clock' ? Object.fromEntries(schedule.intakes.map(({ intakeId }) => [intakeId, local])) : {},
    settledThrough: now,
    takings: [],
  };
};

/** Without what nothing asks for any more; `next` is worked out anew after each change. */
const pruned = ({ next: _, ...progress }: Progress): Progress => ({
  ...progress,
  settled: progress.settled.filter((name) =>
    isClockName(name) ? dateOfName(name) >= progress.settledBefore : name > progress.settledThrough,
  ),
  countsAfter: Object.fromEntries(
    Object.entries(progress.countsAfter).filter(([key]) => !isClockName(key) || dateOfName(key) >= progress.settledBefore),
  ),
});

/** Gives doses their turn: those that came due, or were answered before that. */
export const settled = (rule: Rule, zone: string, names: readonly string[], now: Instant): Progress => {
  const progress = { ...rule.progress, settled: [...new Set([...rule.progress.settled, ...names])].sort() };
  const open = dosesUpTo({ ...rule, progress }, zone, now);
  const kept = daysLater(dateIn(now, zone), -DAYS_BETWEEN_ZONES);
  const [first] = open;
  return pruned({
    ...progress,
    settledBefore: latest(progress.settledBefore, open.map(({ name }) => dateOfName(name)).reduce(earliest, kept)),
    settledThrough: latest(progress.settledThrough, first ? later(first.dueAt, -1) : now),
  });
};

/**
 * How far a running reminder has come after an edit, in its new zone; what was due by the old rule must have had its turn
 * (`settled`) before. What counted by the old rule goes on as it was: a dose whose time is moved into the past comes due at
 * once. What the edit brings in, a time of the day or a day, counts after now.
 */
export const changedProgress = (old: Rule, fields: RuleFields, zone: string, now: Instant): Progress => {
  const start = startProgress(fields, zone, now);
  const tidied = settled(old, zone, [], now);
  const progress = { ...tidied, settledThrough: latest(tidied.settledThrough, now) };
  if (!isClock(fields) || !isClock(old)) return pruned({ ...progress, countsAfter: start.countsAfter });
  const countsAfter = { ...start.countsAfter };
  const lastDate = daysLater(dateIn(now, zone), DAYS_BETWEEN_ZONES);
  for (const { intakeId } of fields.schedule.intakes) {
    const before = old.schedule.intakes.find((intake) => intake.intakeId === intakeId);
    if (!before) continue;
    const local = countsAfter[intakeId] as string;
    countsAfter[intakeId] = old.progress.countsAfter[intakeId] ?? local;
    // Later days count by any zone's clock.
    for (let date = progress.settledBefore; date <= lastDate; date = daysLater(date, 1)) {
      const name = clockName(date, intakeId);
      const after = takesOn(old, date) && counts(old.progress, date, before) ? old.progress.countsAfter[name] : local;
      if (after !== undefined) countsAfter[name] = after;
    }
  }
  return pruned({ ...progress, countsAfter });
};

/** How far a stopped reminder has come when it runs again: nothing of the time between comes due, only what lies after now. */
export const resumedProgress = (rule: Rule, zone: string, now: Instant): Progress => {
  const start = startProgress(rule, zone, now);
  return pruned({
    ...rule.progress,
    settledBefore: latest(rule.progress.settledBefore, start.settledBefore),
    settledThrough: latest(rule.progress.settledThrough, now),
    countsAfter: start.countsAfter,
  });
};

/** Whether the last day is over in a zone. */
export const isOver = (rule: Rule, zone: string, now: Instant): boolean => {
  const lastDay = lastDayOf(rule);
  return lastDay !== undefined && dateIn(now, zone) > lastDay;
};

/** When a dose that nobody answers counts as missed: after four hours, or half way to the next one if that is sooner. */
export const missedAt = (rule: Rule, zone: string, dose: PlannedDose): Instant => {
  const date = dateIn(dose.dueAt, zone);
  const next = [date, daysLater(date, 1)].flatMap((day) => dosesOn(rule, zone, day)).find(({ dueAt }) => dueAt > dose.dueAt);
  const gap = next ? (millisecondsOf(next.dueAt) - millisecondsOf(dose.dueAt)) / 1_000 : Number.POSITIVE_INFINITY;
  return later(dose.dueAt, Math.min(MISSED_AFTER_MINUTES * 60, Math.floor(gap / 2)));
};
