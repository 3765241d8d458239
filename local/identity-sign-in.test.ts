import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { totpOf } from './identity-accounts.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { applicationOf, browserOf, SCOPE, startIdentity, sunita, webOrigin } from './identity-testing.ts';
import { openOutbox } from './outbox.ts';

const ADMIN_SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const anita = {
  name: 'Anita Desai',
  email: 'admin@arogya.example',
  pool: 'admins',
  password: 'arogya-demo',
  totpSecret: ADMIN_SECRET,
} as const;

let folder: string;
let running: Awaited<ReturnType<typeof startIdentity>>;
let identity: IdentityProvider;
let store: DatabaseSync;
let origin: string;
let app: ReturnType<typeof applicationOf>;
const browser = () => browserOf(origin);

const start = async (port?: number) => {
  running = await startIdentity(folder, port);
  ({ identity, store, origin } = running);
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

test('a new patient signs up by e-mail, confirms with the code from the inbox, and gets tokens with exactly the claims of Cognito', async () => {
  const visit = browser();
  const { verifier, url } = app.authorize('people');
  const { location } = await visit(url);
  expect((await visit(location)).text).toContain('plays the managed login of Amazon Cognito');
  const signUp = `${location}/sign-up`;
  expect((await visit(signUp)).text).toContain('At least 8 characters');

  const short = await visit(signUp, { name: '', login: 'nobody', password: 'short' });
  expect(short.status).toBe(400);
  for (const problem of ['Write your name', 'Write an e-mail like', 'at least 8 characters', 'aria-invalid="true"'])
    expect(short.text).toContain(problem);

  const sent = await visit(signUp, { name: 'Kamla <b>', login: 'Kamla@Example.com', password: 'long enough' });
  expect(sent).toMatchObject({ status: 303 });
  const confirm = await visit(sent.location);
  expect(confirm.text).toContain('kamla@example.com');
  const [mail] = openOutbox(store).list();
  expect(mail?.to).toEqual(['kamla@example.com']);
  const code = /\d{6}/.exec(mail?.text ?? '')?.[0] ?? '';

  const wrong = await visit(`${location}/confirm`, { code: code === '000000' ? '111111' : '000000' });
  expect(wrong.text).toContain('This code is not right');
  const right = await visit(`${location}/confirm`, { code });
  const { status, headers, body } = await app.finish(visit, 'people', verifier, right.location);
  expect(status).toBe(200);
  expect(headers.get('access-control-allow-origin')).toBe(webOrigin);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });

  const access = decodeJwt(body.access_token ?? '');
  expect(access).toEqual({
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    iss: `${origin}/oidc/people`,
    version: 2,
    client_id: 'people-web',
    origin_jti: expect.any(String),
    token_use: 'access',
    scope: SCOPE,
    auth_time: expect.any(Number),
    exp: Number(access.iat) + 900,
    iat: expect.any(Number),
    jti: expect.any(String),
    username: access.sub,
  });
  expect(decodeJwt(body.id_token ?? '')).toMatchObject({
    sub: access.sub,
    aud: 'people-web',
    token_use: 'id',
    name: 'Kamla <b>',
    email: 'kamla@example.com',
    email_verified: true,
  });
  expect(await identity.verify(body.access_token ?? '')).toMatchObject({ sub: access.sub });
  expect(await identity.verify(body.id_token ?? '')).toBeUndefined();
});

test('somebody signs up by phone and the code comes as an SMS', async () => {
  const visit = browser();
  const { location } = await visit(app.authorize('people').url);
  await visit(`${location}/sign-up`, { name: 'Ravi', login: '98123 45678', password: 'arogya-demo' });
  const [sms] = openOutbox(store).list();
  expect(sms?.to).toEqual(['+919812345678']);
  const again = await visit(`${location}/confirm/again`, {});
  expect(again.text).toContain('A new code is on its way');
  expect(openOutbox(store).list()).toHaveLength(2);
  const taken = await visit(`${location}/sign-up`, { name: 'Ravi', login: '+91 9812345678', password: 'arogya-demo' });
  expect(taken.text).toContain('There is already an account with this');
});

test('a wrong password and an unknown account get the same words, and the sixth try has to wait', async () => {
  await identity.accounts.ensure(sunita);
  for (const login of [sunita.email, 'nobody@arogya.example']) {
    const visit = browser();
    const { location } = await visit(app.authorize('people').url);
    for (let tries = 0; tries < 5; tries++) {
      const wrong = await visit(location, { login, password: 'not-the-one' });
      expect(wrong.status).toBe(400);
      expect(wrong.text).toContain('The e-mail, phone number or password is not right');
    }
    const locked = await visit(location, { login, password: 'arogya-demo' });
    expect(locked).toMatchObject({ status: 429, text: expect.stringContaining('Too many tries') });
  }
});

