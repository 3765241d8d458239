import type * as z from 'zod';

import { ApiError, invalidRequest } from '../shared/http/errors.ts';
import type { CalendarDate } from '../shared/values.ts';
import type { identityRoutes, Profile } from './contract.ts';

type Change = z.infer<typeof identityRoutes.updateMe.body>;

/** Nobody alive was born before this. */
const EARLIEST_BIRTH = '1900-01-01';

/** The profile after a change: what is given replaces, null takes out, the rest stays. */
export const changeProfile = (current: Profile, { revision, changes }: Change, today: CalendarDate): Profile => {
  if (revision !== current.revision)
    throw new ApiError('changed-elsewhere', 'Your profile was changed in another window meanwhile. Look at it again, then save.', {
      revision: current.revision,
    });
  const { dateOfBirth } = changes;
  if (dateOfBirth && (dateOfBirth > today || dateOfBirth < EARLIEST_BIRTH))
    throw invalidRequest([{ field: 'body.changes.dateOfBirth', rule: `must be from ${EARLIEST_BIRTH} to today` }]);
  const merged = Object.fromEntries(
    Object.entries({ ...current, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  );
  return { ...(merged as Profile), revision: revision + 1 };
};
