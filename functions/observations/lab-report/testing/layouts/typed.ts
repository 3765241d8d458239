import { type Layout, Printed } from '../layout.ts';
import { dayOf, type MadeUpRow, printDate } from '../made-up-report.ts';
import { PAGE } from '../sheet.ts';
import { printFoot, printHead, printRemarks, sexWord } from './paper.ts';
import { BOTTOM, printRows, printTableHead, type TableStyle } from './table.ts';

/** Two tests on a line and no table at all, as small laboratories type them. */
export const pairs: Layout = {
  name: 'pairs',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [2, 3] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    sheet.onPage = () => {
      sheet.text(30, 20, 'SHRI SEVA PATHOLOGY - Jaanch Kendra, subah 7 baje se shaam 9 baje tak', { size: 12, bold: true });
      sheet.text(
        30,
        38,
        `Naam: ${report.person.name}   Age: ${report.person.age}   Sex: ${sexWord(report)}   Date: ${printDate(report.collected, 'dd/mm/yyyy', false)}`,
        { size: 9 },
      );
      sheet.line(52);
      sheet.y = 64;
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 40) sheet.newPage();
      sheet.text(30, sheet.y, section.heading, { bold: true, size: 11, align: 'centre', width: PAGE.width - 60 });
      sheet.y += 18;
      const rows = section.rows.filter(({ name }) => name.length < 24);
      const couples: [MadeUpRow, MadeUpRow | undefined][] = [];
      for (let at = 0; at < rows.length; at += 2) couples.push([rows[at] as MadeUpRow, rows[at + 1]]);
      for (const couple of couples) {
        if (sheet.y > BOTTOM) sheet.newPage();
        for (const [at, row] of couple.entries()) {
          if (!row) continue;
          const x = 30 + at * 280;
          sheet.text(x, sheet.y, row.name);
          const value = `: ${row.value} ${row.unit}`.trimEnd();
          sheet.text(x + 125, sheet.y, value);
          sheet.text(x + Math.max(200, 133 + sheet.widthOf(value)), sheet.y, row.range.length === 0 ? '' : `(${row.range.join(' ')})`, {
            size: 8,
          });
          printed.add(row, sheet.pageNumber);
        }
        sheet.y += 16;
      }
    }
    sheet.y += 6;
    if (sheet.y < BOTTOM - 60) printRemarks(sheet, chance);
    return printed.values;
  },
};

/** A numbered grid whose head stands on the first page only, with the person and the dates at the foot. */
export const grid: Layout = {
  name: 'grid',
  heldOut: false,
  habits: { ranges: 'both-in-line', grades: true, withoutUnit: 0.02, sections: [3, 5] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const table: TableStyle = {
      columns: [
        { key: 'number', head: ['S.No.'], x: 28, width: 25, align: 'centre', headAlign: 'centre' },
        { key: 'name', head: ['Name of the Test'], x: 60, width: 165 },
        { key: 'value', head: ['Patient Value'], x: 230, width: 62, align: 'centre', headAlign: 'centre' },
        { key: 'flag', head: ['H/L'], x: 295, width: 25, align: 'centre', headAlign: 'centre' },
        { key: 'range', head: ['Reference Value'], x: 325, width: 150 },
        { key: 'unit', head: ['UOM'], x: 485, width: 85 },
      ],
      size: 8,
      gap: 5,
      level: 'top',
      methodBelow: 'no',
      flags: 'column',
    };
    sheet.onPage = () => {
      sheet.text(30, 20, report.lab.name, { size: 13, bold: true });
      sheet.text(30, 38, report.lab.address, { size: 8 });
      sheet.line(50);
      sheet.text(
        30,
        PAGE.height - 66,
        `Specimen drawn on ${printDate(report.collected, 'dd-Mon-yyyy', true)}    Report released on ${printDate(report.reported, 'dd-Mon-yyyy', true)}`,
        { size: 8 },
      );
      sheet.text(
        30,
        PAGE.height - 55,
        `${report.person.name}, ${report.person.age} years, ${sexWord(report)}   MRN ${report.person.id}   Ref: ${report.doctor}`,
        { size: 8 },
      );
      printFoot(sheet, dayOf(new Date(report.reported.getTime() + 86_400_000)));
      sheet.y = 60;
    };
    sheet.newPage();
    printTableHead(sheet, table);
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 60) sheet.newPage();
      sheet.text(60, sheet.y, section.heading.toUpperCase(), { bold: true, size: 8.5 });
      sheet.y += 14;
      printRows(sheet, section.rows, table, printed, () => sheet.newPage());
    }
    if (sheet.y > BOTTOM - 60) sheet.newPage();
    printRemarks(sheet, chance);
    return printed.values;
  },
};

/** Heads in two languages, a specimen column, everything centred. */
export const bilingual: Layout = {
  name: 'bilingual',
  heldOut: false,
  habits: { ranges: 'both-in-lines', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const table: TableStyle = {
      columns: [
        { key: 'name', head: ['Test (Jaanch)'], x: 30, width: 160 },
        { key: 'specimen', head: ['Specimen'], x: 195, width: 55, align: 'centre', headAlign: 'centre' },
        { key: 'value', head: ['Result (Parinam)'], x: 255, width: 80, align: 'centre', headAlign: 'centre' },
        { key: 'unit', head: ['Units (Ikai)'], x: 345, width: 80, align: 'centre', headAlign: 'centre' },
        { key: 'range', head: ['Normal Range (Samanya)'], x: 435, width: 130, align: 'centre', headAlign: 'centre' },
      ],
      size: 9,
      gap: 5,
      level: 'middle',
      methodBelow: chance.happens(0.5) ? 'brackets' : 'no',
      flags: 'star',
    };
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd Mon yyyy', block: 'stacked' });
      printFoot(sheet, 'Report ki jaanch apne doctor se karayein. Package Rs. 999/-');
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 80) sheet.newPage();
      sheet.text(30, sheet.y, `** ${section.heading} **`, { bold: true, align: 'centre', width: PAGE.width - 60 });
      sheet.y += 15;
      printTableHead(sheet, table);
      printRows(sheet, section.rows, table, printed, () => sheet.newPage());
      sheet.y += 6;
    }
    return printed.values;
  },
};

