import { QueryClientProvider } from '@tanstack/react-query';
import { createElement, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type * as client from './client.ts';
import { ApiFailure, type FailureCode } from './failure.ts';

const call = vi.fn<typeof client.call>();
vi.mock('./client.ts', () => ({ call: (...given: Parameters<typeof client.call>) => call(...given), callWithMeta: vi.fn() }));

const { createQueryClient, useMutation } = await import('./query.ts');

const failure = (code: FailureCode, status: number, retryAfter?: number) => new ApiFailure({ status, code, message: code, retryAfter });
const queryClient = createQueryClient();
const { retry, retryDelay } = queryClient.getDefaultOptions().queries ?? {};
const mayRetry = retry as (count: number, error: Error) => boolean;
const delay = retryDelay as (count: number, error: Error) => number;

type Command = ReturnType<typeof useMutation<'POST /me/patient-codes'>>;
let rendered: Command | undefined;

function CodeButton(): ReactNode {
  rendered = useMutation('POST /me/patient-codes');
  return null;
}

/** The command of a component that was rendered once. */
function command(): Command {
  renderToString(createElement(QueryClientProvider, { client: queryClient }, createElement(CodeButton)));
  if (!rendered) throw new Error('The component was not rendered.');
  return rendered;
}

/** Lets the waiting between retries pass. */
async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const result = Promise.allSettled([work]);
  await vi.runAllTimersAsync();
  return (await result)[0];
}

const keys = () => call.mock.calls.map(([, , options]) => options?.idempotencyKey);

beforeEach(() => {
  call.mockReset();
  vi.useFakeTimers();
});

afterEach(() => vi.useRealTimers());

test('a double tap is one action, and the next tap after it another one', async () => {
  call.mockResolvedValue({} as never);
  const code = command();
  const both = [code.mutateAsync({}), code.mutateAsync({})];
  await settled(Promise.all(both));
  await settled(code.mutateAsync({}));
  const [first, second, third] = keys();
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('what may pass is tried three times more, what cannot is not', () => {
  expect(mayRetry(0, failure('network', 0))).toBe(true);
  expect(mayRetry(2, failure('try-again', 503))).toBe(true);
  expect(mayRetry(3, failure('try-again', 503))).toBe(false);
  for (const [code, status] of [
    ['not-found', 404],
    ['invalid-request', 422],
    ['changed-elsewhere', 409],
    ['not-allowed', 403],
  ] as const)
    expect(mayRetry(0, failure(code, status))).toBe(false);
});

test('waiting doubles, and the API’s own wish comes first, up to half a minute', () => {
  expect([0, 1, 2].map((count) => delay(count, failure('try-again', 503)))).toEqual([1_000, 2_000, 4_000]);
  expect(delay(0, failure('too-many-requests', 429, 7))).toBe(7_000);
  expect(delay(0, failure('too-many-requests', 429, 600))).toBe(30_000);
});

test('answers are fresh for 5 minutes and kept for 10', () => {
  expect(queryClient.getDefaultOptions().queries).toMatchObject({
    staleTime: 300_000,
    gcTime: 600_000,
    refetchOnWindowFocus: true,
    refetchOnReconnect: true,
  });
});

test('one action keeps one key across its retries', async () => {
  call
    .mockRejectedValueOnce(failure('network', 0))
    .mockRejectedValueOnce(failure('try-again', 503))
    .mockResolvedValueOnce({ code: 'x' } as never);
  await settled(command().mutateAsync({}));
  expect(keys()).toHaveLength(3);
  expect(new Set(keys()).size).toBe(1);
});

test('two actions have two keys', async () => {
  call.mockResolvedValue({ code: 'x' } as never);
  const one = command();
  await settled(one.mutateAsync({}));
  await settled(one.mutateAsync({}));
  expect(new Set(keys()).size).toBe(2);
});

test('trying again by hand, when nobody knows how it ended, keeps the key', async () => {
  call.mockRejectedValue(failure('network', 0));
  const one = command();
  expect(await settled(one.mutateAsync({}))).toMatchObject({ status: 'rejected', reason: { code: 'network' } });
  call.mockResolvedValueOnce({ code: 'x' } as never);
  await settled(one.mutateAsync({}));
  expect(new Set(keys()).size).toBe(1);
});

test('after a clear refusal the next try is a new action', async () => {
  call.mockRejectedValueOnce(failure('changed-elsewhere', 409)).mockResolvedValueOnce({ code: 'x' } as never);
  const one = command();
  expect(await settled(one.mutateAsync({}))).toMatchObject({ status: 'rejected', reason: { code: 'changed-elsewhere' } });
  await settled(one.mutateAsync({}));
  expect(new Set(keys()).size).toBe(2);
});
