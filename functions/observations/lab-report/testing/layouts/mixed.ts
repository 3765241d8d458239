import type { Chance } from '../chance.ts';
import { type Layout, Printed } from '../layout.ts';
import type { DateStyle, MadeUpReport, MadeUpRow } from '../made-up-report.ts';
import { PAGE, type Sheet } from '../sheet.ts';
import { printFoot, printGrades, printHead, printRemarks } from './paper.ts';
import { BOTTOM, printRows, printTableHead, type TableColumn, type TableStyle } from './table.ts';

const HEADS: Record<TableColumn['key'], readonly string[]> = {
  number: ['S.No', 'Sl. No.', 'Sr.No.', '#'],
  name: [
    'Test',
    'TEST NAME',
    'Investigations',
    'Test Parameter',
    'Examination',
    'Tests',
    'PARAMETERS',
    'Test Done',
    'Analyte',
    'Particulars',
    'Name of Investigation',
  ],
  value: [
    'Result',
    'RESULTS',
    'Value',
    'Observed Value',
    'Findings',
    'Patient Result',
    'Your Value',
    'Reading',
    'Result Value',
    'Values Observed',
  ],
  flag: ['Flag', 'H/L', 'Status', ''],
  unit: ['Unit', 'UNITS', 'Units', 'UOM'],
  range: [
    'Reference Range',
    'Normal Range',
    'Bio. Ref. Interval',
    'Ref. Range',
    'NORMAL VALUES',
    'Biological Reference Interval',
    'Reference Interval',
    'Reference',
    'Ref. Interval',
    'Biological Ref. Interval',
  ],
  method: ['Method', 'METHODOLOGY', 'Technique'],
  previous: ['Previous', 'Last Result', 'Previous Value', 'Past Result'],
  specimen: ['Specimen', 'Sample', 'Sample Type'],
};

const ROOM: Record<TableColumn['key'], readonly [number, number]> = {
  number: [22, 30],
  name: [105, 230],
  value: [45, 75],
  flag: [22, 34],
  unit: [62, 85],
  range: [95, 140],
  method: [70, 110],
  previous: [45, 65],
  specimen: [40, 55],
};

/** Columns in any order that a laboratory might choose, as many as fit the paper. */
const columnsOf = (chance: Chance, size: number): TableColumn[] => {
  const tail = chance.one([
    ['value', 'unit', 'range'],
    ['value', 'flag', 'unit', 'range'],
    ['value', 'range', 'unit'],
    ['unit', 'value', 'range'],
    ['range', 'unit', 'value'],
    ['value', 'unit', 'range', 'method'],
    ['method', 'value', 'unit', 'range'],
    ['flag', 'value', 'unit', 'range'],
    ['value', 'unit', 'flag', 'range'],
    ['value', 'unit', 'range', 'previous'],
    ['previous', 'value', 'unit', 'range'],
    ['specimen', 'value', 'unit', 'range'],
    ['unit', 'range', 'value'],
  ] as const);
  const keys: TableColumn['key'][] = [...(chance.happens(0.2) ? (['number'] as const) : []), 'name', ...tail];
  const widths = keys.map((key) => chance.whole(...ROOM[key]) * (size / 9));
  const gap = chance.whole(5, 14);
  const total = widths.reduce((sum, width) => sum + width + gap, 0);
  const room = PAGE.width - 50;
  const shrink = Math.min(1, room / total);
  let x = 25 + chance.whole(0, 10);
  return keys.map((key, at) => {
    const width = (widths[at] ?? 0) * shrink;
    const align =
      key === 'value' || key === 'previous'
        ? chance.one(['left', 'right', 'centre'] as const)
        : key === 'unit' || key === 'range'
          ? chance.one(['left', 'left', 'centre'] as const)
          : 'left';
    const headAlign = chance.happens(0.7) ? align : chance.one(['left', 'centre'] as const);
    const head = chance.one(HEADS[key]);
    const column: TableColumn = {
      key,
      head: head === '' ? [] : chance.happens(0.15) && head.includes(' ') ? head.split(/ (?=[^ ]+$)/) : [head],
      x,
      width,
      align,
      headAlign,
    };
    x += width + gap * shrink;
    return column;
  });
};

const styleOf = (chance: Chance): TableStyle => {
  const size = chance.one([7, 7.5, 8, 8.5, 9, 10]);
  const columns = columnsOf(chance, size);
  const hasFlag = columns.some(({ key }) => key === 'flag');
  return {
    columns,
    size,
    gap: chance.one([2, 3, 4, 5, 7]),
    level: chance.one(['top', 'top', 'top', 'middle', 'bottom'] as const),
    methodBelow: columns.some(({ key }) => key === 'method') ? 'no' : chance.one(['no', 'no', 'brackets', 'label'] as const),
    flags: hasFlag
      ? chance.one(['column', 'column'] as const)
      : chance.one(['none', 'none', 'after', 'before', 'star', 'word', 'touching'] as const),
    indent: chance.one([0, 0, 6]),
  };
};

