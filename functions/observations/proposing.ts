import { CalendarDate, Instant, instantOf } from '../shared/values.ts';
import { Decimal, type Proposal } from './contract.ts';
import { exact } from './exact.ts';
import { printedRange } from './lab-range.ts';
import type { Names } from './lab-report/names.ts';
import { datesIn } from './lab-report/printed-dates.ts';
import { type Person, readRange } from './lab-report/printed-range.ts';
import { plainDecimal, readResult } from './lab-report/printed-value.ts';
import type { Bounds, CodedMarker, Marker, QuantityMarker } from './marker.ts';
import { isCoded, isQuantity, markerOfLoinc } from './markers/catalogue.ts';
import { plausibilityOf } from './plausibility.ts';
import { printedUnit } from './printed-unit.ts';
import { unitsOf } from './units.ts';

/** One value of a file as the file says it. */
export type Line = {
  readonly provenance: Proposal['provenance'];
  /** For the review, where the line is not recognised. */
  readonly text: string;
  readonly name: string;
  /** LOINC codes, in the file's order. */
  readonly codes?: readonly string[];
  readonly value: string;
  readonly unit?: string | undefined;
  readonly date?: string | undefined;
  /** `13`, or `<200` for a limit that is not part of the range. */
  readonly low?: string | undefined;
  readonly high?: string | undefined;
  readonly range?: string | undefined;
  readonly source?: string | undefined;
  readonly note?: string | undefined;
};

const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2})?(?:\.\d+)?$/;

/** A time in a file: ISO 8601 to the second, without a zone as a clock in India shows it; else the one day that is written there. */
export const timeIn = (text: string): Instant | CalendarDate | undefined => {
  const plain = text.trim();
  const day = CalendarDate.safeParse(plain);
  if (day.success) return day.data;
  const local = LOCAL.exec(plain);
  const zoned = WITH_ZONE.test(plain) ? plain : local && `${local[1]}T${local[2]}${local[3] ?? ':00'}+05:30`;
  if (zoned) {
    const milliseconds = Date.parse(zoned);
    return Number.isNaN(milliseconds) ? undefined : Instant.safeParse(instantOf(milliseconds)).data;
  }
  const [first, ...more] = datesIn(plain);
  return first && more.length === 0 ? first.date : undefined;
};

const limitOf = (text: string | undefined): { readonly at: string; readonly inclusive: boolean } | undefined => {
  const match = /^\s*([<>])?=?\s*([\d.,]+)\s*$/.exec(text ?? '');
  if (!match) return undefined;
  const at = plainDecimal(match[2] ?? '');
  return Decimal.safeParse(at).success ? { at, inclusive: match[1] === undefined || /=/.test(text ?? '') } : undefined;
};

const rangeOf = (line: Line, person: Person) => {
  const [low, high] = [limitOf(line.low), limitOf(line.high)];
  if (!low && !high) {
    if (line.range === undefined || line.range.trim() === '') return undefined;
    const { text, bounds } = readRange(line.range, person);
    return printedRange(bounds, text);
  }
  const bounds: Bounds = {
    ...(low && (low.inclusive ? { from: low.at } : { above: low.at })),
    ...(high && (high.inclusive ? { to: high.at } : { below: high.at })),
  };
  return printedRange(bounds, line.range);
};

/** UCUM of a marker, as the file writes it or as people do. */
const unitIn = (text: string, marker: QuantityMarker): string | undefined =>
  unitsOf(marker).includes(text) ? text : printedUnit(text, marker);

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s._-]+/g, ' ')
    .trim();

const findingIn = (text: string, { values }: CodedMarker): string | undefined =>
  values.find(({ code, name, printedAs }) => [code, name.en, name.hi, ...printedAs].some((each) => bare(each) === bare(text)))?.code;

type Read = Pick<Proposal, 'fields' | 'questions'> & { readonly reason?: Proposal['reason'] };

const readQuantity = (markers: readonly QuantityMarker[], number: string, unitText: string): Read => {
  const byUnit = markers.flatMap((marker) => {
    const unit = unitText === '' ? undefined : unitIn(unitText, marker);
    return unit === undefined ? [] : [{ marker, unit }];
  });
  const [only, ...others] = unitText === '' ? markers.map((marker) => ({ marker, unit: undefined })) : byUnit;
  if (!only) return { fields: {}, questions: [], reason: 'unit-does-not-fit' };
  if (others.length > 0) return { fields: {}, questions: [], reason: 'could-be-two' };
  const { marker, unit } = only;
  const impossible = unit !== undefined && plausibilityOf(exact(number), unit, marker)?.verdict === 'impossible';
  return {
    fields: { code: marker.loinc.code, value: number, ...(unit !== undefined && { unit }) },
    questions: unit === undefined ? ['unit-not-read'] : [],
    ...(impossible && { reason: 'impossible-value' }),
  };
};

const readValue = (markers: readonly Marker[], line: Line): Read => {
  const finding = markers.filter(isCoded).flatMap((marker) => {
    const value = findingIn(line.value, marker);
    return value === undefined ? [] : [{ code: marker.loinc.code, value }];
  });
  if (finding.length === 1 && finding[0]) return { fields: finding[0], questions: [] };
  const none = (reason: Proposal['reason']): Read => ({ fields: {}, questions: [], reason });
  const result = readResult(line.value);
  if (line.value.trim() === '') return none('no-value');
  if (result.kind === 'several') return none('two-values');
  const quantities = markers.filter(isQuantity);
  if (result.kind !== 'number' || quantities.length === 0 || !Decimal.safeParse(result.value.number).success) return none('not-a-number');
  const { number, comparator, rest } = result.value;
  const read = readQuantity(quantities, number, line.unit?.trim() || rest);
  return { ...read, fields: { ...read.fields, ...(comparator && read.fields.value !== undefined && { comparator }) } };
};

const cut = (text: string | undefined, longest: number): string | undefined => text?.trim().slice(0, longest) || undefined;

/** What a line says, as far as it is understood; what is not is asked, and nothing is guessed or left out. */
export const proposed = (line: Line, index: number, names: Names, person: Person): Proposal => {
  const coded = line.codes?.map(markerOfLoinc).find((marker) => marker !== undefined);
  const named = coded ? { markers: [coded], saysMore: false } : names.find(line.name);
  const printed = {
    index,
    printedName: line.name.slice(0, 200),
    printedValue: line.value.slice(0, 200),
    ...(line.unit && { printedUnit: line.unit.slice(0, 60) }),
    text: line.text.slice(0, 500),
    provenance: line.provenance,
    confirmed: false,
  };
  const at = line.date === undefined ? undefined : timeIn(line.date);
  const source = cut(line.source, 160);
  const note = cut(line.note, 500);
  const about = { ...(at !== undefined && { at }), ...(source !== undefined && { source }), ...(note !== undefined && { note }) };
  if (!named) return { ...printed, fields: about, questions: [], reason: 'unknown-name' };
  const { fields, questions, reason } = readValue(named.markers, line);
  const labRange = fields.value === undefined ? undefined : rangeOf(line, person);
  return {
    ...printed,
    fields: { ...fields, ...about, ...(labRange && { labRange }) },
    questions: [
      ...questions,
      ...(named.saysMore ? (['name-says-more'] as const) : []),
      ...(at === undefined ? (['date-not-read'] as const) : []),
    ],
    ...(reason && { reason }),
  };
};
