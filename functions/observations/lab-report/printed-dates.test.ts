import { expect, test } from 'vitest';

import { datesIn, isDate } from './printed-dates.ts';

test.each([
  ['12/03/2026', '2026-03-12'],
  ['12-03-26', '2026-03-12'],
  ['12.03.2026', '2026-03-12'],
  ['12-Mar-2026', '2026-03-12'],
  ['12/Mar/2026 08:15 AM', '2026-03-12'],
  ['12 Mar 2026', '2026-03-12'],
  ['12th March, 2026', '2026-03-12'],
  ["12 Mar'26", '2026-03-12'],
  ['Mar 12, 2026', '2026-03-12'],
  ['2026-03-12T08:15:00', '2026-03-12'],
])('%j is 12 March 2026', (printed, date) => {
  expect(datesIn(printed).map((each) => each.date)).toEqual([date]);
  expect(isDate(printed.replace(/T.*/, ''))).toBe(true);
});

test.each(['13/13/2026', '31/02/2026', '70 - 99', '1.005-1.030', '98220 11223', 'S.No. 121/4'])('%j is no date', (printed) => {
  expect(datesIn(printed)).toEqual([]);
});

test('two dates of a line keep their places', () => {
  const text = 'Collected: 11/03/2026 Reported: 12/03/2026';
  expect(datesIn(text).map(({ date, start }) => [date, text.slice(0, start).split(' ').at(-2)])).toEqual([
    ['2026-03-11', 'Collected:'],
    ['2026-03-12', 'Reported:'],
  ]);
});
