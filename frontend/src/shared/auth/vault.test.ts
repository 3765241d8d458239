import { beforeEach, expect, test } from 'vitest';

import { createVault, type VaultStore } from './vault.ts';

type Kept = { keys: Map<string, CryptoKey>; sealed: Map<string, Awaited<ReturnType<VaultStore['get']>>> };

let kept: Kept;
const memoryStore = (): VaultStore => ({
  getKey: async () => kept.keys.get('vault'),
  putKey: async (key) => void kept.keys.set('vault', key),
  get: async (name) => kept.sealed.get(name),
  put: async (name, sealed) => void kept.sealed.set(name, sealed),
  remove: async (name) => void kept.sealed.delete(name),
  clear: async () => {
    kept.keys.clear();
    kept.sealed.clear();
  },
});

beforeEach(() => {
  kept = { keys: new Map(), sealed: new Map() };
});

test('what is kept comes back, after a reload too', async () => {
  await createVault(memoryStore()).put('session', { refreshToken: 'secret-token' });
  expect(await createVault(memoryStore()).get('session')).toEqual({ refreshToken: 'secret-token' });
});

test('a copied file does not hold the token, and its key cannot be taken out', async () => {
  await createVault(memoryStore()).put('session', { refreshToken: 'secret-token' });
  const bytes = new TextDecoder('latin1').decode(kept.sealed.get('session')?.bytes);
  expect(bytes).not.toContain('secret-token');
  const key = kept.keys.get('vault') as CryptoKey;
  expect(key.extractable).toBe(false);
  await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
});

test('the same value is sealed differently each time', async () => {
  const vault = createVault(memoryStore());
  await vault.put('a', 'same');
  await vault.put('b', 'same');
  expect(new Uint8Array(kept.sealed.get('a')?.bytes as ArrayBuffer)).not.toEqual(
    new Uint8Array(kept.sealed.get('b')?.bytes as ArrayBuffer),
  );
});

test('after sign-out nothing comes back, and a new key is made', async () => {
  const vault = createVault(memoryStore());
  await vault.put('session', 'x');
  const before = kept.keys.get('vault');
  await vault.destroy();
  expect(await vault.get('session')).toBeUndefined();
  await vault.put('session', 'y');
  expect(await vault.get('session')).toBe('y');
  expect(kept.keys.get('vault')).not.toBe(before);
});

test('a value whose key is gone is dropped instead of failing for ever', async () => {
  await createVault(memoryStore()).put('session', 'x');
  kept.keys.clear();
  expect(await createVault(memoryStore()).get('session')).toBeUndefined();
  expect(kept.sealed.has('session')).toBe(false);
});
