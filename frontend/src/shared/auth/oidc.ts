import { ErrorResponse, OidcClient, type UseRefreshTokenArgs, WebStorageStateStore } from 'oidc-client-ts';

import { loadConfig } from '../../app/config.ts';
import { currentLanguage } from '../i18n/language.ts';

/** Who signs in where: patients and doctors in one pool, admins (with a second factor) in another. */
export type Realm = 'people' | 'admins';

export type Tokens = {
  readonly realm: Realm;
  readonly accessToken: string;
  /** Milliseconds since 1970, by this device's clock. */
  readonly expiresAt: number;
  readonly refreshToken: string;
  readonly idToken: string | undefined;
  readonly name: string | undefined;
};

/** What the person told when signing up. An address counts once a code that was sent there came back. */
export type Told = { readonly name?: string; readonly email?: string; readonly phone?: string };

/** The provider refused: the session is over, and trying again will not help. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** Loaded only to sign in, to come back from there, to renew and to sign out (14 KB). */
const clientOf = async (realm: Realm): Promise<OidcClient> => {
  const { authority, clientId } = (await loadConfig())[realm];
  return new OidcClient({
    authority,
    client_id: clientId,
    redirect_uri: `${location.origin}/signed-in`,
    response_type: 'code',
    scope: 'openid profile email phone arogya/api',
    loadUserInfo: false,
    stateStore: new WebStorageStateStore({ store: sessionStorage, prefix: 'arogya.oidc.' }),
  });
};

type State = { readonly realm: Realm; readonly returnTo: string };

/** Leaves for the sign-in page of the provider; comes back to /signed-in, and from there to `returnTo`. */
export async function leaveToSignIn(realm: Realm, returnTo: string): Promise<void> {
  const client = await clientOf(realm);
  const language = currentLanguage();
  const request = await client.createSigninRequest({
    state: { realm, returnTo } satisfies State,
    ui_locales: language,
    extraQueryParams: { lang: language },
  });
  sessionStorage.setItem('arogya.realm', realm);
  location.assign(request.url);
}

type Answer = Awaited<ReturnType<OidcClient['processSigninResponse']>>;

const tokensOf = (realm: Realm, answer: Answer, previous?: { refreshToken: string; name: string | undefined }): Tokens => ({
  realm,
  accessToken: answer.access_token,
  expiresAt: Date.now() + (answer.expires_in ?? 900) * 1_000,
  refreshToken: answer.refresh_token ?? previous?.refreshToken ?? '',
  idToken: answer.id_token,
  name: answer.profile?.name ?? previous?.name,
});

const toldOf = ({ name, email, email_verified, phone_number, phone_number_verified }: Answer['profile']): Told => ({
  ...(name !== undefined && { name }),
  ...(email !== undefined && email_verified === true && { email }),
  ...(phone_number !== undefined && phone_number_verified === true && { phone: phone_number }),
});

/** Exchanges the code in `url`, the address that the provider sent the browser back to. */
export async function finishSignIn(url: string): Promise<{ tokens: Tokens; returnTo: string; told: Told }> {
  const realm: Realm = sessionStorage.getItem('arogya.realm') === 'admins' ? 'admins' : 'people';
  try {
    const answer = await (await clientOf(realm)).processSigninResponse(url);
    const state = answer.userState as State;
    return { tokens: tokensOf(realm, answer), returnTo: state.returnTo, told: toldOf(answer.profile) };
  } catch (error) {
    throw error instanceof ErrorResponse ? new SignInRefused(error.error ?? 'refused') : error;
  }
}

/** New tokens for a refresh token, which the provider replaces. Throws SignInRefused when the session is over. */
export async function renew(realm: Realm, previous: { refreshToken: string; name: string | undefined }): Promise<Tokens> {
  const client = await clientOf(realm);
  try {
    // The library's own class for this is not exported; it reads no more than the token.
    const state = { refresh_token: previous.refreshToken, session_state: null, profile: {} } as UseRefreshTokenArgs['state'];
    // biome-ignore lint/correctness/useHookAtTopLevel: a method of the OIDC client, not a hook
    return tokensOf(realm, await client.useRefreshToken({ state, timeoutInSeconds: 20 }), previous);
  } catch (error) {
    throw error instanceof ErrorResponse ? new SignInRefused(error.error ?? 'refused') : error;
  }
}

/** Ends the refresh token, and says where to go so that the provider forgets this browser too. */
export async function endSession(realm: Realm, refreshToken: string, idToken: string | undefined): Promise<string> {
  const client = await clientOf(realm);
  await client.revokeToken(refreshToken, 'refresh_token').catch(() => undefined);
  const { end_session_endpoint, authorization_endpoint } = await client.metadataService.getMetadata();
  const home = `${location.origin}/`;
  // `logout_uri` is Cognito's name for what OpenID Connect calls `post_logout_redirect_uri`.
  const url = new URL(end_session_endpoint ?? new URL('/logout', authorization_endpoint));
  url.searchParams.set('client_id', client.settings.client_id);
  url.searchParams.set('logout_uri', home);
  url.searchParams.set('post_logout_redirect_uri', home);
  if (idToken) url.searchParams.set('id_token_hint', idToken);
  return url.href;
}
