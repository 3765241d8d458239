import * as z from 'zod';

/**
 * The shards are swept in groups, each by a run of its own: one core does not make the calls for a million in a minute
 * (`npm run bench -- sweep`).
 */
export const SWEEP_GROUPS = 4;

/** What the rule tells each run of a minute. */
export const SweepInput = z.object({
  group: z
    .int()
    .min(0)
    .max(SWEEP_GROUPS - 1),
});
