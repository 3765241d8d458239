import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const sealed = new Map<string, unknown>();
const renew = vi.fn();
class SignInRefused extends Error {}

vi.mock('./vault.ts', () => ({
  vault: () => ({
    get: async (name: string) => sealed.get(name),
    put: async (name: string, value: unknown) => void sealed.set(name, value),
    remove: async (name: string) => void sealed.delete(name),
    destroy: async () => sealed.clear(),
  }),
}));
vi.mock('./oidc.ts', () => ({ renew: (...given: unknown[]) => renew(...given), SignInRefused }));
vi.stubGlobal(
  'BroadcastChannel',
  class {
    postMessage() {}
  },
);

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenFor = (sub: string, number: number, groups: string[] = []) =>
  `${part({})}.${part({ sub, number, 'cognito:groups': groups })}.sig`;
const tokens = (number: number, seconds = 900, groups: string[] = []) => ({
  realm: 'people',
  accessToken: tokenFor('sunita-id', number, groups),
  expiresAt: Date.now() + seconds * 1_000,
  refreshToken: `refresh-${number}`,
  idToken: undefined,
  name: 'Sunita Devi',
});

/** A browser that was reloaded: a fresh module, what is sealed stays. */
async function reloaded() {
  vi.resetModules();
  const session = await import('./session.ts');
  await session.startSession();
  return session;
}

beforeEach(() => {
  sealed.clear();
  renew.mockReset();
  sealed.set('session', { realm: 'people', refreshToken: 'refresh-0', accountId: 'sunita-id', name: 'Sunita Devi', roles: ['patient'] });
});
afterEach(() => vi.useRealTimers());

test('somebody who was signed in is so after a reload, before the network is asked', async () => {
  const { currentSession } = await reloaded();
  expect(currentSession()).toMatchObject({ status: 'signed-in', accountId: 'sunita-id', roles: ['patient'] });
  expect(renew).not.toHaveBeenCalled();
});

test('many calls at once renew once, and the new refresh token takes the place of the old', async () => {
  renew.mockResolvedValueOnce(tokens(1));
  const { accessToken } = await reloaded();
  const got = await Promise.all([accessToken(), accessToken(), accessToken()]);
  expect(new Set(got)).toEqual(new Set([tokens(1).accessToken]));
  expect(renew).toHaveBeenCalledTimes(1);
  expect(sealed.get('session')).toMatchObject({ refreshToken: 'refresh-1' });
});

test('a token is used until half a minute before its end', async () => {
  vi.useFakeTimers();
  renew.mockResolvedValueOnce(tokens(1, 900)).mockResolvedValueOnce(tokens(2, 900));
  const { accessToken } = await reloaded();
  expect(await accessToken()).toBe(tokens(1).accessToken);
  vi.advanceTimersByTime(860_000);
  expect(await accessToken()).toBe(tokens(1).accessToken);
  vi.advanceTimersByTime(11_000);
  expect(await accessToken()).toBe(tokens(2).accessToken);
});

test('a token that the API refused is renewed once, also when two calls were refused', async () => {
  renew.mockResolvedValueOnce(tokens(1)).mockResolvedValueOnce(tokens(2));
  const { accessToken } = await reloaded();
  const first = (await accessToken()) as string;
  expect(await accessToken({ insteadOf: first })).toBe(tokens(2).accessToken);
  expect(await accessToken({ insteadOf: first })).toBe(tokens(2).accessToken);
  expect(renew).toHaveBeenCalledTimes(2);
});

test('a doctor who has just been approved gets the role with the next token', async () => {
  renew.mockResolvedValueOnce(tokens(1)).mockResolvedValueOnce(tokens(2, 900, ['doctor', 'nonsense']));
  const { accessToken, currentSession, renewSession } = await reloaded();
  await accessToken();
  expect(currentSession().roles).toEqual(['patient']);
  await renewSession();
  expect(currentSession().roles).toEqual(['patient', 'doctor']);
});

test('a session that ended elsewhere is `ended`: who it was stays known, the refresh token does not', async () => {
  renew.mockRejectedValueOnce(new SignInRefused('invalid_grant'));
  const { accessToken, currentSession } = await reloaded();
  expect(await accessToken()).toBeUndefined();
  expect(currentSession()).toMatchObject({ status: 'ended', accountId: 'sunita-id' });
  expect(sealed.has('session')).toBe(false);
});

test('without network the session stays, and the call says that nobody answered', async () => {
  renew.mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValueOnce(tokens(1));
  const { accessToken, currentSession } = await reloaded();
  await expect(accessToken()).rejects.toMatchObject({ code: 'network' });
  expect(currentSession().status).toBe('signed-in');
  expect(await accessToken()).toBe(tokens(1).accessToken);
});

test('nobody is signed in where nothing is kept', async () => {
  sealed.clear();
  const { accessToken, currentSession } = await reloaded();
  expect(currentSession()).toEqual({ status: 'signed-out', roles: [] });
  expect(await accessToken()).toBeUndefined();
});
