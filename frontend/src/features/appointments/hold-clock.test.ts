import { expect, test } from 'vitest';

import { clockText, minutesToSay, secondsLeftAt } from './hold-clock.ts';

test('the countdown goes by what the API said and the time since, not by the clock on the phone', () => {
  const told = { secondsLeft: 300, toldAt: 1_000_000 };
  expect(secondsLeftAt(told, 1_000_000)).toBe(300);
  expect(secondsLeftAt(told, 1_028_000)).toBe(272);
  expect(secondsLeftAt(told, 1_028_400)).toBe(272);
});

test('a hold that is over has no time left, however long the page was asleep', () => {
  expect(secondsLeftAt({ secondsLeft: 10, toldAt: 0 }, 10_000)).toBe(0);
  expect(secondsLeftAt({ secondsLeft: 10, toldAt: 0 }, 9_999_000)).toBe(0);
});

test.each([
  [272, '4:32'],
  [300, '5:00'],
  [59, '0:59'],
  [5, '0:05'],
  [0, '0:00'],
])('%d seconds read %s', (seconds, text) => {
  expect(clockText(seconds)).toBe(text);
});

test('the time left is spoken at the start, at two minutes, at one and at the end, and at no other second', () => {
  const spoken: [number, number][] = [];
  let said: number | undefined;
  for (let seconds = 299; seconds >= 0; seconds -= 1) {
    const next = minutesToSay(seconds, said);
    if (next !== said && next !== undefined) spoken.push([seconds, next]);
    said = next;
  }
  expect(spoken).toEqual([
    [299, 5],
    [120, 2],
    [60, 1],
    [0, 0],
  ]);
});

test('somebody who comes back in the middle hears how long it is now', () => {
  expect(minutesToSay(200, undefined)).toBe(4);
  expect(minutesToSay(199, 4)).toBe(4);
  expect(minutesToSay(120, 4)).toBe(2);
});
