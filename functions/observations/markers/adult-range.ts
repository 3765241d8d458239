import type { Bounds, ForWhom, ReferenceRange } from '../marker.ts';
import type { SourceId } from '../sources.ts';

type Rest = Partial<Pick<ReferenceRange, 'bands' | 'source'>>;

/** FACTS.md 5 gives its columns for grown-ups who are not pregnant. */
const GROWN_UP: ForWhom = { age: { from: { count: 18, unit: 'year' } }, pregnant: false };
const ABIM: SourceId = 'abim-2024';

export const adults = (bounds: Bounds, rest?: Rest): ReferenceRange => ({ ...GROWN_UP, bounds, source: ABIM, ...rest });
export const women = (bounds: Bounds, rest?: Rest): ReferenceRange => ({ ...adults(bounds, rest), sex: 'female' });
export const men = (bounds: Bounds, rest?: Rest): ReferenceRange => ({ ...adults(bounds, rest), sex: 'male' });
