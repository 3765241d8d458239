import { assign, type Column, kindOf, type Learned, type Pane } from './columns.ts';
import { type Entry, joined, TRAILING_MARKS, unitAndRange } from './entry.ts';
import { NO_SECTION, sectionOf } from './headings.ts';
import type { Cell, Line } from './lines.ts';
import { unitInName } from './names.ts';
import { partedCells } from './parted-cells.ts';
import { looksLikeRange } from './printed-range.ts';
import { isNumber, readResult } from './printed-value.ts';
import { around } from './report-text.ts';

/** Nobody's name of a test has so many words or ends with a stop. */
const isSentence = (text: string): boolean => {
  const words = text.split(' ').length;
  return words > 9 || (words > 4 && /[a-z]{2}\.$/.test(text));
};

/** What breaks to a second line in a narrow column of units. */
export const END_OF_UNIT = /^(?:m2|m²|sq\.?\s?m|\/|hr|hour|1\.73)/i;

const NOTHING_IN_COLUMNS = { shape: 'name', result: '', flag: '', unit: '', range: '', previous: '', beside: '' } as const;

/** A line of a table by its columns. */
export const rowEntry = (line: Line, cells: readonly Cell[], pane: Pane, learned: Learned): Entry => {
  const resultColumn = pane.columns.find(({ role }) => role === 'result');
  const place = resultColumn && (learned.get(resultColumn) ?? resultColumn);
  const pieces = partedCells(cells, place);
  const columns = assign(pieces, pane.columns, learned);
  const of = (role: Column['role']) => pieces.filter((_, at) => columns[at]?.role === role);
  const inName = unitInName(joined(of('test')).replace(TRAILING_MARKS, ''));
  const resultText = joined(of('result'));
  const read = readResult(resultText);
  const rest = read.kind === 'number' ? unitAndRange(read.value.rest) : { unit: '', range: '' };
  const restIsRange = rest.range !== '' && looksLikeRange(rest.range);
  const unitText = joined(of('unit'));
  const single = cells.length === 1 && cells[0] && kindOf(cells[0].text) === 'text' ? cells[0] : undefined;
  // A heading over the middle of a table stands in no column.
  if (single && !/[<>=]|\d\s*-\s*\d/.test(single.text) && sectionOf(single.text, NO_SECTION))
    return { ...NOTHING_IN_COLUMNS, line, pane, box: single, nameBox: single, name: single.text };
  const unitColumn = unitAndRange(unitText);
  const unitIsBoth = unitColumn.unit !== '' && unitColumn.range !== '';
  const broken = /1\.73$/.test(unitText || rest.unit) ? /^((?:m2|m²|sq\.?\s?m)\.?)\s*(?=[<>=\d])/i.exec(joined(of('range'))) : null;
  const rangeText = joined(of('range')).slice(broken?.[0].length ?? 0);
  const rangeColumn = unitText === '' && rest.unit === '' ? unitAndRange(rangeText) : { unit: '', range: rangeText };
  const leadingUnit = rangeColumn.range !== '' ? rangeColumn.unit : '';
  const flagBehindUnit = /(?:^|\s)([HL]{1,2}|\*+)$/.exec(unitText);
  const ownUnit = flagBehindUnit ? unitText.slice(0, flagBehindUnit.index) : unitText;
  const unit =
    (unitIsBoth ? unitColumn.unit : ownUnit.replace(/^[-–—.]+$/, '') || rest.unit) + (broken?.[1] ?? '') ||
    leadingUnit ||
    (inName.unit ?? '');
  const ends = [joined(of('low')), joined(of('high'))].map((text) => (isNumber(text) ? text : ''));
  const betweenEnds = ends[0] && ends[1] ? `${ends[0]} - ${ends[1]}` : ends[0] ? `>= ${ends[0]}` : ends[1] ? `<= ${ends[1]}` : '';
  const ranges = [
    betweenEnds,
    unitIsBoth ? unitColumn.range : '',
    restIsRange ? rest.range : '',
    leadingUnit === '' ? rangeText : rangeColumn.range,
  ];
  const range = ranges
    .filter((text) => text !== '')
    .join(' ')
    .replace(/^(?:[HL]{1,2}|\*+)\s+/, '');
  const beside = [joined(of('method')), joined(of('other')), restIsRange ? '' : rest.range].filter((text) => text !== '').join(' ');
  const nameCells = of('test');
  const valued = resultText !== '' || joined(of('flag')) !== '';
  const named = inName.name !== '';
  const nameGoesOn = unitText === '' || (rangeText === '' && END_OF_UNIT.test(unitText));
  const shape = valued
    ? 'valued'
    : isSentence(inName.name)
      ? 'prose'
      : named && nameGoesOn
        ? 'name'
        : !named && `${rangeText}${unitText}` !== ''
          ? 'more'
          : 'prose';
  return {
    line,
    shape,
    pane,
    box: around(cells),
    nameBox: nameCells.length > 0 ? around(nameCells) : undefined,
    name: inName.name,
    result: resultText,
    flag: joined(of('flag')) || (flagBehindUnit?.[1] ?? ''),
    unit,
    range,
    previous: joined(of('previous')),
    beside,
  };
};
