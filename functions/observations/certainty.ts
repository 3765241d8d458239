import * as z from 'zod';

import { CalendarDate } from '../shared/values.ts';

/**
 * How sure we are of a figure, as in FACTS.md: `S` read at the source named; `S2` read at a secondary source; `K` general
 * knowledge, not read again; `?` sources disagree or may have changed.
 */
export const Certainty = z.enum(['S', 'S2', 'K', '?']);
export type Certainty = z.infer<typeof Certainty>;

export const Source = z.strictObject({
  name: z.string().min(1),
  url: z.url().optional(),
  /** When the source was published, as precisely as is known. */
  dated: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .optional(),
  checkedOn: CalendarDate,
  certainty: Certainty,
  /** The clinician who signed the figure; null until one has. */
  reviewedBy: z.string().min(1).nullable(),
});
export type Source = z.infer<typeof Source>;

/**
 * The one place that decides whether a figure may judge a result. What is marked `K` or `?` is shown with its source and says
 * nothing about the person until a named clinician signs it (FACTS.md, first lines).
 */
export const mayAlert = ({ certainty, reviewedBy }: Pick<Source, 'certainty' | 'reviewedBy'>): boolean =>
  reviewedBy !== null || certainty === 'S' || certainty === 'S2';
