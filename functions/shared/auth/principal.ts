import type { APIGatewayProxyEvent } from 'aws-lambda';

import { optionalEnv } from '../env.ts';
import { ApiError } from '../http/errors.ts';
import type { Role } from '../http/route.ts';
import { type Instant, instantOf } from '../values.ts';

/** Who is calling, as the authorizer vouches for. */
export type Principal = {
  /** The account's `sub`. */
  readonly accountId: string;
  readonly pool: 'people' | 'admins';
  readonly roles: ReadonlySet<Role>;
  readonly tokenIssuedAt: Instant;
};

const grantable: readonly Role[] = ['doctor', 'health-worker', 'responder'];

/** API Gateway hands a list claim over as text: `doctor,responder` or `[doctor responder]`. */
const groupsOf = (claim: unknown): string[] =>
  Array.isArray(claim) ? claim.map(String) : typeof claim === 'string' ? claim.replace(/[[\]"]/g, '').split(/[\s,]+/) : [];

const notSignedIn = () => new ApiError('not-signed-in', 'Please sign in again.');

/** The caller of an event that passed the gateway's authorizer. Roles of the two pools never mix. */
export const principalOf = (event: APIGatewayProxyEvent): Principal => {
  const claims = event.requestContext.authorizer?.claims as Record<string, unknown> | undefined;
  const accountId = claims?.sub;
  const issuer = String(claims?.iss ?? '');
  // `iat` comes as seconds or, from a REST authorizer, as a date in words.
  const issued = claims?.iat;
  const seconds = /^\d+$/.test(String(issued)) ? Number(issued) : Date.parse(String(issued)) / 1000;
  if (!claims || typeof accountId !== 'string' || !Number.isFinite(seconds) || claims.token_use !== 'access') throw notSignedIn();
  const poolId = issuer.slice(issuer.lastIndexOf('/') + 1);
  const tokenIssuedAt = instantOf(seconds * 1000);
  if (poolId !== '' && poolId === optionalEnv('ADMIN_POOL_ID'))
    return { accountId, pool: 'admins', roles: new Set<Role>(['admin']), tokenIssuedAt };
  if (poolId === '' || poolId !== optionalEnv('PEOPLE_POOL_ID')) throw notSignedIn();
  const groups = groupsOf(claims['cognito:groups']);
  return {
    accountId,
    pool: 'people',
    roles: new Set<Role>(['patient', ...grantable.filter((role) => groups.includes(role))]),
    tokenIssuedAt,
  };
};
