import type { MarkerGlance, Observation } from '../../../../functions/observations/contract.ts';

/** How a value stands to its range, or why nobody can say. Each has its word and its shape: never colour alone. */
export const readings = [
  'far-below',
  'little-below',
  'below',
  'within',
  'above',
  'little-above',
  'far-above',
  'not-checked',
  'left-open',
  'no-number',
  'no-range',
] as const;
export type Reading = (typeof readings)[number];

const reasons = {
  'no-range': 'no-range',
  'range-not-checked': 'not-checked',
  'left-open': 'left-open',
  'no-number': 'no-number',
} as const;

export const readingOf = ({ status, why, degree }: Pick<Observation, 'status' | 'why' | 'degree'>): Reading => {
  if (status === 'unknown') return reasons[why ?? 'no-range'];
  return status === 'within' ? 'within' : (degree ?? status);
};

export type Side = 'below' | 'within' | 'above' | 'unknown';

export const sideOf = (reading: Reading): Side => {
  if (reading.endsWith('below')) return 'below';
  if (reading.endsWith('above')) return 'above';
  return reading === 'within' ? 'within' : 'unknown';
};

/** How many of some markers' newest values are outside their range, in it, or not compared. */
export const countsOf = (glances: readonly Pick<MarkerGlance, 'latest'>[]): { outside: number; within: number; unknown: number } => {
  const sides = glances.map(({ latest }) => latest.status);
  const within = sides.filter((side) => side === 'within').length;
  const unknown = sides.filter((side) => side === 'unknown').length;
  return { outside: sides.length - within - unknown, within, unknown };
};

export type NextStep = 'call-112' | 'call-doctor-today' | 'ask-soon' | 'ask';

/** What to do about a value that needs attention; the API has picked it on certain grounds. */
export const nextStepOf = ({ critical, degree }: Pick<Observation, 'critical' | 'degree'>): NextStep => {
  if (critical?.alert && critical.step) return critical.step;
  return degree?.startsWith('far-') ? 'ask-soon' : 'ask';
};

/** Markers that need attention, together with those that ask for the same step; the most urgent come first, as they came. */
export function byNextStep(glances: readonly MarkerGlance[]): { readonly step: NextStep; readonly glances: readonly MarkerGlance[] }[] {
  const groups = new Map<NextStep, MarkerGlance[]>();
  for (const glance of glances) {
    const step = nextStepOf(glance.latest);
    groups.set(step, [...(groups.get(step) ?? []), glance]);
  }
  return [...groups].map(([step, members]) => ({ step, glances: members }));
}
