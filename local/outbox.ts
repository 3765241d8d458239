import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Mail } from './cloud.ts';

export type NewMail = Omit<Mail, 'id' | 'at' | 'channel' | 'state'> & Partial<Pick<Mail, 'channel' | 'state'>>;

/** The form of an SES message id. */
const sesId = () => `010b${randomBytes(6).toString('hex')}-${randomBytes(20).toString('hex')}-000000`;

const isText = (to: string[]) => to.every((address) => address.startsWith('+'));

/** Keeps what would have left the building, by e-mail, SMS, WhatsApp or push, and what became of it. */
export const openOutbox = (store: DatabaseSync) => {
  store.exec(
    'CREATE TABLE IF NOT EXISTS mail (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, mail TEXT NOT NULL)',
  );
  const add = store.prepare('INSERT INTO mail (id, at, mail) VALUES (?, ?, ?)');
  const change = store.prepare(`UPDATE mail SET mail = json_set(mail, '$.state', ?) WHERE id = ?`);
  const find = store.prepare('SELECT id, at, mail FROM mail WHERE id = ?');
  const newest = store.prepare('SELECT id, at, mail FROM mail ORDER BY number DESC LIMIT 500');
  const mailOf = (row: Record<string, unknown>): Mail => {
    const mail = JSON.parse(String(row.mail)) as NewMail;
    return { channel: isText(mail.to) ? 'sms' : 'email', state: 'accepted', ...mail, id: String(row.id), at: String(row.at) };
  };
  return {
    add(mail: NewMail, id = sesId()): string {
      add.run(id, new Date().toISOString(), JSON.stringify(mail));
      return id;
    },
    setState: (id: string, state: Mail['state']): void => void change.run(state, id),
    find(id: string): Mail | undefined {
      const row = find.get(id);
      return row && mailOf(row);
    },
    /** Newest first. */
    list: (): Mail[] => newest.all().map(mailOf),
  };
};

export type Outbox = ReturnType<typeof openOutbox>;
