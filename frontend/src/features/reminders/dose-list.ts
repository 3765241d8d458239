import type { Dose } from '../../../../functions/reminders/contract.ts';

const HOUR = 3_600_000;

/** How a dose stands now: one whose time came after the list was read is due, whatever the list says. */
export const standingOf = (dose: Dose, now: number): Dose['status'] =>
  dose.status === 'upcoming' && Date.parse(dose.dueAt) <= now ? 'due' : dose.status;

/** An answer can be taken back for an hour. */
export const mayUndo = ({ status, answeredAt }: Dose, now: number): boolean =>
  (status === 'taken' || status === 'skipped') && answeredAt !== undefined && Date.parse(answeredAt) + HOUR > now;

/** More than an hour after its time: then it matters when it was taken. */
export const isOverdue = ({ dueAt }: Dose, now: number): boolean => Date.parse(dueAt) + HOUR < now;

/** Of a dose that was taken on time and answered late, as far as the API takes it: the last 24 hours. */
export const mayHaveBeenOnTime = (dose: Dose, now: number): boolean => isOverdue(dose, now) && Date.parse(dose.dueAt) + 24 * HOUR > now;

export type DayGroups = {
  /** To be answered: due, snoozed, missed. */
  readonly due: readonly Dose[];
  readonly later: readonly Dose[];
  /** Answered in the last hour, so that it can be taken back. */
  readonly fresh: readonly Dose[];
  readonly done: readonly Dose[];
};

export const groupsOf = (doses: readonly Dose[], now: number): DayGroups => {
  const standing = (...wanted: Dose['status'][]) => doses.filter((dose) => wanted.includes(standingOf(dose, now)));
  const answered = standing('taken', 'skipped');
  return {
    due: standing('due', 'snoozed', 'missed'),
    later: standing('upcoming'),
    fresh: answered.filter((dose) => mayUndo(dose, now)),
    done: answered.filter((dose) => !mayUndo(dose, now)),
  };
};

/** The doses that were planned for the day: what is taken as needed is in no plan. */
export const plannedOf = (doses: readonly Dose[]): readonly Dose[] => doses.filter(({ asNeeded }) => !asNeeded);

/** What to do now: what is due longest, or else what comes next. */
export const nextOf = (doses: readonly Dose[], now: number): Dose | undefined =>
  doses.find((dose) => ['due', 'snoozed'].includes(standingOf(dose, now))) ?? doses.find((dose) => standingOf(dose, now) === 'upcoming');
