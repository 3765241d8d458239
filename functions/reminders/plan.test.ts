import { describe, expect, test } from 'vitest';

import { CalendarDate, Instant, instantOf } from '../shared/values.ts';
import type { Intake, Schedule } from './contract.ts';
import {
  changedProgress,
  dosesOn,
  dosesUpTo,
  isOver,
  isSettled,
  missedAt,
  nextDose,
  type Rule,
  resumedProgress,
  settled,
  startProgress,
} from './plan.ts';
import type { RuleFields } from './plan-days.ts';
import { cameDue } from './testing/calendar-walk.ts';

const INDIA = 'Asia/Kolkata';
const NEW_YORK = 'America/New_York';

const at = (text: string) => Instant.parse(text);
const on = (text: string) => CalendarDate.parse(text);
/** `2026-11-23 08:00` in India. */
const inIndia = (text: string) => instantOf(Date.parse(`${text.replace(' ', 'T')}:00+05:30`));

const intake = (time: string, intakeId = 'a1', amount = 1): Intake => ({ intakeId, at: time, amount });
type Clock = Extract<Schedule, { kind: 'clock' }>;
const byClock = (intakes: Intake[], rest: Omit<Partial<Clock>, 'kind' | 'intakes'> = {}): Clock => ({ kind: 'clock', intakes, ...rest });
const everyHours = (hours: number, firstAt: string): Schedule => ({ kind: 'interval', everyHours: hours, firstAt: at(firstAt), amount: 1 });

const fieldsOf = (schedule: Schedule, startsOn: string, endsOn?: string): RuleFields => ({
  schedule,
  startsOn: on(startsOn),
  ...(endsOn === undefined ? {} : { endsOn: on(endsOn) }),
});
const made = (fields: RuleFields, now: Instant, zone = INDIA): Rule => ({ ...fields, progress: startProgress(fields, zone, now) });

/** The rule with all that has come due behind it. */
const settledUpTo = (rule: Rule, now: Instant, zone = INDIA): Rule => {
  const names = dosesUpTo(rule, zone, now).map(({ name }) => name);
  return { ...rule, progress: settled(rule, zone, names, now) };
};
const edited = (rule: Rule, fields: RuleFields, now: Instant, zone = INDIA): Rule => ({
  ...fields,
  progress: changedProgress(settledUpTo(rule, now, zone), fields, zone, now),
});
const namesUpTo = (rule: Rule, now: Instant, zone = INDIA) => dosesUpTo(rule, zone, now).map(({ name }) => name);

/** Goes from one dose to the next as the engine does, `many` times or to the end. */
const oneByOne = (rule: Rule, from: Instant, many: number, zone = INDIA) => {
  const doses = [];
  let [current, now] = [rule, from];
  for (let next = nextDose(current, zone, now); next && doses.length < many; next = nextDose(current, zone, now)) {
    doses.push(next);
    now = next.dueAt;
    current = { ...current, progress: settled(current, zone, [next.name], now) };
  }
  return doses;
};

const MIDNIGHT = inIndia('2026-11-22 23:00');

