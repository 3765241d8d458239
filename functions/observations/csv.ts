import { parse } from 'csv-parse/sync';

import { invalidRequest } from '../shared/http/errors.ts';
import { MOST_LINES, type Observation, type Proposal } from './contract.ts';
import { namesOf } from './lab-report/names.ts';
import type { Person } from './lab-report/printed-range.ts';
import { MARKERS, markerOfLoinc } from './markers/catalogue.ts';
import { proposed } from './proposing.ts';

/** Names of columns that mean one thing, without case, spaces and marks. */
const COLUMNS = {
  name: 'marker test testname name analyte parameter investigation observation item biomarker',
  code: 'loinc loinccode code',
  value: 'value result reading observedvalue measurement',
  unit: 'unit units uom',
  date: 'date datetime time collected collectedon collectiondate sampledate testdate timestamp startdate effectivedatetime',
  low: 'low lowerlimit rangelow reflow min minimum lower',
  high: 'high upperlimit rangehigh refhigh max maximum upper',
  range: 'range referencerange refrange normalrange reference biologicalreferenceinterval bioref',
  source: 'lab laboratory source device provider',
  note: 'note notes comment comments remark remarks',
} as const;
type Column = keyof typeof COLUMNS;

const BY_NAME = new Map(
  (Object.entries(COLUMNS) as [Column, string][]).flatMap(([column, names]) => names.split(' ').map((name) => [name, column] as const)),
);

const columnOf = (header: string): Column | undefined => BY_NAME.get(header.toLowerCase().replace(/[^a-z]/g, ''));

const refuse = (rule: string) => invalidRequest([{ field: 'body.text', rule }]);

/** The mark that the names of the columns are kept apart by. */
const delimiterOf = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  return [',', ';', '\t'].toSorted((one, other) => header.split(other).length - header.split(one).length)[0] ?? ',';
};

type Row = { readonly cells: readonly string[]; readonly line: number };

const rowsOf = (text: string): Row[] => {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch {
    throw refuse('must be lines of CSV with the names of the columns in the first one');
  }
};

/** Our own export keeps a cell that would be a formula behind an apostrophe. */
const plain = (cell: string | undefined): string => (cell ?? '').replace(/^'(?=[=+\-@])/, '');

/** The values of a CSV file. Every line below the names of the columns becomes a proposal, recognised or not. */
export const proposalsInCsv = (text: string, fileName: string, person: Person): Proposal[] => {
  const [header, ...rows] = rowsOf(text);
  const columns = header?.cells.map(columnOf) ?? [];
  const has = (column: Column) => columns.includes(column);
  if (!has('value') || (!has('name') && !has('code')))
    throw refuse('must have a first line with the names of the columns, at least marker (or loinc) and value');
  if (rows.length > MOST_LINES) throw refuse(`must have at most ${MOST_LINES} lines with values`);
  const names = namesOf(MARKERS);
  return rows.map(({ cells, line }, index) => {
    const cell = (column: Column): string => {
      const place = columns.indexOf(column);
      return place < 0 ? '' : plain(cells[place]);
    };
    const code = cell('code');
    return proposed(
      {
        provenance: { kind: 'csv', fileName, row: line },
        text: cells.join(' | '),
        name: cell('name') || code,
        ...(code !== '' && { codes: [code] }),
        value: cell('value'),
        unit: cell('unit'),
        date: cell('date'),
        low: cell('low'),
        high: cell('high'),
        range: cell('range'),
        source: cell('source'),
        note: cell('note'),
      },
      index,
      names,
      person,
    );
  });
};

/** A cell that a table program would carry out is told to be text (OWASP, CSV injection). */
const cellOf = (text: string, isText: boolean): string => {
  const safe = isText && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const lineOf = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;

export const CSV_HEADER = lineOf([
  'date',
  'marker',
  'loinc',
  'value',
  'unit',
  'low',
  'high',
  'range',
  'lab',
  'note',
  'status',
  'from',
  'document',
  'page',
  'recorded',
  'id',
]);

/** One value as a line of CSV (RFC 4180). A limit that does not belong to its range is written `<200`. */
export const csvLineOf = (value: Observation): string => {
  const { labRange, provenance } = value;
  const document = 'documentId' in provenance ? (provenance.documentId ?? '') : '';
  const page = 'page' in provenance && provenance.page !== undefined ? String(provenance.page) : '';
  const isNumber = value.stored !== undefined;
  return lineOf([
    value.at,
    cellOf(markerOfLoinc(value.code)?.name.en ?? value.code, true),
    value.code,
    cellOf(`${value.comparator ?? ''}${value.value}`, !isNumber),
    cellOf(value.unit ?? '', true),
    labRange?.low === undefined ? '' : `${labRange.lowInclusive === false ? '>' : ''}${labRange.low}`,
    labRange?.high === undefined ? '' : `${labRange.highInclusive === false ? '<' : ''}${labRange.high}`,
    cellOf(labRange?.text ?? '', true),
    cellOf(value.source ?? '', true),
    cellOf(value.note ?? '', true),
    value.status,
    provenance.kind,
    document,
    page,
    value.recordedAt,
    value.observationId,
  ]);
};
