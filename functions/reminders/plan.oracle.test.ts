import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CalendarDate, type Instant, instantOf } from '../shared/values.ts';
import { dateIn } from '../shared/zones.ts';
import type { Intake, Schedule } from './contract.ts';
import {
  changedProgress,
  dosesOn,
  dosesUpTo,
  isSettled,
  nextDose,
  type PlannedDose,
  type Rule,
  resumedProgress,
  settled,
  startProgress,
} from './plan.ts';
import type { RuleFields } from './plan-days.ts';
import { cameDue, type Happening } from './testing/calendar-walk.ts';

/** `npm run test:deep` sets more. */
const RUNS = Number(process.env.AROGYA_SCHEDULES ?? 1_000);
const SEED = 20_261_123;

const ZONES = [
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Africa/Casablanca',
  'UTC',
  // The clocks change at midnight; the other side of the date line; a quarter of an hour.
  'Africa/Cairo',
  'Pacific/Pago_Pago',
  'Pacific/Chatham',
];

const instant = (second: number): Instant => instantOf(second * 1_000);
const second = (at: string) => Date.parse(at) / 1_000;
const dateAfter = (second: number, days: number): CalendarDate => CalendarDate.parse(instant(second + days * 86_400).slice(0, 10));

/** Days on which calendars and clocks are at their worst. */
const START = fc.oneof(
  fc.constantFrom(
    '2026-11-23',
    '2026-12-30',
    '2027-02-26',
    '2028-02-26',
    '2028-02-28',
    '2027-03-13',
    '2027-11-06',
    '2027-04-02',
    '2027-10-01',
    '2026-02-13',
    '2026-03-20',
    '2027-04-29',
    '2027-10-28',
  ),
  fc.integer({ min: 0, max: 1_500 }).map((days) => dateAfter(second('2026-06-01'), days)),
);

const AT = fc.oneof(
  fc.constantFrom('00:00', '00:30', '01:00', '01:30', '02:00', '02:15', '02:30', '03:00', '08:00', '20:00', '23:00', '23:59'),
  fc.integer({ min: 0, max: 1_439 }).map((minute) => new Date(minute * 60_000).toISOString().slice(11, 16)),
);
const AMOUNT = fc.integer({ min: 1, max: 8 }).map((quarters) => quarters / 4);
const INTAKES: fc.Arbitrary<Intake[]> = fc.uniqueArray(
  fc.record({ intakeId: fc.constantFrom('a1', 'a2', 'a3', 'a4'), at: AT, amount: AMOUNT }),
  { minLength: 1, maxLength: 4, selector: ({ intakeId }) => intakeId },
);
const WEEKDAYS = fc.option(fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, { minLength: 1 }), {
  nil: undefined,
  freq: 2,
});
const DAYS = fc.integer({ min: 1, max: 6 });
const CYCLE = fc.option(fc.record({ daysOn: DAYS, daysOff: DAYS }), { nil: undefined, freq: 2 });
const TAPER = fc.option(fc.array(fc.record({ days: DAYS, amount: AMOUNT }), { minLength: 1, maxLength: 4 }), { nil: undefined, freq: 2 });

/** Dates and instants of a rule are drawn by their distance from when it is made. */
type Drawn = { schedule: 'clock' | 'interval' | 'as-needed'; intakes: Intake[]; startsIn: number; lasts: number | undefined } & {
  weekdays: Extract<Schedule, { kind: 'clock' }>['weekdays'];
  cycle: { daysOn: number; daysOff: number } | undefined;
  taper: { days: number; amount: number }[] | undefined;
  everyHours: number;
  firstIn: number;
};
const DRAWN: fc.Arbitrary<Drawn> = fc.record({
  schedule: fc.oneof(
    { weight: 8, arbitrary: fc.constant('clock' as const) },
    { weight: 3, arbitrary: fc.constant('interval' as const) },
    { weight: 1, arbitrary: fc.constant('as-needed' as const) },
  ),
  intakes: INTAKES,
  weekdays: WEEKDAYS,
  cycle: CYCLE,
  taper: TAPER,
  startsIn: fc.integer({ min: -6, max: 4 }),
  lasts: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
  everyHours: fc.oneof(fc.constantFrom(1, 4, 6, 8, 12, 24), fc.integer({ min: 1, max: 168 })),
  firstIn: fc.integer({ min: -3 * 1_440, max: 2 * 1_440 }),
});

