import { Unfit } from './unfit.ts';

/** A hundred megapixels unfold to 400 MB in whatever shows them; no phone and no scanner of reports makes more. */
const MOST_PIXELS = 100_000_000;

export type Size = { readonly width: number; readonly height: number };

/** Refuses a picture, or all the frames of one together, that could stop whoever opens it. */
export const requireSize = ({ width, height }: Size, frames = 1): void => {
  if (width < 1 || height < 1) throw new Unfit('not-readable');
  if (width * height * frames > MOST_PIXELS) throw new Unfit('too-large-inside');
};
