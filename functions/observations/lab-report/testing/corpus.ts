import { Chance } from './chance.ts';
import type { Layout } from './layout.ts';
import { cumulative, landscape, limits, sampleFirst } from './layouts/held-out.ts';
import { mixed, mixedRanges } from './layouts/mixed.ts';
import { dotMatrix, hospital, twoUp } from './layouts/plain-text.ts';
import { classic, grouped, observed, previous, profile, rangeFirst, wrapped } from './layouts/tables.ts';
import { bilingual, cards, grid, largeValues, pairs, wordByWord } from './layouts/typed.ts';
import { makeReport } from './made-up-report.ts';
import { Sheet } from './sheet.ts';
import type { Truth } from './truth.ts';

export const LAYOUTS: readonly Layout[] = [
  classic,
  observed,
  previous,
  wrapped,
  rangeFirst,
  profile,
  grouped,
  dotMatrix,
  hospital,
  twoUp,
  pairs,
  grid,
  cards,
  mixed,
  mixedRanges,
  bilingual,
  wordByWord,
  largeValues,
  cumulative,
  landscape,
  limits,
  sampleFirst,
];

export type CorpusReport = { readonly layout: Layout; readonly name: string; readonly pdf: Uint8Array; readonly truth: Truth };

/** One report of a layout; the same seed gives the same report. */
export const printReport = async (layout: Layout, seed: number): Promise<CorpusReport> => {
  // Two layouts with one seed shall not hold the same values.
  const chance = new Chance(seed * 1009 + LAYOUTS.indexOf(layout) * 7919);
  const report = makeReport(chance, layout.habits);
  const sheet = await Sheet.open();
  const values = layout.print(sheet, report, chance);
  return { layout, name: `${layout.name}-${seed}`, pdf: await sheet.bytes(), truth: { values } };
};

/** `count` reports of each layout, from a seed on. */
export async function* corpusOf(count: number, firstSeed: number, layouts: readonly Layout[] = LAYOUTS): AsyncGenerator<CorpusReport> {
  for (const layout of layouts) for (let seed = firstSeed; seed < firstSeed + count; seed += 1) yield await printReport(layout, seed);
}
