import { describe, expect, test } from 'vitest';

import { Reminder, ReminderFields } from '../../../../functions/reminders/contract.ts';
import {
  changesOf,
  emptyForm,
  fieldsOf,
  formOf,
  type MedicineForm,
  problemsOf,
  refusedField,
  timesADay,
  withStep,
  withTime,
} from './medicine-form.ts';

const TODAY = '2026-11-20';
const ZONE = 'Asia/Kolkata';
const named = (over: Partial<MedicineForm> = {}): MedicineForm => ({ ...emptyForm(TODAY), medicine: 'Metformin', ...over });
const stored = (fields: object): Reminder =>
  Reminder.parse({
    reminderId: 'r1',
    status: 'running',
    createdAt: '2026-11-20T02:00:00Z',
    revision: 3,
    medicine: 'Metformin',
    form: 'tablet',
    instruction: 'none',
    startsOn: TODAY,
    ...fields,
  });

const schedules = {
  'twice a day': {
    kind: 'clock',
    intakes: [
      { intakeId: 'a1', at: '08:00', amount: 1 },
      { intakeId: 'b2', at: '20:00', amount: 0.5 },
    ],
  },
  'on weekdays in a cycle': {
    kind: 'clock',
    intakes: [{ intakeId: 'a1', at: '08:00', amount: 1 }],
    weekdays: ['mon', 'fri'],
    cycle: { daysOn: 14, daysOff: 14 },
  },
  'in steps': {
    kind: 'clock',
    intakes: [{ intakeId: 'a1', at: '09:15', amount: 2 }],
    taper: [
      { days: 5, amount: 2 },
      { days: 4, amount: 1.5 },
    ],
  },
  'every 6 hours': { kind: 'interval', everyHours: 6, firstAt: '2026-11-20T00:30:00Z', amount: 1 },
  'when needed': { kind: 'as-needed', amount: 1, minimumGapMinutes: 90, dailyMaximum: 3 },
} as const;

describe('a reminder goes through the form unchanged:', () => {
  test.each(Object.entries(schedules))('%s', (_, schedule) => {
    const more = {
      strength: '500 mg',
      note: 'blue box',
      endsOn: '2026-12-03',
      stock: { left: 12.5, warnAt: 4 },
      zone: 'Asia/Dubai',
      ...(schedule.kind !== 'as-needed' && { alertCaregiversAfterMinutes: 45 }),
    };
    const { reminderId: _id, status: _status, createdAt: _at, revision: _revision, ...fields } = stored({ schedule, ...more });
    expect(fieldsOf(formOf(stored({ schedule, ...more }), 'Asia/Dubai'), ZONE)).toEqual(fields);
  });
});

test('a form that was opened and not touched changes nothing', () => {
  for (const schedule of Object.values(schedules)) {
    const form = formOf(stored({ schedule }), ZONE);
    expect(changesOf(form, form, ZONE)).toEqual({});
  }
});

test('what is emptied is taken out, and what stays is not sent', () => {
  const before = formOf(
    stored({ schedule: schedules['twice a day'], strength: '500 mg', endsOn: '2026-12-03', stock: { left: 3, warnAt: 1 } }),
    ZONE,
  );
  expect(changesOf(before, { ...before, strength: ' ', endsOn: '', stockLeft: '' }, ZONE)).toEqual({
    strength: null,
    endsOn: null,
    stock: null,
  });
});

test('a time that moves keeps its name, so that it moves its doses and makes no second one', () => {
  const before = formOf(stored({ schedule: schedules['twice a day'] }), ZONE);
  const after = timesADay({ ...before, intakes: before.intakes.map((row) => ({ ...row, at: '09:00' })) }, 3);
  expect(after.intakes.slice(0, 2).map(({ intakeId, amount }) => [intakeId, amount])).toEqual([
    ['a1', '1'],
    ['b2', '0.5'],
  ]);
  expect(after.intakes.map(({ at }) => at)).toEqual(['08:00', '14:00', '20:00']);
});

