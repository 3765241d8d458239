import { beforeEach, expect, test, vi } from 'vitest';

const accessToken = vi.fn<(options?: { insteadOf?: string }) => Promise<string | undefined>>();
const sessionRefused = vi.fn();
vi.mock('../auth/session.ts', () => ({
  accessToken: (options?: { insteadOf?: string }) => accessToken(options),
  sessionRefused: (status: string) => sessionRefused(status),
}));
vi.mock('../../app/config.ts', () => ({ loadConfig: async () => ({ apiUrl: 'http://api.test/api/v1' }) }));

const { authorizedFetch, call, callWithMeta, pathOf } = await import('./client.ts');
const { isFailure } = await import('./failure.ts');

const fetched = vi.fn<typeof fetch>();
vi.stubGlobal('fetch', fetched);

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const error = (status: number, code: string, more: object = {}) =>
  json(status, { error: { code, message: code, requestId: 'r-1', ...more } });
const sent = (index = 0) => {
  const [url, init] = fetched.mock.calls[index] ?? [];
  return { url: String(url), method: init?.method, body: init?.body, headers: Object.fromEntries(new Headers(init?.headers)) };
};

beforeEach(() => {
  fetched.mockReset();
  sessionRefused.mockReset();
  accessToken.mockReset().mockResolvedValue('token-1');
});

test('a route’s parameters and query become its address, and empty ones are left out', () => {
  expect(pathOf('GET /consultation-notes/{noteId}', { params: { noteId: 'a/b c' } })).toBe('/consultation-notes/a%2Fb%20c');
  expect(pathOf('GET /patients', { query: { q: 'Sunita & Ravi', limit: undefined, cursor: '' } })).toBe('/patients?q=Sunita+%26+Ravi');
});

test('a command carries its token, its key and its body, and answers with the data', async () => {
  fetched.mockResolvedValueOnce(json(200, { data: { noteId: 'n1' } }));
  const reply = await call(
    'POST /consultation-notes/{noteId}/sign',
    { params: { noteId: 'n1' }, body: { revision: 4 } },
    { idempotencyKey: 'key-0123456789abcdef' },
  );
  expect(reply).toEqual({ noteId: 'n1' });
  expect(sent()).toMatchObject({
    url: 'http://api.test/api/v1/consultation-notes/n1/sign',
    method: 'POST',
    body: '{"revision":4}',
    headers: { authorization: 'Bearer token-1', 'idempotency-key': 'key-0123456789abcdef', 'content-type': 'application/json' },
  });
});

test('a list answers with its cursor', async () => {
  fetched.mockResolvedValueOnce(json(200, { data: [], meta: { nextCursor: 'c' } }));
  expect(await callWithMeta('GET /patients', { query: { q: 'a' } })).toEqual({ data: [], meta: { nextCursor: 'c' } });
});

test('an error of the API is told by its code, with fields, request id and how long to wait', async () => {
  fetched.mockResolvedValueOnce(
    json(
      422,
      {
        error: {
          code: 'invalid-request',
          message: 'm',
          details: { problems: [{ field: 'body.name', rule: 'must not be empty' }] },
          requestId: 'r-9',
        },
      },
      { 'retry-after': '7' },
    ),
  );
  const failure = await call('GET /me', {}).catch((caught: unknown) => caught);
  expect(isFailure(failure, 'invalid-request')).toBe(true);
  expect(failure).toMatchObject({ status: 422, requestId: 'r-9', retryAfter: 7, mayPass: false, problems: [{ field: 'body.name' }] });
});

test('nobody answering is no answer of the API', async () => {
  fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  await expect(call('GET /me', {})).rejects.toMatchObject({ code: 'network', status: 0, mayPass: true });
});

test('a page that somebody put in between is not taken for an answer', async () => {
  fetched.mockResolvedValueOnce(new Response('<html>Sign in to this Wi-Fi</html>', { status: 200 }));
  await expect(call('GET /me', {})).rejects.toMatchObject({ code: 'unreadable-reply' });
  fetched.mockResolvedValueOnce(new Response('<html>Bad gateway</html>', { status: 502 }));
  await expect(call('GET /me', {})).rejects.toMatchObject({ code: 'unreadable-reply', status: 502, mayPass: true });
});

test('a refused token is renewed once and the call is sent again', async () => {
  accessToken.mockImplementation(async (options) => (options?.insteadOf === 'token-1' ? 'token-2' : 'token-1'));
  fetched.mockResolvedValueOnce(error(401, 'not-signed-in')).mockResolvedValueOnce(json(200, { data: 1 }));
  await call('GET /me', {});
  expect(sent(1).headers.authorization).toBe('Bearer token-2');
  expect(sessionRefused).not.toHaveBeenCalled();
});

test('a token that is refused again ends the session, without a third try', async () => {
  accessToken.mockImplementation(async (options) => (options?.insteadOf ? 'token-2' : 'token-1'));
  fetched.mockImplementation(async () => error(401, 'not-signed-in'));
  await expect(call('GET /me', {})).rejects.toMatchObject({ code: 'not-signed-in' });
  expect(fetched).toHaveBeenCalledTimes(2);
  expect(sessionRefused).toHaveBeenCalledExactlyOnceWith('ended');
});

test('a deactivated account is told to the shell', async () => {
  fetched.mockResolvedValueOnce(error(403, 'account-deactivated'));
  await expect(call('GET /me', {})).rejects.toMatchObject({ code: 'account-deactivated' });
  expect(sessionRefused).toHaveBeenCalledExactlyOnceWith('deactivated');
});

test('a stream’s body is handed over unread', async () => {
  fetched.mockResolvedValueOnce(new Response('id: 1.1\n\n', { status: 200 }));
  const response = await authorizedFetch('/consultation-notes/n1/stream', { headers: { 'last-event-id': '1.3' } });
  expect(response.bodyUsed).toBe(false);
  expect(sent().headers['last-event-id']).toBe('1.3');
});
