import type { CalendarDate } from '../../shared/values.ts';
import { compare, DECIMAL, exact } from '../exact.ts';
import type { Bounds, Marker, QuantityMarker } from '../marker.ts';
import { printedUnit } from '../printed-unit.ts';
import { convert } from '../units.ts';
import { isAdministrative } from './headings.ts';
import { type Line, linesOf } from './lines.ts';
import { type Names, namesOf } from './names.ts';
import { type Finding, findingsIn } from './printed-finding.ts';
import { type Person, readRange } from './printed-range.ts';
import { isWithoutResult, type PrintedValue, readResult } from './printed-value.ts';
import { type DateKind, datesOf, personOf } from './report-facts.ts';
import type { Box, ReportText } from './report-text.ts';
import { entriesOf } from './rows.ts';
import { type Row, stitched } from './stitch.ts';

/**
 * What the patient is asked about a value before it is stored:
 * - `unit-not-read`: none is printed, or one that the marker does not know
 * - `unit-from-range`: it stands only beside the range
 * - `two-values`: the report has another value of the same marker and day
 * - `date-of-report`: the sample's own date is not printed
 * - `date-not-read`
 * - `name-says-more`: words beside the name that we do not know
 * - `range-needs-sex`: the ranges are by sex and the report does not tell it
 * - `flag-and-range-differ`: the lab marked it high or low and the range says otherwise, so one of them was misread
 * - `hard-to-read`: a scan whose letters are unclear
 */
export type Question =
  | 'unit-not-read'
  | 'unit-from-range'
  | 'two-values'
  | 'date-of-report'
  | 'date-not-read'
  | 'name-says-more'
  | 'range-needs-sex'
  | 'flag-and-range-differ'
  | 'hard-to-read';

/** A value that a report seems to hold. Nothing of it is stored before the patient has looked at it. */
export type Proposal = {
  /** LOINC. */
  readonly code: string;
  readonly markerId: string;
  readonly printedName: string;
  readonly printedValue: string;
  readonly printedUnit: string;
  /** A decimal in `unit`; of a finding without a number its code in the catalogue. */
  readonly value: string;
  readonly comparator?: PrintedValue['comparator'];
  /** UCUM; absent with the question `unit-not-read`. */
  readonly unit?: string;
  readonly labRange?: { readonly text: string; readonly bounds?: Bounds };
  readonly date?: { readonly day: CalendarDate; readonly kind: DateKind };
  readonly page: number;
  readonly box: Box;
  readonly questions: readonly Question[];
};

/** Why a line that looks like a result became no proposal. */
export type Unrecognised = {
  readonly reason:
    | 'unknown-name'
    | 'name-unclear'
    | 'could-be-two'
    | 'unit-does-not-fit'
    | 'two-values'
    | 'not-a-number'
    | 'no-value'
    /** Outside a table a number without unit and range may be anything. */
    | 'number-alone'
    | 'impossible-value';
  readonly printedName: string;
  readonly printedValue: string;
  readonly printedUnit: string;
  /** The whole line as it is printed. */
  readonly text: string;
  readonly page: number;
  readonly box: Box;
};

export type Reading = { readonly proposals: Proposal[]; readonly unrecognised: Unrecognised[] };

/** Below this a reader of scans is not sure of a word. */
const SURE = 90;

const isQuantity = (marker: Marker): marker is QuantityMarker => marker.kind === 'quantity';

const OF_URINE = /\burin|\buacr\b/i;
/** Whether a marker can be meant where the row stands: sugar in the section on urine is not sugar in blood. */
const fitsSpecimen = (marker: Marker, { section, name }: Row): boolean => {
  const urine = section.specimen === 'urine' || OF_URINE.test(name);
  if (section.specimen === 'other') return false;
  return urine ? marker.specimen === 'urine' : true;
};

/** The unit of a range text: `13.0 - 17.0 g/dL`. */
const unitBesideRange = (range: string, marker: QuantityMarker): string | undefined => {
  const after = /\d\s*([^\d\s<>.,;:()-][^\s;:()]*(?:\s*\/\s*\S+)?)\s*$/.exec(range)?.[1];
  return after === undefined ? undefined : printedUnit(after, marker);
};

type Meant = { marker: QuantityMarker; unit?: string; asked?: Question };

