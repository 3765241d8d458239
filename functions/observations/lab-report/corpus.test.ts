import { expect, test } from 'vitest';

import { MARKERS } from '../markers/catalogue.ts';
import { proposeFrom } from './propose.ts';
import { Chance } from './testing/chance.ts';
import { corpusOf, LAYOUTS, printReport } from './testing/corpus.ts';
import { scanned } from './testing/scan.ts';
import { NOTHING, precisionOf, recallOf, type Score, scoreOf, sum } from './testing/score.ts';
import { PANELS } from './testing/tests-of-labs.ts';
import { readTextLayer } from './text-layer.ts';
import { reportTextOf } from './textract.ts';

/** Not a seed that the reading was looked at with. */
const SEED = 4_000;

const share = ([right, of]: readonly [number, number]): number => (of === 0 ? 1 : right / of);

test('of reports in all layouts nearly every value is proposed, and none that is not there', async () => {
  const groups: Record<'tuned' | 'heldOut' | 'scanned', Score> = { tuned: NOTHING, heldOut: NOTHING, scanned: NOTHING };
  for await (const { layout, pdf, truth } of corpusOf(3, SEED)) {
    const { report } = await readTextLayer(pdf);
    const group = layout.heldOut ? 'heldOut' : 'tuned';
    groups[group] = sum(groups[group], scoreOf(truth, proposeFrom(report, MARKERS).proposals).score);
    const asScan = reportTextOf(scanned(report, new Chance(SEED)));
    groups.scanned = sum(groups.scanned, scoreOf(truth, proposeFrom(asScan, MARKERS).proposals).score);
  }
  for (const [group, score] of Object.entries(groups)) {
    expect(score.truths, group).toBeGreaterThan(150);
    // A wrong value in a record is worse than one that the patient types in.
    expect(precisionOf(score), group).toBeGreaterThanOrEqual(0.99);
    expect(recallOf(score), group).toBeGreaterThanOrEqual(0.95);
    expect(share(score.ranges), group).toBeGreaterThanOrEqual(0.98);
    expect(share(score.dates), group).toBeGreaterThanOrEqual(0.99);
    expect(share(score.pages), group).toBeGreaterThanOrEqual(0.99);
    expect(share(score.unasked), group).toBeGreaterThanOrEqual(0.995);
  }
});

test('names, units and ranges that break over lines belong to the row that they stand closest to', async () => {
  let score = NOTHING;
  const layouts = LAYOUTS.filter(({ name }) => name === 'wrapped');
  for await (const { pdf, truth } of corpusOf(12, SEED, layouts)) {
    const { report } = await readTextLayer(pdf);
    score = sum(score, scoreOf(truth, proposeFrom(report, MARKERS).proposals).score);
  }
  expect(precisionOf(score)).toBeGreaterThanOrEqual(0.995);
  expect(recallOf(score)).toBeGreaterThanOrEqual(0.98);
  expect(share(score.ranges)).toBeGreaterThanOrEqual(0.99);
});

test('the corpus has at least twelve layouts, four of them held out, and the same seed prints the same report', async () => {
  expect(LAYOUTS.length).toBeGreaterThanOrEqual(12);
  expect(LAYOUTS.filter(({ heldOut }) => heldOut)).toHaveLength(4);
  const [layout] = LAYOUTS;
  if (!layout) throw new Error('There is no layout.');
  const [one, same, other] = [await printReport(layout, 1), await printReport(layout, 1), await printReport(layout, 2)];
  expect(Buffer.from(one.pdf).equals(same.pdf)).toBe(true);
  expect(one.truth).toEqual(same.truth);
  expect(one.truth).not.toEqual(other.truth);
});

test('every marker that the corpus prints is one of the catalogue', () => {
  const known = new Set(MARKERS.map(({ loinc }) => loinc.code));
  const printed = PANELS.flatMap(({ tests }) => tests.flatMap(({ code }) => code ?? []));
  expect(printed.filter((code) => !known.has(code))).toEqual([]);
  expect(printed.length).toBeGreaterThan(60);
});
