import { type Instant, instantOf, millisecondsOf } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import type { Schedule } from './contract.ts';
import type { RuleFields } from './plan-days.ts';

type IntervalSchedule = Extract<Schedule, { kind: 'interval' }>;
export type IntervalRule = RuleFields & { schedule: IntervalSchedule };
export const isInterval = <T extends RuleFields>(rule: T): rule is T & IntervalRule => rule.schedule.kind === 'interval';

const HOUR = 3_600_000;

/**
 * The instants after one and up to another, in order, to the end of the last day in a zone. Each is counted from the first, never from the one before it, so
 * nothing that comes late moves the next one.
 */
export function* instantsBetween(rule: IntervalRule, zone: string, after: Instant, upTo?: Instant): Generator<Instant> {
  const { schedule, endsOn } = rule;
  const first = millisecondsOf(schedule.firstAt);
  const step = schedule.everyHours * HOUR;
  for (let nth = Math.max(0, Math.floor((millisecondsOf(after) - first) / step) + 1); ; nth += 1) {
    const at = instantOf(first + nth * step);
    if ((upTo !== undefined && at > upTo) || (endsOn !== undefined && dateIn(at, zone) > endsOn)) return;
    yield at;
  }
}