/** Which marker the name means in this unit; more than one or none is not decided by us. */
const meantBy = (
  row: Row,
  candidates: readonly QuantityMarker[],
  names: Names,
  catalogue: readonly Marker[],
): Meant | Unrecognised['reason'] => {
  const { unit } = row;
  const units = (markers: readonly QuantityMarker[]) =>
    markers.flatMap((marker): Meant[] => {
      const own = printedUnit(unit, marker);
      return own === undefined ? [] : [{ marker, unit: own }];
    });
  const absolute = () => (names.find(`absolute ${row.name}`)?.markers ?? []).filter(isQuantity);
  const asked = row.section.absolute && !/absolute/i.test(row.name) ? absolute() : [];
  const among = asked.length > 0 && !/%/.test(`${unit}${row.name}`) ? asked : candidates;
  const fitting = units(among);
  if (fitting.length === 1 && fitting[0]) return fitting[0];
  if (fitting.length > 1) return 'could-be-two';
  if (unit !== '') {
    const [count, ...more] = units(absolute());
    if (count && more.length === 0) return count;
    const known = catalogue.some((marker) => isQuantity(marker) && printedUnit(unit, marker) !== undefined);
    if (known) return 'unit-does-not-fit';
  }
  const [only, ...others] = among;
  if (!only || others.length > 0) return 'could-be-two';
  const beside = unit === '' ? unitBesideRange(row.range, only) : undefined;
  return beside === undefined ? { marker: only, asked: 'unit-not-read' } : { marker: only, unit: beside, asked: 'unit-from-range' };
};

const isPossible = (value: string, { marker, unit }: Meant): boolean => {
  const stored = unit === undefined ? undefined : convert(exact(value), unit, marker.unit, marker);
  if (!stored) return true;
  const { from, above, to, below } = marker.plausible.possible;
  const tooLow = (from !== undefined && compare(stored, exact(from)) < 0) || (above !== undefined && compare(stored, exact(above)) <= 0);
  const tooHigh = (to !== undefined && compare(stored, exact(to)) > 0) || (below !== undefined && compare(stored, exact(below)) >= 0);
  return !tooLow && !tooHigh;
};

const flagContradicts = (flag: string | undefined, value: string, bounds: Bounds | undefined): boolean => {
  if (!flag || !bounds) return false;
  const high = bounds.to ?? bounds.below;
  const low = bounds.from ?? bounds.above;
  if (/^(?:h|hh|hi|high|↑+|▲)$/i.test(flag)) return high === undefined || compare(exact(value), exact(high)) < 0;
  if (/^(?:l|ll|lo|low|↓+|▼)$/i.test(flag)) return low === undefined || compare(exact(value), exact(low)) > 0;
  return false;
};

/** Too long or too fine a number for a result is a number of something else. */
const FITS_A_RESULT = /^\d{1,7}(?:\.\d{1,6})?$/;

const worthListing = (row: Row): boolean => {
  const { entry, name, inNotes } = row;
  if (inNotes || !/\p{L}{2}|\p{L}\d/u.test(name) || name.length > 90) return false;
  if (row.match) return true;
  // In a table only a label with its colon is about the person or the paper; elsewhere a word is enough.
  if (entry.pane !== undefined) return !(entry.line.text.includes(':') && isAdministrative(entry.line.text));
  return !isAdministrative(entry.line.text) && (row.unit !== '' || row.range !== '');
};

/** A tenth of a point is finer than any screen shows. */
const toTenths = ({ x, y, width, height }: Box): Box => {
  const tenth = (length: number) => Math.round(length * 10) / 10;
  return { x: tenth(x), y: tenth(y), width: tenth(width), height: tenth(height) };
};

/** What all proposals say, with the questions that any of them may raise. */
const proposalOf = (row: Row, marker: Marker, value: string, dateAt: ReturnType<typeof datesOf>): Proposal => {
  const { entry, match } = row;
  const date = dateAt(entry.line.page, entry.line.y);
  const questions: Question[] = [];
  if (match?.saysMore) questions.push('name-says-more');
  if (!date) questions.push('date-not-read');
  else if (date.kind !== 'collected' && date.kind !== 'received') questions.push('date-of-report');
  if (entry.line.cells.some(({ words }) => words.some(({ certainty }) => certainty !== undefined && certainty < SURE)))
    questions.push('hard-to-read');
  return {
    code: marker.loinc.code,
    markerId: marker.id,
    printedName: row.name,
    printedValue: entry.result.replace(/^[\s:=]+/, ''),
    printedUnit: row.unit,
    value,
    ...(date && { date: { day: date.date, kind: date.kind } }),
    page: entry.line.page,
    box: toTenths(row.box),
    questions,
  };
};

type Outcome = { proposal: Proposal } | { reason: Unrecognised['reason'] } | undefined;

