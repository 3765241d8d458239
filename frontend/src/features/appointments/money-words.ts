import type { AppointmentDetail, AppointmentSummary, RefundPreview } from '../../../../functions/appointments/contract.ts';
import type { CancellationPolicy } from '../../../../functions/directory/contract.ts';

export type RefundRule = { readonly share: 'all' | 'part' | 'none'; readonly hours: number; readonly percent: number };

/** What comes back by how long before the start one cancels, the longest first; each rule from its `hours` on. */
export const refundRules = ({ fullHours, partialHours, partialPercent }: CancellationPolicy): RefundRule[] => {
  const all: RefundRule = { share: partialPercent === 100 ? 'all' : 'part', hours: partialHours, percent: partialPercent };
  const hasPart = partialPercent > 0 && partialHours < fullHours;
  const full: RefundRule = { share: 'all', hours: hasPart && all.share === 'all' ? partialHours : fullHours, percent: 100 };
  const rules = hasPart && all.share === 'part' ? [full, all] : [full];
  const last = rules[rules.length - 1];
  return last && last.hours > 0 ? [...rules, { share: 'none', hours: 0, percent: 0 }] : rules;
};

/** The rule that holds now, and until when: `until` is absent for the last one. */
export const refundNow = (
  policy: CancellationPolicy,
  startsAt: string,
  now: number,
): { readonly rule: RefundRule; readonly until: number } | undefined => {
  const rule = refundRules(policy).find(({ hours }) => now <= Date.parse(startsAt) - hours * 3_600_000);
  return rule && { rule, until: Date.parse(startsAt) - rule.hours * 3_600_000 };
};

/** What a cancellation now gives back, in words: which phrase of `cancel.back.*`. */
export const backWord = (preview: RefundPreview | undefined, paidPaise: number): 'nothing-paid' | 'all' | 'part' | 'none' =>
  paidPaise === 0 ? 'nothing-paid' : preview?.kind === 'full' ? 'all' : preview?.kind === 'partial' ? 'part' : 'none';

type Money = Pick<AppointmentDetail, 'refundedPaise' | 'refundDuePaise'> &
  Pick<AppointmentSummary, 'status' | 'paymentStatus' | 'feePaise'>;

/** Where the money of an appointment is: which phrase of `money.*`. */
export const moneyWord = ({ status, paymentStatus, feePaise }: Money) => {
  if (feePaise === 0 || paymentStatus === 'not-needed') return 'free';
  if (paymentStatus === 'paid') return status === 'CANCELLED' ? 'kept' : 'paid';
  if (paymentStatus === 'waiting') return status === 'CANCELLED' ? 'nothing-paid' : 'waiting';
  return paymentStatus === 'void' ? 'nothing-paid' : paymentStatus;
};

const withReceipt: readonly string[] = ['paid', 'refund-due', 'partly-refunded', 'refunded', 'refund-failed'];

/** Whether money has moved, so that there is a receipt. */
export const hasReceipt = ({ paymentStatus }: Pick<AppointmentSummary, 'paymentStatus'>): boolean => withReceipt.includes(paymentStatus);
