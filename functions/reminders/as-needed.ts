import { ApiError } from '../shared/http/errors.ts';
import { dateIn } from '../shared/zones.ts';
import { type Answered, refillNotice } from './answering.ts';
import { changeReminder, type Done, type ReminderFile } from './changes.ts';
import { changeDose, takenAsNeeded } from './doses.ts';
import { countingTakings, statusAt, waitingFor } from './views.ts';

const refusals = {
  'too-soon': 'The time between two doses is not over yet.',
  'daily-maximum': 'This is the most that may be taken in 24 hours.',
} as const;

/** Notes that an as-needed medicine was taken now. `mark` tells two of one second apart. */
export const taken = (file: ReminderFile, mark: string, done: Done): Answered => {
  const { reminder, zone } = file;
  const { schedule, stock } = reminder;
  const { now } = done;
  if (schedule.kind !== 'as-needed') throw new ApiError('not-as-needed', 'This medicine has its times; take one of its doses.');
  if (statusAt(file, now) !== 'running' || dateIn(now, zone) < reminder.startsOn)
    throw new ApiError('reminder-not-running', 'This reminder does not run now.');
  const waiting = waitingFor(reminder, now);
  if (waiting) throw new ApiError(waiting.why, refusals[waiting.why], { nextAllowedAt: waiting.until });
  const dose = {
    ...takenAsNeeded(reminder, schedule.amount, mark, now),
    ...(stock ? { stockTaken: Math.min(stock.left, schedule.amount) } : {}),
  };
  const changed = changeReminder({
    before: reminder,
    after: {
      ...reminder,
      progress: { ...reminder.progress, takings: [...countingTakings(reminder, now), now] },
      ...(stock ? { stock: { ...stock, left: Math.max(0, stock.left - schedule.amount) } } : {}),
    },
    zone,
    ...done,
  });
  return {
    dose,
    writes: [...changeDose({ before: undefined, after: dose, ...done }), ...changed.writes],
    events: refillNotice(reminder, changed.stored),
  };
};
