import { ApiError } from '../shared/http/errors.ts';
import { type Instant, later } from '../shared/values.ts';

/** A doctor who is early may begin this much before the time; earlier, it is most likely the wrong line of the list. */
const EARLY_MINUTES = 30;

export const earliestStart = (startsAt: Instant): Instant => later(startsAt, -EARLY_MINUTES * 60);

export const tooEarlyToStart = (startsAt: Instant) =>
  new ApiError('too-early', `A consultation can begin ${EARLY_MINUTES} minutes before its time at the earliest.`, {
    from: earliestStart(startsAt),
  });

export const tooEarlyForNoShow = (endsAt: Instant) =>
  new ApiError('too-early', 'Only after the end of the appointment can it be said that the patient did not come.', { from: endsAt });
