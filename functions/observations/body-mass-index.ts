import { type Exact, exact, over, times } from './exact.ts';

/** kg/m² from kg and cm, exactly. Undefined for a height that is not above 0. */
export const bodyMassIndex = (kilograms: Exact, centimetres: Exact): Exact | undefined => {
  if (centimetres.num <= 0n) return undefined;
  const metres = over(centimetres, exact('100'));
  return over(kilograms, times(metres, metres));
};
