import type { MarkerCategory } from '../../../../functions/observations/contract.ts';

/** In the order of the screens; a record of all, so that none of the contract is forgotten. */
const order: Readonly<Record<MarkerCategory, true>> = {
  glucose: true,
  vitals: true,
  'blood-count': true,
  lipids: true,
  kidney: true,
  liver: true,
  thyroid: true,
  'vitamins-iron': true,
  inflammation: true,
  body: true,
};
export const categories = Object.keys(order) as MarkerCategory[];
