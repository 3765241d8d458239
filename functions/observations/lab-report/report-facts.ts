import type { CalendarDate } from '../../shared/values.ts';
import type { Cell, Line } from './lines.ts';
import { datesIn } from './printed-dates.ts';
import { looksLikeRange, type Person } from './printed-range.ts';

/** What a date of a report is the date of. The sample's own comes first; the later ones are stand-ins for it. */
export const DATE_KINDS = ['collected', 'received', 'registered', 'reported', 'plain'] as const;
export type DateKind = (typeof DATE_KINDS)[number];

export type ReportDate = { readonly date: CalendarDate; readonly kind: DateKind };
/** The dates of one report; a file may hold several reports after one another. */
type DateGroup = { readonly page: number; readonly y: number; readonly dates: Map<DateKind, CalendarDate> };

const LABELS: readonly (readonly [DateKind | 'none', RegExp])[] = [
  [
    'none',
    /\b(?:birth|dob|d\.o\.b|born|valid|expir\w*|print(?:ed)?|accredit\w*|lmp|edd|due|since|previous|last|approved|revision|version|issue)\b/gi,
  ],
  ['collected', /\b(?:collect(?:ed|ion)|coll\.?|drawn|drawal|sampl(?:e|ing) (?:date|time|on)|date of sample|specimen date|sct)\b/gi],
  ['received', /\b(?:receiv(?:ed|ing)|recd|receipt|accession(?:ed)?|srt)\b/gi],
  ['registered', /\b(?:regist(?:ered|ration)|reg\.?|regn|booked|booking|bill(?:ed)?|order(?:ed)?)\b/gi],
  ['reported', /\b(?:report(?:ed|ing)?|released|rrt|validated)\b/gi],
  ['plain', /\b(?:date|dated|on)\b/gi],
];

/** What the words before a date say of it: the label that stands nearest, and `plain` only where no other stands there. */
const kindBefore = (text: string): DateKind | 'none' | undefined => {
  let nearest: { at: number; kind: DateKind | 'none' } | undefined;
  for (const [kind, label] of LABELS) {
    if (kind === 'plain' && nearest) break;
    for (const match of text.matchAll(label)) if (!nearest || match.index > nearest.at) nearest = { at: match.index, kind };
  }
  return nearest?.kind;
};

const overlap = (left: Cell, right: Cell): boolean => left.x < right.x + right.width && right.x < left.x + left.width;

/** The cell above a cell, within three lines. */
const above = (lines: readonly Line[], at: number, cell: Cell): Cell | undefined => {
  const line = lines[at];
  for (let up = at - 1; line && up >= Math.max(0, at - 3); up -= 1) {
    const other = lines[up];
    if (!other || other.page !== line.page || line.y - other.y > 3 * line.height) return undefined;
    const found = other.cells.find((each) => overlap(each, cell));
    if (found) return found;
  }
  return undefined;
};

const groupsOf = (lines: readonly Line[], heads: ReadonlySet<Line>): DateGroup[] => {
  const groups: DateGroup[] = [];
  for (const [at, line] of lines.entries()) {
    // The days of a table's columns are told by the table.
    if (heads.has(line)) continue;
    let before = '';
    for (const cell of line.cells) {
      let from = 0;
      for (const { date, start, end } of datesIn(cell.text)) {
        const kind = kindBefore(`${before} ${cell.text.slice(from, start)}`) ?? kindBefore(above(lines, at, cell)?.text ?? '');
        before = '';
        from = end;
        if (kind === undefined || kind === 'none') continue;
        const group = groups.at(-1);
        const known = group?.dates.get(kind);
        // Another day of the same kind belongs to another report in the file.
        if (group && (known === undefined || known === date)) group.dates.set(kind, date);
        else groups.push({ page: line.page, y: line.y, dates: new Map([[kind, date]]) });
      }
      before = `${before} ${cell.text.slice(from)}`;
    }
  }
  return groups;
};

