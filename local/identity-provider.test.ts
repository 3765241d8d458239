import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListGroupsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { IdentityProvider } from './identity-provider.ts';
import { applicationOf, browserOf, redirectUri, SCOPE, startIdentity, sunita, webOrigin } from './identity-testing.ts';

let folder: string;
let running: Awaited<ReturnType<typeof startIdentity>>;
let identity: IdentityProvider;
let origin: string;
let app: ReturnType<typeof applicationOf>;
const browser = () => browserOf(origin);

const start = async (port?: number) => {
  running = await startIdentity(folder, port);
  ({ identity, origin } = running);
  app = applicationOf(origin);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arogya-identity-'));
  await start();
});
afterEach(async () => {
  vi.useRealTimers();
  await running.stop();
  await rm(folder, { recursive: true });
});

test('a refresh token is replaced when used, works once more for ten seconds, and later ends the whole session', async () => {
  await identity.accounts.ensure(sunita);
  const first = await app.signIn(sunita.email, sunita.password);
  const second = await app.refresh(first.refresh_token);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first.refresh_token);
  expect(decodeJwt(second.body.access_token ?? '').auth_time).toBe(decodeJwt(first.access_token ?? '').auth_time);
  expect(decodeJwt(second.body.access_token ?? '').origin_jti).toBe(decodeJwt(first.access_token ?? '').origin_jti);

  const otherTab = await app.refresh(first.refresh_token);
  expect(otherTab.status).toBe(200);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
  expect((await app.refresh(first.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  expect((await app.refresh(second.body.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
});

test('a rotated refresh token does not live longer than seven days from the sign-in', async () => {
  await identity.accounts.ensure(sunita);
  const first = await app.signIn(sunita.email, sunita.password);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 86_400_000 });
  const second = await app.refresh(first.refresh_token);
  expect(second.status).toBe(200);
  vi.setSystemTime(Date.now() + 2 * 86_400_000);
  expect((await app.refresh(second.body.refresh_token)).status).toBe(400);
});

test('another site cannot use the token endpoint from a browser', async () => {
  await identity.accounts.ensure(sunita);
  const { refresh_token = '' } = await app.signIn(sunita.email, sunita.password);
  const refused = await app.token('people', { grant_type: 'refresh_token', refresh_token }, 'https://evil.example');
  expect(refused.status).toBe(400);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
});

test('signing out ends the browser session and a revoked refresh token is over, while other browsers stay signed in', async () => {
  await identity.accounts.ensure(sunita);
  const visit = browser();
  const here = await app.signIn(sunita.email, sunita.password, visit);
  const there = await app.signIn(sunita.email, sunita.password);
  expect((await visit(app.authorize('people').url)).location).toContain(`${redirectUri}?code=`);

  const revoked = await fetch(`${origin}/oidc/people/oauth2/revoke`, {
    method: 'POST',
    headers: { origin: webOrigin },
    body: new URLSearchParams({ client_id: 'people-web', token: here.refresh_token ?? '' }),
  });
  expect(revoked.status).toBe(200);
  expect((await app.refresh(here.refresh_token)).status).toBe(400);

  const asked = await visit(`${origin}/oidc/people/logout?client_id=people-web&logout_uri=${encodeURIComponent(`${webOrigin}/`)}`);
  expect(asked.headers.get('content-security-policy')).not.toContain('unsafe');
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked.text)?.[1] ?? '';
  const action = /action="([^"]+)"/.exec(asked.text)?.[1] ?? '';
  const done = await visit(action, { xsrf, logout: 'yes' });
  expect(done.location).toBe(`${webOrigin}/`);
  expect((await visit(app.authorize('people').url)).location).toContain('/interaction/');
  expect((await app.refresh(there.refresh_token)).status).toBe(200);
});

