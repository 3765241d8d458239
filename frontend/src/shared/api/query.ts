import {
  QueryClient,
  type UseMutationResult,
  useInfiniteQuery,
  useQueryClient,
  useMutation as useTanstackMutation,
  useQuery as useTanstackQuery,
} from '@tanstack/react-query';
import { useRef } from 'react';

import { type CallInput, call, callWithMeta, type Key, type Reply } from './client.ts';
import { ApiFailure, isFailure } from './failure.ts';

const MINUTE = 60_000;

const mayRetry = (failures: number, error: Error): boolean => failures < 3 && (!isFailure(error) || error.mayPass);

/** Doubles from one second; waits as long as the API asks for, half a minute at most. */
const backOff = (failures: number, error: Error): number => {
  const asked = isFailure(error) ? error.retryAfter : undefined;
  return Math.min(30_000, asked === undefined ? 1_000 * 2 ** failures : asked * 1_000);
};

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5 * MINUTE,
        gcTime: 10 * MINUTE,
        retry: mayRetry,
        retryDelay: backOff,
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
      },
      mutations: { retry: mayRetry, retryDelay: backOff },
    },
  });

type GetKey = Extract<Key, `GET ${string}`>;

type QueryOptions = { enabled?: boolean; staleTime?: number; refetchInterval?: number | false };

/** Reads a route and keeps the answer: `useQuery('GET /me', {})`. */
export function useQuery<K extends GetKey>(key: K, input: CallInput<K>, options: QueryOptions = {}) {
  return useTanstackQuery<Reply<K>, ApiFailure>({
    queryKey: [key, input],
    queryFn: ({ signal }) => call(key, input, { signal }),
    ...options,
  });
}

/** Reads a list page by page; `items` holds all pages read so far. */
export function usePages<K extends GetKey>(key: K, input: CallInput<K>, options: QueryOptions = {}) {
  type Item = Reply<K> extends readonly (infer One)[] ? One : never;
  const result = useInfiniteQuery({
    queryKey: [key, 'pages', input],
    queryFn: ({ signal, pageParam }) => {
      const given = input as { query?: Record<string, string> };
      const query = pageParam === undefined ? given.query : { ...given.query, cursor: pageParam };
      return callWithMeta(key, { ...given, query } as unknown as CallInput<K>, { signal });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.meta.nextCursor,
    ...options,
  });
  const items = result.data?.pages.flatMap((page) => page.data as Item[]);
  return { ...result, error: result.error as ApiFailure | null, items };
}

/** Reads a route before its screen is there; the screen finds the answer, or waits for the same one. */
export function useRead() {
  const client = useQueryClient();
  return <K extends GetKey>(key: K, input: CallInput<K>): Promise<Reply<K>> =>
    client.fetchQuery({ queryKey: [key, input], queryFn: ({ signal }) => call(key, input, { signal }) });
}

/** Drops what is known of routes, so that it is read again. */
export function useForget() {
  const client = useQueryClient();
  return (...keys: readonly GetKey[]) => Promise.all(keys.map((key) => client.invalidateQueries({ queryKey: [key] })));
}

/** Puts an answer in the place of one that was read: after a change that replied with the whole. */
export function useKnow() {
  const client = useQueryClient();
  return <K extends GetKey>(key: K, input: CallInput<K>, change: (known: Reply<K> | undefined) => Reply<K> | undefined) =>
    client.setQueryData<Reply<K>>([key, input], change);
}

type Sent<K extends Key> = { readonly input: CallInput<K>; readonly idempotencyKey: string };

/**
 * A command: `const sign = useMutation('POST /consultation-notes/{noteId}/sign')`, `sign.mutate({ params, body })`.
 * One action keeps one Idempotency-Key across retries; and when nobody knows how it ended (no answer, or a
 * failure on the other side), the same action tried again by hand keeps it too, so it cannot happen twice.
 */
export function useMutation<K extends Key>(
  key: K,
  options: {
    onSuccess?: (reply: Reply<K>, input: CallInput<K>) => unknown;
    onError?: (failure: ApiFailure, input: CallInput<K>) => unknown;
  } = {},
) {
  const unsettled = useRef<{ text: string; idempotencyKey: string } | undefined>(undefined);
  const mutation: UseMutationResult<Reply<K>, ApiFailure, Sent<K>> = useTanstackMutation({
    mutationFn: ({ input, idempotencyKey }: Sent<K>) => call(key, input, { idempotencyKey }),
    onSuccess: (reply, { input }) => {
      unsettled.current = undefined;
      return options.onSuccess?.(reply, input);
    },
    onError: (error, { input, idempotencyKey }) => {
      const failure = asFailure(error);
      unsettled.current = failure.mayPass ? { text: JSON.stringify(input), idempotencyKey } : undefined;
      return options.onError?.(failure, input);
    },
  });
  const sent = (input: CallInput<K>): Sent<K> => {
    const text = JSON.stringify(input);
    const idempotencyKey = unsettled.current?.text === text ? unsettled.current.idempotencyKey : crypto.randomUUID();
    // From now on, and not from the next rendering: the second tap of a double tap is the same action.
    unsettled.current = { text, idempotencyKey };
    return { input, idempotencyKey };
  };
  return {
    mutate: (input: CallInput<K>) => mutation.mutate(sent(input)),
    mutateAsync: (input: CallInput<K>) => mutation.mutateAsync(sent(input)),
    reset: mutation.reset,
    isPending: mutation.isPending,
    /** Waiting for the network to come back. */
    isPaused: mutation.isPaused,
    isSuccess: mutation.isSuccess,
    data: mutation.data,
    failure: mutation.error ? asFailure(mutation.error) : undefined,
  };
}

const asFailure = (error: unknown): ApiFailure =>
  error instanceof ApiFailure ? error : new ApiFailure({ status: 0, code: 'unreadable-reply', message: String(error) });
