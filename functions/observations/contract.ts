import * as z from 'zod';

import { PageMeta, pageQuery } from '../shared/http/page.ts';
import { route } from '../shared/http/route.ts';
import { CalendarDate, Instant } from '../shared/values.ts';

/**
 * A decimal number as text, so that no digit is lost: `7.2`, `0.01`, `150`. At most 9 digits before and 6 after the point:
 * 15 digits come through a JSON number (FHIR) and back unchanged.
 */
export const Decimal = z.string().regex(/^-?\d{1,9}(\.\d{1,6})?$/, 'must be a number like 7.2');
export type Decimal = z.infer<typeof Decimal>;

/** What was found: a decimal number, or of a test without numbers the code of its finding, such as `negative` or `1+`. */
export const Finding = z
  .string()
  .regex(/^(-?\d{1,9}(\.\d{1,6})?|[a-z0-9+-]{1,20})$/, 'must be a number like 7.2, or one of the findings that the marker has');

/** LOINC code of a marker of the catalogue. */
export const MarkerCode = z.string().regex(/^\d{1,7}-\d$/, 'must be a LOINC code like 4548-4');

export const MarkerCategory = z.enum([
  'blood-count',
  'glucose',
  'lipids',
  'kidney',
  'liver',
  'thyroid',
  'vitamins-iron',
  'inflammation',
  'vitals',
  'body',
]);
export type MarkerCategory = z.infer<typeof MarkerCategory>;

const line = (longest: number) => z.string().trim().min(1, 'must not be empty').max(longest, `must have at most ${longest} characters`);
const id = z.string().min(1).max(128);

/** Values that one command may store: with their markers’ newest values and the receipt they fill a transaction of 100. */
export const MOST_VALUES = 45;
/** Values that one file of CSV or FHIR may bring. */
export const MOST_LINES = 1_000;

/** A laboratory may say only that a value is below or above what it can measure. FHIR `Quantity.comparator`. */
export const Comparator = z.enum(['<', '<=', '>=', '>']);

/**
 * The range that the laboratory printed beside the value, in the value’s unit; it always wins over ours. A limit belongs to the
 * range unless said: `< 200` is `{ high: '200', highInclusive: false }`. `text` is the print, also where no range came of it.
 */
export const PrintedRange = z.strictObject({
  low: Decimal.optional(),
  lowInclusive: z.boolean().optional(),
  high: Decimal.optional(),
  highInclusive: z.boolean().optional(),
  text: line(300).optional(),
});
export type PrintedRange = z.infer<typeof PrintedRange>;

/** Of a page, in points (1/72 inch) from its upper left corner. */
export const PageBox = z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

/** Where a value came from. */
export const Provenance = z.discriminatedUnion('kind', [
  /** Typed in; perhaps read off a page of one of the files. */
  z.strictObject({ kind: z.literal('hand'), documentId: id.optional(), page: z.int().min(1).max(1_000).optional() }),
  z.strictObject({ kind: z.literal('csv'), fileName: line(120), row: z.int().min(1) }),
  z.strictObject({ kind: z.literal('fhir'), resourceId: line(200).optional() }),
  z.strictObject({ kind: z.literal('apple-health') }),
  z.strictObject({ kind: z.literal('lab-report'), documentId: id, page: z.int().min(1), box: PageBox }),
]);
export type Provenance = z.infer<typeof Provenance>;

/** To the second, or the day (Asia/Kolkata) if only that is known. */
const SampleTime = z.union([Instant, CalendarDate], 'must be a date like 2026-11-20, or an instant like 2026-11-20T07:05:00Z');

/** What is measured: FHIR `Observation` with one value. */
export const ObservationFields = z.strictObject({
  code: MarkerCode,
  /** As printed. */
  value: Finding,
  comparator: Comparator.optional(),
  /** UCUM, one that the catalogue can convert for this marker; none for a finding without a number. */
  unit: line(30).optional(),
  /** When the sample was taken or the measurement made. */
  at: SampleTime,
  labRange: PrintedRange.optional(),
  /** Laboratory or device. */
  source: line(160).optional(),
  note: line(500).optional(),
});
export type ObservationFields = z.infer<typeof ObservationFields>;

export const ValueStatus = z.enum(['below', 'within', 'above', 'unknown']);

/** Words of the catalogue, in the screens’ languages. */
export const Words = z.object({ en: z.string(), hi: z.string() });

/** Where a figure of ours comes from, and how sure it is (FACTS.md): `S`, `S2` read at a source; `K`, `?` not checked. */
export const FigureSource = z.object({
  name: z.string(),
  url: z.string().optional(),
  dated: z.string().optional(),
  checkedOn: CalendarDate,
  certainty: z.enum(['S', 'S2', 'K', '?']),
  reviewedBy: z.string().nullable(),
});

