import type { FieldProblem } from '../shared/http/errors.ts';
import { minuteOfDay } from '../shared/indian-day.ts';
import type { AvailabilityFields } from './contract.ts';

type Clocks = { from: string; to: string };

/** Clock times sort as times do, `24:00` last. */
const overlap = (one: Clocks, other: Clocks) => one.from < other.to && other.from < one.to;

const tooShort = (field: string, { from, to, slotMinutes }: Clocks & { slotMinutes: number }): FieldProblem[] =>
  minuteOfDay(to) - minuteOfDay(from) < slotMinutes
    ? [{ field: `${field}.to`, rule: `must be at least ${slotMinutes} minutes after from, so that one slot fits` }]
    : [];

/**
 * Rules that span more than one field of a doctor's hours: a stretch holds a slot, and no two of one day overlap. A last
 * buffer may reach into the next stretch: whoever books first decides (`freeSlots`). Of several overlaps the first is told.
 */
export const problemsOfAvailability = ({ weekly, exceptions }: AvailabilityFields): FieldProblem[] => [
  ...weekly.flatMap((stretch, index) => {
    const field = `body.weekly.${index}`;
    const problems = tooShort(field, stretch);
    for (const [earlier, other] of weekly.slice(0, index).entries()) {
      const day = stretch.days.find((name) => other.days.includes(name));
      if (!day || !overlap(stretch, other)) continue;
      return [...problems, { field: `${field}.from`, rule: `must not overlap weekly.${earlier} on ${day}` }];
    }
    return problems;
  }),
  ...exceptions.flatMap((exception, index) => {
    if (exception.kind !== 'extra') return [];
    const field = `body.exceptions.${index}`;
    const earlier = exceptions
      .slice(0, index)
      .findIndex((other) => other.kind === 'extra' && other.date === exception.date && overlap(exception, other));
    return earlier === -1
      ? tooShort(field, exception)
      : [...tooShort(field, exception), { field: `${field}.from`, rule: `must not overlap exceptions.${earlier} on ${exception.date}` }];
  }),
];
