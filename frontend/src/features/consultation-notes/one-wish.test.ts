import { expect, test, vi } from 'vitest';

import { oneWish } from './one-wish.ts';

const clock = () => {
  let at = 1_000_000;
  return { now: () => at, pass: (milliseconds: number) => (at += milliseconds) };
};

test('a second press within half a second of one that was heeded is the same wish', async () => {
  const { now, pass } = clock();
  const wish = oneWish(now);
  const act = vi.fn(async () => true);
  await wish(act);
  pass(499);
  await wish(act);
  expect(act).toHaveBeenCalledTimes(1);
  pass(1);
  await wish(act);
  expect(act).toHaveBeenCalledTimes(2);
});

test('a press that was refused counts for nothing: the next one is heard at once', async () => {
  const { now, pass } = clock();
  const wish = oneWish(now);
  const act = vi.fn(async () => false);
  await wish(act);
  pass(1);
  await wish(act);
  expect(act).toHaveBeenCalledTimes(2);
});

test('while the first press is still being carried out, another does nothing', async () => {
  const { now, pass } = clock();
  const wish = oneWish(now);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const act = vi.fn(() => promise);
  const first = wish(act);
  pass(60_000);
  await wish(act);
  expect(act).toHaveBeenCalledTimes(1);
  resolve(true);
  await first;
});

test('a press that failed can be tried again', async () => {
  const wish = oneWish(clock().now);
  await expect(wish(() => Promise.reject(new Error('the vault is closed')))).rejects.toThrow('vault');
  const act = vi.fn(async () => true);
  await wish(act);
  expect(act).toHaveBeenCalledOnce();
});
