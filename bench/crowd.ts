export type Done<T> = { readonly result: T; readonly milliseconds: number };

/**
 * Does all of it, so many at once and the next as soon as one is done; answers in the order of the work, with how long each
 * took. `before` each one there may be a wait, which does not count.
 */
export const crowd = async <T>(
  atOnce: number,
  work: readonly (() => Promise<T>)[],
  before?: () => Promise<unknown>,
): Promise<Done<T>[]> => {
  const done: Done<T>[] = [];
  let next = 0;
  const take = async (): Promise<void> => {
    for (let index = next++; index < work.length; index = next++) {
      await before?.();
      const startedAt = performance.now();
      const result = await (work[index] as () => Promise<T>)();
      done[index] = { result, milliseconds: performance.now() - startedAt };
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, work.length) }, take));
  return done;
};
