import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Adapter, AdapterPayload } from 'oidc-provider';

import type { Pool } from './cloud.ts';

/** Cognito lets a rotated refresh token be used for this long once more: two tabs, or an answer that got lost. */
const ROTATION_GRACE_MS = 10_000;

export const prepareIdentityStore = (store: DatabaseSync): void => {
  store.exec(`
    CREATE TABLE IF NOT EXISTS identity_secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS identity_artifacts (
      pool TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
      grant_id TEXT, account_id TEXT, uid TEXT, consumed_at INTEGER, expires_at INTEGER,
      PRIMARY KEY (pool, kind, id));
    CREATE INDEX IF NOT EXISTS identity_artifacts_by_grant ON identity_artifacts (pool, grant_id);
    CREATE INDEX IF NOT EXISTS identity_artifacts_by_account ON identity_artifacts (pool, account_id);
    CREATE TABLE IF NOT EXISTS identity_accounts (
      sub TEXT PRIMARY KEY, pool TEXT NOT NULL, name TEXT NOT NULL, email TEXT, phone TEXT, password TEXT,
      groups TEXT NOT NULL DEFAULT '[]', totp_secret TEXT, totp_counter INTEGER NOT NULL DEFAULT 0,
      enabled INTEGER NOT NULL DEFAULT 1, confirmed INTEGER NOT NULL DEFAULT 1, created_at TEXT NOT NULL,
      UNIQUE (pool, email), UNIQUE (pool, phone));
    CREATE TABLE IF NOT EXISTS identity_tries (what TEXT PRIMARY KEY, failed INTEGER NOT NULL, locked_until INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS identity_steps (
      uid TEXT PRIMARY KEY, sub TEXT NOT NULL, step TEXT NOT NULL, code TEXT, secret TEXT, expires_at INTEGER NOT NULL);
  `);
  removeExpired(store);
};

export const removeExpired = (store: DatabaseSync): void => {
  store.prepare('DELETE FROM identity_artifacts WHERE expires_at < ?').run(Date.now());
  store.prepare('DELETE FROM identity_steps WHERE expires_at < ?').run(Date.now());
};

const secret = async (store: DatabaseSync, name: string, make: () => Promise<string> | string): Promise<string> => {
  const kept = store.prepare('SELECT value FROM identity_secrets WHERE name = ?').get(name);
  if (typeof kept?.value === 'string') return kept.value;
  const made = await make();
  store.prepare('INSERT INTO identity_secrets (name, value) VALUES (?, ?)').run(name, made);
  return made;
};

/** The pool's RS256 signing key (private JWK), made once, so that tokens outlive a restart as Cognito's do. */
export const signingKeyOf = async (store: DatabaseSync, pool: Pool['name']): Promise<JWK & { kid: string }> => {
  const text = await secret(store, `signing-key:${pool}`, async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    return JSON.stringify({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'RS256', use: 'sig' });
  });
  return JSON.parse(text) as JWK & { kid: string };
};

export const cookieKeyOf = (store: DatabaseSync, pool: Pool['name']): Promise<string> =>
  secret(store, `cookie-key:${pool}`, () => randomBytes(32).toString('base64url'));

/** What `oidc-provider` keeps: sessions, grants, codes, refresh tokens. */
export const artifactsOf =
  (store: DatabaseSync, pool: Pool['name']) =>
  (kind: string): Adapter => {
    const upsert = store.prepare(
      `INSERT INTO identity_artifacts (pool, kind, id, payload, grant_id, account_id, uid, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, account_id = excluded.account_id,
         uid = excluded.uid, expires_at = excluded.expires_at`,
    );
    const byId = store.prepare(
      'SELECT payload, consumed_at FROM identity_artifacts WHERE pool = ? AND kind = ? AND id = ? AND expires_at > ?',
    );
    const byUid = store.prepare('SELECT id FROM identity_artifacts WHERE pool = ? AND kind = ? AND uid = ?');
    const consume = store.prepare(
      'UPDATE identity_artifacts SET consumed_at = coalesce(consumed_at, ?) WHERE pool = ? AND kind = ? AND id = ?',
    );
    const destroy = store.prepare('DELETE FROM identity_artifacts WHERE pool = ? AND kind = ? AND id = ?');
    const revoke = store.prepare("DELETE FROM identity_artifacts WHERE pool = ? AND grant_id = ? AND kind <> 'Session'");

    const find = async (id: string): Promise<AdapterPayload | undefined> => {
      const row = byId.get(pool, kind, id, Date.now());
      if (!row) return undefined;
      const payload = JSON.parse(String(row.payload)) as AdapterPayload;
      if (row.consumed_at === null) return payload;
      const consumedAt = Number(row.consumed_at);
      if (kind === 'RefreshToken' && Date.now() - consumedAt < ROTATION_GRACE_MS) return payload;
      return { ...payload, consumed: Math.floor(consumedAt / 1000) };
    };
    return {
      find,
      async findByUid(uid) {
        const row = byUid.get(pool, kind, uid);
        return row ? find(String(row.id)) : undefined;
      },
      // Only the device flow asks for this, and Cognito has none.
      async findByUserCode() {
        return undefined;
      },
      async upsert(id, payload, expiresIn) {
        const expiresAt = expiresIn === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + expiresIn * 1000;
        upsert.run(
          pool,
          kind,
          id,
          JSON.stringify(payload),
          payload.grantId ?? null,
          payload.accountId ?? null,
          payload.uid ?? null,
          expiresAt,
        );
      },
      async consume(id) {
        consume.run(Date.now(), pool, kind, id);
      },
      async destroy(id) {
        destroy.run(pool, kind, id);
      },
      async revokeByGrantId(grantId) {
        revoke.run(pool, grantId);
      },
    };
  };

/**
 * What `AdminUserGlobalSignOut` ends: refresh tokens, codes and the grants behind them. As in Cognito the managed
 * login's own cookie session stays; an application that wants the password again asks with `prompt=login`.
 */
export const revokeTokensOf = (store: DatabaseSync, pool: Pool['name'], sub: string): void => {
  store
    .prepare("DELETE FROM identity_artifacts WHERE pool = ? AND account_id = ? AND kind IN ('RefreshToken', 'AuthorizationCode', 'Grant')")
    .run(pool, sub);
};
