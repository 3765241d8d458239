import { afterEach, expect, test, vi } from 'vitest';

import type { Me } from '../../../../functions/identity/contract.ts';
import type * as client from '../../shared/api/client.ts';

const call = vi.fn<typeof client.call>();
vi.mock('../../shared/api/client.ts', () => ({ call: (...given: Parameters<typeof client.call>) => call(...given) }));

const { beginProfile, changesFrom } = await import('./first-profile.ts');

const me = (profile: Partial<Me['profile']> = {}): Me => ({ accountId: 'lata', roles: ['patient'], profile: { revision: 0, ...profile } });

afterEach(() => call.mockReset());

test('an empty profile takes the name and the proved addresses of the sign-up, once', async () => {
  const written = { revision: 1, name: 'Lata Rao', email: 'lata@arogya.example' };
  call.mockResolvedValueOnce(written);
  expect(await beginProfile({ name: ' Lata Rao ', email: 'lata@arogya.example' }, me())).toEqual(written);
  expect(call).toHaveBeenCalledExactlyOnceWith(
    'PATCH /me',
    { body: { revision: 0, changes: { name: 'Lata Rao', email: 'lata@arogya.example' } } },
    { idempotencyKey: expect.stringMatching(/^[\w-]{16,}$/) },
  );
});

test('a profile that somebody has written in stays as it is, also where it is empty', async () => {
  expect(await beginProfile({ name: 'Lata Rao' }, me({ revision: 3 }))).toBeUndefined();
  expect(call).not.toHaveBeenCalled();
});

test('nothing is sent when nothing is known', async () => {
  expect(await beginProfile({}, me())).toBeUndefined();
  expect(await beginProfile({ name: '  ' }, me())).toBeUndefined();
  expect(call).not.toHaveBeenCalled();
});

test('only what the API would take, and only where nothing is', () => {
  expect(changesFrom({ phone: '+919812300001' }, me().profile)).toEqual({ phone: '+919812300001' });
  expect(changesFrom({ name: 'x'.repeat(200), email: 'no address', phone: '12' }, me().profile)).toEqual({ name: 'x'.repeat(120) });
  const mine = me({ name: 'Lata', email: 'mine@arogya.example', phone: '+919812300001' }).profile;
  expect(changesFrom({ name: 'Lata Rao', email: 'lata@arogya.example', phone: '+919812300002' }, mine)).toEqual({});
});
