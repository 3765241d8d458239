import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';

import type { Fault, Faults, Log, WebhookView } from './cloud.ts';
import type { Entity } from './payments-entities.ts';
import { randomText } from './secrets.ts';

export type WebhookEvent =
  | 'payment.authorized'
  | 'payment.captured'
  | 'payment.failed'
  | 'order.paid'
  | 'refund.created'
  | 'refund.processed'
  | 'refund.failed';

/** Razorpay waits this long for an answer, and tries again for a day with growing pauses. Ours begin shorter and stay shorter. */
const ANSWER_MILLISECONDS = 5_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 5 * 60_000;
const GIVEN_UP_AFTER = 24 * 60 * 60_000;

const LATE_MILLISECONDS = 60_000;
/** Messages that are held back to be sent in reverse are not held back longer, should no more come. */
const HELD_MILLISECONDS = 5_000;

type Row = {
  number: number;
  event_id: string;
  event: WebhookEvent;
  order_id: string;
  body: string;
  forged: number;
  tries: number;
  created_at: number;
};

export const signatureOf = (body: string, secret: string): string => createHmac('sha256', secret).update(body).digest('hex');

export type Webhooks = ReturnType<typeof createWebhooks>;

/**
 * Sends Razorpay's messages, each until it is answered with 2xx. Those of one order go one after the other. What is not
 * sent yet is kept and goes on after a restart.
 */
