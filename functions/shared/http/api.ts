import middy from '@middy/core';
import httpCors from '@middy/http-cors';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import httpSecurityHeaders from '@middy/http-security-headers';
import type { APIGatewayProxyEvent, Context as LambdaContext } from 'aws-lambda';
import type * as z from 'zod';

import type { NewEvent } from '../../../events/envelope.ts';
import { refuseEndedAccess } from '../auth/account-state.ts';
import { type Principal, principalOf } from '../auth/principal.ts';
import { nowOf, surroundings as realSurroundings, type Surroundings } from '../context.ts';
import { optionalEnv } from '../env.ts';
import { type Answer, Command, hashRequest, type Look, recordRead, type Touched } from '../table/command.ts';
import { type Table, tableFromEnv } from '../table/table.ts';
import type { Write } from '../table/write.ts';
import type { Instant } from '../values.ts';
import { errorEnvelope } from './error-envelope.ts';
import { ApiError } from './errors.ts';
import { parsePart, readBody } from './parse.ts';
import { correlationIdOf, requestLog } from './request-log.ts';
import type { ApiResponse, StreamAnswer } from './response.ts';
import type { Role, Route } from './route.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.infer<Schema> : undefined;

/** What a handler works with: a request that keeps its contract, from a caller who may make it. */
export type Call<R extends Route = Route> = {
  readonly route: R;
  readonly table: Table;
  readonly now: Instant;
  readonly surroundings: Surroundings;
  readonly requestId: string;
  readonly correlationId: string;
  /** `consultation-notes.sign` */
  readonly action: string;
  readonly principal: Principal;
  /** The role in which the caller makes this call, of those that the route allows; the most specific one. */
  readonly role: Role;
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  readonly lastEventId: string | undefined;
  /** The body's text as it came, of a `signed` route. */
  readonly text: string;
  /** Headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly command: Command;
  /** Answers with data that needs no write. */
  readonly reply: (data: z.input<R['reply']>, meta?: R['meta'] extends z.ZodType ? z.input<R['meta']> : never) => Answer;
  /** Carries the command out: its writes, its receipt, its events and its trace in the audit trail, in one transaction. */
  readonly commit: (
    writes: readonly Write[],
    data: R['stream'] extends true ? unknown : z.input<R['reply']>,
    also?: { events?: readonly NewEvent[]; touched?: readonly Touched[] },
  ) => Promise<Answer>;
  /** Sends the browser on to one of our pages, of a route of status 303. */
  readonly redirect: (to: string) => Answer;
  /** Leaves a trace that the caller looked at somebody else's record. Await it before the reply. */
  readonly recordRead: (touched: Touched, look?: Look) => Promise<void>;
};

export type Handler<R extends Route> = (call: Call<R>) => Promise<R['stream'] extends true ? Answer | StreamAnswer : Answer>;
export type Handlers<Routes extends Record<string, Route>> = { readonly [Name in keyof Routes]: Handler<Routes[Name]> };

export type ApiOptions = { readonly surroundings?: Surroundings; readonly table?: () => Table };

const mostSpecific: readonly Role[] = ['admin', 'doctor', 'health-worker', 'responder', 'patient'];
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,128}$/;

const serialize = (route: Route, data: unknown, meta?: unknown): string => {
  const parsed = route.reply.parse(data);
  return JSON.stringify(
    route.bare ? parsed : { data: parsed, ...(route.meta && meta !== undefined ? { meta: route.meta.parse(meta) } : {}) },
  );
};

const nobody: Principal = { accountId: 'anyone', pool: 'people', roles: new Set(), tokenIssuedAt: '1970-01-01T00:00:00Z' as Instant };

const authorize = async (
  route: Route,
  event: APIGatewayProxyEvent,
  table: () => Table,
  clock: () => number,
): Promise<{ principal: Principal; role: Role }> => {
  if (!Array.isArray(route.allow)) return { principal: nobody, role: 'patient' };
  const principal = principalOf(event);
  await refuseEndedAccess(table(), principal, clock);
  const role = mostSpecific.find((each) => principal.roles.has(each) && (route.allow as readonly Role[]).includes(each));
  if (!role) throw new ApiError('not-allowed', `This needs one of these roles: ${route.allow.join(', ')}.`);
  return { principal, role };
};

const toResponse = (route: Route, answer: Answer | StreamAnswer): ApiResponse => {
  const headers: Record<string, string> = { 'cache-control': 'no-store' };
  if (route.deprecated) {
    headers.deprecation = `@${Math.floor(Date.parse(route.deprecated.since) / 1000)}`;
    headers.sunset = new Date(route.deprecated.sunset).toUTCString();
  }
  if ('stream' in answer)
    return {
      statusCode: route.status ?? 200,
      headers: { ...headers, 'content-type': 'text/event-stream; charset=utf-8', ...answer.headers },
      body: '',
      stream: answer.stream,
    };
  if (answer.status === 303) return { statusCode: 303, headers: { ...headers, location: answer.body }, body: '' };
  if (answer.replayed) headers['idempotency-replayed'] = 'true';
  return { statusCode: answer.status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: answer.body };
};

