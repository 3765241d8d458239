import { type CalendarDate, type Instant, indianDateOf, instantOf, type Paise } from '../shared/values.ts';
import type { Earnings } from './contract.ts';
import type { StoredPayment } from './items.ts';

type Earning = Pick<StoredPayment, 'visitAt' | 'status' | 'capturedPaise' | 'refundedPaise' | 'refundDuePaise'>;

/** The instants at which a month like `2026-11` begins and ends in Asia/Kolkata; the end is the next month's. */
export const monthBounds = (month: string): { from: Instant; until: Instant } => {
  const startOf = (year: number, index: number) => instantOf(Date.UTC(year, index, 1) - 330 * 60_000);
  const [year, number] = month.split('-').map(Number) as [number, number];
  return { from: startOf(year, number - 1), until: startOf(year, number) };
};

/** Somebody paid, or nothing was to pay. What was never paid brought nothing and was, for all that we know, no visit. */
const counts = ({ status, capturedPaise }: Earning): boolean => status === 'not-needed' || capturedPaise > 0;

const total = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const netOf = ({ capturedPaise, refundedPaise, refundDuePaise }: Earning): number => capturedPaise - refundedPaise - refundDuePaise;

/** What a doctor's appointments of a month brought, by the day of the visit. */
export const earningsOf = (month: string, payments: readonly Earning[]): Earnings => {
  const counted = payments.filter(counts);
  const days = Map.groupBy(counted, ({ visitAt }): CalendarDate => indianDateOf(visitAt));
  return {
    month,
    appointments: counted.length,
    paidPaise: total(counted.map(({ capturedPaise }) => capturedPaise)) as Paise,
    refundedPaise: total(counted.map(({ refundedPaise }) => refundedPaise)) as Paise,
    refundDuePaise: total(counted.map(({ refundDuePaise }) => refundDuePaise)) as Paise,
    netPaise: total(counted.map(netOf)),
    byDay: [...days]
      .map(([date, ofDay]) => ({ date, appointments: ofDay.length, netPaise: total(ofDay.map(netOf)) }))
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
};
