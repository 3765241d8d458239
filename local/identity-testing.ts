import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';

import type { Log, Pool } from './cloud.ts';
import { closeServer, listen } from './http.ts';
import { createIdentityProvider, type IdentityProvider } from './identity-provider.ts';

export const SCOPE = 'openid profile email phone arogya/api';
export const webOrigin = 'http://localhost:5173';
export const redirectUri = `${webOrigin}/signed-in`;

export const sunita = { name: 'Sunita Devi', email: 'sunita@arogya.example', pool: 'people', password: 'arogya-demo' } as const;

const log: Log = { info() {}, warn() {}, error: (message) => console.error(message) };

const pool = (name: Pool['name'], clientId: string): Pool => ({
  poolId: `ap-south-1_${name}`,
  logicalId: name,
  name,
  mfaRequired: name === 'admins',
  groups: name === 'people' ? ['doctor', 'health-worker', 'responder'] : [],
  clients: [
    { clientId, callbackUrls: [redirectUri], logoutUrls: [`${webOrigin}/`], accessTokenSeconds: 900, refreshTokenSeconds: 7 * 86_400 },
  ],
  scopes: ['arogya/api'],
});

/** The identity provider behind a port, on a store in `folder`; the same folder and port again is a restart. */
export const startIdentity = async (folder: string, wantedPort = 0) => {
  const store = new DatabaseSync(join(folder, 'local.sqlite'));
  // The issuer holds the port, so the port comes first.
  let handler: (...args: Parameters<IdentityProvider['handle']>) => unknown = () => {};
  const { server, port } = await listen(wantedPort, (request, response) => handler(request, response) as Promise<void>, log);
  const origin = `http://localhost:${port}`;
  const pools = [pool('people', 'people-web'), pool('admins', 'admins-web')];
  const identity = await createIdentityProvider({ publicUrl: origin, webOrigins: [webOrigin], pools, store, log });
  handler = (request, response) =>
    request.headers['x-amz-target'] ? identity.cognito(request, response) : identity.handle(request, response);
  const stop = async () => {
    identity.stop();
    await closeServer(server);
    store.close();
  };
  return { identity, store, origin, port, stop };
};

/** As much of a browser as signing in needs: cookies with paths, redirects by hand. */
export const browserOf = (origin: string) => {
  const jar = new Map<string, { value: string; path: string }>();
  return async (url: string, form?: Record<string, string>, headers: Record<string, string> = {}) => {
    const { pathname, href } = new URL(url, origin);
    const cookie = [...jar]
      .flatMap(([name, { value, path }]) => (pathname.startsWith(path) ? [`${name.split('@')[0]}=${value}`] : []))
      .join('; ');
    const response = await fetch(href, {
      redirect: 'manual',
      headers: { cookie, ...headers },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
      if (value === '') jar.delete(`${name}@${path}`);
      else jar.set(`${name}@${path}`, { value, path });
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      headers: response.headers,
      text: await response.text(),
    };
  };
};
export type Browser = ReturnType<typeof browserOf>;

/** The web app's side: authorization code with PKCE, by hand. */
export const applicationOf = (origin: string) => {
  const authorize = (name: Pool['name'], more: Record<string, string> = {}) => {
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: `${name}-web`,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: SCOPE,
      state: 'the-state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    });
    return { verifier, url: `${origin}/oidc/${name}/oauth2/authorize?${query}` };
  };
  const token = async (name: Pool['name'], form: Record<string, string>, from = webOrigin) => {
    const response = await fetch(`${origin}/oidc/${name}/oauth2/token`, {
      method: 'POST',
      headers: { origin: from },
      body: new URLSearchParams({ client_id: `${name}-web`, ...form }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, string> };
  };
  const refresh = (refreshToken = '') => token('people', { grant_type: 'refresh_token', refresh_token: refreshToken });

  /** From the answer that ends the pages: back to the application, and its code for tokens. */
  const finish = async (visit: Browser, name: Pool['name'], verifier: string, location: string) => {
    const url = new URL((await visit(location)).location);
    expect(`${url.origin}${url.pathname}`).toBe(redirectUri);
    expect(url.searchParams.get('state')).toBe('the-state');
    const code = url.searchParams.get('code') ?? '';
    return token(name, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier });
  };
  const signIn = async (login: string, password: string, visit = browserOf(origin)) => {
    const { verifier, url } = authorize('people');
    const { location } = await visit(url);
    const answered = await visit(location, { login, password });
    expect(answered.status).toBe(303);
    return (await finish(visit, 'people', verifier, answered.location)).body;
  };
  return { authorize, token, refresh, finish, signIn };
};