test('a time in place of one that was removed is another dose', () => {
  const one = timesADay(named(), 2);
  const again = timesADay(timesADay(one, 1), 2);
  expect(again.intakes[0]?.intakeId).toBe(one.intakes[0]?.intakeId);
  expect(again.intakes[1]?.intakeId).not.toBe(one.intakes[1]?.intakeId);
});

test('times and steps are added until there is no room for more', () => {
  let form = named();
  for (let count = 0; count < 30; count += 1) form = withStep(withTime(form));
  expect(form.intakes).toHaveLength(12);
  expect(form.steps).toHaveLength(20);
  expect(form.steps.every(({ amount }) => Number(amount) >= 0.25)).toBe(true);
});

test('in steps each time has the amount of the first one, since the API wants one', () => {
  const form = withStep(withStep({ ...named({ inSteps: true }), intakes: [{ intakeId: 'a', at: '08:00', amount: '3' }] }));
  const { schedule } = fieldsOf(form, ZONE);
  expect(schedule).toMatchObject({ intakes: [{ amount: 3 }], taper: [{ amount: 3 }, { amount: 2.5 }] });
});

describe('what the API would refuse is said before:', () => {
  test.each<[string, Partial<MedicineForm>, string[]]>([
    ['no name', { medicine: ' ' }, ['medicine']],
    ['no weekday', { days: 'weekdays' }, ['weekdays']],
    ['a cycle without days', { days: 'cycle', daysOn: '0', daysOff: 'x' }, ['days-on', 'days-off']],
    [
      'a time twice',
      {
        intakes: [
          { intakeId: 'a', at: '08:00', amount: '1' },
          { intakeId: 'b', at: '08:00', amount: '1' },
        ],
      },
      ['at-b'],
    ],
    ['no time', { intakes: [{ intakeId: 'a', at: '', amount: '0.1' }] }, ['at-a', 'amount-a']],
    ['steps without any', { inSteps: true }, ['add-step']],
    ['a step of no days', { inSteps: true, steps: [{ id: 's', days: '0', amount: '' }] }, ['days-s', 'amount-s']],
    ['as needed, without a maximum', { how: 'as-needed', dailyMaximum: '0' }, ['maximum']],
    ['every few hours, from no time', { how: 'interval', firstAt: '' }, ['first-at']],
    ['no first day', { startsOn: '' }, ['starts']],
    ['a first day in years', { startsOn: '2028-01-01' }, ['starts']],
    ['an end before the start', { startsOn: '2026-11-25', endsOn: '2026-11-24' }, ['ends']],
    ['an end that is over', { startsOn: '2026-11-01', endsOn: '2026-11-19' }, ['ends']],
    ['a stock that is no number', { stockLeft: 'many', warnAt: '-1' }, ['stock', 'warn-at']],
  ])('%s', (_, over, fields) => expect(problemsOf(named(over), TODAY).map(({ fieldId }) => fieldId)).toEqual(fields));

  test('and everything else is taken by the contract', () => {
    const forms = [
      named(),
      named({ days: 'weekdays', weekdays: ['sun'] }),
      named({ days: 'cycle' }),
      named({ how: 'interval' }),
      named({ how: 'as-needed', alertAfter: '30' }),
      withStep(named({ inSteps: true })),
      named({ stockLeft: '10', warnAt: '', alertAfter: '15', strength: '5 mg', note: 'x', endsOn: TODAY }),
    ];
    for (const form of forms) {
      expect(problemsOf(form, TODAY)).toEqual([]);
      expect(ReminderFields.safeParse(fieldsOf(form, ZONE)).error?.issues).toBeUndefined();
    }
  });
});

test('a refusal of the API is shown at its field', () => {
  const form = named({
    intakes: [
      { intakeId: 'a', at: '08:00', amount: '1' },
      { intakeId: 'b', at: '09:00', amount: '1' },
    ],
  });
  expect(refusedField('body.schedule.intakes.1.at', form).fieldId).toBe('at-b');
  expect(refusedField('body.changes.schedule.intakes.0.amount', form).fieldId).toBe('amount-a');
  expect(refusedField('body.changes.endsOn', form)).toEqual({ fieldId: 'ends', problem: 'ended' });
  expect(refusedField('body.startsOn', form).fieldId).toBe('starts');
});
