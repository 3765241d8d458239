import type { Form, Weekday } from '../../../../functions/reminders/contract.ts';
import type { CallInput } from '../../shared/api/client.ts';
import { dayAfter } from '../../shared/i18n/dates.ts';
import type { Translate } from '../../shared/i18n/words.ts';
import { amountText, countOf } from './amounts.ts';
import type words from './medicines.en.ts';
import { localIn } from './zone-clock.ts';

export type ReminderBody = CallInput<'POST /reminders'>['body'];
export type Rule = Pick<ReminderBody, 'form' | 'instruction' | 'schedule' | 'startsOn' | 'endsOn'>;
export type ClockRule = Extract<Rule['schedule'], { kind: 'clock' }>;

/** The order in which a week is read here. */
export const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Words and formats of the screen's language. */
export type Wording = {
  readonly t: Translate<typeof words>;
  /** `8:00 am` of `08:00`. */
  readonly clock: (clock: string) => string;
  /** `Mon 23 Nov 2026` of `2026-11-23`. */
  readonly date: (day: string) => string;
  readonly list: (items: readonly string[]) => string;
};

/** `½ tablet`, `2 tablets`. */
export const doseAmount = (amount: number, form: Form, { t }: Pick<Wording, 't'>): string =>
  t(`unit.${form}`, { count: countOf(amount), amount: amountText(amount, form) });

/** `½ tablet after food`. */
export const doseText = (
  { amount, form, instruction }: Pick<Rule, 'form' | 'instruction'> & { readonly amount: number },
  wording: Wording,
) => {
  const { t } = wording;
  const what = doseAmount(amount, form, wording);
  return instruction === 'none' ? what : t('dose.with', { amount: what, instruction: t(`instruction.${instruction}`) });
};

/** `6 hours`, `1 hour 30 minutes`. */
export const spanText = (minutes: number, { t }: Pick<Wording, 't'>): string => {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return t('minutes', { count: rest });
  const whole = t('hours', { count: hours });
  return rest === 0 ? whole : t('hours-minutes', { hours: whole, minutes: t('minutes', { count: rest }) });
};

/** The last day of the course, itself included: as it is said, or as its steps end if that is sooner. */
export const lastDayOf = ({ schedule, startsOn, endsOn }: Pick<Rule, 'schedule' | 'startsOn' | 'endsOn'>): string | undefined => {
  if (schedule.kind !== 'clock' || schedule.taper === undefined) return endsOn;
  const stepsEnd = dayAfter(startsOn, schedule.taper.reduce((sum, { days }) => sum + days, 0) - 1);
  return endsOn !== undefined && endsOn < stepsEnd ? endsOn : stepsEnd;
};

const daysText = ({ weekdays, cycle }: ClockRule, { t, list }: Wording): string => {
  const onWeekdays =
    weekdays && t('rule.weekdays', { days: list(WEEKDAYS.filter((day) => weekdays.includes(day)).map((day) => t(`day.${day}`))) });
  const inCycle =
    cycle && t('rule.cycle', { on: t('rule.cycle.days', { count: cycle.daysOn }), off: t('rule.cycle.days', { count: cycle.daysOff }) });
  return onWeekdays && inCycle ? t('rule.and', { one: onWeekdays, other: inCycle }) : (onWeekdays ?? inCycle ?? t('rule.each-day'));
};

/** The start is said if it is still to come, or if days are counted from it. */
const rangeText = (rule: Rule, today: string, { t, date }: Wording): string => {
  const { schedule, startsOn } = rule;
  const lastDay = lastDayOf(rule);
  const from = startsOn > today || (schedule.kind === 'clock' && schedule.cycle !== undefined) ? date(startsOn) : undefined;
  const until = lastDay === undefined ? undefined : date(lastDay);
  if (from !== undefined && until !== undefined) return t('rule.span.both', { from, until });
  if (from !== undefined) return t('rule.span.from', { from });
  return until === undefined ? '' : t('rule.span.until', { until });
};

const clockRuleText = (rule: Rule, schedule: ClockRule, span: string, wording: Wording): string => {
  const { t, clock, list } = wording;
  const { form, instruction } = rule;
  const days = daysText(schedule, wording);
  const intakes = schedule.intakes.toSorted((one, other) => one.at.localeCompare(other.at));
  const times = list(intakes.map(({ at }) => clock(at)));
  const how = instruction === 'none' ? '' : t('rule.how', { instruction: t(`instruction.${instruction}`) });
  if (schedule.taper) {
    const steps = schedule.taper
      .map(({ days: count, amount }) => t('rule.step', { count, amount: doseAmount(amount, form, wording) }))
      .reduce((before, step) => t('rule.steps.then', { steps: before, step }));
    return t('rule.clock.steps', { days, times, how, steps, span });
  }
  const [first] = intakes;
  if (first && intakes.every(({ amount }) => amount === first.amount))
    return t(schedule.cycle ? 'rule.clock.cycle' : 'rule.clock', {
      days,
      times,
      dose: doseText({ form, instruction, amount: first.amount }, wording),
      span,
    });
  const doses = list(intakes.map(({ at, amount }) => t('dose.at', { dose: doseAmount(amount, form, wording), time: clock(at) })));
  return t('rule.clock.each', { days, doses, how, span });
};

/** The whole rule in a sentence, so that whoever typed it sees what was understood. `today` and `zone` are the reminder's. */
export const ruleText = (rule: Rule, { today, zone }: { readonly today: string; readonly zone: string }, wording: Wording): string => {
  const { t, date, clock } = wording;
  const { schedule, form, instruction } = rule;
  if (schedule.kind === 'clock') return clockRuleText(rule, schedule, rangeText(rule, today, wording), wording);
  const dose = doseText({ form, instruction, amount: schedule.amount }, wording);
  if (schedule.kind === 'interval') {
    const first = localIn(schedule.firstAt, zone);
    return t('rule.interval', {
      hours: spanText(schedule.everyHours * 60, wording),
      first: `${date(first.day)}, ${clock(first.clock)}`,
      dose,
      span: rule.endsOn === undefined ? '' : t('rule.span.until', { until: date(rule.endsOn) }),
    });
  }
  const { minimumGapMinutes, dailyMaximum } = schedule;
  return t('rule.as-needed', {
    dose,
    most: t('rule.as-needed.most', { count: dailyMaximum }),
    gap: minimumGapMinutes === 0 ? '' : t('rule.as-needed.gap', { time: spanText(minimumGapMinutes, wording) }),
    span: rangeText(rule, today, wording),
  });
};
