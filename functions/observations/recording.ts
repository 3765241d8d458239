import { ApiError, type FieldProblem, invalidRequest } from '../shared/http/errors.ts';
import { absent, attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, type Write } from '../shared/table/write.ts';
import { type Instant, indianDateOf, later } from '../shared/values.ts';
import type { Doubt, ObservationFields, Provenance } from './contract.ts';
import { deltaDoubt } from './delta-check.ts';
import { type Exact, exact } from './exact.ts';
import {
  beginOf,
  type MarkerLatest,
  markerLatest,
  type ObservationPlace,
  observation,
  observationIdOf,
  orderOf,
  placeOf,
  type StoredObservation,
} from './items.ts';
import { isInOrder } from './lab-range.ts';
import type { Marker } from './marker.ts';
import { isCoded, isQuantity, markerOfLoinc } from './markers/catalogue.ts';
import { CONTRADICTION_WORDS, contradictionsIn, PLAUSIBILITY_WORDS, plausibilityOf } from './plausibility.ts';
import type { Person } from './reference-range.ts';
import type { PatientRecord } from './repository.ts';
import { amountOf, dayOf } from './shown.ts';
import { unitsOf } from './units.ts';

/** A value that somebody says is so, and where in the request it stands: `body.observations.3`. */
export type Entry = { readonly field: string; readonly fields: ObservationFields; readonly provenance: Provenance };

/** An entry that can be a value: its marker's own code, its amount in the storage unit if it has one. */
type Understood = { readonly fields: ObservationFields; readonly marker: Marker; readonly amount: Exact | undefined };

/** A phone's clock may be a little ahead of ours. */
const CLOCKS_DIFFER_SECONDS = 300;

const timeProblem = (fields: ObservationFields, person: Person, now: Instant): string | undefined => {
  const { at } = fields;
  if (at.length === 10 ? at > indianDateOf(now) : at > later(now, CLOCKS_DIFFER_SECONDS)) return 'must not be in the future';
  if (dayOf(at) < '1900-01-01') return 'must not be before 1900';
  return person.dateOfBirth !== undefined && dayOf(at) < person.dateOfBirth ? 'must not be before the date of birth' : undefined;
};

const rangeProblem = ({ labRange }: ObservationFields, marker: Marker): string | undefined => {
  if (!labRange) return undefined;
  if (Object.keys(labRange).length === 0) return 'must have a limit or a text';
  if (!isInOrder(labRange)) return 'must not end before it begins';
  const hasLimit = labRange.low !== undefined || labRange.high !== undefined;
  return hasLimit && isCoded(marker) ? 'must be text only for this marker' : undefined;
};

const NUMBER = /^-?\d+(\.\d+)?$/;

/** What an entry says, or which rules it breaks. What can be no slip of the finger is left to the second look. */
const understand = (entry: Entry, person: Person, now: Instant): Understood | FieldProblem[] => {
  const { field, fields } = entry;
  const marker = markerOfLoinc(fields.code);
  if (!marker) return [{ field: `${field}.code`, rule: 'must be the LOINC code of a marker of the catalogue' }];
  const problems: FieldProblem[] = [];
  const refuse = (name: keyof ObservationFields, rule: string | undefined) => {
    if (rule !== undefined) problems.push({ field: `${field}.${name}`, rule });
  };
  refuse('at', timeProblem(fields, person, now));
  refuse('labRange', rangeProblem(fields, marker));
  let amount: Exact | undefined;
  if (isQuantity(marker)) {
    const known = unitsOf(marker);
    const isNumber = NUMBER.test(fields.value);
    if (!isNumber) refuse('value', 'must be a number like 7.2');
    if (fields.unit === undefined || !known.includes(fields.unit)) refuse('unit', `must be one of ${known.join(', ')}`);
    else if (isNumber) {
      amount = amountOf(marker, fields);
      const impossible = plausibilityOf(exact(fields.value), fields.unit, marker)?.verdict === 'impossible';
      if (impossible) refuse('value', `must be possible for ${marker.name.en} in ${fields.unit}; check the number and the unit`);
    }
  } else {
    const findings = marker.values.map(({ code }) => code);
    if (!findings.includes(fields.value)) refuse('value', `must be one of ${findings.join(', ')}`);
    if (fields.unit !== undefined) refuse('unit', 'must be left out for this marker');
    if (fields.comparator !== undefined) refuse('comparator', 'must be left out for this marker');
  }
  return problems.length > 0 ? problems : { fields: { ...fields, code: marker.loinc.code }, marker, amount };
};

const understandAll = (entries: readonly Entry[], person: Person, now: Instant): Understood[] => {
  const read = entries.map((entry) => understand(entry, person, now));
  const problems = read.flatMap((each) => (Array.isArray(each) ? each : []));
  if (problems.length > 0) throw invalidRequest(problems);
  return read as Understood[];
};