const best = (group: DateGroup | undefined): ReportDate | undefined => {
  for (const kind of DATE_KINDS) {
    const date = group?.dates.get(kind);
    if (date !== undefined) return { date, kind };
  }
  return undefined;
};

/** The date of what stands at a place of the report. */
export const datesOf = (lines: readonly Line[], heads: ReadonlySet<Line>): ((page: number, y: number) => ReportDate | undefined) => {
  const groups = groupsOf(lines, heads);
  return (page, y) => {
    const earlier = groups.filter((group) => group.page < page || (group.page === page && group.y <= y));
    const before = earlier.at(-1);
    const below = groups.find((group) => group.page === page && group.y > y);
    return best(before?.page !== page && below ? below : (before ?? groups[0]));
  };
};

const SEX_LABEL = /\b(?:sex|gender)\b[^a-z]{0,6}(male|female|m|f)\b/i;
const AGE_AND_SEX =
  /\b(\d{1,3})\s*(?:y|yr|yrs|year|years)\b\.?(?:[\s,]*\d{1,2}\s*(?:m|months?|mths?)\b\.?)?(?:[\s,]*\d{1,2}\s*(?:d|days?)\b\.?)?[\s/,|()-]*(male|female|m|f)\b/i;
const AGE_SLASH_SEX =
  /\bage\s*(?:\/|&|and)\s*(?:sex|gender)\b[^a-z\d]{0,4}(\d{1,3})\s*(?:y|yr|yrs|years?)?\b\.?[\s/,|()-]*(male|female|m|f)\b/i;
const SEX_SLASH_AGE = /\b(?:sex|gender)\s*(?:\/|&|and)\s*age\b[^a-z\d]{0,4}(male|female|m|f)\b[\s/,|()-]*(\d{1,3})\b/i;
const AGE_LABEL = /\bage\b[^a-z\d]{0,6}(\d{1,3})\s*(?:y|yr|yrs|years?)?\b/i;

const sexOf = (word: string | undefined): Person['sex'] => {
  const first = word?.[0]?.toLowerCase();
  return first === 'f' ? 'female' : first === 'm' ? 'male' : undefined;
};

/**
 * The person's age and sex as far as the lines say them, those above the first result before the others: they choose between
 * ranges printed for women and men. Nothing else of the person is read.
 */
export const personOf = (lines: readonly Line[], firstResult: Line | undefined): Person => {
  const from = firstResult ? lines.indexOf(firstResult) : lines.length;
  // A line with a range says for whom the range is.
  const rest = lines.slice(from).filter(({ text }) => !looksLikeRange(text.replace(/^[^\d<>]*(?=\d+\s*-|[<>])/, '')));
  const [above, elsewhere] = [foundIn(lines.slice(0, from)), foundIn(rest)];
  return { ...elsewhere, ...above };
};

const foundIn = (lines: readonly Line[]): Person => {
  let sex: Person['sex'];
  let ageYears: number | undefined;
  for (const [at, line] of lines.entries()) {
    const below = lines[at + 1]?.page === line.page ? lines[at + 1] : undefined;
    // A label may stand over what it labels.
    const stacked = line.cells.map((cell) => `${cell.text} ${below?.cells.find((other) => overlap(other, cell))?.text ?? ''}`);
    for (const text of [line.text, ...stacked]) {
      const both = AGE_SLASH_SEX.exec(text) ?? AGE_AND_SEX.exec(text);
      const turned = SEX_SLASH_AGE.exec(text);
      sex ??= sexOf(both?.[2] ?? turned?.[1] ?? SEX_LABEL.exec(text)?.[1]);
      const age = both?.[1] ?? turned?.[2] ?? AGE_LABEL.exec(text)?.[1];
      if (age !== undefined && Number(age) <= 120) ageYears ??= Number(age);
    }
  }
  return { ...(sex && { sex }), ...(ageYears !== undefined && { ageYears }) };
};
