import type { Marker } from '../marker.ts';
import type { Pane } from './columns.ts';
import type { Entry } from './entry.ts';
import { NO_SECTION, opensNotes, type Section, sectionOf } from './headings.ts';
import type { NameMatch, Names } from './names.ts';
import { around, type Box } from './report-text.ts';
import { END_OF_UNIT } from './row-entry.ts';
import { looksLikeUnit } from './unit-words.ts';

/** A result with its whole name, unit and range, and what the headings above say of it. */
export type Row = {
  readonly entry: Entry;
  readonly name: string;
  readonly match: NameMatch | undefined;
  readonly unit: string;
  readonly range: string;
  readonly box: Box;
  readonly section: Section;
  readonly inNotes: boolean;
  /** Words beside the name may change what it means: it is not trusted. */
  readonly unclear: boolean;
};

/** How far apart lines of one row may stand, in heights of their letters. */
const NEXT_LINE = 2.1;
/** Lines this close are lines of one text. */
const ONE_TEXT = 1.4;
/** A gap is the border between two rows if it is this much wider than every other between them. */
const WIDER = 1.12;

const baseline = ({ line }: Entry): number => line.y + 0.8 * line.height;
const gapOf = (upper: Entry, lower: Entry): number => {
  if (upper.line.page !== lower.line.page || upper.pane !== lower.pane) return Number.POSITIVE_INFINITY;
  const gap = (baseline(lower) - baseline(upper)) / Math.max(upper.line.height, lower.line.height);
  return gap > 0 && gap <= NEXT_LINE ? gap : Number.POSITIVE_INFINITY;
};

/** The lines around a result that may be parts of it. `sure`: the spaces between the lines tell that they are. */
type Around = { above: Entry[]; below: Entry[]; sureAbove: boolean; sureBelow: boolean };

const isPart = (entry: Entry): boolean => (entry.shape === 'name' && !opensNotes(entry.name)) || entry.shape === 'more';

/** Shares out the lines between two results (or before the first, after the last) by the widest gap among them. */
const shareOut = (
  upper: Entry | undefined,
  between: readonly Entry[],
  lower: Entry | undefined,
): { toUpper: Entry[]; toLower: Entry[]; sure: boolean } => {
  const all = [...(upper ? [upper] : []), ...between, ...(lower ? [lower] : [])];
  const gaps = all.slice(1).map((entry, at) => gapOf(all[at] as Entry, entry));
  const shift = upper ? 0 : 1;
  // Gaps are numbered so that gap `at` stands before line `at` of `between`.
  const gap = (at: number): number => gaps[at - shift] ?? Number.POSITIVE_INFINITY;
  const toUpper: Entry[] = [];
  const toLower: Entry[] = [];
  for (let at = 0; upper && at < between.length && gap(at) < Number.POSITIVE_INFINITY && isPart(between[at] as Entry); at += 1)
    toUpper.push(between[at] as Entry);
  for (let at = between.length - 1; lower && at >= 0 && gap(at + 1) < Number.POSITIVE_INFINITY && isPart(between[at] as Entry); at -= 1)
    toLower.unshift(between[at] as Entry);
  if (toUpper.length + toLower.length <= between.length || !upper || !lower) return { toUpper, toLower, sure: true };
  // Every line could belong to either result.
  const inner = between.map((_, at) => gap(at)).concat(gap(between.length));
  const widest = Math.max(...inner);
  const at = inner.indexOf(widest);
  const second = Math.max(...inner.filter((_, index) => index !== at));
  if (widest < second * WIDER) return { toUpper, toLower, sure: false };
  return { toUpper: between.slice(0, at), toLower: between.slice(at), sure: true };
};

const aroundEach = (entries: readonly Entry[]): Map<Entry, Around> => {
  const found = new Map<Entry, Around>();
  const results = entries.flatMap((entry, at) => (entry.shape === 'valued' ? [at] : []));
  for (const at of results) found.set(entries[at] as Entry, { above: [], below: [], sureAbove: true, sureBelow: true });
  for (let index = 0; index <= results.length; index += 1) {
    const [from, to] = [results[index - 1], results[index]];
    const upper = from === undefined ? undefined : (entries[from] as Entry);
    const lower = to === undefined ? undefined : (entries[to] as Entry);
    const between = entries.slice(from === undefined ? 0 : from + 1, to ?? entries.length);
    if (between.length === 0) continue;
    const shared = shareOut(upper, between, lower);
    const [above, below] = [lower && found.get(lower), upper && found.get(upper)];
    if (above) {
      above.above = shared.toLower;
      above.sureAbove = shared.sure;
    }
    if (below) {
      below.below = shared.toUpper;
      below.sureBelow = shared.sure;
    }
  }
  return found;
};

/** Whether two pieces of a name stand under one another. */
const aligned = (piece: Entry, row: Entry): boolean =>
  !piece.nameBox || !row.nameBox || Math.abs(piece.nameBox.x - row.nameBox.x) < 3 * row.line.height;

