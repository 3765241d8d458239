import type * as z from 'zod';

import type { contracts } from '../../../../functions/contracts.ts';
import type { Route, RouteKey } from '../../../../functions/shared/http/route.ts';
import { loadConfig } from '../../app/config.ts';
import { accessToken, sessionRefused } from '../auth/session.ts';
import { ApiFailure, failureOf, isFailure } from './failure.ts';

type Contracts = typeof contracts;
type AnyRoute = { [Feature in keyof Contracts]: Contracts[Feature][keyof Contracts[Feature]] }[keyof Contracts];

/** Every route of the API by its name, `POST /consultation-notes/{noteId}/sign`, as the contracts declare it. */
export type Routes = { [R in AnyRoute as R extends Route ? RouteKey<R> : never]: R };
export type Key = keyof Routes;

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;
/** Brands of the contracts are for those who compute with values; a screen hands plain text over. */
type Plain<T> = T extends string
  ? string extends T
    ? string
    : T extends `${infer Literal}`
      ? string extends Literal
        ? string
        : Literal
      : string
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Plain<Item>[]
      : { [Name in keyof T]: Plain<T[Name]> };

type Part<R, Name extends 'params' | 'query' | 'body'> = R extends { readonly [N in Name]: infer Schema } ? Plain<Input<Schema>> : never;

/** What a call hands over: only what the route declares. */
export type CallInput<K extends Key> = (Part<Routes[K], 'params'> extends never ? unknown : { params: Part<Routes[K], 'params'> }) &
  (Part<Routes[K], 'query'> extends never ? unknown : { query?: Part<Routes[K], 'query'> }) &
  (Part<Routes[K], 'body'> extends never ? unknown : { body: Part<Routes[K], 'body'> });

/** What `data` of the reply holds. */
export type Reply<K extends Key> = Routes[K] extends { readonly reply: infer Schema extends z.ZodType } ? z.output<Schema> : never;

/** What stands beside `data`: the next page's cursor, and what the route declares. */
export type ReplyMeta<K extends Key> = { readonly nextCursor?: string | undefined } & (Routes[K] extends {
  readonly meta: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : unknown);

export type CallOptions = {
  /** Required where the route is idempotent: one key for one action of a person, whatever is retried. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

type LooseInput = { params?: Record<string, string>; query?: Record<string, string | undefined>; body?: unknown };

/** `/consultation-notes/abc/sign?as=doctor` of a route's path. */
export function pathOf(key: string, { params = {}, query = {} }: LooseInput): string {
  const template = key.slice(key.indexOf(' ') + 1);
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

async function send(path: string, init: RequestInit, token: string | undefined): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token) headers.set('authorization', `Bearer ${token}`);
  try {
    const { apiUrl } = await loadConfig();
    return await fetch(`${apiUrl}${path}`, { ...init, headers, credentials: 'omit', cache: 'no-store' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiFailure({ status: 0, code: 'network', message: 'Nobody answered.' });
  }
}

/**
 * A fetch of `path` below the API's address with the caller's token. A 401 renews the token and tries
 * once more; a session that cannot be renewed is told to the shell. Throws ApiFailure for anything that
 * is not a success; the body of the response is untouched, so that streams can be read.
 */
export async function authorizedFetch(path: string, init: RequestInit = {}): Promise<Response> {
  const token = await accessToken();
  let response = await send(path, init, token);
  if (response.status === 401 && token) {
    const renewed = await accessToken({ insteadOf: token });
    if (renewed) response = await send(path, init, renewed);
  }
  if (response.ok) return response;
  const failure = await failureOf(response);
  if (failure.status === 401) sessionRefused('ended');
  if (failure.code === 'account-deactivated') sessionRefused('deactivated');
  throw failure;
}

/** Calls a route and answers with the whole reply, for lists that page. */
export async function callWithMeta<K extends Key>(
  key: K,
  input: CallInput<K>,
  options: CallOptions = {},
): Promise<{ data: Reply<K>; meta: ReplyMeta<K> }> {
  const loose = input as LooseInput;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (loose.body !== undefined) headers['content-type'] = 'application/json';
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  const response = await authorizedFetch(pathOf(key, loose), {
    method: key.slice(0, key.indexOf(' ')),
    headers,
    body: loose.body === undefined ? null : JSON.stringify(loose.body),
    signal: options.signal ?? null,
  });
  try {
    const { data, meta = {} } = await response.json();
    return { data, meta };
  } catch (error) {
    if (isFailure(error) || (error instanceof DOMException && error.name === 'AbortError')) throw error;
    throw new ApiFailure({ status: response.status, code: 'unreadable-reply', message: 'The reply broke off.' });
  }
}

/** Calls a route: `call('POST /consultation-notes/{noteId}/sign', { params, body }, { idempotencyKey })`. */
export async function call<K extends Key>(key: K, input: CallInput<K>, options: CallOptions = {}): Promise<Reply<K>> {
  return (await callWithMeta(key, input, options)).data;
}
