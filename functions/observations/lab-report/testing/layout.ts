import type { Chance } from './chance.ts';
import { dayOf, type Habits, type MadeUpReport, type MadeUpRow } from './made-up-report.ts';
import type { Sheet } from './sheet.ts';
import type { TrueValue } from './truth.ts';

/** A way of printing reports. The reading was not adjusted to the layouts that are held out. */
export type Layout = {
  readonly name: string;
  readonly heldOut: boolean;
  readonly habits: Habits;
  /** Prints the report and says what it says and on which page. */
  readonly print: (sheet: Sheet, report: MadeUpReport, chance: Chance) => TrueValue[];
};

/** Collects what is printed; each value counts where it is printed first. */
export class Printed {
  readonly values: TrueValue[] = [];
  readonly #day: string;

  constructor(report: MadeUpReport) {
    this.#day = dayOf(report.collected);
  }

  /** A finding that is printed beside the report's own rows. */
  addFinding(code: string, value: string, page: number): void {
    this.values.push({ code, value, date: this.#day, page });
  }

  add(row: MadeUpRow, page: number, change: Partial<TrueValue> = {}): void {
    if (row.truth) this.values.push({ ...row.truth, date: this.#day, page, ...change });
  }
}
