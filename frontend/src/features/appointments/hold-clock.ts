/** A hold as the API told it, and when that was by the page's own clock, which nobody can set (`performance.now()`, ms). */
export type ToldHold = { readonly secondsLeft: number; readonly toldAt: number };

/** Whole seconds left now; never below 0. */
export const secondsLeftAt = ({ secondsLeft, toldAt }: ToldHold, now: number): number =>
  Math.max(0, Math.ceil(secondsLeft - (now - toldAt) / 1000));

/** `4:32` */
export const clockText = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Spoken when the page opens, and at 5, 2 and 1 minutes: which announcement is due. Changes only when something is to be said. */
export const minutesToSay = (seconds: number, saidBefore: number | undefined): number | undefined => {
  if (seconds <= 0) return 0;
  if (saidBefore === undefined) return Math.ceil(seconds / 60);
  const due = [1, 2, 5].find((minutes) => seconds <= minutes * 60) ?? saidBefore;
  return Math.min(due, saidBefore);
};
