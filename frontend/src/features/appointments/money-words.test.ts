import { expect, test } from 'vitest';

import { backWord, hasReceipt, moneyWord, refundNow, refundRules } from './money-words.ts';

const rules = (fullHours: number, partialHours: number, partialPercent: number) =>
  refundRules({ fullHours, partialHours, partialPercent }).map(({ share, hours, percent }) => `${share} ${percent} % from ${hours} h`);

test('refund rules are said from the longest notice to the shortest', () => {
  expect(rules(24, 2, 50)).toEqual(['all 100 % from 24 h', 'part 50 % from 2 h', 'none 0 % from 0 h']);
});

test('a rule that can never hold is not said', () => {
  expect(rules(24, 24, 50)).toEqual(['all 100 % from 24 h', 'none 0 % from 0 h']);
  expect(rules(24, 2, 0)).toEqual(['all 100 % from 24 h', 'none 0 % from 0 h']);
  expect(rules(24, 0, 50)).toEqual(['all 100 % from 24 h', 'part 50 % from 0 h']);
  expect(rules(0, 0, 0)).toEqual(['all 100 % from 0 h']);
});

test('a part that is all of it is called all of it', () => {
  expect(rules(24, 2, 100)).toEqual(['all 100 % from 2 h', 'none 0 % from 0 h']);
});

test('the rule that holds now is named with the moment until which it does', () => {
  const policy = { fullHours: 24, partialHours: 2, partialPercent: 50 };
  const startsAt = '2026-11-23T05:00:00Z';
  const at = (now: string) => {
    const found = refundNow(policy, startsAt, Date.parse(now));
    return found && [found.rule.share, new Date(found.until).toISOString()];
  };
  expect(at('2026-11-20T00:00:00Z')).toEqual(['all', '2026-11-22T05:00:00.000Z']);
  expect(at('2026-11-22T05:00:00Z')).toEqual(['all', '2026-11-22T05:00:00.000Z']);
  expect(at('2026-11-22T05:00:01Z')).toEqual(['part', '2026-11-23T03:00:00.000Z']);
  expect(at('2026-11-23T04:00:00Z')).toEqual(['none', '2026-11-23T05:00:00.000Z']);
  expect(at('2026-11-23T05:00:01Z')).toBeUndefined();
});

test('before cancelling, one reads exactly what comes back', () => {
  expect(backWord({ kind: 'full', paise: 50_000 as never }, 50_000)).toBe('all');
  expect(backWord({ kind: 'partial', paise: 25_000 as never }, 50_000)).toBe('part');
  expect(backWord({ kind: 'none', paise: 0 as never }, 50_000)).toBe('none');
  expect(backWord({ kind: 'none', paise: 0 as never }, 0)).toBe('nothing-paid');
  expect(backWord(undefined, 50_000)).toBe('none');
});

test.each([
  ['CONFIRMED', 'paid', 'paid'],
  ['CONFIRMED', 'not-needed', 'free'],
  ['REQUESTED', 'waiting', 'waiting'],
  ['REQUESTED', 'authorized', 'authorized'],
  ['CANCELLED', 'waiting', 'nothing-paid'],
  ['CANCELLED', 'void', 'nothing-paid'],
  ['CANCELLED', 'paid', 'kept'],
  ['CANCELLED', 'refund-due', 'refund-due'],
  ['CANCELLED', 'refunded', 'refunded'],
  ['CANCELLED', 'partly-refunded', 'partly-refunded'],
  ['CANCELLED', 'refund-failed', 'refund-failed'],
] as const)('of a visit that is %s and %s, the money is said to be: %s', (status, paymentStatus, word) => {
  const money = { status, paymentStatus, feePaise: paymentStatus === 'not-needed' ? 0 : 50_000, refundedPaise: 0, refundDuePaise: 0 };
  expect(moneyWord(money as never)).toBe(word);
});

test('there is a receipt once money has moved', () => {
  expect(hasReceipt({ paymentStatus: 'paid' })).toBe(true);
  expect(hasReceipt({ paymentStatus: 'refunded' })).toBe(true);
  expect(hasReceipt({ paymentStatus: 'waiting' })).toBe(false);
  expect(hasReceipt({ paymentStatus: 'not-needed' })).toBe(false);
});
