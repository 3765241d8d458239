import type { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type * as z from 'zod';

import { DoseDue } from '../events/reminders/dose-due.v1.ts';
import { SWEEP_GROUPS } from '../functions/due/contract.ts';
import { type Swept, sweep, sweepGroup } from '../functions/due/sweep.ts';
import { DUE_SHARDS, duePartition, minuteOf, schedule, shardOf } from '../functions/shared/due/due-item.ts';
import type { ItemKind, Key } from '../functions/shared/table/item.ts';
import { type QueryInput, Table } from '../functions/shared/table/table.ts';
import type { Write } from '../functions/shared/table/write.ts';
import { type Instant, later } from '../functions/shared/values.ts';
import { VirtualTime } from './virtual-time.ts';

/** CPU milliseconds that one call takes of its function's core, as `sweep-calls.ts` measures them. */
export type CallCosts = { readonly query: number; readonly deletion: number; readonly send: number };

/** How long a service takes to answer, in milliseconds: assumptions, rather slow than quick. */
export const latency = { query: 10, deletion: 12, send: 20, other: 8 } as const;
/** What one partition of DynamoDB bears in a second. */
export const partition = { writeUnits: 1_000, readUnits: 3_000 } as const;
/** A due item, as it is stored, fits one write unit; a strongly consistent read unit is 4 KB. */
const ITEM_BYTES = 600;

export type World = {
  readonly time: VirtualTime;
  readonly calls: { queries: number; deletions: number; sends: number; others: number };
  readonly units: { read: number; written: number };
  readonly handedOver: Map<string, number>;
  /** One minute's runs of the sweep, all groups at once. */
  readonly sweepMinute: () => Promise<Swept[]>;
  readonly perShard: readonly number[];
  /** An item as it is stored, and its bytes. */
  readonly sample: Record<string, unknown>;
  readonly itemBytes: number;
};

const MINUTE = '2026-11-23T02:30:00Z' as Instant;

/**
 * The real sweep in a town where `due` doses are due in one minute and `others` rest in later ones: a table and a queue that
 * answer after their time, partitions that bear no more than DynamoDB's, and a core for each run that does one call after the other.
 */
export const sweepWorld = (due: number, others: number, costs: CallCosts): World => {
  const time = new VirtualTime(Date.parse(MINUTE) + 2_000);
  const minute = minuteOf(MINUTE);
  const partitions = new Map<string, string[]>();
  for (let n = 0; n < due; n += 1) {
    const id = `dose-due#${n.toString(36)}#${MINUTE}`;
    const place = duePartition(minute, shardOf(id));
    const ids = partitions.get(place) ?? [];
    ids.push(id);
    partitions.set(place, ids);
  }
  // What rests, over the thirty days that follow. Its items are made when they are read: ten million do not fit a laptop.
  const resting = new Uint32Array(30 * 1_440 * DUE_SHARDS);
  for (let n = 0; n < others; n += 1) {
    const place = (n * 2_654_435_761) % resting.length;
    resting[place] = (resting[place] ?? 0) + 1;
  }
  const idsIn = (pk: string): readonly string[] => {
    const due = partitions.get(pk);
    if (due) return due;
    const [, at = '', shard = ''] = pk.split('#');
    const place = (Math.round((Date.parse(`${at}:00Z`) - Date.parse(MINUTE)) / 60_000) - 1) * DUE_SHARDS + Number(shard);
    return Array.from({ length: resting[place] ?? 0 }, (_, n) => `dose-due#rest-${place}-${n}`);
  };
  const perShard = Array.from({ length: DUE_SHARDS }, (_, shard) => partitions.get(duePartition(minute, shard))?.length ?? 0);
  const itemOf = (id: string) => {
    const event = DoseDue.of({ patientId: 'p'.repeat(36), reminderId: 'r'.repeat(36) });
    const { write } = schedule(id, event, MINUTE, { now: later(MINUTE, -86_400), correlationId: '1-69227d2e-8b1f' });
    return write.action.kind === 'put' ? write.action.item : undefined;
  };
  const calls = { queries: 0, deletions: 0, sends: 0, others: 0 };
  const units = { read: 0, written: 0 };
  const handedOver = new Map<string, number>();
  const marks = new Map<string, Record<string, unknown>>();
  const free = new Map<string, { read: number; written: number }>();

  /** When a partition has had so many units to spare. */
  const spare = (pk: string, kind: 'read' | 'written', count: number): number => {
    const known = free.get(pk) ?? { read: 0, written: 0 };
    const from = Math.max(known[kind], time.now);
    known[kind] = from + (count / (kind === 'read' ? partition.readUnits : partition.writeUnits)) * 1_000;
    free.set(pk, known);
    units[kind] += count;
    return from;
  };

  class Town extends Table {
    private core = 0;

    constructor() {
      super('town', undefined as never);
    }

    /** The call's share of the core first, then the answer's way. */
    async call(cpu: number, takes: number, from = time.now): Promise<void> {
      this.core = Math.max(this.core, time.now) + cpu;
      await time.sleepUntil(Math.max(this.core, from) + takes);
    }

    override async find<Schema extends z.ZodObject, KeyParts>(
      kind: ItemKind<Schema, KeyParts>,
      parts: KeyParts,
    ): Promise<z.infer<Schema> | undefined> {
      calls.others += 1;
      units.read += 1;
      await this.call(costs.query, latency.other);
      const stored = marks.get(kind.key(parts).pk);
      return stored && kind.parse(stored);
    }

    override async query({ partition: pk, limit = 100, cursor }: QueryInput) {
      calls.queries += 1;
      const ids = idsIn(pk);
      const start = Number(cursor ?? 0);
      // What was deleted meanwhile is gone from the front: the cursor counts what was there at first.
      const found = ids.slice(start, start + limit).map((id) => itemOf(id) as Record<string, unknown>);
      const from = spare(pk, 'read', Math.max(1, Math.ceil((found.length * ITEM_BYTES) / 4_096)));
      await this.call(found.length > 0 ? costs.query : costs.query / 4, latency.query, from);
      const nextCursor = start + limit < ids.length ? String(start + limit) : undefined;
      return { items: found, nextCursor };
    }

    override async removeAll(keys: readonly Key[]): Promise<void> {
      calls.deletions += 1;
      const from = Math.max(...keys.map(({ pk }) => spare(pk, 'written', 1)));
      await this.call(costs.deletion, latency.deletion, from);
    }

    override async transact(writes: readonly Write[]): Promise<void> {
      calls.others += 1;
      units.written += 2 * writes.length;
      await this.call(costs.deletion, latency.other);
      for (const { action } of writes) if (action.kind === 'put') marks.set(action.item.pk, action.item);
    }
  }

  const sweepMinute = () => {
    const runs = Array.from({ length: SWEEP_GROUPS }, (_, number) => {
      const table = new Town();
      const sqs = {
        send: async ({ input }: SendMessageBatchCommand) => {
          calls.sends += 1;
          await table.call(costs.send, latency.send);
          for (const { MessageBody } of input.Entries ?? []) {
            const { id } = (JSON.parse(MessageBody ?? '') as { detail: { id: string } }).detail;
            handedOver.set(id, (handedOver.get(id) ?? 0) + 1);
          }
          return { Successful: (input.Entries ?? []).map(({ Id }) => ({ Id })), Failed: [] };
        },
      };
      const started = time.now;
      return sweep({
        group: sweepGroup(number, SWEEP_GROUPS),
        table,
        sqs: sqs as unknown as Pick<SQSClient, 'send'>,
        queues: { 'dose-due': 'https://sqs.example/doses' },
        clock: () => time.now,
        timeLeft: () => 55_000 - (time.now - started),
      });
    });
    return time.pass(Promise.all(runs));
  };
  const sample = itemOf(`dose-due#0#${MINUTE}`) as Record<string, unknown>;
  const itemBytes = Buffer.byteLength(JSON.stringify(sample));
  return { time, calls, units, handedOver, sweepMinute, perShard, sample, itemBytes };
};

/** When the doses of the simulation are due, in milliseconds. */
export const DUE_AT = Date.parse(MINUTE);
