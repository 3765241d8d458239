import type { CancellationPolicy } from '../directory/contract.ts';
import { type Instant, millisecondsOf, type Paise } from '../shared/values.ts';
import type { RefundPreview } from './contract.ts';

const HOUR = 3_600_000;
const RUPEE = 100;

/**
 * What comes back of `paidPaise` if `by` cancels now, by the terms that the appointment was booked under. A part is
 * rounded up to whole rupees, in the patient's favour; exactly at a limit counts as in time. `kind` says what `paise` is,
 * so that a partial refund of everything is `full` and one of nothing `none`.
 */
export const refundOf = ({
  policy,
  paidPaise,
  startsAt,
  now,
  by,
}: {
  policy: CancellationPolicy;
  paidPaise: Paise;
  startsAt: Instant;
  now: Instant;
  by: 'patient' | 'doctor';
}): RefundPreview => {
  const notice = millisecondsOf(startsAt) - millisecondsOf(now);
  const percent =
    by === 'doctor' || notice >= policy.fullHours * HOUR ? 100 : notice >= policy.partialHours * HOUR ? policy.partialPercent : 0;
  const paise = Math.min(paidPaise, Math.ceil((paidPaise * percent) / 100 / RUPEE) * RUPEE) as Paise;
  return { kind: paise === 0 ? 'none' : paise === paidPaise ? 'full' : 'partial', paise };
};
