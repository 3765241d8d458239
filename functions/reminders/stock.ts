import { daysLater } from '../shared/indian-day.ts';
import type { Instant } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import { countingOn, dosesOn, isSettled, type Rule } from './plan.ts';
import { isClock } from './plan-days.ts';

/** Beyond this nobody plans to buy more. */
const FARTHEST_DAYS = 365;

/**
 * Whole days until the first dose that `left` units no longer cover: 0 if that is today. Undefined if they last for the
 * whole course, for a year, or if nobody knows how often it is taken.
 */
export const daysLeft = (rule: Rule, left: number, zone: string, now: Instant): number | undefined => {
  if (rule.schedule.kind === 'as-needed') return undefined;
  const today = dateIn(now, zone);
  let rest = left;
  for (let day = 0; day <= FARTHEST_DAYS; day += 1) {
    const date = daysLater(today, day);
    for (const { name, amount } of isClock(rule) ? countingOn(rule, date) : dosesOn(rule, zone, date)) {
      if (isSettled(rule.progress, name)) continue;
      rest -= amount;
      if (rest < 0) return day;
    }
  }
  return undefined;
};
