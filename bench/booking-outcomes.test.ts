import { expect, test } from 'vitest';

import { type Crowding, judged, wrongly } from './booking-outcomes.ts';

const race = (answers: Crowding['answers']): Crowding => ({
  people: 2,
  slots: ['nine', 'ten'],
  answers,
  milliseconds: answers.map(() => 5),
  seconds: 1,
  transactions: 6,
  conflicts: 2,
});
const fair = [
  { slot: 'nine', answer: '201' },
  { slot: 'nine', answer: '409 slot-taken' },
  { slot: 'ten', answer: '409 slot-taken' },
  { slot: 'ten', answer: '201' },
];

test('a race in which every time has one buyer meets its aims', () => {
  expect(wrongly(race(fair))).toEqual({ soldTwice: 0, leftOver: 0 });
  const [answers, sold, , tried] = judged(race(fair));
  expect(answers).toMatchObject({ met: true, measured: '2 × 201 (50.00 %), 2 × 409 slot-taken (50.00 %)' });
  expect(sold).toMatchObject({ met: true });
  expect(tried?.measured).toBe('6, of them 2 met another; 3.0 for each time sold');
});

test('a time that two people got, and one that nobody got, are misses', () => {
  const sold = fair.map((each) => (each.slot === 'nine' ? { ...each, answer: '201' } : { ...each, answer: '409 slot-taken' }));
  expect(wrongly(race(sold))).toEqual({ soldTwice: 1, leftOver: 1 });
  const [answers, wrong] = judged(race(sold));
  // As many were booked as there are times: that alone says nothing.
  expect(answers?.met).toBe(true);
  expect(wrong).toMatchObject({ met: false, measured: '1 / 1' });
});

test('a person who is told to try again is a miss, even if all times were sold', () => {
  expect(judged(race([...fair, { slot: 'ten', answer: '503 try-again' }]))[0]?.met).toBe(false);
});
