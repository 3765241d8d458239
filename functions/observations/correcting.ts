import type * as z from 'zod';

import { ApiError } from '../shared/http/errors.ts';
import { attribute } from '../shared/table/condition.ts';
import { outdated } from '../shared/table/outdated.ts';
import { put, remove, type Write } from '../shared/table/write.ts';
import type { Instant } from '../shared/values.ts';
import type { ObservationFields, observationRoutes } from './contract.ts';
import { observation, observationAlias, orderOf, placeOf, type StoredObservation } from './items.ts';
import { type Accepted, replaceLatest, reviewed } from './recording.ts';
import type { Person } from './reference-range.ts';
import { changedElsewhere, type PatientRecord } from './repository.ts';

/** A value that was wrong more often than this is better taken out and entered anew: each correction is kept with it. */
const MOST_CORRECTIONS = 20;

type Changes = z.infer<(typeof observationRoutes.correct)['body']>['changes'];

/** The newest and the two that may follow it once one of them goes. */
const TOP = 3;

const fieldsOf = ({ code, value, comparator, unit, at, labRange, source, note }: StoredObservation): ObservationFields => ({
  code,
  value,
  at,
  ...(comparator && { comparator }),
  ...(unit !== undefined && { unit }),
  ...(labRange && { labRange }),
  ...(source !== undefined && { source }),
  ...(note !== undefined && { note }),
});

const changed = (before: ObservationFields, changes: Changes): ObservationFields =>
  Object.fromEntries(
    Object.entries({ ...before, ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) }).filter(
      ([, value]) => value !== null,
    ),
  ) as ObservationFields;

/** What it takes to correct a value, and the value as it then is: what it said before stays with it. */
export const correction = async (
  patient: PatientRecord,
  observationId: string,
  given: { readonly revision: number; readonly changes: Changes; readonly reason: string; readonly accepted: Accepted },
  { person, now }: { readonly person: Person; readonly now: Instant },
): Promise<{ readonly after: StoredObservation; readonly writes: Write[] }> => {
  const { patientId } = patient;
  const known = await patient.latestBeside(observationId);
  const { stored, place } = await patient.get(observationId);
  if (stored.revision !== given.revision) throw changedElsewhere;
  if (stored.corrected.length >= MOST_CORRECTIONS)
    throw new ApiError('invalid-request', `body.changes was made ${MOST_CORRECTIONS} times; take the value out and enter it anew.`, {
      problems: [{ field: 'body.changes', rule: `must be one of at most ${MOST_CORRECTIONS}` }],
    });
  const before = fieldsOf(stored);
  const entry = { field: 'body.changes', fields: changed(before, given.changes), provenance: stored.provenance };
  const { fields, contentId } = await reviewed(patient, stored, entry, known, { person, accepted: given.accepted, now });
  if (!known) throw outdated;
  const { code: _, ...was } = before;
  const after: StoredObservation = {
    ...fields,
    observationId,
    patientId,
    provenance: stored.provenance,
    corrected: [{ ...was, changedAt: now, reason: given.reason }, ...stored.corrected],
    confirmedBy: stored.confirmedBy,
    recordedAt: stored.recordedAt,
    revision: stored.revision + 1,
  };
  const next = placeOf(after);
  const seen = attribute('revision').is(stored.revision);
  const item = put(observation.make({ ...next, patientId }, after));
  const isMoved = orderOf(next) !== orderOf(place);
  const alias = (name: string) => put(observationAlias.make({ patientId, alias: name }, { ...next, alias: name }));
  return {
    after,
    writes: [
      ...(isMoved
        ? [remove(observation.key({ ...place, patientId })).when(seen, outdated), item.ifNew(outdated), alias(observationId)]
        : [item.when(seen, outdated)]),
      ...(contentId === observationId ? [] : [alias(contentId)]),
      replaceLatest(patientId, known, await patient.newest(stored.code, TOP), { gone: stored, come: after }),
    ],
  };
};

/** What it takes to take a value out: the next newest takes its place on the dashboard. */
export const removal = async (patient: PatientRecord, observationId: string): Promise<Write[]> => {
  const { patientId } = patient;
  const known = await patient.latestBeside(observationId);
  const { stored, place } = await patient.get(observationId);
  if (!known) throw outdated;
  return [
    remove(observation.key({ ...place, patientId })).when(attribute('revision').is(stored.revision), outdated),
    replaceLatest(patientId, known, await patient.newest(stored.code, TOP), { gone: stored }),
  ];
};