const readRow = (row: Row, names: Names, catalogue: readonly Marker[], person: Person, dateAt: ReturnType<typeof datesOf>): Outcome => {
  const { entry, match } = row;
  const result = readResult(`${entry.result} ${entry.result.includes(entry.flag) ? '' : entry.flag}`);
  if (!match) return { reason: 'unknown-name' };
  if (row.inNotes) return undefined;
  const fitting = match.markers.filter((marker) => fitsSpecimen(marker, row));
  const findings = findingsIn(entry.result.replace(/^[\s:=]+/, ''), fitting);
  if (findings.length === 1 && findings[0] && !row.unclear) {
    const [{ marker, code }] = findings as [Finding];
    return { proposal: proposalOf(row, marker, code, dateAt) };
  }
  if (result.kind === 'several') return { reason: 'two-values' };
  if (result.kind !== 'number') return { reason: isWithoutResult(entry.result) || entry.result === '' ? 'no-value' : 'not-a-number' };
  const { number, comparator, flag } = result.value;
  if (comparator && entry.pane === undefined && row.range === '') return undefined;
  if (entry.pane === undefined && row.unit === '' && row.range === '') return { reason: 'number-alone' };
  if (row.unclear) return { reason: 'name-unclear' };
  const candidates = fitting.filter(isQuantity);
  if (candidates.length === 0) return { reason: fitting.length > 0 ? 'not-a-number' : 'unknown-name' };
  if (!FITS_A_RESULT.test(number)) return { reason: 'impossible-value' };
  const meant = meantBy(row, candidates, names, catalogue);
  if (typeof meant === 'string') return { reason: meant };
  if (!isPossible(number, meant)) return { reason: 'impossible-value' };
  const range = row.range === '' ? undefined : readRange(row.range, person);
  const questions: Question[] = [];
  if (meant.asked) questions.push(meant.asked);
  if (range?.needsSex) questions.push('range-needs-sex');
  if (flagContradicts(flag, number, range?.bounds)) questions.push('flag-and-range-differ');
  const proposal = proposalOf(row, meant.marker, number, dateAt);
  return {
    proposal: {
      ...proposal,
      ...(comparator && { comparator }),
      ...(meant.unit !== undefined && { unit: meant.unit }),
      ...(range && { labRange: { text: range.text, ...(range.bounds && { bounds: range.bounds }) } }),
      questions: [...questions, ...proposal.questions],
    },
  };
};

const sameValue = (one: Proposal, other: Proposal): boolean =>
  one.unit === other.unit &&
  one.comparator === other.comparator &&
  (one.value === other.value ||
    (DECIMAL.test(one.value) && DECIMAL.test(other.value) && compare(exact(one.value), exact(other.value)) === 0));

/** A value that is printed twice is one; two values for one marker and day are both shown and asked about. */
const withoutRepeats = (proposals: readonly Proposal[]): Proposal[] => {
  const kept: Proposal[] = [];
  for (const proposal of proposals) {
    const alike = kept.filter(({ code, date }) => code === proposal.code && date?.day === proposal.date?.day);
    if (!alike.some((other) => sameValue(other, proposal))) kept.push(proposal);
  }
  const isDouble = (proposal: Proposal) =>
    kept.some((other) => other !== proposal && other.code === proposal.code && other.date?.day === proposal.date?.day);
  return kept.map((proposal) => (isDouble(proposal) ? { ...proposal, questions: [...proposal.questions, 'two-values'] } : proposal));
};

const inOrder = <Placed extends { page: number; box: Box }>(placed: readonly Placed[]): Placed[] =>
  placed.toSorted((left, right) => left.page - right.page || left.box.y - right.box.y || left.box.x - right.box.x);

/** Lines that stand at the same height of several pages with the same words: the head and foot of the paper. */
const furniture = (lines: readonly Line[]): Set<Line> => {
  const seen = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${Math.round(line.y / 6)}|${line.text.replace(/\d/g, '#')}`;
    seen.set(key, [...(seen.get(key) ?? []), line]);
  }
  return new Set([...seen.values()].filter((same) => new Set(same.map(({ page }) => page)).size > 1).flat());
};

/** What `known` says of the person wins over the print, because the patient entered it. */
export const proposeFrom = (report: ReportText, catalogue: readonly Marker[], known: Person = {}): Reading => {
  const names = namesOf(catalogue);
  const lines = report.pages.flatMap((page, index) => linesOf(page, index + 1));
  const { entries, heads } = entriesOf(lines, (page) => report.pages[page - 1]?.width ?? 0, names);
  const rows = stitched(entries, names);
  const firstResult = entries.find(({ shape, name }) => shape === 'valued' && names.find(name))?.line;
  const person = { ...personOf(lines, firstResult), ...known };
  const dateAt = datesOf(lines, heads);
  const repeated = furniture(lines);
  const proposals: Proposal[] = [];
  const unrecognised: Unrecognised[] = [];
  for (const row of rows) {
    const outcome = readRow(row, names, catalogue, person, dateAt);
    if (!outcome) continue;
    if ('proposal' in outcome) {
      proposals.push(outcome.proposal);
    } else if (worthListing(row) && !(outcome.reason === 'unknown-name' && repeated.has(row.entry.line))) {
      unrecognised.push({
        reason: outcome.reason,
        printedName: row.name,
        printedValue: row.entry.result,
        printedUnit: row.unit,
        text: row.entry.line.text,
        page: row.entry.line.page,
        box: toTenths(row.box),
      });
    }
  }
  return { proposals: withoutRepeats(inOrder(proposals)), unrecognised: inOrder(unrecognised) };
};