test('an admin cannot come in without the second step, and a code is good once', async () => {
  await identity.accounts.ensure(anita);
  const enter = async (code: string) => {
    const visit = browser();
    const { verifier, url } = app.authorize('admins');
    const { location } = await visit(url);
    expect((await visit(location)).text).not.toContain('Sign up');
    const password = await visit(location, { login: anita.email, password: anita.password });
    expect(password.location).toContain('/totp');
    return { visit, verifier, answered: await visit(`${location}/totp`, { code }) };
  };
  const code = totpOf(ADMIN_SECRET, 'admin').generate();
  const { visit, verifier, answered } = await enter(code);
  const { body } = await app.finish(visit, 'admins', verifier, answered.location);
  expect(await identity.verify(body.access_token ?? '')).toMatchObject({ iss: `${origin}/oidc/admins`, client_id: 'admins-web' });

  expect((await enter(code)).answered).toMatchObject({ status: 400, text: expect.stringContaining('was used already') });
  expect((await enter('12')).answered.status).toBe(400);

  const [account] = identity.accounts.list('admins');
  const next = account && identity.accounts.totpCode(account);
  expect(next?.code).not.toBe(code);
  expect((await enter(next?.code ?? '')).answered.status).toBe(303);
});

test('an admin without an authenticator is asked to set one up first', async () => {
  await identity.accounts.ensure({ ...anita, totpSecret: undefined });
  const visit = browser();
  const { verifier, url } = app.authorize('admins');
  const { location } = await visit(url);
  const asked = await visit((await visit(location, { login: anita.email, password: anita.password })).location);
  expect(asked.text).toContain('otpauth://totp/');
  const secret = /class="secret">([A-Z2-7]+)</.exec(asked.text)?.[1] ?? '';
  const answered = await visit(`${location}/totp`, { code: totpOf(secret, 'admin').generate() });
  expect((await app.finish(visit, 'admins', verifier, answered.location)).status).toBe(200);
  expect(identity.accounts.list('admins')[0]?.totpSecret).toBe(secret);
});

test('a sign-in without PKCE, with a foreign redirect or with an unknown client goes nowhere', async () => {
  const visit = browser();
  const withoutPkce = new URL(app.authorize('people').url);
  withoutPkce.searchParams.delete('code_challenge');
  withoutPkce.searchParams.delete('code_challenge_method');
  expect(new URL((await visit(withoutPkce.href)).location).searchParams.get('error')).toBe('invalid_request');
  const wrongs: Record<string, string>[] = [{ redirect_uri: 'https://evil.example/' }, { client_id: 'nobody' }];
  for (const wrong of wrongs) {
    const refused = await visit(app.authorize('people', wrong).url);
    expect(refused).toMatchObject({ status: 400, location: '' });
    expect(refused.text).toContain('does not work any more');
  }
  expect((await browser()(`${origin}/oidc/people/interaction/made-up`)).status).toBe(400);
  expect((await visit(`${origin}/oidc/nobody/`)).status).toBe(404);
});

test('a form that another site sends is refused', async () => {
  const visit = browser();
  const { location } = await visit(app.authorize('people').url);
  expect((await visit(location, { login: 'a', password: 'b' }, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await visit(location, { login: 'a', password: 'b' }, { origin })).status).toBe(400);
});

test('the pages speak Hindi when the browser or the application prefers it', async () => {
  const visit = browser();
  const { location } = await visit(app.authorize('people').url);
  const hindi = await visit(location, undefined, { 'accept-language': 'hi-IN,en;q=0.8' });
  expect(hindi.text).toContain('<html lang="hi">');
  expect(hindi.text).toContain('साइन इन करें');
  const other = browser();
  expect((await other((await other(app.authorize('people', { lang: 'hi' }).url)).location)).text).toContain('<html lang="hi">');
  expect(hindi.headers.get('content-security-policy')).toContain(`form-action 'self' ${webOrigin}`);
  for (const asset of ['base.css', 'sign-in.css', 'sign-out.js', 'logo.svg'])
    expect((await visit(`/oidc/assets/${asset}`)).status).toBe(200);
  expect((await visit('/oidc/assets/..%2fidentity-provider.ts')).status).toBe(404);
});
