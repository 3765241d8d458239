import { expect, test } from 'vitest';

import { assumed, costOf, ofThousand } from './appointment-cost.ts';
import { nothing, times, together } from './appointment-tally.ts';

const booked = { requests: 10, events: 8, deliveries: 12, letters: 5, writeUnits: 100, readUnits: 80 };
const dollars = (tally: typeof booked, of: string) => costOf(tally).find(({ what }) => what === of)?.dollars ?? Number.NaN;

test('an appointment that is moved or cancelled costs on top of being booked', () => {
  const none = { booked, moved: nothing, cancelled: nothing };
  expect(ofThousand(none)).toEqual(times(1_000, booked));
  const moved = { ...nothing, writeUnits: 40 };
  expect(ofThousand({ ...none, moved }).writeUnits).toBe(100_000 + assumed.moved * 40);
  expect(ofThousand({ ...none, cancelled: moved }).writeUnits).toBe(100_000 + assumed.cancelled * 40);
});

test('each service is paid for what it did and for nothing else', () => {
  expect(dollars({ ...nothing, writeUnits: 1_000_000 }, 'table')).toBeCloseTo(0.71);
  expect(dollars({ ...nothing, letters: 10_000 }, 'e-mail')).toBeCloseTo(1);
  expect(dollars({ ...nothing, deliveries: 1_000_000 }, 'queues and bus')).toBeCloseTo(1.2);
  expect(dollars({ ...nothing, letters: 10_000 }, 'table')).toBe(0);
  for (const { what } of costOf(nothing)) expect(dollars(nothing, what)).toBe(0);
});

test('tallies add up name by name, and what one does not have counts nothing', () => {
  expect(together(booked, { letters: 2 }, { writeUnits: 1 })).toEqual({ ...booked, letters: 7, writeUnits: 101 });
});
