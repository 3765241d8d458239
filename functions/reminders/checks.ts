import type { FieldProblem } from '../shared/http/errors.ts';
import { daysLater } from '../shared/indian-day.ts';
import type { CalendarDate, Instant } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import type { ReminderFields } from './contract.ts';

/** Nobody plans further ahead. */
const FARTHEST_DAYS = 366;

/** Far beyond these years, dates are no dates any more. */
const FIRST_AND_LAST = ['2000-01-01', '2199-12-31'] as const;
export const isPlannable = (date: CalendarDate): boolean => date >= FIRST_AND_LAST[0] && date <= FIRST_AND_LAST[1];

const repeated = <T>(values: readonly T[]): number => values.findIndex((value, index) => values.indexOf(value) < index);

const problemsOfSchedule = (
  { schedule, startsOn, alertCaregiversAfterMinutes }: ReminderFields,
  where: string,
  zone: string,
): FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const refuse = (field: string, rule: string) => problems.push({ field: `${where}.${field}`, rule });
  if (schedule.kind === 'clock') {
    const sameName = repeated(schedule.intakes.map(({ intakeId }) => intakeId));
    if (sameName !== -1) refuse(`schedule.intakes.${sameName}.intakeId`, 'must be another one than those of the other times');
    const sameTime = repeated(schedule.intakes.map(({ at }) => at));
    if (sameTime !== -1) refuse(`schedule.intakes.${sameTime}.at`, 'must be another time than the others');
    const sameDay = repeated(schedule.weekdays ?? []);
    if (sameDay !== -1) refuse(`schedule.weekdays.${sameDay}`, 'must be another day than the others');
  }
  if (schedule.kind === 'interval' && dateIn(schedule.firstAt, zone) < startsOn) refuse('schedule.firstAt', 'must not be before startsOn');
  if (schedule.kind === 'interval' && dateIn(schedule.firstAt, zone) > FIRST_AND_LAST[1])
    refuse('schedule.firstAt', 'must be before the year 2200');
  if (schedule.kind === 'as-needed' && alertCaregiversAfterMinutes !== undefined)
    refuse('alertCaregiversAfterMinutes', 'must be left out of a medicine that is taken as needed');
  return problems;
};

/** Rules that span more than one field of a reminder. */
export const problemsOfReminder = (fields: ReminderFields, where: string, zone: string, now: Instant): FieldProblem[] => {
  for (const name of ['startsOn', 'endsOn'] as const)
    if (fields[name] && !isPlannable(fields[name])) return [{ field: `${where}.${name}`, rule: 'must be from the year 2000 to 2199' }];
  const problems = problemsOfSchedule(fields, where, zone);
  if (fields.startsOn > daysLater(dateIn(now, zone), FARTHEST_DAYS))
    problems.push({ field: `${where}.startsOn`, rule: 'must be within a year from now' });
  if (fields.endsOn && fields.endsOn < fields.startsOn) problems.push({ field: `${where}.endsOn`, rule: 'must not be before startsOn' });
  return problems;
};
