import { daysLater } from '../shared/indian-day.ts';
import type { CalendarDate } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import type { AdherenceWeek } from './contract.ts';
import type { StoredDose } from './items.ts';

const mondayOf = (date: CalendarDate): CalendarDate => daysLater(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));

const inOrder = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

const weekOf = (doses: readonly StoredDose[], weekOf: CalendarDate): AdherenceWeek => {
  const newest = doses.reduce((one, other) => (other.dueAt > one.dueAt ? other : one));
  const count = (fits: (dose: StoredDose) => boolean) => doses.filter(fits).length;
  // What is taken as needed was never due, so it says nothing about how much of what was due was taken.
  const due = count(({ asNeeded }) => !asNeeded);
  return {
    reminderId: newest.reminderId,
    medicine: newest.medicine,
    weekOf,
    taken: count(({ status }) => status === 'taken'),
    late: count(({ status, late }) => status === 'taken' && late === true),
    skipped: count(({ status }) => status === 'skipped'),
    missed: count(({ status }) => status === 'missed'),
    ...(due === 0 ? {} : { percent: Math.floor((100 * count(({ status, asNeeded }) => status === 'taken' && !asNeeded)) / due) }),
  };
};

/**
 * By week and medicine, newest week first, then by name. `late` counts some of `taken`. A dose belongs to the week of its
 * own time in the person's zone, whenever it was taken; a medicine has the name that it had last in that week.
 */
export const adherenceOf = (doses: readonly StoredDose[], zone: string): AdherenceWeek[] => {
  const answered = doses.filter(({ status }) => status === 'taken' || status === 'skipped' || status === 'missed');
  const weeks = Map.groupBy(answered, ({ reminderId, dueAt }) => `${mondayOf(dateIn(dueAt, zone))} ${reminderId}`);
  return [...weeks]
    .map(([key, ofWeek]) => weekOf(ofWeek, key.slice(0, 10) as CalendarDate))
    .sort(
      (one, other) =>
        inOrder(other.weekOf, one.weekOf) || inOrder(one.medicine, other.medicine) || inOrder(one.reminderId, other.reminderId),
    );
};
