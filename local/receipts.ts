import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Fault, FaultKind, Faults, Log, Mail } from './cloud.ts';
import type { Outbox } from './outbox.ts';

const LOOK_EVERY = 200;
/** Carriers and mailboxes take a moment. */
const USUAL_MILLISECONDS = 500;
const LATE_MILLISECONDS = 60_000;

export type Channel = Mail['channel'];
export type News = 'sent' | 'delivered' | 'failed' | 'bounced' | 'complained';

/** What a provider tells of one message; `facts` are the provider's own, kept from when it took the message. */
export type Receipt<Facts = unknown> = { messageId: string; to: string; news: News; facts: Facts };
type Tell = (receipt: Receipt<never>) => void;

/** Whether a fault is for a message of this channel to this address. */
export const isFor =
  (channel: Channel, to: string) =>
  (fault: Fault): boolean =>
    (fault.channel === undefined || fault.channel === channel) && (fault.to === undefined || to.includes(fault.to));

export type Receipts = ReturnType<typeof createReceipts>;

/**
 * What became of what was sent, told by each provider in its own way a moment later, or as a fault says: late, never,
 * twice, bad news, of a message that nobody sent. What is not told yet is told after a restart.
 */
export const createReceipts = (o: { store: DatabaseSync; outbox: Outbox; faults: Faults; log: Log; now?: () => number }) => {
  const now = o.now ?? Date.now;
  o.store.exec(`
    CREATE TABLE IF NOT EXISTS message_receipts (
      number INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, message_id TEXT NOT NULL, to_address TEXT NOT NULL,
      news TEXT NOT NULL, facts TEXT NOT NULL, due_at INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS message_receipts_by_due ON message_receipts (due_at);
  `);
  const add = o.store.prepare(
    'INSERT INTO message_receipts (channel, message_id, to_address, news, facts, due_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const due = o.store.prepare('SELECT * FROM message_receipts WHERE due_at <= ? ORDER BY due_at, number');
  const told = o.store.prepare('DELETE FROM message_receipts WHERE number = ?');
  const tellers = new Map<Channel, Tell>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const look = () => {
    if (stopped) return;
    for (const row of due.all(now())) {
      const channel = String(row.channel) as Channel;
      const [messageId, news] = [String(row.message_id), String(row.news) as News];
      try {
        tellers.get(channel)?.({ messageId, to: String(row.to_address), news, facts: JSON.parse(String(row.facts)) as never });
        // A push is delivered when a browser has it, which may be later.
        if (news !== 'sent' && channel !== 'push') o.outbox.setState(messageId, news);
      } catch (problem) {
        o.log.error(`receipt of ${channel}: ${(problem as Error).message}`);
      }
      // After it was told: a kill between them tells twice, as providers may.
      told.run(Number(row.number));
    }
  };

  return {
    tellBy<Facts>(channel: Channel, tell: (receipt: Receipt<Facts>) => void): void {
      tellers.set(channel, tell as Tell);
    },
    /** Plans what is told of a message that was just taken. `usually` is in the order in which it comes. */
    follow(message: { channel: Channel; messageId: string; to: string; facts: unknown; usually: readonly News[] }): void {
      const { channel, messageId, to, usually } = message;
      const take = (kind: FaultKind) => o.faults.take(kind, isFor(channel, to));
      const facts = JSON.stringify(message.facts);
      const late = take('receipt-late');
      const first = now() + (channel === 'push' ? 0 : USUAL_MILLISECONDS) + (late ? (late.milliseconds ?? LATE_MILLISECONDS) : 0);
      const plan = (id: string, all: readonly News[]) => {
        for (const [index, news] of all.entries()) add.run(channel, id, to, news, facts, first + index * USUAL_MILLISECONDS);
      };
      if (take('receipt-unknown')) plan(randomUUID(), ['delivered']);
      if (take('receipt-lost')) return;
      const bad: News | undefined = take('receipt-failed') ? 'failed' : take('receipt-bounced') ? 'bounced' : undefined;
      const all: readonly News[] = bad ? [bad] : take('receipt-complained') ? [...usually, 'complained'] : usually;
      plan(messageId, all);
      if (take('receipt-repeated')) plan(messageId, all);
      setImmediate(look);
    },
    start(): void {
      timer = setInterval(look, LOOK_EVERY).unref();
    },
    stop(): void {
      stopped = true;
      clearInterval(timer);
    },
  };
};
