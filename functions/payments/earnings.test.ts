import { describe, expect, test } from 'vitest';

import type { Instant, Paise } from '../shared/values.ts';
import type { PaymentStatus } from './contract.ts';
import { earningsOf, monthBounds } from './earnings.ts';

const earning = (visitAt: string, status: PaymentStatus, captured = 0, refunded = 0, due = 0) => ({
  visitAt: visitAt as Instant,
  status,
  capturedPaise: captured as Paise,
  refundedPaise: refunded as Paise,
  refundDuePaise: due as Paise,
});

test.each([
  ['2026-11', '2026-10-31T18:30:00Z', '2026-11-30T18:30:00Z'],
  ['2026-12', '2026-11-30T18:30:00Z', '2026-12-31T18:30:00Z'],
  ['2028-02', '2028-01-31T18:30:00Z', '2028-02-29T18:30:00Z'],
])('the month %s in India begins and ends at midnight there', (month, from, until) => {
  expect(monthBounds(month)).toEqual({ from, until });
});

describe('what a doctor earned', () => {
  test('is what was paid, less what went back and what will', () => {
    const earnings = earningsOf('2026-11', [
      earning('2026-11-20T04:30:00Z', 'paid', 50_000),
      earning('2026-11-20T05:00:00Z', 'partly-refunded', 50_000, 25_000),
      earning('2026-11-20T05:30:00Z', 'refunded', 50_000, 50_000),
      earning('2026-11-21T04:30:00Z', 'refund-due', 50_000, 0, 50_000),
      earning('2026-11-21T05:00:00Z', 'not-needed'),
    ]);
    expect(earnings).toEqual({
      month: '2026-11',
      appointments: 5,
      paidPaise: 200_000,
      refundedPaise: 75_000,
      refundDuePaise: 50_000,
      netPaise: 75_000,
      byDay: [
        { date: '2026-11-20', appointments: 3, netPaise: 75_000 },
        { date: '2026-11-21', appointments: 2, netPaise: 0 },
      ],
    });
  });

  test('does not count what nobody paid', () => {
    const unpaid: PaymentStatus[] = ['waiting', 'authorized', 'void'];
    const none = earningsOf(
      '2026-11',
      unpaid.map((status) => earning('2026-11-20T04:30:00Z', status)),
    );
    expect(none).toEqual({
      month: '2026-11',
      appointments: 0,
      paidPaise: 0,
      refundedPaise: 0,
      refundDuePaise: 0,
      netPaise: 0,
      byDay: [],
    });
  });

  test('belongs to the day in India, also before 05:30 in London', () => {
    expect(earningsOf('2026-11', [earning('2026-11-20T18:30:00Z', 'paid', 100)]).byDay).toMatchObject([{ date: '2026-11-21' }]);
    expect(earningsOf('2026-11', [earning('2026-11-20T18:29:59Z', 'paid', 100)]).byDay).toMatchObject([{ date: '2026-11-20' }]);
  });
});
