import type { CodedMarker, Marker } from '../marker.ts';

const isCoded = (marker: Marker): marker is CodedMarker => marker.kind === 'coded';

const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/['’"*]/g, '')
    .replace(/[\s._-]+/g, ' ')
    .trim();

/** `+` and `-` are findings themselves, so that a text of marks alone is compared as it stands. */
const sameWords = (one: string, other: string): boolean => {
  const [left, right] = [bare(one), bare(other)];
  return left === '' || right === '' ? one.trim() === other.trim() : left === right;
};

export type Finding = { readonly marker: CodedMarker; readonly code: string };

/** The findings of these markers that a text names in full: `Non Reactive`, `Nil`, `O Positive`. */
export const findingsIn = (text: string, markers: readonly Marker[]): Finding[] =>
  markers.filter(isCoded).flatMap((marker) => {
    const value = marker.values.find(({ code, name, printedAs }) => [code, name.en, ...printedAs].some((each) => sameWords(each, text)));
    return value ? [{ marker, code: value.code }] : [];
  });
