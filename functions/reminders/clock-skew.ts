import { type Instant, later } from '../shared/values.ts';

/** How far clocks of two machines may be apart and still tell the same time of a dose. */
const CLOCKS_DIFFER_SECONDS = 120;

/**
 * What time it is, for whoever was told that an instant has come: a little before it is after it. Far before it, the clock of
 * whoever told is wrong.
 */
export const toldTime = (told: Instant, now: Instant): Instant => (told > now && told <= later(now, CLOCKS_DIFFER_SECONDS) ? told : now);