/** Which range a value was held against, in the marker’s storage unit as `stored` is. */
export const UsedRange = z.object({
  kind: z.enum(['lab', 'catalogue']),
  low: Decimal.optional(),
  high: Decimal.optional(),
  lowInclusive: z.boolean(),
  highInclusive: z.boolean(),
  unit: z.string(),
  /** Of a range of the catalogue. */
  source: FigureSource.optional(),
  /** False: shown with its source, and no verdict rests on it. */
  certain: z.boolean(),
});

export const Observation = ObservationFields.extend({
  observationId: z.string(),
  patientId: z.string(),
  /** In the marker’s storage unit, cut to six decimals: for drawing and sorting. `value` and `unit` are the truth. */
  stored: z.object({ value: Decimal, unit: z.string() }).optional(),
  provenance: Provenance,
  status: ValueStatus,
  /** Why the status is unknown. */
  why: z.enum(['no-range', 'range-not-checked', 'left-open', 'no-number']).optional(),
  /** How far outside, where a source says where "far" begins. */
  degree: z.enum(['little-below', 'far-below', 'little-above', 'far-above']).optional(),
  range: UsedRange.optional(),
  /** A value at which somebody must act. On certain grounds with the next step and its words; else only its source. */
  critical: z
    .object({
      alert: z.boolean(),
      step: z.enum(['call-doctor-today', 'call-112']).optional(),
      words: Words.optional(),
      source: FigureSource,
    })
    .optional(),
  /** Kept when it was corrected: the values before, newest first. */
  corrected: z.array(ObservationFields.omit({ code: true }).extend({ changedAt: Instant, reason: z.string() })),
  confirmedBy: z.string(),
  recordedAt: Instant,
  revision: z.int().min(1),
});
export type Observation = z.infer<typeof Observation>;

export const MarkerInfo = z.object({
  code: MarkerCode,
  /** Of the catalogue, such as `hba1c`. */
  id: z.string(),
  kind: z.enum(['quantity', 'coded']),
  name: Words,
  shortName: z.string(),
  category: MarkerCategory,
  /** UCUM; the storage unit first. Empty for a marker without numbers. */
  units: z.array(z.object({ unit: z.string(), text: z.string(), decimals: z.int() })),
  /** Of a marker without numbers, in rising order where there is one. */
  findings: z.array(z.object({ code: z.string(), name: Words })),
  /** Four lines: what it is, what can move it down, what up, what to do. */
  explanation: Words,
});
export type MarkerInfo = z.infer<typeof MarkerInfo>;

/** One marker on the dashboard: its newest value and how it moved. */
export const MarkerGlance = z.object({
  code: MarkerCode,
  name: Words,
  category: MarkerCategory,
  latest: Observation,
  previous: z.object({ value: Finding, comparator: Comparator.optional(), unit: z.string().optional(), at: SampleTime }).optional(),
  count: z.int().min(1),
});
export type MarkerGlance = z.infer<typeof MarkerGlance>;

export const Dashboard = z.object({
  patientId: z.string(),
  /** In the catalogue’s order. */
  markers: z.array(MarkerGlance),
  /** Codes, most urgent first: certain grounds only. */
  attention: z.array(MarkerCode),
  /** Codes whose newest value differs from the one before, newest first. */
  changed: z.array(MarkerCode),
  values: z.int().min(0),
  newestAt: SampleTime.optional(),
});
export type Dashboard = z.infer<typeof Dashboard>;

/** One marker on two days: on each its newest value of that day or before it; of one that began between the days, the later alone. */
export const ComparedMarker = z.object({
  code: MarkerCode,
  name: Words,
  category: MarkerCategory,
  earlier: Observation.optional(),
  later: Observation,
});
export type ComparedMarker = z.infer<typeof ComparedMarker>;

/**
 * A second look that is asked for before a value is saved; send its `kind` and `index` in `accepted` to save all the same.
 * `details.doubts` of the error `second-look`.
 */
export const Doubt = z.object({
  kind: z.enum(['unusual', 'far-from-last', 'do-not-fit']),
  /** Which of the values sent. */
  index: z.int().min(0),
  words: Words,
  /** Of `unusual`: a unit in which the number would be usual. */
  perhaps: z.string().optional(),
  /** Of `far-from-last`: the value nearest in time. */
  other: z.object({ value: Decimal, unit: z.string(), at: SampleTime }).optional(),
  /** Of `do-not-fit`: the marker that contradicts. */
  otherCode: MarkerCode.optional(),
});
export type Doubt = z.infer<typeof Doubt>;

const accepted = z
  .array(z.strictObject({ kind: Doubt.shape.kind, index: z.int().min(0) }))
  .max(3 * MOST_VALUES)
  .optional();

