import type { UnitForm } from '../marker.ts';

/**
 * Units that several markers share. Where a ratio comes from a molar mass, the marker names the substance and its g/mol; the
 * others follow from SI prefixes. See `UnitForm` for how to read them.
 */

/** Counts of cells, stored per 10⁹/L. A lakh is 100,000. */
export const CELL_COUNT: Record<string, UnitForm> = {
  '10*3/uL': { per: [1, 1], decimals: 2 },
  '/uL': { per: [1, 1000], decimals: 0 },
};
export const GRAMS_PER_LITRE: Record<string, UnitForm> = { 'g/L': { per: [1, 10], decimals: 0 } };
/** A katal turns over a mole in a second, a unit a micromole in a minute. */
export const ENZYME: Record<string, UnitForm> = { 'ukat/L': { per: [60, 1], decimals: 2 } };
/** One charge on each ion: as many milliequivalents as millimoles. */
export const ONE_CHARGE: Record<string, UnitForm> = { 'meq/L': { per: [1, 1], decimals: 0 } };
export const NANOGRAMS_PER_ML: Record<string, UnitForm> = { 'ug/L': { per: [1, 1], decimals: 0 } };
/** 180.156 g/mol. */
export const GLUCOSE: Record<string, UnitForm> = { 'mmol/L': { per: [180156, 10000], decimals: 1 } };
/** 386.65 g/mol. */
export const CHOLESTEROL: Record<string, UnitForm> = { 'mmol/L': { per: [38665, 1000], decimals: 2 } };
/** 584.66 g/mol. */
export const BILIRUBIN: Record<string, UnitForm> = { 'umol/L': { per: [58466, 1000000], decimals: 0 } };
/** 55.845 g/mol. */
export const IRON: Record<string, UnitForm> = { 'umol/L': { per: [55845, 10000], decimals: 1 } };
