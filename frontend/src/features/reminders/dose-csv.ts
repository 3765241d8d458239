import type { Dose } from '../../../../functions/reminders/contract.ts';
import { localIn } from './zone-clock.ts';

/** Without it, Excel takes the letters of other scripts for another alphabet. */
const BYTE_ORDER_MARK = '\ufeff';

/** A table program would take what begins so for a formula and run it. */
const quoted = (cell: string): string => {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export type CsvWords = {
  readonly columns: readonly [
    day: string,
    time: string,
    medicine: string,
    strength: string,
    dose: string,
    what: string,
    takenAt: string,
    reason: string,
  ];
  readonly dose: (dose: Dose) => string;
  readonly what: (dose: Dose) => string;
  readonly reason: (dose: Dose) => string;
};

/** Doses as a table (RFC 4180), at the clock times of each one's zone. */
export const csvOf = (doses: readonly Dose[], zoneOf: (dose: Dose) => string, words: CsvWords): string => {
  const lines = doses.map((dose) => {
    const due = localIn(dose.dueAt, zoneOf(dose));
    const taken = dose.takenAt === undefined ? undefined : localIn(dose.takenAt, zoneOf(dose));
    return [
      due.day,
      due.clock,
      dose.medicine,
      dose.strength ?? '',
      words.dose(dose),
      words.what(dose),
      taken ? `${taken.day} ${taken.clock}` : '',
      words.reason(dose),
    ];
  });
  return BYTE_ORDER_MARK + [words.columns, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
};
