import { invalidRequest } from '../shared/http/errors.ts';
import { daysLater } from '../shared/indian-day.ts';
import { CalendarDate } from '../shared/values.ts';
import type { ComparedMarker } from './contract.ts';
import type { MarkerLatest, StoredObservation } from './items.ts';
import type { Marker } from './marker.ts';
import { MARKERS } from './markers/catalogue.ts';
import type { Person } from './reference-range.ts';
import type { PatientRecord } from './repository.ts';
import { dayOf, observationOf } from './shown.ts';

const notOurs = invalidRequest([{ field: 'query.cursor', rule: 'must be the cursor of the reply before' }]);

/** Of a marker with so few values, the dashboard's item knows all. */
const KNOWN_WITHOUT_A_QUERY = 2;

/** Days of one marker, newest first. There may be more before the last of them unless they are `all`. */
type MarkerDays = { readonly days: readonly CalendarDate[]; readonly all: boolean };

const daysOfMarker = async (record: PatientRecord, marker: MarkerLatest, last: CalendarDate, limit: number): Promise<MarkerDays> => {
  const { code, latest, previous, count } = marker;
  const known = [latest, previous].flatMap((each) => (each && dayOf(each.at) <= last ? [dayOf(each.at)] : []));
  if (count <= KNOWN_WITHOUT_A_QUERY) return { days: known, all: true };
  const values = await record.until(code, last, limit);
  return { days: values.map(({ at }) => dayOf(at)), all: values.length < limit };
};

/** The last day that there is. */
const END = '9999-12-30' as CalendarDate;

/**
 * Days with values, newest first, before the day that the cursor is. One query at most for each marker, of `limit` values: a
 * page ends where the first marker's values do that were not all read, so that no day between is left out.
 */
export const daysPage = async (
  record: PatientRecord,
  limit: number,
  cursor: string | undefined,
): Promise<{ readonly days: CalendarDate[]; readonly nextCursor: string | undefined }> => {
  const before = CalendarDate.optional().safeParse(cursor);
  if (!before.success) throw notOurs;
  const last = before.data === undefined ? END : daysLater(before.data, -1);
  const found = await Promise.all((await record.markers()).map((marker) => daysOfMarker(record, marker, last, limit)));
  const ends = found.filter(({ all }) => !all).flatMap(({ days }) => days.at(-1) ?? []);
  const whole = ends.sort().at(-1) ?? '';
  const days = [...new Set(found.flatMap((each) => each.days))]
    .filter((day) => day >= whole)
    .sort()
    .reverse();
  const page = days.slice(0, limit);
  return { days: page, nextCursor: days.length > limit || whole !== '' ? page.at(-1) : undefined };
};

type Days = { readonly earlier: CalendarDate; readonly later: CalendarDate };
type Compared = { readonly marker: Marker; readonly earlier: StoredObservation | undefined; readonly later: StoredObservation };

const newestOn = async (record: PatientRecord, { code, latest, count }: MarkerLatest, day: CalendarDate) => {
  if (!latest || dayOf(latest.at) <= day) return latest;
  return count > 1 ? (await record.until(code, day, 1))[0] : undefined;
};

/** Markers as they were known on two days: two small queries for each at most, and none where the newest value is old enough. */
export const comparisonPage = async (
  record: PatientRecord,
  { earlier, later, cursor }: Days & { readonly cursor?: string | undefined },
  limit: number,
): Promise<{ readonly compared: Compared[]; readonly nextCursor: string | undefined }> => {
  if (earlier >= later) throw invalidRequest([{ field: 'query.later', rule: 'must be a day after `earlier`' }]);
  const start = cursor === undefined ? 0 : MARKERS.findIndex(({ loinc }) => loinc.code === cursor);
  if (start < 0) throw notOurs;
  const byCode = new Map((await record.markers()).map((each) => [each.code, each]));
  const left = MARKERS.slice(start).flatMap((marker) => {
    const known = byCode.get(marker.loinc.code);
    return known?.latest ? [{ marker, known }] : [];
  });
  const page = await Promise.all(
    left.slice(0, limit).map(async ({ marker, known }) => ({
      marker,
      earlier: await newestOn(record, known, earlier),
      later: await newestOn(record, known, later),
    })),
  );
  return {
    compared: page.flatMap((each) => (each.later ? [{ ...each, later: each.later }] : [])),
    nextCursor: left[limit]?.marker.loinc.code,
  };
};

export const comparedMarker = ({ marker, earlier, later }: Compared, person: Person): ComparedMarker => ({
  code: marker.loinc.code,
  name: marker.name,
  category: marker.category,
  ...(earlier && { earlier: observationOf(earlier, person) }),
  later: observationOf(later, person),
});
