import type { Chance } from '../chance.ts';
import { type DateStyle, type MadeUpReport, printDate } from '../made-up-report.ts';
import { PAGE, type Sheet } from '../sheet.ts';

const sexLetter = (report: MadeUpReport) => (report.person.sex === 'female' ? 'F' : 'M');
export const sexWord = (report: MadeUpReport) => (report.person.sex === 'female' ? 'Female' : 'Male');

/** The head of the paper with the lab's address and the person, in one of several ways. */
export const printHead = (
  sheet: Sheet,
  report: MadeUpReport,
  style: { dates: DateStyle; block: 'two-columns' | 'boxes' | 'lines' | 'stacked'; clock?: boolean },
): void => {
  const { person, lab } = report;
  const clock = style.clock ?? true;
  const date = (day: Date) => printDate(day, style.dates, clock);
  sheet.text(30, 22, lab.name, { size: 14, bold: true });
  sheet.text(30, 40, `${lab.address}   ${lab.phone}`, { size: 7 });
  sheet.line(52);
  let y = 60;
  if (style.block === 'two-columns') {
    const left = [
      ['Name', `${person.sex === 'female' ? 'Mrs.' : 'Mr.'} ${person.name.toUpperCase()}`],
      ['Lab No.', person.id],
      ['Ref By', report.doctor],
      ['Collected', date(report.collected)],
      ['A/c Status', 'P'],
    ];
    const right = [
      ['Age', `${person.age} Years`],
      ['Gender', sexWord(report)],
      ['Reported', date(report.reported)],
      ['Report Status', 'Final'],
      ['Received', date(report.received)],
    ];
    for (const [at, [label = '', value = '']] of left.entries()) {
      const [other = '', otherValue = ''] = right[at] ?? [];
      sheet.text(30, y, label);
      sheet.text(95, y, `: ${value}`);
      sheet.text(330, y, other);
      sheet.text(410, y, `: ${otherValue}`);
      y += 13;
    }
  } else if (style.block === 'boxes') {
    const rows = [
      [`Patient Name : ${person.name}`, `Age/Sex : ${person.age} Y / ${sexLetter(report)}`, `UHID : ${person.id}`],
      [`Referred By : ${report.doctor}`, `Sample Type : Serum, EDTA`, `Bill No : B-${person.id.slice(0, 5)}`],
      [`Sample Collected On : ${date(report.collected)}`, `Reported On : ${date(report.reported)}`, ''],
    ];
    for (const row of rows) {
      for (const [at, text] of row.entries()) sheet.text(30 + at * 200, y, text, { size: 8 });
      y += 13;
    }
  } else if (style.block === 'lines') {
    for (const text of [
      `Patient: ${person.name}    ${person.age} Yrs/${sexWord(report)}    Regn. No: ${person.id}`,
      `Ref. Doctor: ${report.doctor}    Reg. Date: ${date(report.collected)}`,
      `Date of Collection: ${date(report.collected)}    Date of Report: ${date(report.reported)}`,
    ]) {
      sheet.text(30, y, text, { size: 9 });
      y += 13;
    }
  } else {
    const cells = [
      ['PATIENT NAME', person.name],
      ['AGE/SEX', `${person.age}/${sexWord(report)}`],
      ['COLLECTED', date(report.collected)],
      ['RECEIVED', date(report.received)],
      ['REPORTED', date(report.reported)],
    ];
    for (const [at, [label = '', value = '']] of cells.entries()) {
      sheet.text(30 + at * 110, y, label, { size: 7, bold: true });
      sheet.text(30 + at * 110, y + 11, value, { size: 8 });
    }
    y += 26;
  }
  sheet.line(y + 2);
  sheet.y = y + 10;
};

export const printFoot = (sheet: Sheet, text: string): void => {
  sheet.line(PAGE.height - 46);
  sheet.text(30, PAGE.height - 40, text, { size: 7 });
  sheet.text(PAGE.width - 100, PAGE.height - 40, `Page ${sheet.pageNumber} of 3`, { size: 7 });
};

/** Words with numbers that are nobody's results. */
const REMARKS: readonly (readonly string[])[] = [
  [
    'Comments',
    'Vitamin D levels below 20 ng/mL are seen in 70-80 % of Indians.',
    'Glucose of 126 mg/dL or more on two days suggests diabetes.',
  ],
  ['Interpretation :', 'HbA1c  < 5.7 % : Non diabetic', 'HbA1c 5.7 - 6.4 % : Prediabetes', 'HbA1c  >= 6.5 % : Diabetes'],
  [
    'Note : 1. Values should be correlated clinically. 2. TSH has a diurnal variation of 50 %.',
    '3. LDL Cholesterol is not calculated when Triglycerides > 400 mg/dL.',
  ],
  ['Remarks: Haemoglobin 7 g/dL or less needs attention at once. Total Cholesterol 200 mg/dL is the limit for adults above 20 years.'],
  ['Clinical Significance', 'Creatinine 1.5 mg/dL doubles the risk. Package price Rs. 1,499.00 (MRP Rs. 2,999). Helpline 1800 120 4567.'],
];

export const printRemarks = (sheet: Sheet, chance: Chance, size = 8): void => {
  for (const text of chance.one(REMARKS)) {
    sheet.text(30, sheet.y, text, { size });
    sheet.y += size + 4;
  }
  sheet.y += 6;
};

/** Grades of a finding as a table of its own, under a heading that says so. */
export const printGrades = (sheet: Sheet, x = 40): void => {
  sheet.text(x, sheet.y, 'Interpretation', { bold: true });
  sheet.y += 13;
  for (const [grade, limits] of [
    ['Vitamin D Status', '25-OH Vitamin D (ng/mL)'],
    ['Deficiency', '< 20'],
    ['Insufficiency', '20 - 29'],
    ['Sufficiency', '30 - 100'],
    ['HbA1c', '6.5'],
    ['Mean Plasma Glucose', '140'],
  ] as const) {
    sheet.text(x + 10, sheet.y, grade, { size: 8 });
    sheet.text(x + 220, sheet.y, limits, { size: 8 });
    sheet.y += 12;
  }
  sheet.y += 6;
};
