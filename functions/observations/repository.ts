import { type Access, recordAccessOf } from '../consents/items.ts';
import { findDocuments, type StoredDocument } from '../documents/items.ts';
import type { Profile } from '../identity/contract.ts';
import { profile } from '../identity/items.ts';
import type { Principal } from '../shared/auth/principal.ts';
import { ApiError } from '../shared/http/errors.ts';
import { daysLater, instantOn } from '../shared/indian-day.ts';
import type { Table } from '../shared/table/table.ts';
import type { CalendarDate, Instant } from '../shared/values.ts';
import {
  dashboardOfPatient,
  firstPlaceOf,
  importsOf,
  type MarkerLatest,
  markerLatest,
  type ObservationPlace,
  observation,
  observationAlias,
  observationImport,
  observationsOf,
  orderOf,
  type StoredImport,
  type StoredObservation,
} from './items.ts';
import type { Person } from './reference-range.ts';

const noSuchRecord = new ApiError('not-found', 'There is no such record.');
const noSuchValue = new ApiError('not-found', 'There is no such value.');
const noSuchImport = new ApiError('not-found', 'There is no such import.');
const noSuchFile = new ApiError('not-found', 'There is no such file.');

export const changedElsewhere = new ApiError(
  'changed-elsewhere',
  'This was changed in another window meanwhile. Look at it, then save again.',
);

type PageOf<Item> = { readonly items: Item[]; readonly nextCursor: string | undefined };

/** Before and after everything of a time: ids begin with a digit, and `~` follows every character that they have. */
const FIRST = '0';
const LAST = '~';

/** One person's values: whoever has this may read them. */
export const recordOf = (table: Table, patientId: string) => {
  const page = async (
    code: string,
    wanted: { limit: number; cursor?: string | undefined; between?: readonly [string, string]; oldestFirst?: boolean },
  ): Promise<PageOf<StoredObservation>> => {
    const { limit, cursor, between, oldestFirst } = wanted;
    const { items, nextCursor } = await table.query({
      partition: observationsOf(patientId, code),
      newestFirst: oldestFirst !== true,
      limit,
      cursor,
      ...(between && { between }),
    });
    return { items: items.map((item) => observation.parse(item)), nextCursor };
  };

  return {
    patientId,
    page,

    /** What is known of the person that a range may depend on. */
    person: async (): Promise<Person> => {
      const known = await table.find(profile, { accountId: patientId });
      return { sex: known?.sex, dateOfBirth: known?.dateOfBirth };
    },

    markers: async (): Promise<MarkerLatest[]> =>
      (await table.queryAll({ partition: dashboardOfPatient(patientId) })).map((item) => markerLatest.parse(item)),

    /** Each marker's newest value. Read before anything that a write rests on: its revision then vouches for what is read after. */
    latestOf: async (codes: readonly string[]): Promise<Map<string, MarkerLatest>> => {
      const found = await table.findMany(
        markerLatest,
        [...new Set(codes)].map((code) => ({ patientId, code })),
      );
      return new Map(found.map((each) => [each.code, each]));
    },

    /** The newest values of the marker that a value of this id is of. 404 for what is no id. */
    latestBeside: async (observationId: string): Promise<MarkerLatest | undefined> => {
      const first = firstPlaceOf(observationId);
      if (!first) throw noSuchValue;
      return table.find(markerLatest, { patientId, code: first.code });
    },

    /** Those of some values that are there, by the ids that they were asked for: a corrected one may be found by several. */
    findPresent: async (places: readonly ObservationPlace[]): Promise<Map<string, StoredObservation>> => {
      if (places.length === 0) return new Map();
      const at = (each: ObservationPlace) => ({ ...each, patientId });
      const [direct, aliases] = await Promise.all([
        table.findMany(observation, places.map(at)),
        table.findMany(
          observationAlias,
          places.map(({ observationId: alias }) => ({ patientId, alias })),
        ),
      ]);
      const present = new Map(direct.map((each) => [each.observationId, each]));
      const elsewhere = aliases.filter(({ alias }) => !present.has(alias));
      const targets = new Map(elsewhere.map((place) => [orderOf(place), place]));
      const moved = await table.findMany(observation, [...targets.values()].map(at));
      for (const { alias, observationId } of elsewhere) {
        const target = moved.find((each) => each.observationId === observationId);
        if (target) present.set(alias, target);
      }
      return present;
    },

    /** Where a value is now, and the value. 404 if there is none. */
    get: async (observationId: string): Promise<{ readonly stored: StoredObservation; readonly place: ObservationPlace }> => {
      const first = firstPlaceOf(observationId);
      if (!first) throw noSuchValue;
      const alias = await table.find(observationAlias, { patientId, alias: observationId });
      // The id of what a corrected value says now is another value's name, not its own.
      const place = alias?.observationId === observationId ? alias : first;
      const stored = await table.find(observation, { ...place, patientId });
      if (!stored) throw noSuchValue;
      return { stored, place };
    },

    /** The newest values of a marker of a day (Asia/Kolkata) and of the days before it. */
    until: async (code: string, day: CalendarDate, limit: number): Promise<StoredObservation[]> =>
      (await page(code, { limit, between: [FIRST, instantOn(daysLater(day, 1), 0)] })).items,

    /** The newest values of a marker. */
    newest: async (code: string, limit: number): Promise<StoredObservation[]> => (await page(code, { limit })).items,

    /** The values on either side of a time, without one of them. */
    around: async (code: string, at: Instant, without: string | undefined): Promise<StoredObservation[]> => {
      const limit = without === undefined ? 1 : 2;
      const [before, after] = await Promise.all([
        page(code, { limit, between: [FIRST, `${at}#${LAST}`] }),
        page(code, { limit, between: [`${at}#${LAST}`, LAST], oldestFirst: true }),
      ]);
      return [before, after].flatMap(({ items }) => items.filter(({ observationId }) => observationId !== without).slice(0, 1));
    },
  };
};
export type PatientRecord = ReturnType<typeof recordOf>;