const scheduleOf = ({ schedule, intakes, weekdays, cycle, taper, everyHours, firstIn }: Drawn, now: number): Schedule => {
  if (schedule === 'interval') return { kind: 'interval', everyHours, firstAt: instant(now - (now % 60) + firstIn * 60), amount: 1 };
  if (schedule === 'as-needed') return { kind: 'as-needed', amount: 1, minimumGapMinutes: 0, dailyMaximum: 4 };
  return { kind: 'clock', intakes, ...(weekdays && { weekdays }), ...(cycle && { cycle }), ...(taper && { taper }) };
};
const fieldsOf = (drawn: Drawn, now: number): RuleFields => {
  const startsOn = dateAfter(now, drawn.startsIn);
  return {
    schedule: scheduleOf(drawn, now),
    startsOn,
    ...(drawn.lasts === undefined ? {} : { endsOn: dateAfter(second(startsOn), drawn.lasts) }),
  };
};

/** Only a part of a rule becomes another one, as a person edits; or all of it. */
const PARTS = ['at', 'intakes', 'weekdays', 'cycle', 'taper', 'dates', 'all'] as const;
const edited = (fields: RuleFields, part: (typeof PARTS)[number], drawn: Drawn, now: number): RuleFields => {
  const other = fieldsOf(drawn, now);
  if (part === 'dates') return { ...other, schedule: fields.schedule };
  if (part === 'all' || fields.schedule.kind !== 'clock') return other;
  const { schedule } = fields;
  if (part === 'at') {
    const intakes = schedule.intakes.map((intake, nth) => ({ ...intake, at: drawn.intakes[nth % drawn.intakes.length]?.at ?? intake.at }));
    return { ...fields, schedule: { ...schedule, intakes } };
  }
  const { [part]: _, ...rest } = schedule;
  return { ...fields, schedule: { ...rest, ...(drawn[part] && { [part]: drawn[part] }) } as Schedule };
};

const STEP = fc.record({
  /** Minutes after the step before; or seconds from the dose that comes next then. */
  when: fc.oneof(
    fc.integer({ min: 0, max: 4 * 1_440 }).map((minutes) => ({ minutes, fromNext: undefined })),
    fc.constantFrom(-61, -60, -1, 0, 1, 59, 60, 3_600).map((fromNext) => ({ minutes: 0, fromNext })),
  ),
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constant('edit' as const) },
    { weight: 3, arbitrary: fc.constant('travel' as const) },
    { weight: 2, arbitrary: fc.constant('edit-and-travel' as const) },
    { weight: 2, arbitrary: fc.constant('stop-or-resume' as const) },
    { weight: 2, arbitrary: fc.constant('answer-early' as const) },
  ),
  part: fc.oneof({ weight: 2, arbitrary: fc.constant('at' as const) }, { weight: 5, arbitrary: fc.constantFrom(...PARTS) }),
  drawn: DRAWN,
  zone: fc.constantFrom(...ZONES),
  which: fc.nat(20),
});

/** How the worker behaves: seconds by which it is late, one after the other; and how many doses it takes at a time. */
const WORKER = fc.record({
  late: fc.oneof(
    { weight: 1, arbitrary: fc.constant<number[]>([0]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(0, 0, 1, 59, 90, 3_600, 21_600, 400_000), { minLength: 1, maxLength: 6 }) },
  ),
  early: fc.array(fc.integer({ min: 1, max: 5_000 }), { maxLength: 3 }),
  atOnce: fc.constantFrom(1, 2, 20),
  /** Whether it writes how far it has come though nothing was due. */
  writesIdle: fc.boolean(),
});
type Worker = typeof WORKER extends fc.Arbitrary<infer T> ? T : never;
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

const AFTERWARDS = 4 * 86_400;

