import type { ReportPage, TextItem } from '../report-text.ts';

const SIZE = 10;
const LINE = 18;
const CLOSE = 11;
/** Helvetica's letters are about half as wide as they are high. */
const LETTER = 5;

/**
 * A page typed as lines whose cells stand apart by `|`; a cell that begins with `@200 ` stands at 200 points, others at
 * 30, 230, 310, 390 and 500. A line that begins with `^` stands close under the one before. An empty line is a gap.
 */
export const typedPage = (lines: readonly string[], certainty?: number): ReportPage => {
  const columns = [30, 230, 310, 390, 500];
  let y = 30 - LINE;
  const items = lines.flatMap((line) => {
    y += line.startsWith('^') ? CLOSE : LINE;
    return line
      .replace(/^\^/, '')
      .split('|')
      .flatMap((cell, at): TextItem[] => {
        const placed = /^@(\d+) (.*)$/.exec(cell.trim());
        const text = (placed?.[2] ?? cell).trim();
        if (text === '') return [];
        const x = placed ? Number(placed[1]) : (columns[at] ?? 0);
        return [{ text, x, y, width: text.length * LETTER, height: SIZE, ...(certainty !== undefined && { certainty }) }];
      });
  });
  return { width: 595, height: 842, items };
};
