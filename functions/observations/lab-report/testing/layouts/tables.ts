import type { Layout } from '../layout.ts';
import { Printed } from '../layout.ts';
import { type MadeUpReport, printDate } from '../made-up-report.ts';
import { PAGE, type Sheet } from '../sheet.ts';
import { URINE_ROWS } from '../tests-of-labs.ts';
import { printFoot, printGrades, printHead, printRemarks } from './paper.ts';
import { BOTTOM, printRows, printTableHead, type TableStyle } from './table.ts';

const heading = (sheet: Sheet, text: string, place: 'left' | 'centre', size = 9): void => {
  sheet.text(30, sheet.y, text, { size, bold: true, align: place, width: PAGE.width - 60 });
  sheet.y += size + 7;
};

const begin = (sheet: Sheet, report: MadeUpReport, head: Parameters<typeof printHead>[2], foot: string): void => {
  sheet.onPage = () => {
    printHead(sheet, report, head);
    printFoot(sheet, foot);
  };
  sheet.newPage();
};

const printUrine = (sheet: Sheet, x: readonly [number, number, number, number], size: number, printed: Printed): void => {
  if (sheet.y + URINE_ROWS.length * (size + 4) > BOTTOM) sheet.newPage();
  for (const [name, result, unit, range, code, value] of URINE_ROWS) {
    if (code && value) printed.addFinding(code, value, sheet.pageNumber);
    for (const [at, text] of [name, result, unit, range].entries()) sheet.text(x[at] ?? 0, sheet.y, text, { size });
    sheet.y += size + 4;
  }
  sheet.y += 8;
};

/** The plain table of the large chains: the method in brackets under the name. */
const classicTable: TableStyle = {
  columns: [
    { key: 'name', head: ['Test Name'], x: 30, width: 250 },
    { key: 'value', head: ['Results'], x: 290, width: 70 },
    { key: 'unit', head: ['Units'], x: 370, width: 80 },
    { key: 'range', head: ['Bio. Ref. Interval'], x: 455, width: 120 },
  ],
  size: 9,
  gap: 3,
  level: 'top',
  methodBelow: 'brackets',
  flags: 'none',
};

export const classic: Layout = {
  name: 'classic',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    begin(
      sheet,
      report,
      { dates: 'dd/mm/yyyy', block: 'two-columns' },
      'If test results are alarming or unexpected, client is advised to contact the laboratory.',
    );
    printTableHead(sheet, classicTable);
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 60) sheet.newPage();
      heading(sheet, section.heading, 'left');
      printRows(sheet, section.rows, classicTable, printed, () => {
        sheet.newPage();
        printTableHead(sheet, classicTable);
      });
    }
    if (chance.happens(0.5)) {
      heading(sheet, 'URINE EXAMINATION, ROUTINE', 'left');
      printUrine(sheet, [30, 290, 370, 455], 9, printed);
    }
    if (sheet.y > BOTTOM - 60) sheet.newPage();
    printRemarks(sheet, chance);
    return printed.values;
  },
};

/** Five columns with heads of two lines and a method column. */
const observedTable: TableStyle = {
  columns: [
    { key: 'name', head: ['Investigation'], x: 30, width: 170 },
    { key: 'value', head: ['Observed', 'Value'], x: 205, width: 60, align: 'centre', headAlign: 'centre' },
    { key: 'unit', head: ['Unit'], x: 275, width: 75, align: 'centre', headAlign: 'centre' },
    { key: 'range', head: ['Biological', 'Reference Interval'], x: 355, width: 110, align: 'centre', headAlign: 'centre' },
    { key: 'method', head: ['Method'], x: 475, width: 100 },
  ],
  size: 8.5,
  gap: 4,
  level: 'top',
  methodBelow: 'no',
  flags: 'after',
};

export const observed: Layout = {
  name: 'observed',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    begin(sheet, report, { dates: 'dd-Mon-yyyy', block: 'boxes' }, 'This is an electronically authenticated laboratory report.');
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 90) sheet.newPage();
      heading(sheet, section.heading, 'centre', 10);
      printTableHead(sheet, observedTable);
      printRows(sheet, section.rows, observedTable, printed, () => {
        sheet.newPage();
        printTableHead(sheet, observedTable);
      });
      sheet.y += 8;
    }
    if (sheet.y > BOTTOM - 110) sheet.newPage();
    if (chance.happens(0.5)) printGrades(sheet);
    else printRemarks(sheet, chance);
    return printed.values;
  },
};

