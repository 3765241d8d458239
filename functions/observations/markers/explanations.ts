import type { MarkerWords } from '../marker.ts';
import { bloodCountWords } from './blood-count.words.ts';
import { bodyWords } from './body.words.ts';
import type { Explanations } from './explanation.ts';
import { glucoseWords } from './glucose.words.ts';
import { inflammationWords } from './inflammation.words.ts';
import { kidneyWords } from './kidney.words.ts';
import { lipidsWords } from './lipids.words.ts';
import { liverWords } from './liver.words.ts';
import { thyroidWords } from './thyroid.words.ts';
import { vitalsWords } from './vitals.words.ts';
import { vitaminsIronWords } from './vitamins-iron.words.ts';

/**
 * Kept apart from the catalogue, which imports and rules load without them. General knowledge [K] in plain words: no line
 * names what a person has, and a clinician and a Hindi-speaking clinician are still to sign them.
 */
export const EXPLANATIONS: Explanations = {
  ...bloodCountWords,
  ...glucoseWords,
  ...lipidsWords,
  ...kidneyWords,
  ...liverWords,
  ...thyroidWords,
  ...vitaminsIronWords,
  ...inflammationWords,
  ...vitalsWords,
  ...bodyWords,
};

/** A marker's four lines, one per line. */
export const explanationOf = (id: string): MarkerWords | undefined => {
  const lines = Object.hasOwn(EXPLANATIONS, id) ? EXPLANATIONS[id] : undefined;
  return lines && { en: lines.en.join('\n'), hi: lines.hi.join('\n') };
};
