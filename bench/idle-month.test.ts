import { expect, test } from 'vitest';

import { costOfIdleMonth } from './idle-month.ts';

const nothing = { webAcls: 0, webAclRules: 0, keys: 0, secrets: 0, dashboards: 0, alarms: 0, fedFrom: 0 };
const rests = { calls: {}, transactedItems: [], writeUnits: 0, readUnits: 0 };
const dollars = (of: string, kept = nothing, sweep = rests) =>
  costOfIdleMonth(kept, sweep).find(({ what }) => what === of)?.dollars ?? Number.NaN;

test('a sweep that asks 225 times a minute costs more than a dollar a month, and one that asks twice as often twice that', () => {
  const asks = (readUnits: number) => dollars('sweep: table', nothing, { ...rests, readUnits });
  expect(asks(225)).toBeCloseTo(1.36);
  expect(asks(450)).toBeCloseTo(2 * asks(225));
});

test('a queue that nobody writes to is polled all the same', () => {
  expect(dollars('polling of queues', { ...nothing, fedFrom: 2 })).toBeCloseTo(0.52);
});

test('what is kept is paid for by the piece', () => {
  expect(dollars('WAF', { ...nothing, webAcls: 1, webAclRules: 4 })).toBe(9);
  expect(dollars('keys and secret', { ...nothing, keys: 2, secrets: 1 })).toBe(2.4);
});
