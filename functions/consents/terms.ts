import { invalidRequest } from '../shared/http/errors.ts';
import { type Instant, later } from '../shared/values.ts';
import { type Consent, type ConsentScope, LONGEST_DAYS } from './contract.ts';
import { counts, type StoredConsent } from './items.ts';

/** A grant ends some day, and not before it begins. */
export const requireEnd = (endsAt: Instant, now: Instant): void => {
  if (endsAt <= now) throw invalidRequest([{ field: 'body.endsAt', rule: 'must be in the future' }]);
  if (endsAt > later(now, LONGEST_DAYS * 86_400))
    throw invalidRequest([{ field: 'body.endsAt', rule: `must be within ${LONGEST_DAYS} days` }]);
};

/** Each file once. */
export const distinct = (scope: ConsentScope): ConsentScope =>
  scope.kind === 'record' ? scope : { ...scope, documentIds: [...new Set(scope.documentIds)] };

/** A consent as both sides see it at an instant. */
export const consentAt = (stored: StoredConsent, now: Instant): Consent => ({
  ...stored,
  status: counts(stored, now) ? 'active' : stored.withdrawnAt ? 'withdrawn' : 'ended',
});
