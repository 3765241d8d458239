import type { Column } from './columns.ts';
import { cellFrom, WORD } from './entry.ts';
import type { Cell } from './lines.ts';
import { looksLikeRange } from './printed-range.ts';
import { isFlag, readResult } from './printed-value.ts';
import type { TextItem } from './report-text.ts';
import { looksLikeUnit } from './unit-words.ts';

/** A result and a range that stand so close that they look like one text: `18.0 17.0 to 43.0`. */
const resultAndRange = (cell: Cell): Cell[] => {
  for (let at = 1; at < Math.min(3, cell.words.length); at += 1) {
    const [first, rest] = [cellFrom(cell.words.slice(0, at)), cellFrom(cell.words.slice(at))];
    const result = readResult(first.text);
    if (result.kind === 'number' && result.value.rest === '' && !isFlag(cell.words[at]?.text ?? '') && looksLikeRange(rest.text))
      return [first, rest];
  }
  return [cell];
};

/** Numbers side by side are results of several columns: `214 H 133`. */
const eachNumber = (cell: Cell): Cell[] => {
  const kinds = cell.words.map(({ text }) => (/^[<>≤≥=]+$/.test(text) ? 'sign' : isFlag(text) ? 'flag' : readResult(text).kind));
  const numbers = kinds.filter((kind) => kind === 'number').length;
  if (numbers < 2 || kinds.some((kind) => kind !== 'number' && kind !== 'flag' && kind !== 'sign')) return [cell];
  const groups: TextItem[][] = [];
  for (const [at, word] of cell.words.entries()) {
    if (kinds[at - 1] === 'sign') groups.at(-1)?.push(word);
    else groups.push([word]);
  }
  return groups.map(cellFrom);
};

/** A cell of words and a number that ran together, parted where the results stand. */
const parted = (cell: Cell, result: Pick<Column, 'left' | 'right'> | undefined): Cell[] => {
  if (!result) return [cell];
  const at = cell.words.findIndex(
    (word, index) =>
      index > 0 &&
      readResult(word.text).kind === 'number' &&
      word.x + word.width > result.left - word.height &&
      word.x < result.right + word.height &&
      cell.words.slice(0, index).some(({ text }) => WORD.test(text) && !looksLikeUnit(text) && !isFlag(text)),
  );
  return at < 1 ? [cell] : [cellFrom(cell.words.slice(0, at)), cellFrom(cell.words.slice(at))];
};

/** Cells that ran together, each with what belongs into one column; `result` is where the results stand. */
export const partedCells = (cells: readonly Cell[], result: Pick<Column, 'left' | 'right'> | undefined): Cell[] =>
  cells
    .flatMap((cell) => parted(cell, result))
    .flatMap(resultAndRange)
    .flatMap(eachNumber);
