import type { Dashboard, MarkerGlance, Observation } from './contract.ts';
import { compare } from './exact.ts';
import { beginOf, type MarkerLatest } from './items.ts';
import type { Marker } from './marker.ts';
import { isQuantity, MARKERS } from './markers/catalogue.ts';
import type { Person } from './reference-range.ts';
import { amountOf, observationOf } from './shown.ts';

/** How urgent a value is, from 0; nothing if it asks for nothing. Only what rests on certain grounds counts. */
const urgencyOf = ({ critical, status, degree, range }: Observation): number | undefined => {
  if (critical?.alert) return critical.step === 'call-112' ? 0 : 1;
  if (!range?.certain || (status !== 'below' && status !== 'above')) return undefined;
  return degree === 'far-below' || degree === 'far-above' ? 2 : 3;
};

const hasChanged = (marker: Marker, { latest, previous }: MarkerLatest): boolean => {
  if (!latest || !previous) return false;
  if (latest.comparator !== previous.comparator) return true;
  if (!isQuantity(marker)) return latest.value !== previous.value;
  const [now, before] = [amountOf(marker, latest), amountOf(marker, previous)];
  return now !== undefined && before !== undefined && compare(now, before) !== 0;
};

const newestFirst = (one: MarkerGlance, other: MarkerGlance): number => (beginOf(one.latest.at) < beginOf(other.latest.at) ? 1 : -1);

/** The dashboard from each marker's newest values. */
export const dashboardOf = (patientId: string, markers: readonly MarkerLatest[], person: Person): Dashboard => {
  const byCode = new Map(markers.map((each) => [each.code, each]));
  const known = MARKERS.flatMap((marker) => {
    const entry = byCode.get(marker.loinc.code);
    if (!entry?.latest) return [];
    const { code, latest, previous, count } = entry;
    const glance: MarkerGlance = {
      code,
      name: marker.name,
      category: marker.category,
      latest: observationOf(latest, person),
      ...(previous && { previous }),
      count,
    };
    return [{ glance, changed: hasChanged(marker, entry), urgency: urgencyOf(glance.latest) }];
  });
  const newest = known.map(({ glance }) => glance).sort(newestFirst);
  const ranked = known.filter(({ urgency }) => urgency !== undefined);
  return {
    patientId,
    markers: known.map(({ glance }) => glance),
    attention: ranked
      .sort((one, other) => (one.urgency ?? 0) - (other.urgency ?? 0) || newestFirst(one.glance, other.glance))
      .map(({ glance }) => glance.code),
    changed: known
      .filter(({ changed }) => changed)
      .map(({ glance }) => glance)
      .sort(newestFirst)
      .map(({ code }) => code),
    values: known.reduce((sum, { glance }) => sum + glance.count, 0),
    ...(newest[0] && { newestAt: newest[0].latest.at }),
  };
};