/** Heads that do not fit their columns would run into one another; laboratories choose shorter ones. */
const fittingHeads = (sheet: Sheet, style: TableStyle): TableStyle => ({
  ...style,
  columns: style.columns.map((column) => {
    const head = column.head.flatMap((text) => sheet.wrapped(text, column.width + 2, { size: style.size, bold: true }));
    return { ...column, head };
  }),
});

/** The absolute counts as some chains print them: under a heading of their own, by the bare names of the cells. */
const ABSOLUTE: readonly (readonly [name: string, code: string | null, low: number, high: number])[] = [
  ['Neutrophils', '751-8', 2, 7],
  ['Lymphocytes', '731-0', 1, 3],
  ['Monocytes', null, 0.2, 1],
  ['Eosinophils', '711-2', 0.02, 0.5],
];

const absoluteRows = (chance: Chance, taken: ReadonlySet<string>): MadeUpRow[] =>
  ABSOLUTE.filter(([, code]) => code === null || !taken.has(code)).map(([name, code, low, high]) => {
    const value = (low + chance.next() * (high - low)).toFixed(2);
    return {
      name,
      method: '',
      value,
      flag: '',
      unit: 'thou/mm3',
      range: [`${low.toFixed(2)} - ${high.toFixed(2)}`],
      previous: '',
      truth: code === null ? undefined : { code, value, unit: '10*3/uL', low: low.toFixed(2), high: high.toFixed(2) },
    };
  });

const headStyles: readonly Parameters<typeof printHead>[2][] = (['two-columns', 'boxes', 'lines', 'stacked'] as const).flatMap((block) =>
  (['dd/mm/yyyy', 'dd-Mon-yyyy', 'dd/Mon/yyyy', 'dd.mm.yyyy', 'dd Mon yyyy', 'dd-mm-yy'] as const satisfies readonly DateStyle[]).map(
    (dates) => ({ block, dates }),
  ),
);

const mixedPrint = (sheet: Sheet, report: MadeUpReport, chance: Chance) => {
  const printed = new Printed(report);
  const style = fittingHeads(sheet, styleOf(chance));
  const headStyle = chance.one(headStyles);
  const watermark = chance.happens(0.3);
  const headEach = chance.one(['page', 'section', 'once'] as const);
  const place = chance.one(['left', 'centre'] as const);
  sheet.onPage = () => {
    if (watermark) sheet.watermark('DUPLICATE COPY');
    printHead(sheet, report, headStyle);
    printFoot(sheet, `Processed at ${report.lab.name}. ${report.lab.phone}`);
  };
  sheet.newPage();
  const onBreak = () => {
    sheet.newPage();
    if (headEach !== 'once') printTableHead(sheet, style);
  };
  if (headEach !== 'section') printTableHead(sheet, style);
  const title = (text: string) => {
    sheet.text(30, sheet.y, text, { bold: true, size: style.size + 1, align: place, width: PAGE.width - 60 });
    sheet.y += style.size + 8;
  };
  for (const section of report.sections) {
    if (sheet.y > BOTTOM - 80) {
      sheet.newPage();
      if (headEach === 'page') printTableHead(sheet, style);
    }
    title(section.heading);
    if (headEach === 'section') printTableHead(sheet, style);
    printRows(sheet, section.rows, style, printed, onBreak);
    const isCount = section.rows.some(({ truth }) => truth?.code === '6690-2');
    if (isCount && chance.happens(0.4)) {
      title('Absolute Leucocyte Count');
      printRows(sheet, absoluteRows(chance, new Set(section.rows.flatMap(({ truth }) => truth?.code ?? []))), style, printed, onBreak);
    }
    if (chance.happens(0.25) && sheet.y < BOTTOM - 120 && headEach === 'section') {
      if (chance.happens(0.5)) printGrades(sheet);
      else printRemarks(sheet, chance);
    }
    sheet.y += chance.whole(2, 8);
  }
  return printed.values;
};

/** Tables put together by chance: columns, heads, sizes, spaces and places of methods and flags differ from report to report. */
export const mixed: Layout = {
  name: 'mixed',
  heldOut: false,
  habits: { ranges: 'own-sex', grades: false, withoutUnit: 0.03, sections: [2, 4] },
  print: mixedPrint,
};

/** The same with grades and ranges for both sexes. */
export const mixedRanges: Layout = {
  name: 'mixed-ranges',
  heldOut: false,
  habits: { ranges: 'both-in-line', grades: true, withoutUnit: 0.03, sections: [2, 4] },
  print: mixedPrint,
};
