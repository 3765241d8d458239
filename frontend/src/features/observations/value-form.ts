import type { MarkerInfo, ObservationFields, PrintedRange } from '../../../../functions/observations/contract.ts';
import type { FieldProblem } from '../../../../functions/shared/http/errors.ts';
import type { CallInput } from '../../shared/api/client.ts';
import { indianDay } from '../../shared/i18n/dates.ts';

type Comparator = NonNullable<ObservationFields['comparator']>;

/** A value as it is being typed. */
export type Draft = {
  readonly code: string;
  /** With its `<` or `>`; of a marker without numbers the finding's code. */
  readonly value: string;
  readonly unit: string;
  readonly day: string;
  readonly low: string;
  readonly high: string;
  readonly source: string;
  /** What a file said beyond that, kept as long as the person does not say otherwise. */
  readonly read?: Pick<Partial<ObservationFields>, 'at' | 'labRange' | 'note'>;
};

export type Field = 'marker' | 'value' | 'unit' | 'at' | 'low' | 'high' | 'source';
export type Problem =
  | 'marker-missing'
  | 'value-missing'
  | 'value-number'
  | 'finding-missing'
  | 'value-impossible'
  | 'unit-missing'
  | 'unit-wrong'
  | 'at-missing'
  | 'at-future'
  | 'at-wrong'
  | 'range-number'
  | 'range-order'
  | 'source-long'
  | 'other';
export type Problems = Partial<Record<Field, Problem>>;

/** Of the API's contract. */
const LONGEST_SOURCE = 160;

export const emptyDraft = (day: string): Draft => ({ code: '', value: '', unit: '', day, low: '', high: '', source: '' });

export const draftOf = (fields: Partial<ObservationFields>): Draft => {
  const { code = '', value = '', comparator = '', unit = '', at, labRange, source = '', note } = fields;
  return {
    code,
    value: `${comparator}${value}`,
    unit,
    day: at === undefined ? '' : dayOfSample(at),
    low: labRange?.low ?? '',
    high: labRange?.high ?? '',
    source,
    read: { ...(at !== undefined && { at }), ...(labRange && { labRange }), ...(note !== undefined && { note }) },
  };
};

/** The day in India of a sample, of which only the day may be known. */
export const dayOfSample = (at: string): string => (at.length === 10 ? at : indianDay(at));

const DEVANAGARI_ZERO = 0x0966;
const western = (text: string) => text.replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - DEVANAGARI_ZERO));
const comparators: Readonly<Record<string, Comparator>> = { '<': '<', '>': '>', '<=': '<=', '>=': '>=', '≤': '<=', '≥': '>=' };
const NUMBER = /^-?\d{1,9}(\.\d{1,6})?$/;
/** Commas between thousands, as in India (1,50,000) or elsewhere (150,000). */
const GROUPED = /^-?\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$/;

/** A number as the API takes it, of what was typed; nothing if it is none. `7,2` is refused: it may be 7.2 or 72. */
export function numberOf(typed: string): string | undefined {
  const text = western(typed.trim());
  const plain = GROUPED.test(text) ? text.replaceAll(',', '') : text;
  return NUMBER.test(plain) ? plain : undefined;
}

/** `< 0.5` as its sign and its number. */
export function amountOf(typed: string): { value: string; comparator?: Comparator } | undefined {
  const [, sign = '', rest = ''] = /^\s*(<=|>=|<|>|≤|≥)?\s*(.*)$/s.exec(typed) ?? [];
  const value = numberOf(rest);
  const comparator = comparators[sign];
  return value === undefined ? undefined : { value, ...(comparator && { comparator }) };
}

const rangeProblems = ({ low, high }: Draft): Problems => {
  const [from, to] = [numberOf(low), numberOf(high)];
  return {
    ...(low.trim() !== '' && from === undefined && { low: 'range-number' as const }),
    ...(high.trim() !== '' && to === undefined && { high: 'range-number' as const }),
    ...(from !== undefined && to !== undefined && Number(from) > Number(to) && { high: 'range-order' as const }),
  };
};

/** What is still to be put right before it can be sent. */
export function problemsOf(draft: Draft, info: MarkerInfo | undefined, today: string): Problems {
  if (!info) return { marker: 'marker-missing' };
  const value = (): Problem | undefined => {
    if (info.kind === 'coded') return info.findings.some(({ code }) => code === draft.value) ? undefined : 'finding-missing';
    if (draft.value.trim() === '') return 'value-missing';
    return amountOf(draft.value) ? undefined : 'value-number';
  };
  const wrong = value();
  return {
    ...(wrong && { value: wrong }),
    ...(info.kind === 'quantity' && !info.units.some(({ unit }) => unit === draft.unit) && { unit: 'unit-missing' as const }),
    ...(draft.day === '' ? { at: 'at-missing' as const } : draft.day > today && { at: 'at-future' as const }),
    ...(info.kind === 'quantity' && rangeProblems(draft)),
    ...(draft.source.trim().length > LONGEST_SOURCE && { source: 'source-long' as const }),
  };
}

/** The range as sent; one that was read keeps what a form cannot show, unless its numbers were changed. */
const rangeOf = ({ low, high, read }: Draft): PrintedRange | undefined => {
  const known = read?.labRange;
  if (known && (known.low ?? '') === low.trim() && (known.high ?? '') === high.trim()) return known;
  const [from, to] = [numberOf(low), numberOf(high)];
  return from === undefined && to === undefined ? undefined : { ...(from && { low: from }), ...(to && { high: to }) };
};

type SentValue = CallInput<'POST /observations'>['body']['observations'][number];

/** What is sent of a draft without problems. */
export function fieldsOf(draft: Draft, info: MarkerInfo): SentValue {
  const { code, value, unit, day, source, read } = draft;
  const labRange = info.kind === 'quantity' ? rangeOf(draft) : read?.labRange;
  return {
    code,
    ...(info.kind === 'coded' ? { value } : { ...(amountOf(value) ?? { value }), unit }),
    // A file may know the minute; a form asks for the day.
    at: read?.at !== undefined && dayOfSample(read.at) === day ? read.at : day,
    ...(labRange && { labRange }),
    ...(source.trim() !== '' && { source: source.trim() }),
    ...(read?.note !== undefined && { note: read.note }),
  };
}

const told: Readonly<Record<string, readonly [Field, Problem]>> = {
  code: ['marker', 'marker-missing'],
  value: ['value', 'value-impossible'],
  unit: ['unit', 'unit-wrong'],
  at: ['at', 'at-wrong'],
  labRange: ['high', 'range-order'],
  source: ['source', 'other'],
};

/** What the API refused, by the place of the value among those sent. */
export function refusedFields(problems: readonly FieldProblem[]): ReadonlyMap<number, Problems> {
  const found = new Map<number, Problems>();
  for (const { field } of problems) {
    const [, index, name = ''] = /^body\.\w+\.(\d+)(?:\.fields)?(?:\.(\w+))?/.exec(field) ?? [];
    if (index === undefined) continue;
    const [at, problem] = told[name] ?? (['value', 'other'] as const);
    found.set(Number(index), { ...found.get(Number(index)), [at]: problem });
  }
  return found;
}

/** What the API refused of a correction: `body.changes.value`. */
export function refusedCorrection(problems: readonly FieldProblem[]): Problems {
  return Object.fromEntries(
    problems.flatMap(({ field }) => {
      const [, name = ''] = /^body\.changes\.(\w+)/.exec(field) ?? [];
      const found = told[name];
      return found ? [found] : [];
    }),
  );
}
