import { describe, expect, test } from 'vitest';

import { bodyOf, copyDay, fieldIdOf, formOf, type HoursForm, hoursAfter, NEW_HOURS, problemsOf } from './hours-form.ts';

const TODAY = '2026-11-20';
const nothing = { revision: 0, weekly: [], exceptions: [], windowDays: 1, noticeMinutes: 0 };
const empty = formOf(nothing as never, TODAY);
const hours = { from: '09:00', to: '13:00', slotMinutes: 20, bufferMinutes: 5, modes: ['in-person', 'video'] };
const saved = {
  revision: 4,
  weekly: [
    { days: ['mon', 'tue', 'wed'], ...hours },
    { days: ['mon'], ...hours, from: '20:00', to: '24:00', location: 'Evening clinic' },
  ],
  exceptions: [
    { kind: 'off', fromDate: '2026-12-24', toDate: '2026-12-26' },
    { kind: 'off', fromDate: '2026-11-23', toDate: '2026-11-23', from: '09:00', to: '10:30' },
    { kind: 'extra', date: '2026-11-29', ...hours },
  ],
  windowDays: 45,
  noticeMinutes: 60,
} as never;

const withDay = (stretches: Partial<typeof NEW_HOURS>[]): HoursForm => ({
  ...empty,
  week: { ...empty.week, mon: stretches.map((stretch, place) => ({ id: `mon-${place}`, ...NEW_HOURS, ...stretch })) },
});
const problemOf = (form: HoursForm) => problemsOf(form).map(({ fieldId, problem }) => `${fieldId} ${problem}`);

test('what is saved goes through the form unchanged', () => {
  const { body } = bodyOf(formOf(saved, TODAY));
  expect(body).toEqual({ ...(saved as object), exceptions: expect.arrayContaining((saved as { exceptions: object[] }).exceptions) });
  expect(body.exceptions).toHaveLength(3);
});

test('equal hours of several days are one line, and the API’s word about it lands at the first of them', () => {
  const { body, places } = bodyOf(formOf(saved, TODAY));
  expect(body.weekly.map(({ days }) => days)).toEqual([['mon', 'tue', 'wed'], ['mon']]);
  expect(fieldIdOf('body.weekly.0.from', places)).toBe('mon-0-from');
  expect(fieldIdOf('body.weekly.1.slotMinutes', places)).toBe('mon-1-slotMinutes');
  expect(fieldIdOf('body.weekly.1.modes.0', places)).toBe('mon-1-modes');
  expect(fieldIdOf('body.exceptions.0.to', places)).toBe(`${places.exceptions[0]}-to`);
  expect(fieldIdOf('body.windowDays', places)).toBe('hours-windowDays');
  expect(fieldIdOf('body.weekly', places)).toBe('hours-week');
});

test('midnight ends a day although a field can only say 00:00', () => {
  expect(formOf(saved, TODAY).week.mon[1]).toMatchObject({ to: '00:00' });
  expect(bodyOf(withDay([{ from: '20:00', to: '00:00' }])).body.weekly[0]).toMatchObject({ from: '20:00', to: '24:00' });
  expect(problemsOf(withDay([{ from: '20:00', to: '00:00' }]))).toEqual([]);
});

test('leave that is over is not carried on', () => {
  expect(formOf(saved, '2026-11-25').changes).toHaveLength(2);
  expect(formOf(saved, '2026-12-26').changes).toMatchObject([{ kind: 'off', toDate: '2026-12-26', wholeDay: true }]);
});

test('a new doctor begins with a month ahead and two hours of notice', () => {
  expect(empty).toMatchObject({ basedOn: 0, windowDays: '30', noticeMinutes: '120' });
});

describe('what a doctor has to put right:', () => {
  test.each<[string, Partial<typeof NEW_HOURS>[], string[]]>([
    ['nothing', [{}], []],
    ['an end before its start', [{ from: '13:00', to: '09:00' }], ['mon-0-to to-before-from']],
    ['a time that was left empty', [{ from: '' }], ['mon-0-from time-missing']],
    ['a time between the marks of five minutes', [{ to: '13:03' }], ['mon-0-to time-off-grid']],
    ['a visit longer than the stretch', [{ from: '09:00', to: '09:15' }], ['mon-0-slotMinutes slot-too-long']],
    ['no way to meet', [{ modes: [] }], ['mon-0-modes modes-missing']],
    ['two stretches over each other', [{}, { from: '12:30', to: '15:00' }], ['mon-1-from overlap']],
    ['two stretches that touch', [{}, { from: '13:00', to: '15:00' }], []],
    [
      'a stretch to midnight over another',
      [
        { from: '20:00', to: '00:00' },
        { from: '23:00', to: '23:30' },
      ],
      ['mon-1-from overlap'],
    ],
  ])('%s', (_, stretches, problems) => {
    expect(problemOf(withDay(stretches))).toEqual(problems);
  });

  test('leave that ends before it begins, and an extra day without a date', () => {
    const leave = { id: 'a', kind: 'off', fromDate: '2026-12-05', toDate: '2026-12-01', wholeDay: true, from: '', to: '' } as const;
    const extra = { id: 'b', kind: 'extra', date: '', ...NEW_HOURS } as const;
    expect(problemOf({ ...empty, changes: [leave, extra] })).toEqual(['a-toDate dates-backwards', 'b-date date-missing']);
  });

  test('a window that is no number from 1 to 90', () => {
    for (const windowDays of ['', '0', '91', '3.5', 'ten'])
      expect(problemOf({ ...empty, windowDays })).toEqual(['hours-windowDays window-wrong']);
  });
});

test('a day that is opened again gets its evening, or the hour after it', () => {
  expect(hoursAfter(undefined)).toEqual(NEW_HOURS);
  expect(hoursAfter({ ...NEW_HOURS, modes: ['phone'] })).toMatchObject({ from: '17:00', to: '20:00', modes: ['phone'] });
  expect(hoursAfter({ ...NEW_HOURS, from: '17:00', to: '20:00' })).toMatchObject({ from: '20:00', to: '21:00' });
  expect(hoursAfter({ ...NEW_HOURS, from: '17:00', to: '22:00' })).toMatchObject({ from: '22:00', to: '23:00' });
  expect(hoursAfter({ ...NEW_HOURS, from: '', to: '' })).toMatchObject({ from: '17:00', to: '20:00' });
});

test('a day copied to others takes the place of theirs, with ids of its own', () => {
  let count = 0;
  const form = copyDay(formOf(saved, TODAY), 'mon', ['tue', 'sun'], () => `new-${count++}`);
  expect(form.week.tue.map(({ id, from }) => [id, from])).toEqual([
    ['new-0', '09:00'],
    ['new-1', '20:00'],
  ]);
  expect(form.week.sun).toHaveLength(2);
  expect(form.week.wed).toHaveLength(1);
});
