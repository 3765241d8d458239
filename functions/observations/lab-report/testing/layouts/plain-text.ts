import type { Layout } from '../layout.ts';
import { Printed } from '../layout.ts';
import { printDate } from '../made-up-report.ts';
import { printFoot, printHead, printRemarks, sexWord } from './paper.ts';
import { BOTTOM } from './table.ts';

/** A dot-matrix printer of fixed pitch: each line is one run of text, columns are made by spaces. */
export const dotMatrix: Layout = {
  name: 'dot-matrix',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.03, sections: [2, 4], capitals: true },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const row = (text: string) => {
      if (sheet.y > BOTTOM) sheet.newPage();
      sheet.text(34, sheet.y, text.trimEnd(), { size: 9, fixed: true });
      sheet.y += 13;
    };
    const date = (day: Date) => printDate(day, 'dd/mm/yyyy', true);
    sheet.onPage = () => {
      sheet.y = 30;
    };
    sheet.newPage();
    row(`               ${report.lab.name.toUpperCase()}`);
    row(`      ${report.lab.address}`);
    row('-'.repeat(92));
    row(`Patient  : ${report.person.name.toUpperCase().padEnd(32)}  Age/Sex : ${report.person.age} Yrs / ${sexWord(report)}`);
    row(`Ref. By  : ${report.doctor.padEnd(32)}  Lab No. : ${report.person.id}`);
    row(`Sample Collected : ${date(report.collected).padEnd(24)}  Reported : ${date(report.reported)}`);
    row('-'.repeat(92));
    row(`${'TEST'.padEnd(44)}${'RESULT'.padEnd(13)}${'UNITS'.padEnd(18)}NORMAL VALUES`);
    row('-'.repeat(92));
    for (const section of report.sections) {
      row('');
      row(`                              ${section.heading.toUpperCase()}`);
      for (const each of section.rows) {
        const name = each.name.slice(0, 42);
        const leaders = chance.happens(0.3) ? name.padEnd(43, '.') : name.padEnd(43);
        row(
          `${leaders} ${`${each.value}${each.flag === '' ? '' : ` ${each.flag}`}`.padEnd(13)}${each.unit.padEnd(18)}${each.range.join(' ')}`,
        );
        printed.add(each, sheet.pageNumber);
      }
    }
    row('-'.repeat(92));
    row('** END OF REPORT **      TECHNICIAN                      PATHOLOGIST');
    return printed.values;
  },
};

/** A hospital's list without a table: `Haemoglobin : 13.2 g/dL (13 - 17)`. */
export const hospital: Layout = {
  name: 'hospital',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 3] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const brackets = chance.one([
      ['(', ')'],
      ['[', ']'],
      ['(Normal: ', ')'],
      ['[Ref: ', ']'],
    ] as const);
    const oneRun = chance.happens(0.5);
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd-Mon-yyyy', block: 'lines' });
      printFoot(sheet, 'Hospital Reg. No. 4521/2011');
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 40) sheet.newPage();
      sheet.text(30, sheet.y, section.heading, { bold: true, size: 10 });
      sheet.y += 16;
      for (const row of section.rows) {
        if (sheet.y > BOTTOM) sheet.newPage();
        const range = row.range.length === 0 ? '' : ` ${brackets[0]}${row.range.join(' ')}${brackets[1]}`;
        const value = `${row.value}${row.unit === '' ? '' : ` ${row.unit}`}${row.flag === '' ? '' : ` ${row.flag}`}${range}`;
        if (oneRun) {
          sheet.text(40, sheet.y, `${row.name} : ${value}`);
        } else {
          sheet.text(40, sheet.y, row.name);
          sheet.text(260, sheet.y, `: ${value}`);
        }
        printed.add(row, sheet.pageNumber);
        sheet.y += 15;
      }
      sheet.y += 6;
    }
    if (sheet.y > BOTTOM - 60) sheet.newPage();
    printRemarks(sheet, chance);
    return printed.values;
  },
};

/** Two tables side by side on one sheet. */
export const twoUp: Layout = {
  name: 'two-up',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd/Mon/yyyy', block: 'boxes' });
      printFoot(sheet, 'NABL accredited MC-1234');
    };
    sheet.newPage();
    const size = 7;
    const start = sheet.y;
    const panes = [30, 310];
    const [name, value, unit, range] = [0, 118, 152, 205];
    for (const x of panes) {
      sheet.text(x + name, start, 'Test', { size, bold: true });
      sheet.text(x + value, start, 'Result', { size, bold: true });
      sheet.text(x + unit, start, 'Units', { size, bold: true });
      sheet.text(x + range, start, 'Ref. Range', { size, bold: true });
    }
    sheet.line(start + 10);
    const heights = [start + 16, start + 16];
    for (const section of report.sections) {
      const at = (heights[0] ?? 0) <= (heights[1] ?? 0) ? 0 : 1;
      const x = panes[at] ?? 30;
      let y = heights[at] ?? 0;
      sheet.text(x, y, section.heading, { size: size + 1, bold: true });
      y += 14;
      for (const row of section.rows) {
        if (y > BOTTOM) break;
        const lines = sheet.wrapped(row.name, 112, { size });
        for (const [line, text] of lines.entries()) sheet.text(x + name, y + line * 8.5, text, { size });
        sheet.text(x + value, y, `${row.value}${row.flag === '' ? '' : ' *'}`, { size, bold: row.flag !== '' });
        sheet.text(x + unit, y, row.unit, { size });
        sheet.text(x + range, y, row.range.join(' '), { size });
        printed.add(row, sheet.pageNumber);
        y += lines.length * 8.5 + 4;
      }
      heights[at] = y + 6;
    }
    sheet.y = Math.max(...heights) + 6;
    if (sheet.y < BOTTOM - 60) printRemarks(sheet, chance, 7);
    return printed.values;
  },
};
