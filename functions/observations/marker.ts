import * as z from 'zod';

import { Decimal, MarkerCategory, MarkerCode, Words } from './contract.ts';
import { compare, DECIMAL, exact } from './exact.ts';
import { SourceId } from './sources.ts';

export type MarkerWords = z.infer<typeof Words>;

const inOrder = (low: string | undefined, high: string | undefined) =>
  low === undefined || high === undefined || !DECIMAL.test(low) || !DECIMAL.test(high) || compare(exact(low), exact(high)) <= 0;

/** Limits as they are stated: `{ below: '5.7' }` is < 5.7, `{ to: '8' }` <= 8, `{ from: '6.5' }` >= 6.5, `{ above: '3' }` > 3. */
export const Bounds = z
  .strictObject({ from: Decimal.optional(), above: Decimal.optional(), to: Decimal.optional(), below: Decimal.optional() })
  .refine(({ from, above }) => from === undefined || above === undefined, 'must have one lower limit')
  .refine(({ to, below }) => to === undefined || below === undefined, 'must have one upper limit')
  .refine((bounds) => Object.values(bounds).some((limit) => limit !== undefined), 'must have a limit')
  .refine(({ from, above, to, below }) => inOrder(from ?? above, to ?? below), 'must not end before it begins');
export type Bounds = z.infer<typeof Bounds>;

/** Completed days, months or years since birth. */
export const Age = z.strictObject({ count: z.int().min(0), unit: z.enum(['day', 'month', 'year']) });
export type Age = z.infer<typeof Age>;

/** From an age on, until the day before another. */
export const AgeSpan = z.strictObject({ from: Age.optional(), before: Age.optional() });
export type AgeSpan = z.infer<typeof AgeSpan>;

/** How far outside its range a result is, where a source says where "far" begins. */
export const Band = z.strictObject({ degree: z.enum(['little-below', 'far-below', 'little-above', 'far-above']), bounds: Bounds });
export type Band = z.infer<typeof Band>;

/** For whom a figure holds. What is left out holds for all; `pregnant: false` is for people not known to be pregnant. */
export const ForWhom = z.strictObject({
  sex: z.enum(['female', 'male']).optional(),
  age: AgeSpan.optional(),
  pregnant: z.boolean().optional(),
});
export type ForWhom = z.infer<typeof ForWhom>;

export const ReferenceRange = ForWhom.extend({ bounds: Bounds, bands: z.array(Band).optional(), source: SourceId });
export type ReferenceRange = z.infer<typeof ReferenceRange>;

const whole = z.int().refine((count) => count !== 0, 'must not be 0');
const Ratio = z.tuple([whole.positive(), whole.positive()]);

/** Storage value = value × per + plus, both as numerator and denominator. `decimals` is how many are shown in this unit. */
export const UnitForm = z.strictObject({
  per: Ratio,
  plus: z.tuple([whole, whole.positive()]).optional(),
  decimals: z.int().min(0).max(4),
});
export type UnitForm = z.infer<typeof UnitForm>;

/**
 * What asks for a second look. These are nets for slips of the finger, decimal point and unit, chosen by us wider than any
 * range, and say nothing about the person: outside `possible` a value is refused, outside `usual` it is asked about.
 */
export const Plausible = z.strictObject({ possible: Bounds, usual: Bounds });

/** Why a quick change is worth a second look; the words are in delta-check.ts. */
export const DeltaReason = z.enum(['blood-renews-slowly', 'long-average', 'body-changes-slowly', 'kept-steady', 'organ-reacts', 'swings']);
export type DeltaReason = z.infer<typeof DeltaReason>;

/** Asked about when, within so many days, the value moves by more than `by` or by more than `times` up or down. */
export const DeltaLimit = z
  .strictObject({ withinDays: z.int().positive(), by: Decimal.optional(), times: Decimal.optional(), reason: DeltaReason })
  .refine(({ by, times }) => (by === undefined) !== (times === undefined), 'must have either by or times');
export type DeltaLimit = z.infer<typeof DeltaLimit>;

/**
 * `L` checked against a LOINC-derived registry, `W` against WHO smart-anc, `k` not found there: to be looked up at loinc.org
 * (FACTS.md 5). `also` are codes of the same quantity by another method, which imports may carry.
 */
const Loinc = z.strictObject({
  code: MarkerCode,
  checked: z.enum(['L', 'W', 'k']),
  also: z.array(MarkerCode).optional(),
});

const Common = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  loinc: Loinc,
  name: Words,
  /** As doctors abbreviate it, the same in each language. */
  short: z.string().min(1).max(14),
  category: MarkerCategory,
  specimen: z.enum(['blood', 'urine', 'body']),
  /** Names and abbreviations as Indian laboratories print them. Two markers may share one; unit or specimen tells them apart. */
  printedAs: z.array(z.string().min(1)),
});

export const QuantityMarker = Common.extend({
  kind: z.literal('quantity'),
  /** UCUM, in which values are compared and drawn. */
  unit: z.string().min(1),
  decimals: z.int().min(0).max(4),
  /** Other UCUM units that a value may come in. */
  units: z.record(z.string(), UnitForm),
  /** Spellings that name a unit for this marker only, such as a plain `%` for g/dL. */
  unitSpellings: z.record(z.string(), z.string()).optional(),
  ranges: z.array(ReferenceRange),
  plausible: Plausible,
  deltas: z.array(DeltaLimit),
  /** The same substance counted otherwise: other marker's value = this value × ratio. */
  sameAs: z.strictObject({ marker: z.string(), per: Ratio }).optional(),
});
export type QuantityMarker = z.infer<typeof QuantityMarker>;

export const CodedMarker = Common.extend({
  kind: z.literal('coded'),
  /** In rising order where there is one. */
  values: z.array(z.strictObject({ code: z.string().regex(/^[a-z0-9+-]+$/), name: Words, printedAs: z.array(z.string().min(1)) })).min(2),
});
export type CodedMarker = z.infer<typeof CodedMarker>;

export const Marker = z.discriminatedUnion('kind', [QuantityMarker, CodedMarker]);
export type Marker = z.infer<typeof Marker>;
