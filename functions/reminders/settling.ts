import type { NewEvent } from '../../events/envelope.ts';
import { noticeWanted } from '../notifications/items.ts';
import { commandOfArogya, type Touched } from '../shared/table/command.ts';
import type { Table } from '../shared/table/table.ts';
import type { Write } from '../shared/table/write.ts';
import { type Instant, later } from '../shared/values.ts';
import { changeReminder, type Done, type ReminderFile } from './changes.ts';
import { TOO_LATE_TO_ANNOUNCE_MINUTES } from './contract.ts';
import { changeDose, doseIdOf, type Look, unanswered } from './doses.ts';
import { dose, type StoredReminder } from './items.ts';
import { dosesUpTo, missedAt, settled } from './plan.ts';

/** Doses that have their turn in one transaction: each is up to three writes, and DynamoDB takes a hundred. */
const AT_ONCE = 20;

export type Settled = {
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
  /** The reminder's, with these doses behind it. */
  readonly progress: StoredReminder['progress'];
  readonly count: number;
};

export const touchedBy = ({ patientId, reminderId }: Pick<StoredReminder, 'patientId' | 'reminderId'>): Touched[] => [
  { subjectId: patientId, resource: `reminder#${reminderId}` },
];

/**
 * Gives every dose whose time has come its turn: it is written once, and announced unless that is too late, when one notice
 * says that there are such doses. Of several late ones only the last is told to caregivers. `silent`: nothing is told.
 */
export const settleDue = async (
  table: Table,
  file: ReminderFile,
  { now, correlationId }: Done,
  { silent = false }: { readonly silent?: boolean } = {},
): Promise<Settled> => {
  const { reminder, zone } = file;
  const { patientId, reminderId, alertCaregiversAfterMinutes: alertAfter } = reminder;
  const planned = reminder.status === 'running' ? dosesUpTo(reminder, zone, now).slice(0, AT_ONCE) : [];
  if (planned.length === 0) return { writes: [], events: [], progress: reminder.progress, count: 0 };
  const idOf = ({ name }: { name: string }) => doseIdOf(reminderId, name);
  const known = await table.findMany(
    dose,
    planned.map((each) => ({ patientId, doseId: idOf(each) })),
  );
  const fresh = planned.filter((each) => !known.some(({ doseId }) => doseId === idOf(each)));
  const isLate = (each: (typeof planned)[number]) =>
    later(each.dueAt, TOO_LATE_TO_ANNOUNCE_MINUTES * 60) < now || missedAt(reminder, zone, each) <= now;
  const late = fresh.filter(isLate);
  const writes = fresh.flatMap((each) => {
    const after = { ...unanswered(file, each, now), announcedAt: now };
    const tells = !silent && alertAfter !== undefined && (!isLate(each) || each === late.at(-1));
    const add: { look: Look; at: Instant }[] = [
      ...(after.status === 'missed' ? [] : [{ look: 'missed' as const, at: missedAt(reminder, zone, each) }]),
      // Counted from when the person was told, so that a stop of ours leaves them time to answer.
      ...(tells ? [{ look: 'tell-caregivers' as const, at: later(now, alertAfter * 60) }] : []),
    ];
    return changeDose({ before: undefined, after, add, now, correlationId });
  });
  const announced = fresh
    .filter((each) => !isLate(each))
    .map((each) => {
      const doseId = idOf(each);
      return noticeWanted({
        noticeId: `dose-due.${doseId}`,
        recipientId: patientId,
        kind: 'dose-due',
        about: { patientId, doseId, reminderId },
      });
    });
  const lateNotice = noticeWanted({
    noticeId: `doses-late.${patientId}.${now.slice(0, 13)}`,
    recipientId: patientId,
    kind: 'doses-late',
    about: { patientId },
  });
  return {
    writes,
    events: silent ? [] : [...announced, ...(late.length > 0 ? [lateNotice] : [])],
    progress: settled(
      reminder,
      zone,
      planned.map(({ name }) => name),
      now,
    ),
    count: planned.length,
  };
};

/**
 * Before a change of the rule: gives what has come due under the old one its turn, in transactions of its own, until no more
 * than one transaction's worth is left, or with `leaving: 0` nothing.
 */
export const settleAhead = async (
  table: Table,
  find: () => Promise<ReminderFile>,
  done: Done,
  { leaving = AT_ONCE, silent = false }: { readonly leaving?: number; readonly silent?: boolean } = {},
): Promise<ReminderFile> => {
  for (;;) {
    const file = await find();
    const { reminder, zone } = file;
    if (reminder.status !== 'running' || dosesUpTo(reminder, zone, done.now).length <= leaving) return file;
    const { writes, events, progress } = await settleDue(table, file, done, { silent });
    const changed = changeReminder({ before: reminder, after: { ...reminder, progress }, zone, ...done });
    const action = 'reminders.settle';
    const command = commandOfArogya(table, {
      callerId: `arogya:${action}`,
      action,
      idempotencyKey: `${reminder.reminderId}#${reminder.turn}`,
      requestHash: action,
      ...done,
    });
    await command.commit([...writes, ...changed.writes], '', events, touchedBy(reminder));
  }
};
