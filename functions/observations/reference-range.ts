import type { CalendarDate } from '../shared/values.ts';
import { isInSpan, lengthOf } from './age.ts';
import { changed, type Stretch, stretch } from './bounds.ts';
import { mayAlert, type Source } from './certainty.ts';
import type { Bounds, ForWhom, QuantityMarker, ReferenceRange } from './marker.ts';
import { SOURCES } from './sources.ts';
import { convert } from './units.ts';

/** What is known of the person. A pregnancy counts from when it was said; nobody is asked before seeing a result. */
export type Person = {
  sex?: 'female' | 'male' | 'other' | undefined;
  dateOfBirth?: CalendarDate | undefined;
  pregnant?: boolean | undefined;
};

/** The range that the laboratory printed beside the value, in the unit that it printed. */
export type LabRange = { bounds: Bounds; unit: string };

/** `limits` are in the marker's storage unit. `mayAlert`: whether a result may be judged by it. */
export type ChosenRange = { limits: Stretch; mayAlert: boolean } & (
  | { origin: 'laboratory' }
  | { origin: 'catalogue'; range: ReferenceRange; source: Source }
);

/** Whether a figure holds for a person on a date. What is not known of the person holds for nobody in particular. */
export const holdsFor = ({ sex, age, pregnant }: ForWhom, person: Person, on: CalendarDate): boolean =>
  (sex === undefined || sex === person.sex) &&
  (age === undefined || (person.dateOfBirth !== undefined && isInSpan(age, person.dateOfBirth, on))) &&
  (pregnant === undefined || pregnant === (person.pregnant ?? false));

/** Narrower first: the shorter span of ages, then the one for a pregnancy, then the one for a sex. */
const narrowerFirst = (one: ForWhom, other: ForWhom): number => {
  const [length, otherLength] = [lengthOf(one.age), lengthOf(other.age)];
  if (length !== otherLength) return length - otherLength;
  return Number(other.pregnant === true) - Number(one.pregnant === true) || Number(other.sex !== undefined) - Number(one.sex !== undefined);
};

const laboratory = (marker: QuantityMarker, { bounds, unit }: LabRange): ChosenRange | undefined => {
  if (convert({ num: 1n, den: 1n }, unit, marker.unit, marker) === undefined) return undefined;
  const limits = changed(stretch(bounds), (limit) => convert(limit, unit, marker.unit, marker) ?? limit);
  return { origin: 'laboratory', limits, mayAlert: true };
};

/**
 * The range to hold a result against. The laboratory's own always wins, and nothing takes its place where its unit is not
 * known; else the narrowest of the catalogue that holds for the person on the day of the sample. Undefined if there is none.
 */
export const rangeFor = (
  marker: QuantityMarker,
  { person, sampledOn, labRange }: { person: Person; sampledOn: CalendarDate; labRange?: LabRange | undefined },
): ChosenRange | undefined => {
  if (labRange) return laboratory(marker, labRange);
  const [range] = marker.ranges.filter((each) => holdsFor(each, person, sampledOn)).sort(narrowerFirst);
  if (!range) return undefined;
  const source = SOURCES[range.source];
  return { origin: 'catalogue', range, source, limits: stretch(range.bounds), mayAlert: mayAlert(source) };
};
