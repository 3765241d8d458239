import type * as z from 'zod';

import type { NewEvent } from '../../events/envelope.ts';
import { noticeWanted } from '../notifications/items.ts';
import { ApiError } from '../shared/http/errors.ts';
import { atRevision } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { remove, type Write } from '../shared/table/write.ts';
import { type Instant, later } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import { changeReminder, type Done, type ReminderFile } from './changes.ts';
import type { SkipReason } from './contract.ts';
import { changeDose, type DoseState, type Look, partsOf, placeOf, unanswered } from './doses.ts';
import { dose, type StoredDose, type StoredReminder } from './items.ts';
import { dosesOn, dosesUpTo, missedAt, type PlannedDose, settled } from './plan.ts';

/** An answer can be taken back for so long. */
const UNDO_SECONDS = 3_600;
/** Until then a dose can be taken late: a medicine of once a week may well be. */
const LATEST_DAYS = 7;
/** From then on it was taken late. */
const LATE_SECONDS = 3_600;

export type Answer =
  | { readonly kind: 'take'; readonly takenAt: Instant }
  | { readonly kind: 'skip'; readonly reason: z.infer<typeof SkipReason> }
  | { readonly kind: 'snooze'; readonly minutes: number };

export type DoseFile = ReminderFile & { readonly dose: StoredDose | undefined };

/** What follows from an answer, and the dose as it then is. */
export type Answered = { readonly dose: DoseState; readonly writes: readonly Write[]; readonly events: readonly NewEvent[] };

const answeredAlready = new ApiError('dose-answered', 'This dose has been answered already. Undo that first, within an hour.');
const tooEarly = new ApiError('too-early', 'This dose is not for today. It can be answered on its day.');
const tooLate = (why: string) => new ApiError('too-late', why);
const noSuchDose = () => new ApiError('not-found', 'There is no such dose.');

const isInstant = (name: string) => name[10] === 'T';

