import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CancellationPolicy } from '../directory/contract.ts';
import { Instant, later, Paise } from '../shared/values.ts';
import { refundOf } from './refund-policy.ts';

const startsAt = Instant.parse('2028-02-29T04:30:00Z');
const HOUR = 3600;
const refund = (
  secondsBefore: number,
  {
    paid = 50_000,
    by = 'patient' as 'patient' | 'doctor',
    ...terms
  }: Partial<CancellationPolicy> & { paid?: number; by?: 'patient' | 'doctor' } = {},
) => {
  const policy = CancellationPolicy.parse({ fullHours: 24, partialHours: 4, partialPercent: 50, ...terms });
  const { kind, paise } = refundOf({ policy, paidPaise: Paise.parse(paid), startsAt, now: later(startsAt, -secondsBefore), by });
  return [kind, paise];
};

describe('a patient who cancels', () => {
  test.each([
    ['exactly at the limit gets everything back', 24 * HOUR, {}, 'full', 50_000],
    ['a second later gets a part', 24 * HOUR - 1, {}, 'partial', 25_000],
    ['exactly at the second limit gets a part', 4 * HOUR, {}, 'partial', 25_000],
    ['a second later gets nothing', 4 * HOUR - 1, {}, 'none', 0],
    ['after the start gets nothing, even by terms of 0 hours', -1, { fullHours: 0, partialHours: 0 }, 'none', 0],
    ['at the start gets everything by terms of 0 hours', 0, { fullHours: 0, partialHours: 0 }, 'full', 50_000],
    ['gets a part of 100 % as everything', 5 * HOUR, { partialPercent: 100 }, 'full', 50_000],
    ['gets a part of 0 % as nothing', 5 * HOUR, { partialPercent: 0 }, 'none', 0],
    ['gets a broken rupee whole', 5 * HOUR, { paid: 49_900, partialPercent: 33 }, 'partial', 16_500],
    ['gets a rupee for one hundredth of a rupee', 5 * HOUR, { paid: 10_000, partialPercent: 1 }, 'partial', 100],
    ['gets whole rupees as they are', 5 * HOUR, { paid: 70_000, partialPercent: 29 }, 'partial', 20_300],
    ['never gets more than was paid', 5 * HOUR, { paid: 150, partialPercent: 99 }, 'full', 150],
    ['gets nothing back of nothing', 48 * HOUR, { paid: 0 }, 'none', 0],
    ['gets an odd sum back whole', 48 * HOUR, { paid: 12_345 }, 'full', 12_345],
  ] as const)('%s', (_, secondsBefore, given, kind, paise) => {
    expect(refund(secondsBefore, given)).toEqual([kind, paise]);
  });
});

describe('a doctor who cancels', () => {
  test.each([48 * HOUR, 1, 0, -HOUR])('gives everything back %i seconds before the start', (secondsBefore) => {
    expect(refund(secondsBefore, { by: 'doctor' })).toEqual(['full', 50_000]);
  });
  test('gives nothing back of nothing', () => {
    expect(refund(HOUR, { by: 'doctor', paid: 0 })).toEqual(['none', 0]);
  });
});

const anyPolicy = fc
  .record({
    partialHours: fc.integer({ min: 0, max: 168 }),
    more: fc.integer({ min: 0, max: 168 }),
    partialPercent: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ partialHours, more, partialPercent }) =>
    CancellationPolicy.parse({ fullHours: Math.min(168, partialHours + more), partialHours, partialPercent }),
  );
const anyPaid = fc.integer({ min: 0, max: 10_000_000 }).map((paise) => Paise.parse(paise));

test('nobody gets more than was paid, and whoever cancels earlier never gets less', () => {
  const anyNotice = fc.integer({ min: -2 * HOUR, max: 170 * HOUR });
  fc.assert(
    fc.property(anyPolicy, anyPaid, anyNotice, anyNotice, (policy, paidPaise, one, other) => {
      const after = (notice: number) => refundOf({ policy, paidPaise, startsAt, now: later(startsAt, -notice), by: 'patient' });
      const early = after(Math.max(one, other));
      const late = after(Math.min(one, other));
      expect(early.paise).toBeGreaterThanOrEqual(late.paise);
      for (const { kind, paise } of [early, late]) {
        expect(paise).toBeGreaterThanOrEqual(0);
        expect(paise).toBeLessThanOrEqual(paidPaise);
        expect(kind === 'none').toBe(paise === 0);
        expect(kind === 'full').toBe(paise > 0 && paise === paidPaise);
        if (kind === 'partial') expect(paise % 100).toBe(0);
      }
    }),
    { numRuns: 500 },
  );
});

test('a part is at least what its percentage says, and less than a rupee more', () => {
  fc.assert(
    fc.property(anyPolicy, anyPaid, (policy, paidPaise) => {
      fc.pre(policy.partialHours < policy.fullHours);
      const { paise } = refundOf({ policy, paidPaise, startsAt, now: later(startsAt, -policy.partialHours * HOUR), by: 'patient' });
      const exact = BigInt(paidPaise) * BigInt(policy.partialPercent);
      expect(BigInt(paise) * 100n >= exact).toBe(true);
      expect(BigInt(paise) * 100n < exact + 10_000n).toBe(true);
    }),
    { numRuns: 300 },
  );
});
