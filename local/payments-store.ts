import type { DatabaseSync } from 'node:sqlite';

import type { Entity, Order, Payment, Refund } from './payments-entities.ts';

type Kinds = { order: Order; payment: Payment; refund: Refund };
export type Kind = keyof Kinds;

const parentOf = (entity: Entity): string | null =>
  entity.entity === 'payment' ? entity.order_id : entity.entity === 'refund' ? entity.payment_id : null;

/** The sandbox's orders, payments and refunds. */
export const openPaymentStore = (store: DatabaseSync) => {
  store.exec(`
    CREATE TABLE IF NOT EXISTS payment_entities (
      number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, parent TEXT, receipt TEXT,
      due_at INTEGER, capture_minutes INTEGER, entity TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS payment_entities_by_parent ON payment_entities (kind, parent);
    CREATE INDEX IF NOT EXISTS payment_entities_by_receipt ON payment_entities (kind, receipt);
    CREATE INDEX IF NOT EXISTS payment_entities_by_due ON payment_entities (due_at) WHERE due_at IS NOT NULL;
    CREATE TABLE IF NOT EXISTS payment_refund_keys (key TEXT PRIMARY KEY, request TEXT NOT NULL, refund TEXT NOT NULL);
  `);
  const save = store.prepare(
    `INSERT INTO payment_entities (id, kind, parent, receipt, due_at, entity) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, entity = excluded.entity`,
  );
  const limitCapture = store.prepare('UPDATE payment_entities SET capture_minutes = ? WHERE id = ?');
  const captureLimit = store.prepare('SELECT capture_minutes FROM payment_entities WHERE id = ?');
  const find = store.prepare('SELECT entity FROM payment_entities WHERE id = ? AND kind = ?');
  const list = store.prepare(
    `SELECT entity FROM payment_entities WHERE kind = ? AND (?2 IS NULL OR parent = ?2) AND (?3 IS NULL OR receipt = ?3)
     ORDER BY number DESC LIMIT ? OFFSET ?`,
  );
  const due = store.prepare('SELECT entity FROM payment_entities WHERE due_at <= ? ORDER BY due_at, number');
  const refundOfKey = store.prepare('SELECT request, refund FROM payment_refund_keys WHERE key = ?');
  const addRefundKey = store.prepare('INSERT INTO payment_refund_keys (key, request, refund) VALUES (?, ?, ?)');

  return {
    /** All of it is kept, or none. */
    transaction<T>(work: () => T): T {
      store.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        store.exec('COMMIT');
        return result;
      } catch (problem) {
        store.exec('ROLLBACK');
        throw problem;
      }
    },
    /** `dueAt` (epoch milliseconds): when something happens to it by itself; nothing any more without it. */
    save(entity: Entity, dueAt?: number): void {
      const receipt = entity.entity === 'payment' ? null : entity.receipt;
      save.run(entity.id, entity.entity, parentOf(entity), receipt, dueAt ?? null, JSON.stringify(entity));
    },
    /** How long after its beginning a payment of the order is still captured; for ever if nothing is said. */
    limitCapture: (orderId: string, minutes: number) => void limitCapture.run(minutes, orderId),
    captureLimit: (orderId: string): number => Number(captureLimit.get(orderId)?.capture_minutes ?? Number.POSITIVE_INFINITY),
    find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
      const row = find.get(id, kind);
      return row && (JSON.parse(String(row.entity)) as Kinds[K]);
    },
    /** Newest first, as Razorpay lists them. */
    list<K extends Kind>(kind: K, o: { parent?: string; receipt?: string | null; count?: number; skip?: number } = {}): Kinds[K][] {
      return list
        .all(kind, o.parent ?? null, o.receipt ?? null, o.count ?? 100, o.skip ?? 0)
        .map((row) => JSON.parse(String(row.entity)) as Kinds[K]);
    },
    due: (now: number): Entity[] => due.all(now).map((row) => JSON.parse(String(row.entity)) as Entity),
    refundOfKey(key: string): { request: string; refund: string } | undefined {
      const row = refundOfKey.get(key);
      return row && { request: String(row.request), refund: String(row.refund) };
    },
    addRefundKey: (key: string, request: string, refund: string) => void addRefundKey.run(key, request, refund),
  };
};

export type PaymentStore = ReturnType<typeof openPaymentStore>;