/** Health records for one caller: the caller's own, and those that a consent to the whole record opens. */
export const observationRepository = (table: Table, principal: Principal) => {
  const { accountId } = principal;
  return {
    mine: recordOf(table, accountId),

    /** What the caller tells about themselves. */
    profileOf: async (): Promise<Profile> => (await table.find(profile, { accountId })) ?? { revision: 0 },

    /** A person's record and as whom the caller reads it; what they may not read is 404, as if there were none. */
    readable: async (patientId: string | undefined, now: Instant): Promise<{ readonly record: PatientRecord; readonly access: Access }> => {
      const asked = patientId ?? accountId;
      const access = await recordAccessOf(table, principal, asked, now);
      if (!access || (access.as === 'reader' && !access.record)) throw noSuchRecord;
      return { record: recordOf(table, asked), access };
    },

    getImport: async (importId: string): Promise<StoredImport> => {
      const stored = await table.find(observationImport, { patientId: accountId, importId });
      if (!stored) throw noSuchImport;
      return stored;
    },

    listImports: async (limit: number, cursor: string | undefined): Promise<PageOf<StoredImport>> => {
      const { items, nextCursor } = await table.query({ partition: importsOf(accountId), newestFirst: true, limit, cursor });
      return { items: items.map((item) => observationImport.parse(item)), nextCursor };
    },

    /** One of the caller's files that can be opened. */
    getFile: async (documentId: string): Promise<StoredDocument> => {
      const [found] = await findDocuments(table, [documentId]);
      if (found?.patientId !== accountId || found.status === 'deleted') throw noSuchFile;
      if (found.status !== 'available')
        throw new ApiError('file-not-available', 'This file cannot be opened: it is not checked yet, or was not accepted.', {
          status: found.status,
        });
      return found;
    },
  };
};
