import { randomUUID } from 'node:crypto';

import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHAIN_START, canonicalHash } from '../shared/canonical.ts';
import { callerOf } from '../shared/testing/caller.ts';
import { startTestTable, type TestTable } from '../shared/testing/table.ts';
import type { Instant } from '../shared/values.ts';
import { addToChain, firstBrokenLink, linkOf } from './chain.ts';
import { type AuditEntry, auditRoutes } from './contract.ts';
import { auditApi } from './handler.ts';
import { auditEntry } from './items.ts';

let store: TestTable;
const at = '2026-11-20T07:05:00Z' as Instant;

beforeAll(async () => {
  store = await startTestTable();
});
afterAll(() => store.stop());

const accessTo = (subjectId: string, action = 'consultation-notes.get') => ({
  id: randomUUID(),
  at,
  data: { subjectId, actorId: 'd-1', actorRole: 'doctor' as const, action, kind: 'read' as const, resource: 'consultation-note#n-1' },
});
const chainOf = async (subjectId: string): Promise<AuditEntry[]> =>
  (await store.table.queryAll({ partition: `audit#${subjectId}`, beginsWith: 'entry#' })).map((item) => {
    const { subjectId: _subjectId, ...entry } = auditEntry.parse(item);
    return entry;
  });

describe('the audit chain of one person', () => {
  test('has a link for each access and only one, whatever is delivered twice or at once', async () => {
    const subjectId = randomUUID();
    const accesses = Array.from({ length: 12 }, () => accessTo(subjectId));
    await Promise.all([...accesses, ...accesses].map((access) => addToChain(store.table, access)));
    expect(await addToChain(store.table, accesses[3] as (typeof accesses)[number])).toBe('known');
    const chain = await chainOf(subjectId);
    expect(chain.map(({ number }) => number)).toEqual(accesses.map((_, index) => index + 1));
    expect(firstBrokenLink(chain)).toBeUndefined();
  });

  test('shows where somebody changed it in the table', async () => {
    const subjectId = randomUUID();
    for (let count = 0; count < 4; count += 1) await addToChain(store.table, accessTo(subjectId));
    await store.client.send(
      new UpdateCommand({
        TableName: store.table.name,
        Key: auditEntry.key({ subjectId, number: 2 }),
        UpdateExpression: 'SET #a = :a',
        ExpressionAttributeNames: { '#a': 'action' },
        ExpressionAttributeValues: { ':a': 'nothing' },
      }),
    );
    expect(firstBrokenLink(await chainOf(subjectId))).toBe(2);
  });

  test('breaks at whatever link is changed, taken out or swapped', () => {
    const chain: AuditEntry[] = [];
    for (let number = 1; number <= 8; number += 1)
      chain.push(linkOf(accessTo('p', `action-${number}`).data, at, number, chain.at(-1)?.hash ?? CHAIN_START));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 }), fc.constantFrom('change', 'drop', 'swap'), (index, how) => {
        const forged = structuredClone(chain);
        const link = forged[index];
        if (!link) return;
        if (how === 'change') link.resource = 'another';
        if (how === 'drop') forged.splice(index, 1);
        if (how === 'swap') forged.reverse();
        // Without its last link a chain is still whole: that is what the sealed heads are for.
        expect(firstBrokenLink(forged)).toBe(how === 'drop' && index === 7 ? undefined : how === 'swap' ? 1 : index + 1);
      }),
    );
  });

  test('says which looks nothing but an emergency allowed, and breaks where that is taken out', async () => {
    const subjectId = randomUUID();
    const { data, ...event } = accessTo(subjectId);
    await addToChain(store.table, { ...event, data: { ...data, breakGlass: true } });
    await addToChain(store.table, accessTo(subjectId));
    const as = callerOf(auditRoutes, auditApi({ table: () => store.table }));
    const { body } = await as({ accountId: subjectId, roles: ['patient'] }).call('listMine');
    expect(body.data.map(({ breakGlass }: AuditEntry) => breakGlass)).toEqual([undefined, true]);
    await store.client.send(
      new UpdateCommand({
        TableName: store.table.name,
        Key: auditEntry.key({ subjectId, number: 1 }),
        UpdateExpression: 'REMOVE breakGlass',
      }),
    );
    expect(firstBrokenLink(await chainOf(subjectId))).toBe(1);
  });

  test('keeps the links from before there were such looks', () => {
    const { action, kind, actorId, actorRole, resource } = accessTo('p').data;
    const before = { number: 1, at, action, kind, actor: { accountId: actorId, role: actorRole }, resource, previousHash: CHAIN_START };
    expect(linkOf(accessTo('p').data, at, 1, CHAIN_START).hash).toBe(canonicalHash(before));
  });

  test('is shown to that person, newest first, in pages, and to nobody else', async () => {
    const as = callerOf(auditRoutes, auditApi({ table: () => store.table }));
    const accountId = randomUUID();
    for (let count = 0; count < 3; count += 1) await addToChain(store.table, accessTo(accountId));
    const first = (await as({ accountId, roles: ['patient'] }).call('listMine', { query: { limit: '2' } })).body;
    const second = (await as({ accountId, roles: ['patient'] }).call('listMine', { query: { limit: '2', cursor: first.meta.nextCursor } }))
      .body;
    expect([...first.data, ...second.data].map(({ number }: AuditEntry) => number)).toEqual([3, 2, 1]);
    expect((await as({ accountId: randomUUID(), roles: ['patient'] }).call('listMine')).body.data).toEqual([]);
    expect((await as({ accountId, roles: ['admin'] }).call('listMine')).status).toBe(403);
  });
});
