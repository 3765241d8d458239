import { randomUUID } from 'node:crypto';

import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { LetterRequested } from '../../../events/consultation-notes/letter-requested.v1.ts';
import { Table } from '../table/table.ts';
import { lambdaContext } from '../testing/caller.ts';
import { startTestTable, type TestTable } from '../testing/table.ts';
import { consumer, type Effect } from './consumer.ts';
import { ledgerEntry } from './lease.ts';

let store: TestTable;
let clock: number;
const surroundings = { clock: () => clock, newId: randomUUID };

beforeAll(async () => {
  store = await startTestTable();
});
afterAll(() => store.stop());
beforeEach(() => {
  clock = Date.parse('2026-11-20T07:05:00Z');
});

type Data = { noteId: string; version: number };

const eventOf = (id = randomUUID()) => ({
  id,
  name: 'letter-requested',
  version: 1,
  at: '2026-11-20T07:05:00Z',
  correlationId: 'c',
  data: { noteId: 'n', version: 1 },
});
const batch = (...details: unknown[]): SQSEvent =>
  ({ Records: details.map((detail, index) => ({ messageId: `m${index}`, body: JSON.stringify({ detail }) })) }) as unknown as SQSEvent;

const letters = (effect: Effect<Data>, table: () => Table = () => store.table) => {
  const handle = consumer('letters', [LetterRequested], effect, { surroundings, table });
  return (...details: unknown[]) => handle(batch(...details), lambdaContext());
};

/** A table on which the nth transaction fails, as if the process were killed there. */
const failingOn = (nth: number) => {
  let count = 0;
  class Failing extends Table {
    override async transact(...args: Parameters<Table['transact']>) {
      count += 1;
      if (count === nth) throw new Error('killed');
      return super.transact(...args);
    }
  }
  const table = new Failing('arogya-test', store.client);
  return () => table;
};

describe('a consumer', () => {
  test('carries out an event once, however often it is delivered, in one batch or many, at once or one after the other', async () => {
    const sent: string[] = [];
    const deliver = letters(async ({ id }) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      sent.push(id);
      return { done: 'ses-1' };
    });
    const event = eventOf();
    await Promise.all(Array.from({ length: 20 }, () => deliver(event)));
    await deliver(event, event, event);
    expect(sent).toEqual([event.id]);
    expect(await store.table.find(ledgerEntry, { consumer: 'letters', eventId: event.id })).toMatchObject({
      state: 'sent',
      outcome: 'ses-1',
    });
  });

  test('reports the message that failed and no other', async () => {
    const bad = eventOf();
    const deliver = letters(async ({ id }) => {
      if (id === bad.id) throw new Error('refused');
      return { done: 'ok' };
    });
    const { batchItemFailures } = await deliver(eventOf(), bad, eventOf(), { not: 'an event' });
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m1', 'm3']);
  });

  test('tries again at the next delivery when the effect failed for sure', async () => {
    let tries = 0;
    const deliver = letters(async () => {
      tries += 1;
      if (tries < 3) throw new Error('SES is away');
      return { done: 'ok' };
    });
    const event = eventOf();
    expect((await deliver(event)).batchItemFailures).toHaveLength(1);
    expect((await deliver(event)).batchItemFailures).toHaveLength(1);
    expect((await deliver(event)).batchItemFailures).toHaveLength(0);
    expect(tries).toBe(3);
  });

  test('that was killed before the effect sends once the lease is over: never zero times', async () => {
    const event = eventOf();
    const hung = letters(() => new Promise(() => undefined));
    void hung(event);
    await new Promise((resolve) => setTimeout(resolve, 50));
    let sent = 0;
    const deliver = letters(async () => {
      sent += 1;
      return { done: 'ok' };
    });
    expect((await deliver(event)).batchItemFailures).toHaveLength(1);
    clock += 60_000;
    expect((await deliver(event)).batchItemFailures).toHaveLength(0);
    expect(sent).toBe(1);
  });

  test('that could not record what it has sent keeps trying to, so that nothing is sent twice', async () => {
    let sent = 0;
    const effect: Effect<Data> = async () => {
      sent += 1;
      return { done: 'ok' };
    };
    const event = eventOf();
    expect((await letters(effect, failingOn(2))(event)).batchItemFailures).toHaveLength(0);
    await letters(effect)(event);
    expect(sent).toBe(1);
  });

  test('that was killed between the effect and its record sends a second time, and counts it', async () => {
    let sent = 0;
    const event = eventOf();
    const killed = letters(() => {
      sent += 1;
      return new Promise(() => undefined);
    });
    void killed(event);
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock += 60_000;
    await letters(async () => {
      sent += 1;
      return { done: 'ok' };
    })(event);
    expect(sent).toBe(2);
    expect(await store.table.find(ledgerEntry, { consumer: 'letters', eventId: event.id })).toMatchObject({ state: 'sent', tries: 2 });
  });
});
