import type { Printed } from '../layout.ts';
import type { MadeUpRow } from '../made-up-report.ts';
import { PAGE, type Sheet } from '../sheet.ts';

export type TableColumn = {
  readonly key: 'number' | 'name' | 'value' | 'flag' | 'unit' | 'range' | 'method' | 'previous' | 'specimen';
  /** In one or more lines; empty for a column without a head. */
  readonly head: readonly string[];
  readonly x: number;
  readonly width: number;
  readonly align?: 'left' | 'right' | 'centre';
  readonly headAlign?: 'left' | 'right' | 'centre';
};

export type TableStyle = {
  readonly columns: readonly TableColumn[];
  readonly size: number;
  readonly gap: number;
  /** Where the value stands beside a name of several lines. */
  readonly level: 'top' | 'middle' | 'bottom';
  readonly methodBelow: 'no' | 'brackets' | 'label';
  readonly flags: 'none' | 'after' | 'before' | 'star' | 'word' | 'column' | 'touching';
  readonly indent?: number;
  readonly boldHead?: boolean;
};

export const printTableHead = (sheet: Sheet, { columns, size }: TableStyle): void => {
  const lines = Math.max(...columns.map(({ head }) => head.length));
  sheet.line(sheet.y - 3);
  for (const { head, x, width, headAlign } of columns)
    for (const [at, text] of head.entries())
      sheet.text(x, sheet.y + at * (size + 2), text, { size, bold: true, align: headAlign ?? 'left', width });
  sheet.y += lines * (size + 2) + 4;
  sheet.line(sheet.y - 2);
  sheet.y += 4;
};

const valueText = (row: MadeUpRow, flags: TableStyle['flags']): string => {
  if (row.flag === '' || flags === 'none' || flags === 'column') return row.value;
  const word = row.flag === 'H' ? 'High' : 'Low';
  return {
    after: `${row.value} ${row.flag}`,
    before: `${row.flag} ${row.value}`,
    star: `*${row.value}`,
    word: `${row.value} ${word}`,
    touching: `${row.value}${row.flag}`,
  }[flags];
};

/** Room for rows above the foot. */
export const BOTTOM = PAGE.height - 80;

export const printRows = (sheet: Sheet, rows: readonly MadeUpRow[], style: TableStyle, printed: Printed, onBreak: () => void): void => {
  const { columns, size, gap } = style;
  const step = size + 2;
  for (const [index, row] of rows.entries()) {
    const texts = columns.map((column): string[] => {
      const width = column.width - (column.key === 'name' ? (style.indent ?? 0) : 0);
      if (column.key === 'number') return [String(index + 1)];
      if (column.key === 'specimen') return ['Serum'];
      if (column.key === 'range') return row.range.flatMap((text) => sheet.wrapped(text, width, { size }));
      if (column.key === 'value') return [valueText(row, style.flags)];
      if (column.key === 'flag') return [row.flag === '' ? '' : style.flags === 'word' ? (row.flag === 'H' ? 'High' : 'Low') : row.flag];
      return sheet.wrapped(row[column.key], width, { size });
    });
    const below =
      style.methodBelow === 'no' || row.method === '' ? '' : style.methodBelow === 'brackets' ? `(${row.method})` : `Method: ${row.method}`;
    const nameLines = texts[columns.findIndex(({ key }) => key === 'name')]?.length ?? 1;
    const lines = Math.max(1, nameLines + (below === '' ? 0 : 1), ...texts.map((text) => text.length));
    if (sheet.y + lines * step > BOTTOM) onBreak();
    const valueAt = style.level === 'top' ? 0 : style.level === 'bottom' ? (nameLines - 1) * step : ((nameLines - 1) * step) / 2;
    for (const [at, column] of columns.entries()) {
      const own = texts[at] ?? [];
      const start = column.key === 'name' ? 0 : column.key === 'range' && own.length > 1 ? 0 : valueAt;
      const indent = column.key === 'name' ? (style.indent ?? 0) : 0;
      for (const [line, text] of own.entries())
        sheet.text(column.x + indent, sheet.y + start + line * step, text, {
          size,
          bold: column.key === 'value' && row.flag !== '',
          align: column.align ?? 'left',
          width: column.width,
        });
    }
    const nameColumn = columns.find(({ key }) => key === 'name');
    if (below !== '' && nameColumn) sheet.text(nameColumn.x + (style.indent ?? 0), sheet.y + nameLines * step, below, { size: size - 1.5 });
    printed.add(row, sheet.pageNumber);
    sheet.y += lines * step + gap;
  }
};
