import { expect, test } from 'vitest';

import { VirtualTime } from './virtual-time.ts';

test('whoever waits is woken in order of time, and an hour takes none', async () => {
  const time = new VirtualTime(0);
  const woken: number[] = [];
  const waits = [50, 3_600_000, 10, 10, 700, 20].map(async (at) => {
    await time.sleepUntil(at);
    woken.push(at);
    expect(time.now).toBe(at);
  });
  await time.pass(Promise.all(waits));
  expect(woken).toEqual([10, 10, 20, 50, 700, 3_600_000]);
  expect(time.now).toBe(3_600_000);
});

test('what is begun by a wake-up comes before the next one', async () => {
  const time = new VirtualTime(100);
  const order: string[] = [];
  const chain = async () => {
    await time.sleepUntil(110);
    order.push('first');
    await time.sleepUntil(115);
    order.push('second');
  };
  const other = async () => {
    await time.sleepUntil(120);
    order.push('third');
  };
  await time.pass(Promise.all([other(), chain()]));
  expect(order).toEqual(['first', 'second', 'third']);
});

test('a work that fails, fails for whoever passes the time', async () => {
  const time = new VirtualTime(0);
  const broken = async () => {
    await time.sleepUntil(5);
    throw new Error('no');
  };
  await expect(time.pass(broken())).rejects.toThrow('no');
});
