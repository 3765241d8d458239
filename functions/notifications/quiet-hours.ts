import { daysLater, indianMinuteOf, instantOn, minuteOfDay } from '../shared/indian-day.ts';
import { type Instant, indianDateOf } from '../shared/values.ts';
import type { PreferenceFields } from './contract.ts';

/** When the quiet hours that an instant lies in end; nothing if it lies in none. `from` belongs to them, `to` does not. */
export const endOfQuiet = (hours: PreferenceFields['quietHours'], now: Instant): Instant | undefined => {
  if (!hours) return undefined;
  const from = minuteOfDay(hours.from);
  const to = minuteOfDay(hours.to);
  const minute = indianMinuteOf(now);
  const overMidnight = from > to;
  const quiet = overMidnight ? minute >= from || minute < to : minute >= from && minute < to;
  if (!quiet) return undefined;
  const date = indianDateOf(now);
  return instantOn(overMidnight && minute >= from ? daysLater(date, 1) : date, to);
};