/** As browsers print a web page: each word by itself, and what the flag means in words at the end. */
export const wordByWord: Layout = {
  name: 'word-by-word',
  heldOut: false,
  habits: { ranges: 'both-in-line', grades: false, withoutUnit: 0.02, sections: [2, 4] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const size = chance.one([8, 9, 9.5]);
    const columns = [28, 52, 225, 285, 360, 500];
    const write = (x: number, y: number, text: string, bold = false) => {
      let at = x;
      for (const word of text.split(' ')) {
        sheet.text(at, y, word, { size, bold });
        at += sheet.widthOf(`${word} `, { size, bold }) + chance.next() * 0.4;
      }
    };
    sheet.onPage = () => {
      write(28, 20, report.lab.name, true);
      write(
        28,
        34,
        `Patient ID ${report.person.id} | ${report.person.age} years | ${sexWord(report)} | Collected ${printDate(report.collected, 'dd Mon yyyy', true)} | Reported ${printDate(report.reported, 'dd Mon yyyy', true)}`,
      );
      sheet.y = 56;
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 60) sheet.newPage();
      write(28, sheet.y, section.heading, true);
      sheet.y += size + 7;
      for (const [at, head] of ['Sr', 'Parameter', 'Result', 'Unit', 'Reference Interval', 'Interpretation'].entries())
        write(columns[at] ?? 0, sheet.y, head, true);
      sheet.y += size + 8;
      for (const [index, row] of section.rows.entries()) {
        if (sheet.y > BOTTOM) sheet.newPage();
        const words = { H: 'High', L: 'Low', '': 'Normal' }[row.flag];
        const name = sheet.wrapped(row.name, 165, { size });
        for (const [line, text] of name.entries()) write(columns[1] ?? 0, sheet.y + line * (size + 1.5), text);
        for (const [at, text] of [String(index + 1), '', row.value, row.unit, row.range.join(' '), words].entries())
          write(columns[at] ?? 0, sheet.y, text);
        printed.add(row, sheet.pageNumber);
        sheet.y += name.length * (size + 1.5) + 6;
      }
      sheet.y += 8;
    }
    return printed.values;
  },
};

/** Large values with their unit close by, and the range in small letters under them. */
export const largeValues: Layout = {
  name: 'large-values',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0, sections: [1, 3] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const before = chance.one(['Ref: ', 'Normal: ', 'Range: ']);
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd-Mon-yyyy', block: 'lines' });
      printFoot(sheet, 'Generated by LIS v4.2');
      sheet.text(40, sheet.y, 'TEST', { bold: true });
      sheet.text(330, sheet.y, 'RESULT', { bold: true });
      sheet.y += 22;
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 60) sheet.newPage();
      sheet.text(40, sheet.y, section.heading, { bold: true, size: 12 });
      sheet.y += 24;
      for (const row of section.rows) {
        if (sheet.y > BOTTOM - 20) sheet.newPage();
        sheet.text(40, sheet.y + 2, row.name, { size: 10 });
        sheet.text(330, sheet.y, row.value, { size: 13, bold: true });
        sheet.text(334 + sheet.widthOf(row.value, { size: 13, bold: true }), sheet.y + 4, row.unit, { size: 8 });
        if (row.range.length > 0) sheet.text(330, sheet.y + 16, `${before}${row.range.join(' ')}`, { size: 8 });
        printed.add(row, sheet.pageNumber);
        sheet.y += 34;
      }
    }
    return printed.values;
  },
};

/** A card for each test, as apps show them: the name, below it the result, below that the range. */
export const cards: Layout = {
  name: 'cards',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.02, sections: [1, 2] },
  print: (sheet, report, chance) => {
    const printed = new Printed(report);
    const labels = chance.one([
      ['Result: ', 'Reference range: '],
      ['Your value : ', 'Normal range : '],
      ['Value - ', 'Ref. interval - '],
    ] as const);
    sheet.onPage = () => {
      printHead(sheet, report, { dates: 'dd Mon yyyy', block: 'stacked' });
      printFoot(sheet, 'Smart Report');
    };
    sheet.newPage();
    for (const section of report.sections) {
      if (sheet.y > BOTTOM - 80) sheet.newPage();
      sheet.text(30, sheet.y, section.heading, { bold: true, size: 13 });
      sheet.y += 26;
      for (const row of section.rows) {
        if (sheet.y > BOTTOM - 50) sheet.newPage();
        sheet.text(40, sheet.y, row.name, { bold: true, size: 10 });
        sheet.text(
          40,
          sheet.y + 15,
          `${labels[0]}${row.value}${row.unit === '' ? '' : ` ${row.unit}`}${row.flag === '' ? '' : ` ${row.flag}`}`,
          { size: 10 },
        );
        sheet.text(40, sheet.y + 29, row.range.length === 0 ? '' : `${labels[1]}${row.range.join(' ')}`, { size: 9 });
        sheet.line(sheet.y + 44, 40, PAGE.width - 40);
        printed.add(row, sheet.pageNumber);
        sheet.y += 52;
      }
    }
    return printed.values;
  },
};
