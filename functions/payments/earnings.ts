import { daysLater, instantOn } from '../shared/indian-day.ts';
import { type CalendarDate, type Instant, indianDateOf, type Paise } from '../shared/values.ts';
import type { Earnings } from './contract.ts';
import type { StoredPayment } from './items.ts';

type Earning = Pick<StoredPayment, 'visitAt' | 'status' | 'capturedPaise' | 'refundedPaise' | 'refundDuePaise'>;

/** The instants at which a month like `2026-11` begins and ends in Asia/Kolkata; the end is the next month's. */
export const monthBounds = (month: string): { from: Instant; until: Instant } => {
  const first = `${month}-01` as CalendarDate;
  // No month is longer than 31 days, and none is shorter than the one day that would be too many.
  const next = `${daysLater(first, 31).slice(0, 7)}-01` as CalendarDate;
  return { from: instantOn(first, 0), until: instantOn(next, 0) };
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
