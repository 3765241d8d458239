import type { CalendarDate } from '../../shared/values.ts';
import { type Cell, type Line, lineOf } from './lines.ts';
import { datesIn, isDate } from './printed-dates.ts';
import { looksLikeRange } from './printed-range.ts';
import { isFlag, isWithoutResult, readResult } from './printed-value.ts';
import { around, type TextItem } from './report-text.ts';
import { looksLikeUnit } from './unit-words.ts';

/** What a column of a results table holds. `low` and `high` are the ends of a range in columns of their own, `previous` is an earlier result, `other` what the reading does not need. */
export type Role = 'test' | 'result' | 'flag' | 'unit' | 'range' | 'low' | 'high' | 'method' | 'previous' | 'serial' | 'other';

export type Column = { readonly role: Role; readonly left: number; readonly right: number; readonly date?: CalendarDate };

/** Columns that belong together; a page of two tables side by side has two. */
export type Pane = { readonly left: number; readonly right: number; readonly columns: readonly Column[] };

/** As labs head their columns; the longest fitting words count. */
const HEADS: Record<Role, string> = {
  test:
    'test|tests|test name|name of test|name of the test|test description|tests description|test parameter|test parameters|test performed|tests performed|test done|investigation|investigations|' +
    'investigation name|name of investigation|parameter|parameters|parameter name|examination|analyte|analytes|particulars|description|assay|component|determination|test particulars|measurand',
  result:
    'result|results|value|values|observed value|observed values|observed|observation|observations|your value|your result|patient value|patient values|patient result|patients value|obtained value|result value|' +
    'test result|test results|test value|current result|current value|current|present|present value|finding|findings|reading|readings|actual value|value observed|result obtained|measured value|current results',
  flag: 'flag|flags|h/l|status|abnormal|alert|indicator|abn|abn flag|result flag|interpretation',
  unit: 'unit|units|uom|measuring unit|measuring units|unit of measurement|units of measurement|unit of measure',
  range:
    'reference range|reference ranges|ref range|ref ranges|range|ranges|reference interval|reference intervals|ref interval|biological reference interval|biological reference intervals|bio reference interval|bio ref interval|' +
    'bio ref intervals|bio ref range|biological ref range|biological ref interval|biological reference range|biological reference|bio ref|bio reference|bio reference range|bio|biological|biological range|biological interval|' +
    'normal range|normal ranges|normal value|normal values|normals|normal|reference value|reference values|reference|references|ref values|ref value|ref|expected values|expected value|expected range|desirable range|healthy range|interval|intervals|' +
    'normal reference range|standard range|ideal range|biological ref',
  low: 'low|lower|lower limit|low limit|min|minimum|ref low|ref min|range low|low range|normal low|reference low|lower range',
  high: 'high|upper|upper limit|high limit|max|maximum|ref high|ref max|range high|high range|normal high|reference high|upper range',
  method: 'method|methods|methodology|technology|technique|test method|method name|instrument|kit|analyser|analyzer|principle',
  previous:
    'previous result|previous results|previous|previous value|prev result|prev|prev value|last result|last value|last|past result|past value|history|last visit|earlier result|earlier value|old result|old value|previous report',
  serial: 's no|sl no|sr no|sno|srno|slno|no|serial|serial no|si no|sr|sl|sn|s',
  other: 'sample|specimen|sample type|specimen type|type of sample|code|lab code|department|trend|graph',
};

const ROLE_BY_HEAD = new Map(
  (Object.entries(HEADS) as [Role, string][]).flatMap(([role, list]) => list.split('|').map((head) => [head, role] as const)),
);
const LONGEST_HEAD = Math.max(...[...ROLE_BY_HEAD.keys()].map((head) => head.split(' ').length));
const HEAD_WORDS = new Set([...ROLE_BY_HEAD.keys()].flatMap((head) => head.split(' ')));