const reader = { patientId: id.optional() };

/** A value that was read from a report or a file and waits for the patient’s word. */
export const Proposal = z.object({
  index: z.int().min(0),
  printedName: z.string(),
  printedValue: z.string(),
  printedUnit: z.string().optional(),
  /** The line as it stands in the report or file. */
  text: z.string().optional(),
  provenance: Provenance,
  /** What was understood; without `code` and `value` the line was not recognised, and `reason` says why. */
  fields: ObservationFields.partial(),
  questions: z.array(
    z.enum([
      'unit-not-read',
      'unit-from-range',
      'two-values',
      'date-of-report',
      'date-not-read',
      'name-says-more',
      'range-needs-sex',
      'flag-and-range-differ',
      'hard-to-read',
    ]),
  ),
  reason: z
    .enum([
      'unknown-name',
      'name-unclear',
      'could-be-two',
      'unit-does-not-fit',
      'two-values',
      'not-a-number',
      'no-value',
      'number-alone',
      'impossible-value',
      'withdrawn',
      'not-understood',
    ])
    .optional(),
  /** Stored by an earlier confirmation of this import. */
  confirmed: z.boolean(),
});
export type Proposal = z.infer<typeof Proposal>;

/** `needs-cloud-reader`: pictures of pages, which only the cloud’s reader can read: the values are typed in beside the page. */
export const ImportStatus = z.enum(['reading', 'to-review', 'needs-cloud-reader', 'failed', 'confirmed', 'discarded']);

/** Why a report could not be read. */
export const ImportProblem = z.enum(['encrypted', 'broken', 'too-long', 'no-values', 'file-gone', 'took-too-long']);

/** Values from a file, on their way into the record: nothing is stored before the patient confirms. */
export const ObservationImport = z.object({
  importId: z.string(),
  patientId: z.string(),
  kind: z.enum(['lab-report', 'csv', 'fhir']),
  documentId: z.string().optional(),
  fileName: z.string().optional(),
  status: ImportStatus,
  problem: ImportProblem.optional(),
  pages: z.array(z.object({ width: z.number(), height: z.number() })),
  /** Pages (from 1) that are pictures beside pages of text: nothing was read from them. */
  pagesNotRead: z.array(z.int()),
  proposals: z.array(Proposal),
  createdAt: Instant,
  confirmedAt: Instant.optional(),
  revision: z.int().min(1),
});
export type ObservationImport = z.infer<typeof ObservationImport>;

export const ExportFormat = z.enum(['json', 'csv', 'fhir']);

const importParams = z.strictObject({ importId: id });

