import type { ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';

import type { HttpHandler, Log, Pool } from './cloud.ts';
import { readBody } from './http.ts';
import type { Account, Accounts } from './identity-accounts.ts';
import { revokeTokensOf } from './identity-store.ts';

type Input = { UserPoolId?: string; Username?: string; GroupName?: string };

class CognitoError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** The administrator's calls that Arogya makes, in the form of the service (AWS JSON 1.1). A user's name is its sub. */
export const createCognito = (o: { pools: Pool[]; accounts: Accounts; store: DatabaseSync; log: Log }): HttpHandler => {
  const poolOf = (input: Input): Pool => {
    const pool = o.pools.find(({ poolId }) => poolId === input.UserPoolId);
    if (!pool) throw new CognitoError('ResourceNotFoundException', `User pool ${input.UserPoolId} does not exist.`);
    return pool;
  };
  const userOf = (input: Input): { pool: Pool; account: Account } => {
    const pool = poolOf(input);
    const account = o.accounts.find(input.Username ?? '');
    if (account?.pool !== pool.name) throw new CognitoError('UserNotFoundException', 'User does not exist.');
    return { pool, account };
  };
  const groupOf = (pool: Pool, input: Input): string => {
    const group = pool.groups.find((name) => name === input.GroupName);
    if (!group) throw new CognitoError('ResourceNotFoundException', 'Group not found.');
    return group;
  };

  const actions: Record<string, (input: Input) => Record<string, unknown> | undefined> = {
    AdminAddUserToGroup(input) {
      const { pool, account } = userOf(input);
      o.accounts.setGroups(account.sub, [...new Set([...account.groups, groupOf(pool, input)])]);
      return undefined;
    },
    AdminRemoveUserFromGroup(input) {
      const { pool, account } = userOf(input);
      const group = groupOf(pool, input);
      o.accounts.setGroups(
        account.sub,
        account.groups.filter((name) => name !== group),
      );
      return undefined;
    },
    AdminDisableUser(input) {
      const { pool, account } = userOf(input);
      o.accounts.setEnabled(account.sub, false);
      revokeTokensOf(o.store, pool.name, account.sub);
      return {};
    },
    AdminEnableUser(input) {
      o.accounts.setEnabled(userOf(input).account.sub, true);
      return {};
    },
    AdminUserGlobalSignOut(input) {
      const { pool, account } = userOf(input);
      revokeTokensOf(o.store, pool.name, account.sub);
      return {};
    },
    AdminGetUser(input) {
      const { account } = userOf(input);
      const attributes = { sub: account.sub, name: account.name, email: account.email, phone_number: account.phone };
      const created = Date.parse(account.createdAt) / 1000;
      return {
        Username: account.sub,
        UserAttributes: Object.entries(attributes).flatMap(([Name, Value]) => (Value === undefined ? [] : [{ Name, Value }])),
        Enabled: account.enabled,
        UserStatus: account.confirmed ? 'CONFIRMED' : 'UNCONFIRMED',
        UserCreateDate: created,
        UserLastModifiedDate: created,
        ...(account.totpSecret ? { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}),
      };
    },
  };

  const refuse = (response: ServerResponse, type: string, message: string) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ __type: type, message }));
  };

  return async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const name = target.replace('AWSCognitoIdentityProviderService.', '');
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) return refuse(response, 'UnknownOperationException', `The local cloud's Cognito does not know ${target}.`);
    try {
      const body = await readBody(request, 65_536);
      const answer = action(JSON.parse(body?.toString('utf8') || '{}') as Input);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(answer === undefined ? '' : JSON.stringify(answer));
    } catch (error) {
      if (error instanceof CognitoError) return refuse(response, error.type, error.message);
      if (error instanceof SyntaxError) return refuse(response, 'SerializationException', 'The request is not JSON.');
      o.log.error(`cognito ${target}: ${error}`);
      return refuse(response, 'InternalErrorException', 'Something failed in the local cloud; see its log.');
    }
  };
};
