import { useSyncExternalStore } from 'react';

import type { Role } from '../../../../functions/shared/http/route.ts';
import { ApiFailure } from '../api/failure.ts';
import { forgetDrafts } from '../drafts.ts';
import type { Realm, Tokens, Told } from './oidc.ts';
import { vault } from './vault.ts';

/**
 * `restoring`: what was kept is being read. `ended`: the session is over, the page stays as it is until the
 * person signs in again. `deactivated`: an admin ended the account's access.
 */
export type SessionStatus = 'restoring' | 'signed-out' | 'signed-in' | 'ended' | 'deactivated';

export type Session = {
  readonly status: SessionStatus;
  readonly realm?: Realm;
  readonly accountId?: string;
  readonly name?: string;
  readonly roles: readonly Role[];
};

/** What survives a reload, sealed: enough to show the shell before the network answers. */
type Kept = {
  readonly realm: Realm;
  readonly refreshToken: string;
  readonly accountId: string;
  readonly name?: string;
  readonly roles: readonly Role[];
};

type Token = { readonly value: string; readonly expiresAt: number; readonly idToken: string | undefined };

type Message = { readonly kind: 'renewed'; readonly token: Token; readonly session: Session } | { readonly kind: 'signed-out' };

const KEPT = 'session';
const LAST_ACCOUNT = 'arogya.account';
/** Renewed this long before its end, so that it does not run out on its way. */
const MARGIN = 30_000;

let session: Session = { status: 'restoring', roles: [] };
let token: Token | undefined;
let renewing: Promise<string | undefined> | undefined;
let restored: Promise<void> | undefined;
let channel: BroadcastChannel | undefined;
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

export const currentSession = (): Session => session;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const onSessionChange = subscribe;

/** Who is signed in. */
export const useSession = (): Session => useSyncExternalStore(subscribe, currentSession, currentSession);

const signedOut: Session = { status: 'signed-out', roles: [] };

const sessionOf = (kept: Kept): Session => ({
  status: 'signed-in',
  realm: kept.realm,
  accountId: kept.accountId,
  ...(kept.name === undefined ? {} : { name: kept.name }),
  roles: kept.roles,
});

const roleNames: readonly string[] = ['doctor', 'health-worker', 'responder'] satisfies readonly Role[];

/** Roles for the screens only; the API decides by itself. */
function claimsOf(accessToken: string, realm: Realm): { accountId: string; roles: readonly Role[] } {
  const payload = (accessToken.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
  const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0)))) as {
    sub: string;
    'cognito:groups'?: string[];
  };
  const groups = (claims['cognito:groups'] ?? []).filter((group): group is Role => roleNames.includes(group));
  return { accountId: claims.sub, roles: realm === 'admins' ? ['admin'] : ['patient', ...groups] };
}

async function take(tokens: Tokens): Promise<string> {
  const kept: Kept = {
    realm: tokens.realm,
    refreshToken: tokens.refreshToken,
    ...claimsOf(tokens.accessToken, tokens.realm),
    ...(tokens.name === undefined ? {} : { name: tokens.name }),
  };
  await vault().put(KEPT, kept);
  token = { value: tokens.accessToken, expiresAt: tokens.expiresAt, idToken: tokens.idToken };
  become(sessionOf(kept));
  channel?.postMessage({ kind: 'renewed', token, session } satisfies Message);
  return tokens.accessToken;
}

/** Reads what was kept, and listens to other tabs. Call once, before anything is shown. */
export function startSession(): Promise<void> {
  restored ??= (async () => {
    channel = new BroadcastChannel('arogya.session');
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.kind === 'renewed') {
        token = data.token;
        become(data.session);
      } else {
        token = undefined;
        forgetDrafts();
        become(signedOut);
      }
    };
    const kept = await vault()
      .get<Kept>(KEPT)
      .catch(() => undefined);
    if (session.status === 'restoring') become(kept ? sessionOf(kept) : signedOut);
  })();
  return restored;
}

const unlessLocked = <T>(work: () => Promise<T>): Promise<T> =>
  typeof navigator !== 'undefined' && 'locks' in navigator ? navigator.locks.request('arogya.renew', work) : work();

/** One tab renews at a time, because the provider takes each refresh token once. */
const renewToken = (stale: string | undefined): Promise<string | undefined> =>
  unlessLocked(async () => {
    if (token && token.value !== stale && token.expiresAt - MARGIN > Date.now()) return token.value;
    const kept = await vault().get<Kept>(KEPT);
    if (!kept) {
      sessionRefused('ended');
      return undefined;
    }
    const { renew, SignInRefused } = await import('./oidc.ts');
    try {
      return await take(await renew(kept.realm, { refreshToken: kept.refreshToken, name: kept.name }));
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw new ApiFailure({ status: 0, code: 'network', message: 'Nobody answered.' });
      await vault().remove(KEPT);
      sessionRefused('ended');
      return undefined;
    }
  });

/**
 * A token that is good for at least half a minute, renewed if need be; nothing for somebody who is not
 * signed in. `insteadOf` is one that the API refused. Throws ApiFailure `network` if nobody answers.
 */
export async function accessToken({ insteadOf }: { insteadOf?: string } = {}): Promise<string | undefined> {
  await restored;
  if (session.status !== 'signed-in') return undefined;
  if (token && token.value !== insteadOf && token.expiresAt - MARGIN > Date.now()) return token.value;
  renewing ??= renewToken(token?.value).finally(() => {
    renewing = undefined;
  });
  return renewing;
}

/** The API or the provider says that this session is over. The page stays, so that nothing typed is lost. */
export function sessionRefused(status: 'ended' | 'deactivated'): void {
  if (session.status !== 'signed-in') return;
  token = undefined;
  become({ ...session, status });
}

/** Goes to the sign-in page and comes back to `returnTo`. Throws if the provider cannot be reached. */
export async function signIn(realm: Realm = 'people', returnTo = `${location.pathname}${location.search}`): Promise<void> {
  const { leaveToSignIn } = await import('./oidc.ts');
  await leaveToSignIn(realm, returnTo);
}

/** Ends the way through the sign-in page; answers with where the person was going and what they told there. */
export async function completeSignIn(url: string): Promise<{ returnTo: string; told: Told }> {
  const { finishSignIn } = await import('./oidc.ts');
  const { tokens, returnTo, told } = await finishSignIn(url);
  const { accountId } = claimsOf(tokens.accessToken, tokens.realm);
  // Somebody else on this phone must not find what the last person typed.
  if (localStorage.getItem(LAST_ACCOUNT) !== accountId) {
    forgetDrafts();
    await vault().destroy();
  }
  localStorage.setItem(LAST_ACCOUNT, accountId);
  await take(tokens);
  // Only paths of our own: a link from elsewhere cannot send the person away.
  return { returnTo: /^\/(?![/\\])/.test(returnTo) ? returnTo : '/', told };
}

/** Renews now, for roles that have just changed. */
export const renewSession = (): Promise<string | undefined> => accessToken(token ? { insteadOf: token.value } : {});

/** Forgets everything on this device, in every tab, then lets the provider forget the browser. */
export async function signOut(): Promise<void> {
  const kept = await vault()
    .get<Kept>(KEPT)
    .catch(() => undefined);
  const idToken = token?.idToken;
  token = undefined;
  forgetDrafts();
  await vault().destroy();
  channel?.postMessage({ kind: 'signed-out' } satisfies Message);
  const { endSession } = await import('./oidc.ts');
  const next = kept ? await endSession(kept.realm, kept.refreshToken, idToken).catch(() => '/') : '/';
  become(signedOut);
  location.assign(next);
}
