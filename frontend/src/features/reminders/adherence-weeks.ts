import type { AdherenceWeek } from '../../../../functions/reminders/contract.ts';

export type WeekSum = {
  readonly weekOf: string;
  readonly taken: number;
  readonly late: number;
  readonly skipped: number;
  readonly missed: number;
  readonly due: number;
  /** Whole per cent, rounded down; undefined where nothing was due. */
  readonly percent: number | undefined;
};

/** What was taken only as needed was never due, and says nothing about how regularly something is taken. */
const wasDue = ({ percent }: AdherenceWeek): boolean => percent !== undefined;

const sumOf = (rows: readonly AdherenceWeek[]): Omit<WeekSum, 'weekOf'> => {
  const total = (of: (row: AdherenceWeek) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const [taken, late, skipped, missed] = [
    total((row) => row.taken),
    total((row) => row.late),
    total((row) => row.skipped),
    total((row) => row.missed),
  ];
  const due = taken + skipped + missed;
  return { taken, late, skipped, missed, due, percent: due === 0 ? undefined : Math.floor((100 * taken) / due) };
};

/** The medicines of the rows, each once, by name. */
export const medicinesIn = (rows: readonly AdherenceWeek[]): readonly { readonly reminderId: string; readonly medicine: string }[] =>
  [...new Map(rows.filter(wasDue).map(({ reminderId, medicine }) => [reminderId, medicine])).entries()]
    .map(([reminderId, medicine]) => ({ reminderId, medicine }))
    .toSorted((one, other) => one.medicine.localeCompare(other.medicine));

const rowsOf = (rows: readonly AdherenceWeek[], reminderId: string | undefined) =>
  rows.filter((row) => wasDue(row) && (reminderId === undefined || row.reminderId === reminderId));

/** Each of the last `count` weeks until that of `monday`, oldest first; of one medicine or of all. */
export const weeksOf = (
  rows: readonly AdherenceWeek[],
  { monday, count, reminderId }: { readonly monday: string; readonly count: number; readonly reminderId?: string | undefined },
): readonly WeekSum[] =>
  Array.from({ length: count }, (_, place) => {
    const weekOf = new Date(Date.parse(`${monday}T00:00:00Z`) - (count - 1 - place) * 7 * 86_400_000).toISOString().slice(0, 10);
    return { weekOf, ...sumOf(rowsOf(rows, reminderId).filter((row) => row.weekOf === weekOf)) };
  });

/** All weeks together. */
export const totalOf = (rows: readonly AdherenceWeek[], reminderId?: string): Omit<WeekSum, 'weekOf'> => sumOf(rowsOf(rows, reminderId));

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => {
  const start = Date.parse(`${day}T00:00:00Z`);
  return new Date(start - ((new Date(start).getUTCDay() + 6) % 7) * 86_400_000).toISOString().slice(0, 10);
};
