import type { Stage } from '../stages.ts';

/** Prefix of a pool's managed-login domain; with the account in it, because prefixes are shared by all of a region. */
export const signInDomain = (stage: Stage, pool: 'people' | 'admins', account: string): string => `arogya-${stage.name}-${pool}-${account}`;

/** The origin of a pool's managed login. */
export const signInOrigin = (stage: Stage, pool: 'people' | 'admins', account: string): string =>
  `https://${signInDomain(stage, pool, account)}.auth.${stage.region}.amazoncognito.com`;