const dispatch =
  (feature: string, routes: Record<string, Route>, handlers: Record<string, Handler<Route>>, options: ApiOptions) =>
  async (event: APIGatewayProxyEvent, context: LambdaContext): Promise<ApiResponse> => {
    const around = options.surroundings ?? realSurroundings;
    const table = options.table ?? tableFromEnv;
    const resource = event.resource.replace(/^\/v1/, '');
    const name = Object.keys(routes).find((each) => routes[each]?.method === event.httpMethod && routes[each]?.path === resource);
    const route = name ? routes[name] : undefined;
    const handler = name ? handlers[name] : undefined;
    if (!name || !route || !handler) throw new ApiError('not-found', 'There is no such address in this API.');

    const action = `${feature}.${name}`;
    const { principal, role } = await authorize(route, event, table, around.clock);
    const params = parsePart(route.params, event.pathParameters ?? {}, 'path');
    const query = parsePart(route.query, event.queryStringParameters ?? {}, 'query');
    const { text, json } = readBody(route, event);
    const key = event.headers['idempotency-key'];
    if (route.idempotent && (key === undefined || !IDEMPOTENCY_KEY.test(key)))
      throw new ApiError(
        'missing-idempotency-key',
        'headers.idempotency-key must be 1 to 128 visible ASCII characters, such as a UUID, new for each command.',
      );
    const body = parsePart(route.body, json, 'body');

    const now = nowOf(around);
    const requestId = context.awsRequestId;
    const correlationId = correlationIdOf(event, context);
    const command = new Command(table(), {
      callerId: principal.accountId,
      actorRole: role,
      action,
      idempotencyKey: route.idempotent && key ? key : `once#${requestId}`,
      keepsReply: route.idempotent === true,
      requestHash: hashRequest(event.httpMethod, event.path, text),
      now,
      correlationId,
      status: route.status ?? 200,
    });
    const call: Call = {
      route,
      table: table(),
      now,
      surroundings: around,
      requestId,
      correlationId,
      action,
      principal,
      role,
      params,
      query,
      body,
      command,
      lastEventId: event.headers['last-event-id'],
      text,
      headers: event.headers,
      redirect: (to: string) => ({ status: 303, body: to, replayed: false }),
      reply: (data, meta) => ({ status: route.status ?? 200, body: serialize(route, data, meta), replayed: false }),
      commit: (writes, data, also) =>
        command.commit(writes, route.stream ? JSON.stringify(data) : serialize(route, data), also?.events, also?.touched),
      recordRead: (touched, look) =>
        recordRead(table(), { ...touched, ...look, actorId: principal.accountId, actorRole: role, action, requestId, now, correlationId }),
    } as Call;

    if (!route.idempotent || route.stream) return toResponse(route, await handler(call));
    const earlier = await command.earlierAnswer();
    if (earlier) return toResponse(route, earlier);
    try {
      return toResponse(route, await handler(call));
    } catch (error) {
      // The same command may have been carried out between our look and our refusal: then its answer is ours.
      const meanwhile = error instanceof ApiError && error.status < 500 ? await command.earlierAnswer() : undefined;
      if (meanwhile) return toResponse(route, meanwhile);
      throw error;
    }
  };

/** The middy stack that every HTTP function of Arogya runs in, from request id to CORS. */
export const httpStack = <Routes extends Record<string, Route>>(
  feature: string,
  routes: Routes,
  handlers: Handlers<Routes>,
  options: ApiOptions = {},
) =>
  middy<APIGatewayProxyEvent, ApiResponse>()
    .use(requestLog(feature))
    .use(
      httpCors({
        origins: (optionalEnv('WEB_ORIGINS') ?? '').split(',').filter(Boolean),
        headers: 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-Id',
        methods: 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
        exposeHeaders: 'Idempotency-Replayed, X-Request-Id, Retry-After, Deprecation, Sunset',
        vary: 'Origin',
      }),
    )
    .use(httpSecurityHeaders())
    .use(httpHeaderNormalizer())
    .use(errorEnvelope())
    .handler(dispatch(feature, routes, handlers as unknown as Record<string, Handler<Route>>, options));

/** The Lambda handler of a feature's routes. A handler is the route's name and a function from call to answer. */
export const api = <Routes extends Record<string, Route>>(
  feature: string,
  routes: Routes,
  handlers: Handlers<Routes>,
  options?: ApiOptions,
) => httpStack(feature, routes, handlers, options);
