import { type Instant, later } from '../shared/values.ts';
import type { ReminderFile } from './changes.ts';
import type { Reminder } from './contract.ts';
import type { StoredReminder } from './items.ts';
import { isOver } from './plan.ts';
import { daysLeft } from './stock.ts';

/** Its last day may be over without anything having written so. */
export const statusAt = ({ reminder, zone }: ReminderFile, now: Instant): Reminder['status'] =>
  reminder.status === 'running' && isOver(reminder, zone, now) ? 'ended' : reminder.status;

/** Takings of the last 24 hours, which count against the daily maximum. */
export const countingTakings = ({ progress }: Pick<StoredReminder, 'progress'>, now: Instant): Instant[] =>
  progress.takings.filter((taking) => later(taking, 86_400) > now);

/** From when on an as-needed medicine can be taken again, and why not before; undefined if it can be now. */
export const waitingFor = (reminder: StoredReminder, now: Instant): { until: Instant; why: 'too-soon' | 'daily-maximum' } | undefined => {
  const { schedule } = reminder;
  if (schedule.kind !== 'as-needed') return undefined;
  const takings = countingTakings(reminder, now);
  const first = takings[takings.length - schedule.dailyMaximum];
  if (first) {
    const [until = first] = [later(takings.at(-1) ?? first, schedule.minimumGapMinutes * 60), later(first, 86_400)].sort().reverse();
    return { until, why: 'daily-maximum' };
  }
  const last = takings.at(-1);
  const gapOver = last && later(last, schedule.minimumGapMinutes * 60);
  return gapOver && gapOver > now ? { until: gapOver, why: 'too-soon' } : undefined;
};

/** A reminder as the person sees it. */
export const reminderAt = (file: ReminderFile, now: Instant): Reminder => {
  const { reminder, zone } = file;
  const { patientId: _patient, progress, turn: _turn, ...shown } = reminder;
  const status = statusAt(file, now);
  const nextAt = status === 'running' ? progress.next?.dueAt : undefined;
  const waiting = status === 'running' ? waitingFor(reminder, now) : undefined;
  const days = shown.stock && status === 'running' ? daysLeft(reminder, shown.stock.left, zone, now) : undefined;
  return {
    ...shown,
    status,
    ...(nextAt ? { nextAt } : {}),
    ...(waiting ? { nextAllowedAt: waiting.until } : {}),
    ...(days === undefined ? {} : { daysLeft: days }),
  };
};
