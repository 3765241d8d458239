import type { Pane } from './columns.ts';
import type { Cell, Line } from './lines.ts';
import { looksLikeRange } from './printed-range.ts';
import { around, type Box, type TextItem } from './report-text.ts';
import { looksLikeUnit } from './unit-words.ts';

/**
 * One line of a table (or a line like one) by what its parts are. Its name may still go on in the lines around it.
 * `shape`: `valued` has something where the result stands; `name` only a name; `more` only more of a range or unit; `prose` is none of these.
 */
export type Entry = {
  readonly line: Line;
  readonly shape: 'valued' | 'name' | 'more' | 'prose';
  /** Undefined where no table's head told the columns. */
  readonly pane: Pane | undefined;
  readonly box: Box;
  readonly nameBox: Box | undefined;
  readonly name: string;
  readonly result: string;
  readonly flag: string;
  readonly unit: string;
  readonly range: string;
  readonly previous: string;
  /** What stands in columns that are not read, and words that fit none. */
  readonly beside: string;
};

/** A word, not only a letter or a mark. */
export const WORD = /\p{L}{2}|\p{L}\d|\p{L}\.\p{L}/u;

/** Marks that lead from a name to its value. */
export const TRAILING_MARKS = /[\s.:;=_–—-]+$/;

export const joined = (cells: readonly Cell[]): string => cells.map(({ text }) => text).join(' ');

export const cellFrom = (words: readonly TextItem[]): Cell => ({ ...around(words), words, text: words.map(({ text }) => text).join(' ') });

/** `g/dL 13.0 - 17.0` or `13.0 - 17.0 g/dL` taken apart. */
export const unitAndRange = (text: string): { unit: string; range: string } => {
  const words = text
    .replace(/^[[({]\s*|\s*[\])}]$/g, (mark) => (/[[({]/.test(mark) ? '' : ''))
    .split(/\s+/)
    .filter((word) => word !== '');
  for (let at = words.length - 1; at > 0; at -= 1) {
    const [first, second] = [words.slice(0, at).join(' '), words.slice(at).join(' ')];
    if (looksLikeUnit(first) && looksLikeRange(second)) return { unit: first, range: second.replace(/^[[(]|[\])]$/g, '') };
  }
  if (looksLikeUnit(words.join(' '))) return { unit: words.join(' '), range: '' };
  return { unit: '', range: words.join(' ') };
};
