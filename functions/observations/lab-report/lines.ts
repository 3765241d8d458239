import { around, type Box, type ReportPage, type TextItem } from './report-text.ts';

/** Words that stand close together: a cell of a table, or a piece of a sentence. */
export type Cell = Box & { readonly words: readonly TextItem[]; readonly text: string };

/** What stands at one height of a page, from left to right. */
export type Line = Box & { readonly page: number; readonly cells: readonly Cell[]; readonly text: string };

/** Rough widths of letters as shares of one another: enough to tell where a word inside a run of text begins. */
const weight = (letter: string): number => {
  if (/[iljtfI.,:;'|!()[\]/ -]/.test(letter)) return 0.5;
  return /[mwMW@%]/.test(letter) ? 1.5 : 1;
};

/** Dots that lead from a name to its value. */
const LEADERS = /\.{3,}|…+|_{3,}/g;

/** The words of a run of text; their places inside it are estimated. */
export const wordsOf = (item: TextItem): TextItem[] => {
  const text = item.text.replace(/\u00ad/g, '');
  const bare = text.replace(LEADERS, (leaders) => ' '.repeat(leaders.length));
  // Printers of fixed pitch put a whole line of a table into one run and move by spaces.
  const fixedPitch = / {2,}/.test(text.trim());
  const weights = Array.from(text, (letter) => (fixedPitch ? 1 : weight(letter)));
  const unit =
    item.width /
    Math.max(
      1,
      weights.reduce((sum, each) => sum + each, 0),
    );
  const letters = Array.from(bare);
  const words: TextItem[] = [];
  let x = item.x;
  let start = x;
  let word = '';
  const close = () => {
    if (word !== '') words.push({ ...item, text: word, x: start, width: x - start });
    word = '';
  };
  for (const [index, letter] of letters.entries()) {
    const width = unit * (weights[index] ?? 1);
    if (/\s/.test(letter)) {
      close();
    } else {
      if (word === '') start = x;
      word += letter;
    }
    x += width;
  }
  close();
  return words;
};

const middle = (box: Box): number => box.y + box.height / 2;

/** Bold type is often made by printing a word twice, a hair apart. */
const isPrintedTwice = (word: TextItem, other: TextItem): boolean =>
  word.text === other.text &&
  Math.abs(word.x - other.x) < 0.2 * word.height &&
  Math.abs(word.y - other.y) < 0.2 * word.height &&
  Math.abs(word.width - other.width) < 0.2 * word.height;

/** How far apart the middles of two neighbours of a line may be, in heights of the smaller one. */
const LEVEL = 0.42;

/** The words by line. Each word joins the line whose last word is at its height, so that a scan may slope a little. */
const inLines = (words: readonly TextItem[]): TextItem[][] => {
  const lines: TextItem[][] = [];
  for (const word of words.toSorted((left, right) => left.x - right.x || left.y - right.y)) {
    let best: TextItem[] | undefined;
    let least = Number.POSITIVE_INFINITY;
    let twice = false;
    for (const line of lines) {
      const last = line.at(-1);
      if (!last) continue;
      const off = Math.abs(middle(last) - middle(word));
      if (off > LEVEL * Math.min(last.height, word.height) || off >= least) continue;
      twice = line.some((other) => isPrintedTwice(word, other));
      // Two words in one place are two lines that touch; a word that runs into the next column only overlaps a little.
      if (!twice && word.x < last.x + 0.4 * last.width) continue;
      best = line;
      least = off;
    }
    if (best && twice) continue;
    if (best) best.push(word);
    else lines.push([word]);
  }
  return lines;
};

/** The widest gap inside a cell, in heights of its letters: a space is a quarter to a third of it, more in text set to full width. */
const GAP = 0.62;

const cellOf = (words: readonly TextItem[]): Cell => ({ ...around(words), words, text: words.map(({ text }) => text).join(' ') });

/** Among the gaps of a page, by width, the one at this share is a space within a text. */
const NARROW = 0.35;
/** How much wider than a usual space a gap between two columns is. */
const WIDER_THAN_SPACE = 1.9;

/**
 * The widest gap inside a cell of a scan, in heights of its words: boxes drawn around ink leave wider gaps than letters do, and
 * a typewriter's are wider still, so the page itself is asked.
 */
const gapOfScan = (lines: readonly (readonly TextItem[])[]): number => {
  const gaps = lines
    .flatMap((words) => words.slice(1).map((word, at) => gapBetween(words[at] as TextItem, word)))
    .filter((gap) => gap > 0 && gap < 1.6)
    .sort((a, b) => a - b);
  return Math.max(GAP, WIDER_THAN_SPACE * (gaps[Math.floor(NARROW * gaps.length)] ?? 0));
};

const gapBetween = (left: TextItem, right: TextItem): number => (right.x - (left.x + left.width)) / Math.min(left.height, right.height);

/** Cells of words that are given from left to right. */
export const cellsOf = (words: readonly TextItem[], widest = GAP): Cell[] => {
  const groups: TextItem[][] = [];
  for (const word of words) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && gapBetween(last, word) <= widest) group.push(word);
    else groups.push([word]);
  }
  return groups.map(cellOf);
};

export const lineOf = (page: number, cells: readonly Cell[]): Line => ({
  ...around(cells),
  page,
  cells,
  text: cells.map(({ text }) => text).join(' '),
});

/** The lines of a page (numbered from 1) from top to bottom. */
export const linesOf = (page: ReportPage, number: number): Line[] => {
  const lines = inLines(page.items.flatMap(wordsOf));
  const widest = page.items.some(({ certainty }) => certainty !== undefined) ? gapOfScan(lines) : GAP;
  return lines.map((words) => lineOf(number, cellsOf(words, widest))).sort((left, right) => middle(left) - middle(right));
};
