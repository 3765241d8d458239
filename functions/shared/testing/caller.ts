import { randomUUID } from 'node:crypto';

import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

import type { ApiResponse } from '../http/response.ts';
import type { Role, Route } from '../http/route.ts';

export type Request = {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  /** The body as it is, for bodies that are not JSON. */
  readonly rawBody?: string;
  readonly idempotencyKey?: string;
  readonly headers?: Record<string, string>;
};

// biome-ignore lint/suspicious/noExplicitAny: a test looks into replies of every shape
export type Reply = { readonly status: number; readonly headers: Record<string, string>; readonly body: any; readonly text: string };

type LambdaHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<ApiResponse>;

export const lambdaContext = (awsRequestId: string = randomUUID()): Context =>
  ({
    awsRequestId,
    functionName: 'test',
    functionVersion: '1',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => 30_000,
  }) as unknown as Context;

/** The event that API Gateway makes of a request by a signed-in person; with no account, of a route that anyone may call. */
export const gatewayEvent = (route: Route, account: Account | undefined, request: Request): APIGatewayProxyEvent => {
  const path = Object.entries(request.params ?? {}).reduce(
    (filled, [name, value]) => filled.replace(`{${name}}`, value),
    `/v1${route.path}`,
  );
  return {
    httpMethod: route.method,
    resource: `/v1${route.path}`,
    path,
    headers: {
      ...(request.body === undefined && request.rawBody === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(route.idempotent ? { 'Idempotency-Key': request.idempotencyKey ?? randomUUID() } : {}),
      ...request.headers,
    },
    multiValueHeaders: {},
    queryStringParameters: request.query ?? null,
    multiValueQueryStringParameters: null,
    pathParameters: request.params ?? null,
    stageVariables: null,
    body: request.rawBody ?? (request.body === undefined ? null : JSON.stringify(request.body)),
    isBase64Encoded: false,
    requestContext: account
      ? {
          authorizer: {
            claims: {
              sub: account.accountId,
              iss: `https://issuer.example/${account.roles.includes('admin') ? 'admins' : 'people'}`,
              token_use: 'access',
              iat: String(account.tokenIssuedAt ?? Math.floor(Date.now() / 1000)),
              'cognito:groups': account.roles.join(','),
            },
          },
        }
      : {},
  } as unknown as APIGatewayProxyEvent;
};

export type Account = { readonly accountId: string; readonly roles: readonly Role[]; readonly tokenIssuedAt?: number };

/** Calls routes of one feature as one person: `as(asha).call('sign', { params, body })`. */
export const callerOf =
  <Routes extends Record<string, Route>>(routes: Routes, handler: LambdaHandler) =>
  (account: Account | undefined) => ({
    call: async (name: keyof Routes & string, request: Request = {}): Promise<Reply> => {
      const route = routes[name];
      if (!route) throw new Error(`no route ${name}`);
      const response = await handler(gatewayEvent(route, account, request), lambdaContext());
      return {
        status: response.statusCode,
        headers: response.headers,
        text: response.body,
        body: response.body === '' ? undefined : JSON.parse(response.body),
      };
    },
  });