test('a restart keeps passwords, sessions, refresh tokens and keys', async () => {
  await identity.accounts.ensure(sunita);
  const visit = browser();
  const tokens = await app.signIn(sunita.email, sunita.password, visit);
  await running.stop();
  await start(running.port);
  expect(await identity.verify(tokens.access_token ?? '')).toMatchObject({ token_use: 'access' });
  expect((await app.refresh(tokens.refresh_token)).status).toBe(200);
  expect((await visit(app.authorize('people').url)).location).toContain(`${redirectUri}?code=`);
  expect((await visit(app.authorize('people', { prompt: 'login' }).url)).location).toContain('/interaction/');
});

test('only a live access token of these pools is believed', async () => {
  const sub = await identity.accounts.ensure(sunita);
  const good = await identity.accounts.mint(sub);
  expect(await identity.verify(good)).toMatchObject({ sub, username: sub, scope: SCOPE });
  const over = await identity.accounts.mint(sub, { expiresInSeconds: -60 });
  const [head, body = '', signature] = good.split('.');
  const forged = Buffer.from(JSON.stringify({ ...decodeJwt(good), 'cognito:groups': ['doctor'] })).toString('base64url');
  const { privateKey } = await generateKeyPair('RS256');
  const foreign = (claims: Record<string, unknown>) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'x' }).setExpirationTime('5m').sign(privateKey);
  const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.`;
  for (const bad of [
    over,
    `${head}.${forged}.${signature}`,
    none,
    await foreign(decodeJwt(good)),
    await foreign({ ...decodeJwt(good), iss: 'https://elsewhere.example' }),
    '',
    'nonsense',
  ]) {
    expect(await identity.verify(bad)).toBeUndefined();
  }
});

test('the administrator’s calls of Cognito change groups, end sessions and switch an account off and on', async () => {
  const client = new CognitoIdentityProviderClient({
    endpoint: origin,
    region: 'ap-south-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const sub = await identity.accounts.ensure(sunita);
  const UserPoolId = 'ap-south-1_people';
  const user = { UserPoolId, Username: sub };

  await client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'doctor' }));
  await client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'doctor' }));
  const asDoctor = await app.signIn(sunita.email, sunita.password);
  expect(decodeJwt(asDoctor.access_token ?? '')['cognito:groups']).toEqual(['doctor']);
  await client.send(new AdminRemoveUserFromGroupCommand({ ...user, GroupName: 'doctor' }));
  expect(decodeJwt((await app.refresh(asDoctor.refresh_token)).body.access_token ?? '')).not.toHaveProperty('cognito:groups');

  const tokens = await app.signIn(sunita.email, sunita.password);
  await client.send(new AdminUserGlobalSignOutCommand(user));
  expect((await app.refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');

  const visit = browser();
  const before = await app.signIn(sunita.email, sunita.password, visit);
  await client.send(new AdminDisableUserCommand(user));
  expect(await client.send(new AdminGetUserCommand(user))).toMatchObject({ Enabled: false, UserStatus: 'CONFIRMED', Username: sub });
  expect((await app.refresh(before.refresh_token)).body.error).toBe('invalid_grant');
  const { location } = await visit(app.authorize('people').url);
  expect(location).toContain('/interaction/');
  const refused = await visit(location, { login: sunita.email, password: sunita.password });
  expect(refused).toMatchObject({ status: 400, text: expect.stringContaining('switched off') });
  await client.send(new AdminEnableUserCommand(user));
  expect((await app.signIn(sunita.email, sunita.password)).access_token).toBeTruthy();

  await expect(client.send(new AdminDisableUserCommand({ UserPoolId, Username: 'nobody' }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await expect(client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: 'king' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(client.send(new AdminDisableUserCommand({ ...user, UserPoolId: 'ap-south-1_admins' }))).rejects.toMatchObject({
    name: 'UserNotFoundException',
  });
  await expect(client.send(new ListGroupsCommand({ UserPoolId }))).rejects.toMatchObject({ name: 'UnknownOperationException' });
});