/** The dose of that name which has not been written yet: it is due and its turn is still to come, or it is of today. */
const plannedIn = ({ reminder, zone }: ReminderFile, doseId: string, now: Instant): PlannedDose => {
  const { name } = partsOf(doseId);
  const called = (each: PlannedDose) => each.name === name;
  if (reminder.status !== 'running' || !/^\d{4}-\d{2}-\d{2}[.T]/.test(name)) throw noSuchDose();
  const due = dosesUpTo(reminder, zone, now).find(called);
  if (due) return due;
  const at = Date.parse(isInstant(name) ? name : `${name.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at)) throw noSuchDose();
  const date = isInstant(name) ? dateIn(name as Instant, zone) : (name.slice(0, 10) as ReturnType<typeof dateIn>);
  const planned = dosesOn(reminder, zone, date).find((each) => called(each) && each.dueAt > now);
  if (!planned) throw noSuchDose();
  if (dateIn(planned.dueAt, zone) > dateIn(now, zone)) throw tooEarly;
  return planned;
};

/** The dose as it is now, whether or not it is written. */
const current = (file: DoseFile, doseId: string, now: Instant): { readonly state: DoseState; readonly missed: Instant | undefined } => {
  if (file.dose) return { state: file.dose, missed: undefined };
  const planned = plannedIn(file, doseId, now);
  return { state: unanswered(file, planned, now), missed: missedAt(file.reminder, file.zone, planned) };
};

const reduced = (stock: NonNullable<StoredReminder['stock']>, by: number) => ({ ...stock, left: Math.max(0, stock.left - by) });

/** The warning, when the stock has just gone below the line: once, until the person changes it; an undo and a taking again are no news. */
export const refillNotice = (before: StoredReminder, after: StoredReminder): NewEvent[] => {
  const line = after.stock?.warnAt;
  if (line === undefined || !before.stock || !after.stock || before.stock.left <= line || after.stock.left > line) return [];
  const { patientId, reminderId, revision } = after;
  return [
    noticeWanted({
      noticeId: `refill.${reminderId}.${revision}`,
      recipientId: patientId,
      kind: 'refill-soon',
      about: { patientId, reminderId },
    }),
  ];
};

const changeFile = ({ reminder: before, zone }: ReminderFile, over: Partial<StoredReminder>, done: Done) =>
  changeReminder({ before, after: { ...before, ...over }, zone, ...done });

/** A dose is taken or skipped: itself, the reminder that need not announce it any more, and the stock. */
const ended = (file: DoseFile, state: DoseState, answer: Exclude<Answer, { kind: 'snooze' }>, done: Done): Answered => {
  const { reminder, zone, dose: before } = file;
  const { snoozedUntil: _until, skipReason: _reason, takenAt: _at, late: _late, ...rest } = state;
  const stock = answer.kind === 'take' ? reminder.stock : undefined;
  const after: DoseState = {
    ...rest,
    answeredAt: done.now,
    ...(answer.kind === 'take'
      ? {
          status: 'taken',
          takenAt: answer.takenAt,
          ...(answer.takenAt > later(state.dueAt, LATE_SECONDS) ? { late: true } : {}),
          ...(stock ? { stockTaken: Math.min(stock.left, state.amount) } : {}),
        }
      : { status: 'skipped', skipReason: answer.reason }),
  };
  const writes = changeDose({ before, after, ...done });
  if (before && !stock) return { dose: after, writes, events: [] };
  const changed = changeFile(
    file,
    {
      ...(before ? {} : { progress: settled(reminder, zone, [partsOf(state.doseId).name], done.now) }),
      ...(stock ? { stock: reduced(stock, state.amount) } : {}),
    },
    done,
  );
  return { dose: after, writes: [...writes, ...changed.writes], events: refillNotice(reminder, changed.stored) };
};

const snoozed = (file: DoseFile, { state, missed }: ReturnType<typeof current>, minutes: number, done: Done): Answered => {
  const { reminder, zone, dose: before } = file;
  const { now } = done;
  if (state.status === 'missed') throw tooLate('This dose counts as missed. It can be taken, late, or skipped.');
  const snoozedUntil = later(now, minutes * 60);
  // Of a written dose the minute in which it will be missed is known; seconds do not matter here.
  const missedBy = missed ?? (before && placeOf(before, 'missed')?.minute);
  if (missedBy === undefined || snoozedUntil >= missedBy) throw tooLate('The snooze would end after the dose counts as missed.');
  const after: DoseState = { ...state, status: 'snoozed', snoozedUntil, snoozes: state.snoozes + 1 };
  const add: { look: Look; at: Instant }[] = [{ look: 'snooze-over', at: snoozedUntil }];
  if (before) return { dose: after, writes: changeDose({ before, after, keep: ['missed', 'tell-caregivers'], add, ...done }), events: [] };
  if (missed) add.push({ look: 'missed', at: missed });
  const alertAfter = reminder.alertCaregiversAfterMinutes;
  if (alertAfter !== undefined) add.push({ look: 'tell-caregivers', at: later(now, alertAfter * 60) });
  const written = { ...after, announcedAt: now };
  const changed = changeFile(file, { progress: settled(reminder, zone, [partsOf(state.doseId).name], now) }, done);
  return { dose: written, writes: [...changeDose({ before, after: written, add, ...done }), ...changed.writes], events: [] };
};

/** Answers a dose as it is now. Of two answers at once the second sees what the first has made of it. */
export const answer = (file: DoseFile, doseId: string, given: Answer, done: Done): Answered => {
  const now = current(file, doseId, done.now);
  const { status, dueAt } = now.state;
  if (status === 'taken' || status === 'skipped') throw answeredAlready;
  if (later(dueAt, LATEST_DAYS * 86_400) < done.now) throw tooLate(`A dose can be answered for ${LATEST_DAYS} days.`);
  if (given.kind !== 'snooze') return ended(file, now.state, given, done);
  if (status === 'upcoming') throw tooEarly;
  return snoozed(file, now, given.minutes, done);
};

/** The stock as it was before the dose was taken; what was set anew in between counts. */
const restored = ({ stock }: StoredReminder, { stockTaken = 0 }: StoredDose) =>
  stock && stockTaken > 0 ? { stock: { ...stock, left: stock.left + stockTaken } } : {};

const without = (takings: readonly Instant[], taking: Instant | undefined): Instant[] => {
  const at = taking === undefined ? -1 : takings.lastIndexOf(taking);
  return takings.filter((_, index) => index !== at);
};

/**
 * Takes an answer back. What was answered before its time is to come again; what was due is due, or missed if that time is
 * over; what was taken as needed was not taken.
 */
export const undone = (file: DoseFile, done: Done): Answered => {
  const { reminder, zone, dose: before } = file;
  const { now, correlationId } = done;
  if (!before) throw noSuchDose();
  if (before.status !== 'taken' && before.status !== 'skipped') throw new ApiError('dose-not-answered', 'This dose has not been answered.');
  if (!before.answeredAt || later(before.answeredAt, UNDO_SECONDS) < now) throw tooLate('An answer can be taken back for one hour.');
  const { takenAt, late: _late, skipReason: _reason, answeredAt: _at, stockTaken: _taken, ...rest } = before;
  const { name } = partsOf(before.doseId);
  if (before.asNeeded || before.dueAt > now) {
    const { progress } = reminder;
    const changed = changeFile(
      file,
      {
        progress: {
          ...progress,
          settled: progress.settled.filter((each) => each !== name),
          takings: before.asNeeded ? without(progress.takings, takenAt) : progress.takings,
        },
        ...restored(reminder, before),
      },
      done,
    );
    const gone = remove(dose.key(before)).when(atRevision(before.revision), outdated);
    return { dose: { ...rest, status: 'upcoming' }, writes: [gone, ...changed.writes], events: [] };
  }
  const missed = missedAt(reminder, zone, { name, dueAt: before.dueAt, amount: before.amount });
  const alertAfter = reminder.alertCaregiversAfterMinutes;
  const after: DoseState = { ...rest, status: missed <= now ? 'missed' : 'due', announcedAt: before.announcedAt ?? now };
  const add: { look: Look; at: Instant }[] = [];
  if (after.status === 'due') add.push({ look: 'missed', at: missed });
  if (alertAfter !== undefined && !before.caregiversToldAt) add.push({ look: 'tell-caregivers', at: later(now, alertAfter * 60) });
  const writes = changeDose({ before, after, add, now, correlationId });
  const stock = restored(reminder, before);
  return { dose: after, writes: stock.stock ? [...writes, ...changeFile(file, stock, done).writes] : writes, events: [] };
};