export const observationRoutes = {
  getDashboard: route({
    method: 'GET',
    path: '/dashboard',
    summary: 'Each marker’s newest value, what changed, what needs attention: the caller’s, or a patient’s who allows it',
    allow: ['patient', 'doctor'],
    query: z.strictObject(reader),
    reply: Dashboard,
    errors: ['not-found'],
  }),
  listMarkers: route({
    method: 'GET',
    path: '/markers',
    summary: 'The catalogue: names, units, explanations',
    allow: ['patient', 'doctor'],
    reply: z.array(MarkerInfo),
  }),
  list: route({
    method: 'GET',
    path: '/observations',
    summary: 'Values of one marker, newest first',
    allow: ['patient', 'doctor'],
    query: pageQuery.extend({ ...reader, code: MarkerCode }),
    reply: z.array(Observation),
    meta: PageMeta,
    errors: ['not-found'],
  }),
  listDays: route({
    method: 'GET',
    path: '/observations/days',
    summary: 'Days (Asia/Kolkata) on which there are values, newest first; a page may have fewer than asked for',
    allow: ['patient'],
    query: pageQuery,
    reply: z.array(CalendarDate),
    meta: PageMeta,
  }),
  compare: route({
    method: 'GET',
    path: '/observations/comparison',
    summary: 'Each marker’s values as they were known on two days, in the catalogue’s order; a page may have fewer than asked for',
    allow: ['patient'],
    query: pageQuery.extend({ earlier: CalendarDate, later: CalendarDate }),
    reply: z.array(ComparedMarker),
    meta: PageMeta,
  }),
  create: route({
    method: 'POST',
    path: '/observations',
    summary: `Add up to ${MOST_VALUES} values; what is there already changes nothing, what looks odd is asked about first`,
    allow: ['patient'],
    status: 201,
    body: z.strictObject({
      observations: z.array(ObservationFields).min(1).max(MOST_VALUES),
      /** Where all of them come from; typed in unless said. */
      provenance: z
        .discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('hand'), documentId: id.optional(), page: z.int().min(1).max(1_000).optional() }),
          z.strictObject({ kind: z.literal('apple-health') }),
        ])
        .optional(),
      /** Doubts that the patient has looked at. */
      accepted,
    }),
    reply: z.array(Observation),
    errors: ['not-found', 'second-look'],
    idempotent: true,
  }),
  correct: route({
    method: 'PATCH',
    path: '/observations/{observationId}',
    summary: 'Correct a value; the old one is kept',
    allow: ['patient'],
    params: z.strictObject({ observationId: id }),
    body: z.strictObject({
      revision: z.int().min(1),
      /** What is given replaces, null takes out, the rest stays. */
      changes: z.strictObject({
        value: Finding.optional(),
        comparator: Comparator.nullable().optional(),
        unit: line(30).optional(),
        at: SampleTime.optional(),
        labRange: PrintedRange.nullable().optional(),
        source: line(160).nullable().optional(),
        note: line(500).nullable().optional(),
      }),
      reason: line(300),
      accepted,
    }),
    reply: Observation,
    errors: ['changed-elsewhere', 'second-look'],
    idempotent: true,
  }),
  remove: route({
    method: 'DELETE',
    path: '/observations/{observationId}',
    summary: 'Take a value out for good',
    allow: ['patient'],
    params: z.strictObject({ observationId: id }),
    reply: z.object({ observationId: z.string() }),
  }),
  startImport: route({
    method: 'POST',
    path: '/observation-imports',
    summary: 'Have a lab report among the files read, or hand in values from CSV or FHIR; answers with what to review',
    allow: ['patient'],
    status: 201,
    body: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('lab-report'), documentId: id }),
      z.strictObject({ kind: z.literal('csv'), fileName: line(120), text: z.string().min(1).max(200_000) }),
      z.strictObject({ kind: z.literal('fhir'), fileName: line(120).optional(), resource: z.record(z.string(), z.unknown()) }),
    ]),
    reply: ObservationImport,
    errors: ['not-found', 'file-not-available'],
    idempotent: true,
  }),
  listImports: route({
    method: 'GET',
    path: '/observation-imports',
    summary: 'Imports of the last 90 days, newest first, without their proposals',
    allow: ['patient'],
    query: pageQuery,
    reply: z.array(ObservationImport.omit({ proposals: true, pages: true })),
    meta: PageMeta,
  }),
  getImport: route({
    method: 'GET',
    path: '/observation-imports/{importId}',
    summary: 'One import with its proposals',
    allow: ['patient'],
    params: importParams,
    reply: ObservationImport,
  }),
  confirmImport: route({
    method: 'POST',
    path: '/observation-imports/{importId}/confirm',
    summary: `Store up to ${MOST_VALUES} values that the patient has looked at, as corrected there; each line once`,
    allow: ['patient'],
    params: importParams,
    body: z.strictObject({
      revision: z.int().min(1),
      /** `index` is the proposal’s; the fields are what the patient says it is. */
      values: z
        .array(z.strictObject({ index: z.int().min(0), fields: ObservationFields }))
        .min(1)
        .max(MOST_VALUES),
      /** By the place in `values`. */
      accepted,
      /** More lines of this import follow in another confirmation. */
      more: z.boolean().optional(),
    }),
    reply: z.object({ import: ObservationImport, stored: z.array(Observation) }),
    errors: ['second-look', 'changed-elsewhere'],
    idempotent: true,
  }),
  discardImport: route({
    method: 'DELETE',
    path: '/observation-imports/{importId}',
    summary: 'Put an import aside: what it proposed and nobody confirmed is gone',
    allow: ['patient'],
    params: importParams,
    reply: ObservationImport,
  }),
  export: route({
    method: 'GET',
    path: '/me/export',
    summary: 'All values, marker by marker and newest first, page by page: as JSON, as lines of CSV, or as FHIR R4 bundles',
    allow: ['patient'],
    query: pageQuery.extend({ format: ExportFormat.optional() }),
    reply: z.discriminatedUnion('format', [
      z.object({ format: z.literal('json'), observations: z.array(Observation) }),
      /** The first page begins with the names of the columns. */
      z.object({ format: z.literal('csv'), text: z.string() }),
      /** FHIR R4 `Bundle` of type `collection`: `Observation` with LOINC and UCUM, and a `Provenance` of each. */
      z.object({ format: z.literal('fhir'), bundle: z.record(z.string(), z.unknown()) }),
    ]),
    meta: PageMeta,
  }),
  getHealthSummary: route({
    method: 'GET',
    path: '/me/health-summary',
    summary: 'A PDF to print for a doctor: allergies, conditions, newest values with date, range and where the range is from',
    allow: ['patient'],
    reply: z.object({ fileName: z.string(), contentType: z.literal('application/pdf'), base64: z.string() }),
  }),
};