/** Lives through it all as the engine does, with one due item at a time, and tells what came due and when that was seen. */
const live = (start: number, firstZone: string, drawn: Drawn, steps: readonly Step[], worker: Worker) => {
  let [zone, now, running, looks] = [firstZone, start, true, 0];
  const fields = fieldsOf(drawn, now);
  let rule: Rule = { ...fields, progress: startProgress(fields, zone, instant(now)) };
  const happenings: Happening[] = [{ at: now, what: 'made', fields, zone }];
  const seen: { name: string; dueAt: string; seenAt: string }[] = [];

  const give = (doses: readonly PlannedDose[]) => {
    for (const { name, dueAt } of doses) seen.push({ name, dueAt, seenAt: instant(now) });
    const names = doses.map(({ name }) => name);
    // By the interval what is over must be known to be over, else a journey to the west lengthens the last day.
    if (names.length === 0 && !worker.writesIdle && rule.schedule.kind !== 'interval') return;
    rule = { ...rule, progress: settled(rule, zone, names, instant(now)) };
  };
  const giveAll = () => give(running ? dosesUpTo(rule, zone, instant(now)) : []);
  /** The due item's time, if there is one. */
  const next = () => (running ? (dosesUpTo(rule, zone, instant(now))[0] ?? nextDose(rule, zone, instant(now))) : undefined);
  const passTo = (end: number) => {
    for (let dose = next(); dose; dose = next()) {
      const late = worker.late[looks++ % worker.late.length] ?? 0;
      const at = Math.max(now, second(dose.dueAt)) + late;
      if (at > end) break;
      // A message that came too early, or a second time: nothing may come of it.
      const early = worker.early[looks % Math.max(1, worker.early.length)];
      if (early !== undefined && at - late - early > now) {
        now = at - late - early;
        give(dosesUpTo(rule, zone, instant(now)));
      }
      now = at;
      give(dosesUpTo(rule, zone, instant(now)).slice(0, worker.atOnce));
    }
    now = end;
  };

  for (const { when, what, part, drawn, zone: there, which } of steps) {
    const dose = when.fromNext === undefined ? undefined : next();
    passTo(Math.max(now, dose ? second(dose.dueAt) + (when.fromNext ?? 0) : now + when.minutes * 60 + (which % 3)));
    giveAll();
    if (what === 'travel') {
      zone = there;
      happenings.push({ at: now, what: 'travelled', zone });
    } else if (what === 'stop-or-resume') {
      running = !running;
      if (running) rule = { ...rule, progress: resumedProgress(rule, zone, instant(now)) };
      const { schedule, startsOn, endsOn } = rule;
      happenings.push(running ? { at: now, what: 'resumed', fields: { schedule, startsOn, endsOn }, zone } : { at: now, what: 'stopped' });
    } else if (what === 'answer-early') {
      const open = dosesOn(rule, zone, dateIn(instant(now), zone)).filter(({ name }) => !isSettled(rule.progress, name));
      const chosen = open[which % Math.max(1, open.length)];
      if (!running || !chosen) continue;
      rule = { ...rule, progress: settled(rule, zone, [chosen.name], instant(now)) };
      happenings.push({ at: now, what: 'answered', name: chosen.name });
    } else if (running) {
      if (what === 'edit-and-travel') zone = there;
      const fields = edited(rule, part, drawn, now);
      const { schedule, startsOn, endsOn } = fields;
      const progress = changedProgress(rule, { schedule, startsOn, endsOn }, zone, instant(now));
      rule = { schedule, startsOn, endsOn, progress };
      happenings.push({ at: now, what: 'edited', fields: { schedule, startsOn, endsOn }, zone });
    }
  }
  passTo(now + AFTERWARDS);
  giveAll();
  return { seen, happenings, end: now, rule };
};

const inOrder = <T extends { name: string }>(doses: readonly T[]) => doses.toSorted((one, other) => (one.name < other.name ? -1 : 1));

describe('whatever the rule, the zones and the edits', () => {
  test(
    'each dose that a walk through the calendar finds comes due once, at its instant, and no other',
    () => {
      let found = 0;
      fc.assert(
        fc.property(
          START,
          fc.integer({ min: 0, max: 86_399 }),
          fc.constantFrom(...ZONES),
          DRAWN,
          fc.array(STEP, { maxLength: 8 }),
          WORKER,
          (date, time, zone, drawn, steps, worker) => {
            const { seen, happenings, end, rule } = live(second(date) + time, zone, drawn, steps, worker);
            const expected = inOrder(cameDue(happenings, end));
            const punctual = worker.late.every((late) => late === 0);
            expect(inOrder(seen).map(({ name, dueAt, seenAt }) => [name, dueAt, punctual && seenAt])).toEqual(
              expected.map(({ name, dueAt, knownAt }) => [name, dueAt, punctual && knownAt]),
            );
            expect(rule.progress.settled.length).toBeLessThan(100);
            found += expected.length;
          },
        ),
        { numRuns: RUNS, seed: SEED },
      );
      // Else the walk compared nothing with nothing.
      expect(found).toBeGreaterThan(RUNS * 5);
    },
    RUNS * 100,
  );
});