const idOf = (patientId: string, { fields, amount }: Understood): string =>
  observationIdOf({
    patientId,
    code: fields.code,
    at: fields.at,
    amount: amount ? `${amount.num}/${amount.den}` : fields.value,
    comparator: fields.comparator,
  });

type Looked = Understood & { readonly index: number };

const unusual = ({ marker, fields, index }: Looked): Doubt[] => {
  if (!isQuantity(marker) || fields.unit === undefined) return [];
  const found = plausibilityOf(exact(fields.value), fields.unit, marker);
  if (found?.verdict !== 'odd') return [];
  return [{ kind: 'unusual', index, words: PLAUSIBILITY_WORDS.odd, ...(found.perhaps !== undefined && { perhaps: found.perhaps }) }];
};

/** Parts of one sample that outgrow their whole. */
const contradictions = (all: readonly Understood[], looked: readonly Looked[]): Doubt[] => {
  const times = new Set(looked.map(({ fields }) => fields.at));
  return [...times].flatMap((at) => {
    const sample = all.filter(({ fields, amount }) => fields.at === at && amount && fields.comparator === undefined);
    const amounts = new Map(sample.flatMap(({ marker, amount }) => (amount ? [[marker.id, amount] as const] : [])));
    return contradictionsIn(amounts).flatMap(({ smaller, larger }): Doubt[] => {
      const own = (id: string) => looked.find(({ marker, fields }) => marker.id === id && fields.at === at);
      const asked = own(smaller) ?? own(larger);
      const other = sample.find(({ marker }) => marker.id === (asked?.marker.id === smaller ? larger : smaller));
      if (!asked || !other) return [];
      return [{ kind: 'do-not-fit', index: asked.index, words: CONTRADICTION_WORDS, otherCode: other.fields.code }];
    });
  });
};

const distance = (one: Instant, other: Instant): number => Math.abs(Date.parse(one) - Date.parse(other));

/** Whether a value is far from the one nearest in time, of those that are there and those that come with it. */
const farFromLast = async (
  record: PatientRecord,
  value: Looked,
  others: readonly Looked[],
  latest: MarkerLatest | undefined,
  without: string | undefined,
): Promise<Doubt[]> => {
  const { marker, fields, amount, index } = value;
  if (!isQuantity(marker) || !amount || marker.deltas.length === 0 || fields.comparator !== undefined) return [];
  const begin = beginOf(fields.at);
  const newest = latest?.latest;
  const isNewest = newest !== undefined && newest.observationId !== without && beginOf(newest.at) <= begin;
  // Most values are newer than what is there: then nothing has to be read.
  const there = newest === undefined ? [] : isNewest ? [newest] : await record.around(fields.code, begin, without);
  const beside = [...there, ...others.filter((each) => each !== value && each.fields.code === fields.code).map((each) => each.fields)];
  const [nearest] = beside
    .filter(({ comparator }) => comparator === undefined)
    .sort((one, other) => distance(beginOf(one.at), begin) - distance(beginOf(other.at), begin));
  const otherAmount = nearest && amountOf(marker, nearest);
  if (!nearest || !otherAmount || nearest.unit === undefined) return [];
  const doubt = deltaDoubt(marker, { value: amount, on: dayOf(fields.at) }, { value: otherAmount, on: dayOf(nearest.at) });
  if (!doubt) return [];
  return [{ kind: 'far-from-last', index, words: doubt.words, other: { value: nearest.value, unit: nearest.unit, at: nearest.at } }];
};

export type Accepted = readonly { readonly kind: Doubt['kind']; readonly index: number }[];

const refuseDoubts = (doubts: readonly Doubt[], accepted: Accepted): void => {
  const open = doubts.filter(({ kind, index }) => !accepted.some((each) => each.kind === kind && each.index === index));
  if (open.length === 0) return;
  throw new ApiError('second-look', 'Some values look odd. Look at them once more, then save them all the same or correct them.', {
    doubts: open.toSorted((one, other) => one.index - other.index),
  });
};

const earlier = ({ observationId, value, comparator, unit, at }: StoredObservation): NonNullable<MarkerLatest['previous']> => ({
  observationId,
  value,
  ...(comparator && { comparator }),
  ...(unit !== undefined && { unit }),
  at,
});

const order = (value: Pick<StoredObservation, 'at' | 'observationId'>): string =>
  orderOf({ beginsAt: beginOf(value.at), observationId: value.observationId });

