import type { MarkerInfo } from '../../../../functions/observations/contract.ts';
import { useQuery } from '../../shared/api/query.ts';

/** The catalogue changes with a release only. */
export const useMarkers = () => useQuery('GET /markers', {}, { staleTime: Number.POSITIVE_INFINITY });

export const infoOf = (markers: readonly MarkerInfo[] | undefined, code: string): MarkerInfo | undefined =>
  markers?.find((marker) => marker.code === code);

/** Markers that fit what was typed, in either language or by the lab's short name. */
export function markersFor<M extends { readonly name: { en: string; hi: string }; readonly shortName?: string }>(
  markers: readonly M[],
  typed: string,
): readonly M[] {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return markers.filter(({ name, shortName = '' }) => {
    const text = `${name.en} ${name.hi} ${shortName}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
