import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { createLocalJWKSet, decodeJwt, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import Provider, { errors, interactionPolicy } from 'oidc-provider';

import type { Claims, HttpHandler, Log, Pool } from './cloud.ts';
import { createAccounts } from './identity-accounts.ts';
import { createCognito } from './identity-cognito.ts';
import { failedPage, pageHeaders, sendPage, signedOutPage, signOutPage } from './identity-pages.ts';
import { createSignIn } from './identity-sign-in.ts';
import { artifactsOf, cookieKeyOf, prepareIdentityStore, removeExpired, signingKeyOf } from './identity-store.ts';
import { languageOf } from './identity-words.ts';
import { openOutbox } from './outbox.ts';

const OPENID_SCOPES = ['openid', 'profile', 'email', 'phone'];
const HOUR = 3_600;

const assets: Record<string, string> = {
  'base.css': 'text/css; charset=utf-8',
  'sign-in.css': 'text/css; charset=utf-8',
  'sign-out.js': 'text/javascript; charset=utf-8',
  'logo.svg': 'image/svg+xml',
};

type Options = { publicUrl: string; webOrigins: string[]; pools: Pool[]; store: DatabaseSync; log: Log };

/** The claims of Cognito's access tokens; `jti`, `iat` and `exp` come from who signs. */
const accessClaims = (account: { sub: string; groups: string[] }, o: { scope: string; originJti: string; authTime: number }) => ({
  sub: account.sub,
  ...(account.groups.length > 0 ? { 'cognito:groups': account.groups } : {}),
  version: 2,
  origin_jti: o.originJti,
  token_use: 'access',
  scope: o.scope,
  auth_time: o.authTime,
  username: account.sub,
});

/** Two Cognito user pools, played by `oidc-provider` at `/oidc/people` and `/oidc/admins`. */
export const createIdentityProvider = async (o: Options) => {
  const { store, log } = o;
  prepareIdentityStore(store);
  const accounts = createAccounts(store);
  const outbox = openOutbox(store);

  const openPool = async (pool: Pool) => {
    const issuer = `${o.publicUrl}/oidc/${pool.name}`;
    const key = await signingKeyOf(store, pool.name);
    const scopes = [...new Set([...OPENID_SCOPES, ...pool.scopes])];
    const resource = `${issuer}/api`;
    const lifetimeOf = (clientId: string) => pool.clients.find((client) => client.clientId === clientId);
    const returnTo = [
      ...new Set([...o.webOrigins, ...pool.clients.flatMap(({ callbackUrls }) => callbackUrls).map((url) => new URL(url).origin)]),
    ];

    const policy = interactionPolicy.base();
    policy
      .get('login')
      ?.checks.add(
        new interactionPolicy.Check('account_gone', 'the account is switched off or gone', 'login_required', ({ oidc }) =>
          Boolean(oidc.session?.accountId && !oidc.entities.Account),
        ),
      );

    const provider = new Provider(issuer, {
      adapter: artifactsOf(store, pool.name),
      jwks: { keys: [key] },
      clients: pool.clients.map(({ clientId, callbackUrls, logoutUrls }) => ({
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: callbackUrls,
        post_logout_redirect_uris: logoutUrls,
      })),
      scopes,
      // Not OAuth's but Cognito's: its managed login takes `lang`.
      extraParams: ['lang'],
      claims: {
        openid: ['sub', 'cognito:groups', 'cognito:username', 'token_use'],
        profile: ['name'],
        email: ['email', 'email_verified'],
        phone: ['phone_number', 'phone_number_verified'],
      },
      conformIdTokenClaims: false,
      responseTypes: ['code'],
      // Cognito's names under a pool's own domain.
      routes: {
        authorization: '/oauth2/authorize',
        token: '/oauth2/token',
        revocation: '/oauth2/revoke',
        end_session: '/logout',
        jwks: '/.well-known/jwks.json',
      },
      cookies: {
        keys: [await cookieKeyOf(store, pool.name)],
        names: { session: `arogya_${pool.name}`, interaction: `arogya_${pool.name}_step`, resume: `arogya_${pool.name}_resume` },
        long: { signed: true, httpOnly: true, sameSite: 'lax', path: `/oidc/${pool.name}` },
        short: { signed: true, httpOnly: true, sameSite: 'lax' },
      },
      interactions: { policy, url: (_, interaction) => `/oidc/${pool.name}/interaction/${interaction.uid}` },
      features: {
        devInteractions: { enabled: false },
        userinfo: { enabled: false },
        revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
        // Cognito's access tokens are JWTs with the scopes of OpenID and of the API together; here that is a resource.
        resourceIndicators: {
          enabled: true,
          defaultResource: () => resource,
          useGrantedResource: () => true,
          getResourceServerInfo(_, indicator, client) {
            if (indicator !== resource) throw new errors.InvalidTarget();
            return {
              scope: scopes.join(' '),
              audience: client.clientId,
              accessTokenFormat: 'jwt',
              accessTokenTTL: lifetimeOf(client.clientId)?.accessTokenSeconds ?? 900,
              jwt: { sign: { alg: 'RS256' } },
            };
          },
        },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource(ctx, form) {
            ctx.set(pageHeaders(returnTo));
            ctx.body = signOutPage(languageOf(ctx.oidc.params?.ui_locales as string | undefined, ctx.get('accept-language')), form);
          },
          postLogoutSuccessSource(ctx) {
            ctx.set(pageHeaders(returnTo));
            ctx.body = signedOutPage(languageOf(undefined, ctx.get('accept-language')));
          },
        },
      },
      pkce: { required: () => true },
      clientBasedCORS: (_, origin) => o.webOrigins.includes(origin),
      issueRefreshToken: () => true,
      rotateRefreshToken: true,
      expiresWithSession: () => false,
      ttl: {
        AccessToken: (_, token) => token.resourceServer?.accessTokenTTL ?? 900,
        AuthorizationCode: 5 * 60,
        IdToken: (_, __, client) => lifetimeOf(client.clientId)?.accessTokenSeconds ?? 900,
        // A rotated token inherits what is left, as in Cognito.
        RefreshToken: (ctx, _, client) =>
          ctx.oidc.entities.RotatedRefreshToken?.remainingTTL ?? lifetimeOf(client.clientId)?.refreshTokenSeconds ?? 7 * 24 * HOUR,
        Interaction: HOUR,
        Session: HOUR,
        Grant: (_, grant) => (lifetimeOf(grant.clientId ?? '')?.refreshTokenSeconds ?? 7 * 24 * HOUR) + HOUR,
      },
      findAccount(_, sub) {
        const account = accounts.find(sub);
        if (!account?.enabled || account.pool !== pool.name) return undefined;
        return {
          accountId: sub,
          claims: () => ({
            sub,
            token_use: 'id',
            'cognito:username': sub,
            ...(account.groups.length > 0 ? { 'cognito:groups': account.groups } : {}),
            name: account.name,
            ...(account.email ? { email: account.email, email_verified: account.confirmed } : {}),
            ...(account.phone ? { phone_number: account.phone, phone_number_verified: account.confirmed } : {}),
          }),
        };
      },
      // Cognito asks nobody for consent; each sign-in is a grant of its own, so that revoking one leaves the others.
      async loadExistingGrant(ctx) {
        const { client, session } = ctx.oidc;
        if (!client || !session?.accountId) return undefined;
        const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
        grant.addOIDCScope(scopes.join(' '));
        grant.addResourceScope(resource, scopes.join(' '));
        await grant.save();
        return grant;
      },
      formats: {
        customizers: {
          jwt(ctx, token, parts) {
            const account = 'accountId' in token ? accounts.find(token.accountId) : undefined;
            if (!account) return;
            const { AuthorizationCode: code, RefreshToken: refresh } = ctx.oidc.entities;
            Object.assign(
              parts.payload,
              accessClaims(account, {
                scope: String(parts.payload.scope ?? ''),
                originJti: String('grantId' in token ? token.grantId : token.jti),
                authTime: code?.authTime ?? refresh?.authTime ?? Math.floor(Date.now() / 1000),
              }),
            );
            // Cognito's access tokens have no audience but the provider insists on one: it stays out of the JSON.
            Object.defineProperty(parts.payload, 'aud', { enumerable: false, writable: true, value: parts.payload.aud });
          },
        },
      },
      renderError(ctx, out) {
        ctx.set(pageHeaders(returnTo));
        const reason = [out.error, out.error_description].filter(Boolean).join(': ');
        ctx.body = failedPage(languageOf(ctx.oidc?.params?.ui_locales as string | undefined, ctx.get('accept-language')), reason);
      },
    });
    provider.on('server_error', (_, error) => log.error(`identity (${pool.name}): ${error.stack ?? error}`));

    const send = (mail: Parameters<typeof outbox.add>[0]) => outbox.add(mail);
    const publicKey: JWK = { kty: 'RSA', kid: key.kid, alg: 'RS256', use: 'sig' };
    if (key.n !== undefined) publicKey.n = key.n;
    if (key.e !== undefined) publicKey.e = key.e;
    return {
      pool,
      issuer,
      scopes,
      key,
      keys: createLocalJWKSet({ keys: [publicKey] }),
      answer: provider.callback(),
      signIn: createSignIn({ pool, provider, accounts, store, send, returnTo }),
      returnTo,
    };
  };

  const opened = await Promise.all(o.pools.map(openPool));
  const tidy = setInterval(() => removeExpired(store), HOUR * 1000);
  tidy.unref();

  const sendAsset = async (response: ServerResponse, name: string): Promise<void> => {
    const type = Object.hasOwn(assets, name) ? assets[name] : undefined;
    const body = type && (await readFile(new URL(`assets/${name}`, import.meta.url)));
    response.writeHead(body ? 200 : 404, {
      'content-type': type ?? 'text/plain',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
    });
    response.end(body || 'not found');
  };

  const handle: HttpHandler = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://local');
    const asset = /^\/oidc\/assets\/([^/]+)$/.exec(url.pathname)?.[1];
    if (asset !== undefined) return sendAsset(response, asset);
    const [, name, rest = '/'] = /^\/oidc\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
    const found = opened.find(({ pool }) => pool.name === name);
    if (!found)
      return sendPage(response, 404, failedPage(languageOf(undefined, request.headers['accept-language']), 'There is no such pool.'), []);
    const [, uid, step = ''] = /^\/interaction\/([^/]+)(\/.*)?$/.exec(rest) ?? [];
    if (uid !== undefined) return found.signIn(request, response, uid, step);

    // Cognito's /logout names it `logout_uri`.
    const logoutUri = rest === '/logout' ? url.searchParams.get('logout_uri') : null;
    if (logoutUri !== null) {
      url.searchParams.delete('logout_uri');
      url.searchParams.set('post_logout_redirect_uri', logoutUri);
    }
    // `oidc-provider` reads where it is mounted from the difference, as Express leaves it.
    Object.assign(request, { originalUrl: `${url.pathname}${url.search}` });
    request.url = `${rest}${url.search}`;
    await found.answer(request, response);
  };

  return {
    handle,
    cognito: createCognito({ pools: o.pools, accounts, store, log }),

    /** The claims of an access token that one of the pools signed and that is not over; otherwise undefined. */
    async verify(token: string): Promise<Claims | undefined> {
      try {
        const { iss } = decodeJwt(token);
        const from = opened.find(({ issuer }) => issuer === iss);
        if (!from) return undefined;
        const { payload } = await jwtVerify(token, from.keys, {
          issuer: from.issuer,
          algorithms: ['RS256'],
          requiredClaims: ['exp', 'sub'],
        });
        return payload.token_use === 'access' ? (payload as Claims) : undefined;
      } catch {
        return undefined;
      }
    },

    accounts: {
      ensure: accounts.ensure,
      list: accounts.list,
      find: accounts.find,
      totpCode: accounts.totpCode,
      /** An access token as if the person had just signed in; a negative lifetime gives one that is over. */
      async mint(sub: string, { expiresInSeconds }: { expiresInSeconds?: number } = {}): Promise<string> {
        const account = accounts.find(sub);
        const from = opened.find(({ pool }) => pool.name === account?.pool);
        const client = from?.pool.clients[0];
        if (!account || !from || !client) throw new Error('there is no such account, or its pool has no client');
        const now = Math.floor(Date.now() / 1000);
        const seconds = expiresInSeconds ?? client.accessTokenSeconds;
        const issuedAt = Math.min(now, now + seconds);
        const jti = randomUUID();
        return new SignJWT({
          ...accessClaims(account, { scope: from.scopes.join(' '), originJti: randomUUID(), authTime: issuedAt }),
          client_id: client.clientId,
        })
          .setProtectedHeader({ alg: 'RS256', kid: from.key.kid })
          .setIssuer(from.issuer)
          .setJti(jti)
          .setIssuedAt(issuedAt)
          .setExpirationTime(now + seconds)
          .sign(await importJWK(from.key, 'RS256'));
      },
    },
    stop: () => clearInterval(tidy),
  };
};

export type IdentityProvider = Awaited<ReturnType<typeof createIdentityProvider>>;
