import { type Column, headOf, type Learned, learn, type Pane, panesOf, twoLinesOfHeads } from './columns.ts';
import { cellFrom, type Entry } from './entry.ts';
import type { Cell, Line } from './lines.ts';
import type { Names } from './names.ts';
import { freeEntry, labelledEntry, plainEntry, testsOf } from './plain-lines.ts';
import { isNumber } from './printed-value.ts';
import type { TextItem } from './report-text.ts';
import { rowEntry } from './row-entry.ts';

/** No table of a report has so many columns. */
const MOST_CELLS = 60;

const wordsIn = (cells: readonly Cell[]): TextItem[] => cells.flatMap(({ words }) => [...words]);

/** A number alone under a range that has no end: `M: 3.5 - 7.2, F: 2.6 -` over `6.0`. */
const goesOnWithRange = (before: Entry, entry: Entry): boolean =>
  entry.shape === 'valued' &&
  (entry.name === '' || /^(?:\(.*\)|method\b.*)$/i.test(entry.name)) &&
  isNumber(entry.result) &&
  `${entry.unit}${entry.range}${entry.flag}` === '' &&
  before.pane === entry.pane &&
  before.line.page === entry.line.page &&
  /(?:[-–:<>=]|\bto)$/.test(before.range);

const freeEntries = (line: Line, names: Names): Entry[] =>
  testsOf(line.cells, names, false).map(
    (cells) => labelledEntry(line, cells) ?? freeEntry(line, wordsIn(cells), names) ?? plainEntry(line, cells),
  );

/** The cells of a line in a pane; one that runs over the border is cut there. */
const inPane = (line: Line, pane: Pane): Cell[] =>
  line.cells.flatMap((cell) => {
    const words = cell.words.filter(({ x, width }) => x + width / 2 >= pane.left && x + width / 2 < pane.right);
    return words.length === 0 ? [] : [words.length === cell.words.length ? cell : cellFrom(words)];
  });

const tableEntry = (line: Line, cells: readonly Cell[], pane: Pane, learned: Learned, before: Entry | undefined, names: Names): Entry => {
  const labelled = cells.length === 1 ? labelledEntry(line, cells) : undefined;
  if (labelled) return { ...labelled, pane };
  const entry = rowEntry(line, cells, pane, learned);
  if (before && goesOnWithRange(before, entry))
    return { ...entry, shape: entry.name === '' ? 'more' : 'name', result: '', range: entry.result };
  // A line that does not fit the columns may still be plain: `Haemoglobin : 12.5 g/dL`.
  const isPlain = entry.shape !== 'valued' && entry.range === '' && entry.previous === '';
  return (isPlain ? freeEntry(line, wordsIn(cells), names) : undefined) ?? entry;
};

/**
 * The entries of a report in the order of reading: table by table, and within a table pane by pane. A table goes on, over
 * pages too, until the next one's head.
 */
export const entriesOf = (
  lines: readonly Line[],
  widthOf: (page: number) => number,
  names: Names,
): { entries: Entry[]; heads: ReadonlySet<Line> } => {
  const heads: { at: number; columns: Column[]; length: number }[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as Line;
    const below = lines[at + 1];
    const close =
      below && below.page === line.page && below.y - line.y < 2.2 * line.height && !(headOf(line) && headOf(below)) ? below : undefined;
    const both = close && twoLinesOfHeads(line, close);
    const columns = (both && headOf(both)) ?? headOf(line);
    if (!columns) continue;
    heads.push({ at, columns, length: both ? 2 : 1 });
    if (both) at += 1;
  }
  const entries: Entry[] = [];
  const [firstHead] = heads;
  for (const line of lines.slice(0, firstHead?.at ?? lines.length)) entries.push(...freeEntries(line, names));
  for (const [index, head] of heads.entries()) {
    const first = lines[head.at] as Line;
    const rows = lines.slice(head.at + head.length, heads[index + 1]?.at ?? lines.length);
    const nearby = rows.slice(0, 60);
    for (const pane of panesOf(head.columns, widthOf(first.page), nearby)) {
      const cells = rows.map((line) => inPane(line, pane));
      const learned = learn(
        cells.filter((row) => row.length > 1),
        pane.columns,
      );
      for (const [at, line] of rows.entries()) {
        const own = cells[at] ?? [];
        if (own.length === 0) continue;
        if (own.length > MOST_CELLS) {
          entries.push(plainEntry(line, own));
          continue;
        }
        const tests = pane.left === 0 && pane.right >= widthOf(first.page) - 1 ? testsOf(own, names, true) : [own];
        if (tests.length > 1) {
          for (const test of tests) entries.push(freeEntry(line, wordsIn(test), names) ?? plainEntry(line, test));
          continue;
        }
        entries.push(tableEntry(line, own, pane, learned, entries.at(-1), names));
      }
    }
  }
  const headLines = heads.flatMap(({ at, length }) => lines.slice(at, at + length));
  return { entries, heads: new Set(headLines) };
};
