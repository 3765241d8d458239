import type { CalendarDate, Instant } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import type { ReminderFile } from './changes.ts';
import { type DoseState, partsOf, unanswered } from './doses.ts';
import type { StoredDose } from './items.ts';
import { dosesOn, dosesUpTo, isSettled } from './plan.ts';

/** The day that a dose is of: of a clock time its own, of an instant the one of the reminder's zone. */
const dayOf = ({ doseId, dueAt }: Pick<DoseState, 'doseId' | 'dueAt'>, zone: string): CalendarDate => {
  const { name } = partsOf(doseId);
  return name[10] === '.' ? (name.slice(0, 10) as CalendarDate) : dateIn(dueAt, zone);
};

/** The doses of one day by time: those that are written, and those that the running reminders still have for it. */
export const dosesOfDay = (
  files: readonly ReminderFile[],
  written: readonly StoredDose[],
  { date, zone, now }: { readonly date: CalendarDate; readonly zone: string; readonly now: Instant },
): DoseState[] => {
  const zones = new Map(files.map((file) => [file.reminder.reminderId, file.zone]));
  const planned = files
    .filter(({ reminder }) => reminder.status === 'running')
    .flatMap((file) => {
      const { reminder } = file;
      const open = dosesOn(reminder, file.zone, date).filter(({ name, dueAt }) => dueAt > now && !isSettled(reminder.progress, name));
      return [...dosesUpTo(reminder, file.zone, now), ...open].map((each) => unanswered(file, each, now));
    });
  const known = new Set(written.map(({ doseId }) => doseId));
  return [...written, ...planned.filter(({ doseId }) => !known.has(doseId))]
    .filter((each) => dayOf(each, zones.get(each.reminderId) ?? zone) === date)
    .sort((one, other) => (one.dueAt === other.dueAt ? (one.doseId < other.doseId ? -1 : 1) : one.dueAt < other.dueAt ? -1 : 1));
};
