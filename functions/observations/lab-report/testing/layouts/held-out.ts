import { type Layout, Printed } from '../layout.ts';
import { printDate } from '../made-up-report.ts';
import { printFoot, printHead, sexWord } from './paper.ts';
import { BOTTOM } from './table.ts';

/**
 * Layouts that the reading was not adjusted to: they measure it. Whoever changes the reading because of one of them moves it
 * to the others and writes a new one here.
 */

/** Results of several days side by side, the newest at the right or the left. */
export const cumulative: Layout = {
  name: 'cumulative',
  heldOut: true,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 3] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const newestFirst = chance.happens(0.5);
    const days = [0, chance.whole(80, 120), chance.whole(200, 400)].map((ago) => new Date(report.collected.getTime() - ago * 86_400_000));
    if (!newestFirst) days.reverse();
    sheet.onPage = () => {
      sheet.text(30, 24, `${report.lab.name} - Cumulative Report`, { size: 13, bold: true });
      sheet.text(30, 44, `${report.person.name}   (${report.person.age} Y / ${sexWord(report)})   ID ${report.person.id}`, { size: 9 });
      sheet.text(30, 58, `Last sample collected: ${printDate(report.collected, 'dd-Mon-yyyy', true)}`, { size: 9 });
      printFoot(sheet, `Printed on ${printDate(new Date(report.reported.getTime() + 5 * 86_400_000), 'dd/mm/yyyy', true)}`);
      sheet.y = 80;
      sheet.text(30, sheet.y, 'Investigation', { bold: true });
      for (const [at, day] of days.entries())
        sheet.text(200 + at * 72, sheet.y, printDate(day, 'dd-Mon-yyyy', false), { bold: true, align: 'centre', width: 66 });
      sheet.text(425, sheet.y, 'Unit', { bold: true });
      sheet.text(490, sheet.y, 'Ref. Range', { bold: true });
      sheet.line(sheet.y + 12);
      sheet.y += 18;
    };
    sheet.newPage();
    for (const section of report.sections) {
      sheet.text(30, sheet.y, section.heading, { bold: true, size: 10 });
      sheet.y += 15;
      for (const row of section.rows) {
        if (sheet.y > BOTTOM) sheet.newPage();
        sheet.text(30, sheet.y, row.name, { size: 8 });
        for (const [at, day] of days.entries()) {
          const value =
            day.getTime() === report.collected.getTime() ? `${row.value}${row.flag === '' ? '' : ` ${row.flag}`}` : row.previous || '-';
          sheet.text(200 + at * 72, sheet.y, value, { size: 8.5, align: 'centre', width: 66 });
        }
        sheet.text(425, sheet.y, row.unit, { size: 8 });
        sheet.text(490, sheet.y, row.range.join(' '), { size: 8 });
        printed.add(row, sheet.pageNumber);
        sheet.y += 14;
      }
    }
    return printed.values;
  },
};

/** A sheet turned by 90 degrees, with the units in brackets behind the names. */
export const landscape: Layout = {
  name: 'landscape',
  heldOut: true,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0, sections: [2, 3] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    sheet.landscape = true;
    const [name, value, range, method] = [40, 330, 430, 620];
    sheet.onPage = () => {
      sheet.text(40, 20, report.lab.name.toUpperCase(), { size: 15, bold: true });
      sheet.text(
        430,
        22,
        `${report.person.age} Yrs / ${sexWord(report)}   Sample Date : ${printDate(report.collected, 'dd-Mon-yyyy', true)}   Lab ID ${report.person.id}`,
        { size: 8 },
      );
      sheet.y = 50;
      sheet.text(name, sheet.y, 'Investigation', { bold: true });
      sheet.text(value, sheet.y, 'Result', { bold: true });
      sheet.text(range, sheet.y, 'Biological Reference', { bold: true });
      sheet.text(method, sheet.y, 'Methodology', { bold: true });
      sheet.y += 20;
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > 500) sheet.newPage();
      sheet.text(name, sheet.y, section.heading, { bold: true, size: 10 });
      sheet.y += 17;
      for (const row of section.rows) {
        if (sheet.y > 540) sheet.newPage();
        const unit = row.unit === '' ? '' : chance.happens(0.9) ? ` (${row.unit})` : ` [${row.unit}]`;
        sheet.text(name, sheet.y, `${row.name}${unit}`, { size: 9 });
        sheet.text(value, sheet.y - 1, `${row.value}${row.flag === '' ? '' : ` ${row.flag}`}`, { size: 11, bold: true });
        sheet.text(range, sheet.y, row.range.join(' '), { size: 9 });
        sheet.text(method, sheet.y, row.method, { size: 8 });
        printed.add(row, sheet.pageNumber);
        sheet.y += 16;
      }
      sheet.y += 6;
    }
    return printed.values;
  },
};

