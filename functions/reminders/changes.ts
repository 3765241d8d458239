import { DoseDue } from '../../events/reminders/dose-due.v1.ts';
import { schedule, unschedule } from '../shared/due/due-item.ts';
import { absent, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import { reminder, type StoredReminder } from './items.ts';
import { dosesUpTo, isOver, nextDose, type PlannedDose } from './plan.ts';

/** A reminder with what the person's settings add to it. */
export type ReminderFile = { readonly reminder: StoredReminder; readonly zone: string };

/** The clock and the trace of whatever is being done. */
export type Done = { readonly now: Instant; readonly correlationId: string };

/** What is to be; `before` is absent for a new reminder. */
export type Change = Done & {
  readonly before: StoredReminder | undefined;
  readonly after: Omit<StoredReminder, 'turn'>;
  readonly zone: string;
  /** The due item of `before` has happened: whatever is next needs one of its own, even if it is the same dose. */
  readonly consumed?: boolean;
};

/** What is to be announced next: what has come due already goes first. */
export const nextOf = (
  { reminder, zone }: { reminder: Omit<StoredReminder, 'turn'>; zone: string },
  now: Instant,
): PlannedDose | undefined =>
  reminder.status === 'running' ? (dosesUpTo(reminder, zone, now)[0] ?? nextDose(reminder, zone, now)) : undefined;

/** Whether the due item that a reminder has is the one that it needs. */
export const isPlanned = (before: Pick<StoredReminder, 'progress'> | undefined, next: PlannedDose | undefined): boolean => {
  const had = before?.progress.next;
  return had?.dose === next?.name && had?.dueAt === next?.dueAt;
};

/**
 * Every write that brings a reminder from one state to another: itself, under the turn that it was judged on, and its one
 * due item. All changes go through here, so that a running reminder with a dose to come always has exactly one.
 */
export const changeReminder = ({
  before,
  after,
  zone,
  now,
  correlationId,
  consumed = false,
}: Change): { stored: StoredReminder; writes: Write[] } => {
  const { patientId, reminderId } = after;
  const turn = (before?.turn ?? 0) + 1;
  const next = nextOf({ reminder: after, zone }, now);
  const status = after.status === 'running' && !next && isOver(after, zone, now) ? 'ended' : after.status;
  const had = before?.progress.next;
  const { next: _, ...progress } = after.progress;
  const store = (place: { next?: NonNullable<StoredReminder['progress']['next']> }, writes: Write[]) => {
    const stored: StoredReminder = { ...after, status, turn, progress: { ...progress, ...place } };
    const condition = before ? attribute('turn').is(before.turn) : absent;
    return { stored, writes: [put(reminder.make(stored, stored)).when(condition, outdated), ...writes] };
  };
  if (had && isPlanned(before, next) && !consumed) return store({ next: had }, []);
  const back = had && !consumed ? [unschedule(had.place)] : [];
  if (!next) return store({}, back);
  const id = `dose-due#${reminderId}#${next.dueAt}#r${turn}`;
  const { place, write } = schedule(id, DoseDue.of({ patientId, reminderId }), next.dueAt, { now, correlationId });
  return store({ next: { dose: next.name, dueAt: next.dueAt, place } }, [...back, write]);
};
