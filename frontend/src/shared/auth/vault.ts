import { type DBSchema, openDB } from 'idb';

type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly bytes: ArrayBuffer };

/** Where keys and sealed values are kept: IndexedDB in a browser. */
export type VaultStore = {
  getKey(): Promise<CryptoKey | undefined>;
  putKey(key: CryptoKey): Promise<void>;
  get(name: string): Promise<Sealed | undefined>;
  put(name: string, sealed: Sealed): Promise<void>;
  remove(name: string): Promise<void>;
  clear(): Promise<void>;
};

interface VaultDatabase extends DBSchema {
  keys: { key: string; value: CryptoKey };
  sealed: { key: string; value: Sealed };
}

const KEY = 'vault';

/** A store that lasts until sign-out. */
export function indexedDbStore(): VaultStore {
  const opening = openDB<VaultDatabase>('arogya', 1, {
    upgrade(database) {
      database.createObjectStore('keys');
      database.createObjectStore('sealed');
    },
  });
  return {
    getKey: async () => (await opening).get('keys', KEY),
    putKey: async (key) => void (await (await opening).put('keys', key, KEY)),
    get: async (name) => (await opening).get('sealed', name),
    put: async (name, sealed) => void (await (await opening).put('sealed', sealed, name)),
    remove: async (name) => (await opening).delete('sealed', name),
    clear: async () => {
      const transaction = (await opening).transaction(['keys', 'sealed'], 'readwrite');
      await Promise.all([transaction.objectStore('keys').clear(), transaction.objectStore('sealed').clear(), transaction.done]);
    },
  };
}

export type Vault = {
  /** Keeps any JSON value under a name. */
  put(name: string, value: unknown): Promise<void>;
  /** The value; undefined if there is none, or if its key is gone. */
  get<T>(name: string): Promise<T | undefined>;
  remove(name: string): Promise<void>;
  /** Deletes the key, and with it the meaning of everything kept. */
  destroy(): Promise<void>;
};

/**
 * Values encrypted with an AES-GCM key that scripts can use but not read out. It protects files that are
 * copied from the phone, not an unlocked phone. Sign-out destroys it.
 */
export function createVault(store: VaultStore): Vault {
  let pendingKey: Promise<CryptoKey> | undefined;

  const key = () => {
    pendingKey ??= (async () => {
      const kept = await store.getKey();
      if (kept) return kept;
      const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
      await store.putKey(made);
      // Two tabs may have made one each; the one in the store counts.
      return (await store.getKey()) ?? made;
    })();
    return pendingKey;
  };

  return {
    async put(name, value) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(value));
      await store.put(name, { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), plain) });
    },
    async get<T>(name: string) {
      const sealed = await store.get(name);
      if (!sealed) return undefined;
      try {
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, await key(), sealed.bytes);
        return JSON.parse(new TextDecoder().decode(plain)) as T;
      } catch {
        await store.remove(name);
        return undefined;
      }
    },
    remove: (name) => store.remove(name),
    async destroy() {
      pendingKey = undefined;
      await store.clear();
    },
  };
}

let shared: Vault | undefined;

/** The vault of this browser. */
export const vault = (): Vault => {
  shared ??= createVault(indexedDbStore());
  return shared;
};