/** The ends of the range in two columns, as programs of small laboratories print it. */
export const limits: Layout = {
  name: 'limits',
  heldOut: true,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const heads = chance.one([
      ['Lower Limit', 'Upper Limit'],
      ['Min', 'Max'],
      ['Low', 'High'],
    ] as const);
    const columns = [30, 250, 310, 400, 480];
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd/mm/yyyy', block: 'two-columns', clock: false });
      printFoot(sheet, 'Thank you for choosing us. GSTIN 27ABCDE1234F1Z5');
      for (const [at, head] of ['Test Name', 'Result', 'Units', ...heads].entries())
        sheet.text(columns[at] ?? 0, sheet.y, head, { bold: true });
      sheet.y += 18;
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 40) sheet.newPage();
      sheet.text(30, sheet.y, section.heading, { bold: true });
      sheet.y += 15;
      for (const row of section.rows) {
        if (sheet.y > BOTTOM) sheet.newPage();
        const ends = [row.truth?.low ?? '', row.truth?.high ?? ''];
        for (const [at, text] of [row.name, row.value, row.unit, ...ends].entries()) sheet.text(columns[at] ?? 0, sheet.y, text);
        printed.add(row, sheet.pageNumber);
        sheet.y += 14;
      }
    }
    return printed.values;
  },
};

/** The specimen before the test, the unit in the result's column, and short heads. */
export const sampleFirst: Layout = {
  name: 'sample-first',
  heldOut: true,
  habits: { ranges: 'both-in-line', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const heads = chance.one([
      ['Sample', 'Test', 'Result / Unit', 'Ref. Range', 'Meth.'],
      ['Specimen', 'Investigation', 'Value & Unit', 'Bio. Ref. Int.', 'Technique'],
    ] as const);
    const columns = [28, 80, 250, 350, 490];
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd.mm.yyyy', block: 'stacked' });
      printFoot(sheet, 'Report valid only with signature.');
      for (const [at, head] of heads.entries()) sheet.text(columns[at] ?? 0, sheet.y, head, { bold: true, size: 8.5 });
      sheet.y += 16;
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 40) sheet.newPage();
      sheet.text(80, sheet.y, section.heading, { bold: true, size: 8.5 });
      sheet.y += 14;
      for (const row of section.rows) {
        if (sheet.y > BOTTOM) sheet.newPage();
        const value = `${row.flag === '' ? '' : '*'}${row.value} ${row.unit}`.trimEnd();
        for (const [at, text] of ['Serum', row.name, value, row.range.join(' '), row.method].entries()) {
          for (const [line, part] of sheet.wrapped(text, at === 1 ? 165 : 138, { size: 8 }).entries())
            sheet.text(columns[at] ?? 0, sheet.y + line * 9.5, part, { size: 8 });
        }
        printed.add(row, sheet.pageNumber);
        sheet.y +=
          9.5 * Math.max(sheet.wrapped(row.name, 165, { size: 8 }).length, sheet.wrapped(row.range.join(' '), 138, { size: 8 }).length) + 5;
      }
    }
    return printed.values;
  },
};
