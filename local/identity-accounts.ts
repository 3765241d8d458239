import { randomBytes, randomUUID, scrypt, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { promisify } from 'node:util';
import { Secret, TOTP } from 'otpauth';

import type { Pool } from './cloud.ts';

const derive = promisify<string, Buffer, number, Buffer>(scrypt);

/** Cognito: after five wrong tries one second, doubled with each further one, to about a quarter of an hour. */
const FREE_TRIES = 5;
const LONGEST_LOCK_SECONDS = 900;

export type Account = {
  sub: string;
  pool: Pool['name'];
  name: string;
  email?: string;
  phone?: string;
  groups: string[];
  enabled: boolean;
  confirmed: boolean;
  createdAt: string;
  totpSecret?: string;
};

export type NewAccount = {
  name: string;
  email?: string;
  phone?: string;
  pool: Pool['name'];
  /** Nobody can sign in by the pages without one; scripts that only mint tokens need none. */
  password?: string;
  groups?: string[];
  /** Base32. */
  totpSecret?: string;
};

/** The form in which a login is stored and compared: lower-case e-mail, or E.164 with India's code when none is given. */
export const normalLogin = (typed: string): { email: string } | { phone: string } | undefined => {
  const text = typed.trim();
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return { email: text.toLowerCase() };
  const digits = text.replace(/[\s()-]/g, '');
  if (/^0?[6-9]\d{9}$/.test(digits)) return { phone: `+91${digits.slice(-10)}` };
  if (/^\+[1-9]\d{7,14}$/.test(digits)) return { phone: digits };
  return undefined;
};

export const totpOf = (secret: string, label: string): TOTP =>
  new TOTP({ issuer: 'Arogya local', label, secret: Secret.fromBase32(secret), digits: 6, period: 30 });

const hashOf = async (password: string): Promise<string> => {
  const salt = randomBytes(16);
  return `${salt.toString('base64')}:${(await derive(password, salt, 32)).toString('base64')}`;
};

const matches = async (password: string, stored: string): Promise<boolean> => {
  const [salt = '', hash = ''] = stored.split(':');
  return timingSafeEqual(await derive(password, Buffer.from(salt, 'base64'), 32), Buffer.from(hash, 'base64'));
};

const accountOf = (row: Record<string, SQLOutputValue>): Account => ({
  sub: String(row.sub),
  pool: row.pool as Pool['name'],
  name: String(row.name),
  ...(row.email ? { email: String(row.email) } : {}),
  ...(row.phone ? { phone: String(row.phone) } : {}),
  groups: JSON.parse(String(row.groups)) as string[],
  enabled: row.enabled === 1,
  confirmed: row.confirmed === 1,
  createdAt: String(row.created_at),
  ...(row.totp_secret ? { totpSecret: String(row.totp_secret) } : {}),
});

export type PasswordCheck = { account: Account } | { refused: 'wrong' | 'disabled' } | { refused: 'locked'; seconds: number };

export type Accounts = ReturnType<typeof createAccounts>;

export const createAccounts = (store: DatabaseSync) => {
  const find = (sub: string): Account | undefined => {
    const row = store.prepare('SELECT * FROM identity_accounts WHERE sub = ?').get(sub);
    return row && accountOf(row);
  };
  const rowByLogin = (pool: Pool['name'], login: string) => {
    const normal = normalLogin(login);
    if (!normal) return undefined;
    return 'email' in normal
      ? store.prepare('SELECT * FROM identity_accounts WHERE pool = ? AND email = ?').get(pool, normal.email)
      : store.prepare('SELECT * FROM identity_accounts WHERE pool = ? AND phone = ?').get(pool, normal.phone);
  };
  const findByLogin = (pool: Pool['name'], login: string): Account | undefined => {
    const row = rowByLogin(pool, login);
    return row && accountOf(row);
  };

  const add = async (account: NewAccount & { confirmed: boolean }): Promise<Account> => {
    const sub = randomUUID();
    const email = account.email?.toLowerCase();
    store
      .prepare(
        `INSERT INTO identity_accounts (sub, pool, name, email, phone, password, groups, totp_secret, confirmed, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        sub,
        account.pool,
        account.name,
        email ?? null,
        account.phone ?? null,
        account.password === undefined ? null : await hashOf(account.password),
        JSON.stringify(account.groups ?? []),
        account.totpSecret ?? null,
        account.confirmed ? 1 : 0,
        new Date().toISOString(),
      );
    const made = find(sub);
    if (!made) throw new Error('an account that was just made is not there');
    return made;
  };

  const setGroups = (sub: string, groups: string[]) =>
    store.prepare('UPDATE identity_accounts SET groups = ? WHERE sub = ?').run(JSON.stringify(groups), sub);

  const lockedFor = (what: string): number => {
    const row = store.prepare('SELECT locked_until FROM identity_tries WHERE what = ?').get(what);
    return Math.max(0, Math.ceil((Number(row?.locked_until ?? 0) - Date.now()) / 1000));
  };
  const failed = (what: string): void => {
    const before = Number(store.prepare('SELECT failed FROM identity_tries WHERE what = ?').get(what)?.failed ?? 0);
    const tries = before + 1;
    const seconds = tries < FREE_TRIES ? 0 : Math.min(2 ** (tries - FREE_TRIES), LONGEST_LOCK_SECONDS);
    store
      .prepare(
        'INSERT INTO identity_tries VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET failed = excluded.failed, locked_until = excluded.locked_until',
      )
      .run(what, tries, Date.now() + seconds * 1000);
  };
  const succeeded = (what: string) => store.prepare('DELETE FROM identity_tries WHERE what = ?').run(what);

  let spareHash: Promise<string> | undefined;

  return {
    find,
    findByLogin,
    add,
    setGroups,
    list: (pool?: Pool['name']): Account[] =>
      store
        .prepare('SELECT * FROM identity_accounts WHERE pool = coalesce(?, pool) ORDER BY created_at, rowid')
        .all(pool ?? null)
        .map(accountOf),

    /** The account's sub; made if there is none with that e-mail or phone. Groups are added, nothing else is changed. */
    async ensure(wanted: NewAccount): Promise<string> {
      const login = wanted.email ?? wanted.phone;
      if (!login) throw new Error('an account needs an e-mail or a phone');
      const there = findByLogin(wanted.pool, login);
      if (!there) return (await add({ ...wanted, confirmed: true })).sub;
      const groups = [...new Set([...there.groups, ...(wanted.groups ?? [])])];
      if (groups.length > there.groups.length) setGroups(there.sub, groups);
      return there.sub;
    },

    /** An unknown login takes as long, fails with the same words and is slowed down as a known one is. */
    async checkPassword(pool: Pool['name'], login: string, password: string): Promise<PasswordCheck> {
      const normal = normalLogin(login);
      const what = `password:${pool}:${normal ? Object.values(normal)[0] : login.trim().toLowerCase()}`;
      const seconds = lockedFor(what);
      if (seconds > 0) return { refused: 'locked', seconds };
      const row = rowByLogin(pool, login);
      spareHash ??= hashOf(randomUUID());
      const right = (await matches(password, row?.password ? String(row.password) : await spareHash)) && Boolean(row?.password);
      if (!right || !row) {
        failed(what);
        return { refused: 'wrong' };
      }
      succeeded(what);
      const account = accountOf(row);
      return account.enabled ? { account } : { refused: 'disabled' };
    },

    /** A code is good once (RFC 6238, section 5.2) and one period early or late. */
    checkTotp(account: Account, code: string, secret = account.totpSecret): 'right' | 'wrong' | { seconds: number } {
      const what = `totp:${account.sub}`;
      const seconds = lockedFor(what);
      if (seconds > 0) return { seconds };
      const totp = secret && totpOf(secret, account.name);
      const delta = totp ? totp.validate({ token: code.replace(/\s/g, ''), window: 1 }) : null;
      const counter = totp && delta !== null ? totp.counter() + delta : 0;
      const used = Number(store.prepare('SELECT totp_counter FROM identity_accounts WHERE sub = ?').get(account.sub)?.totp_counter ?? 0);
      if (counter <= used) {
        failed(what);
        return 'wrong';
      }
      succeeded(what);
      store
        .prepare('UPDATE identity_accounts SET totp_counter = ?, totp_secret = ? WHERE sub = ?')
        .run(counter, secret ?? null, account.sub);
      return 'right';
    },

    /** The code that an authenticator app would show, or the next one where this one was used: it is taken early. */
    totpCode(account: Account): { code: string; secondsLeft: number } | undefined {
      if (!account.totpSecret) return undefined;
      const totp = totpOf(account.totpSecret, account.name);
      const used = Number(store.prepare('SELECT totp_counter FROM identity_accounts WHERE sub = ?').get(account.sub)?.totp_counter ?? 0);
      const early = used >= totp.counter() ? totp.period : 0;
      return { code: totp.generate({ timestamp: Date.now() + early * 1000 }), secondsLeft: early + Math.ceil(totp.remaining() / 1000) };
    },

    /** A wrong confirmation code counts like a wrong password. */
    checkCode(sub: string, typed: string, expected: string): 'right' | 'wrong' | { seconds: number } {
      const what = `code:${sub}`;
      const seconds = lockedFor(what);
      if (seconds > 0) return { seconds };
      if (typed.replace(/\s/g, '') !== expected) {
        failed(what);
        return 'wrong';
      }
      succeeded(what);
      store.prepare('UPDATE identity_accounts SET confirmed = 1 WHERE sub = ?').run(sub);
      return 'right';
    },

    setEnabled: (sub: string, enabled: boolean) =>
      store.prepare('UPDATE identity_accounts SET enabled = ? WHERE sub = ?').run(enabled ? 1 : 0, sub),
  };
};
