import fc from 'fast-check';
import { expect, test } from 'vitest';

import { DeliveryState } from './contract.ts';
import { further, hasArrived, hasFailed, stateOf } from './delivery-states.ts';
import type { StoredDelivery } from './items.ts';

const ended = (receipts: readonly DeliveryState[]): DeliveryState => receipts.reduce(further, 'planned');

test('receipts come to the same end in any order, however often each comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...DeliveryState.options), { maxLength: 8 }),
      fc.array(fc.nat(7), { maxLength: 8 }),
      (receipts, again) => {
        const repeated = [...receipts, ...again.flatMap((index) => receipts[index] ?? [])];
        expect(ended([...repeated].reverse())).toBe(ended(receipts));
        expect(ended(repeated.toSorted())).toBe(ended(receipts));
      },
    ),
  );
});

test.each<[readonly DeliveryState[], DeliveryState]>([
  [['accepted', 'delivered'], 'delivered'],
  [['accepted', 'failed'], 'failed'],
  // A phone that was off: the carrier gave up, and then it came.
  [['accepted', 'failed', 'delivered'], 'delivered'],
  [['accepted', 'bounced'], 'bounced'],
  // The mail server took it, and its mailbox sent it back.
  [['accepted', 'delivered', 'bounced'], 'delivered'],
  [['accepted', 'delivered', 'complained'], 'complained'],
  [['skipped', 'accepted', 'delivered'], 'delivered'],
])('%j ends as %s', (receipts, end) => {
  expect(ended(receipts)).toBe(end);
});

test('what was accepted says so until more is known', () => {
  const at = '2026-11-23T04:30:00Z' as StoredDelivery['at'];
  expect(stateOf({ state: 'planned' })).toBe('planned');
  expect(stateOf({ state: 'planned', acceptedAt: at })).toBe('accepted');
  expect(stateOf({ state: 'skipped', acceptedAt: at })).toBe('accepted');
  expect(stateOf({ state: 'delivered', acceptedAt: at })).toBe('delivered');
});

test('no state has both arrived and failed', () => {
  for (const state of DeliveryState.options) expect(hasArrived(state) && hasFailed(state)).toBe(false);
});
