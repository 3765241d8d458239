import type { Pool } from './cloud.ts';
import type { Template } from './template.ts';

const unitSeconds: Record<string, number> = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

type ClientProperties = {
  UserPoolId: string;
  CallbackURLs?: string[];
  LogoutURLs?: string[];
  AccessTokenValidity?: number;
  RefreshTokenValidity?: number;
  TokenValidityUnits?: { AccessToken?: string; RefreshToken?: string };
};

/** The user pools of the template as the identity provider needs them. The one whose name ends in `admins` is the admins'. */
export const poolsFrom = (template: Template): Pool[] => {
  const of = <T>(type: string, poolId: string) =>
    template
      .ofType(type)
      .filter(({ properties }) => properties.UserPoolId === poolId)
      .map(({ name, properties }) => ({ name, p: properties as T }));
  return template.ofType('AWS::Cognito::UserPool').map(({ name: poolId, logicalId, properties }) => ({
    poolId,
    logicalId,
    name: /admins?$/i.test(String(properties.UserPoolName ?? logicalId)) ? 'admins' : 'people',
    mfaRequired: properties.MfaConfiguration === 'ON',
    groups: of<object>('AWS::Cognito::UserPoolGroup', poolId).map(({ name }) => name),
    clients: of<ClientProperties>('AWS::Cognito::UserPoolClient', poolId).map(({ name, p }) => ({
      clientId: name,
      callbackUrls: [...new Set(p.CallbackURLs)],
      logoutUrls: [...new Set(p.LogoutURLs)],
      accessTokenSeconds: (p.AccessTokenValidity ?? 1) * (unitSeconds[p.TokenValidityUnits?.AccessToken ?? 'hours'] ?? 3_600),
      refreshTokenSeconds: (p.RefreshTokenValidity ?? 30) * (unitSeconds[p.TokenValidityUnits?.RefreshToken ?? 'days'] ?? 86_400),
    })),
    scopes: of<{ Identifier: string; Scopes?: { ScopeName: string }[] }>('AWS::Cognito::UserPoolResourceServer', poolId).flatMap(({ p }) =>
      (p.Scopes ?? []).map(({ ScopeName }) => `${p.Identifier}/${ScopeName}`),
    ),
  }));
};