/** A marker's newest values after one more has come. */
const withOne = (known: MarkerLatest, added: StoredObservation): MarkerLatest => {
  const { latest, previous } = known;
  const count = known.count + 1;
  if (!latest || order(added) > order(latest)) return { ...known, latest: added, ...(latest && { previous: earlier(latest) }), count };
  if (!previous || order(added) > order(previous)) return { ...known, previous: earlier(added), count };
  return { ...known, count };
};

/** Writes a marker's newest values over those that were read; whoever was quicker makes us look again. */
const saveLatest = (patientId: string, before: MarkerLatest | undefined, after: MarkerLatest): Write => {
  const write = put(markerLatest.make({ patientId, code: after.code }, { ...after, revision: (before?.revision ?? 0) + 1 }));
  return before ? write.when(attribute('revision').is(before.revision), outdated) : write.when(absent, outdated);
};

const nothingYet = (code: string): MarkerLatest => ({ code, count: 0, revision: 1 });

export type Recorded = {
  readonly writes: Write[] /** By entry; one that was there already is as it was. */;
  readonly values: StoredObservation[];
};

/**
 * What it takes to store some values: what is there already is left as it is, what looks odd must have been accepted.
 * Throws `invalid-request`, `second-look`; its writes are refused as `outdated` when somebody else was quicker.
 */
export const record = async (
  patient: PatientRecord,
  entries: readonly Entry[],
  { person, accepted, now }: { person: Person; accepted: Accepted; now: Instant },
): Promise<Recorded> => {
  const { patientId } = patient;
  const understood = understandAll(entries, person, now);
  const ids = understood.map((each) => idOf(patientId, each));
  const latest = await patient.latestOf(understood.map(({ fields }) => fields.code));
  const places = understood.map(({ fields }, index): ObservationPlace => placeOf({ ...fields, observationId: ids[index] ?? '' }));
  const present = await patient.findPresent(places.filter(({ observationId }, index) => ids.indexOf(observationId) === index));
  const fresh = understood
    .map((each, index): Looked => ({ ...each, index }))
    .filter(({ index }) => !present.has(ids[index] ?? '') && ids.indexOf(ids[index] ?? '') === index);
  const far = await Promise.all(fresh.map((each) => farFromLast(patient, each, fresh, latest.get(each.fields.code), undefined)));
  refuseDoubts([...fresh.flatMap(unusual), ...contradictions(understood, fresh), ...far.flat()], accepted);

  const added = new Map(
    fresh.map(({ fields, index }): [string, StoredObservation] => {
      const observationId = ids[index] ?? '';
      const provenance = entries[index]?.provenance ?? { kind: 'hand' };
      return [
        observationId,
        { ...fields, observationId, patientId, provenance, corrected: [], confirmedBy: patientId, recordedAt: now, revision: 1 },
      ];
    }),
  );
  const byCode = Map.groupBy(added.values(), ({ code }) => code);
  return {
    values: ids.map((observationId) => (present.get(observationId) ?? added.get(observationId)) as StoredObservation),
    writes: [
      ...[...added.values()].map((each) => put(observation.make({ ...placeOf(each), patientId }, each)).when(absent, outdated)),
      ...[...byCode].map(([code, values]) =>
        saveLatest(patientId, latest.get(code), values.reduce(withOne, latest.get(code) ?? nothingYet(code))),
      ),
    ],
  };
};

/** A marker's newest values when one of them goes, and perhaps another comes in its place. `top` are the newest three of before. */
export const replaceLatest = (
  patientId: string,
  before: MarkerLatest,
  top: readonly StoredObservation[],
  { gone, come }: { gone: StoredObservation; come?: StoredObservation },
): Write => {
  const rest = top.filter(({ observationId }) => observationId !== gone.observationId);
  const [latest, previous] = [...rest, ...(come ? [come] : [])].sort((one, other) => (order(one) < order(other) ? 1 : -1));
  return saveLatest(patientId, before, {
    code: before.code,
    ...(latest && { latest }),
    ...(previous && { previous: earlier(previous) }),
    count: before.count - (come ? 0 : 1),
    revision: before.revision,
  });
};

/**
 * A corrected value as it will be: checked as a new one is, against its neighbours without itself. Answers with the id that
 * the same content would have.
 */
export const reviewed = async (
  patient: PatientRecord,
  stored: StoredObservation,
  entry: Entry,
  latest: MarkerLatest | undefined,
  { person, accepted, now }: { person: Person; accepted: Accepted; now: Instant },
): Promise<{ readonly fields: ObservationFields; readonly contentId: string }> => {
  const [understood] = understandAll([entry], person, now);
  if (!understood) throw new RangeError('One entry is one value.');
  const looked = { ...understood, index: 0 };
  refuseDoubts([...unusual(looked), ...(await farFromLast(patient, looked, [], latest, stored.observationId))], accepted);
  return { fields: understood.fields, contentId: idOf(patient.patientId, understood) };
};
