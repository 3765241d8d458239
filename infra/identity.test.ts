import { describe, expect, test } from 'vitest';

import { flat, synthesized } from './testing/synthesized.ts';

const { ofType, stage } = synthesized({ webOrigins: 'https://a.example,https://b.example' });
const pool = (prefix: string) => {
  const found = ofType('Cognito::UserPool').find(({ logicalId }) => logicalId.startsWith(prefix));
  if (!found) throw new Error(`No ${prefix}`);
  return found;
};
const people = pool('PeoplePool');
const admins = pool('AdminPool');

test('there are two pools, kept when their stack goes and safe from deletion', () => {
  expect(ofType('Cognito::UserPool')).toHaveLength(2);
  for (const { Properties, DeletionPolicy } of [people, admins]) {
    expect(DeletionPolicy).toBe('Retain');
    expect(Properties.DeletionProtection).toBe('ACTIVE');
  }
});

test('people sign up by themselves, with an e-mail address or a phone number', () => {
  expect(people.Properties).toMatchObject({
    UsernameAttributes: ['email', 'phone_number'],
    AutoVerifiedAttributes: ['email', 'phone_number'],
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    MfaConfiguration: 'OPTIONAL',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    UserPoolTier: 'ESSENTIALS',
  });
});

test('an admin is made by another, and cannot sign in without a second factor', () => {
  expect(admins.Properties).toMatchObject({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
  });
});

test('passwords are long and mixed', () => {
  const mixed = { RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true };
  expect(people.Properties.Policies.PasswordPolicy).toMatchObject({ ...mixed, MinimumLength: 10 });
  expect(admins.Properties.Policies.PasswordPolicy).toMatchObject({ ...mixed, MinimumLength: 14 });
});

test('the groups of people are the roles that a person can be given', () => {
  const groups = ofType('Cognito::UserPoolGroup');
  expect(groups.map(({ Properties }) => Properties.GroupName).sort()).toEqual(['doctor', 'health-worker', 'responder']);
  for (const { Properties } of groups) expect(Properties.UserPoolId).toEqual({ Ref: people.logicalId });
});

describe.each([
  ['people', people],
  ['admins', admins],
])('the browser’s client of the %s', (name, { logicalId }) => {
  const of = (type: string) => {
    const found = ofType(type).filter(({ Properties }) => Properties.UserPoolId?.Ref === logicalId);
    expect(found, type).toHaveLength(1);
    return found[0]?.Properties ?? {};
  };
  const client = of('Cognito::UserPoolClient');

  test('signs in by code flow, without a secret, at our origins only', () => {
    expect(client).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthFlowsUserPoolClient: true,
      SupportedIdentityProviders: ['COGNITO'],
      CallbackURLs: ['https://a.example/signed-in', 'https://b.example/signed-in'],
      LogoutURLs: ['https://a.example/', 'https://b.example/'],
    });
    expect(client.ExplicitAuthFlows).toEqual(['ALLOW_USER_SRP_AUTH']);
  });

  test('gets an access token for 15 minutes, and a refresh token for 7 days that changes with each use', () => {
    expect(client).toMatchObject({
      AccessTokenValidity: 15,
      IdTokenValidity: 15,
      RefreshTokenValidity: 7 * 24 * 60,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
    });
  });

  test('may ask for the API’s scope', () => {
    expect(of('Cognito::UserPoolResourceServer')).toMatchObject({ Identifier: 'arogya', Scopes: [{ ScopeName: 'api' }] });
    expect(client.AllowedOAuthScopes.map(flat)).toEqual([
      'openid',
      'profile',
      'email',
      'phone',
      expect.stringMatching(/^<.*ResourceServer.*>\/api$/),
    ]);
  });

  test('signs in at managed login, version 2, with its branding', () => {
    expect(of('Cognito::UserPoolDomain').ManagedLoginVersion).toBe(2);
    expect(flat(of('Cognito::UserPoolDomain').Domain)).toBe(`arogya-${stage.name}-${name}-<AWS::AccountId>`);
    expect(of('Cognito::ManagedLoginBranding')).toMatchObject({ UseCognitoProvidedValues: true });
  });
});
