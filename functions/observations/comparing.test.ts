import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { Table } from '../shared/table/table.ts';
import type { Account } from '../shared/testing/caller.ts';
import type { ComparedMarker } from './contract.ts';
import { type HealthRecords, haemoglobin, hba1c, openHealthRecords } from './testing/health-records.ts';

let records: HealthRecords;
let asha: Account;
beforeAll(async () => {
  records = await openHealthRecords();
});
afterAll(() => records.stop());
beforeEach(async () => {
  asha = await records.addPatient();
});

const accepted = (values: readonly object[]) =>
  values.flatMap((_, index) => (['unusual', 'do-not-fit', 'far-from-last'] as const).map((kind) => ({ kind, index })));
const add = async (...values: object[]) => expect((await records.add(asha, values, { accepted: accepted(values) })).status).toBe(201);

const allOf = async <Item>(route: 'listDays' | 'compare', query: Record<string, string>): Promise<Item[]> => {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const { status, body } = await records.as(asha).call(route, { query: { ...query, ...(cursor ? { cursor } : {}) } });
    expect(status).toBe(200);
    all.push(...body.data);
    cursor = body.meta.nextCursor;
  } while (cursor);
  return all;
};
const compared = async (earlier: string, later: string, limit = '100') =>
  (await allOf<ComparedMarker>('compare', { earlier, later, limit })).map((each) => [
    each.code,
    each.earlier && `${each.earlier.value} on ${each.earlier.at}`,
    `${each.later.value} on ${each.later.at}`,
  ]);

test.each(['1', '2', '7', '100'])('a patient finds every day with values once, newest first, asking for %s at a time', async (limit) => {
  // Half past midnight in India is the day before in UTC.
  await add(hba1c('6.1', '2026-01-01'), hba1c('6.2', '2026-03-01'), hba1c('6.3', '2026-05-01'), hba1c('6.4', '2026-07-01'));
  await add(haemoglobin('12', '2026-02-01'), haemoglobin('12.1', '2026-06-30T19:00:00Z'), haemoglobin('12.2', '2026-07-01T03:00:00Z'));
  await add({ code: '2345-7', value: '90', unit: 'mg/dL', at: '2026-06-30' });
  // Several values a day push older days of their marker out of what is read at once; those of others must wait for them.
  const pulse = (at: string) => ({ code: '8867-4', value: '70', unit: '/min', at });
  await add(...['02', '03', '04', '05', '06', '07', '08'].map((hour) => pulse(`2026-07-02T${hour}:00:00Z`)), pulse('2026-06-15'));
  expect(await allOf('listDays', { limit })).toEqual([
    '2026-07-02',
    '2026-07-01',
    '2026-06-30',
    '2026-06-15',
    '2026-05-01',
    '2026-03-01',
    '2026-02-01',
    '2026-01-01',
  ]);
});

test('a patient without values has no day to choose', async () => {
  expect(await allOf('listDays', {})).toEqual([]);
  expect(await compared('2026-01-01', '2026-02-01')).toEqual([]);
});

test.each(['1', '100'])('each marker is shown as it was known on both days, %s to a page', async (limit) => {
  await add(
    hba1c('6.1', '2026-01-01'),
    hba1c('6.5', '2026-03-01T18:00:00Z'),
    hba1c('6.9', '2026-03-01T19:00:00Z'),
    hba1c('7.3', '2026-08-01'),
  );
  await add(haemoglobin('12', '2026-02-01'), haemoglobin('12.4', '2026-04-01'));
  await add({ code: '2345-7', value: '90', unit: 'mg/dL', at: '2026-09-01' });
  await add({ code: '8480-6', value: '120', unit: 'mm[Hg]', at: '2026-01-05' });
  // The value of 19:00 UTC is of 2 March in India.
  expect((await compared('2026-03-01', '2026-08-31', limit)).sort()).toEqual(
    [
      ['718-7', '12 on 2026-02-01', '12.4 on 2026-04-01'],
      ['4548-4', '6.5 on 2026-03-01T18:00:00Z', '7.3 on 2026-08-01'],
      ['8480-6', '120 on 2026-01-05', '120 on 2026-01-05'],
    ].sort(),
  );
  // A value of the very day counts on that day, also where there is no other.
  expect(await compared('2026-08-01', '2026-09-01', limit)).toContainEqual(['2345-7', undefined, '90 on 2026-09-01']);
  expect(await compared('2025-12-31', '2026-01-01', limit)).toEqual([['4548-4', undefined, '6.1 on 2026-01-01']]);
});

test('how many queries a comparison costs does not depend on how long the history is', async () => {
  const queries = async (): Promise<number> => {
    let count = 0;
    const client = new Proxy(records.store.client, {
      get: (target, name) =>
        name === 'send'
          ? (command: Parameters<typeof target.send>[0]) => {
              if (command.constructor.name === 'QueryCommand') count += 1;
              return target.send(command);
            }
          : Reflect.get(target, name),
    });
    records.use(new Table(records.store.table.name, client));
    await compared('2026-01-10', '2026-10-05');
    records.use(records.store.table);
    return count;
  };
  const days = (count: number, month: string) =>
    Array.from({ length: count }, (_, day) => `2026-${month}-${String(day + 1).padStart(2, '0')}`);
  await add(...days(2, '01').map((day) => hba1c('6.1', day)), ...days(2, '11').map((day) => hba1c('6.2', day)));
  const few = await queries();
  await add(...days(20, '03').map((day) => hba1c('6.3', day)), ...days(20, '04').map((day) => hba1c('6.4', day)));
  expect(few).toBe(3);
  expect(await queries()).toBe(few);
});

test.each([
  ['compare', { earlier: '2026-02-01', later: '2026-02-01' }, 'query.later'],
  ['compare', { earlier: '2026-02-02', later: '2026-02-01' }, 'query.later'],
  ['compare', { earlier: '2026-02-01', later: '2026-02-30' }, 'query.later'],
  ['compare', { earlier: '2026-02-01', later: '2026-03-01', cursor: '1-1' }, 'query.cursor'],
  ['listDays', { cursor: 'yesterday' }, 'query.cursor'],
] as const)('%s of %o is refused and says where it is wrong', async (route, query, field) => {
  const { status, body } = await records.as(asha).call(route, { query });
  expect(status).toBe(422);
  expect(body.error.details.problems).toMatchObject([{ field }]);
});
