import type { NewEvent } from '../../events/envelope.ts';
import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import type { Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { changeReminder, type Done, nextOf, type ReminderFile } from './changes.ts';
import { problemsOfReminder } from './checks.ts';
import { ReminderFields } from './contract.ts';
import type { StoredReminder } from './items.ts';
import { changedProgress, isOver, type Rule, resumedProgress, startProgress } from './plan.ts';
import type { Settled } from './settling.ts';
import { statusAt } from './views.ts';

export type Edited = { readonly file: ReminderFile; readonly writes: readonly Write[]; readonly events: readonly NewEvent[] };

const notRunning = new ApiError('reminder-not-running', 'This reminder does not run any more.');

const written = ({ stored, writes }: { stored: StoredReminder; writes: Write[] }, zone: string, settled?: Settled): Edited => ({
  file: { reminder: stored, zone },
  writes: [...(settled?.writes ?? []), ...writes],
  events: settled?.events ?? [],
});

const refuseOver = (rule: Rule, where: string, zone: string, now: Instant): void => {
  if (!isOver(rule, zone, now)) return;
  const tapers = rule.schedule.kind === 'clock' && rule.schedule.taper !== undefined;
  throw invalidRequest([
    rule.endsOn !== undefined && !tapers
      ? { field: `${where}.endsOn`, rule: 'must not be in the past' }
      : { field: `${where}.schedule.taper`, rule: 'must not be over already' },
  ]);
};

/** A new reminder; one that would never remind is refused. */
export const created = (fields: ReminderFields, of: Pick<StoredReminder, 'patientId' | 'reminderId'>, zone: string, done: Done): Edited => {
  const { now } = done;
  const progress = startProgress(fields, zone, now);
  const after = { ...fields, ...of, status: 'running' as const, createdAt: now, revision: 1, progress };
  const problems = problemsOfReminder(fields, 'body', zone, now);
  if (problems.length > 0) throw invalidRequest(problems);
  refuseOver(after, 'body', zone, now);
  if (fields.schedule.kind !== 'as-needed' && !nextOf({ reminder: after, zone }, now))
    throw invalidRequest([{ field: 'body.schedule', rule: 'must have a dose that is still to come' }]);
  return written(changeReminder({ before: undefined, after, zone, ...done }), zone);
};

type Changes = Readonly<Record<string, unknown>>;

/** Of which of these the times of the doses are made. */
const SHAPES_TIMES = ['schedule', 'startsOn', 'endsOn', 'zone'];

/**
 * A reminder with a person's changes; what was due until now has been settled by the old rule. `settingsZone` is where its
 * clock times are if it has no zone of its own.
 */
export const changed = (file: ReminderFile, settled: Settled, changes: Changes, settingsZone: string, done: Done): Edited => {
  const { reminder: before, zone: zoneBefore } = file;
  const { now } = done;
  if (statusAt(file, now) !== 'running') throw notRunning;
  const kept = Object.entries(before).filter(([name]) => name in ReminderFields.shape && !(name in changes));
  const given = Object.entries(changes).filter(([, value]) => value !== null && value !== undefined);
  const fields = ReminderFields.parse(Object.fromEntries([...kept, ...given]));
  // Only a change of the zone moves it; if the person’s own zone changes in this moment, that event plans anew.
  const zone = fields.zone ?? ('zone' in changes ? settingsZone : zoneBefore);
  const problems = problemsOfReminder(fields, 'body.changes', zone, now);
  if (problems.length > 0) throw invalidRequest(problems);
  const { patientId, reminderId, status, createdAt, revision } = before;
  const old = { ...before, progress: settled.progress };
  const progress = SHAPES_TIMES.some((name) => name in changes) ? changedProgress(old, fields, zone, now) : settled.progress;
  const after = { ...fields, patientId, reminderId, status, createdAt, revision: revision + 1, progress };
  refuseOver(after, 'body.changes', zone, now);
  return written(changeReminder({ before, after, zone, ...done }), zone, settled);
};

/** Nothing comes due any more; what has come due stays, and is told to nobody. */
export const stopped = ({ reminder: before, zone }: ReminderFile, settled: Settled, done: Done): Edited => {
  const { progress } = settled;
  const after = { ...before, status: 'stopped' as const, stoppedAt: done.now, revision: before.revision + 1, progress };
  return written(changeReminder({ before, after, zone, ...done }), zone, settled);
};

export const resumed = ({ reminder: before, zone }: ReminderFile, done: Done): Edited => {
  const { now } = done;
  if (isOver(before, zone, now)) throw new ApiError('reminder-over', 'The last day of this reminder is over. Make a new one.');
  const { stoppedAt: _, ...rest } = before;
  const progress = resumedProgress(before, zone, now);
  const after = { ...rest, status: 'running' as const, revision: before.revision + 1, progress };
  return written(changeReminder({ before, after, zone, ...done }), zone);
};