const headWord = (word: string): string => word.toLowerCase().replace(/[’'.:,;*()[\]#-]+/g, '');

type Head = Column & { readonly words: number };

/** The column heads of one cell: `Biological Reference Interval Units` are two. */
const headsOf = (cell: Cell): Head[] => {
  const words: TextItem[] = cell.words.flatMap((word) => {
    // `Result/Units` is one word of the text and two of the table.
    const pieces = ROLE_BY_HEAD.has(headWord(word.text)) ? [word.text] : word.text.split(/(?<=\/)|(?=\/)|(?<=No\.)(?=[A-Z])/i);
    const share = word.width / pieces.length;
    return pieces.map((text, at) => ({ ...word, text, x: word.x + at * share, width: share }));
  });
  const heads: Head[] = [];
  for (let at = 0; at < words.length; ) {
    let taken = 0;
    let role: Role | undefined;
    for (let length = Math.min(LONGEST_HEAD, words.length - at); length > 0 && !role; length -= 1) {
      const text = words
        .slice(at, at + length)
        .map((word) => headWord(word.text))
        .filter((word) => word !== '')
        .join(' ');
      role = ROLE_BY_HEAD.get(text);
      taken = length;
    }
    const place = role && around(words.slice(at, at + taken));
    if (role && place) heads.push({ role, left: place.x, right: place.x + place.width, words: taken });
    at += role ? taken : 1;
  }
  return heads;
};

const JOINED = /(?:\/|&|\band\b|\bwith\b)/i;
/** Of two heads in one cell with a stroke between them the result leads: its cells hold the unit too. */
const LEADING: readonly Role[] = ['result', 'test', 'range', 'unit', 'low', 'high', 'method', 'flag', 'previous', 'other', 'serial'];

const columnsOfCell = (cell: Cell): { columns: Column[]; words: number } => {
  const heads = headsOf(cell);
  const words = heads.reduce((sum, head) => sum + head.words, 0);
  if (heads.length > 1 && JOINED.test(cell.text)) {
    const role = LEADING.find((each) => heads.some((head) => head.role === each)) ?? 'other';
    return { columns: [{ role, left: cell.x, right: cell.x + cell.width }], words: cell.words.length };
  }
  return { columns: heads.map(({ role, left, right }) => ({ role, left, right })), words };
};

/** The columns that a line heads, if it is the head of a results table. */
export const headOf = (line: Line): Column[] | undefined => {
  const columns: Column[] = [];
  let known = 0;
  let all = 0;
  for (const cell of line.cells) {
    if (cell.text.trim() === '#') {
      columns.push({ role: 'serial', left: cell.x, right: cell.x + cell.width });
      continue;
    }
    const [date] = datesIn(cell.text);
    if (date && isDate(cell.text)) {
      columns.push({ role: 'result', left: cell.x, right: cell.x + cell.width, date: date.date });
      continue;
    }
    const found = columnsOfCell(cell);
    columns.push(...found.columns);
    // A column whose head we do not know is still one: its texts belong to no other.
    if (found.columns.length === 0) columns.push({ role: 'other', left: cell.x, right: cell.x + cell.width });
    known += found.words;
    // Behind a head its word in another language may stand in brackets: `Result (Parinam)`.
    all += cell.words.filter(({ text }) => headWord(text) !== '' && !(/^\(.*\)$/.test(text) && !HEAD_WORDS.has(headWord(text)))).length;
  }
  const has = (role: Role) => columns.some((column) => column.role === role);
  const table = has('test') && has('result') && (columns.length > 2 || has('range') || has('unit') || line.cells.length > 1);
  return table && known >= 0.7 * all ? dated(columns) : undefined;
};

/** Where results of several days stand side by side, the newest day's is the result and the others are earlier ones. */
const dated = (columns: readonly Column[]): Column[] => {
  const days = columns.flatMap(({ date }) => date ?? []).sort();
  const newest = days.at(-1);
  if (newest === undefined) return [...columns];
  const named = columns.some(({ role, date }) => role === 'result' && date === undefined);
  return columns.map((column) => (column.date && (named || column.date !== newest) ? { ...column, role: 'previous' } : column));
};

/** Whether a line below a head goes on with it: `Value`, `Interval`. */
const continuesHead = (line: Line): boolean =>
  line.cells.every((cell) => isDate(cell.text) || cell.words.every(({ text }) => HEAD_WORDS.has(headWord(text)) || headWord(text) === ''));

/** Two lines of heads as one: `Observed` over `Value`. Nothing if the second is none. */
export const twoLinesOfHeads = (line: Line, below: Line): Line | undefined => {
  const words = line.cells.flatMap((cell) => cell.words.map(({ text }) => headWord(text))).filter((word) => word !== '');
  if (!continuesHead(below) || words.filter((word) => HEAD_WORDS.has(word)).length < 0.7 * words.length) return undefined;
  const under = (cell: Cell) => below.cells.filter((other) => other.x < cell.x + cell.width && other.x + other.width > cell.x);
  const left = new Set(below.cells);
  const cells = line.cells.map((cell): Cell => {
    const added = under(cell).filter((other) => left.delete(other));
    const words = [cell, ...added].flatMap((each) => [...each.words]);
    return { ...around(words), words, text: words.map(({ text }) => text).join(' ') };
  });
  return lineOf(
    line.page,
    [...cells, ...left].toSorted((one, other) => one.x - other.x),
  );
};

/** The panes of a table; where two stand side by side, the border is drawn through the gap that the fewest lines cross. */
export const panesOf = (columns: readonly Column[], width: number, below: readonly Line[]): Pane[] => {
  const sorted = columns.toSorted((left, right) => left.left - right.left);
  const starts = sorted.flatMap(({ role }, at) =>
    role === 'test' && at > 0 && sorted.slice(0, at).some((column) => column.role === 'result') ? [at] : [],
  );
  const borders = starts.map((start) => {
    const head = sorted[start]?.left ?? width;
    const before = sorted[start - 1]?.right ?? 0;
    let best = head - 1;
    let least = Number.POSITIVE_INFINITY;
    for (let x = head - 1; x > before; x -= 2) {
      const crossed = below.filter(({ cells }) =>
        cells.some((cell) => cell.words.some((word) => word.x < x && word.x + word.width > x)),
      ).length;
      if (crossed < least) {
        best = x;
        least = crossed;
      }
    }
    return best;
  });
  return [0, ...starts].map((start, index) => ({
    left: index === 0 ? 0 : (borders[index - 1] ?? 0),
    right: borders[index] ?? width,
    columns: sorted.slice(start, starts[index]),
  }));
};

/** `limit` is a number with a sign: a result below what can be measured, or a range of one side. */
type Kind = 'number' | 'limit' | 'finding' | 'range' | 'unit' | 'flag' | 'date' | 'nothing' | 'text';

export const kindOf = (text: string): Kind => {
  if (isDate(text)) return 'date';
  if (isWithoutResult(text)) return 'nothing';
  const result = readResult(text);
  if (result.kind === 'number' && (result.value.rest === '' || looksLikeUnit(result.value.rest)))
    return result.value.comparator ? 'limit' : 'number';
  if (looksLikeRange(text) && !/^[a-z]{3,}[^:<>]*\s\d/i.test(text)) return 'range';
  if (looksLikeUnit(text)) return 'unit';
  if (isFlag(text)) return 'flag';
  return result.kind === 'word' ? 'finding' : 'text';
};

/** How ill a text of a kind fits a column. */
const MISFIT: Record<Role, Partial<Record<Kind, number>> & { readonly else: number }> = {
  test: { text: 0, finding: 1, unit: 2, flag: 3, nothing: 3, else: 4 },
  result: { number: 0, limit: 0.4, finding: 0, nothing: 0, flag: 0.6, range: 2, text: 1.5, unit: 2.5, else: 5 },
  flag: { flag: 0, nothing: 0.5, finding: 1, text: 2, else: 4 },
  unit: { unit: 0, nothing: 0.5, text: 1.5, flag: 2.5, else: 5 },
  range: { range: 0, limit: 0, finding: 0.5, nothing: 0.5, unit: 1, text: 0.6, number: 2.5, flag: 3, else: 4 },
  low: { number: 0, limit: 1, nothing: 0.5, else: 4 },
  high: { number: 0, limit: 1, nothing: 0.5, else: 4 },
  method: { text: 0, nothing: 0.5, finding: 1, unit: 2, else: 4 },
  previous: { number: 0.1, limit: 0.4, finding: 0.1, nothing: 0, flag: 1, date: 1, range: 2.5, else: 3 },
  serial: { number: 0, nothing: 1, else: 5 },
  other: { text: 0.5, number: 1, else: 1.5 },
};

/** How far a cell stands from where a column's cells stand, in heights of its letters. */
const distance = (cell: Cell, column: Pick<Column, 'left' | 'right'>): number => {
  const right = cell.x + cell.width;
  const gap = Math.max(0, column.left - right, cell.x - column.right);
  const centre = Math.abs((cell.x + right) / 2 - (column.left + column.right) / 2);
  const aligned = Math.min(Math.abs(cell.x - column.left), centre, Math.abs(right - column.right));
  return Math.min(8, (0.35 * gap + 0.12 * aligned) / Math.max(1, cell.height));
};

/** A second cell in one column costs little where texts run on and much where one number is expected. */
const another = (role: Role, kind: Kind): number => {
  if (role === 'result' || role === 'previous' || role === 'low' || role === 'high') return kind === 'flag' || kind === 'unit' ? 0.3 : 2.5;
  return role === 'unit' || role === 'flag' ? 0.8 : 0.2;
};

export type Learned = ReadonlyMap<Column, Pick<Column, 'left' | 'right'>>;

/** The column of each cell, in the order of both, at the least cost. */
export const assign = (cells: readonly Cell[], columns: readonly Column[], learned: Learned = new Map()): (Column | undefined)[] => {
  const kinds = cells.map(({ text }) => kindOf(text));
  const cost = (at: number, column: Column): number => {
    const cell = cells[at] as Cell;
    const kind = kinds[at] as Kind;
    const place = learned.get(column);
    const far = Math.min(distance(cell, column), place ? distance(cell, place) : Number.POSITIVE_INFINITY);
    return far + (MISFIT[column.role][kind] ?? MISFIT[column.role].else);
  };
  let rows: { cost: number; path: number[] }[] = columns.map(() => ({ cost: 0, path: [] }));
  for (let at = 0; at < cells.length; at += 1) {
    rows = columns.map((column, to) => {
      let best = { cost: Number.POSITIVE_INFINITY, path: [] as number[] };
      for (let from = 0; from <= to; from += 1) {
        const before = rows[from];
        if (!before || (at === 0 && from !== to)) continue;
        const again = at > 0 && from === to ? another(column.role, kinds[at] as Kind) : 0;
        if (before.cost + again < best.cost) best = { cost: before.cost + again, path: before.path };
      }
      return { cost: best.cost + cost(at, column), path: [...best.path, to] };
    });
  }
  const best = rows.reduce((least, row) => (row.cost < least.cost ? row : least), { cost: Number.POSITIVE_INFINITY, path: [] as number[] });
  return cells.map((_, at) => columns[best.path[at] ?? -1]);
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Where the cells of each column stand in truth: heads are often centred over columns that are not. */
export const learn = (lines: readonly (readonly Cell[])[], columns: readonly Column[]): Learned => {
  const byColumn = new Map<Column, Cell[]>();
  for (const cells of lines) {
    for (const [at, column] of assign(cells, columns).entries()) {
      const cell = cells[at];
      if (!column || !cell || MISFIT[column.role][kindOf(cell.text)] !== 0) continue;
      byColumn.set(column, [...(byColumn.get(column) ?? []), cell]);
    }
  }
  return new Map(
    [...byColumn].flatMap(([column, cells]) =>
      cells.length < 3
        ? []
        : [[column, { left: median(cells.map(({ x }) => x)), right: median(cells.map(({ x, width }) => x + width)) }] as const],
    ),
  );
};