describe('a medicine at times of the day', () => {
  test('is taken 21 days, then not for 7, round after round', () => {
    const rule = made(fieldsOf(byClock([intake('08:00')], { cycle: { daysOn: 21, daysOff: 7 } }), '2026-11-23'), MIDNIGHT);
    const days = oneByOne(rule, MIDNIGHT, 64).map(({ name }) => name.slice(0, 10));
    expect([days[0], days[20], days[21], days[41], days[42], days[62], days[63]]).toEqual([
      '2026-11-23',
      '2026-12-13',
      '2026-12-21',
      '2027-01-10',
      '2027-01-18',
      '2027-02-07',
      '2027-02-15',
    ]);
  });

  test('is tapered 3, 2, 1, and then the course is over', () => {
    const taper = [
      { days: 3, amount: 3 },
      { days: 2, amount: 2 },
      { days: 1, amount: 1 },
    ];
    const rule = made(fieldsOf(byClock([intake('08:00', 'a1', 9)], { taper }), '2026-11-23'), MIDNIGHT);
    expect(oneByOne(rule, MIDNIGHT, 100).map(({ name, amount }) => [name, amount])).toEqual([
      ['2026-11-23.a1', 3],
      ['2026-11-24.a1', 3],
      ['2026-11-25.a1', 3],
      ['2026-11-26.a1', 2],
      ['2026-11-27.a1', 2],
      ['2026-11-28.a1', 1],
    ]);
    expect(isOver(rule, INDIA, inIndia('2026-11-28 23:59'))).toBe(false);
    expect(isOver(rule, INDIA, inIndia('2026-11-29 00:00'))).toBe(true);
  });

  test('is taken by halves, each time of the day with its own amount', () => {
    const rule = made(fieldsOf(byClock([intake('20:00', 'b', 1), intake('08:00', 'a', 0.5)]), '2026-11-23'), MIDNIGHT);
    expect(dosesOn(rule, INDIA, on('2026-11-23'))).toEqual([
      { name: '2026-11-23.a', dueAt: '2026-11-23T02:30:00Z', amount: 0.5 },
      { name: '2026-11-23.b', dueAt: '2026-11-23T14:30:00Z', amount: 1 },
    ]);
  });

  test('is taken on Mondays only', () => {
    const rule = made(fieldsOf(byClock([intake('08:00')], { weekdays: ['mon'] }), '2026-11-24'), MIDNIGHT);
    expect(oneByOne(rule, MIDNIGHT, 3).map(({ name }) => name)).toEqual(['2026-11-30.a1', '2026-12-07.a1', '2026-12-14.a1']);
  });

  test('is taken on the 29th of February, and on the last day of each month', () => {
    const rule = made(fieldsOf(byClock([intake('08:00')]), '2028-01-30', '2028-03-01'), at('2028-01-01T00:00:00Z'));
    const days = oneByOne(rule, at('2028-01-01T00:00:00Z'), 100).map(({ name }) => name.slice(0, 10));
    expect(days).toHaveLength(32);
    expect(days.slice(-3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  });

  test('is taken from the first day to the last, both included, and not beyond', () => {
    const rule = made(fieldsOf(byClock([intake('00:00', 'a'), intake('23:59', 'b')]), '2026-11-24', '2026-11-25'), MIDNIGHT);
    expect(oneByOne(rule, MIDNIGHT, 9).map(({ name }) => name)).toEqual(['2026-11-24.a', '2026-11-24.b', '2026-11-25.a', '2026-11-25.b']);
  });

  test('never comes if its cycle and its weekdays never meet, and that is soon found', () => {
    const schedule = byClock([intake('08:00')], { cycle: { daysOn: 1, daysOff: 6 }, weekdays: ['tue'] });
    expect(nextDose(made(fieldsOf(schedule, '2026-11-23'), MIDNIGHT), INDIA, MIDNIGHT)).toBeUndefined();
  });

  test('is found though its cycle and its weekdays meet once in years', () => {
    const schedule = byClock([intake('08:00')], { cycle: { daysOn: 1, daysOff: 365 }, weekdays: ['sat'] });
    expect(nextDose(made(fieldsOf(schedule, '2026-11-23'), MIDNIGHT), INDIA, MIDNIGHT)?.name).toBe('2032-11-27.a1');
  });

  test('counts from the minute after it was entered', () => {
    const fields = fieldsOf(byClock([intake('08:00')]), '2026-11-23');
    const early = made(fields, at('2026-11-23T02:29:59Z'));
    const late = made(fields, at('2026-11-23T02:30:00Z'));
    expect(nextDose(early, INDIA, at('2026-11-23T02:29:59Z'))?.name).toBe('2026-11-23.a1');
    expect(nextDose(late, INDIA, at('2026-11-23T02:30:00Z'))?.name).toBe('2026-11-24.a1');
    expect(nextDose(early, INDIA, at('2026-11-23T02:30:00Z'))?.name).toBe('2026-11-24.a1');
    expect(dosesOn(late, INDIA, on('2026-11-23'))).toEqual([]);
  });

  test('comes at the end of an hour that the clocks leave out, and once in one that they show twice', () => {
    const start = at('2027-03-13T12:00:00Z');
    const spring = made(fieldsOf(byClock([intake('02:30')]), '2027-03-13'), start, NEW_YORK);
    expect(oneByOne(spring, start, 2, NEW_YORK).map(({ dueAt }) => dueAt)).toEqual(['2027-03-14T07:00:00Z', '2027-03-15T06:30:00Z']);
    const before = at('2027-11-06T12:00:00Z');
    const autumn = made(fieldsOf(byClock([intake('01:30')]), '2027-11-06'), before, NEW_YORK);
    expect(oneByOne(autumn, before, 2, NEW_YORK).map(({ dueAt }) => dueAt)).toEqual(['2027-11-07T05:30:00Z', '2027-11-08T06:30:00Z']);
  });
});

describe('over five years', () => {
  test('every 8 hours stays on the hour, through a leap day and changes of the clocks', () => {
    const rule = made(fieldsOf(everyHours(8, '2026-11-23T06:00:00Z'), '2026-11-23'), at('2026-11-23T05:00:00Z'), NEW_YORK);
    const doses = oneByOne(rule, at('2026-11-23T05:00:00Z'), 5_479, NEW_YORK);
    const first = Date.parse('2026-11-23T06:00:00Z');
    expect(doses.map(({ dueAt }) => Date.parse(dueAt))).toEqual(doses.map((_, nth) => first + nth * 8 * 3_600_000));
    expect(doses.at(-1)?.dueAt).toBe('2031-11-23T06:00:00Z');
    expect(dosesUpTo(rule, NEW_YORK, at('2031-11-23T06:00:00Z'))).toEqual(doses);
  });

  test.each([INDIA, 'Asia/Kathmandu', NEW_YORK, 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati', 'Africa/Casablanca', 'UTC'])(
    'each time of the day in %s comes once a day, at the instant that a walk through the calendar finds',
    (zone) => {
      const now = at('2026-11-22T00:00:00Z');
      const end = at('2031-11-28T00:00:00Z');
      const intakes = [intake('00:00', 'a'), intake('01:30', 'b'), intake('02:15', 'c'), intake('08:00', 'd'), intake('23:59', 'e')];
      const fields = fieldsOf(byClock(intakes), '2026-11-24', '2031-11-23');
      const doses = dosesUpTo(made(fields, now, zone), zone, end);
      expect(doses).toHaveLength(5 * (5 * 365 + 1));
      const walked = cameDue([{ at: Date.parse(now) / 1_000, what: 'made', fields, zone }], Date.parse(end) / 1_000);
      expect(new Map(doses.map(({ name, dueAt }) => [name, dueAt]))).toEqual(new Map(walked.map(({ name, dueAt }) => [name, dueAt])));
    },
  );

  test('what is remembered of the doses stays small, and a late look finds nothing twice', () => {
    let rule = made(fieldsOf(byClock([intake('08:00', 'a'), intake('20:00', 'b')]), '2026-11-23'), MIDNIGHT);
    const seen = [];
    for (let now = Date.parse(MIDNIGHT); now < Date.parse('2031-11-23'); now += 50 * 3_600_000) {
      seen.push(...namesUpTo(rule, instantOf(now)));
      rule = settledUpTo(rule, instantOf(now));
      expect(namesUpTo(rule, instantOf(now))).toEqual([]);
      expect(rule.progress.settled.length).toBeLessThanOrEqual(6);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(3_640);
  });
});

describe('a medicine every few hours', () => {
  test('begins at its first instant, and ends with the last day in the person’s zone', () => {
    const now = at('2026-11-23T00:00:00Z');
    const rule = made(fieldsOf(everyHours(6, '2026-11-23T06:30:00Z'), '2026-11-23', '2026-11-24'), now);
    expect(oneByOne(rule, now, 99).map(({ name }) => name)).toEqual([
      '2026-11-23T06:30:00Z',
      '2026-11-23T12:30:00Z',
      '2026-11-23T18:30:00Z',
      '2026-11-24T00:30:00Z',
      '2026-11-24T06:30:00Z',
      '2026-11-24T12:30:00Z',
    ]);
    expect(dosesOn(rule, INDIA, on('2026-11-24')).map(({ name }) => name)).toEqual([
      '2026-11-23T18:30:00Z',
      '2026-11-24T00:30:00Z',
      '2026-11-24T06:30:00Z',
      '2026-11-24T12:30:00Z',
    ]);
    expect(dosesOn(rule, INDIA, on('2026-11-25'))).toEqual([]);
  });

  test('keeps an earlier dose though a later one of the day was taken first', () => {
    const now = at('2026-11-23T01:00:00Z');
    const rule = made(fieldsOf(everyHours(6, '2026-11-23T06:00:00Z'), '2026-11-23'), now);
    const progress = settled(rule, INDIA, ['2026-11-23T12:00:00Z'], now);
    expect(oneByOne({ ...rule, progress }, now, 2).map(({ name }) => name)).toEqual(['2026-11-23T06:00:00Z', '2026-11-23T18:00:00Z']);
  });

  test('begins again from the change when the hours are changed', () => {
    const rule = made(fieldsOf(everyHours(8, '2026-11-23T06:00:00Z'), '2026-11-23'), at('2026-11-23T01:00:00Z'));
    const now = at('2026-11-23T15:00:00Z');
    const other = edited(rule, fieldsOf(everyHours(6, '2026-11-23T06:00:00Z'), '2026-11-23'), now);
    expect(dosesUpTo(other, INDIA, now)).toEqual([]);
    expect(nextDose(other, INDIA, now)?.name).toBe('2026-11-23T18:00:00Z');
  });
});

test('a medicine that is taken as needed never comes due', () => {
  const schedule: Schedule = { kind: 'as-needed', amount: 1, minimumGapMinutes: 240, dailyMaximum: 4 };
  const rule = made(fieldsOf(schedule, '2026-11-23', '2026-11-25'), MIDNIGHT);
  expect(nextDose(rule, INDIA, MIDNIGHT)).toBeUndefined();
  expect(dosesUpTo(rule, INDIA, inIndia('2026-11-30 00:00'))).toEqual([]);
  expect(dosesOn(rule, INDIA, on('2026-11-24'))).toEqual([]);
  expect(isOver(rule, INDIA, inIndia('2026-11-25 23:00'))).toBe(false);
  expect(isOver(rule, INDIA, inIndia('2026-11-26 00:00'))).toBe(true);
});

describe('when a person changes the times', () => {
  const start = inIndia('2026-11-20 12:00');
  const evening = fieldsOf(byClock([intake('20:00')]), '2026-11-20');
  const morning = fieldsOf(byClock([intake('08:00')]), '2026-11-20');
  const noon = inIndia('2026-11-23 12:00');

  test('an evening dose moved to this morning comes due at once', () => {
    expect(dosesUpTo(edited(made(evening, start), morning, noon), INDIA, noon)).toEqual([
      { name: '2026-11-23.a1', dueAt: '2026-11-23T02:30:00Z', amount: 1 },
    ]);
  });

  test('this morning’s dose moved to the evening does not come a second time', () => {
    const rule = edited(made(morning, start), evening, noon);
    expect(dosesUpTo(rule, INDIA, noon)).toEqual([]);
    expect(nextDose(rule, INDIA, noon)?.name).toBe('2026-11-24.a1');
  });

  test('a time that is added counts from then on', () => {
    const both = fieldsOf(byClock([intake('20:00'), intake('11:59', 'b1'), intake('12:01', 'c1')]), '2026-11-20');
    const rule = edited(made(evening, start), both, noon);
    expect(dosesUpTo(rule, INDIA, noon)).toEqual([]);
    expect(oneByOne(rule, noon, 3).map(({ name }) => name)).toEqual(['2026-11-23.c1', '2026-11-23.a1', '2026-11-24.b1']);
  });

  test('a time that is taken out is gone, and counts anew if it comes back', () => {
    const two = fieldsOf(byClock([intake('20:00'), intake('11:00', 'b1')]), '2026-11-20');
    const ten = inIndia('2026-11-23 10:00');
    const without = edited(made(two, start), evening, ten);
    expect(dosesOn(without, INDIA, on('2026-11-23')).map(({ name }) => name)).toEqual(['2026-11-23.a1']);
    const back = edited(without, two, noon);
    expect(dosesUpTo(back, INDIA, noon)).toEqual([]);
    expect(oneByOne(back, noon, 2).map(({ name }) => name)).toEqual(['2026-11-23.a1', '2026-11-24.b1']);
  });

  test('a dose that was before the reminder does not come with a later edit', () => {
    const rule = made(morning, inIndia('2026-11-23 12:00'));
    const next = inIndia('2026-11-24 07:00');
    const moved = edited(rule, evening, next);
    expect(dosesUpTo(moved, INDIA, next)).toEqual([]);
    expect(nextDose(moved, INDIA, next)?.name).toBe('2026-11-24.a1');
  });

  test('a day that is added does not bring back what is past of it, but what is still to come', () => {
    const mondays = fieldsOf(byClock([intake('08:00'), intake('20:00', 'b1')], { weekdays: ['mon'] }), '2026-11-16');
    const daily = fieldsOf(byClock([intake('08:00'), intake('20:00', 'b1')]), '2026-11-16');
    const tuesday = inIndia('2026-11-24 12:00');
    const rule = edited(made(mondays, inIndia('2026-11-16 00:00')), daily, tuesday);
    expect(dosesUpTo(rule, INDIA, tuesday)).toEqual([]);
    expect(nextDose(rule, INDIA, tuesday)?.name).toBe('2026-11-24.b1');
    const later = edited(rule, fieldsOf(byClock([intake('18:00'), intake('20:00', 'b1')]), '2026-11-16'), tuesday);
    expect(nextDose(later, INDIA, tuesday)?.name).toBe('2026-11-24.a1');
  });

  test('a dose that was taken early does not come due', () => {
    const rule = made(evening, start);
    const progress = settled(settledUpTo(rule, noon), INDIA, ['2026-11-23.a1'], noon);
    expect(isSettled(progress, '2026-11-23.a1')).toBe(true);
    expect(nextDose({ ...rule, progress }, INDIA, noon)?.name).toBe('2026-11-24.a1');
  });
});

describe('when a person travels', () => {
  const fields = fieldsOf(byClock([intake('08:00')]), '2026-11-20');

  test('to the west, the dose of this morning does not come again', () => {
    const now = inIndia('2026-11-23 09:00');
    const rule = settledUpTo(made(fields, inIndia('2026-11-20 12:00')), now);
    expect(dosesUpTo(rule, NEW_YORK, now)).toEqual([]);
    expect(nextDose(rule, NEW_YORK, now)).toMatchObject({ name: '2026-11-24.a1', dueAt: '2026-11-24T13:00:00Z' });
  });

  test('to the east, past the time of a dose, it comes at once', () => {
    const now = at('2026-11-23T12:00:00Z');
    const rule = settledUpTo(made(fields, at('2026-11-20T12:00:00Z'), NEW_YORK), now, NEW_YORK);
    expect(dosesUpTo(rule, INDIA, now)).toMatchObject([{ name: '2026-11-23.a1', dueAt: '2026-11-23T02:30:00Z' }]);
  });

  test('to a place where it is the day before yesterday, a time that is added there counts from then on', () => {
    // Wednesday 00:30 in Kiritimati is Monday 23:30 on Samoa’s other side of the date line.
    const now = at('2026-11-24T10:30:00Z');
    const [kiritimati, pagoPago] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'];
    const rule = settledUpTo(made(fields, at('2026-11-20T12:00:00Z'), kiritimati), now, kiritimati);
    const both = fieldsOf(byClock([intake('08:00'), intake('23:45', 'b1')]), '2026-11-20');
    const there: Rule = { ...both, progress: changedProgress(rule, both, pagoPago, now) };
    expect(oneByOne(there, now, 3, pagoPago).map(({ name }) => name)).toEqual(['2026-11-23.b1', '2026-11-24.b1', '2026-11-25.a1']);
  });

  test('over the date line and back, each day’s dose comes once', () => {
    const [samoa, kiritimati] = ['Pacific/Pago_Pago', 'Pacific/Kiritimati'];
    let rule = made(fields, at('2026-11-20T00:00:00Z'), samoa);
    const seen: string[] = [];
    for (let day = 21; day <= 28; day += 1) {
      const now = at(`2026-11-${day}T20:00:00Z`);
      const zone = day % 2 ? kiritimati : samoa;
      seen.push(...namesUpTo(rule, now, zone));
      rule = settledUpTo(rule, now, zone);
    }
    expect(seen.toSorted()).toEqual(['20', '21', '22', '23', '24', '25', '26', '27', '28'].map((day) => `2026-11-${day}.a1`));
  });
});

test('a reminder that runs again brings nothing of the time between, and nothing of this day twice', () => {
  const fields = fieldsOf(byClock([intake('08:00'), intake('20:00', 'b1'), intake('22:00', 'c1')]), '2026-11-20');
  const stoppedAt = inIndia('2026-11-23 09:00');
  const stopped = settledUpTo(made(fields, inIndia('2026-11-20 12:00')), stoppedAt);
  const withEarly = { ...stopped, progress: settled(stopped, INDIA, ['2026-11-23.b1'], stoppedAt) };
  const sameDay = inIndia('2026-11-23 19:00');
  const resumed = { ...withEarly, progress: resumedProgress(withEarly, INDIA, sameDay) };
  expect(oneByOne(resumed, sameDay, 2).map(({ name }) => name)).toEqual(['2026-11-23.c1', '2026-11-24.a1']);
  const aYearOn = inIndia('2027-11-23 19:00');
  const late = { ...withEarly, progress: resumedProgress(withEarly, INDIA, aYearOn) };
  expect(dosesUpTo(late, INDIA, aYearOn)).toEqual([]);
  expect(nextDose(late, INDIA, aYearOn)?.name).toBe('2027-11-23.b1');
});

test('after six hours in which nothing ran, each dose of that time is found, by time', () => {
  const rule = made(fieldsOf(byClock([intake('14:00', 'c'), intake('08:00', 'a'), intake('12:00', 'b')]), '2026-11-23'), MIDNIGHT);
  expect(namesUpTo(rule, inIndia('2026-11-23 13:59'))).toEqual(['2026-11-23.a', '2026-11-23.b']);
});

test('a day stays open as long as one of its doses has not had its turn', () => {
  const rule = made(fieldsOf(byClock([intake('08:00', 'a'), intake('20:00', 'b')]), '2026-11-23'), MIDNIGHT);
  const now = inIndia('2026-11-30 21:00');
  const others = namesUpTo(rule, now).filter((name) => name !== '2026-11-24.b');
  const progress = settled(rule, INDIA, others, now);
  expect(progress.settledBefore).toBe('2026-11-24');
  expect(namesUpTo({ ...rule, progress }, now)).toEqual(['2026-11-24.b']);
});

describe('a dose that nobody answers counts as missed', () => {
  test.each([
    ['four hours later, if the next one is far', byClock([intake('08:00')]), '2026-11-23.a1', '12:00'],
    ['four hours later, if the next one is eight hours away', byClock([intake('08:00'), intake('16:00', 'b1')]), '2026-11-23.a1', '12:00'],
    ['half way to the next one', byClock([intake('08:00'), intake('13:00', 'b1')]), '2026-11-23.a1', '10:30'],
    ['half way to the next one, of tomorrow', byClock([intake('02:00'), intake('23:00', 'b1')]), '2026-11-23.b1', '00:30'],
    ['of the next time, not of another at the same', byClock([intake('08:00'), intake('08:00', 'b1')]), '2026-11-23.a1', '12:00'],
    ['half an hour later, of one every hour', everyHours(1, '2026-11-23T02:30:00Z'), '2026-11-23T02:30:00Z', '08:30'],
  ])('%s', (_, schedule, name, clock) => {
    const rule = made(fieldsOf(schedule, '2026-11-23'), MIDNIGHT);
    const dose = dosesOn(rule, INDIA, on('2026-11-23')).find((each) => each.name === name);
    if (!dose) throw new Error(`${name} is not planned`);
    expect(missedAt(rule, INDIA, dose)).toBe(inIndia(`2026-11-${clock < '08:00' ? 24 : 23} ${clock}`));
  });
});
