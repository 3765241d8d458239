import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

import { env } from '../shared/env.ts';

const client = new CognitoIdentityProviderClient({});

const poolId = (pool: 'people' | 'admins'): string => env(pool === 'admins' ? 'ADMIN_POOL_ID' : 'PEOPLE_POOL_ID');

/** Changes in the user pools. Each can be repeated without harm. */
export const directory = {
  makeDoctor: (accountId: string) =>
    client.send(new AdminAddUserToGroupCommand({ UserPoolId: poolId('people'), Username: accountId, GroupName: 'doctor' })),
  enable: (pool: 'people' | 'admins', accountId: string) =>
    client.send(new AdminEnableUserCommand({ UserPoolId: poolId(pool), Username: accountId })),
  disable: (pool: 'people' | 'admins', accountId: string) =>
    client.send(new AdminDisableUserCommand({ UserPoolId: poolId(pool), Username: accountId })),
  /** Ends the refresh tokens; access tokens end by the account's state. */
  signOut: (pool: 'people' | 'admins', accountId: string) =>
    client.send(new AdminUserGlobalSignOutCommand({ UserPoolId: poolId(pool), Username: accountId })),
};
