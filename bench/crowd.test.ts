import { expect, test, vi } from 'vitest';

import { crowd } from './crowd.ts';

test('everybody is served once, in as many places as there are, and told apart by their number', async () => {
  let here = 0;
  let most = 0;
  const served: number[] = [];
  const done = await crowd(
    3,
    Array.from({ length: 10 }, (_, index) => async () => {
      here += 1;
      most = Math.max(most, here);
      // The first ones take longest: the others go past them.
      for (let turn = 0; turn < 10 - index; turn += 1) await Promise.resolve();
      served.push(index);
      here -= 1;
      return `guest ${index}`;
    }),
  );
  expect(most).toBe(3);
  expect(served.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(done.map(({ result }) => result)).toEqual(Array.from({ length: 10 }, (_, index) => `guest ${index}`));
});

test('one who fails fails all', async () => {
  await expect(crowd(2, [async () => 1, async () => Promise.reject(new Error('refused'))])).rejects.toThrow('refused');
});

test('what somebody waits for before it is their turn does not count', async () => {
  let clock = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => clock);
  const passes = (time: number) => async () => {
    clock += time;
  };
  const done = await crowd(1, [passes(5), passes(7)], passes(1_000));
  vi.restoreAllMocks();
  expect(clock).toBe(2_012);
  expect(done.map(({ milliseconds }) => milliseconds)).toEqual([5, 7]);
});
