import { createHash } from 'node:crypto';

import * as z from 'zod';

import { canonicalJson } from '../shared/canonical.ts';
import { instantOn } from '../shared/indian-day.ts';
import { itemKind } from '../shared/table/item.ts';
import { type CalendarDate, EpochSeconds, Instant } from '../shared/values.ts';
import { MarkerCode, Observation, ObservationImport } from './contract.ts';

/** What is known of a value. How it compares is worked out whenever it is shown: ranges, and what we know of the person, change. */
export const StoredObservation = Observation.omit({ stored: true, status: true, why: true, degree: true, range: true, critical: true });
export type StoredObservation = z.infer<typeof StoredObservation>;

/** When a day begins in India, or the instant itself: by this values are in order. A day without a time stands at its beginning. */
export const beginOf = (at: Instant | CalendarDate): Instant => (at.length === 10 ? instantOn(at as CalendarDate, 0) : (at as Instant));

const digitsOf = (instant: Instant): string => instant.replace(/\D/g, '');

/** Where a value is among a person's: its marker, its time, its id. */
export const ObservationPlace = z.object({ code: MarkerCode, beginsAt: Instant, observationId: z.string() });
export type ObservationPlace = z.infer<typeof ObservationPlace>;

/**
 * The id of a measurement: the same marker, time and amount of the same person have the same id, in whatever unit they come and
 * from wherever, so that what is brought in twice is there once. `amount` is exact, in the marker's storage unit.
 */
export const observationIdOf = (measured: {
  readonly patientId: string;
  readonly code: string;
  readonly at: Instant | CalendarDate;
  readonly amount: string;
  readonly comparator?: string | undefined;
}): string => {
  const hash = createHash('sha256').update(canonicalJson(measured)).digest('hex').slice(0, 24);
  return `${measured.code}.${digitsOf(beginOf(measured.at))}.${hash}`;
};

/** Where a value of an id was put first; nothing for what is no id. */
export const firstPlaceOf = (observationId: string): ObservationPlace | undefined => {
  const parts = /^(\d{1,7}-\d)\.(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\.[0-9a-f]{24}$/.exec(observationId);
  if (!parts) return undefined;
  const [, code = '', year, month, day, hour, minute, second] = parts;
  const beginsAt = Instant.safeParse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return beginsAt.success ? { code, beginsAt: beginsAt.data, observationId } : undefined;
};

export const placeOf = ({ code, at, observationId }: Pick<StoredObservation, 'code' | 'at' | 'observationId'>): ObservationPlace => ({
  code,
  beginsAt: beginOf(at),
  observationId,
});

/** Its sort key: later values have higher ones. */
export const orderOf = ({ beginsAt, observationId }: Pick<ObservationPlace, 'beginsAt' | 'observationId'>): string =>
  `${beginsAt}#${observationId}`;

export const observationsOf = (patientId: string, code: string): string => `patient#${patientId}#observations#${code}`;

export const observation = itemKind({
  type: 'observation',
  version: 1,
  schema: StoredObservation,
  key: ({ patientId, code, ...place }: ObservationPlace & { patientId: string }) => ({
    pk: observationsOf(patientId, code),
    sk: orderOf(place),
  }),
  holds: 'One value of one marker of one person, as printed or measured, with where it came from and what it was before corrections',
  readBy: [
    'observations: a marker’s values, newest first',
    'observations: each marker as it was known on a day, and the days with values',
    'observations: the export, marker by marker',
  ],
});

/** A corrected value is found by the id of what it says now too, and by its own id when its time was corrected. */
export const observationAlias = itemKind({
  type: 'observation-alias',
  version: 1,
  schema: ObservationPlace.extend({ alias: z.string() }),
  key: ({ patientId, alias }: { patientId: string; alias: string }) => ({ pk: `patient#${patientId}#observation-aliases`, sk: alias }),
  holds: 'Where a corrected value is, by an id that does not say it',
  readBy: ['observations: is a value that is brought in there already', 'observations: a correction or removal'],
});

const Earlier = StoredObservation.pick({ observationId: true, value: true, comparator: true, unit: true, at: true });

export const dashboardOfPatient = (patientId: string): string => `patient#${patientId}#dashboard`;

/** Every write to a marker's values goes through its revision, so that two phones cannot lose one another's. */
export const markerLatest = itemKind({
  type: 'marker-latest',
  version: 1,
  schema: z.object({
    code: MarkerCode,
    /** None once the last value was taken out: the item stays, so that its revision never starts anew. */
    latest: StoredObservation.optional(),
    previous: Earlier.optional(),
    count: z.int().min(0),
    revision: z.int().min(1),
  }),
  key: ({ patientId, code }: { patientId: string; code: string }) => ({ pk: dashboardOfPatient(patientId), sk: code }),
  holds: 'The newest value of one marker of one person, the one before, and how many there are',
  readBy: ['observations: the dashboard, in one query', 'observations: before a value is added'],
});
export type MarkerLatest = z.infer<typeof markerLatest.schema>;

/** Imports are for a review, not for keeping: the values that came of them are. */
export const IMPORT_DAYS = 90;

export const importsOf = (patientId: string): string => `patient#${patientId}#imports`;

/** Sorts as imports were begun. Without a dot: it is in a page's address, and what has a dot there is asked for as a file. */
export const importIdOf = (now: Instant, unique: string): string => `${digitsOf(now)}-${unique}`;

export const observationImport = itemKind({
  type: 'observation-import',
  version: 1,
  schema: ObservationImport.extend({ provider: z.string().optional(), expiresAt: EpochSeconds }),
  packed: ['proposals'],
  key: ({ patientId, importId }: { patientId: string; importId: string }) => ({ pk: importsOf(patientId), sk: importId }),
  holds: `Values that were read from a file and wait for the patient’s word; gone after ${IMPORT_DAYS} days`,
  readBy: [
    'observations: the review',
    'observations: the patient’s list of imports, newest first',
    'observations: the reading of a report',
  ],
});
export type StoredImport = z.infer<typeof observationImport.schema>;
