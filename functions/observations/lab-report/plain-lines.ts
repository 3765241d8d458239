import { kindOf } from './columns.ts';
import { type Entry, joined, TRAILING_MARKS, unitAndRange, WORD } from './entry.ts';
import type { Cell, Line } from './lines.ts';
import { type Names, unitInName } from './names.ts';
import { findingsIn } from './printed-finding.ts';
import { looksLikeRange } from './printed-range.ts';
import { isWithoutResult, readResult } from './printed-value.ts';
import { around, type TextItem } from './report-text.ts';
import { looksLikeUnit } from './unit-words.ts';

const LEADERS = /^[.…_:=-]{2,}$/;
const MARKS = /^[:=–—-]$/;
/** A test with its result and range; a longer line is a sentence. */
const MOST_WORDS = 40;

/**
 * A line without a table: the longest beginning that names a marker, then a number, then a unit and a range. Anything more
 * makes it a sentence, which is nobody's result.
 */
export const freeEntry = (line: Line, words: readonly TextItem[], names: Names): Entry | undefined => {
  if (words.length > MOST_WORDS) return undefined;
  const kept = words.filter(({ text }) => !LEADERS.test(text));
  for (let at = kept.length - 1; at > 0; at -= 1) {
    const name = kept.slice(0, at).filter(({ text }) => !MARKS.test(text));
    const rest = kept.slice(at).filter(({ text }, index) => index > 0 || !MARKS.test(text));
    const printed = name
      .map(({ text }) => text)
      .join(' ')
      .replace(TRAILING_MARKS, '')
      .replace(/[.…_]{2,}.*$/, '');
    const own = unitInName(printed);
    // `5.7 - 6.4` is a range, not a name that ends in 5.7.
    if (name.some(({ text }) => /^(?:[<>=≤≥]+.*|\d+[.,]\d+)$/.test(text))) continue;
    const text = rest.map(({ text: word }) => word).join(' ');
    const read = readResult(text.replace(/^[\s:=.…_-]+(?=[\d<>*])/, ''));
    if (
      read.kind !== 'number' ||
      !/^[\s:=]*(?:[*#]+|\(?[HL]\)?\s|less than|more than)?\s*[<>≤≥=]*\s*\.?\d/i.test(text) ||
      !names.find(own.name)
    )
      continue;
    const unitRange = unitAndRange(read.value.rest);
    const range = unitRange.range.replace(
      /^\(?\s*(?:normal|reference|ref\.?|bio\.? ref\.?|range|interval|n\.?\s*r\.?)[\s:.a-z]*(?=[\d<>])/i,
      '',
    );
    if (range !== '' && !looksLikeRange(range)) continue;
    return {
      line,
      shape: 'valued',
      pane: undefined,
      box: around(kept),
      nameBox: around(name),
      name: own.name,
      result: /^[^\d]*[\d.,]+(?:\s*(?:lakhs?|lacs?)\b(?!\s*\/))?/i.exec(text)?.[0].replace(/^[\s:=]+/, '') ?? text,
      flag: read.value.flag ?? '',
      unit: unitRange.unit || (own.unit ?? ''),
      range,
      previous: '',
      beside: '',
    };
  }
  return freeFinding(line, kept, names);
};

/** `HBsAg : Non Reactive`: a name and, to the end of the line, one of its marker's findings. */
const freeFinding = (line: Line, words: readonly TextItem[], names: Names): Entry | undefined => {
  for (let at = words.length - 1; at > 0; at -= 1) {
    const name = words
      .slice(0, at)
      .filter(({ text }) => !MARKS.test(text))
      .map(({ text }) => text)
      .join(' ')
      .replace(TRAILING_MARKS, '');
    const result = words
      .slice(at)
      .map(({ text }) => text)
      .join(' ')
      .replace(/^[\s:=]+|\s*[[(][^[\]()]*[\])]$/g, '');
    const match = names.find(name);
    if (!match || findingsIn(result, match.markers).length === 0) continue;
    const base = { line, pane: undefined, box: around(words), nameBox: around(words.slice(0, at)), flag: '', previous: '', beside: '' };
    return { ...base, shape: 'valued', name, result, unit: '', range: '' };
  }
  return undefined;
};

const RESULT_LABEL = /^(?:your |observed |patient'?s? |test |current )?(?:result|value|reading)s?\s*[:=-]?\s*(?=[\d<>*≤≥]|[HL]\s)/i;
const FINDING_LABEL =
  /^(?:your |observed |patient'?s? |test |current )?(?:result|value|finding)s?\s*[:=-]\s*(?=non|reactive|neg|pos|nil|absent|present|trace|detected|not |(?:a|b|ab|o)\s*(?:rh|[+-]|pos|neg))/i;
const RANGE_LABEL =
  /^(?:(?:biological |bio\.? )?ref(?:erence|\.)?|normal|ideal|healthy|desirable|range)\s*(?:range|interval|values?|int\.?)?\s*[:=-]?\s*(?=[\d<>≤≥]|up ?to|less|more|non|neg|nil|absent|not )/i;

/** A line of a card that holds one test: `Result: 13.2 g/dL` or `Reference range: 13 - 17` under its name. */
export const labelledEntry = (line: Line, cells: readonly Cell[]): Entry | undefined => {
  const text = joined(cells);
  const base = { line, pane: undefined, box: around(cells), nameBox: undefined, name: '', flag: '', previous: '', beside: '' };
  const result = RESULT_LABEL.exec(text);
  if (result) {
    const read = readResult(text.slice(result[0].length));
    if (read.kind !== 'number') return undefined;
    const unitRange = unitAndRange(read.value.rest);
    if (unitRange.range !== '' && !looksLikeRange(unitRange.range)) return undefined;
    return {
      ...base,
      shape: 'valued',
      result: `${read.value.comparator ?? ''}${read.value.number}`,
      flag: read.value.flag ?? '',
      ...unitRange,
    };
  }
  const finding = FINDING_LABEL.exec(text);
  if (finding) return { ...base, shape: 'valued', result: text.slice(finding[0].length), unit: '', range: '' };
  const range = RANGE_LABEL.exec(text);
  if (!range || !(looksLikeRange(text.slice(range[0].length)) || readResult(text.slice(range[0].length)).kind === 'word')) return undefined;
  return {
    ...base,
    shape: 'more',
    result: '',
    unit: '',
    range: /^(?:normal|ideal|healthy|desirable)\s*[:=-]/i.test(text) ? text : text.slice(range[0].length),
  };
};

/** A line of words outside a table, or a name and a number that no marker has. */
export const plainEntry = (line: Line, cells: readonly Cell[]): Entry => {
  const [first, ...more] = cells;
  const at = more.findIndex(({ text }) => readResult(text).kind !== 'other' || isWithoutResult(text));
  const named = first && at === 0 && /\p{L}{2}/u.test(first.text) && readResult(first.text).kind === 'other';
  const after = named ? joined(more.slice(1)) : '';
  const unitRange = unitAndRange(after);
  const fits = after === '' || unitRange.unit !== '' || looksLikeRange(unitRange.range);
  const base = { line, pane: undefined, box: around(cells), nameBox: first, flag: '', previous: '', beside: '' };
  if (named && fits && after !== '')
    return { ...base, shape: 'valued', name: first.text.replace(TRAILING_MARKS, ''), result: joined(more.slice(0, 1)), ...unitRange };
  return {
    ...base,
    shape: cells.length === 1 ? 'name' : 'prose',
    name: joined(cells).replace(TRAILING_MARKS, ''),
    result: '',
    unit: '',
    range: '',
  };
};

/**
 * A line in its tests: each begins with a cell of words before a cell with a number. In a table the words must name a marker,
 * because there a method or a specimen may stand before a number too.
 */
export const testsOf = (cells: readonly Cell[], names: Names, inTable: boolean): Cell[][] => {
  const startsTest = (cell: Cell, next: Cell | undefined): boolean => {
    if (looksLikeUnit(cell.text) || !WORD.test(cell.text)) return false;
    const number = next && /^(?:number|word)$/.test(readResult(next.text.replace(/^[:=\s]+|\s*\([^()]*\)$/g, '')).kind);
    const inOne = /^(\p{L}[^:<>=]*?[\p{L})%])\s*[:=-]\s*[\d<>]/u.exec(cell.text)?.[1];
    const name = number ? unitInName(cell.text.replace(TRAILING_MARKS, '')).name : inOne;
    if (name === undefined) return false;
    return names.find(name) !== undefined || (!inTable && kindOf(name) === 'text' && !looksLikeRange(cell.text));
  };
  const starts = cells.flatMap((cell, at) => (startsTest(cell, cells[at + 1]) ? [at] : []));
  const [first] = starts;
  // A test that we do not know may stand before the one that we know.
  const before = first === undefined ? [] : cells.slice(0, first);
  const named = before.findIndex(({ text }) => WORD.test(text) && readResult(text).kind === 'other');
  const unknown = named >= 0 && before.some(({ text }, at) => at > named && readResult(text.replace(/^[:=\s]+/, '')).kind === 'number');
  if (first === undefined || (starts.length < 2 && !unknown)) return [[...cells]];
  const tests = starts.map((start, index) => cells.slice(index === 0 && !unknown ? 0 : start, starts[index + 1]));
  return unknown ? [before, ...tests] : tests;
};