/** Flags and the result of the last visit in columns of their own. */
export const previous: Layout = {
  name: 'previous',
  heldOut: false,
  habits: { ranges: 'both-in-line', grades: false, withoutUnit: 0.03, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const earlier = new Date(report.collected.getTime() - chance.whole(60, 400) * 86_400_000);
    const last = chance.happens(0.5) ? ['Previous', 'Result'] : ['Previous Result', `(${printDate(earlier, 'dd-Mon-yyyy', false)})`];
    const table: TableStyle = {
      columns: [
        { key: 'name', head: ['Test Description'], x: 30, width: 165 },
        { key: 'value', head: ['Result'], x: 200, width: 45, align: 'right', headAlign: 'right' },
        { key: 'flag', head: ['Flag'], x: 252, width: 25 },
        { key: 'unit', head: ['Units'], x: 285, width: 65 },
        { key: 'range', head: ['Biological Ref. Range'], x: 355, width: 130 },
        { key: 'previous', head: last, x: 495, width: 75 },
      ],
      size: 8.5,
      gap: 4,
      level: 'top',
      methodBelow: chance.happens(0.5) ? 'label' : 'no',
      flags: 'column',
    };
    begin(sheet, report, { dates: 'dd/Mon/yyyy', block: 'lines' }, 'H - High, L - Low. Tests marked with * are not accredited.');
    printTableHead(sheet, table);
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 60) {
        sheet.newPage();
        printTableHead(sheet, table);
      }
      heading(sheet, section.heading, 'left');
      printRows(sheet, section.rows, table, printed, () => {
        sheet.newPage();
        printTableHead(sheet, table);
      });
    }
    if (sheet.y > BOTTOM - 60) sheet.newPage();
    printRemarks(sheet, chance);
    return printed.values;
  },
};

/** A narrow name column: names break, ranges stand in several lines, values at the top, in the middle or at the bottom of a row. */
export const wrapped: Layout = {
  name: 'wrapped',
  heldOut: false,
  habits: { ranges: 'both-in-lines', grades: true, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const table: TableStyle = {
      columns: [
        { key: 'name', head: ['Parameter'], x: 40, width: 98 },
        { key: 'value', head: ['Value'], x: 150, width: 60 },
        { key: 'unit', head: ['Unit'], x: 225, width: 80 },
        { key: 'range', head: ['Reference Range'], x: 320, width: 160 },
        { key: 'method', head: ['Method'], x: 490, width: 85 },
      ],
      size: 9,
      gap: chance.one([5, 6, 8]),
      level: chance.one(['top', 'middle', 'bottom'] as const),
      methodBelow: 'no',
      flags: chance.one(['none', 'after', 'touching'] as const),
    };
    begin(sheet, report, { dates: 'dd-mm-yy', block: 'stacked' }, 'Partial reproduction of this report is not permitted.');
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 90) sheet.newPage();
      heading(sheet, section.heading, 'left', 11);
      printTableHead(sheet, table);
      printRows(sheet, section.rows, table, printed, () => {
        sheet.newPage();
        printTableHead(sheet, table);
      });
      sheet.y += 6;
    }
    if (sheet.y > BOTTOM - 60) sheet.newPage();
    printRemarks(sheet, chance);
    return printed.values;
  },
};

/** The range before the result, which stands last with its flag before it. */
export const rangeFirst: Layout = {
  name: 'range-first',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 4], capitals: true },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const table: TableStyle = {
      columns: [
        { key: 'name', head: ['TEST'], x: 30, width: 230 },
        { key: 'range', head: ['NORMAL RANGE'], x: 270, width: 110 },
        { key: 'unit', head: ['UNIT'], x: 390, width: 80 },
        { key: 'value', head: ['RESULT'], x: 475, width: 70, align: 'right', headAlign: 'right' },
      ],
      size: 9,
      gap: 5,
      level: 'top',
      methodBelow: 'no',
      flags: chance.one(['before', 'star'] as const),
    };
    begin(sheet, report, { dates: 'dd.mm.yyyy', block: 'boxes', clock: false }, 'Subject to Indore jurisdiction only.');
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 70) sheet.newPage();
      heading(sheet, section.heading, 'centre', 11);
      printTableHead(sheet, table);
      printRows(sheet, section.rows, table, printed, () => sheet.newPage());
      sheet.y += 6;
    }
    if (chance.happens(0.6)) {
      if (sheet.y > BOTTOM - 230) sheet.newPage();
      heading(sheet, 'URINE ROUTINE & MICROSCOPY', 'centre', 11);
      for (const [name, result, unit, range, code, value] of URINE_ROWS) {
        if (code && value) printed.addFinding(code, value, sheet.pageNumber);
        sheet.text(30, sheet.y, name.toUpperCase());
        sheet.text(270, sheet.y, range);
        sheet.text(390, sheet.y, unit);
        sheet.text(475, sheet.y, result, { align: 'right', width: 70 });
        sheet.y += 13;
      }
    }
    return printed.values;
  },
};

