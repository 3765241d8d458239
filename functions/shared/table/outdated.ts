import { ApiError } from '../http/errors.ts';

/**
 * The refusal of a write whose decision was made on items that have changed since, or that others are changing all the
 * time: not the caller's fault, and nothing to tell them. Whoever decided looks again; if that never ends, the caller may
 * try again.
 */
export const outdated = new ApiError('try-again', 'Arogya is busy just now. Nothing was changed; please try again.', undefined, {
  'retry-after': '1',
});

/** So often is a decision made anew before it is given up. */
const LOOKS = 8;

/** Looks, decides and writes; looks again when the world was quicker. Waits a little, and by chance, in between. */
export const lookAgain = async <T>(lookDecideWrite: () => Promise<T>): Promise<T> => {
  for (let look = 1; ; look += 1) {
    try {
      return await lookDecideWrite();
    } catch (error) {
      if (error !== outdated || look >= LOOKS) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** look));
    }
  }
};