export const createWebhooks = (o: {
  store: DatabaseSync;
  faults: Faults;
  log: Log;
  url: string;
  secret: string;
  accountId: string;
  now?: () => number;
}) => {
  const { store, faults } = o;
  const now = o.now ?? Date.now;
  store.exec(`
    CREATE TABLE IF NOT EXISTS payment_webhooks (
      number INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, event TEXT NOT NULL, order_id TEXT NOT NULL, body TEXT NOT NULL,
      forged INTEGER NOT NULL, status TEXT NOT NULL, held_by TEXT, tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL,
      answer TEXT, created_at INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS payment_webhooks_waiting ON payment_webhooks (next_at) WHERE status = 'waiting';
  `);
  const add = store.prepare(
    `INSERT INTO payment_webhooks (event_id, event, order_id, body, forged, status, held_by, next_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const due = store.prepare(`SELECT * FROM payment_webhooks WHERE status = 'waiting' AND next_at <= ? ORDER BY next_at, number`);
  const held = store.prepare(`SELECT number, held_by, created_at FROM payment_webhooks WHERE status = 'held' ORDER BY number`);
  const release = store.prepare(`UPDATE payment_webhooks SET status = 'waiting', next_at = ? WHERE number = ?`);
  const answered = store.prepare('UPDATE payment_webhooks SET status = ?, answer = ?, tries = tries + 1, next_at = ? WHERE number = ?');
  const again = store.prepare(`UPDATE payment_webhooks SET status = 'waiting', next_at = ?, created_at = ? WHERE number = ?`);
  const newest = store.prepare('SELECT * FROM payment_webhooks ORDER BY number DESC LIMIT 100');

  let started = false;
  const ending = new AbortController();
  const busy = new Map<string, Promise<void>>();

  const send = async ({ number, event_id: eventId, event, body, forged, tries, created_at: createdAt }: Row): Promise<void> => {
    const signature = signatureOf(body, forged ? randomText(32) : o.secret);
    let answer: string;
    try {
      const response = await fetch(o.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Razorpay-Webhook/v1',
          'x-razorpay-event-id': eventId,
          'x-razorpay-signature': signature,
        },
        body,
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
      });
      answer = String(response.status);
      await response.arrayBuffer();
    } catch (problem) {
      if (ending.signal.aborted) return;
      answer = (problem as Error).name === 'TimeoutError' ? `none within ${ANSWER_MILLISECONDS / 1000} s` : 'no connection';
    }
    const pause = Math.min(FIRST_PAUSE * 2 ** tries, LONGEST_PAUSE);
    const status = answer.startsWith('2') ? 'delivered' : forged ? 'refused' : now() - createdAt > GIVEN_UP_AFTER ? 'given-up' : 'waiting';
    if (status !== 'delivered') o.log.info(`webhook ${event} (${eventId}): ${answer}, ${status}`);
    answered.run(status, answer, now() + pause, number);
  };

  const releaseHeld = () => {
    const at = now();
    const rows = held.all() as { number: number; held_by: string; created_at: number }[];
    for (const [faultId, group] of Map.groupBy(rows, ({ held_by: by }) => by)) {
      const fault = faults.list().find(({ id }) => id === faultId);
      const more = fault && (fault.times ?? 1) > 0 && (fault.until === undefined || Date.parse(fault.until) > at);
      const since = Math.min(...group.map(({ created_at: createdAt }) => createdAt));
      if (more && at - since < (fault.milliseconds ?? HELD_MILLISECONDS)) continue;
      for (const [index, { number }] of group.entries()) release.run(at - index, number);
    }
  };

  const look = () => {
    if (!started || ending.signal.aborted) return;
    releaseHeld();
    for (const [orderId, rows] of Map.groupBy(due.all(now()) as Row[], ({ order_id: id }) => id)) {
      if (busy.has(orderId)) continue;
      const sendAll = async () => {
        for (const row of rows) if (!ending.signal.aborted) await send(row);
      };
      const sending = sendAll()
        .catch((problem: Error) => o.log.error(`webhooks of ${orderId}: ${problem.message}`))
        .finally(() => {
          busy.delete(orderId);
          // What came meanwhile.
          setImmediate(look);
        });
      busy.set(orderId, sending);
    }
  };

  return {
    /** Sends what is due; nothing is sent before the first call, when nobody would answer yet. */
    look(): void {
      started = true;
      look();
    },
    /** Within the caller's transaction: what happened is told, or it did not happen. */
    notify(event: WebhookEvent, orderId: string, entities: Record<string, Entity>): void {
      const at = now();
      const take = (kind: Fault['kind']) => faults.take(kind, ({ event: only }) => only === undefined || only === event);
      const body = JSON.stringify({
        entity: 'event',
        account_id: o.accountId,
        event,
        contains: Object.keys(entities),
        payload: Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }])),
        created_at: Math.floor(at / 1000),
      });
      const eventId = randomText(14);
      const late = take('webhook-late');
      const reordered = take('webhook-reordered');
      const status = take('webhook-lost') ? 'lost' : reordered ? 'held' : 'waiting';
      const nextAt = at + (late ? (late.milliseconds ?? LATE_MILLISECONDS) : 0);
      if (take('webhook-forged')) add.run(randomText(14), event, orderId, body, 1, 'waiting', null, at, at);
      add.run(eventId, event, orderId, body, 0, status, reordered?.id ?? null, nextAt, at);
      if (take('webhook-repeated')) add.run(eventId, event, orderId, body, 0, status, reordered?.id ?? null, nextAt, at);
      setImmediate(look);
    },
    /** Newest first. */
    list: (): WebhookView[] =>
      newest.all().map((row) => ({
        number: Number(row.number),
        eventId: String(row.event_id),
        event: String(row.event),
        orderId: String(row.order_id),
        status: String(row.status) as WebhookView['status'],
        forged: row.forged === 1,
        tries: Number(row.tries),
        ...(row.answer === null ? {} : { answer: String(row.answer) }),
        ...(row.status === 'waiting' ? { nextAt: new Date(Number(row.next_at)).toISOString() } : {}),
        createdAt: new Date(Number(row.created_at)).toISOString(),
      })),
    /** Whatever became of it before; false when there is none of that number. */
    sendAgain(number: number): boolean {
      const known = again.run(now(), now(), number).changes === 1;
      setImmediate(look);
      return known;
    },
    async stop(): Promise<void> {
      ending.abort();
      await Promise.all(busy.values());
    },
  };
};
