import type { CalendarDate } from '../shared/values.ts';
import { hasCompleted, wholeYears } from './age.ts';
import { type Exact, exact } from './exact.ts';
import type { Person } from './reference-range.ts';

/** By sex: the creatinine in mg/dL where the curve bends, its slope below, and the factor. */
const CURVES = {
  female: { bend: 0.7, slope: -0.241, factor: 1.012 },
  male: { bend: 0.9, slope: -0.302, factor: 1 },
};

/**
 * The kidneys' filter rate in mL/min/1.73 m² to the whole number, from creatinine in mg/dL: CKD-EPI 2021 without race (Inker et
 * al., N Engl J Med 2021; 385: 1737). Undefined where the equation does not hold: below 18, in pregnancy, without age or sex.
 * It is shown beside the laboratory's creatinine as worked out by us, and is nobody's measurement.
 */
export const filterRate = (creatinine: Exact, { sex, dateOfBirth, pregnant }: Person, sampledOn: CalendarDate): Exact | undefined => {
  if ((sex !== 'female' && sex !== 'male') || !dateOfBirth || pregnant || creatinine.num <= 0n) return undefined;
  if (!hasCompleted({ count: 18, unit: 'year' }, dateOfBirth, sampledOn)) return undefined;
  const { bend, slope, factor } = CURVES[sex];
  const share = Number(creatinine.num) / Number(creatinine.den) / bend;
  const rate = 142 * Math.min(share, 1) ** slope * Math.max(share, 1) ** -1.2 * 0.9938 ** wholeYears(dateOfBirth, sampledOn) * factor;
  return exact(String(Math.round(rate)));
};