const sameMarkers = (one: NameMatch | undefined, other: NameMatch | undefined): boolean => {
  const ids = (match: NameMatch | undefined) =>
    (match?.markers ?? [])
      .map(({ id }: Marker) => id)
      .sort()
      .join();
  return ids(one) === ids(other);
};

const METHOD = /^\(?\s*(?:method|methodology|technique|technology|principle|calculated|derived|measured|by)\b/i;
/** A line that tells the method: it says so, or it stands in brackets in smaller letters. */
const isMethod = (piece: Entry, row: Entry): boolean =>
  METHOD.test(piece.name) ||
  (/^\(.*\)$/.test(piece.name) && (piece.nameBox?.height ?? 0) < 0.93 * (row.nameBox?.height ?? row.line.height));

type Naming = { readonly name: string; readonly match: NameMatch | undefined; readonly used: readonly Entry[] };

const textOf = (entries: readonly Entry[]): string =>
  entries
    .map(({ name }) => name)
    .filter((name) => name !== '')
    .join(' ');

/** The names that a row may have together with lines around it, the ones of fewest lines first. */
const namingsOf = (row: Entry, { above, below }: Pieces, names: Names): Naming[] => {
  const all: Naming[] = [];
  for (let ups = 0; ups <= Math.min(2, above.length); ups += 1) {
    for (let downs = 0; downs <= Math.min(3, below.length); downs += 1) {
      const used = [...above.slice(above.length - ups), row, ...below.slice(0, downs)];
      const name = textOf(used);
      all.push({ name, match: name === '' ? undefined : names.find(name), used });
    }
  }
  return all.sort((left, right) => left.used.length - right.used.length);
};

type Pieces = { readonly above: readonly Entry[]; readonly below: readonly Entry[] };

const piecesOf = (row: Entry, { above, below }: Around, taken: ReadonlySet<Entry>): Pieces => {
  const fits = (piece: Entry) => piece.shape === 'name' && piece.name !== '' && aligned(piece, row) && !isMethod(piece, row);
  return { above: above.filter((piece) => fits(piece) && !taken.has(piece)), below: below.filter(fits) };
};

const isClose = (one: Entry, other: Entry): boolean => Math.min(gapOf(one, other), gapOf(other, one)) < ONE_TEXT;

/** The naming of all lines that stand close to the row and to one another. */
const closest = (row: Entry, { above, below }: Pieces, near: Around, namings: readonly Naming[]): Naming | undefined => {
  const used = [row];
  if (near.sureAbove) for (const piece of above.toReversed()) if (isClose(piece, used[0] as Entry)) used.unshift(piece);
  if (near.sureBelow) for (const piece of below) if (isClose(piece, used.at(-1) as Entry)) used.push(piece);
  return namings.find((naming) => naming.used.length === used.length && naming.used.every((piece) => used.includes(piece)));
};

const chosen = (
  row: Entry,
  namings: readonly Naming[],
  pieces: Pieces,
  near: Around,
  nextNeeds: (lines: readonly Entry[]) => boolean,
): Naming => {
  const own = namings[0] as Naming;
  const whole = closest(row, pieces, near, namings);
  if (whole?.match) return whole;
  const fitting = namings.filter(({ match }) => match);
  const others = fitting.filter(({ match, used }) => {
    if (used.length === 1 || sameMarkers(match, own.match)) return false;
    const lent = near.sureBelow ? [] : used.filter((piece) => pieces.below.includes(piece));
    return lent.length === 0 || !nextNeeds(lent);
  });
  // More lines that make another marker of the name are part of it: `Bilirubin` over `Direct`.
  const best = own.match ? (others.at(-1) ?? own) : (others[0] ?? own);
  return (
    fitting.findLast(
      ({ match, used }) =>
        sameMarkers(match, best.match) &&
        best.used.every((piece) => used.includes(piece)) &&
        used.length > best.used.length &&
        near.sureBelow &&
        near.sureAbove,
    ) ?? best
  );
};

/** Whether a line close to a row's name, that is no part of the name as it was read, might change what it means. */
const clouded = (row: Entry, naming: Naming, near: Around, pieces: Pieces, names: Names): boolean => {
  if (!naming.match) return false;
  const beside = (piece: Entry | undefined, other: Entry, sure: boolean): boolean =>
    piece !== undefined &&
    sure &&
    !naming.used.includes(piece) &&
    isClose(piece, other) &&
    names.isTelling(piece.name) &&
    !sectionOf(piece.name, NO_SECTION) &&
    !sameMarkers(names.find(piece.name), naming.match);
  const first = naming.used[0] ?? row;
  const last = naming.used.at(-1) ?? row;
  const up = pieces.above.filter((piece) => !naming.used.includes(piece)).at(-1);
  const down = pieces.below.find((piece) => !naming.used.includes(piece));
  return beside(up, first, near.sureAbove) || beside(down, last, near.sureBelow);
};

/** Points by which a row stands further in than its heading. */
const INDENT = 4;

/** A heading that rows complete: `Bilirubin` over `Total`, `Direct` and `Indirect`. */
type Stem = { readonly name: string; readonly x: number; readonly page: number };

type Settled = { readonly naming: Naming; readonly cloud: boolean; readonly unit: string; readonly range: string; readonly box: Box };

const settle = (entries: readonly Entry[], names: Names): { rows: Map<Entry, Settled>; taken: Set<Entry> } => {
  const near = aroundEach(entries);
  const taken = new Set<Entry>();
  const rows = new Map<Entry, Settled>();
  const results = [...near.keys()];
  for (const [index, row] of results.entries()) {
    const own = near.get(row) as Around;
    const pieces = piecesOf(row, own, taken);
    const next = results[index + 1];
    // A line between two results is left to the lower one if that is nameless without it.
    const nextNeeds = (lines: readonly Entry[]): boolean =>
      next !== undefined &&
      lines.some((line) => near.get(next)?.above.includes(line)) &&
      !names.find(next.name) &&
      names.find(textOf([...lines, next])) !== undefined;
    const naming = chosen(row, namingsOf(row, pieces, names), pieces, own, nextNeeds);
    const cloud = clouded(row, naming, own, pieces, names);
    if (naming.match) for (const used of naming.used) taken.add(used);
    const ranges = [...(own.sureAbove ? own.above : []), row, ...own.below].filter((piece) => piece.range !== '');
    const at = entries.indexOf(row);
    const wrappedUnit = entries
      .slice(at + 1, at + 3)
      .find(
        (piece) =>
          piece.shape !== 'valued' &&
          END_OF_UNIT.test(piece.unit) &&
          gapOf(row, piece) < ONE_TEXT &&
          looksLikeUnit(`${row.unit}${piece.unit}`),
      );
    rows.set(row, {
      naming,
      cloud,
      unit: wrappedUnit ? `${row.unit}${/[/\d]$/.test(row.unit) ? '' : ' '}${wrappedUnit.unit}` : row.unit,
      range: ranges.map(({ range }) => range).join(' '),
      box: around([...new Set([...naming.used, row, ...ranges])].map(({ box }) => box)),
    });
  }
  return { rows, taken };
};

const SPECIMEN = /\b(?:sample|specimen)(?: type)?\s*[:-]\s*(.+)$/i;
/** Three words and more in small letters are a sentence and no heading. */
const SENTENCE = /\b[a-z]{2,}\s+(?:[a-z]{2,}\s+){2,}/;

/** The rows of a report with their names, units and ranges put together from the lines that they are printed on. */
export const stitched = (entries: readonly Entry[], names: Names): Row[] => {
  const { rows: settled, taken } = settle(entries, names);
  const rows: Row[] = [];
  let section = NO_SECTION;
  let inNotes = false;
  let stem: Stem | undefined;
  let table: Pane | undefined;
  for (const entry of entries) {
    const row = settled.get(entry);
    // Another table's head ends the words about results.
    if (entry.pane && entry.pane !== table) inNotes = false;
    table = entry.pane ?? table;
    if (!row) {
      if (taken.has(entry)) {
        // The first row under a heading may have taken it for its own name.
        if (entry.shape === 'name') stem = { name: entry.name, x: (entry.nameBox?.x ?? 0) + INDENT, page: entry.line.page };
        continue;
      }
      // A test without a result, or with one that stands where nobody looks for it, is shown with its line.
      const match = `${entry.range}${entry.unit}${entry.beside}` === '' || inNotes ? undefined : names.find(entry.name);
      if (match) {
        rows.push({
          entry,
          name: entry.name,
          match,
          unit: entry.unit,
          range: entry.range,
          box: entry.box,
          section,
          inNotes,
          unclear: false,
        });
        continue;
      }
      const text = entry.shape === 'name' ? entry.name : entry.line.text;
      const opened = entry.shape === 'name' && !SENTENCE.test(text) ? sectionOf(text, section) : undefined;
      if (opensNotes(text)) {
        inNotes = true;
      } else if (opened && (!inNotes || text === text.toUpperCase())) {
        section = opened;
        inNotes = false;
      }
      const specimen = SPECIMEN.exec(entry.line.text)?.[1];
      if (specimen) section = sectionOf(specimen, section) ?? section;
      if (entry.shape === 'name' && entry.name !== '') stem = { name: entry.name, x: entry.nameBox?.x ?? 0, page: entry.line.page };
      continue;
    }
    let { name, match } = row.naming;
    const x = entry.nameBox?.x ?? 0;
    if (!match && stem && stem.page === entry.line.page && entry.name !== '' && x >= stem.x - 1) {
      const complete = names.find(`${stem.name} ${entry.name}`);
      if (complete) {
        name = `${stem.name} ${entry.name}`;
        match = complete;
      }
    } else if (match && stem && x <= stem.x + 1) {
      stem = undefined;
    }
    if (!match && entry.pane === undefined && opensNotes(entry.line.text)) inNotes = true;
    // A whole row of a table ends the words about results.
    if (inNotes && match && entry.pane !== undefined && row.unit !== '' && row.range !== '') inNotes = false;
    rows.push({ entry, name, match, unit: row.unit, range: row.range, box: row.box, section, inNotes, unclear: row.cloud });
  }
  return rows;
};