/** One page a profile, with the technology beside each test and grades below. */
export const profile: Layout = {
  name: 'profile',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: true, withoutUnit: 0.02, sections: [2, 4], capitals: true },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const table: TableStyle = {
      columns: [
        { key: 'name', head: ['TEST NAME'], x: 30, width: 190 },
        { key: 'method', head: ['TECHNOLOGY'], x: 225, width: 100 },
        { key: 'value', head: ['VALUE'], x: 330, width: 50, align: 'right', headAlign: 'right' },
        { key: 'unit', head: ['UNITS'], x: 392, width: 75 },
        { key: 'range', head: ['REFERENCE RANGE'], x: 470, width: 110 },
      ],
      size: 8,
      gap: 6,
      level: 'top',
      methodBelow: 'no',
      flags: 'none',
    };
    begin(sheet, report, { dates: 'dd Mon yyyy', block: 'lines' }, '~~ End of report ~~');
    for (const [at, section] of report.sections.entries()) {
      if (at > 0) sheet.newPage();
      heading(sheet, section.heading, 'centre', 12);
      printTableHead(sheet, table);
      printRows(sheet, section.rows, table, printed, () => {
        sheet.newPage();
        printTableHead(sheet, table);
      });
      if (sheet.y < BOTTOM - 120 && chance.happens(0.5)) printRemarks(sheet, chance, 7);
      sheet.text(30, sheet.y, 'Please correlate with clinical conditions.', { size: 7, bold: true });
      sheet.y += 12;
      sheet.text(30, sheet.y, `Method : ${section.rows.find(({ method }) => method !== '')?.method ?? 'Automated'}`, { size: 7 });
    }
    return printed.values;
  },
};

/** Groups whose name stands above their parts, a status column, and the last two heads run together. */
export const grouped: Layout = {
  name: 'grouped',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [3, 5] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const table: TableStyle = {
      columns: [
        { key: 'name', head: ['Test Report Status  Final'], x: 30, width: 210 },
        { key: 'value', head: ['Results'], x: 250, width: 70 },
        { key: 'range', head: ['Biological Reference Interval Units'], x: 370, width: 110 },
        { key: 'unit', head: [], x: 490, width: 80 },
      ],
      size: 9,
      gap: 3,
      level: 'top',
      methodBelow: 'label',
      flags: 'word',
      indent: 8,
    };
    const head: TableStyle = {
      ...table,
      columns: [{ ...table.columns[0], head: ['Test Name'] } as (typeof table.columns)[number], ...table.columns.slice(1)],
    };
    const shown = chance.happens(0.5) ? head : table;
    begin(sheet, report, { dates: 'dd/mm/yyyy', block: 'stacked' }, 'Scan to validate. CIN U74899DL1994PLC000000');
    printTableHead(sheet, shown);
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 60) sheet.newPage();
      heading(sheet, section.heading, 'left', 10);
      const bilirubin = section.rows.filter(({ name }) => /^(?:bilirubin[, -]+(?:total|direct|indirect))$/i.test(name));
      const isGrouped = bilirubin.length > 1;
      if (isGrouped) {
        sheet.text(30, sheet.y, 'BILIRUBIN', { bold: true });
        sheet.y += 13;
        const parts = bilirubin.map((row) => ({ ...row, name: row.name.replace(/^bilirubin[, -]+/i, '') }));
        printRows(sheet, parts, { ...table, methodBelow: 'no' }, printed, () => sheet.newPage());
      }
      const rest = section.rows.filter((row) => !isGrouped || !bilirubin.includes(row));
      printRows(sheet, rest, table, printed, () => {
        sheet.newPage();
        printTableHead(sheet, shown);
      });
    }
    if (sheet.y > BOTTOM - 60) sheet.newPage();
    printRemarks(sheet, chance);
    return printed.values;
  },
};
