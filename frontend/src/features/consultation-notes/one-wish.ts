/** Presses within this time after one that was heeded are the same wish (milliseconds). */
const SAME_WISH = 500;

/**
 * Keeps keys that are pressed twice from asking for two notes. `act` answers whether anything was really asked: a press
 * that was refused, because the form lacks something, counts for nothing, so that the next one is heard.
 */
export const oneWish = (now: () => number = Date.now) => {
  let deafUntil = 0;
  return async (act: () => Promise<boolean>): Promise<void> => {
    if (now() < deafUntil) return;
    deafUntil = Number.POSITIVE_INFINITY;
    let asked = false;
    try {
      asked = await act();
    } finally {
      deafUntil = asked ? now() + SAME_WISH : 0;
    }
  };
};
